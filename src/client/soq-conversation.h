/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-people.h"
#include "soq-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqConversationKind:
 * @SOQ_CONVERSATION_SERVER: with the server itself; the only one of a plain
 *   connection
 * @SOQ_CONVERSATION_CHANNEL: with whoever is in a channel
 * @SOQ_CONVERSATION_PRIVATE: with one person
 */
typedef enum
{
  SOQ_CONVERSATION_SERVER,
  SOQ_CONVERSATION_CHANNEL,
  SOQ_CONVERSATION_PRIVATE,
} SoqConversationKind;

#define SOQ_TYPE_CONVERSATION_KIND (soq_conversation_kind_get_type ())

GType soq_conversation_kind_get_type (void);

#define SOQ_TYPE_CONVERSATION (soq_conversation_get_type ())

G_DECLARE_FINAL_TYPE (SoqConversation, soq_conversation, SOQ, CONVERSATION, GObject)

SoqConversation *soq_conversation_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;
SoqConversation *soq_conversation_new_full (SoqConversationKind kind,
                                            const char         *key,
                                            const char         *title) G_GNUC_WARN_UNUSED_RESULT;

SoqConversationKind soq_conversation_get_kind (SoqConversation *self);

const char *soq_conversation_get_key (SoqConversation *self);
const char *soq_conversation_get_title (SoqConversation *self);
void        soq_conversation_set_title (SoqConversation *self,
                                        const char      *key,
                                        const char      *title);

const char *soq_conversation_get_topic (SoqConversation *self);
void        soq_conversation_set_topic (SoqConversation *self,
                                        const char      *topic);

const char *soq_conversation_get_password (SoqConversation *self);
void        soq_conversation_set_password (SoqConversation *self,
                                           const char      *password);

gboolean soq_conversation_get_joined (SoqConversation *self);
void     soq_conversation_set_joined (SoqConversation *self,
                                      gboolean         joined);

gboolean soq_conversation_get_wanted (SoqConversation *self);
void     soq_conversation_set_wanted (SoqConversation *self,
                                      gboolean         wanted);

void  soq_conversation_set_reading (SoqConversation *self,
                                    gboolean         reading);
guint soq_conversation_get_unread (SoqConversation *self);
guint soq_conversation_get_mentions (SoqConversation *self);

SoqPeople  *soq_conversation_get_members (SoqConversation *self);
GListModel *soq_conversation_get_messages (SoqConversation *self);
GListModel *soq_conversation_get_names (SoqConversation *self);
const char *soq_conversation_get_last_id (SoqConversation *self);

void soq_conversation_set_tap (SoqConversation *self,
                               SoqTap          *tap);
void soq_conversation_append (SoqConversation *self,
                              SoqMessage      *message);
void soq_conversation_clear (SoqConversation *self);

void     soq_conversation_hold (SoqConversation *self);
gboolean soq_conversation_is_held (SoqConversation *self);
void     soq_conversation_release (SoqConversation *self);
void     soq_conversation_add_history (SoqConversation *self,
                                       GPtrArray       *messages);

G_END_DECLS
