/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-private.h"

#include "soq-error.h"
#include "soq-limits.h"
#include "soq-plain-text.h"
#include "soq-platform.h"
#include "soq-text.h"

/* A server of ours greets whoever is silent for a second. */
#define GREETING_WAIT (1300 * 1000)

#define RETRY_FIRST     (1000 * 1000)
#define RETRY_MOST      (60 * 1000 * 1000)
#define GOOD_CONNECTION (10 * 1000 * 1000)

G_DEFINE_ENUM_TYPE (SoqClientState,
                    soq_client_state,
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_REGISTERING, "registering"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_WAITING, "waiting"))

/**
 * SoqClient:
 *
 * One person's connection to one place, over TCP or UDP, and what is said
 * there. It can be connected again after it ended, and does so by itself when
 * a connection is lost that had been made.
 *
 * It lives in the main context that is the thread default when it is made.
 */
G_DEFINE_FINAL_TYPE (SoqClient, soq_client, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_NICK,
} SoqClientProperty;

static GParamSpec *properties[PROP_NICK + 1];

static void
set_state (SoqClient     *self,
           SoqClientState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
append (SoqClient     *self,
        SoqMessageKind kind,
        const char    *text)
{
  soq_conversation_append (self->conversation, soq_message_new (kind, NULL, text, FALSE));
}

static void
set_refused (SoqClient *self,
             gboolean   refused)
{
  if (self->refused == refused)
    return;

  self->refused = refused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

/* Lets go of the connection without a word to anybody. */
static void
drop_connection (SoqClient *self)
{
  SoqTimers *timers = soq_reactor_get_timers (self->reactor);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  soq_timers_unset (timers, &self->greeting);
  soq_timers_unset (timers, &self->idle);
  soq_timers_unset (timers, &self->retry);
  self->ours = FALSE;
  g_clear_pointer (&self->framer, soq_framer_free);
  g_clear_pointer (&self->guest, g_free);
  set_refused (self, FALSE);
  soq_client_drop_waiting (self);

  if (self->datagram != NULL)
    soq_datagram_close (self->datagram);
  g_clear_object (&self->datagram);
  g_clear_object (&self->link);
}

static void
go_offline (SoqClient    *self,
            const GError *error)
{
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;

  drop_connection (self);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&copy);
  self->retries = 0;
  set_state (self, SOQ_CLIENT_STATE_OFFLINE);
}

static void
wait_to_retry (SoqClient    *self,
               const GError *error)
{
  gint64             delay;
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;

  /* Only a connection that lasted says that the server is well. */
  if (self->online_since != 0 && soq_clock_now () - self->online_since > GOOD_CONNECTION)
    self->retries = 0;
  self->online_since = 0;

  delay = MIN (RETRY_FIRST << MIN (self->retries, 6), RETRY_MOST);
  /* A room full of clients that lost one server must not come back at once. */
  delay += g_random_int_range (0, (int) (delay / 4));

  drop_connection (self);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&copy);
  self->retries++;
  self->retry_time = soq_clock_now () + delay;
  soq_timers_set (soq_reactor_get_timers (self->reactor), &self->retry, delay);
  set_state (self, SOQ_CLIENT_STATE_WAITING);
}

/* The connection is over, and we did not end it. */
static void
lose (SoqClient    *self,
      const GError *error)
{
  append (self, SOQ_MESSAGE_CLOSED, error != NULL ? error->message : NULL);
  wait_to_retry (self, error);
}

static void
go_online (SoqClient *self)
{
  if (self->state != SOQ_CLIENT_STATE_REGISTERING)
    return;

  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->greeting);
  self->online_since = soq_clock_now ();
  soq_client_send_waiting (self);
  set_state (self, SOQ_CLIENT_STATE_ONLINE);
  if (self->leave)
    soq_client_disconnect (self);
}

static void
greeting_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  go_online (self);
}

