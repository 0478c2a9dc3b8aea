/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation.h"

#include "soq-limits.h"
#include "soq-ring-list.h"
#include "soq-text.h"

/* People who spoke, for completion. */
#define NAMES 200

/* Bytes of text that one conversation keeps. */
#define MESSAGE_BYTES (2 * 1024 * 1024)

/* What the server calls the newest messages, to know them when they come
 * again; and how many may wait for older ones.
 */
#define IDS  2000
#define HELD 1000

/**
 * SoqConversation:
 *
 * What was said in one room, who spoke there, the last one first, and in a
 * channel who is there.
 *
 * While older messages are on their way it can be held: what is said meanwhile
 * then waits, so that everything comes in order.
 */
struct _SoqConversation
{
  GObject parent_instance;

  char        *key;      /* (owned): the title with its case folded */
  char        *title;    /* (owned) */
  char        *topic;    /* (owned) (nullable) */
  char        *password; /* (owned) (nullable): to join it again */
  SoqTap      *tap;      /* (owned) (nullable): of the connection */
  SoqPeople   *members;  /* (owned): empty unless it is a channel */
  SoqRingList *messages; /* (owned) of SoqMessage */
  GListStore  *names;    /* (owned): of speakers, as it was last asked for */
  GQueue       speakers; /* of (owned) SoqMessage: the newest of each, the newest first */
  GHashTable  *speaking; /* (owned): (owned) folded nick to (borrowed) link of speakers */

  GQueue      held;   /* of (owned) SoqMessage */
  GQueue      ids;    /* of (owned) char *, the newest last */
  GHashTable *id_set; /* (owned) of (borrowed) ids */
  gint64      newest; /* time of the last message */
  guint       unread;
  guint       mentions;

  SoqConversationKind kind;
  gboolean            joined;
  gboolean            wanted; /* to be joined again after a reconnect */
  gboolean            reading;
  gboolean            holding;
};

G_DEFINE_ENUM_TYPE (SoqConversationKind,
                    soq_conversation_kind,
                    G_DEFINE_ENUM_VALUE (SOQ_CONVERSATION_SERVER, "server"),
                    G_DEFINE_ENUM_VALUE (SOQ_CONVERSATION_CHANNEL, "channel"),
                    G_DEFINE_ENUM_VALUE (SOQ_CONVERSATION_PRIVATE, "private"))

G_DEFINE_FINAL_TYPE (SoqConversation, soq_conversation, G_TYPE_OBJECT)

typedef enum
{
  PROP_KIND = 1,
  PROP_TITLE,
  PROP_TOPIC,
  PROP_JOINED,
  PROP_UNREAD,
  PROP_MENTIONS,
} SoqConversationProperty;

static GParamSpec *properties[PROP_MENTIONS + 1];

static void
soq_conversation_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SoqConversation *self = SOQ_CONVERSATION (object);

  switch ((SoqConversationProperty) prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;

    case PROP_JOINED:
      g_value_set_boolean (value, self->joined);
      break;

    case PROP_UNREAD:
      g_value_set_uint (value, self->unread);
      break;

    case PROP_MENTIONS:
      g_value_set_uint (value, self->mentions);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_conversation_finalize (GObject *object)
{
  SoqConversation *self = SOQ_CONVERSATION (object);

  g_free (self->key);
  g_free (self->title);
  g_free (self->topic);
  g_free (self->password);
  g_clear_pointer (&self->tap, soq_tap_unref);
  g_queue_clear_full (&self->held, g_object_unref);
  g_clear_pointer (&self->id_set, g_hash_table_unref);
  g_queue_clear_full (&self->ids, g_free);
  g_clear_object (&self->members);
  g_clear_object (&self->messages);
  g_clear_object (&self->names);
  g_clear_pointer (&self->speaking, g_hash_table_unref);
  g_queue_clear_full (&self->speakers, g_object_unref);

  G_OBJECT_CLASS (soq_conversation_parent_class)->finalize (object);
}

#define FLAGS (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
soq_conversation_class_init (SoqConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = soq_conversation_finalize;
  object_class->get_property = soq_conversation_get_property;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL,
                       SOQ_TYPE_CONVERSATION_KIND, SOQ_CONVERSATION_SERVER, FLAGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, FLAGS);
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, FLAGS);

  /**
   * SoqConversation:joined:
   *
   * Whether we are in the channel.
   */
  properties[PROP_JOINED] = g_param_spec_boolean ("joined", NULL, NULL, FALSE, FLAGS);

  /**
   * SoqConversation:unread:
   *
   * How many messages came since it was read last.
   */
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, FLAGS);

  /**
   * SoqConversation:mentions:
   *
   * How many of them are for us: by name, or in private.
   */
  properties[PROP_MENTIONS] = g_param_spec_uint ("mentions", NULL, NULL, 0, G_MAXUINT, 0, FLAGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static gsize
measure_message (gpointer item)
{
  return soq_message_get_size (SOQ_MESSAGE (item));
}

static void
soq_conversation_init (SoqConversation *self)
{
  self->members = soq_people_new ();
  self->messages = soq_ring_list_new (SOQ_TYPE_MESSAGE, SOQ_LIMIT_EVENTS);
  soq_ring_list_set_limit (self->messages, measure_message, MESSAGE_BYTES);
  self->names = g_list_store_new (SOQ_TYPE_MESSAGE);
  self->speaking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->speakers);
  self->id_set = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->held);
  g_queue_init (&self->ids);
}

