/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-reply.h"

#include "soq-server-private.h"

static char **
collect (const char *first,
         va_list     args)
{
  g_autoptr (GStrvBuilder) params = g_strv_builder_new ();

  for (const char *param = first; param != NULL; param = va_arg (args, const char *))
    g_strv_builder_add (params, param);

  return g_strv_builder_end (params);
}

static void
send_collected (SoqUser    *user,
                const char *command,
                char      **params)
{
  g_autoptr (SoqOutgoing) out = NULL;

  out = soq_outgoing_new_v (user->server->irc_name, command, (const char *const *) params);
  soq_user_send (user, out);
}

/**
 * soq_irc_reply:
 * @user: whom to answer
 * @numeric: which numeric
 * @...: its parameters after the nick, ended by %NULL
 */
void
soq_irc_reply (SoqUser      *user,
               SoqIrcNumeric numeric,
               ...)
{
  g_auto (GStrv) params = NULL;
  char           command[8];
  va_list        args;

  g_return_if_fail (user != NULL);

  va_start (args, numeric);
  params = collect (soq_user_get_nick (user), args);
  va_end (args);

  g_snprintf (command, sizeof command, "%03u", (guint) numeric % 1000);
  send_collected (user, command, params);
}

/**
 * soq_irc_send:
 * @user: whom to tell
 * @command: a command
 * @first: (nullable): its first parameter
 * @...: its other parameters, ended by %NULL
 *
 * Sends one line in the name of the server.
 */
void
soq_irc_send (SoqUser    *user,
              const char *command,
              const char *first,
              ...)
{
  g_auto (GStrv) params = NULL;
  va_list        args;

  g_return_if_fail (user != NULL);

  va_start (args, first);
  params = collect (first, args);
  va_end (args);

  send_collected (user, command, params);
}

void
soq_irc_notice (SoqUser    *user,
                const char *format,
                ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  soq_irc_send (user, "NOTICE", soq_user_get_nick (user), text, NULL);
}

void
soq_irc_need_more_params (SoqUser    *user,
                          const char *command)
{
  g_autofree char *upper = g_ascii_strup (command, -1);

  soq_irc_reply (user, SOQ_IRC_ERR_NEEDMOREPARAMS, upper, "Not enough parameters", NULL);
}

void
soq_irc_no_such_nick (SoqUser    *user,
                      const char *nick)
{
  soq_irc_reply (user, SOQ_IRC_ERR_NOSUCHNICK, nick, "No such nick", NULL);
}

void
soq_irc_no_such_channel (SoqUser    *user,
                         const char *channel)
{
  soq_irc_reply (user, SOQ_IRC_ERR_NOSUCHCHANNEL, channel, "No such channel", NULL);
}
