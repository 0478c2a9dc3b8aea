/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation.h"

#include "soq-limits.h"
#include "soq-ring-list.h"

/* People who spoke, for completion. */
#define NAMES 200

/**
 * SoqConversation:
 *
 * What was said in one room, and who spoke there, the last one first.
 */
struct _SoqConversation
{
  GObject parent_instance;

  char        *title;    /* (owned) */
  SoqRingList *messages; /* (owned) of SoqMessage */
  GListStore  *names;    /* (owned) of the newest SoqMessage of each speaker */
};

G_DEFINE_FINAL_TYPE (SoqConversation, soq_conversation, G_TYPE_OBJECT)

static void
soq_conversation_finalize (GObject *object)
{
  SoqConversation *self = SOQ_CONVERSATION (object);

  g_free (self->title);
  g_clear_object (&self->messages);
  g_clear_object (&self->names);

  G_OBJECT_CLASS (soq_conversation_parent_class)->finalize (object);
}

static void
soq_conversation_class_init (SoqConversationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_conversation_finalize;
}

static void
soq_conversation_init (SoqConversation *self)
{
  self->messages = soq_ring_list_new (SOQ_TYPE_MESSAGE, SOQ_LIMIT_EVENTS);
  self->names = g_list_store_new (SOQ_TYPE_MESSAGE);
}

/**
 * soq_conversation_new:
 * @title: what to call it
 *
 * Returns: (transfer full): an empty conversation
 */
SoqConversation *
soq_conversation_new (const char *title)
{
  SoqConversation *self = g_object_new (SOQ_TYPE_CONVERSATION, NULL);

  self->title = g_strdup (title);

  return self;
}

const char *
soq_conversation_get_title (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->title;
}

/**
 * soq_conversation_get_messages:
 * @self: a conversation
 *
 * Returns: (transfer none): the newest messages, as a list of SoqMessage that
 *   changes at most once in 16 ms
 */
GListModel *
soq_conversation_get_messages (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->messages);
}

/**
 * soq_conversation_get_names:
 * @self: a conversation
 *
 * Returns: (transfer none): the last SoqMessage of each who spoke or came, the
 *   newest first
 */
GListModel *
soq_conversation_get_names (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->names);
}

static void
forget_name (SoqConversation *self,
             const char      *nick)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->names)); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (G_LIST_MODEL (self->names), i);

      if (g_ascii_strcasecmp (soq_message_get_nick (message), nick) == 0)
        {
          g_list_store_remove (self->names, i);
          return;
        }
    }
}

static void
remember_name (SoqConversation *self,
               SoqMessage      *message)
{
  const char            *nick = soq_message_get_nick (message);
  g_autoptr (SoqMessage) renamed = NULL;

  if (nick == NULL || soq_message_get_outgoing (message))
    return;

  forget_name (self, nick);
  if (soq_message_get_kind (message) == SOQ_MESSAGE_PART)
    return;

  if (soq_message_get_kind (message) == SOQ_MESSAGE_RENAME)
    {
      renamed = soq_message_new (SOQ_MESSAGE_JOIN, soq_message_get_text (message), NULL, FALSE);
      message = renamed;
    }

  g_list_store_insert (self->names, 0, message);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->names)) > NAMES)
    g_list_store_remove (self->names, NAMES);
}

/**
 * soq_conversation_append:
 * @self: a conversation
 * @message: (transfer full): the newest message
 */
void
soq_conversation_append (SoqConversation *self,
                         SoqMessage      *message)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));
  g_return_if_fail (SOQ_IS_MESSAGE (message));

  remember_name (self, message);
  soq_ring_list_append (self->messages, message);
}
