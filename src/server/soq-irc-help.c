/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-help.h"

/* What HELP says, by subject: a title, then lines. */
typedef struct
{
  const char        *subject;
  const char *const *lines;
} Subject;

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* clang-format off */
static const Subject subjects[] = {
  { "*", LINES ("Help of this server",
                "HELP COMMAND tells about one command. There are:",
                "ADMIN AUTHENTICATE AWAY CAP CHATHISTORY HELP INFO INVITE ISON JOIN",
                "KICK KILL KLINE LINKS LIST LUSERS MODE MONITOR MOTD NAMES NICK NOTICE OPER",
                "PART PASS PING PONG PRIVMSG QUIT REGISTER REHASH SETNAME STATS TAGMSG",
                "TIME TOPIC UNKLINE USER USERHOST VERSION WALLOPS WHO WHOIS WHOWAS") },
  { "ADMIN", LINES ("ADMIN", "Tells who runs this server.") },
  { "AUTHENTICATE", LINES ("AUTHENTICATE PLAIN|EXTERNAL", "Logs in to an account (SASL).") },
  { "AWAY", LINES ("AWAY [:TEXT]", "Marks you as away, or as back without a text.") },
  { "CAP", LINES ("CAP LS|LIST|REQ|END", "Agrees on capabilities (IRCv3).") },
  { "CHATHISTORY", LINES ("CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN|TARGETS ...",
                          "Shows what was said before (IRCv3).") },
  { "INFO", LINES ("INFO", "Tells about this server.") },
  { "INVITE", LINES ("INVITE [NICK #CHANNEL]", "Invites somebody into your channel; alone, lists",
                     "the channels that you are invited to.") },
  { "ISON", LINES ("ISON NICK...", "Tells which of the nicks are here.") },
  { "JOIN", LINES ("JOIN #CHANNEL[,#CHANNEL] [KEY[,KEY]]", "Enters a channel, or makes it.",
                   "JOIN 0 leaves all of them.") },
  { "KICK", LINES ("KICK #CHANNEL NICK [:REASON]", "Sends somebody out of a channel.") },
  { "KILL", LINES ("KILL NICK :REASON", "Operators: ends somebody's connection.") },
  { "KLINE", LINES ("KLINE [MINUTES] ADDRESS|BLOCK [:REASON]", "Operators: keeps an address out.") },
  { "LINKS", LINES ("LINKS", "Lists the servers of the network.") },
  { "LIST", LINES ("LIST [FILTER,...]", "Lists channels. Filters: a name with * and ?, !NAME for",
                   "all others, >N and <N users, C>N and C<N minutes since it was made,",
                   "T>N and T<N minutes since the topic was set.") },
  { "LUSERS", LINES ("LUSERS", "Tells how many users are here.") },
  { "MODE", LINES ("MODE NICK|#CHANNEL [MODES [PARAMETERS]]",
                   "Shows or changes modes. Of you: B bot, i invisible, w wallops.",
                   "Of a channel: b ban, e ban exception, I invitation exception,",
                   "i invited only, k key, l limit, m moderated, n no messages from outside,",
                   "s secret, t topic by operators, o operator, v voice.") },
  { "MONITOR", LINES ("MONITOR +|- NICK,... or C, L, S", "Tells when somebody comes and goes.") },
  { "MOTD", LINES ("MOTD", "Shows the message of the day.") },
  { "NAMES", LINES ("NAMES [#CHANNEL]", "Lists who is in a channel.") },
  { "NICK", LINES ("NICK NAME", "Changes your nick.") },
  { "NOTICE", LINES ("NOTICE TARGET :TEXT", "Like PRIVMSG, but never answered by programs.") },
  { "OPER", LINES ("OPER NAME PASSWORD", "Makes you an operator of this server.") },
  { "PART", LINES ("PART #CHANNEL [:REASON]", "Leaves a channel.") },
  { "PASS", LINES ("PASS PASSWORD", "Gives the server's password, before NICK and USER.") },
  { "PING", LINES ("PING TOKEN", "Asks the server to answer with PONG.") },
  { "PONG", LINES ("PONG TOKEN", "Answers PING.") },
  { "PRIVMSG", LINES ("PRIVMSG TARGET :TEXT", "Says something to a channel or to somebody.") },
  { "QUIT", LINES ("QUIT [:REASON]", "Leaves the server.") },
  { "REGISTER", LINES ("REGISTER ACCOUNT|* EMAIL|* PASSWORD",
  "Makes an account; * is your nick.") },
  { "REHASH", LINES ("REHASH", "Operators: reads the configuration again.") },
  { "SETNAME", LINES ("SETNAME :NAME", "Changes your real name.") },
  { "STATS", LINES ("STATS u", "Tells how long the server has been running.") },
  { "TAGMSG", LINES ("TAGMSG TARGET", "Sends tags without a text (IRCv3).") },
  { "TIME", LINES ("TIME", "Tells the server's time.") },
  { "TOPIC", LINES ("TOPIC #CHANNEL [:TEXT]", "Shows or sets what a channel is about.") },
  { "UNKLINE", LINES ("UNKLINE ADDRESS|BLOCK", "Operators: lets an address in again.") },
  { "USER", LINES ("USER NAME 0 * :REAL NAME", "Says who you are, at the beginning.") },
  { "USERHOST", LINES ("USERHOST NICK...", "Tells where users come from.") },
  { "VERSION", LINES ("VERSION", "Tells the server's version and what it supports.") },
  { "WALLOPS", LINES ("WALLOPS :TEXT", "Operators: tells everybody with mode w.") },
  { "WHO", LINES ("WHO #CHANNEL|MASK [%FIELDS[,TOKEN]]", "Lists users.") },
  { "WHOIS", LINES ("WHOIS NICK", "Tells about somebody.") },
  { "WHOWAS", LINES ("WHOWAS NICK [COUNT]", "Tells about somebody who was here.") },
};
/* clang-format on */

/**
 * soq_irc_help_find:
 * @subject: a command, or “*”
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the title and
 *   what there is to say
 */
const char *const *
soq_irc_help_find (const char *subject)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_ascii_strcasecmp (subjects[i].subject, subject) == 0)
      return subjects[i].lines;

  return NULL;
}
