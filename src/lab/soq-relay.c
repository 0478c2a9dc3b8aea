/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-relay.h"

#include "soq-calls.h"
#include "soq-connect-tap.h"
#include "soq-error.h"
#include "soq-irc-secrets.h"
#include "soq-listener.h"
#include "soq-relay-flow.h"
#include "soq-relay-stream.h"

#include <glib/gi18n.h>

#define MOST_STREAMS 64
#define BACKLOG      16

/**
 * SoqRelay:
 *
 * Stands between two programs that somebody wants to watch: clients connect to
 * it, it connects to their server, and hands on what each says. Both sides are
 * in one trace. Its knobs make of a good network a bad one.
 *
 * It lives on the main context of whoever made it.
 */
struct _SoqRelay
{
  GObject parent_instance;

  SoqTrace      *trace;       /* (owned): a new one for each start, unless one was set */
  gboolean       has_trace;   /* one was set */
  SoqReactor    *reactor;     /* (owned) */
  SoqAddress    *server;      /* (owned) (nullable) while it does not run */
  SoqListener   *listener;    /* (owned) (nullable): of TCP */
  GPtrArray     *streams;     /* (owned) of SoqRelayStream: of TCP */
  SoqRelayFlows *flows;       /* (owned) (nullable): of UDP */
  GCancellable  *cancellable; /* (owned) (nullable): what begins on the way to the server */
  SoqRelayKnobs  knobs;
  SoqRelayCounts counts;
  guint16        port;
};

G_DEFINE_FINAL_TYPE (SoqRelay, soq_relay, G_TYPE_OBJECT)

/* A connection that is being made. The stream may be over before it is. */
typedef struct
{
  SoqRelay       *relay;  /* (owned) */
  SoqRelayStream *stream; /* (borrowed) */
} Attempt;

static gpointer
begin_mask (void)
{
  return soq_irc_secrets_new ();
}

static void
mask_bytes (gpointer state,
            guint8  *bytes,
            gsize    length)
{
  soq_irc_secrets_mask (state, bytes, length);
}

static void
end_mask (gpointer state)
{
  soq_irc_secrets_free (state);
}

/* What is watched may be a chat. */
static const SoqTraceMask mask = { begin_mask, mask_bytes, end_mask };

static SoqTrace *
new_trace (void)
{
  g_autoptr (SoqTrace) whole = soq_trace_new (&mask);

  return soq_trace_new_part (whole, N_("Relay"), NULL);
}

static void
stream_ended_cb (SoqRelayStream *stream,
                 gpointer        user_data)
{
  SoqRelay *self = user_data;

  self->counts.open--;
  g_ptr_array_remove (self->streams, stream);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Attempt                      *attempt = user_data;
  g_autoptr (SoqRelay)          self = attempt->relay;
  SoqRelayStream               *stream = attempt->stream;
  g_autoptr (GError)            error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  g_free (attempt);
  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  soq_connect_tap_finish (G_SOCKET_CLIENT (object), connection, error);

  if (!g_ptr_array_find (self->streams, stream, NULL))
    return;

  if (connection == NULL)
    {
      self->counts.failed++;
      soq_relay_stream_reset (stream);
      return;
    }

  soq_relay_stream_connected (stream, g_socket_connection_get_socket (connection));
}

static void
incoming_cb (SoqListener *listener,
             GSocket     *socket,
             SoqRelay    *self)
{
  g_autoptr (GSocketClient)      client = NULL;
  g_autoptr (GSocketConnectable) address = NULL;
  g_autofree char               *name = NULL;
  SoqRelayStream                *stream;
  Attempt                       *attempt;

  if (self->streams->len >= MOST_STREAMS)
    {
      soq_call_close (socket);
      return;
    }

  self->counts.clients++;
  self->counts.open++;
  name = g_strdup_printf ("client %u", self->counts.clients);
  soq_tap_set_name (soq_tap_of (socket), name);
  stream = soq_relay_stream_new (self->reactor, socket, &self->knobs, &self->counts,
                                 stream_ended_cb, self);
  g_ptr_array_add (self->streams, stream);

  attempt = g_new (Attempt, 1);
  attempt->relay = g_object_ref (self);
  attempt->stream = stream;
  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  address = g_network_address_new (self->server->host, self->server->port);
  soq_connect_tap_attach (client, self->server->host, self->trace);
  g_socket_client_connect_async (client, address, self->cancellable, connected_cb, attempt);
}

static gboolean
start_streams (SoqRelay   *self,
               const char *address,
               guint16     port,
               GError    **error)
{
  const char *const       addresses[] = { address, NULL };
  g_autoptr (SoqListener) listener = soq_listener_new ();

  soq_listener_set_trace (listener, self->trace);
  if (!soq_listener_listen (listener, addresses, port, BACKLOG, error))
    return FALSE;

  self->port = soq_listener_get_port (listener);
  self->listener = g_steal_pointer (&listener);
  g_signal_connect_object (self->listener, "incoming", G_CALLBACK (incoming_cb), self,
                           G_CONNECT_DEFAULT);

  return TRUE;
}

static void
resolved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SoqRelay)       self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  address = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (object), result,
                                                     &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->flows == NULL)
    return;

  if (address != NULL)
    soq_relay_flows_set_server (self->flows, address);
  else
    self->counts.failed++;
}

