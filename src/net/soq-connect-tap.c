/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-connect-tap.h"

#include "soq-address.h"
#include "soq-calls.h"
#include "soq-platform.h"

#include <string.h>

/* What a GSocketClient does before there is a connection: it looks the name
 * up and tries one address after the other, several at once if the first ones
 * are slow. It tells when each begins; of those that fail, GLib gives the
 * reason of the last one only.
 */
typedef struct
{
  SoqTrace   *trace;     /* (owned) */
  char       *host;      /* (owned) */
  gint64      looked_up; /* when it began to */
  GHashTable *attempts;  /* of (owned) GSocketConnection and (owned) gint64 */
  gpointer    newest;    /* (borrowed) (nullable): of the attempts */
} ConnectTap;

#define DATA_KEY "soq-connect-tap"

static void
free_tap (gpointer data)
{
  ConnectTap *self = data;

  g_clear_pointer (&self->attempts, g_hash_table_unref);
  soq_trace_unref (self->trace);
  g_free (self->host);
  g_free (self);
}

/* GLib knows addresses, and what “localhost” is (RFC 6761), by itself. */
static gboolean
is_looked_up (const char *host)
{
  return !g_hostname_is_ip_address (host) && g_ascii_strcasecmp (host, "localhost") != 0 &&
         !g_str_has_suffix (host, ".localhost");
}

static void
tell_look_up (ConnectTap *self,
              const char *error)
{
  g_autoptr (SoqTap) tap = NULL;

  if (self->looked_up == 0 || !is_looked_up (self->host))
    return;

  tap = soq_tap_new (self->trace, SOQ_TRACE_ROLE_RESOLVER, -1);
  soq_tap_call (tap, SOQ_CALL_GETADDRINFO, SOQ_CALL_BY_GLIB, self->looked_up, self->host, -1,
                error == NULL ? 0 : -1, error);
  self->looked_up = 0;
}

static void
tell_attempt (ConnectTap        *self,
              GSocketConnection *connection)
{
  GSocket                   *socket = g_socket_connection_get_socket (connection);
  gboolean                   ipv6 = g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6;
  g_autoptr (GSocketAddress) remote = NULL;
  gint64                    *begin;
  SoqTap                    *tap;

  tap = soq_tap_attach (socket, self->trace, SOQ_TRACE_ROLE_CONNECTED);
  remote = g_socket_connection_get_remote_address (connection, NULL);
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), NULL, remote);
  begin = g_new (gint64, 1);
  *begin = soq_tap_begin (tap);
  soq_tap_call (tap, SOQ_CALL_SOCKET, SOQ_CALL_BY_GLIB, *begin,
                ipv6 ? "AF_INET6, SOCK_STREAM" : "AF_INET, SOCK_STREAM", -1,
                g_socket_get_fd (socket), NULL);
  soq_call_tell_no_delay (socket);
  g_hash_table_insert (self->attempts, g_object_ref (connection), begin);
  self->newest = connection;
}

static void
tell_connect (GSocketConnection *connection,
              gint64             begin,
              int                result,
              const char        *error)
{
  SoqTap          *tap = soq_tap_of (g_socket_connection_get_socket (connection));
  g_autofree char *remote = soq_trace_socket_dup_remote (soq_tap_get_socket (tap));

  soq_tap_call (tap, SOQ_CALL_CONNECT, SOQ_CALL_BY_GLIB, begin, remote, -1, result, error);
}

/* One that was still under way when GLib let go of it was not refused. */
static gboolean
has_failed (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  return g_socket_condition_check (socket, G_IO_OUT | G_IO_HUP | G_IO_ERR) != 0;
}

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *stream,
          gpointer            user_data)
{
  ConnectTap *self = user_data;
  gint64     *begin;

  switch ((int) event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      self->looked_up = soq_clock_now ();
      break;

    case G_SOCKET_CLIENT_RESOLVED:
      tell_look_up (self, NULL);
      break;

    case G_SOCKET_CLIENT_CONNECTING:
      tell_attempt (self, G_SOCKET_CONNECTION (stream));
      break;

    case G_SOCKET_CLIENT_CONNECTED:
      begin = g_hash_table_lookup (self->attempts, stream);
      if (begin != NULL)
        tell_connect (G_SOCKET_CONNECTION (stream), *begin, 0, NULL);
      g_hash_table_remove (self->attempts, stream);
      break;

    default:
      break;
    }
}

/**
 * soq_connect_tap_attach:
 * @client: what is going to connect, once
 * @host: where to, as it was typed
 * @trace: (nullable): where to write what it does, or %NULL for nowhere
 */
void
soq_connect_tap_attach (GSocketClient *client,
                        const char    *host,
                        SoqTrace      *trace)
{
  ConnectTap *self;

  g_return_if_fail (G_IS_SOCKET_CLIENT (client));
  g_return_if_fail (host != NULL);

  if (trace == NULL)
    return;

  self = g_new0 (ConnectTap, 1);
  self->trace = soq_trace_ref (trace);
  self->host = g_strdup (host);
  self->attempts = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  g_object_set_data_full (G_OBJECT (client), DATA_KEY, self, free_tap);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), self);
}

/**
 * soq_connect_tap_finish:
 * @client: what has connected, or has not
 * @connection: (nullable): the connection
 * @error: (nullable): why there is none
 *
 * Writes down how the attempts ended that were not told of.
 */
void
soq_connect_tap_finish (GSocketClient     *client,
                        GSocketConnection *connection,
                        const GError      *error)
{
  ConnectTap    *self = g_object_get_data (G_OBJECT (client), DATA_KEY);
  GHashTableIter iter;
  gpointer       attempt;
  gpointer       begin;

  if (self == NULL)
    return;

  if (error != NULL && error->domain == G_RESOLVER_ERROR)
    tell_look_up (self, "EAI_NONAME");

  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, &attempt, &begin))
    {
      const char *name = NULL;

      if (error != NULL && attempt == self->newest)
        name = soq_platform_get_error_name (error);
      else if (!has_failed (attempt))
        name = "ECANCELED";
      tell_connect (attempt, *(gint64 *) begin, -1, name);
    }
  g_hash_table_remove_all (self->attempts);

  if (connection != NULL)
    soq_call_learn_address (g_socket_connection_get_socket (connection));
}
