/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-calls.h"

#include "soq-address.h"
#include "soq-platform.h"

#include <gio/gnetworking.h>
#include <string.h>

/* What a call returned, for the trace. It must be asked for before anything
 * else is called: errno tells more than the GError.
 */
static const char *
get_error_name (SoqTap  *tap,
                GError **error)
{
  if (tap == NULL || error == NULL || *error == NULL)
    return NULL;

  return soq_platform_get_error_name (*error);
}

/* Has a GError to look at, whether the caller wants one or not. */
#define WITH_ERROR(local, error) (error) = (error) != NULL ? (error) : &(local)

static char *
dup_address (SoqTap         *tap,
             GSocketAddress *address)
{
  return tap != NULL && address != NULL ? soq_socket_address_dup_text (address) : NULL;
}

/**
 * soq_call_tell_no_delay:
 * @socket: a socket that GLib has just made or accepted
 *
 * Writes down that GLib switched Nagle's algorithm off, where it did: 2.84 does
 * that for each stream, 2.74 does not.
 */
void
soq_call_tell_no_delay (GSocket *socket)
{
  SoqTap *tap = soq_tap_of (socket);
  gint64  begin = soq_tap_begin (tap);
  int     value;

  if (tap != NULL &&
      g_socket_get_option (socket, IPPROTO_TCP, TCP_NODELAY, &value, NULL) && value != 0)
    soq_tap_call (tap, SOQ_CALL_SETSOCKOPT, SOQ_CALL_BY_GLIB, begin, "TCP_NODELAY=1", -1, 0, NULL);
}

/**
 * soq_call_socket:
 * @family: IPv4 or IPv6
 * @type: stream or datagram
 * @trace: (nullable): where to write this call and those to come
 * @role: what the socket is for
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full): a non-blocking socket, or %NULL
 */
