/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-bind.h"

#include "soq-address.h"
#include "soq-calls.h"
#include "soq-error.h"
#include "soq-platform.h"

#include <gio/gnetworking.h>

static gboolean
is_ours (GInetAddress *address)
{
  g_autoptr (GPtrArray) ours = NULL;

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address))
    return TRUE;

  ours = soq_platform_list_addresses ();

  return g_ptr_array_find_with_equal_func (ours, address, (GEqualFunc) g_inet_address_equal, NULL);
}

/* GIO has no code of its own for EADDRNOTAVAIL, so we look ourselves. */
static void
explain (GSocketAddress *address,
         GError        **error)
{
  g_autoptr (GInetAddress) inet = soq_socket_address_dup_inet (address);
  g_autofree char         *host = soq_socket_address_dup_host (address);

  if (inet != NULL && !is_ours (inet))
    {
      g_clear_error (error);
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS,
                   "%s is not an address of this computer", host);
      return;
    }

  g_prefix_error (error, "Cannot listen on %s port %u: ", host,
                  soq_socket_address_get_port (address));
}

/**
 * soq_bind:
 * @address: where; its port may be 0
 * @type: stream or datagram
 * @trace: (nullable): where to write what is called
 * @error: return location for an error
 *
 * Makes a non-blocking socket with an address. An IPv6 one is for IPv6 only:
 * IPv4 gets a socket of its own, so that every peer shows its real address.
 *
 * Returns: (transfer full): the socket, or %NULL
 */
GSocket *
soq_bind (GSocketAddress *address,
          GSocketType     type,
          SoqTrace       *trace,
          GError        **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError)  local_error = NULL;
  GSocketFamily       family;
  gboolean            stream;

  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), NULL);

  family = g_socket_address_get_family (address);
  stream = type == G_SOCKET_TYPE_STREAM;
  socket = soq_call_socket (family, type, trace,
                            stream ? SOQ_TRACE_ROLE_LISTENER : SOQ_TRACE_ROLE_DATAGRAM_SERVER,
                            error);
  if (socket == NULL)
    return NULL;

  if (family == G_SOCKET_FAMILY_IPV6)
    soq_call_setsockopt (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY");

  /* For a stream: listen again at once while old connections linger. */
  if (!soq_call_bind (socket, address, stream, &local_error))
    {
      explain (address, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&socket);
}
