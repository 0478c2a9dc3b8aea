/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest names, in bytes. */
#define SOQ_IRC_NICK_LENGTH    32
#define SOQ_IRC_USER_LENGTH    20
#define SOQ_IRC_CHANNEL_LENGTH 64

gboolean soq_irc_nick_is_valid (const char *nick);
char    *soq_irc_nick_suggest (const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_irc_channel_is_valid (const char *channel);
gboolean soq_irc_hostname_is_valid (const char *host);
gboolean soq_irc_command_is_valid (const char *command);

char    *soq_irc_casefold (const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_irc_names_equal (const char *a,
                              const char *b);

void  soq_irc_source_split (const char *source,
                            char      **nick,
                            char      **user,
                            char      **host);
char *soq_irc_source_dup_nick (const char *source) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
