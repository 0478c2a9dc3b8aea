/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-limits.h"
#include "soq-text.h"

/* AWAY, SETNAME and MONITOR: what others see of somebody, and when. */

void
soq_irc_run_away (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char             *given = soq_irc_message_get_param (message, 0);
  g_autoptr (SoqOutgoing) out = NULL;

  g_clear_pointer (&user->away, g_free);
  if (given != NULL && *given != '\0')
    user->away = soq_text_cut (given, SOQ_LIMIT_AWAY_LENGTH);

  if (user->away != NULL)
    soq_irc_reply (user, SOQ_IRC_RPL_NOWAWAY, "You have been marked as being away", NULL);
  else
    soq_irc_reply (user, SOQ_IRC_RPL_UNAWAY, "You are no longer marked as being away", NULL);

  out = soq_server_new_message (user, "AWAY", user->away, NULL);
  soq_server_send_to_friends (user, SOQ_IRC_CAP_AWAY_NOTIFY, out, NULL);
}

void
soq_irc_run_setname (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  const char             *realname = message->params[0];
  g_autoptr (SoqOutgoing) out = NULL;

  if (*realname == '\0' || strlen (realname) > SOQ_LIMIT_REALNAME_LENGTH)
    {
      soq_irc_send (user, "FAIL", "SETNAME", "INVALID_REALNAME",
                    "A realname has 1 to 150 bytes", NULL);
      return;
    }

  soq_user_set_text (&user->realname, realname);
  out = soq_server_new_message (user, "SETNAME", realname, NULL);
  if (soq_user_has (user, SOQ_IRC_CAP_SETNAME))
    soq_user_send (user, out);
  soq_server_send_to_friends (user, SOQ_IRC_CAP_SETNAME, out, NULL);
}

/* MONITOR (ircv3.net/specs/extensions/monitor). */

/* Several nicks go into one line, as many as fit. */
typedef struct
{
  SoqUser      *user;
  SoqIrcNumeric numeric;
  GString      *nicks;
} Listing;

static void
flush (Listing *self)
{
  if (self->nicks->len > 0)
    soq_irc_reply (self->user, self->numeric, self->nicks->str, NULL);
  g_string_truncate (self->nicks, 0);
}

static void
list (Listing    *self,
      const char *nick)
{
  if (self->nicks->len + strlen (nick) > 380)
    flush (self);
  if (self->nicks->len > 0)
    g_string_append_c (self->nicks, ',');
  g_string_append (self->nicks, nick);
}

static void
list_status (Listing    *online,
             Listing    *offline,
             const char *nick)
{
  SoqUser *other = soq_server_find_user (online->user->server, nick);

  if (other != NULL)
    list (online, soq_user_get_source (other));
  else
    list (offline, nick);
}

static void
finish (Listing *self)
{
  flush (self);
  g_string_free (self->nicks, TRUE);
}

static void
add_watched (SoqUser    *user,
             const char *targets)
{
  g_auto (GStrv) nicks = g_strsplit (targets, ",", -1);
  Listing        online = { user, SOQ_IRC_RPL_MONONLINE, g_string_new (NULL) };
  Listing        offline = { user, SOQ_IRC_RPL_MONOFFLINE, g_string_new (NULL) };

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      /* Nobody can have such a nick, so there is nothing to watch. */
      if (!soq_irc_nick_is_valid (nicks[i]))
        continue;

      if (user->monitored != NULL && g_hash_table_size (user->monitored) >= SOQ_LIMIT_MONITORED)
        {
          g_autofree char *limit = g_strdup_printf ("%d", SOQ_LIMIT_MONITORED);
          g_autofree char *rest = g_strjoinv (",", nicks + i);

          soq_irc_reply (user, SOQ_IRC_ERR_MONLISTFULL, limit, rest, "Monitor list is full.", NULL);
          break;
        }

      soq_server_watch (user, nicks[i]);
      list_status (&online, &offline, nicks[i]);
    }

  finish (&online);
  finish (&offline);
}

static void
remove_watched (SoqUser    *user,
                const char *targets)
{
  g_auto (GStrv) nicks = g_strsplit (targets, ",", -1);

  for (guint i = 0; nicks[i] != NULL; i++)
    soq_server_unwatch (user, nicks[i]);
}

static void
show_watched (SoqUser *user)
{
  Listing        listing = { user, SOQ_IRC_RPL_MONLIST, g_string_new (NULL) };
  GHashTableIter iter;
  gpointer       nick;

  if (user->monitored != NULL)
    {
      g_hash_table_iter_init (&iter, user->monitored);
      while (g_hash_table_iter_next (&iter, NULL, &nick))
        list (&listing, nick);
    }
  finish (&listing);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFMONLIST, "End of MONITOR list", NULL);
}

static void
show_status (SoqUser *user)
{
  Listing        online = { user, SOQ_IRC_RPL_MONONLINE, g_string_new (NULL) };
  Listing        offline = { user, SOQ_IRC_RPL_MONOFFLINE, g_string_new (NULL) };
  GHashTableIter iter;
  gpointer       nick;

  if (user->monitored != NULL)
    {
      g_hash_table_iter_init (&iter, user->monitored);
      while (g_hash_table_iter_next (&iter, NULL, &nick))
        list_status (&online, &offline, nick);
    }
  finish (&online);
  finish (&offline);
}

void
soq_irc_run_monitor (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  const char *targets = soq_irc_message_get_param (message, 1);

  switch (g_ascii_toupper (*message->params[0]))
    {
    case '+':
    case '-':
      if (targets == NULL)
        soq_irc_need_more_params (user, "MONITOR");
      else if (*message->params[0] == '+')
        add_watched (user, targets);
      else
        remove_watched (user, targets);
      break;

    case 'C':
      soq_server_unwatch_all (user);
      break;

    case 'L':
      show_watched (user);
      break;

    case 'S':
      show_status (user);
      break;

    default:
      break;
    }
}
