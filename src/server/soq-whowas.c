/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-whowas.h"

#include "soq-irc-names.h"
#include "soq-limits.h"

static void
entry_free (gpointer data)
{
  SoqWhowas *self = data;

  g_free (self->nick);
  g_free (self->folded);
  g_free (self->username);
  g_free (self->host);
  g_free (self->realname);
  g_free (self);
}

/**
 * soq_whowas_add:
 * @whowas: of SoqWhowas, the newest first
 * @nick: who is no longer here under this name
 * @username: its user name
 * @host: where it came from
 * @realname: (nullable): what it said of itself
 *
 * Remembers somebody; the oldest one is forgotten when there are too many.
 */
void
soq_whowas_add (GQueue     *whowas,
                const char *nick,
                const char *username,
                const char *host,
                const char *realname)
{
  SoqWhowas *entry = g_new0 (SoqWhowas, 1);

  entry->nick = g_strdup (nick);
  entry->folded = soq_irc_casefold (nick);
  entry->username = g_strdup (username);
  entry->host = g_strdup (host);
  entry->realname = g_strdup (realname != NULL ? realname : nick);
  entry->time = g_get_real_time ();
  g_queue_push_head (whowas, entry);

  if (whowas->length > SOQ_LIMIT_WHOWAS)
    entry_free (g_queue_pop_tail (whowas));
}

void
soq_whowas_clear (GQueue *whowas)
{
  g_queue_clear_full (whowas, entry_free);
}