GSocket *
soq_call_socket (GSocketFamily family,
                 GSocketType   type,
                 SoqTrace     *trace,
                 SoqTraceRole  role,
                 GError      **error)
{
  gint64           begin = trace != NULL ? soq_clock_now () : 0;
  GSocket         *socket = g_socket_new (family, type, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autofree char *argument = NULL;
  SoqTap          *tap;

  if (socket == NULL)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  tap = soq_tap_attach (socket, trace, role);
  if (tap == NULL)
    return socket;

  argument = g_strdup_printf ("%s, %s",
                              family == G_SOCKET_FAMILY_IPV6 ? "AF_INET6" : "AF_INET",
                              type == G_SOCKET_TYPE_STREAM ? "SOCK_STREAM" : "SOCK_DGRAM");
  soq_tap_call (tap, SOQ_CALL_SOCKET, SOQ_CALL_NO_FLAGS, begin, argument, -1,
                g_socket_get_fd (socket), NULL);
  soq_call_tell_no_delay (socket);

  return socket;
}

/**
 * soq_call_setsockopt:
 * @socket: a socket
 * @level: which part of the system the option is of
 * @option: the option
 * @value: its value
 * @name: how @option is called
 *
 * Returns: whether the system took it; a socket of another kind refuses
 */
gboolean
soq_call_setsockopt (GSocket    *socket,
                     int         level,
                     int         option,
                     int         value,
                     const char *name)
{
  SoqTap            *tap = soq_tap_of (socket);
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  GError           **error = &local;
  gboolean           ok = g_socket_set_option (socket, level, option, value, error);
  const char        *error_name = get_error_name (tap, error);
  g_autofree char   *argument = NULL;

  if (tap == NULL)
    return ok;

  argument = g_strdup_printf ("%s=%d", name, value);
  soq_tap_call (tap, SOQ_CALL_SETSOCKOPT, SOQ_CALL_NO_FLAGS, begin, argument, -1, ok ? 0 : -1,
                error_name);

  return ok;
}

/* GLib decides for us who else may have the address. */
static void
tell_options (SoqTap     *tap,
              GSocketType type,
              gboolean    reuse)
{
  const char *const *options;

  if (tap == NULL)
    return;

  options = soq_platform_get_bind_options (type == G_SOCKET_TYPE_STREAM, reuse);
  for (guint i = 0; options[i] != NULL; i++)
    soq_tap_call (tap, SOQ_CALL_SETSOCKOPT, SOQ_CALL_BY_GLIB, soq_clock_now (), options[i], -1, 0,
                  NULL);
}

/**
 * soq_call_bind:
 * @socket: a socket
 * @address: the address to have
 * @reuse: whether connections that are still ending do not matter
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it has the address
 */
gboolean
soq_call_bind (GSocket        *socket,
               GSocketAddress *address,
               gboolean        reuse,
               GError        **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  g_autofree char   *text = NULL;
  const char        *error_name;
  gboolean           ok;

  WITH_ERROR (local, error);
  ok = g_socket_bind (socket, address, reuse, error);
  error_name = get_error_name (tap, error);
  text = dup_address (tap, address);
  tell_options (tap, g_socket_get_socket_type (socket), reuse);
  soq_tap_call (tap, SOQ_CALL_BIND, SOQ_CALL_NO_FLAGS, begin, text, -1, ok ? 0 : -1, error_name);

  return ok;
}

/**
 * soq_call_listen:
 * @socket: a bound socket
 * @backlog: how many connections the kernel may hold
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it listens
 */
gboolean
soq_call_listen (GSocket *socket,
                 int      backlog,
                 GError **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  gboolean           ok;

  WITH_ERROR (local, error);
  g_socket_set_listen_backlog (socket, backlog);
  ok = g_socket_listen (socket, error);
  error_name = get_error_name (tap, error);
  soq_tap_call (tap, SOQ_CALL_LISTEN, SOQ_CALL_NO_FLAGS, begin, NULL, backlog, ok ? 0 : -1,
                error_name);

  return ok;
}

/**
 * soq_call_getsockname:
 * @socket: a socket
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full): its own address, or %NULL
 */
GSocketAddress *
soq_call_getsockname (GSocket *socket,
                      GError **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  GSocketAddress    *address;
  const char        *error_name;
  g_autofree char   *text = NULL;

  WITH_ERROR (local, error);
  address = g_socket_get_local_address (socket, error);
  error_name = get_error_name (tap, error);
  if (tap == NULL)
    return address;

  text = dup_address (tap, address);
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), address, NULL);
  soq_tap_call (tap, SOQ_CALL_GETSOCKNAME, SOQ_CALL_NO_FLAGS, begin, text, -1,
                address != NULL ? 0 : -1, error_name);

  return address;
}

/**
 * soq_call_learn_address:
 * @socket: a socket that has an address
 *
 * Asks for the address if somebody watches the socket; nobody else needs it.
 */
void
soq_call_learn_address (GSocket *socket)
{
  g_autoptr (GSocketAddress) local = NULL;

  if (soq_tap_of (socket) != NULL)
    local = soq_call_getsockname (socket, NULL);
}

/**
 * soq_call_accepted:
 * @listening: the socket that accepted
 * @socket: what it accepted
 *
 * Writes down what GLib did, if @listening has a tap; @socket gets one too.
 */
void
soq_call_accepted (GSocket *listening,
                   GSocket *socket)
{
  SoqTap                    *tap = soq_tap_of (listening);
  gint64                     begin = soq_tap_begin (tap);
  SoqTap                    *accepted;
  g_autofree char           *text = NULL;
  g_autofree char           *own = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  if (tap == NULL)
    return;

  accepted = soq_tap_attach (socket, soq_tap_get_trace (tap), SOQ_TRACE_ROLE_ACCEPTED);
  remote = g_socket_get_remote_address (socket, NULL);
  soq_trace_socket_set_addresses (soq_tap_get_socket (accepted), NULL, remote);
  text = dup_address (tap, remote);
  soq_tap_call (tap, SOQ_CALL_ACCEPT, SOQ_CALL_BY_GLIB, begin, text, -1,
                g_socket_get_fd (socket), NULL);

  /* GLib asks once, to learn of what family it is; so do we, for the address. */
  begin = soq_tap_begin (accepted);
  local = g_socket_get_local_address (socket, NULL);
  soq_trace_socket_set_addresses (soq_tap_get_socket (accepted), local, NULL);
  own = dup_address (accepted, local);
  soq_tap_call (accepted, SOQ_CALL_GETSOCKNAME, SOQ_CALL_BY_GLIB, begin, own, -1, 0, NULL);
  soq_call_tell_no_delay (socket);
  soq_tap_call (accepted, SOQ_CALL_GETSOCKNAME, SOQ_CALL_NO_FLAGS, begin, own, -1, 0, NULL);
}

