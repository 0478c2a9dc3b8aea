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

/* The handlers, by the file that they are in. */

/* soq-irc-commands-registration.c */
void soq_irc_run_cap (SoqUser             *user,
                      const SoqIrcMessage *message);
void soq_irc_run_pass (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_nick (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_user (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_ping (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_pong (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_quit (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_error (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_webirc (SoqUser             *user,
                         const SoqIrcMessage *message);

/* soq-irc-commands-channels.c */
void soq_irc_run_join (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_part (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_topic (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_names (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_list (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_invite (SoqUser             *user,
                         const SoqIrcMessage *message);
void soq_irc_run_kick (SoqUser             *user,
                       const SoqIrcMessage *message);

/* soq-irc-commands-modes.c */
void soq_irc_run_mode (SoqUser             *user,
                       const SoqIrcMessage *message);

/* soq-irc-commands-messages.c */
void soq_irc_run_privmsg (SoqUser             *user,
                          const SoqIrcMessage *message);
void soq_irc_run_notice (SoqUser             *user,
                         const SoqIrcMessage *message);
void soq_irc_run_tagmsg (SoqUser             *user,
                         const SoqIrcMessage *message);

/* soq-irc-commands-who.c */
void soq_irc_run_who (SoqUser             *user,
                      const SoqIrcMessage *message);
void soq_irc_run_whois (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_whowas (SoqUser             *user,
                         const SoqIrcMessage *message);
void soq_irc_run_userhost (SoqUser             *user,
                           const SoqIrcMessage *message);
void soq_irc_run_ison (SoqUser             *user,
                       const SoqIrcMessage *message);

/* soq-irc-commands-presence.c */
void soq_irc_run_away (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_setname (SoqUser             *user,
                          const SoqIrcMessage *message);
void soq_irc_run_monitor (SoqUser             *user,
                          const SoqIrcMessage *message);

/* soq-irc-commands-queries.c */
void soq_irc_run_motd (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_lusers (SoqUser             *user,
                         const SoqIrcMessage *message);
void soq_irc_run_version (SoqUser             *user,
                          const SoqIrcMessage *message);
void soq_irc_run_time (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_admin (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_info (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_help (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_links (SoqUser             *user,
                        const SoqIrcMessage *message);
void soq_irc_run_stats (SoqUser             *user,
                        const SoqIrcMessage *message);

/* soq-irc-commands-operators.c */
void soq_irc_run_oper (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_kill (SoqUser             *user,
                       const SoqIrcMessage *message);
void soq_irc_run_wallops (SoqUser             *user,
                          const SoqIrcMessage *message);
void soq_irc_run_rehash (SoqUser             *user,
                         const SoqIrcMessage *message);

G_END_DECLS
