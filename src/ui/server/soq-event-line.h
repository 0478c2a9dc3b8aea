/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation-view.h"
#include "soq-event.h"

G_BEGIN_DECLS

/**
 * SoqEventText:
 * @line: the line; its strings are borrowed from here or from the event
 * @text: (owned) (nullable): a text made for the line
 * @is_message: whether it belongs to the messages, else to the log
 * @is_both: whether it belongs to both, as why somebody left
 *
 * How one event of a server reads.
 */
typedef struct
{
  SoqLine  line;
  char    *text;
  gboolean is_message;
  gboolean is_both;
} SoqEventText;

void soq_event_text_init (SoqEventText *self,
                          SoqEvent     *event,
                          const char   *server_name);
void soq_event_text_clear (SoqEventText *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SoqEventText, soq_event_text_clear)

G_END_DECLS