static gboolean
start_flows (SoqRelay   *self,
             const char *address,
             guint16     port,
             GError    **error)
{
  g_autoptr (GSocketAddress)           local = NULL;
  g_autoptr (GSocketConnectable)       server = NULL;
  g_autoptr (GSocketAddressEnumerator) enumerator = NULL;
  g_autoptr (GSocketAddress)           known = NULL;

  local = g_inet_socket_address_new_from_string (address, port);
  self->flows = soq_relay_flows_new (self->reactor, local, self->trace, &self->knobs,
                                     &self->counts, error);
  if (self->flows == NULL)
    return FALSE;

  self->port = soq_relay_flows_get_port (self->flows);
  known = g_inet_socket_address_new_from_string (self->server->host, self->server->port);
  if (known != NULL)
    {
      soq_relay_flows_set_server (self->flows, known);
      return TRUE;
    }

  server = g_network_address_new (self->server->host, self->server->port);
  enumerator = g_socket_connectable_enumerate (server);
  g_socket_address_enumerator_next_async (enumerator, self->cancellable, resolved_cb,
                                          g_object_ref (self));

  return TRUE;
}

static void
soq_relay_dispose (GObject *object)
{
  soq_relay_stop (SOQ_RELAY (object));

  G_OBJECT_CLASS (soq_relay_parent_class)->dispose (object);
}

static void
soq_relay_finalize (GObject *object)
{
  SoqRelay *self = SOQ_RELAY (object);

  g_ptr_array_unref (self->streams);
  soq_trace_unref (self->trace);
  soq_reactor_unref (self->reactor);

  G_OBJECT_CLASS (soq_relay_parent_class)->finalize (object);
}

static void
soq_relay_class_init (SoqRelayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_relay_dispose;
  object_class->finalize = soq_relay_finalize;
}

static void
soq_relay_init (SoqRelay *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->trace = new_trace ();
  self->reactor = soq_reactor_new (context);
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_relay_stream_free);
}

SoqRelay *
soq_relay_new (void)
{
  return g_object_new (SOQ_TYPE_RELAY, NULL);
}

/**
 * soq_relay_start:
 * @self: a relay that does not run
 * @address: the IP address to listen on
 * @port: the port, or 0 for any
 * @server: whom to hand on to, and over what
 * @error: return location for an error
 *
 * Returns: whether it listens
 */
gboolean
soq_relay_start (SoqRelay         *self,
                 const char       *address,
                 guint16           port,
                 const SoqAddress *server,
                 GError          **error)
{
  gboolean ok;

  g_return_val_if_fail (SOQ_IS_RELAY (self), FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);
  g_return_val_if_fail (server != NULL, FALSE);

  if (!self->has_trace)
    {
      soq_trace_unref (self->trace);
      self->trace = new_trace ();
    }
  self->counts = (SoqRelayCounts){ 0 };
  self->server = soq_address_copy (server);
  self->cancellable = g_cancellable_new ();
  if (server->transport == SOQ_TRANSPORT_UDP)
    ok = start_flows (self, address, port, error);
  else
    ok = start_streams (self, address, port, error);
  if (!ok)
    soq_relay_stop (self);

  return ok;
}

/**
 * soq_relay_stop:
 * @self: a relay; nothing happens if it does not run
 *
 * Closes everything.
 */
void
soq_relay_stop (SoqRelay *self)
{
  g_return_if_fail (SOQ_IS_RELAY (self));

  if (self->server == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->listener != NULL)
    soq_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_ptr_array_set_size (self->streams, 0);
  g_clear_pointer (&self->flows, soq_relay_flows_free);
  g_clear_pointer (&self->server, soq_address_free);
  self->counts.open = 0;
  self->port = 0;
}

gboolean
soq_relay_is_running (SoqRelay *self)
{
  g_return_val_if_fail (SOQ_IS_RELAY (self), FALSE);

  return self->server != NULL;
}

guint16
soq_relay_get_port (SoqRelay *self)
{
  g_return_val_if_fail (SOQ_IS_RELAY (self), 0);

  return self->port;
}

/**
 * soq_relay_set_knobs:
 * @self: a relay, which may be running
 * @knobs: for what comes from now on, and for the pieces and the rate of what
 *   waits already
 */
void
soq_relay_set_knobs (SoqRelay            *self,
                     const SoqRelayKnobs *knobs)
{
  g_return_if_fail (SOQ_IS_RELAY (self));

  self->knobs = *knobs;
  for (guint i = 0; i < self->streams->len; i++)
    soq_relay_stream_knobs_changed (g_ptr_array_index (self->streams, i));
}

/**
 * soq_relay_reset_all:
 * @self: a relay
 *
 * Breaks every connection: both ends get an error. Of datagrams, those that
 * are under way are lost.
 */
void
soq_relay_reset_all (SoqRelay *self)
{
  g_return_if_fail (SOQ_IS_RELAY (self));

  while (self->streams->len > 0)
    soq_relay_stream_reset (g_ptr_array_index (self->streams, 0));
  if (self->flows != NULL)
    soq_relay_flows_reset (self->flows);
}

/**
 * soq_relay_get_trace:
 * @self: a relay
 *
 * Returns: (transfer none): what was called since it was started; each start
 *   begins a new one, unless soq_relay_set_trace () said where
 */
SoqTrace *
soq_relay_get_trace (SoqRelay *self)
{
  g_return_val_if_fail (SOQ_IS_RELAY (self), NULL);

  return self->trace;
}

/**
 * soq_relay_set_trace:
 * @self: a relay that does not run
 * @trace: where to write what it calls, beside what others do
 */
void
soq_relay_set_trace (SoqRelay *self,
                     SoqTrace *trace)
{
  g_return_if_fail (SOQ_IS_RELAY (self));
  g_return_if_fail (self->server == NULL);
  g_return_if_fail (trace != NULL);

  soq_trace_ref (trace);
  soq_trace_unref (self->trace);
  self->trace = trace;
  self->has_trace = TRUE;
}

const SoqRelayCounts *
soq_relay_get_counts (SoqRelay *self)
{
  g_return_val_if_fail (SOQ_IS_RELAY (self), NULL);

  return &self->counts;
}
