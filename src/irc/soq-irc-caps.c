/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-caps.h"

/* In the order of their bits. */
static const char *const names[SOQ_IRC_N_CAPS] = {
  "account-notify",
  "account-tag",
  "away-notify",
  "batch",
  "cap-notify",
  "chghost",
  "draft/account-registration",
  "draft/chathistory",
  "draft/event-playback",
  "echo-message",
  "extended-join",
  "extended-monitor",
  "invite-notify",
  "labeled-response",
  "message-tags",
  "multi-prefix",
  "sasl",
  "server-time",
  "setname",
  "standard-replies",
  "sts",
  "userhost-in-names",
};

/**
 * soq_irc_cap_find:
 * @name: what a client or a server calls a capability; names have no case of
 *   their own, but are compared as they are
 *
 * Returns: its bit, or 0 if we do not know it
 */
guint
soq_irc_cap_find (const char *name)
{
  g_return_val_if_fail (name != NULL, 0);

  for (guint i = 0; i < SOQ_IRC_N_CAPS; i++)
    if (g_str_equal (names[i], name))
      return 1u << i;

  return 0;
}

/**
 * soq_irc_cap_get_name:
 * @cap: one bit of #SoqIrcCaps
 *
 * Returns: (transfer none): its name
 */
const char *
soq_irc_cap_get_name (guint cap)
{
  for (guint i = 0; i < SOQ_IRC_N_CAPS; i++)
    if (cap == 1u << i)
      return names[i];

  g_return_val_if_reached (NULL);
}