/* A server of ours is known by its greeting, and says what it calls us. */
static void
learn_name (SoqClient  *self,
            const char *text)
{
  g_autofree char *guest = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *given = NULL;

  if (self->state == SOQ_CLIENT_STATE_REGISTERING)
    guest = soq_plain_text_find_greeting (text);
  if (guest != NULL)
    {
      self->ours = TRUE;
      self->guest = g_steal_pointer (&guest);
    }

  if (!self->ours)
    return;

  taken = soq_plain_text_find_taken (text);
  given = soq_plain_text_find_given (text);
  if (taken != NULL && g_strcmp0 (taken, self->nick) == 0)
    {
      set_refused (self, TRUE);
    }
  else if (given != NULL)
    {
      soq_client_set_nick (self, given);
      set_refused (self, FALSE);
    }
}

static void
hear (SoqClient    *self,
      const guint8 *data,
      gsize         length)
{
  g_autofree char *text = soq_text_from_bytes (data, length);

  if (*text == '\0')
    return;

  learn_name (self, text);
  soq_conversation_append (self->conversation,
                           self->ours
                             ? soq_plain_text_parse (text)
                             : soq_message_new (SOQ_MESSAGE_TEXT, NULL, text, FALSE));
}

static void
take_line (SoqClient    *self,
           const guint8 *data,
           gsize         length)
{
  hear (self, data, length);
  go_online (self);
}

static void
take_lines (SoqClient *self)
{
  SoqFrame frame;

  while (self->framer != NULL && soq_framer_next (self->framer, &frame))
    take_line (self, frame.data, frame.length);
}

static void
take_rest (SoqClient *self)
{
  SoqFrame frame;

  if (self->framer != NULL && soq_framer_flush (self->framer, &frame))
    take_line (self, frame.data, frame.length);
  if (self->framer != NULL)
    soq_framer_settle (self->framer);
}

static void
idle_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  take_rest (self);
}

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_framer_push (self->framer, data, length);
  take_lines (self);
  if (self->framer == NULL)
    return;

  soq_framer_settle (self->framer);
  if (soq_framer_get_pending (self->framer) > 0)
    soq_timers_set (soq_reactor_get_timers (self->reactor), &self->idle, SOQ_TIME_IDLE_CHUNK);
}

static void
ended_cb (SoqLink *link,
          gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  take_rest (self);

  /* It may read on, so what was said before we knew it goes out now. */
  go_online (self);
  soq_link_finish (link);
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));
  SoqFrame              frame;

  /* Half a line is all that will ever come of it. */
  if (soq_framer_flush (self->framer, &frame))
    hear (self, frame.data, frame.length);
  lose (self, error);
}

static const SoqLinkHandler link_handler = { received_cb, ended_cb, closed_cb };

static void
datagram_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  SoqClient *self = SOQ_CLIENT (user_data);

  while (length > 0 && (data[length - 1] == '\n' || data[length - 1] == '\r'))
    length--;

  take_line (self, data, length);
}

static void
datagram_failed_cb (SoqDatagram  *datagram,
                    const GError *error,
                    gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  append (self, SOQ_MESSAGE_CLOSED, error->message);
  go_offline (self, error);
}

static const SoqDatagramHandler datagram_handler = { datagram_cb, datagram_failed_cb };

static void
tell_connected (SoqClient      *self,
                GSocketAddress *remote)
{
  g_autofree char *host = soq_socket_address_dup_host (remote);
  g_autofree char *text = soq_host_and_port (host, soq_socket_address_get_port (remote));

  append (self, SOQ_MESSAGE_CONNECTED, text);
}

static void
fail_to_connect (SoqClient    *self,
                 const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Who never was connected has likely mistyped; who was waits for the server
   * to come back.
   */
  if (self->retries > 0)
    wait_to_retry (self, error);
  else
    go_offline (self, error);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SoqClient)         self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GSocket                      *socket;
  g_autoptr (GSocketAddress)    remote = NULL;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  if (connection == NULL)
    {
      fail_to_connect (self, error);
      return;
    }

  /* It was cancelled after it had succeeded, or another try has begun. */
  if (self->state != SOQ_CLIENT_STATE_CONNECTING ||
      g_object_get_data (object, "cancellable") != self->cancellable)
    return;

  socket = g_socket_connection_get_socket (connection);
  g_socket_set_timeout (socket, 0);
  remote = g_socket_get_remote_address (socket, NULL);
  if (remote != NULL)
    tell_connected (self, remote);

  self->framer = soq_framer_new (SOQ_LIMIT_LINE);
  self->link = soq_link_new (self->reactor, socket);
  soq_timers_set (soq_reactor_get_timers (self->reactor), &self->greeting, GREETING_WAIT);
  set_state (self, SOQ_CLIENT_STATE_REGISTERING);
  soq_link_start (self->link, &link_handler, self);
}

