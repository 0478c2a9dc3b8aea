/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-irc-message.h"

/* Any bytes: no crash, and what is taken apart is one word each. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SoqIrcMessage) message = soq_irc_message_parse ((const char *) data, size, NULL);

  soq_irc_line_fits ((const char *) data, size, SOQ_IRC_CLIENT_TAGS, NULL);
  if (message == NULL)
    return 0;

  g_assert_true (*message->command != '\0' && strchr (message->command, ' ') == NULL);
  g_assert_null (message->params[message->n_params]);
  for (guint i = 0; i + 1 < message->n_params; i++)
    g_assert_true (*message->params[i] != '\0' && strchr (message->params[i], ' ') == NULL);
  for (guint i = 0; i < message->n_tags; i++)
    g_assert_true (soq_irc_message_get_tag (message, message->tags[i].key) ==
                   message->tags[i].value);

  return 0;
}
