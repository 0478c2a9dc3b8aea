/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqIrcCaps:
 *
 * The capabilities of IRCv3 that we know (ircv3.net/registry), as bits of a
 * set.
 */
typedef enum
{
  SOQ_IRC_CAP_ACCOUNT_NOTIFY = 1 << 0,
  SOQ_IRC_CAP_ACCOUNT_TAG = 1 << 1,
  SOQ_IRC_CAP_AWAY_NOTIFY = 1 << 2,
  SOQ_IRC_CAP_BATCH = 1 << 3,
  SOQ_IRC_CAP_CAP_NOTIFY = 1 << 4,
  SOQ_IRC_CAP_CHGHOST = 1 << 5,
  SOQ_IRC_CAP_ACCOUNT_REGISTRATION = 1 << 6,
  SOQ_IRC_CAP_CHATHISTORY = 1 << 7,
  SOQ_IRC_CAP_EVENT_PLAYBACK = 1 << 8,
  SOQ_IRC_CAP_ECHO_MESSAGE = 1 << 9,
  SOQ_IRC_CAP_EXTENDED_JOIN = 1 << 10,
  SOQ_IRC_CAP_EXTENDED_MONITOR = 1 << 11,
  SOQ_IRC_CAP_INVITE_NOTIFY = 1 << 12,
  SOQ_IRC_CAP_LABELED_RESPONSE = 1 << 13,
  SOQ_IRC_CAP_MESSAGE_TAGS = 1 << 14,
  SOQ_IRC_CAP_MULTI_PREFIX = 1 << 15,
  SOQ_IRC_CAP_SASL = 1 << 16,
  SOQ_IRC_CAP_SERVER_TIME = 1 << 17,
  SOQ_IRC_CAP_SETNAME = 1 << 18,
  SOQ_IRC_CAP_STANDARD_REPLIES = 1 << 19,
  SOQ_IRC_CAP_STS = 1 << 20,
  SOQ_IRC_CAP_USERHOST_IN_NAMES = 1 << 21,
} SoqIrcCaps;

/* One more than the number of the last bit. */
#define SOQ_IRC_N_CAPS 22

guint       soq_irc_cap_find (const char *name);
const char *soq_irc_cap_get_name (guint cap);

G_END_DECLS
