/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-irc-session.h"
#include "soq-limits.h"
#include "soq-text.h"

/* CAP: what client and server agree on
 * (ircv3.net/specs/extensions/capability-negotiation).
 */

static void
send_cap_line (SoqUser    *user,
               const char *subcommand,
               gboolean    more,
               GString    *list)
{
  const char *nick = soq_user_get_nick (user);

  if (more)
    soq_irc_send (user, "CAP", nick, subcommand, "*", list->str, NULL);
  else
    soq_irc_send (user, "CAP", nick, subcommand, list->str, NULL);
  g_string_truncate (list, 0);
}

/* Only who knows version 302 understands a list of several lines, or a value. */
static void
send_caps (SoqUser    *user,
           const char *subcommand,
           guint       caps,
           gboolean    is_302)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < SOQ_IRC_N_CAPS; i++)
    {
      guint            cap = 1u << i;
      g_autofree char *value = NULL;
      const char      *name;

      if ((caps & cap) == 0)
        continue;

      name = soq_irc_cap_get_name (cap);
      value = is_302 ? soq_server_dup_cap_value (user, cap) : NULL;
      if (is_302 && list->len + strlen (name) > 380)
        send_cap_line (user, subcommand, TRUE, list);
      if (list->len > 0)
        g_string_append_c (list, ' ');
      g_string_append (list, name);
      if (value != NULL)
        g_string_append_printf (list, "=%s", value);
    }

  send_cap_line (user, subcommand, FALSE, list);
  g_string_free (list, TRUE);
}

/* Capabilities of a client can only be told when it has asked with a value. */
static guint
offered_caps (SoqUser *user)
{
  guint caps = soq_server_get_caps (user->server);

  return user->cap_version >= 302 ? caps : caps & ~(guint) SOQ_IRC_CAP_STS;
}

static void
list_caps (SoqUser             *user,
           const SoqIrcMessage *message)
{
  const char *version = soq_irc_message_get_param (message, 1);

  if (version != NULL)
    user->cap_version = MAX (user->cap_version,
                             (guint) g_ascii_strtoull (version, NULL, 10) % 10000);
  if (user->cap_version >= 302)
    user->caps |= SOQ_IRC_CAP_CAP_NOTIFY;
  if (!user->registered)
    user->negotiating = TRUE;
  send_caps (user, "LS", offered_caps (user), user->cap_version >= 302);
}

/* Returns whether all of @request can be had; then @caps are those after it. */
static gboolean
apply_request (SoqUser    *user,
               const char *request,
               guint      *caps)
{
  g_auto (GStrv) names = g_strsplit (request, " ", -1);
  guint          offered = offered_caps (user) & ~(guint) SOQ_IRC_CAP_STS;

  *caps = user->caps;
  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean remove = *names[i] == '-';
      guint    cap;

      if (*names[i] == '\0')
        continue;

      cap = soq_irc_cap_find (names[i] + (remove ? 1 : 0));
      if ((cap & offered) == 0 ||
          (remove && cap == SOQ_IRC_CAP_CAP_NOTIFY && user->cap_version >= 302))
        return FALSE;

      *caps = remove ? *caps & ~cap : *caps | cap;
    }

  return TRUE;
}

static void
request_caps (SoqUser             *user,
              const SoqIrcMessage *message)
{
  const char      *request = soq_irc_message_get_param (message, 1);
  g_autofree char *stripped = g_strdup (request != NULL ? request : "");
  guint            caps;

  if (!user->registered)
    user->negotiating = TRUE;

  g_strstrip (stripped);
  if (apply_request (user, stripped, &caps))
    {
      soq_irc_send (user, "CAP", soq_user_get_nick (user), "ACK", stripped, NULL);
      user->caps = caps;
    }
  else
    {
      soq_irc_send (user, "CAP", soq_user_get_nick (user), "NAK", stripped, NULL);
    }
}

static void
end_caps (SoqUser             *user,
          const SoqIrcMessage *message)
{
  user->negotiating = FALSE;
  soq_irc_try_to_register (user);
}

static void
show_caps (SoqUser             *user,
           const SoqIrcMessage *message)
{
  send_caps (user, "LIST", user->caps, FALSE);
}

