/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-message.h"

#include "soq-text.h"

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
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_OTHER_ENDED, "other-ended"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_INFO, "info"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_QUIT, "quit"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_KICK, "kick"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_MODE, "mode"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_MODES, "modes"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_TOPIC, "topic"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_TOPIC_IS, "topic-is"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_TOPIC_BY, "topic-by"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CREATED, "created"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_NAMES, "names"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_INVITE, "invite"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_INVITING, "inviting"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_AWAY, "away"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_NICK_REFUSED, "nick-refused"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_USER, "whois-user"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_SERVER, "whois-server"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_IDLE, "whois-idle"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_CHANNELS, "whois-channels"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_ACCOUNT, "whois-account"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOIS_OTHER, "whois-other"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHOWAS, "whowas"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_WHO, "who"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_LISTED, "listed"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CTCP, "ctcp"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_CTCP_REPLY, "ctcp-reply"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_HELP, "help"),
                    G_DEFINE_ENUM_VALUE (SOQ_MESSAGE_UNCONFIRMED, "unconfirmed"))

/**
 * SoqMessage:
 *
 * One line of a conversation. It never changes.
 */
struct _SoqMessage
{
  GObject parent_instance;

  SoqMessageKind kind;
  gint64         time;   /* µs since 1970, UTC */
  char          *nick;   /* (owned) (nullable): whom it is about */
  char          *text;   /* (owned) (nullable): UTF-8 */
  char          *detail; /* (owned) (nullable): UTF-8 */
  char          *id;     /* (owned) (nullable): what the server calls it */
  gboolean       outgoing;
  gboolean       mention;
  gboolean       old;
  SoqTraceMark   mark; /* when it came or went, if the calls are written down */
};

G_DEFINE_FINAL_TYPE (SoqMessage, soq_message, G_TYPE_OBJECT)

static void
soq_message_finalize (GObject *object)
{
  SoqMessage *self = SOQ_MESSAGE (object);

  g_free (self->nick);
  g_free (self->text);
  g_free (self->detail);
  g_free (self->id);

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
  return soq_message_new_full (&(SoqMessageInfo){
    .kind = kind,
    .nick = nick,
    .text = text,
    .outgoing = outgoing,
  });
}

/**
 * soq_message_new_full:
 * @info: what there is to know; copied
 *
 * Returns: (transfer full): the message
 */
SoqMessage *
soq_message_new_full (const SoqMessageInfo *info)
{
  SoqMessage *self;

  g_return_val_if_fail (info != NULL, NULL);

  self = g_object_new (SOQ_TYPE_MESSAGE, NULL);
  self->kind = info->kind;
  self->nick = soq_text_make_valid (info->nick);
  self->text = soq_text_make_valid (info->text);
  self->detail = soq_text_make_valid (info->detail);
  self->id = g_strdup (info->id);
  self->outgoing = info->outgoing;
  self->mention = info->mention;
  self->old = info->old;
  if (info->time != 0)
    self->time = info->time;

  return self;
}

SoqMessageKind
soq_message_get_kind (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), SOQ_MESSAGE_NOTICE);

  return self->kind;
}

static gsize
measure (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

/**
 * soq_message_get_size:
 * @self: a message
 *
 * Returns: about how many bytes of memory it takes
 */
gsize
soq_message_get_size (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), 0);

  return sizeof *self + measure (self->nick) + measure (self->text) + measure (self->detail) +
         measure (self->id);
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

const char *
soq_message_get_detail (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), NULL);

  return self->detail;
}

const char *
soq_message_get_id (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), NULL);

  return self->id;
}

gboolean
soq_message_get_mention (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), FALSE);

  return self->mention;
}

gboolean
soq_message_get_old (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), FALSE);

  return self->old;
}

/**
 * soq_message_is_said:
 * @self: a message
 *
 * Returns: whether somebody says it, rather than that something happens
 */
gboolean
soq_message_is_said (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), FALSE);

  return self->kind == SOQ_MESSAGE_TEXT || self->kind == SOQ_MESSAGE_ACTION ||
         self->kind == SOQ_MESSAGE_PRIVATE ||
         (self->kind == SOQ_MESSAGE_NOTICE && self->nick != NULL);
}

SoqTraceMark
soq_message_get_mark (SoqMessage *self)
{
  g_return_val_if_fail (SOQ_IS_MESSAGE (self), (SoqTraceMark){ 0 });

  return self->mark;
}

/**
 * soq_message_set_mark:
 * @self: a message
 * @mark: the moment in the trace of the client
 */
void
soq_message_set_mark (SoqMessage  *self,
                      SoqTraceMark mark)
{
  g_return_if_fail (SOQ_IS_MESSAGE (self));

  self->mark = mark;
}
