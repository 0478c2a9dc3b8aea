/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-peer.h"

#include "soq-address.h"
#include "soq-user.h"

/* A busy peer's counters change thousands of times a second; who shows them
 * is told four times.
 */
#define NOTIFY_INTERVAL (250 * 1000)

/**
 * SoqPeer:
 *
 * A link, or the sender of datagrams, that the server has given a meaning and
 * a name. The server owns it from the first byte to the last; a window shows
 * its properties. It lives in the server's thread.
 */
struct _SoqPeer
{
  GObject parent_instance;

  SoqReactor     *reactor;  /* (owned) */
  SoqLink        *link;     /* (owned) (nullable): a stream */
  SoqDatagram    *datagram; /* (owned) (nullable): or a sender of datagrams */
  GSocketAddress *remote;   /* (owned) (nullable): where datagrams go */

  gpointer       session;         /* (owned) (nullable): who reads the link */
  GDestroyNotify session_destroy; /* (nullable) */
  SoqUser       *user;            /* (owned): what it is in the room */

  char         *address; /* (owned): IP */
  GInetAddress *inet;    /* (owned) (nullable): the same to compare */
  char         *nick;    /* (owned) (nullable) at first */
  char         *reason;  /* (owned) (nullable): why it is leaving */
  gint64        since;   /* µs since 1970, UTC */
  guint64       messages_in;
  guint64       messages_out;
  guint64       datagram_bytes_in;
  guint64       datagram_bytes_out;
  gboolean      waits;       /* it has ended, and for an answer by hand */
  gsize         reply_limit; /* bytes that the next datagrams may have */
  SoqTimer      notify;
  guint         id;
  SoqPeerKind   kind;
  guint16       port;
};

G_DEFINE_FINAL_TYPE (SoqPeer, soq_peer, G_TYPE_OBJECT)

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_PORT,
  PROP_NICK,
  PROP_KIND,
  PROP_SECURE,
  PROP_WAITS,
  PROP_ACCOUNT,
  PROP_MESSAGES_IN,
  PROP_MESSAGES_OUT,
  PROP_BYTES_IN,
  PROP_BYTES_OUT,
} SoqPeerProperty;

/* Of every property. */
#define FLAGS (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static GParamSpec *properties[PROP_BYTES_OUT + 1];

static void
notify_counters_cb (gpointer user_data)
{
  SoqPeer *self = SOQ_PEER (user_data);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_MESSAGES_IN; i <= PROP_BYTES_OUT; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
counters_changed (SoqPeer *self)
{
  if (!soq_timer_is_set (&self->notify))
    soq_timers_set (soq_reactor_get_timers (self->reactor), &self->notify, NOTIFY_INTERVAL);
}

static guint64
get_bytes_in (SoqPeer *self)
{
  return self->link != NULL ? soq_link_get_bytes_in (self->link) : self->datagram_bytes_in;
}

static guint64
get_bytes_out (SoqPeer *self)
{
  return self->link != NULL ? soq_link_get_bytes_out (self->link) : self->datagram_bytes_out;
}

static void
soq_peer_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  SoqPeer *self = SOQ_PEER (object);

  switch ((SoqPeerProperty) prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;

    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;

    case PROP_NICK:
      g_value_set_string (value, self->nick);
      break;

    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;

    case PROP_SECURE:
      g_value_set_boolean (value, soq_peer_is_secure (self));
      break;

    case PROP_WAITS:
      g_value_set_boolean (value, self->waits);
      break;

    case PROP_ACCOUNT:
      g_value_set_string (value, self->user->account);
      break;

    case PROP_MESSAGES_IN:
      g_value_set_uint64 (value, self->messages_in);
      break;

    case PROP_MESSAGES_OUT:
      g_value_set_uint64 (value, self->messages_out);
      break;

    case PROP_BYTES_IN:
      g_value_set_uint64 (value, get_bytes_in (self));
      break;

    case PROP_BYTES_OUT:
      g_value_set_uint64 (value, get_bytes_out (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_peer_dispose (GObject *object)
{
  SoqPeer *self = SOQ_PEER (object);

  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->notify);
  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->user->patience);
  soq_peer_set_session (self, NULL, NULL);
  g_clear_object (&self->link);
  g_clear_object (&self->datagram);

  G_OBJECT_CLASS (soq_peer_parent_class)->dispose (object);
}

static void
soq_peer_finalize (GObject *object)
{
  SoqPeer *self = SOQ_PEER (object);

  g_clear_pointer (&self->user, soq_user_free);
  g_clear_object (&self->remote);
  g_clear_object (&self->inet);
  g_free (self->address);
  g_free (self->nick);
  g_free (self->reason);
  soq_reactor_unref (self->reactor);

  G_OBJECT_CLASS (soq_peer_parent_class)->finalize (object);
}

static GParamSpec *
counter_property (const char *name)
{
  return g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0, FLAGS);
}

static GParamSpec *
text_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, FLAGS);
}

