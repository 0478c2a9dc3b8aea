/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-listener.h"

#include "soq-address.h"
#include "soq-bind.h"
#include "soq-calls.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-platform.h"

/* With port 0 the IPv4 socket gets a port that IPv6 may have given away. */
#define PORT_TRIES 16

/* Where the object that a service returns with a connection has the socket that
 * accepted it. It is not that socket itself: GIO has the socket hold the object,
 * and a socket that holds itself is never freed.
 */
#define SOCKET_KEY "soq-listener-socket"

/**
 * SoqListener:
 *
 * The listening sockets of a server, on a #GSocketService.
 *
 * GSocketService asks accept () again at once when it failed, so without
 * descriptors it would turn for ever and fill the log. The listener therefore
 * counts the free descriptors and rests, 100 ms and then twice as long up to
 * 5 s, before the last ones are gone. Meanwhile new connections wait in the
 * kernel's backlog.
 */
struct _SoqListener
{
  GObject parent_instance;

  GMainContext   *context; /* (owned): of the thread that made the listener */
  GSocketService *service; /* (owned) (nullable) unless listening */
  SoqTrace       *trace;   /* (owned) (nullable): where to write what is called */
  GPtrArray      *sockets; /* (owned) of GSocket: what the service has */
  GPtrArray      *locals;  /* (owned) of GSocketAddress: where it listens */
  guint           credit;  /* accepts until the descriptors are counted again */
  guint           rest_ms; /* how long the next rest takes */
  GSource        *resting; /* (owned) (nullable): the timer while it rests */
};

G_DEFINE_FINAL_TYPE (SoqListener, soq_listener, G_TYPE_OBJECT)

typedef enum
{
  PROP_RESTING = 1,
} SoqListenerProperty;

static GParamSpec *properties[PROP_RESTING + 1];

enum
{
  SIGNAL_INCOMING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
count_credit (SoqListener *self)
{
  guint free = soq_platform_count_free_descriptors ();

  /* Half, as others in this process open files meanwhile. */
  self->credit = free > SOQ_LIMIT_DESCRIPTOR_RESERVE
                   ? (free - SOQ_LIMIT_DESCRIPTOR_RESERVE + 1) / 2
                   : 0;

  return self->credit > 0;
}

static gboolean rest_over_cb (gpointer user_data);

static void
stop_resting (SoqListener *self)
{
  if (self->resting == NULL)
    return;

  g_source_destroy (self->resting);
  g_clear_pointer (&self->resting, g_source_unref);
}

static void
rest (SoqListener *self)
{
  gboolean first = self->resting == NULL;

  stop_resting (self);
  self->resting = g_timeout_source_new (self->rest_ms);
  g_source_set_static_name (self->resting, "[soquete] listener rests");
  g_source_set_callback (self->resting, rest_over_cb, self, NULL);
  g_source_attach (self->resting, self->context);
  self->rest_ms = MIN (self->rest_ms * 2, SOQ_TIME_ACCEPT_REST_MAX / 1000);
  g_socket_service_stop (self->service);
  if (first)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTING]);
}

static gboolean
rest_over_cb (gpointer user_data)
{
  SoqListener *self = SOQ_LISTENER (user_data);

  if (!count_credit (self))
    {
      rest (self);
      return G_SOURCE_REMOVE;
    }

  stop_resting (self);
  self->rest_ms = SOQ_TIME_ACCEPT_REST / 1000;
  g_socket_service_start (self->service);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTING]);

  return G_SOURCE_REMOVE;
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source_object,
             gpointer           user_data)
{
  g_autoptr (SoqListener) self = g_object_ref (SOQ_LISTENER (user_data));
  GSocket                *socket = g_socket_connection_get_socket (connection);

  soq_call_accepted (g_object_get_data (source_object, SOCKET_KEY), socket);
  g_signal_emit (self, signals[SIGNAL_INCOMING], 0, socket);

  if (self->service == NULL || self->resting != NULL)
    return TRUE;

  if (self->credit > 0)
    self->credit--;
  if (self->credit == 0 && !count_credit (self))
    rest (self);

  return TRUE;
}

