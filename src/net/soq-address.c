/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-address.h"

#include "soq-error.h"

G_DEFINE_ENUM_TYPE (SoqTransport,
                    soq_transport,
                    G_DEFINE_ENUM_VALUE (SOQ_TRANSPORT_TCP, "tcp"),
                    G_DEFINE_ENUM_VALUE (SOQ_TRANSPORT_UDP, "udp"))

G_DEFINE_BOXED_TYPE (SoqAddress, soq_address, soq_address_copy, soq_address_free)

/**
 * soq_address_new:
 * @transport: how to talk to it
 * @host: a name or an address, without brackets
 * @port: 1 to 65535
 *
 * Returns: (transfer full): the address
 */
SoqAddress *
soq_address_new (SoqTransport transport,
                 const char  *host,
                 guint16      port)
{
  SoqAddress *self;

  g_return_val_if_fail (host != NULL && *host != '\0', NULL);
  g_return_val_if_fail (port != 0, NULL);

  self = g_new0 (SoqAddress, 1);
  self->transport = transport;
  self->host = g_strdup (host);
  self->port = port;

  return self;
}

SoqAddress *
soq_address_copy (const SoqAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return soq_address_new (self->transport, self->host, self->port);
}

void
soq_address_free (SoqAddress *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->host);
  g_free (self);
}

gboolean
soq_address_equal (const SoqAddress *a,
                   const SoqAddress *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->transport == b->transport &&
         a->port == b->port &&
         g_ascii_strcasecmp (a->host, b->host) == 0;
}

/**
 * soq_port_parse:
 * @text: what somebody typed
 * @least: the lowest number allowed, 0 or 1
 * @port: (out): the port
 * @error: return location for a [enum@SoqError]
 *
 * Returns: whether @text is a port
 */
gboolean
soq_port_parse (const char *text,
                guint       least,
                guint16    *port,
                GError    **error)
{
  guint64 number = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (port != NULL, FALSE);

  if (!g_ascii_string_to_unsigned (text, 10, least, G_MAXUINT16, &number, NULL))
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_PORT,
                   "“%s” is not a port: it must be a number from %u to 65535", text, least);
      return FALSE;
    }

  *port = (guint16) number;

  return TRUE;
}

static gboolean
parse_scheme (const char  **text,
              SoqTransport *transport,
              GError      **error)
{
  const char      *separator = strstr (*text, "://");
  g_autofree char *scheme = NULL;

  *transport = SOQ_TRANSPORT_TCP;
  if (separator == NULL)
    return TRUE;

  scheme = g_ascii_strdown (*text, separator - *text);
  if (g_str_equal (scheme, "udp"))
    *transport = SOQ_TRANSPORT_UDP;
  else if (!g_str_equal (scheme, "tcp"))
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_SCHEME,
                   "“%s://” is not an address that Soquete knows: it must begin with tcp://, udp://, irc:// or ircs://",
                   scheme);
      return FALSE;
    }

  *text = separator + strlen ("://");

  return TRUE;
}

/* Splits HOST, HOST:PORT, [V6], [V6]:PORT and a bare V6 address, which is told
 * by its second colon. *port is NULL when none is named.
 */
static gboolean
split_host_and_port (const char  *text,
                     char       **host,
                     const char **port)
{
  const char *end;

  if (*text == '[')
    {
      end = strchr (text, ']');
      if (end == NULL || (end[1] != '\0' && end[1] != ':'))
        return FALSE;

      *host = g_strndup (text + 1, (gsize) (end - text - 1));
      *port = end[1] == ':' ? end + 2 : NULL;
      return TRUE;
    }

  end = strchr (text, ':');
  if (end != NULL && strchr (end + 1, ':') != NULL)
    end = NULL;

  *host = end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
  *port = end != NULL ? end + 1 : NULL;

  return TRUE;
}

static gboolean
is_host (const char *host)
{
  if (*host == '\0' || strlen (host) > 253 || !g_utf8_validate (host, -1, NULL))
    return FALSE;

  if (strchr (host, ':') != NULL)
    {
      g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, 1);

      return address != NULL;
    }

  for (const char *p = host; *p != '\0'; p = g_utf8_find_next_char (p, NULL))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && strchr ("-._", (int) c) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * soq_address_parse_authority:
 * @text: `HOST[:PORT]`; an IPv6 address with a port stands in brackets
 * @transport: how to talk to it
 * @port: its port where @text names none
 * @error: return location for a [enum@SoqError]
 *
 * Returns: (transfer full): the address, or %NULL
 */
