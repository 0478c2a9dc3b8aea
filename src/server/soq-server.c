/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-address.h"
#include "soq-datagram-session.h"
#include "soq-limits.h"
#include "soq-irc-reply.h"
#include "soq-irc-session.h"
#include "soq-session.h"

G_DEFINE_ENUM_TYPE (SoqServerState,
                    soq_server_state,
                    G_DEFINE_ENUM_VALUE (SOQ_SERVER_STATE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (SOQ_SERVER_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (SOQ_SERVER_STATE_STOPPING, "stopping"))

/**
 * SoqServer:
 *
 * The room: it owns the listening sockets, the peers and the channels. A
 * window, a program without display and the tests use it through the same
 * face: methods, the lists of peers and of events, and the signal
 * [signal@SoqServer::event].
 *
 * It lives in the main context that is the thread default when it is made,
 * and can be started again after it stopped. Whoever has sessions attached
 * keeps a reference over each call that may stop it.
 */
G_DEFINE_FINAL_TYPE (SoqServer, soq_server, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_RESTING,
  PROP_MODE,
} SoqServerProperty;

static GParamSpec *properties[PROP_MODE + 1];

enum
{
  SIGNAL_EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (SoqServer     *self,
           SoqServerState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * soq_server_emit:
 * @self: a server
 * @event: (transfer full): what happened
 */
void
soq_server_emit (SoqServer *self,
                 SoqEvent  *event)
{
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
  soq_ring_list_append (self->events, event);
}

/**
 * soq_server_tell:
 * @self: a server
 * @type: what happened
 * @peer: (nullable): to whom
 * @text: (nullable): more about it
 *
 * Records an event.
 */
void
soq_server_tell (SoqServer   *self,
                 SoqEventType type,
                 SoqPeer     *peer,
                 const char  *text)
{
  soq_server_emit (self, soq_event_new (type, peer, text));
}

/**
 * soq_server_tell_in:
 * @self: a server
 * @type: what happened
 * @peer: to whom
 * @target: where: a channel
 * @text: (nullable): more about it
 *
 * Records an event of a channel.
 */
void
soq_server_tell_in (SoqServer   *self,
                    SoqEventType type,
                    SoqPeer     *peer,
                    const char  *target,
                    const char  *text)
{
  SoqEvent *event = soq_event_new (type, peer, text);

  soq_event_set_target (event, target);
  soq_server_emit (self, event);
}

/**
 * soq_server_notice:
 * @self: a server
 * @peer: whom to tell
 * @format: what, as of printf ()
 * @...: its arguments
 *
 * Tells one peer something that nobody said.
 */
void
soq_server_notice (SoqServer  *self,
                   SoqPeer    *peer,
                   const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  soq_irc_notice (soq_peer_get_user (peer), "%s", text);
}

SoqTimers *
soq_server_get_timers (SoqServer *self)
{
  return soq_reactor_get_timers (self->reactor);
}

static void
close_sockets (SoqServer *self)
{
  soq_listener_close (self->listener);
  soq_listener_close (self->secure);
  for (guint i = 0; i < self->datagrams->len; i++)
    soq_datagram_close (g_ptr_array_index (self->datagrams, i));
  g_ptr_array_set_size (self->datagrams, 0);
}

/**
 * soq_server_become_empty:
 * @self: a server
 *
 * Does what follows from the last peer having left.
 */
void
soq_server_become_empty (SoqServer *self)
{
  if (self->state == SOQ_SERVER_STATE_STOPPING)
    {
      close_sockets (self);
      soq_server_close_history (self);
      soq_server_tell (self, SOQ_EVENT_STOPPED, NULL, NULL);
      set_state (self, SOQ_SERVER_STATE_STOPPED);
    }
  else if (self->config->stop_when_empty && self->had_peers)
    {
      soq_server_stop (self, "the last client left");
    }
}

/* Nobody knows yet how it speaks; this is a line of IRC that people can read. */
static void
turn_away (SoqServer  *self,
           GSocket    *socket,
           const char *refusal)
{
  g_autofree char *line = g_strdup_printf ("ERROR :%s\r\n", refusal);

  g_socket_set_blocking (socket, FALSE);
  if (soq_server_get_mode (self) == SOQ_REPLY_MODE_CHAT)
    g_socket_send (socket, line, strlen (line), NULL, NULL);
  g_socket_close (socket, NULL);
}

static void
take_in (SoqServer *self,
         GSocket   *socket,
         gboolean   must_be_secure)
{
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (SoqLink)        link = NULL;
  g_autoptr (SoqPeer)        peer = NULL;
  g_autofree char           *refusal = NULL;

  /* It reset the connection before we looked. */
  if (remote == NULL)
    return;

  refusal = soq_server_refuse (self, remote);
  if (refusal != NULL)
    {
      turn_away (self, socket, refusal);
      return;
    }

  link = soq_link_new (self->reactor, socket);
  soq_link_set_receive_size (link, self->config->receive_size);
  soq_link_set_send_limit (link, self->config->send_queue);
  if (self->certificate != NULL)
    {
      soq_link_accept_tls (link, self->certificate, must_be_secure);
      soq_link_await_tls (link, SOQ_TIME_TLS_HELLO);
    }
  peer = soq_peer_new_stream (++self->last_id, self->reactor, link);
  soq_server_add_peer (self, peer);
  soq_session_attach (self, peer, self->reactor);
}

static void
incoming_cb (SoqServer *self,
             GSocket   *socket)
{
  take_in (self, socket, FALSE);
}

static void
secure_incoming_cb (SoqServer *self,
                    GSocket   *socket)
{
  take_in (self, socket, TRUE);
}

static void
resting_cb (SoqServer *self)
{
  if (soq_listener_get_resting (self->listener))
    soq_server_tell (self, SOQ_EVENT_WARNING, NULL,
                     "No file descriptors are left: new connections wait until some are free");

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTING]);
}

static void
tell_listening (SoqServer   *self,
                SoqListener *listener,
                const char  *language)
{
  GPtrArray *locals = soq_listener_get_local_addresses (listener);

  for (guint i = 0; i < locals->len; i++)
    {
      GSocketAddress  *local = g_ptr_array_index (locals, i);
      g_autofree char *host = soq_socket_address_dup_host (local);
      guint16          port = soq_socket_address_get_port (local);
      g_autofree char *text = g_strdup_printf ("Listening on %s port %u%s", host, port,
                                               language);

      soq_server_emit (self, soq_event_new_at (SOQ_EVENT_LISTENING, host, port, text));
    }
}

static void
soq_server_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SoqServer *self = SOQ_SERVER (object);

  switch ((SoqServerProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_RESTING:
      g_value_set_boolean (value, soq_listener_get_resting (self->listener));
      break;

    case PROP_MODE:
      g_value_set_enum (value, (int) soq_server_get_mode (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_server_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SoqServer *self = SOQ_SERVER (object);

  switch ((SoqServerProperty) prop_id)
    {
    case PROP_MODE:
      soq_server_set_mode (self, (SoqReplyMode) g_value_get_enum (value));
      break;

    case PROP_STATE:
    case PROP_RESTING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* A window may hold on to a peer; nothing of it may call us any more. */
static void
abandon_peers (SoqServer *self)
{
  g_autoptr (GPtrArray) peers = soq_server_copy_peers (self);

  self->lobby = NULL;
  g_hash_table_remove_all (self->channels);
  g_list_store_remove_all (self->peers);
  for (guint i = 0; i < peers->len; i++)
    {
      SoqPeer *peer = g_ptr_array_index (peers, i);

      if (soq_peer_get_link (peer) != NULL)
        g_object_run_dispose (G_OBJECT (soq_peer_get_link (peer)));
      soq_peer_set_session (peer, NULL, NULL);
      soq_timers_unset (soq_server_get_timers (self), &soq_peer_get_user (peer)->patience);
    }
}

static void
soq_server_dispose (GObject *object)
{
  SoqServer *self = SOQ_SERVER (object);

  if (self->listener != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->listener, self);
      g_signal_handlers_disconnect_by_data (self->secure, self);
      close_sockets (self);
    }
  abandon_peers (self);
  soq_server_close_history (self);
  g_clear_object (&self->listener);
  g_clear_object (&self->secure);

  G_OBJECT_CLASS (soq_server_parent_class)->dispose (object);
}

static void
soq_server_finalize (GObject *object)
{
  SoqServer *self = SOQ_SERVER (object);

  g_clear_pointer (&self->channels, g_hash_table_unref);
  g_clear_pointer (&self->board, soq_channel_board_free);
  g_clear_pointer (&self->watchers, g_hash_table_unref);
  soq_whowas_clear (&self->whowas);
  g_free (self->irc_name);
  g_free (self->id_prefix);
  g_clear_pointer (&self->datagrams, g_ptr_array_unref);
  g_clear_pointer (&self->trace, soq_trace_unref);
  g_clear_pointer (&self->nicks, g_hash_table_unref);
  g_clear_pointer (&self->addresses, g_hash_table_unref);
  g_clear_pointer (&self->datagram_peers, g_hash_table_unref);
  g_clear_object (&self->peers);
  g_clear_object (&self->events);
  g_clear_object (&self->bans);
  g_clear_object (&self->accounts);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->config, soq_server_config_free);
  g_clear_pointer (&self->reactor, soq_reactor_unref);

  G_OBJECT_CLASS (soq_server_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * SoqServer:state:
   *
   * Whether it runs.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       SOQ_TYPE_SERVER_STATE, SOQ_SERVER_STATE_STOPPED,
                       (G_PARAM_READABLE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  /**
   * SoqServer:resting:
   *
   * Whether new connections wait because no descriptors are left.
   */
  properties[PROP_RESTING] =
    g_param_spec_boolean ("resting", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  /**
   * SoqServer:mode:
   *
   * What plain-text and UDP peers get for what they say. It can change while
   * the server runs.
   */
  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL,
                       SOQ_TYPE_REPLY_MODE, SOQ_REPLY_MODE_CHAT,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_server_class_init (SoqServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_server_dispose;
  object_class->finalize = soq_server_finalize;
  object_class->get_property = soq_server_get_property;
  object_class->set_property = soq_server_set_property;

  install_properties (object_class);

  /**
   * SoqServer::event:
   * @self: the server
   * @event: what happened
   *
   * Something happened. It is told at once, while the list of events tells of
   * several together. The handler may stop the server.
   */
  signals[SIGNAL_EVENT] =
    g_signal_new ("event",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SOQ_TYPE_EVENT);
}

static void
soq_server_init (SoqServer *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->config = soq_server_config_new ();
  self->reactor = soq_reactor_new (context);
  self->listener = soq_listener_new ();
  self->secure = soq_listener_new ();
  self->datagrams = g_ptr_array_new_with_free_func (g_object_unref);
  self->peers = g_list_store_new (SOQ_TYPE_PEER);
  self->events = soq_ring_list_new (SOQ_TYPE_EVENT, SOQ_LIMIT_EVENTS);
  self->bans = soq_bans_new ();
  self->accounts = soq_accounts_new ();
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal,
                                          NULL, (GDestroyNotify) soq_channel_free);
  self->lobby = soq_server_open_channel (self, SOQ_LOBBY);
  self->lobby->permanent = TRUE;
  self->watchers = g_hash_table_new_full (g_str_hash, g_str_equal,
                                          g_free, (GDestroyNotify) g_hash_table_unref);
  g_queue_init (&self->whowas);
  soq_server_name_run (self);
  self->nicks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->datagram_peers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_signal_connect_object (self->listener, "incoming",
                           G_CALLBACK (incoming_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->secure, "incoming",
                           G_CALLBACK (secure_incoming_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->listener, "notify::resting",
                           G_CALLBACK (resting_cb), self, G_CONNECT_SWAPPED);
}

SoqServer *
soq_server_new (void)
{
  return g_object_new (SOQ_TYPE_SERVER, NULL);
}

/**
 * soq_server_set_trace:
 * @self: a stopped server
 * @trace: (nullable): where the calls of its sockets are written from its next
 *   start on
 */
void
soq_server_set_trace (SoqServer *self,
                      SoqTrace  *trace)
{
  g_return_if_fail (SOQ_IS_SERVER (self));
  g_return_if_fail (self->state == SOQ_SERVER_STATE_STOPPED);

  g_clear_pointer (&self->trace, soq_trace_unref);
  self->trace = trace != NULL ? soq_trace_ref (trace) : NULL;
  soq_listener_set_trace (self->listener, trace);
  soq_listener_set_trace (self->secure, trace);
}

/**
 * soq_server_start:
 * @self: a stopped server
 * @config: how it shall run; copied
 * @error: return location for an error of listening, as of
 *   soq_listener_listen (), or of reading the bans
 *
 * Returns: whether it runs
 */
gboolean
soq_server_start (SoqServer             *self,
                  const SoqServerConfig *config,
                  GError               **error)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (config != NULL, FALSE);
  g_return_val_if_fail (self->state == SOQ_SERVER_STATE_STOPPED, FALSE);

  soq_server_config_free (self->config);
  self->config = soq_server_config_copy (config);
  self->had_peers = FALSE;
  soq_server_name_run (self);

  g_clear_object (&self->certificate);
  if (!soq_server_load_data (self, error) ||
      !soq_server_load_certificate (self, config, &self->certificate, error) ||
      !soq_listener_listen (self->listener, (const char *const *) config->addresses,
                            (guint16) config->port, (int) config->backlog, error))
    return FALSE;

  if (!soq_server_listen_secure (self, error) ||
      (config->udp && !soq_datagram_session_open (self, error)))
    {
      close_sockets (self);
      return FALSE;
    }

  soq_server_open_history (self);
  tell_listening (self, self->listener, "");
  tell_listening (self, self->secure, " (TLS)");
  set_state (self, SOQ_SERVER_STATE_RUNNING);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);

  return TRUE;
}

/**
 * soq_server_copy_peers:
 * @self: a server
 *
 * Returns: (transfer full): its peers; it stays as it is while they leave
 */
GPtrArray *
soq_server_copy_peers (SoqServer *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->peers)); i++)
    g_ptr_array_add (copy, g_list_model_get_item (G_LIST_MODEL (self->peers), i));

  return copy;
}

/**
 * soq_server_send_away:
 * @self: a server
 * @peer: who shall go
 * @text: what to tell it
 * @reason: what to tell the others
 */
void
soq_server_send_away (SoqServer  *self,
                      SoqPeer    *peer,
                      const char *text,
                      const char *reason)
{
  SoqUser *user = soq_peer_get_user (peer);

  if (soq_user_is_irc (user))
    {
      soq_irc_session_refuse (user, text);
      return;
    }

  /* Who gets its own bytes back expects no others. */
  if (soq_server_get_mode (self) == SOQ_REPLY_MODE_CHAT)
    soq_server_notice (self, peer, "%s", text);

  if (soq_peer_get_link (peer) == NULL)
    {
      soq_server_remove_peer (self, peer, reason);
      return;
    }

  soq_peer_set_reason (peer, reason);
  soq_server_quit_user (self, user, reason);
  soq_peer_finish (peer, reason);
}

/**
 * soq_server_stop:
 * @self: a server
 * @reason: (nullable): why, for the record and the peers
 *
 * Stops listening, tells everybody and closes the connections once they got
 * it. [property@SoqServer:state] tells when that is done.
 */
void
soq_server_stop (SoqServer  *self,
                 const char *reason)
{
  g_autoptr (GPtrArray) peers = NULL;
  g_autoptr (SoqServer) guard = NULL;
  g_autofree char      *text = NULL;

  g_return_if_fail (SOQ_IS_SERVER (self));

  if (self->state != SOQ_SERVER_STATE_RUNNING)
    return;

  guard = g_object_ref (self);
  text = reason != NULL
           ? g_strdup_printf ("The server is stopping: %s", reason)
           : g_strdup ("The server is stopping.");
  set_state (self, SOQ_SERVER_STATE_STOPPING);
  soq_server_tell (self, SOQ_EVENT_NOTICE, NULL, text);
  soq_listener_close (self->listener);
  soq_listener_close (self->secure);

  peers = soq_server_copy_peers (self);
  for (guint i = 0; i < peers->len; i++)
    soq_server_send_away (self, g_ptr_array_index (peers, i), text, "the server stopped");

  if (peers->len == 0)
    soq_server_become_empty (self);
}

SoqServerState
soq_server_get_state (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), SOQ_SERVER_STATE_STOPPED);

  return self->state;
}

/**
 * soq_server_get_port:
 * @self: a server
 *
 * Returns: the port that it listens on, 0 if it does not
 */
guint16
soq_server_get_port (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), 0);

  return soq_listener_get_port (self->listener);
}

/**
 * soq_server_dup_reachable_addresses:
 * @self: a server
 *
 * Returns: (transfer full) (element-type utf8): the IP addresses under which
 *   others reach it; empty while it does not listen
 */
GPtrArray *
soq_server_dup_reachable_addresses (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return soq_reachable_addresses (soq_listener_get_local_addresses (self->listener));
}

/**
 * soq_server_get_peers:
 * @self: a server
 *
 * Returns: (transfer none): who is connected, as a list of SoqPeer
 */
GListModel *
soq_server_get_peers (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return G_LIST_MODEL (self->peers);
}

/**
 * soq_server_get_events:
 * @self: a server
 *
 * Returns: (transfer none): the newest events, as a list of SoqEvent that
 *   changes at most once in 16 ms
 */
GListModel *
soq_server_get_events (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return G_LIST_MODEL (self->events);
}

/**
 * soq_server_get_message_count:
 * @self: a server
 *
 * Returns: how many messages came since the server was made
 */
guint64
soq_server_get_message_count (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), 0);

  return self->message_count;
}