static void
connect_stream (SoqClient *self)
{
  g_autoptr (GSocketClient)      client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  const SoqAddress              *place = soq_place_get_address (self->place);

  /* This is a tool to see sockets with: it goes where it was told to go, and
   * not through a proxy.
   */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  g_object_set_data_full (G_OBJECT (client), "cancellable",
                          g_object_ref (self->cancellable), g_object_unref);
  address = g_network_address_new (place->host, place->port);
  g_socket_client_connect_async (client, address, self->cancellable,
                                 connected_cb, g_object_ref (self));
}

static void
resolved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SoqClient)      self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  remote = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (object),
                                                    result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->state != SOQ_CLIENT_STATE_CONNECTING)
    return;

  if (remote != NULL)
    self->datagram = soq_datagram_new_connected (self->reactor, remote, &error);
  if (self->datagram == NULL)
    {
      go_offline (self, error);
      return;
    }

  tell_connected (self, remote);
  soq_datagram_start (self->datagram, &datagram_handler, self);
  set_state (self, SOQ_CLIENT_STATE_ONLINE);
}

static void
connect_datagram (SoqClient *self)
{
  const SoqAddress                    *place = soq_place_get_address (self->place);
  g_autoptr (GSocketConnectable)       address = g_network_address_new (place->host, place->port);
  g_autoptr (GSocketAddressEnumerator) enumerator = g_socket_connectable_enumerate (address);

  g_socket_address_enumerator_next_async (enumerator, self->cancellable,
                                          resolved_cb, g_object_ref (self));
}

static void
begin (SoqClient *self)
{
  self->leave = FALSE;
  self->cancellable = g_cancellable_new ();
  set_state (self, SOQ_CLIENT_STATE_CONNECTING);

  if (soq_place_get_address (self->place)->transport == SOQ_TRANSPORT_UDP)
    connect_datagram (self);
  else
    connect_stream (self);
}

static void
retry_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  begin (self);
}

