/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-irc-names.h"

/* What is kept for those who come later. */

static void
warning_cb (SoqServer  *self,
            const char *sentence)
{
  soq_server_tell (self, SOQ_EVENT_WARNING, NULL, sentence);
}

/**
 * soq_server_open_history:
 * @self: a server that is being started
 *
 * Opens the history in the data folder; without one it is kept in memory.
 * Whatever is wrong with it becomes a warning, and never stops the chat.
 */
void
soq_server_open_history (SoqServer *self)
{
  const SoqServerConfig *config = self->config;
  g_autofree char       *path = NULL;

  soq_server_close_history (self);
  if (config->data_dir != NULL)
    path = g_build_filename (config->data_dir, "history.sqlite", NULL);

  self->history = soq_history_new (path, config->history_days);
  g_signal_connect_object (self->history, "warning",
                           G_CALLBACK (warning_cb), self, G_CONNECT_SWAPPED);
}

/**
 * soq_server_close_history:
 * @self: a server
 *
 * Writes what waits.
 */
void
soq_server_close_history (SoqServer *self)
{
  if (self->history == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->history, self);
  soq_history_close (self->history);
  g_clear_object (&self->history);
}

static void
record (SoqServer   *self,
        const char  *target,
        SoqOutgoing *out,
        gboolean     is_event)
{
  g_autofree char *line = soq_outgoing_dup_record (out);

  if (self->history == NULL || soq_outgoing_get_id (out) == NULL)
    return;

  soq_history_add (self->history,
                   soq_history_entry_new (target, soq_outgoing_get_time (out),
                                          soq_outgoing_get_id (out), is_event, line));
}

/**
 * soq_server_record:
 * @self: a server
 * @channel: where it was said
 * @out: what was said
 * @is_event: whether it is something that happened rather than was said
 *
 * Keeps @out for those who come later.
 */
void
soq_server_record (SoqServer   *self,
                   SoqChannel  *channel,
                   SoqOutgoing *out,
                   gboolean     is_event)
{
  record (self, channel->folded, out, is_event);
}

/**
 * soq_server_dup_mailbox:
 * @user: a user that is logged in
 * @nick: with whom it talks
 *
 * Returns: (transfer full): under which target their private messages are kept
 *   for @user; no channel is called so
 */
char *
soq_server_dup_mailbox (SoqUser    *user,
                        const char *nick)
{
  g_autofree char *account = soq_irc_casefold (user->account);
  g_autofree char *folded = soq_irc_casefold (nick);

  return g_strdup_printf ("@%s:%s", account, folded);
}

/**
 * soq_server_record_private:
 * @from: who says it
 * @to: to whom
 * @out: what was said
 * @is_event: whether it is no text
 *
 * Keeps a private message for those of both who have an account: only there
 * it is sure that the same person reads it later.
 */
void
soq_server_record_private (SoqUser     *from,
                           SoqUser     *to,
                           SoqOutgoing *out,
                           gboolean     is_event)
{
  if (from->account != NULL)
    {
      g_autofree char *mailbox = soq_server_dup_mailbox (from, soq_user_get_nick (to));

      record (from->server, mailbox, out, is_event);
    }

  if (to->account != NULL && to != from)
    {
      g_autofree char *mailbox = soq_server_dup_mailbox (to, soq_user_get_nick (from));

      record (from->server, mailbox, out, is_event);
    }
}