static void
make_counters (void)
{
  /**
   * SoqPeer:messages-in:
   *
   * How many messages it sent. Like the other counters it is notified at most
   * four times a second.
   */
  properties[PROP_MESSAGES_IN] = counter_property ("messages-in");
  properties[PROP_MESSAGES_OUT] = counter_property ("messages-out");
  properties[PROP_BYTES_IN] = counter_property ("bytes-in");
  properties[PROP_BYTES_OUT] = counter_property ("bytes-out");
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * SoqPeer:address:
   *
   * The IP address it comes from.
   */
  properties[PROP_ADDRESS] = text_property ("address");

  /**
   * SoqPeer:port:
   *
   * The port it comes from.
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, FLAGS);

  /**
   * SoqPeer:nick:
   *
   * What it is called in the room.
   */
  properties[PROP_NICK] = text_property ("nick");

  /**
   * SoqPeer:kind:
   *
   * How it speaks.
   */
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL,
                       SOQ_TYPE_PEER_KIND, SOQ_PEER_KIND_SILENT,
                       FLAGS);

  /**
   * SoqPeer:secure:
   *
   * Whether it speaks TLS.
   */
  properties[PROP_SECURE] = g_param_spec_boolean ("secure", NULL, NULL, FALSE, FLAGS);

  /**
   * SoqPeer:waits:
   *
   * Whether it said that it sends no more, and waits for an answer by hand.
   */
  properties[PROP_WAITS] = g_param_spec_boolean ("waits", NULL, NULL, FALSE, FLAGS);

  /**
   * SoqPeer:account:
   *
   * The account that it is logged in to, if it is.
   */
  properties[PROP_ACCOUNT] = text_property ("account");

  make_counters ();
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_peer_class_init (SoqPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_peer_dispose;
  object_class->finalize = soq_peer_finalize;
  object_class->get_property = soq_peer_get_property;

  install_properties (object_class);
}

static void
soq_peer_init (SoqPeer *self)
{
  self->since = g_get_real_time ();
  self->reply_limit = G_MAXSIZE;
  self->notify.func = notify_counters_cb;
  self->notify.user_data = self;
}

static SoqPeer *
new_peer (guint           id,
          SoqReactor     *reactor,
          GSocketAddress *remote)
{
  SoqPeer *self = g_object_new (SOQ_TYPE_PEER, NULL);

  self->id = id;
  self->reactor = soq_reactor_ref (reactor);
  if (remote == NULL)
    {
      self->address = g_strdup ("");
      self->user = soq_user_new (self);
      return self;
    }

  self->remote = g_object_ref (remote);
  self->address = soq_socket_address_dup_host (remote);
  self->inet = soq_socket_address_dup_inet (remote);
  self->port = soq_socket_address_get_port (remote);
  self->user = soq_user_new (self);

  return self;
}

/**
 * soq_peer_new_stream:
 * @id: its number, never used twice in one server
 * @reactor: the one of its server
 * @link: its connection
 *
 * Returns: (transfer full): a silent peer
 */
SoqPeer *
soq_peer_new_stream (guint       id,
                     SoqReactor *reactor,
                     SoqLink    *link)
{
  SoqPeer *self;

  g_return_val_if_fail (SOQ_IS_LINK (link), NULL);

  self = new_peer (id, reactor, soq_link_get_remote_address (link));
  self->link = g_object_ref (link);

  return self;
}

/**
 * soq_peer_new_datagram:
 * @id: its number, never used twice in one server
 * @reactor: the one of its server
 * @datagram: the socket that heard it
 * @remote: where it is
 *
 * Returns: (transfer full): a peer that sends datagrams
 */
SoqPeer *
soq_peer_new_datagram (guint           id,
                       SoqReactor     *reactor,
                       SoqDatagram    *datagram,
                       GSocketAddress *remote)
{
  SoqPeer *self;

  g_return_val_if_fail (SOQ_IS_DATAGRAM (datagram), NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (remote), NULL);

  self = new_peer (id, reactor, remote);
  self->datagram = g_object_ref (datagram);
  self->kind = SOQ_PEER_KIND_UDP;

  return self;
}

guint
soq_peer_get_id (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), 0);

  return self->id;
}

const char *
soq_peer_get_address (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->address;
}

guint16
soq_peer_get_port (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), 0);

  return self->port;
}

/**
 * soq_peer_get_inet_address:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): its IP address, %NULL if it was gone
 *   before anybody could ask
 */
GInetAddress *
soq_peer_get_inet_address (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->inet;
}

/**
 * soq_peer_get_since:
 * @self: a peer
 *
 * Returns: when it came, in µs since 1970, UTC
 */
gint64
soq_peer_get_since (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), 0);

  return self->since;
}

/**
 * soq_peer_get_link:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): its connection, %NULL if it sends
 *   datagrams
 */
SoqLink *
soq_peer_get_link (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->link;
}

SoqPeerKind
soq_peer_get_kind (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), SOQ_PEER_KIND_SILENT);

  return self->kind;
}

void
soq_peer_set_kind (SoqPeer    *self,
                   SoqPeerKind kind)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

gboolean
soq_peer_is_secure (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), FALSE);

  return self->link != NULL && soq_link_is_secure (self->link);
}

