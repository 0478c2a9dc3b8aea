/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-event.h"

#include "soq-text.h"

/**
 * SoqEvent:
 *
 * One thing that happened to a server. It never changes, and keeps what it
 * tells of its peer, who may be gone or have another name when it is read.
 */
struct _SoqEvent
{
  GObject parent_instance;

  SoqEventType type;
  gint64       time;    /* µs since 1970, UTC */
  guint        peer_id; /* 0 if it is about no peer */
  SoqPeerKind  peer_kind;
  char        *nick;    /* (owned) (nullable) */
  char        *address; /* (owned) (nullable) */
  char        *target;  /* (owned) (nullable): the channel where it was */
  char        *text;    /* (owned) (nullable): UTF-8 */
  guint16      port;

  SoqTraceMark mark; /* when it happened, if the calls of the peer are written down */
};

G_DEFINE_ENUM_TYPE (SoqEventType,
                    soq_event_type,
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_LISTENING, "listening"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_SECURED, "secured"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_REGISTERED, "registered"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_JOINED, "joined"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_PARTED, "parted"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_KICKED, "kicked"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_TOPIC, "topic"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_MODE, "mode"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_RENAMED, "renamed"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_MESSAGE, "message"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_ACTION, "action"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_SAID, "said"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_DISCONNECTED, "disconnected"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_NOTICE, "notice"),
                    G_DEFINE_ENUM_VALUE (SOQ_EVENT_WARNING, "warning"))

G_DEFINE_FINAL_TYPE (SoqEvent, soq_event, G_TYPE_OBJECT)

static void
soq_event_finalize (GObject *object)
{
  SoqEvent *self = SOQ_EVENT (object);

  g_free (self->nick);
  g_free (self->address);
  g_free (self->target);
  g_free (self->text);

  G_OBJECT_CLASS (soq_event_parent_class)->finalize (object);
}

static void
soq_event_class_init (SoqEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_event_finalize;
}

static void
soq_event_init (SoqEvent *self)
{
  self->time = g_get_real_time ();
}

/**
 * soq_event_new:
 * @type: what happened
 * @peer: (nullable): to whom
 * @text: (nullable): what was said, or more about it; valid UTF-8
 *
 * Returns: (transfer full): an event of this moment
 */
SoqEvent *
soq_event_new (SoqEventType type,
               SoqPeer     *peer,
               const char  *text)
{
  SoqEvent *self = g_object_new (SOQ_TYPE_EVENT, NULL);

  self->type = type;
  self->text = g_strdup (text);
  if (peer == NULL)
    return self;

  self->peer_id = soq_peer_get_id (peer);
  self->peer_kind = soq_peer_get_kind (peer);
  self->nick = g_strdup (soq_peer_get_nick (peer));
  self->address = g_strdup (soq_peer_get_address (peer));
  self->port = soq_peer_get_port (peer);
  if (soq_peer_get_link (peer) != NULL)
    self->mark = soq_tap_get_mark (soq_link_get_tap (soq_peer_get_link (peer)));

  return self;
}

/**
 * soq_event_new_at:
 * @type: what happened
 * @address: the IP address that it is about
 * @port: the port that it is about
 * @text: (nullable): more about it; valid UTF-8
 *
 * Returns: (transfer full): an event of this moment that is about no peer
 */
SoqEvent *
soq_event_new_at (SoqEventType type,
                  const char  *address,
                  guint16      port,
                  const char  *text)
{
  SoqEvent *self = soq_event_new (type, NULL, text);

  self->address = g_strdup (address);
  self->port = port;

  return self;
}

/**
 * soq_event_set_target:
 * @self: an event that nobody has seen yet
 * @target: (nullable): the channel where it happened
 */
void
soq_event_set_target (SoqEvent   *self,
                      const char *target)
{
  char *copy;

  g_return_if_fail (SOQ_IS_EVENT (self));

  copy = g_strdup (target);
  g_free (self->target);
  self->target = copy;
}

SoqEventType
soq_event_get_event_type (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), SOQ_EVENT_NOTICE);

  return self->type;
}

/**
 * soq_event_get_time:
 * @self: an event
 *
 * Returns: when it happened, in µs since 1970, UTC
 */
gint64
soq_event_get_time (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), 0);

  return self->time;
}

guint
soq_event_get_peer_id (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), 0);

  return self->peer_id;
}

SoqPeerKind
soq_event_get_peer_kind (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), SOQ_PEER_KIND_SILENT);

  return self->peer_kind;
}

const char *
soq_event_get_nick (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), NULL);

  return self->nick;
}

const char *
soq_event_get_address (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), NULL);

  return self->address;
}

guint16
soq_event_get_port (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), 0);

  return self->port;
}

/**
 * soq_event_get_target:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the channel where it happened
 */
const char *
soq_event_get_target (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), NULL);

  return self->target;
}

const char *
soq_event_get_text (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), NULL);

  return self->text;
}

/**
 * soq_event_get_mark:
 * @self: an event
 *
 * Returns: the moment in the trace of the server; all 0 if it has none
 */
SoqTraceMark
soq_event_get_mark (SoqEvent *self)
{
  g_return_val_if_fail (SOQ_IS_EVENT (self), (SoqTraceMark){ 0 });

  return self->mark;
}

/**
 * soq_event_to_json:
 * @self: an event
 *
 * Writes @self as a JSON object in one line of printable characters. `time`
 * and `event` are always there; `peer`, `kind`, `name`, `address`, `port` and
 * `text` where they apply.
 *
 * Returns: (transfer full): the object, without a newline
 */
char *
soq_event_to_json (SoqEvent *self)
{
  g_autoptr (GDateTime)  seconds = NULL;
  g_autofree char       *stamp = NULL;
  g_autoptr (GEnumClass) types = NULL;
  GString               *json = NULL;

  g_return_val_if_fail (SOQ_IS_EVENT (self), NULL);

  seconds = g_date_time_new_from_unix_utc (self->time / G_USEC_PER_SEC);
  stamp = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");
  types = g_type_class_ref (SOQ_TYPE_EVENT_TYPE);

  json = g_string_sized_new (160);
  g_string_printf (json, "{\"time\":\"%s.%06dZ\",\"event\":\"%s\"", stamp,
                   (int) (self->time % G_USEC_PER_SEC),
                   g_enum_get_value (types, (int) self->type)->value_nick);
  if (self->peer_id != 0)
    {
      g_string_append_printf (json, ",\"peer\":%u", self->peer_id);
      soq_text_append_json (json, "kind", soq_peer_kind_to_string (self->peer_kind));
    }
  soq_text_append_json (json, "name", self->nick);
  soq_text_append_json (json, "channel", self->target);
  soq_text_append_json (json, "address", self->address);
  if (self->port != 0)
    g_string_append_printf (json, ",\"port\":%u", self->port);
  soq_text_append_json (json, "text", self->text);
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}