SoqReplyMode
soq_server_get_mode (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), SOQ_REPLY_MODE_CHAT);

  return (SoqReplyMode) self->config->mode;
}

static void
follow_mode (SoqServer *self,
             SoqPeer   *peer)
{
  SoqLink *link = soq_peer_get_link (peer);

  /* It waited for an answer by hand, which nobody gives any more. */
  if (link != NULL && soq_link_has_ended (link))
    soq_peer_finish (peer, SOQ_REASON_CLOSED);
  else if (soq_peer_get_kind (peer) == SOQ_PEER_KIND_IRC)
    return;
  else if (soq_server_get_mode (self) != SOQ_REPLY_MODE_CHAT)
    soq_server_leave_lobby (self, peer, FALSE);
  else if (soq_peer_get_kind (peer) == SOQ_PEER_KIND_PLAIN)
    soq_server_enter_lobby (self, peer);
}

/**
 * soq_server_set_mode:
 * @self: a server
 * @mode: what peers get for what they say from now on
 */
void
soq_server_set_mode (SoqServer   *self,
                     SoqReplyMode mode)
{
  g_autoptr (GPtrArray) peers = NULL;

  g_return_if_fail (SOQ_IS_SERVER (self));

  if (soq_server_get_mode (self) == mode)
    return;

  self->config->mode = mode;
  peers = soq_server_copy_peers (self);
  for (guint i = 0; i < peers->len && self->state == SOQ_SERVER_STATE_RUNNING; i++)
    follow_mode (self, g_ptr_array_index (peers, i));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}
