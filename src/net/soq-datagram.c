/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-datagram.h"

#include "soq-address.h"
#include "soq-bind.h"
#include "soq-calls.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-tap.h"

/* Datagrams taken in one turn, so that a flood leaves time for the rest. */
#define BURST 64

/**
 * SoqDatagram:
 *
 * One UDP socket, bound to an address of ours or connected to one peer.
 * Nothing is queued: what the kernel does not take is lost, as datagrams are.
 */
struct _SoqDatagram
{
  GObject parent_instance;

  SoqReactor *reactor; /* (owned) */
  GSocket    *socket;  /* (owned) */
  SoqWatch   *watch;   /* (owned) (nullable) before start and once closed */

  const SoqDatagramHandler *handler;   /* (borrowed) (nullable) before start */
  gpointer                  user_data; /* (borrowed) */

  guint8 *buffer; /* (owned): the largest datagram there is */
};

G_DEFINE_FINAL_TYPE (SoqDatagram, soq_datagram, G_TYPE_OBJECT)

#define BUFFER_SIZE 65536

/* Returns whether there may be more. */
static gboolean
receive (SoqDatagram *self)
{
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GError)         error = NULL;
  gssize                     n;

  n = soq_call_recvfrom (self->socket, &from, self->buffer, BUFFER_SIZE, &error);
  if (n >= 0 && from != NULL)
    {
      self->handler->received (self, from, self->buffer, (gsize) n, self->user_data);
      return TRUE;
    }

  /* There is no connection that could be closed: that is how Windows says that
   * nobody listens at the port to which something was sent.
   */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    error->code = G_IO_ERROR_CONNECTION_REFUSED;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) &&
      self->handler->failed != NULL)
    self->handler->failed (self, error, self->user_data);

  return FALSE;
}

static void
ready_cb (GIOCondition ready,
          gpointer     user_data)
{
  g_autoptr (SoqDatagram) self = g_object_ref (SOQ_DATAGRAM (user_data));

  for (guint i = 0; i < BURST && self->watch != NULL; i++)
    if (!receive (self))
      return;
}

static void
soq_datagram_dispose (GObject *object)
{
  SoqDatagram *self = SOQ_DATAGRAM (object);

  soq_datagram_close (self);

  G_OBJECT_CLASS (soq_datagram_parent_class)->dispose (object);
}

static void
soq_datagram_finalize (GObject *object)
{
  SoqDatagram *self = SOQ_DATAGRAM (object);

  g_clear_object (&self->socket);
  g_clear_pointer (&self->reactor, soq_reactor_unref);
  g_free (self->buffer);

  G_OBJECT_CLASS (soq_datagram_parent_class)->finalize (object);
}

static void
soq_datagram_class_init (SoqDatagramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_datagram_dispose;
  object_class->finalize = soq_datagram_finalize;
}

static void
soq_datagram_init (SoqDatagram *self)
{
  self->buffer = g_malloc (BUFFER_SIZE);
}

static SoqDatagram *
new_with_socket (SoqReactor *reactor,
                 GSocket    *socket)
{
  SoqDatagram *self = g_object_new (SOQ_TYPE_DATAGRAM, NULL);

  self->reactor = soq_reactor_ref (reactor);
  self->socket = g_object_ref (socket);

  return self;
}

/**
 * soq_datagram_new_bound:
 * @reactor: what tells when the socket is ready
 * @local: the address to have; its port may be 0
 * @trace: (nullable): where to write what is called
 * @error: return location for an error, as of soq_bind ()
 *
 * Returns: (transfer full): a socket that anybody can send to, or %NULL
 */
SoqDatagram *
soq_datagram_new_bound (SoqReactor     *reactor,
                        GSocketAddress *local,
                        SoqTrace       *trace,
                        GError        **error)
{
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (reactor != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (local), NULL);

  socket = soq_bind (local, G_SOCKET_TYPE_DATAGRAM, trace, error);
  if (socket != NULL)
    soq_call_learn_address (socket);

  return socket != NULL ? new_with_socket (reactor, socket) : NULL;
}

