/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-message-line.h"

#include <glib/gi18n.h>

static SoqLineKind
find_kind (SoqMessage *message)
{
  switch (soq_message_get_kind (message))
    {
    case SOQ_MESSAGE_TEXT:
      return SOQ_LINE_TEXT;

    case SOQ_MESSAGE_PRIVATE:
      return SOQ_LINE_TEXT;

    case SOQ_MESSAGE_ACTION:
      return SOQ_LINE_ACTION;

    case SOQ_MESSAGE_NOTICE:
      return SOQ_LINE_NOTICE;

    case SOQ_MESSAGE_JOIN:
      return SOQ_LINE_JOIN;

    case SOQ_MESSAGE_PART:
      return SOQ_LINE_PART;

    case SOQ_MESSAGE_COMMAND:
    case SOQ_MESSAGE_RENAME:
    case SOQ_MESSAGE_CONNECTED:
    case SOQ_MESSAGE_CLOSED:
    default:
      return SOQ_LINE_STATUS;
    }
}

static char *
describe (SoqMessage *message)
{
  const char *text = soq_message_get_text (message);

  switch (soq_message_get_kind (message))
    {
    case SOQ_MESSAGE_PRIVATE:
      /* Translators: %s is what the server's owner said to us alone. */
      return g_strdup_printf (_("(to you) %s"), text);

    case SOQ_MESSAGE_RENAME:
      /* Translators: the first %s is a name, the second the name that one has now. */
      return g_strdup_printf (_("%s is now known as %s"), soq_message_get_nick (message), text);

    case SOQ_MESSAGE_CONNECTED:
      /* Translators: %s is an address with its port. */
      return g_strdup_printf (_("Connected to %s"), text);

    case SOQ_MESSAGE_CLOSED:
      return text != NULL
        /* Translators: %s is what the system says. */
        ? g_strdup_printf (_("The connection was lost: %s"), text)
        : g_strdup (_("The connection was closed"));

    case SOQ_MESSAGE_TEXT:
    case SOQ_MESSAGE_ACTION:
    case SOQ_MESSAGE_NOTICE:
    case SOQ_MESSAGE_COMMAND:
    case SOQ_MESSAGE_JOIN:
    case SOQ_MESSAGE_PART:
    default:
      return g_strdup (text);
    }
}

/**
 * soq_message_fill_line:
 * @message: a message; must outlive @line
 * @line: (out caller-allocates): how it reads
 * @text: (out) (transfer full) (nullable): what the line's text borrows from
 */
void
soq_message_fill_line (SoqMessage *message,
                       SoqLine    *line,
                       char      **text)
{
  *text = describe (message);
  *line = (SoqLine){
    .kind = find_kind (message),
    .time = soq_message_get_time (message),
    .nick = soq_message_get_nick (message),
    .text = *text,
    .outgoing = soq_message_get_outgoing (message),
  };
}