/**
 * soq_conversation_new:
 * @title: what to call it
 *
 * Returns: (transfer full): an empty conversation with a server
 */
SoqConversation *
soq_conversation_new (const char *title)
{
  return soq_conversation_new_full (SOQ_CONVERSATION_SERVER, "", title);
}

/**
 * soq_conversation_new_full:
 * @kind: with whom
 * @key: the name with its case folded
 * @title: the name
 *
 * Returns: (transfer full): an empty conversation
 */
SoqConversation *
soq_conversation_new_full (SoqConversationKind kind,
                           const char         *key,
                           const char         *title)
{
  SoqConversation *self;

  g_return_val_if_fail (key != NULL && title != NULL, NULL);

  self = g_object_new (SOQ_TYPE_CONVERSATION, NULL);
  self->kind = kind;
  self->key = soq_text_make_valid (key);
  self->title = soq_text_make_valid (title);

  return self;
}

SoqConversationKind
soq_conversation_get_kind (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), SOQ_CONVERSATION_SERVER);

  return self->kind;
}

const char *
soq_conversation_get_key (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->key;
}

const char *
soq_conversation_get_title (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->title;
}

static gboolean
set_text (char      **text,
          const char *value)
{
  g_autofree char *copy = soq_text_make_valid (value);

  if (g_strcmp0 (*text, copy) == 0)
    return FALSE;

  g_free (*text);
  *text = g_steal_pointer (&copy);

  return TRUE;
}

void
soq_conversation_set_title (SoqConversation *self,
                            const char      *key,
                            const char      *title)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));
  g_return_if_fail (key != NULL && title != NULL);

  set_text (&self->key, key);
  if (set_text (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
soq_conversation_get_topic (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->topic;
}

/**
 * soq_conversation_set_topic:
 * @self: a channel
 * @topic: (nullable): what it is about, or %NULL for nothing
 */
void
soq_conversation_set_topic (SoqConversation *self,
                            const char      *topic)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  if (set_text (&self->topic, topic != NULL && *topic != '\0' ? topic : NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOPIC]);
}

/**
 * soq_conversation_get_password:
 * @self: a channel
 *
 * Returns: (transfer none) (nullable): its key, as IRC says; to join it again
 */
const char *
soq_conversation_get_password (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->password;
}

void
soq_conversation_set_password (SoqConversation *self,
                               const char      *password)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  set_text (&self->password, password);
}

gboolean
soq_conversation_get_joined (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), FALSE);

  return self->joined;
}

void
soq_conversation_set_joined (SoqConversation *self,
                             gboolean         joined)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  if (self->joined == joined)
    return;

  self->joined = joined;
  if (!joined)
    soq_people_clear (self->members);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOINED]);
}

gboolean
soq_conversation_get_wanted (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), FALSE);

  return self->wanted;
}

/**
 * soq_conversation_set_wanted:
 * @self: a channel
 * @wanted: whether to join it again when a lost connection is back
 */
