/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CONVERSATION (soq_conversation_get_type ())

G_DECLARE_FINAL_TYPE (SoqConversation, soq_conversation, SOQ, CONVERSATION, GObject)

SoqConversation *soq_conversation_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_conversation_get_title (SoqConversation *self);
GListModel *soq_conversation_get_messages (SoqConversation *self);
GListModel *soq_conversation_get_names (SoqConversation *self);

void soq_conversation_append (SoqConversation *self,
                              SoqMessage      *message);

G_END_DECLS
