/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest nick, in bytes. */
#define SOQ_IRC_NICK_LENGTH 32

gboolean soq_irc_nick_is_valid (const char *nick);
char    *soq_irc_nick_suggest (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char    *soq_irc_casefold (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