static gboolean
add_socket (SoqListener    *self,
            GSocketAddress *address,
            int             backlog,
            GError        **error)
{
  g_autoptr (GSocket)        socket = soq_bind (address, G_SOCKET_TYPE_STREAM, self->trace, error);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GObject)        source = g_object_new (G_TYPE_OBJECT, NULL);

  if (socket == NULL)
    return FALSE;

  g_object_set_data (source, SOCKET_KEY, socket);
  if (!soq_call_listen (socket, backlog, error))
    {
      g_prefix_error (error, "Cannot listen: ");
      return FALSE;
    }

  local = soq_call_getsockname (socket, error);
  if (local == NULL ||
      !g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, source, error))
    return FALSE;

  g_ptr_array_add (self->sockets, g_steal_pointer (&socket));
  g_ptr_array_add (self->locals, g_steal_pointer (&local));

  return TRUE;
}

static gboolean
add_named (SoqListener *self,
           const char  *address,
           guint16      port,
           int          backlog,
           GError     **error)
{
  g_autoptr (GSocketAddress) parsed = g_inet_socket_address_new_from_string (address, port);

  if (parsed == NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST,
                   "“%s” is not an IP address: a server listens on addresses like 0.0.0.0, 192.0.2.1 or ::1",
                   address);
      return FALSE;
    }

  return add_socket (self, parsed, backlog, error);
}

static gboolean
add_each (SoqListener       *self,
          const char *const *addresses,
          guint16            port,
          int                backlog,
          GError           **error)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      if (!add_named (self, addresses[i], port, backlog, error))
        return FALSE;

      /* Port 0: the rest takes what the first one got. */
      port = soq_listener_get_port (self);
    }

  return TRUE;
}

static gboolean
add_everywhere (SoqListener *self,
                guint16      port,
                int          backlog,
                GError     **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!add_named (self, "0.0.0.0", port, backlog, error))
    return FALSE;

  if (add_named (self, "::", soq_listener_get_port (self), backlog, &local_error))
    return TRUE;

  /* Many systems run without IPv6; only its port being taken is a failure. */
  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
open_service (SoqListener *self)
{
  /* Not active yet: a service that gets another socket while it accepts throws
   * away whom it is just accepting.
   */
  self->service = g_object_new (G_TYPE_SOCKET_SERVICE, "active", FALSE, NULL);
  self->rest_ms = SOQ_TIME_ACCEPT_REST / 1000;
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self,
                           G_CONNECT_DEFAULT);
}