SoqAddress *
soq_address_parse_authority (const char  *text,
                             SoqTransport transport,
                             guint16      port,
                             GError     **error)
{
  g_autofree char *host = NULL;
  const char      *port_text = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (port != 0, NULL);

  if (!split_host_and_port (text, &host, &port_text) || !is_host (host))
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST,
                   "“%s” is not a host: it must be a name like example.org, or an address like 192.0.2.1",
                   text);
      return NULL;
    }

  if (port_text != NULL && !soq_port_parse (port_text, 1, &port, error))
    return NULL;

  return soq_address_new (transport, host, port);
}

/**
 * soq_address_parse:
 * @text: `HOST[:PORT]`, also with `tcp://` or `udp://` before it and one slash
 *   after it; an IPv6 address with a port stands in brackets
 * @error: return location for a [enum@SoqError]
 *
 * Reads an address that a person typed or a desktop handed over. TCP and port
 * 5000 are understood where nothing else is said.
 *
 * Returns: (transfer full): the address, or %NULL
 */
SoqAddress *
soq_address_parse (const char *text,
                   GError    **error)
{
  g_autofree char *trimmed = NULL;
  const char      *rest = NULL;
  SoqTransport     transport;

  g_return_val_if_fail (text != NULL, NULL);

  trimmed = g_strstrip (g_strdup (text));
  rest = trimmed;
  if (!parse_scheme (&rest, &transport, error))
    return NULL;

  if (g_str_has_suffix (rest, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';

  return soq_address_parse_authority (rest, transport, SOQ_DEFAULT_PORT, error);
}

/**
 * soq_host_and_port:
 * @host: a name or an address
 * @port: a port
 *
 * Returns: (transfer full): `HOST:PORT`, with brackets around an IPv6 address
 */
char *
soq_host_and_port (const char *host,
                   guint16     port)
{
  g_return_val_if_fail (host != NULL, NULL);

  if (strchr (host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", host, port);

  return g_strdup_printf ("%s:%u", host, port);
}

char *
soq_address_to_string (const SoqAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return soq_host_and_port (self->host, self->port);
}

char *
soq_address_to_uri (const SoqAddress *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = soq_address_to_string (self);

  return g_strdup_printf ("%s://%s",
                          self->transport == SOQ_TRANSPORT_UDP ? "udp" : "tcp",
                          text);
}

static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8       *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);

  return g_object_ref (address);
}

/**
 * soq_socket_address_dup_inet:
 * @address: where a peer is
 *
 * Returns: (transfer full) (nullable): its IP address; an IPv4 address that
 *   was mapped into IPv6 is IPv4 again. %NULL if it has none
 */
GInetAddress *
soq_socket_address_dup_inet (GSocketAddress *address)
{
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;

  return unmap (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/**
 * soq_socket_address_dup_host:
 * @address: where a peer is
 *
 * Returns: (transfer full): its IP address as text, or an empty string
 */
char *
soq_socket_address_dup_host (GSocketAddress *address)
{
  g_autoptr (GInetAddress) inet = soq_socket_address_dup_inet (address);

  return inet != NULL ? g_inet_address_to_string (inet) : g_strdup ("");
}

/**
 * soq_socket_address_get_port:
 * @address: where a peer is
 *
 * Returns: its port, or 0 if it has none
 */
guint16
soq_socket_address_get_port (GSocketAddress *address)
{
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), 0);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return 0;

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/**
 * soq_socket_address_dup_text:
 * @address: an address
 *
 * Returns: (transfer full) (nullable): “192.0.2.1:5000” or “[::1]:5000”
 */
char *
soq_socket_address_dup_text (GSocketAddress *address)
{
  g_autofree char *host = soq_socket_address_dup_host (address);

  return soq_host_and_port (host, soq_socket_address_get_port (address));
}

/**
 * soq_socket_is_own_peer:
 * @socket: a connected socket
 *
 * Where nobody listens on a port that the system gives out itself, connecting
 * to it may meet the own socket: TCP opens simultaneously, and the program hears
 * what it says.
 *
 * Returns: whether both ends of the connection are this socket
 */
gboolean
soq_socket_is_own_peer (GSocket *socket)
{
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GInetAddress)   here = NULL;
  g_autoptr (GInetAddress)   there = NULL;

  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  local = g_socket_get_local_address (socket, NULL);
  remote = g_socket_get_remote_address (socket, NULL);
  if (local == NULL || remote == NULL)
    return FALSE;

  here = soq_socket_address_dup_inet (local);
  there = soq_socket_address_dup_inet (remote);

  return here != NULL && there != NULL && g_inet_address_equal (here, there) &&
         soq_socket_address_get_port (local) == soq_socket_address_get_port (remote);
}

/**
 * soq_host_is_loopback:
 * @host: an IP address as text
 *
 * Returns: whether it leads whoever uses it to that one's own computer
 */
gboolean
soq_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}