static const struct
{
  const char   *name;
  SoqIrcHandler run;
} cap_commands[] = {
  { "END", end_caps },
  { "LIST", show_caps },
  { "LS", list_caps },
  { "REQ", request_caps },
};

void
soq_irc_run_cap (SoqUser             *user,
                 const SoqIrcMessage *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (cap_commands); i++)
    if (g_ascii_strcasecmp (cap_commands[i].name, message->params[0]) == 0)
      {
        cap_commands[i].run (user, message);
        return;
      }

  soq_irc_reply (user, SOQ_IRC_ERR_INVALIDCAPCMD, message->params[0], "Invalid CAP command", NULL);
}

/* PASS, NICK, USER and what follows from having all of them. */

void
soq_irc_run_pass (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  if (*message->params[0] == '\0')
    soq_irc_need_more_params (user, "PASS");
  else if (user->registered)
    soq_irc_reply (user, SOQ_IRC_ERR_ALREADYREGISTERED, "You may not reregister", NULL);
  else
    soq_user_set_text (&user->password, message->params[0]);
}

static void
choose_nick (SoqUser    *user,
             const char *nick)
{
  if (!soq_server_rename_peer (user->server, user->peer, nick))
    {
      soq_user_set_text (&user->wanted, nick);
      soq_irc_reply (user, SOQ_IRC_ERR_NICKNAMEINUSE, nick, "Nickname is already in use", NULL);
      return;
    }

  soq_user_set_text (&user->wanted, NULL);
  soq_irc_try_to_register (user);
}

void
soq_irc_run_nick (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char *nick = soq_irc_message_get_param (message, 0);

  if (nick == NULL || *nick == '\0')
    soq_irc_reply (user, SOQ_IRC_ERR_NONICKNAMEGIVEN, "No nickname given", NULL);
  else if (!soq_irc_nick_is_valid (nick))
    soq_irc_reply (user, SOQ_IRC_ERR_ERRONEUSNICKNAME, nick, "Erroneous nickname", NULL);
  else if (!user->registered)
    choose_nick (user, nick);
  else if (!g_str_equal (soq_user_get_nick (user), nick) && !soq_server_rename_user (user, nick))
    soq_irc_reply (user, SOQ_IRC_ERR_NICKNAMEINUSE, nick, "Nickname is already in use", NULL);
}

/* The grammar of a user name is not told anywhere; this is what fits into a
 * source and a mask. The “~” tells that nobody but the client vouches for it.
 * João is ~Joao; of 李 nothing is left, and its owner is let in all the same.
 */
static char *
make_username (const char *given)
{
  g_autofree char *ascii = g_str_to_ascii (given, "C");
  GString         *name = g_string_new ("~");

  for (const char *p = ascii; *p != '\0' && name->len < SOQ_IRC_USER_LENGTH; p++)
    if (g_ascii_isalnum (*p) || strchr ("-_.[]{}|\\^`", *p) != NULL)
      g_string_append_c (name, *p);
  if (name->len == 1)
    g_string_append (name, "user");

  return g_string_free (name, FALSE);
}

void
soq_irc_run_user (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char      *realname = message->params[3];
  g_autofree char *username = make_username (message->params[0]);

  if (user->registered || user->realname != NULL)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_ALREADYREGISTERED, "You may not reregister", NULL);
      return;
    }

  if (*message->params[0] == '\0' || *realname == '\0')
    {
      soq_irc_need_more_params (user, "USER");
      return;
    }

  soq_user_set_text (&user->username, username);
  g_free (user->realname);
  user->realname = soq_text_cut (realname, SOQ_LIMIT_REALNAME_LENGTH);
  soq_user_renamed (user);
  soq_irc_try_to_register (user);
}