static void
soq_listener_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SoqListener *self = SOQ_LISTENER (object);

  switch ((SoqListenerProperty) prop_id)
    {
    case PROP_RESTING:
      g_value_set_boolean (value, soq_listener_get_resting (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_listener_dispose (GObject *object)
{
  SoqListener *self = SOQ_LISTENER (object);

  soq_listener_close (self);

  G_OBJECT_CLASS (soq_listener_parent_class)->dispose (object);
}

static void
soq_listener_finalize (GObject *object)
{
  SoqListener *self = SOQ_LISTENER (object);

  g_clear_pointer (&self->locals, g_ptr_array_unref);
  g_clear_pointer (&self->sockets, g_ptr_array_unref);
  g_clear_pointer (&self->trace, soq_trace_unref);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (soq_listener_parent_class)->finalize (object);
}

static void
soq_listener_class_init (SoqListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_listener_dispose;
  object_class->finalize = soq_listener_finalize;
  object_class->get_property = soq_listener_get_property;

  /**
   * SoqListener:resting:
   *
   * Whether new connections wait because no descriptors are free.
   */
  properties[PROP_RESTING] =
    g_param_spec_boolean ("resting", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * SoqListener::incoming:
   * @self: the listener
   * @socket: the accepted socket; take a reference to keep it
   *
   * Somebody connected. The handler may close the listener.
   */
  signals[SIGNAL_INCOMING] =
    g_signal_new ("incoming",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_SOCKET);
}

static void
soq_listener_init (SoqListener *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->locals = g_ptr_array_new_with_free_func (g_object_unref);
}

SoqListener *
soq_listener_new (void)
{
  return g_object_new (SOQ_TYPE_LISTENER, NULL);
}

/**
 * soq_listener_set_trace:
 * @self: a listener that is closed
 * @trace: (nullable): where to write what is called, also on what it accepts
 */
void
soq_listener_set_trace (SoqListener *self,
                        SoqTrace    *trace)
{
  g_return_if_fail (SOQ_IS_LISTENER (self));
  g_return_if_fail (self->service == NULL);

  g_clear_pointer (&self->trace, soq_trace_unref);
  self->trace = trace != NULL ? soq_trace_ref (trace) : NULL;
}

/**
 * soq_listener_listen:
 * @self: a listener that is closed
 * @addresses: (array zero-terminated=1) (nullable): IP addresses, or %NULL for
 *   every address of IPv4 and of IPv6
 * @port: the port, 0 for any
 * @backlog: how many connections the kernel may hold for us, at least 1
 * @error: return location for an error: a [enum@SoqError], or a #GIOErrorEnum
 *   such as %G_IO_ERROR_ADDRESS_IN_USE or %G_IO_ERROR_PERMISSION_DENIED
 *
 * Begins to listen, on all of the addresses or on none.
 *
 * Returns: whether it listens
 */
gboolean
soq_listener_listen (SoqListener       *self,
                     const char *const *addresses,
                     guint16            port,
                     int                backlog,
                     GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (SOQ_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (self->service == NULL, FALSE);
  g_return_val_if_fail (backlog > 0, FALSE);

  for (guint try = 0; try < PORT_TRIES; try++)
    {
      gboolean ok;

      g_clear_error (&local_error);
      open_service (self);
      ok = addresses != NULL && addresses[0] != NULL
             ? add_each (self, addresses, port, backlog, &local_error)
             : add_everywhere (self, port, backlog, &local_error);
      if (ok)
        {
          if (count_credit (self))
            g_socket_service_start (self->service);
          else
            rest (self);
          return TRUE;
        }

      soq_listener_close (self);
      if (port != 0 || !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        break;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * soq_listener_close:
 * @self: a listener
 *
 * Stops listening. Connections that were accepted stay.
 */
void
soq_listener_close (SoqListener *self)
{
  g_return_if_fail (SOQ_IS_LISTENER (self));

  if (self->service == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  for (guint i = 0; i < self->sockets->len; i++)
    soq_call_close (g_ptr_array_index (self->sockets, i));
  g_ptr_array_set_size (self->sockets, 0);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_ptr_array_set_size (self->locals, 0);

  if (self->resting != NULL)
    {
      stop_resting (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTING]);
    }
}

/**
 * soq_listener_get_local_addresses:
 * @self: a listener
 *
 * Returns: (transfer none) (element-type Gio.SocketAddress): where it listens;
 *   empty while it does not
 */
GPtrArray *
soq_listener_get_local_addresses (SoqListener *self)
{
  g_return_val_if_fail (SOQ_IS_LISTENER (self), NULL);

  return self->locals;
}

/**
 * soq_listener_get_port:
 * @self: a listener
 *
 * Returns: the port that it listens on, 0 if it does not
 */
guint16
soq_listener_get_port (SoqListener *self)
{
  g_return_val_if_fail (SOQ_IS_LISTENER (self), 0);

  if (self->locals->len == 0)
    return 0;

  return soq_socket_address_get_port (g_ptr_array_index (self->locals, 0));
}

gboolean
soq_listener_get_resting (SoqListener *self)
{
  g_return_val_if_fail (SOQ_IS_LISTENER (self), FALSE);

  return self->resting != NULL;
}

static void
add_host (GPtrArray    *hosts,
          GInetAddress *address)
{
  g_autofree char *host = g_inet_address_to_string (address);

  if (!g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL))
    g_ptr_array_add (hosts, g_steal_pointer (&host));
}

static void
add_interfaces (GPtrArray    *hosts,
                GSocketFamily family,
                gboolean      loopback)
{
  g_autoptr (GPtrArray) ours = soq_platform_list_addresses ();

  for (guint i = 0; i < ours->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (ours, i);

      if (g_inet_address_get_family (address) == family &&
          !g_inet_address_get_is_link_local (address) &&
          g_inet_address_get_is_loopback (address) == loopback)
        add_host (hosts, address);
    }
}

/**
 * soq_reachable_addresses:
 * @local_addresses: (element-type Gio.SocketAddress): where something listens
 *
 * Tells under which addresses others reach it: an unspecified address means
 * each one of this computer, those that only this computer can reach last.
 *
 * Returns: (transfer full) (element-type utf8): IP addresses
 */
GPtrArray *
soq_reachable_addresses (GPtrArray *local_addresses)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (local_addresses != NULL, hosts);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < local_addresses->len; i++)
      {
        g_autoptr (GInetAddress) inet =
          soq_socket_address_dup_inet (g_ptr_array_index (local_addresses, i));

        if (inet == NULL)
          continue;

        if (g_inet_address_get_is_any (inet))
          add_interfaces (hosts, g_inet_address_get_family (inet), pass == 1);
        else if (g_inet_address_get_is_loopback (inet) == (pass == 1))
          add_host (hosts, inet);
      }

  return hosts;
}
