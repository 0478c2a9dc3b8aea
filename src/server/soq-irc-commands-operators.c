/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-session.h"

/* What operators do. The owner names them in the configuration. */

static void
become_operator (SoqUser    *user,
                 gboolean    ok,
                 const char *name)
{
  g_autoptr (SoqOutgoing) out = NULL;

  if (!ok)
    {
      soq_server_tell (user->server, SOQ_EVENT_WARNING, user->peer,
                       "tried to become an operator with a wrong name or password");
      soq_irc_reply (user, SOQ_IRC_ERR_PASSWDMISMATCH, "Password incorrect", NULL);
      return;
    }

  soq_server_change_user_modes (user, user->modes | SOQ_USER_MODE_OPERATOR);
  soq_irc_reply (user, SOQ_IRC_RPL_YOUREOPER, "You are now an IRC operator", NULL);
  out = soq_outgoing_new (soq_user_get_source (user), "MODE", soq_user_get_nick (user), "+o", NULL);
  soq_user_send (user, out);
  soq_server_tell (user->server, SOQ_EVENT_NOTICE, user->peer, "is an operator now");
}

void
soq_irc_run_oper (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char *name = message->params[0];

  soq_irc_check_password (user, message->params[1],
                          g_hash_table_lookup (user->server->config->operators, name),
                          become_operator, name);
}

void
soq_irc_run_kill (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  SoqUser                *victim = soq_server_find_user (user->server, message->params[0]);
  const char             *given = soq_irc_message_get_param (message, 1);
  g_autofree char        *reason = NULL;
  g_autoptr (SoqOutgoing) out = NULL;
  g_autoptr (SoqPeer)     peer = NULL;

  if (given == NULL || *given == '\0')
    {
      soq_irc_need_more_params (user, "KILL");
      return;
    }
  if (victim == NULL)
    {
      soq_irc_no_such_nick (user, message->params[0]);
      return;
    }

  peer = g_object_ref (victim->peer);
  reason = g_strdup_printf ("Killed (%s (%s))", soq_user_get_nick (user), given);
  out = soq_server_new_message (user, "KILL", soq_user_get_nick (victim), given, NULL);
  soq_user_send (victim, out);
  soq_server_send_away (user->server, peer, reason, reason);
}

/* KLINE [MINUTES] MASK [:REASON], as other servers have it; without minutes it
 * is for ever.
 */
void
soq_irc_run_kline (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  guint64               minutes = 0;
  gboolean              timed = g_ascii_string_to_unsigned (message->params[0], 10, 1, 525600,
                                                            &minutes, NULL);
  const char           *mask = soq_irc_message_get_param (message, timed ? 1 : 0);
  const char           *reason = soq_irc_message_get_param (message, timed ? 2 : 1);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) until = timed ? g_date_time_add_minutes (now, (int) minutes) : NULL;
  g_autoptr (GError)    error = NULL;

  if (mask == NULL || *mask == '\0')
    soq_irc_need_more_params (user, "KLINE");
  else if (soq_server_ban (user->server, mask, reason, until, &error))
    soq_irc_notice (user, "Banned: %s", mask);
  else
    soq_irc_notice (user, "Nothing was banned: %s", error->message);
}

static gboolean
is_banned (SoqServer  *server,
           const char *mask)
{
  GListModel *bans = soq_server_get_bans (server);

  for (guint i = 0; i < g_list_model_get_n_items (bans); i++)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (bans, i);

      if (g_ascii_strcasecmp (soq_ban_get_mask (ban), mask) == 0)
        return TRUE;
    }

  return FALSE;
}

void
soq_irc_run_unkline (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  const char        *mask = message->params[0];
  g_autoptr (GError) error = NULL;

  if (!is_banned (user->server, mask))
    soq_irc_notice (user, "Nothing was changed: there is no such ban");
  else if (soq_server_unban (user->server, mask, &error))
    soq_irc_notice (user, "No longer banned: %s", mask);
  else
    soq_irc_notice (user, "Nothing was changed: %s", error->message);
}

void
soq_irc_run_wallops (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  g_autoptr (SoqOutgoing) out = NULL;
  g_autoptr (GPtrArray)   peers = NULL;

  if (*message->params[0] == '\0')
    {
      soq_irc_need_more_params (user, "WALLOPS");
      return;
    }

  out = soq_server_new_message (user, "WALLOPS", message->params[0], NULL);
  peers = soq_server_copy_peers (user->server);
  for (guint i = 0; i < peers->len; i++)
    {
      SoqUser *other = soq_peer_get_user (g_ptr_array_index (peers, i));

      if (other->registered &&
          (other->modes & (SOQ_USER_MODE_WALLOPS | SOQ_USER_MODE_OPERATOR)) != 0)
        soq_user_send (other, out);
    }
}

void
soq_irc_run_rehash (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  const char        *path = user->server->config->path;
  g_autoptr (GError) error = NULL;

  soq_irc_reply (user, SOQ_IRC_RPL_REHASHING, path != NULL ? path : "-", "Rehashing", NULL);
  if (path == NULL)
    soq_irc_notice (user, "This server was started without a configuration file");
  else if (!soq_server_reload (user->server, &error))
    soq_irc_notice (user, "Nothing was changed: %s", error->message);
}