void
soq_irc_send_isupport (SoqUser *user)
{
  g_auto (GStrv) lines = soq_server_dup_isupport (user->server);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv)           tokens = g_strsplit (lines[i], " ", -1);
      g_autoptr (GStrvBuilder) params = g_strv_builder_new ();
      g_autoptr (SoqOutgoing)  out = NULL;
      g_auto (GStrv)           all = NULL;

      g_strv_builder_add (params, soq_user_get_nick (user));
      for (guint j = 0; tokens[j] != NULL; j++)
        g_strv_builder_add (params, tokens[j]);
      g_strv_builder_add (params, "are supported by this server");
      all = g_strv_builder_end (params);
      out = soq_outgoing_new_v (user->server->irc_name, "005", (const char *const *) all);
      soq_user_send (user, out);
    }
}

static void
send_welcome (SoqUser *user)
{
  SoqServer            *server = user->server;
  const char           *name = server->irc_name;
  g_autofree char      *welcome = NULL;
  g_autofree char      *host = NULL;
  g_autofree char      *created = NULL;
  g_autoptr (GDateTime) started = NULL;
  g_autofree char      *since = NULL;

  started = g_date_time_new_from_unix_local (server->started / G_USEC_PER_SEC);
  since = g_date_time_format (started, "%Y-%m-%d %H:%M:%S %z");
  welcome = g_strdup_printf ("Welcome to the %s Network, %s", server->config->network,
                             soq_user_get_source (user));
  host = g_strdup_printf ("Your host is %s, running version " SOQ_VERSION_NAME, name);
  created = g_strdup_printf ("This server was started %s", since);

  soq_irc_reply (user, SOQ_IRC_RPL_WELCOME, welcome, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_YOURHOST, host, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_CREATED, created, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_MYINFO, name, SOQ_VERSION_NAME, SOQ_USER_MODE_LETTERS,
                 "beIiklmnostv", "beIklov", NULL);
}

static void
complete (SoqUser *user)
{
  SoqServer *server = user->server;

  soq_irc_session_register (user);
  soq_server_count_user (user, 1);
  send_welcome (user);
  soq_irc_send_isupport (user);
  soq_irc_send_lusers (user);
  soq_irc_send_motd (user);
  soq_server_tell (server, SOQ_EVENT_REGISTERED, user->peer, NULL);
  soq_server_tell_watchers (user, TRUE);
  g_clear_pointer (&user->password, g_free);
}

static void
complete_if_known (SoqUser    *user,
                   gboolean    ok,
                   const char *data)
{
  if (ok)
    {
      complete (user);
      return;
    }

  soq_irc_reply (user, SOQ_IRC_ERR_PASSWDMISMATCH, "Password incorrect", NULL);
  soq_irc_session_refuse (user, "Bad password");
}

/**
 * soq_irc_try_to_register:
 * @user: a user of whom something more is known
 *
 * Completes the registration when nothing is missing; the order of NICK and
 * USER does not matter (modern.ircdocs.horse, “Connection Registration”).
 */
void
soq_irc_try_to_register (SoqUser *user)
{
  if (user->registered || user->negotiating || user->held || user->realname == NULL ||
      soq_peer_get_nick (user->peer) == NULL)
    return;

  if (user->server->config->password == NULL)
    complete (user);
  else
    soq_irc_check_password (user, user->password != NULL ? user->password : "",
                            user->server->config->password, complete_if_known, NULL);
}

/* The connection itself. */

void
soq_irc_run_ping (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char *token = soq_irc_message_get_param (message, 0);

  if (token == NULL)
    soq_irc_need_more_params (user, "PING");
  else if (*token == '\0')
    soq_irc_reply (user, SOQ_IRC_ERR_NOORIGIN, "No origin specified", NULL);
  else
    soq_irc_send (user, "PONG", user->server->irc_name, token, NULL);
}

void
soq_irc_run_pong (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  /* Whatever comes shows that somebody is there. */
}

void
soq_irc_run_quit (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char      *text = soq_irc_message_get_param (message, 0);
  g_autofree char *reason = NULL;

  reason = text != NULL && *text != '\0' ? g_strdup_printf ("Quit: %s", text) : g_strdup ("Quit");
  soq_irc_session_refuse (user, reason);
}

void
soq_irc_run_error (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  /* Only servers have something to say here. */
}

void
soq_irc_run_webirc (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  /* A gateway that says where its client is: we trust none. */
  soq_irc_session_refuse (user, "This server takes no WEBIRC gateways");
}