/**
 * soq_datagram_new_connected:
 * @reactor: what tells when the socket is ready
 * @remote: whom to talk with
 * @trace: (nullable): where to write what is called
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full): a socket for datagrams to and from @remote only,
 *   or %NULL
 */
SoqDatagram *
soq_datagram_new_connected (SoqReactor     *reactor,
                            GSocketAddress *remote,
                            SoqTrace       *trace,
                            GError        **error)
{
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (reactor != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (remote), NULL);

  socket = soq_call_socket (g_socket_address_get_family (remote), G_SOCKET_TYPE_DATAGRAM, trace,
                            SOQ_TRACE_ROLE_DATAGRAM_CLIENT, error);
  if (socket == NULL)
    return NULL;

  if (!soq_call_connect (socket, remote, error))
    return NULL;

  soq_call_learn_address (socket);

  return new_with_socket (reactor, socket);
}

/**
 * soq_datagram_start:
 * @self: a socket
 * @handler: what to tell; must outlive the socket
 * @user_data: data for the functions of @handler
 *
 * Begins to receive.
 */
void
soq_datagram_start (SoqDatagram              *self,
                    const SoqDatagramHandler *handler,
                    gpointer                  user_data)
{
  g_return_if_fail (SOQ_IS_DATAGRAM (self));
  g_return_if_fail (handler != NULL && handler->received != NULL);
  g_return_if_fail (self->watch == NULL);

  self->handler = handler;
  self->user_data = user_data;
  self->watch = soq_reactor_watch (self->reactor, self->socket, ready_cb, self);
  soq_watch_set_condition (self->watch, G_IO_IN);
}

/**
 * soq_datagram_send:
 * @self: a socket
 * @to: (nullable): where to; %NULL on a connected socket
 * @data: (array length=length): the datagram
 * @length: how many bytes; it may be 0
 * @error: return location for an error: %SOQ_ERROR_TOO_LONG, or what the
 *   system says
 *
 * Sends one datagram, or loses it.
 *
 * Returns: whether the system took it
 */
gboolean
soq_datagram_send (SoqDatagram    *self,
                   GSocketAddress *to,
                   const guint8   *data,
                   gsize           length,
                   GError        **error)
{
  g_return_val_if_fail (SOQ_IS_DATAGRAM (self), FALSE);
  g_return_val_if_fail (to == NULL || G_IS_SOCKET_ADDRESS (to), FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  if (length > SOQ_LIMIT_DATAGRAM)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG,
                   "%" G_GSIZE_FORMAT " bytes do not fit into a datagram, which holds %d",
                   length, SOQ_LIMIT_DATAGRAM);
      return FALSE;
    }

  return soq_call_sendto (self->socket, to, data, length, error) >= 0;
}

void
soq_datagram_close (SoqDatagram *self)
{
  g_return_if_fail (SOQ_IS_DATAGRAM (self));

  g_clear_pointer (&self->watch, soq_watch_free);
  if (self->socket != NULL)
    soq_call_close (self->socket);
}

/**
 * soq_datagram_get_port:
 * @self: an open socket
 *
 * Returns: its own port
 */
guint16
soq_datagram_get_port (SoqDatagram *self)
{
  g_autoptr (GSocketAddress) local = NULL;

  g_return_val_if_fail (SOQ_IS_DATAGRAM (self), 0);

  local = soq_call_getsockname (self->socket, NULL);

  return local != NULL ? soq_socket_address_get_port (local) : 0;
}

/**
 * soq_datagram_get_last_call:
 * @self: a socket
 *
 * Returns: the number of its newest call in the trace: while its handler is
 *   told of a datagram, of that which brought it
 */
guint64
soq_datagram_get_last_call (SoqDatagram *self)
{
  g_return_val_if_fail (SOQ_IS_DATAGRAM (self), 0);

  return soq_tap_get_last (soq_tap_of (self->socket));
}