void
soq_conversation_set_wanted (SoqConversation *self,
                             gboolean         wanted)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  self->wanted = wanted;
}

static void
set_counts (SoqConversation *self,
            guint            unread,
            guint            mentions)
{
  gboolean unread_changed = self->unread != unread;
  gboolean mentions_changed = self->mentions != mentions;

  self->unread = unread;
  self->mentions = mentions;
  if (unread_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
  if (mentions_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENTIONS]);
}

/**
 * soq_conversation_set_reading:
 * @self: a conversation
 * @reading: whether the person sees it; nothing in it is unread then
 */
void
soq_conversation_set_reading (SoqConversation *self,
                              gboolean         reading)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  self->reading = reading;
  if (reading)
    set_counts (self, 0, 0);
}

guint
soq_conversation_get_unread (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), 0);

  return self->unread;
}

guint
soq_conversation_get_mentions (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), 0);

  return self->mentions;
}

/**
 * soq_conversation_get_members:
 * @self: a conversation
 *
 * Returns: (transfer none): who is there; empty unless it is a channel that we
 *   are in
 */
SoqPeople *
soq_conversation_get_members (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return self->members;
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

  /* It changes with each message, and is looked at when Tab is pressed. */
  g_list_store_remove_all (self->names);
  for (GList *l = self->speakers.head; l != NULL; l = l->next)
    g_list_store_append (self->names, l->data);

  return G_LIST_MODEL (self->names);
}

static void
forget_name (SoqConversation *self,
             const char      *nick)
{
  g_autofree char *key = g_ascii_strdown (nick, -1);
  GList           *link = g_hash_table_lookup (self->speaking, key);

  if (link == NULL)
    return;

  g_hash_table_remove (self->speaking, key);
  g_object_unref (link->data);
  g_queue_delete_link (&self->speakers, link);
}

/* Not who is only looked up, or named by the server. */
static gboolean
is_about_somebody_here (SoqMessage *message)
{
  SoqMessageKind kind = soq_message_get_kind (message);

  return kind <= SOQ_MESSAGE_RENAME || kind == SOQ_MESSAGE_QUIT || kind == SOQ_MESSAGE_KICK;
}

static void
remember_name (SoqConversation *self,
               SoqMessage      *message)
{
  const char            *nick = soq_message_get_nick (message);
  g_autoptr (SoqMessage) renamed = NULL;

  if (nick == NULL || soq_message_get_outgoing (message) || !is_about_somebody_here (message))
    return;

  forget_name (self, nick);
  if (soq_message_get_kind (message) == SOQ_MESSAGE_PART ||
      soq_message_get_kind (message) == SOQ_MESSAGE_QUIT ||
      soq_message_get_kind (message) == SOQ_MESSAGE_KICK)
    return;

  if (soq_message_get_kind (message) == SOQ_MESSAGE_RENAME)
    {
      renamed = soq_message_new (SOQ_MESSAGE_JOIN, soq_message_get_text (message), NULL, FALSE);
      message = renamed;
    }

  nick = soq_message_get_nick (message);
  forget_name (self, nick);
  g_queue_push_head (&self->speakers, g_object_ref (message));
  g_hash_table_insert (self->speaking, g_ascii_strdown (nick, -1), self->speakers.head);
  if (self->speakers.length > NAMES)
    forget_name (self, soq_message_get_nick (g_queue_peek_tail (&self->speakers)));
}

/* Returns FALSE if the message was here before. */
static gboolean
remember_id (SoqConversation *self,
             SoqMessage      *message)
{
  const char *id = soq_message_get_id (message);
  char       *copy;

  if (id == NULL)
    return TRUE;
  if (g_hash_table_contains (self->id_set, id))
    return FALSE;

  copy = g_strdup (id);
  g_queue_push_tail (&self->ids, copy);
  g_hash_table_add (self->id_set, copy);
  if (self->ids.length > IDS)
    {
      g_autofree char *oldest = g_queue_pop_head (&self->ids);

      g_hash_table_remove (self->id_set, oldest);
    }

  return TRUE;
}

