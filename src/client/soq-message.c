/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-message.h"

G_DEFINE_ENUM_TYPE (SoqMessageKind,
                    soq_message_kind,
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_ACTION, "action"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_PRIVATE, "private"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_NOTICE, "notice"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_COMMAND, "command"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_JOIN, "join"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_PART, "part"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_RENAME, "rename"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CLOSED, "closed"))

/**
 * SoqMessage:
 *
 * One line of a conversation. It never changes.
 */
struct _SoqMessage
{
  GObject parent_instance;

  SoqMessageKind kind;
  gint64         time; /* µs since 1970, UTC */
  char          *nick; /* (owned) (nullable): whom it is about */
  char          *text; /* (owned) (nullable): UTF-8 */
  gboolean       outgoing;
};

G_DEFINE_FINAL_TYPE (SoqMessage, soq_message, G_TYPE_OBJECT)

static void
soq_message_finalize (GObject *object)
{
  SoqMessage *self = SOQ_MESSAGE (object);

  g_free (self->nick);
  g_free (self->text);

  G_OBJECT_CLASS (soq_message_parent_class)->finalize (object);
}

static void
soq_message_class_init (SoqMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_message_finalize;
}

static void
soq_message_init (SoqMessage *self)
{
  self->time = g_get_real_time ();
}

/**
 * soq_message_new:
 * @kind: what it is
 * @nick: (nullable): whom it is about
 * @text: (nullable): what was said; valid UTF-8
 * @outgoing: whether we said it
 *
 * Returns: (transfer full): a message of this moment
 */
SoqMessage *
soq_message_new (SoqMessageKind kind,
                 const char    *nick,
                 const char    *text,
                 gboolean       outgoing)
{
  SoqMessage *self = g_object_new (SOQ_TYPE_MESSAGE, NULL);

  self->kind = kind;
  self->nick = g_strdup (nick);
  self->text = g_strdup (text);
  self->outgoing = outgoing;

  return self;
}

SoqMessageKind
soq_message_get_kind (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), SOQ_MESSAGE_NOTICE);

  return self->kind;
}

/**
 * soq_message_get_time:
 * @self: a message
 *
 * Returns: when it was said, in µs since 1970, UTC
 */
gint64
soq_message_get_time (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), 0);

  return self->time;
}

const char *
soq_message_get_nick (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), NULL);

  return self->nick;
}

const char *
soq_message_get_text (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), NULL);

  return self->text;
}

gboolean
soq_message_get_outgoing (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), FALSE);

  return self->outgoing;
}
