/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SoqMessageKind:
 * @SOQ_MESSAGE_TEXT: somebody said it
 * @SOQ_MESSAGE_ACTION: somebody did it (/me)
 * @SOQ_MESSAGE_PRIVATE: the server's owner said it to us alone
 * @SOQ_MESSAGE_NOTICE: the server tells us
 * @SOQ_MESSAGE_COMMAND: what we told the server to do
 * @SOQ_MESSAGE_JOIN: somebody came
 * @SOQ_MESSAGE_PART: somebody left; the text may say why
 * @SOQ_MESSAGE_RENAME: somebody has another name, which is the text
 * @SOQ_MESSAGE_CONNECTED: the connection was made; the text says where to
 * @SOQ_MESSAGE_CLOSED: the connection is over; the text says why, if anything
 *   went wrong
 */
typedef enum
{
  SOQ_MESSAGE_TEXT,
  SOQ_MESSAGE_ACTION,
  SOQ_MESSAGE_PRIVATE,
  SOQ_MESSAGE_NOTICE,
  SOQ_MESSAGE_COMMAND,
  SOQ_MESSAGE_JOIN,
  SOQ_MESSAGE_PART,
  SOQ_MESSAGE_RENAME,
  SOQ_MESSAGE_CONNECTED,
  SOQ_MESSAGE_CLOSED,
} SoqMessageKind;

#define SOQ_TYPE_MESSAGE_KIND (soq_message_kind_get_type ())

GType soq_message_kind_get_type (void);

#define SOQ_TYPE_MESSAGE (soq_message_get_type ())

G_DECLARE_FINAL_TYPE (SoqMessage, soq_message, SOQ, MESSAGE, GObject)

SoqMessage *soq_message_new (SoqMessageKind kind,
                             const char    *nick,
                             const char    *text,
                             gboolean       outgoing) G_GNUC_WARN_UNUSED_RESULT;

SoqMessageKind soq_message_get_kind (SoqMessage *self);
gint64         soq_message_get_time (SoqMessage *self);
const char    *soq_message_get_nick (SoqMessage *self);
const char    *soq_message_get_text (SoqMessage *self);
gboolean       soq_message_get_outgoing (SoqMessage *self);

G_END_DECLS