/**
 * soq_peer_secured:
 * @self: a peer whose TLS handshake is done
 */
void
soq_peer_secured (SoqPeer *self)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECURE]);
}

gboolean
soq_peer_waits (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), FALSE);

  return self->waits;
}

/**
 * soq_peer_wait:
 * @self: a peer that sends no more, and that is owed an answer by hand
 *
 * Tells so; it is closed once it was answered.
 */
void
soq_peer_wait (SoqPeer *self)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  if (self->waits)
    return;

  self->waits = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITS]);
}

/**
 * soq_peer_set_account:
 * @self: a peer
 * @account: (nullable): what it is logged in to
 */
void
soq_peer_set_account (SoqPeer    *self,
                      const char *account)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  soq_user_set_text (&self->user->account, account);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

const char *
soq_peer_get_nick (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->nick;
}

void
soq_peer_set_nick (SoqPeer    *self,
                   const char *nick)
{
  char *copy;

  g_return_if_fail (SOQ_IS_PEER (self));

  if (g_strcmp0 (self->nick, nick) == 0)
    return;

  copy = g_strdup (nick);
  g_free (self->nick);
  self->nick = copy;
  /* A trace also tells of those who have left. */
  if (nick != NULL && self->link != NULL)
    soq_tap_set_name (soq_link_get_tap (self->link), nick);
  soq_user_renamed (self->user);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

/**
 * soq_peer_get_reason:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): why it is leaving, if we know
 */
const char *
soq_peer_get_reason (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->reason;
}

/**
 * soq_peer_set_reason:
 * @self: a peer
 * @reason: why it is leaving
 *
 * Says why, unless that is known: the first reason caused the others.
 */
void
soq_peer_set_reason (SoqPeer    *self,
                     const char *reason)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  if (self->reason == NULL)
    self->reason = g_strdup (reason);
}

/**
 * soq_peer_set_session:
 * @self: a peer
 * @session: (transfer full) (nullable): what reads its link
 * @destroy: (nullable): frees @session
 */
void
soq_peer_set_session (SoqPeer       *self,
                      gpointer       session,
                      GDestroyNotify destroy)
{
  gpointer old = self->session;

  g_return_if_fail (SOQ_IS_PEER (self));

  self->session = session;
  if (old != NULL && self->session_destroy != NULL)
    self->session_destroy (old);
  self->session_destroy = destroy;
}

/**
 * soq_peer_get_session:
 * @self: a peer
 *
 * Returns: (transfer none) (nullable): what was set last
 */
gpointer
soq_peer_get_session (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->session;
}

/**
 * soq_peer_get_user:
 * @self: a peer
 *
 * Returns: (transfer none): what it is in the room
 */
SoqUser *
soq_peer_get_user (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), NULL);

  return self->user;
}

/**
 * soq_peer_set_reply_limit:
 * @self: a peer that sends datagrams
 * @limit: how many bytes may go to it from now on; %G_MAXSIZE for any number
 */
void
soq_peer_set_reply_limit (SoqPeer *self,
                          gsize    limit)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  self->reply_limit = limit;
}

/**
 * soq_peer_send:
 * @self: a peer
 * @bytes: one message as it goes out; one datagram
 *
 * Returns: whether it is on its way
 */
gboolean
soq_peer_send (SoqPeer *self,
               GBytes  *bytes)
{
  const guint8 *data;
  gsize         length;

  g_return_val_if_fail (SOQ_IS_PEER (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &length);
  if (self->link != NULL)
    {
      if (!soq_link_send (self->link, bytes))
        return FALSE;
    }
  else
    {
      if (length > self->reply_limit)
        return FALSE;
      if (self->reply_limit != G_MAXSIZE)
        self->reply_limit -= length;

      /* A lost datagram is no failure of anybody. */
      if (!soq_datagram_send (self->datagram, self->remote, data, length, NULL))
        return FALSE;
      self->datagram_bytes_out += length;
    }

  self->messages_out++;
  counters_changed (self);

  return TRUE;
}

/**
 * soq_peer_count_in:
 * @self: a peer
 * @bytes: how long it was; a link counts its bytes by itself
 *
 * Counts one message that came from it.
 */
void
soq_peer_count_in (SoqPeer *self,
                   gsize    bytes)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  self->messages_in++;
  self->datagram_bytes_in += bytes;
  counters_changed (self);
}

guint64
soq_peer_get_messages_in (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), 0);

  return self->messages_in;
}

guint64
soq_peer_get_messages_out (SoqPeer *self)
{
  g_return_val_if_fail (SOQ_IS_PEER (self), 0);

  return self->messages_out;
}

/**
 * soq_peer_finish:
 * @self: a peer
 * @reason: why
 *
 * Sends what is queued for a stream, then ends it. A sender of datagrams has
 * nothing to end; the server just forgets it.
 */
void
soq_peer_finish (SoqPeer    *self,
                 const char *reason)
{
  g_return_if_fail (SOQ_IS_PEER (self));

  soq_peer_set_reason (self, reason);
  if (self->link != NULL)
    soq_link_finish (self->link);
}