/**
 * soq_call_connect:
 * @socket: a socket for datagrams
 * @address: whom to send to and to hear
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it is connected
 */
gboolean
soq_call_connect (GSocket        *socket,
                  GSocketAddress *address,
                  GError        **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  g_autofree char   *text = NULL;
  gboolean           ok;

  WITH_ERROR (local, error);
  ok = g_socket_connect (socket, address, NULL, error);
  error_name = get_error_name (tap, error);
  if (tap == NULL)
    return ok;

  text = dup_address (tap, address);
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), NULL, address);
  soq_tap_call (tap, SOQ_CALL_CONNECT, SOQ_CALL_NO_FLAGS, begin, text, -1, ok ? 0 : -1, error_name);

  return ok;
}

/**
 * soq_call_recv:
 * @socket: a connected socket
 * @tap: (nullable): its tap
 * @buffer: (array length=size): where to
 * @size: how many bytes at most
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: how many bytes came, 0 at the end, -1 on failure
 */
gssize
soq_call_recv (GSocket *socket,
               SoqTap  *tap,
               guint8  *buffer,
               gsize    size,
               GError **error)
{
  GOutputVector      came = { buffer, 0 };
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  gssize             n;

  WITH_ERROR (local, error);
  n = g_socket_receive (socket, (char *) buffer, size, NULL, error);
  error_name = get_error_name (tap, error);
  came.size = n > 0 ? (gsize) n : 0;
  soq_tap_bytes (tap, SOQ_CALL_RECV, SOQ_CALL_NO_FLAGS, begin, NULL, &came, 1, (gint64) size, n,
                 error_name);

  return n;
}

/**
 * soq_call_peek:
 * @socket: a connected socket
 * @tap: (nullable): its tap
 * @buffer: (array length=size): where to
 * @size: how many bytes at most
 * @error: return location for a #GIOErrorEnum
 *
 * Looks at bytes that stay where they are.
 *
 * Returns: how many bytes there are, 0 at the end, -1 on failure
 */
gssize
soq_call_peek (GSocket *socket,
               SoqTap  *tap,
               guint8  *buffer,
               gsize    size,
               GError **error)
{
  GInputVector       vector = { buffer, size };
  GOutputVector      came = { buffer, 0 };
  int                flags = G_SOCKET_MSG_PEEK;
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  gssize             n;

  WITH_ERROR (local, error);
  n = g_socket_receive_message (socket, NULL, &vector, 1, NULL, NULL, &flags, NULL, error);
  error_name = get_error_name (tap, error);
  came.size = n > 0 ? (gsize) n : 0;
  soq_tap_bytes (tap, SOQ_CALL_RECVMSG, SOQ_CALL_PEEKED, begin, "MSG_PEEK", &came, 1,
                 (gint64) size, n, error_name);

  return n;
}

/**
 * soq_call_send:
 * @socket: a connected socket
 * @tap: (nullable): its tap
 * @vectors: (array length=n_vectors): the bytes
 * @n_vectors: in how many pieces
 * @error: return location for a #GIOErrorEnum
 *
 * One piece is sent with send (), several with sendmsg ().
 *
 * Returns: how many bytes the kernel took, -1 on failure
 */
