/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

/* clang-format off */
static const SoqIrcCommand commands[] = {
  { "ADMIN", 0, SOQ_IRC_AFTER, soq_irc_run_admin },
  { "AUTHENTICATE", 1, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_authenticate },
  { "AWAY", 0, SOQ_IRC_AFTER, soq_irc_run_away },
  { "CAP", 1, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_cap },
  { "CHATHISTORY", 0, SOQ_IRC_AFTER, soq_irc_run_chathistory },
  { "ERROR", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_error },
  { "HELP", 0, SOQ_IRC_AFTER, soq_irc_run_help },
  { "HELPOP", 0, SOQ_IRC_AFTER, soq_irc_run_help },
  { "INFO", 0, SOQ_IRC_AFTER, soq_irc_run_info },
  { "INVITE", 0, SOQ_IRC_AFTER, soq_irc_run_invite },
  { "ISON", 1, SOQ_IRC_AFTER, soq_irc_run_ison },
  { "JOIN", 1, SOQ_IRC_AFTER, soq_irc_run_join },
  { "KICK", 2, SOQ_IRC_AFTER, soq_irc_run_kick },
  { "KILL", 1, SOQ_IRC_AFTER | SOQ_IRC_OPERATOR, soq_irc_run_kill },
  { "KLINE", 1, SOQ_IRC_AFTER | SOQ_IRC_OPERATOR, soq_irc_run_kline },
  { "LINKS", 0, SOQ_IRC_AFTER, soq_irc_run_links },
  { "LIST", 0, SOQ_IRC_AFTER, soq_irc_run_list },
  { "LUSERS", 0, SOQ_IRC_AFTER, soq_irc_run_lusers },
  { "MODE", 1, SOQ_IRC_AFTER, soq_irc_run_mode },
  { "MONITOR", 1, SOQ_IRC_AFTER, soq_irc_run_monitor },
  { "MOTD", 0, SOQ_IRC_AFTER, soq_irc_run_motd },
  { "NAMES", 0, SOQ_IRC_AFTER, soq_irc_run_names },
  { "NICK", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_nick },
  { "NOTICE", 0, SOQ_IRC_AFTER, soq_irc_run_notice },
  { "OPER", 2, SOQ_IRC_AFTER, soq_irc_run_oper },
  { "PART", 1, SOQ_IRC_AFTER, soq_irc_run_part },
  { "PASS", 1, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_pass },
  { "PING", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_ping },
  { "PONG", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_pong },
  { "PRIVMSG", 0, SOQ_IRC_AFTER, soq_irc_run_privmsg },
  { "QUIT", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_quit },
  { "REGISTER", 3, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_register },
  { "REHASH", 0, SOQ_IRC_AFTER | SOQ_IRC_OPERATOR, soq_irc_run_rehash },
  { "SETNAME", 1, SOQ_IRC_AFTER, soq_irc_run_setname },
  { "STATS", 0, SOQ_IRC_AFTER, soq_irc_run_stats },
  { "TAGMSG", 0, SOQ_IRC_AFTER, soq_irc_run_tagmsg },
  { "TIME", 0, SOQ_IRC_AFTER, soq_irc_run_time },
  { "TOPIC", 1, SOQ_IRC_AFTER, soq_irc_run_topic },
  { "UNKLINE", 1, SOQ_IRC_AFTER | SOQ_IRC_OPERATOR, soq_irc_run_unkline },
  { "USER", 4, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_user },
  { "USERHOST", 1, SOQ_IRC_AFTER, soq_irc_run_userhost },
  { "VERSION", 0, SOQ_IRC_AFTER, soq_irc_run_version },
  { "WALLOPS", 1, SOQ_IRC_AFTER | SOQ_IRC_OPERATOR, soq_irc_run_wallops },
  { "WEBIRC", 0, SOQ_IRC_BEFORE | SOQ_IRC_AFTER, soq_irc_run_webirc },
  { "WHO", 1, SOQ_IRC_AFTER, soq_irc_run_who },
  { "WHOIS", 0, SOQ_IRC_AFTER, soq_irc_run_whois },
  { "WHOWAS", 0, SOQ_IRC_AFTER, soq_irc_run_whowas },
};
/* clang-format on */

/**
 * soq_irc_command_find:
 * @name: what a client sent, in any case
 *
 * Returns: (transfer none) (nullable): the command
 */
const SoqIrcCommand *
soq_irc_command_find (const char *name)
{
  guint from = 0;
  guint to = G_N_ELEMENTS (commands);

  /* The table is in the order of the alphabet. */
  while (from < to)
    {
      guint middle = from + (to - from) / 2;
      int   order = g_ascii_strcasecmp (name, commands[middle].name);

      if (order == 0)
        return &commands[middle];
      if (order < 0)
        to = middle;
      else
        from = middle + 1;
    }

  return NULL;
}