static void
count (SoqConversation *self,
       SoqMessage      *message)
{
  gboolean for_us;

  if (self->reading || soq_message_get_outgoing (message) || soq_message_get_old (message) ||
      !soq_message_is_said (message))
    return;

  for_us = soq_message_get_mention (message) || self->kind == SOQ_CONVERSATION_PRIVATE;
  set_counts (self, self->unread + 1, self->mentions + (for_us ? 1 : 0));
}

static void
show (SoqConversation *self,
      SoqMessage      *message)
{
  if (!remember_id (self, message))
    {
      g_object_unref (message);
      return;
    }

  remember_name (self, message);
  count (self, message);
  self->newest = MAX (self->newest, soq_message_get_time (message));
  soq_ring_list_append (self->messages, message);
}

/**
 * soq_conversation_set_tap:
 * @self: a conversation
 * @tap: (nullable): of the connection that it is held over
 */
void
soq_conversation_set_tap (SoqConversation *self,
                          SoqTap          *tap)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  if (tap != NULL)
    soq_tap_ref (tap);
  g_clear_pointer (&self->tap, soq_tap_unref);
  self->tap = tap;
}

/**
 * soq_conversation_append:
 * @self: a conversation
 * @message: (transfer full): the newest message; one that the server calls as
 *   one that is here is not shown again
 */
void
soq_conversation_append (SoqConversation *self,
                         SoqMessage      *message)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));
  g_return_if_fail (SOQ_IS_MESSAGE (message));

  soq_message_set_mark (message, soq_tap_get_mark (self->tap));
  if (!self->holding)
    {
      show (self, message);
      return;
    }

  g_queue_push_tail (&self->held, message);
  if (self->held.length > HELD)
    soq_conversation_release (self);
}

void
soq_conversation_clear (SoqConversation *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  soq_ring_list_flush (self->messages);
  soq_ring_list_clear (self->messages);
}

/**
 * soq_conversation_get_last_id:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): what the server calls the last message
 *   of which it said so
 */
const char *
soq_conversation_get_last_id (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), NULL);

  return g_queue_peek_tail (&self->ids);
}

/**
 * soq_conversation_hold:
 * @self: a conversation
 *
 * From now on what is appended waits for soq_conversation_release ().
 */
void
soq_conversation_hold (SoqConversation *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  self->holding = TRUE;
}

gboolean
soq_conversation_is_held (SoqConversation *self)
{
  g_return_val_if_fail (SOQ_IS_CONVERSATION (self), FALSE);

  return self->holding;
}

void
soq_conversation_release (SoqConversation *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));

  self->holding = FALSE;
  while (self->held.length > 0)
    show (self, g_queue_pop_head (&self->held));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 first = soq_message_get_time (*(SoqMessage **) (guintptr) a);
  gint64 second = soq_message_get_time (*(SoqMessage **) (guintptr) b);

  return first < second ? -1 : first > second;
}

/* Puts the new ones of @messages among those that are here, by their time. */
static void
merge (SoqConversation *self,
       GPtrArray       *messages)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint                 n;

  soq_ring_list_flush (self->messages);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (self->messages), i));
  for (guint i = 0; i < messages->len; i++)
    if (remember_id (self, g_ptr_array_index (messages, i)))
      {
        count (self, g_ptr_array_index (messages, i));
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (messages, i)));
      }

  g_ptr_array_sort (all, compare_times);
  soq_ring_list_clear (self->messages);
  for (guint i = 0; i < all->len; i++)
    soq_ring_list_append (self->messages, g_ptr_array_index (all, i));
}

/**
 * soq_conversation_add_history:
 * @self: a conversation
 * @messages: (element-type SoqMessage): what was said before
 *
 * Shows those of @messages that are not here yet, in the order of time; then
 * what was held.
 */
void
soq_conversation_add_history (SoqConversation *self,
                              GPtrArray       *messages)
{
  g_return_if_fail (SOQ_IS_CONVERSATION (self));
  g_return_if_fail (messages != NULL);

  g_ptr_array_sort (messages, compare_times);
  if (messages->len > 0 &&
      soq_message_get_time (g_ptr_array_index (messages, 0)) < self->newest)
    merge (self, messages);
  else
    for (guint i = 0; i < messages->len; i++)
      show (self, g_object_ref (g_ptr_array_index (messages, i)));

  soq_conversation_release (self);
}