gssize
soq_call_send (GSocket       *socket,
               SoqTap        *tap,
               GOutputVector *vectors,
               guint          n_vectors,
               GError       **error)
{
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  gsize              size = 0;
  gssize             n;

  WITH_ERROR (local, error);
  if (n_vectors == 1)
    n = g_socket_send (socket, vectors[0].buffer, vectors[0].size, NULL, error);
  else
    n = g_socket_send_message (socket, NULL, vectors, (int) n_vectors,
                               NULL, 0, G_SOCKET_MSG_NONE, NULL, error);
  error_name = get_error_name (tap, error);
  if (tap == NULL)
    return n;

  for (guint i = 0; i < n_vectors; i++)
    size += vectors[i].size;
  soq_tap_bytes (tap, n_vectors == 1 ? SOQ_CALL_SEND : SOQ_CALL_SENDMSG, SOQ_CALL_NO_FLAGS, begin,
                 NULL, vectors, n_vectors, (gint64) size, n, error_name);

  return n;
}

/**
 * soq_call_recvfrom:
 * @socket: a socket for datagrams
 * @from: (out) (transfer full): who sent it
 * @buffer: (array length=size): where to
 * @size: how many bytes at most
 * @error: return location for a #GIOErrorEnum
 *
 * GLib makes it with recvmsg (), and so it is written down.
 *
 * Returns: how many bytes the datagram has, -1 on failure
 */
gssize
soq_call_recvfrom (GSocket         *socket,
                   GSocketAddress **from,
                   guint8          *buffer,
                   gsize            size,
                   GError         **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  GOutputVector      came = { buffer, 0 };
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  g_autofree char   *text = NULL;
  gssize             n;

  WITH_ERROR (local, error);
  n = g_socket_receive_from (socket, from, (char *) buffer, size, NULL, error);
  error_name = get_error_name (tap, error);
  text = dup_address (tap, *from);
  came.size = n > 0 ? (gsize) n : 0;
  soq_tap_bytes (tap, SOQ_CALL_RECVMSG, SOQ_CALL_NO_FLAGS, begin, text, &came, 1, (gint64) size, n,
                 error_name);

  return n;
}

/**
 * soq_call_sendto:
 * @socket: a socket for datagrams
 * @to: (nullable): to whom; %NULL on a connected one
 * @data: (array length=length): the datagram
 * @length: how many bytes
 * @error: return location for a #GIOErrorEnum
 *
 * GLib makes it with sendmsg (), or with send () where @to is %NULL, and so it
 * is written down.
 *
 * Returns: how many bytes the kernel took, -1 on failure
 */
gssize
soq_call_sendto (GSocket        *socket,
                 GSocketAddress *to,
                 const guint8   *data,
                 gsize           length,
                 GError        **error)
{
  SoqTap            *tap = soq_tap_of (socket);
  GOutputVector      vector = { data, length };
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  const char        *error_name;
  g_autofree char   *text = NULL;
  gssize             n;

  WITH_ERROR (local, error);
  n = g_socket_send_to (socket, to, (const char *) data, length, NULL, error);
  error_name = get_error_name (tap, error);
  text = dup_address (tap, to);
  soq_tap_bytes (tap, SOQ_CALL_SENDMSG, SOQ_CALL_NO_FLAGS, begin, text, &vector, 1,
                 (gint64) length, n, error_name);

  return n;
}

/**
 * soq_call_shutdown:
 * @socket: a connected socket
 * @tap: (nullable): its tap
 *
 * Says that nothing more will be sent.
 */
void
soq_call_shutdown (GSocket *socket,
                   SoqTap  *tap)
{
  gint64             begin = soq_tap_begin (tap);
  g_autoptr (GError) local = NULL;
  GError           **error = &local;
  gboolean           ok = g_socket_shutdown (socket, FALSE, TRUE, error);

  soq_tap_call (tap, SOQ_CALL_SHUTDOWN, SOQ_CALL_NO_FLAGS, begin, "SHUT_WR", -1, ok ? 0 : -1,
                get_error_name (tap, error));
}

/**
 * soq_call_close:
 * @socket: a socket; nothing happens if it is closed
 */
void
soq_call_close (GSocket *socket)
{
  SoqTap *tap = soq_tap_of (socket);
  gint64  begin = soq_tap_begin (tap);

  if (g_socket_is_closed (socket))
    return;

  g_socket_close (socket, NULL);
  soq_tap_call (tap, SOQ_CALL_CLOSE, SOQ_CALL_NO_FLAGS, begin, NULL, -1, 0, NULL);
}