static void
soq_client_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SoqClient *self = SOQ_CLIENT (object);

  switch ((SoqClientProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_NICK:
      g_value_set_string (value, soq_client_get_nick (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_client_dispose (GObject *object)
{
  SoqClient *self = SOQ_CLIENT (object);

  soq_client_disconnect (self);

  G_OBJECT_CLASS (soq_client_parent_class)->dispose (object);
}

static void
soq_client_finalize (GObject *object)
{
  SoqClient *self = SOQ_CLIENT (object);

  g_clear_error (&self->error);
  g_clear_object (&self->place);
  g_clear_object (&self->conversation);
  g_clear_object (&self->conversations);
  g_clear_pointer (&self->reactor, soq_reactor_unref);
  g_free (self->nick);
  g_free (self->guest);
  g_free (self->quit_word);

  G_OBJECT_CLASS (soq_client_parent_class)->finalize (object);
}

static void
soq_client_class_init (SoqClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_client_dispose;
  object_class->finalize = soq_client_finalize;
  object_class->get_property = soq_client_get_property;

  /**
   * SoqClient:state:
   *
   * Where the connection is. The error and the time of the next try are set
   * before it is notified.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       SOQ_TYPE_CLIENT_STATE, SOQ_CLIENT_STATE_OFFLINE,
                       (G_PARAM_READABLE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  /**
   * SoqClient:nick:
   *
   * What we are called, or want to be called.
   */
  properties[PROP_NICK] =
    g_param_spec_string ("nick", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_client_init (SoqClient *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->reactor = soq_reactor_new (context);
  self->conversation = soq_conversation_new ("#lobby");
  self->conversations = g_list_store_new (SOQ_TYPE_CONVERSATION);
  g_list_store_append (self->conversations, self->conversation);
  g_queue_init (&self->waiting);
  self->greeting = (SoqTimer){ .func = greeting_cb, .user_data = self };
  self->idle = (SoqTimer){ .func = idle_cb, .user_data = self };
  self->retry = (SoqTimer){ .func = retry_cb, .user_data = self };
}

SoqClient *
soq_client_new (void)
{
  return g_object_new (SOQ_TYPE_CLIENT, NULL);
}

/**
 * soq_client_get_nick:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the nick that was set, or what the
 *   server calls us when it did not give us that one
 */
const char *
soq_client_get_nick (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->refused ? self->guest : self->nick;
}

/**
 * soq_client_set_nick:
 * @self: a client
 * @nick: (nullable): a valid nick to ask for when it connects, or %NULL
 */
void
soq_client_set_nick (SoqClient  *self,
                     const char *nick)
{
  char *copy;

  g_return_if_fail (SOQ_IS_CLIENT (self));

  if (g_strcmp0 (self->nick, nick) == 0)
    return;

  copy = g_strdup (nick);
  g_free (self->nick);
  self->nick = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

/**
 * soq_client_set_quit_word:
 * @self: a client
 * @quit_word: (nullable): a text after which the connection is closed; %NULL
 *   or empty for none
 */
void
soq_client_set_quit_word (SoqClient  *self,
                          const char *quit_word)
{
  char *copy;

  g_return_if_fail (SOQ_IS_CLIENT (self));

  copy = quit_word != NULL && *quit_word != '\0' ? g_strdup (quit_word) : NULL;
  g_free (self->quit_word);
  self->quit_word = copy;
}

/**
 * soq_client_connect:
 * @self: a client
 * @place: where to
 *
 * Connects. What comes of it, [property@SoqClient:state] tells.
 */
void
soq_client_connect (SoqClient *self,
                    SoqPlace  *place)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));
  g_return_if_fail (SOQ_IS_PLACE (place));

  soq_client_disconnect (self);
  g_set_object (&self->place, place);
  begin (self);
}

/**
 * soq_client_disconnect:
 * @self: a client
 *
 * Ends the connection once what was sent is on its way; or stops connecting,
 * or trying again.
 */
void
soq_client_disconnect (SoqClient *self)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  /* What was said before we knew the server shall not be lost. */
  if (self->state == SOQ_CLIENT_STATE_REGISTERING && self->waiting.length > 0)
    go_online (self);

  if (self->state == SOQ_CLIENT_STATE_OFFLINE)
    return;

  if (self->link != NULL)
    soq_client_part (self->link);

  if (self->link != NULL || self->datagram != NULL)
    append (self, SOQ_MESSAGE_CLOSED, NULL);
  go_offline (self, NULL);
}

/**
 * soq_client_retry_now:
 * @self: a client
 *
 * Connects again without waiting: one that waits to, or one that is offline
 * and was connected before.
 */
void
soq_client_retry_now (SoqClient *self)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  if (self->place == NULL)
    return;

  if (self->state == SOQ_CLIENT_STATE_WAITING)
    soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->retry);
  else if (self->state != SOQ_CLIENT_STATE_OFFLINE)
    return;

  begin (self);
}

SoqClientState
soq_client_get_state (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), SOQ_CLIENT_STATE_OFFLINE);

  return self->state;
}

/**
 * soq_client_get_place:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): where it connected to last
 */
SoqPlace *
soq_client_get_place (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->place;
}

/**
 * soq_client_get_error:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): why it is offline, or waits; %NULL if
 *   the connection ended as it should
 */
const GError *
soq_client_get_error (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->error;
}

/**
 * soq_client_get_retry_time:
 * @self: a client that waits
 *
 * Returns: when it tries again, by soq_clock_now ()
 */
gint64
soq_client_get_retry_time (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), 0);

  return self->retry_time;
}

/**
 * soq_client_get_conversations:
 * @self: a client
 *
 * Returns: (transfer none): its conversations, as a list of SoqConversation
 */
GListModel *
soq_client_get_conversations (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->conversations);
}

/**
 * soq_client_get_conversation:
 * @self: a client
 *
 * Returns: (transfer none): the conversation with the server itself, which is
 *   the only one of a plain connection
 */
SoqConversation *
soq_client_get_conversation (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->conversation;
}
