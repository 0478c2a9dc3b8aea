/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-irc-message.h"
#include "soq-irc-names.h"
#include "soq-irc-reply.h"
#include "soq-server-private.h"

G_BEGIN_DECLS

/**
 * SoqIrcHandler:
 * @user: who sent the command; the caller holds a reference to its peer
 * @message: the command, with as many parameters as it needs at least
 *
 * Runs a command. The user may be gone afterwards.
 */
typedef void (*SoqIrcHandler) (SoqUser             *user,
                               const SoqIrcMessage *message);

/* When a command is allowed. */
typedef enum
{
  SOQ_IRC_BEFORE = 1 << 0,   /* before registration is complete */
  SOQ_IRC_AFTER = 1 << 1,    /* after it */
  SOQ_IRC_OPERATOR = 1 << 2, /* to operators only */
} SoqIrcWhen;

typedef struct
{
  const char   *name;
  guint         least; /* parameters */
  guint         when;  /* a set of SoqIrcWhen */
  SoqIrcHandler run;
} SoqIrcCommand;

const SoqIrcCommand *soq_irc_command_find (const char *name);

/* What several files of commands do. */

void soq_irc_try_to_register (SoqUser *user);
void soq_irc_send_isupport (SoqUser *user);
void soq_irc_send_lusers (SoqUser *user);
void soq_irc_send_motd (SoqUser *user);

/**
 * SoqIrcCheckedFunc:
 * @user: who said a password
 * @ok: whether it is right
 * @data: (nullable): what was given with it
 */
typedef void (*SoqIrcCheckedFunc) (SoqUser    *user,
                                   gboolean    ok,
                                   const char *data);

void soq_irc_check_password (SoqUser          *user,
                             const char       *given,
                             const char       *stored,
                             SoqIrcCheckedFunc func,
                             const char       *data);
void soq_irc_log_in (SoqUser    *user,
                     const char *account);

/* The handlers, by the file that they are in. */

#define SOQ_IRC_HANDLER(name) void soq_irc_run_##name (SoqUser *user, const SoqIrcMessage *message)

/* soq-irc-commands-accounts.c */
SOQ_IRC_HANDLER (authenticate);
SOQ_IRC_HANDLER (register);

/* soq-irc-commands-history.c */
SOQ_IRC_HANDLER (chathistory);

/* soq-irc-commands-registration.c */
SOQ_IRC_HANDLER (cap);
SOQ_IRC_HANDLER (pass);
SOQ_IRC_HANDLER (nick);
SOQ_IRC_HANDLER (user);
SOQ_IRC_HANDLER (ping);
SOQ_IRC_HANDLER (pong);
SOQ_IRC_HANDLER (quit);
SOQ_IRC_HANDLER (error);
SOQ_IRC_HANDLER (webirc);

/* soq-irc-commands-channels.c */
SOQ_IRC_HANDLER (join);
SOQ_IRC_HANDLER (part);
SOQ_IRC_HANDLER (topic);
SOQ_IRC_HANDLER (names);
SOQ_IRC_HANDLER (list);
SOQ_IRC_HANDLER (invite);
SOQ_IRC_HANDLER (kick);

/* soq-irc-commands-modes.c */
SOQ_IRC_HANDLER (mode);

/* soq-irc-commands-messages.c */
SOQ_IRC_HANDLER (privmsg);
SOQ_IRC_HANDLER (notice);
SOQ_IRC_HANDLER (tagmsg);

/* soq-irc-commands-who.c */
SOQ_IRC_HANDLER (who);
SOQ_IRC_HANDLER (whois);
SOQ_IRC_HANDLER (whowas);
SOQ_IRC_HANDLER (userhost);
SOQ_IRC_HANDLER (ison);

/* soq-irc-commands-presence.c */
SOQ_IRC_HANDLER (away);
SOQ_IRC_HANDLER (setname);
SOQ_IRC_HANDLER (monitor);

/* soq-irc-commands-queries.c */
SOQ_IRC_HANDLER (motd);
SOQ_IRC_HANDLER (lusers);
SOQ_IRC_HANDLER (version);
SOQ_IRC_HANDLER (time);
SOQ_IRC_HANDLER (admin);
SOQ_IRC_HANDLER (info);
SOQ_IRC_HANDLER (help);
SOQ_IRC_HANDLER (links);
SOQ_IRC_HANDLER (stats);

/* soq-irc-commands-operators.c */
SOQ_IRC_HANDLER (oper);
SOQ_IRC_HANDLER (kill);
SOQ_IRC_HANDLER (kline);
SOQ_IRC_HANDLER (unkline);
SOQ_IRC_HANDLER (wallops);
SOQ_IRC_HANDLER (rehash);

G_END_DECLS
