/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-datagram-session.h"

#include "soq-address.h"
#include "soq-framer.h"
#include "soq-limits.h"
#include "soq-plain-room.h"
#include "soq-platform.h"
#include "soq-privacy.h"
#include "soq-server-private.h"
#include "soq-throttle.h"

/* Peers without a connection: each address that sends datagrams is one, until
 * it is silent for a minute.
 */
typedef struct
{
  SoqServer  *server; /* (borrowed) */
  SoqPeer    *peer;   /* (borrowed): its owner */
  SoqTimer    silence;
  SoqThrottle throttle;
  guint       heard; /* datagrams */
} Session;

static char *
make_key (GSocketAddress *address)
{
  g_autofree char *host = soq_socket_address_dup_host (address);

  return soq_host_and_port (host, soq_socket_address_get_port (address));
}

static void
silence_cb (gpointer user_data)
{
  Session *self = user_data;

  soq_server_remove_peer (self->server, self->peer, "silent for a minute");
}

static void
session_free (gpointer data)
{
  Session *self = data;

  soq_timers_unset (soq_server_get_timers (self->server), &self->silence);
  g_free (self);
}

static Session *
attach (SoqServer *server,
        SoqPeer   *peer)
{
  Session *self = g_new0 (Session, 1);

  self->server = server;
  self->peer = peer;
  self->silence = (SoqTimer){ .func = silence_cb, .user_data = self };
  self->throttle.burst = SOQ_LIMIT_BURST;
  if (server->config->throttle)
    self->throttle.interval = G_USEC_PER_SEC / SOQ_LIMIT_LINES_PER_SECOND;
  soq_peer_set_session (peer, self, session_free);

  return self;
}

static Session *
meet (SoqServer      *server,
      SoqDatagram    *datagram,
      GSocketAddress *from,
      const char     *key)
{
  g_autoptr (SoqPeer) peer = NULL;
  g_autofree char    *refusal = soq_server_refuse (server, from);
  Session            *self;

  if (refusal != NULL)
    return NULL;

  peer = soq_peer_new_datagram (++server->last_id, server->reactor, datagram, from);
  self = attach (server, peer);
  g_hash_table_insert (server->datagram_peers, g_strdup (key), peer);
  soq_server_add_peer (server, peer);

  return self;
}

static Session *
find (SoqServer      *server,
      SoqDatagram    *datagram,
      GSocketAddress *from)
{
  g_autofree char *key = make_key (from);
  SoqPeer         *peer = g_hash_table_lookup (server->datagram_peers, key);

  if (peer == NULL)
    return meet (server, datagram, from, key);

  return soq_peer_get_session (peer);
}

static gsize
trim_newline (const guint8 *data,
              gsize         length)
{
  if (length > 0 && data[length - 1] == '\n')
    length--;
  if (length > 0 && data[length - 1] == '\r')
    length--;

  return length;
}

static void
received_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  g_autoptr (SoqServer) server = g_object_ref (SOQ_SERVER (user_data));
  g_autoptr (SoqPeer)   peer = NULL;
  Session              *self = NULL;
  SoqPrivacy            privacy = { 0 };
  SoqFrame              frame;

  if (soq_server_get_state (server) == SOQ_SERVER_STATE_RUNNING)
    self = find (server, datagram, from);

  /* A datagram that comes too soon is lost, as datagrams are. */
  if (self == NULL || soq_throttle_take (&self->throttle, soq_clock_now ()) > 0)
    return;

  peer = g_object_ref (self->peer);
  self->heard++;
  soq_timers_set (soq_server_get_timers (server), &self->silence, SOQ_TIME_DATAGRAM_PEER);

  /* Somebody may have put another's address on one datagram. Who is heard
   * twice gets what others say; before, an answer is as long as the question.
   */
  soq_peer_set_reply_limit (peer, self->heard < 2 ? length : G_MAXSIZE);
  if (self->heard >= 2 && soq_server_get_mode (server) == SOQ_REPLY_MODE_CHAT)
    soq_server_enter_lobby (server, peer);

  frame = (SoqFrame){ data, trim_newline (data, length), length, SOQ_FRAME_END_NEWLINE };
  if (soq_server_get_mode (server) == SOQ_REPLY_MODE_CHAT &&
      soq_privacy_holds_back (&privacy, &frame))
    soq_plain_room_hold_back (server, peer);
  else
    soq_plain_room_take (server, peer, &frame);
}

static const SoqDatagramHandler handler = { .received = received_cb };

/**
 * soq_datagram_session_open:
 * @server: a server that listens for streams
 * @error: return location for an error, as of soq_bind ()
 *
 * Listens for datagrams too, on the same addresses and port.
 *
 * Returns: whether it does
 */
gboolean
soq_datagram_session_open (SoqServer *server,
                           GError   **error)
{
  GPtrArray *locals = soq_listener_get_local_addresses (server->listener);

  for (guint i = 0; i < locals->len; i++)
    {
      GSocketAddress *local = g_ptr_array_index (locals, i);
      SoqDatagram    *datagram = soq_datagram_new_bound (server->reactor, local, server->trace,
                                                         error);

      if (datagram == NULL)
        {
          g_prefix_error (error, "UDP: ");
          return FALSE;
        }

      g_ptr_array_add (server->datagrams, datagram);
      soq_datagram_start (datagram, &handler, server);
    }

  return TRUE;
}
