/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-relay-flow.h"

#include "soq-platform.h"

#define MOST_FLOWS 64

/* Datagrams that are under way at once; more are lost, as on a full link. */
#define MOST_UNDER_WAY       512
#define MOST_BYTES_UNDER_WAY (1024 * 1024)

typedef struct
{
  SoqRelayFlows  *flows;  /* (borrowed) */
  char           *key;    /* (owned): the client's address as text */
  GSocketAddress *client; /* (owned) */
  SoqDatagram    *server; /* (owned): connected to the server */
  gint64          used;   /* when it was used last */
} Flow;

typedef struct
{
  Flow    *flow; /* (borrowed): goes when the flow does */
  GBytes  *data; /* (owned) */
  gint64   due;
  guint64  call; /* the number of that which brought it */
  gboolean to_server;
} Parcel;

struct _SoqRelayFlows
{
  SoqReactor          *reactor;   /* (owned) */
  SoqDatagram         *listener;  /* (owned) */
  SoqTrace            *trace;     /* (owned) */
  GSocketAddress      *server;    /* (owned) (nullable) until it is known */
  const SoqRelayKnobs *knobs;     /* (borrowed) */
  SoqRelayCounts      *counts;    /* (borrowed) */
  GHashTable          *flows;     /* of (owned) Flow, by key */
  GQueue               under_way; /* of (owned) Parcel, the next to go first */
  gsize                bytes;     /* that are under way */
  SoqTimer             timer;
};

static void
free_parcel (gpointer data)
{
  Parcel *parcel = data;

  g_bytes_unref (parcel->data);
  g_free (parcel);
}

static void
note_loss (SoqRelayFlows *self,
           guint64        call)
{
  self->counts->dropped++;
  soq_trace_set_lost (self->trace, call);
}

static void
drop_parcels_of (Flow *flow)
{
  SoqRelayFlows *self = flow->flows;
  GList         *l = self->under_way.head;

  while (l != NULL)
    {
      GList  *next = l->next;
      Parcel *parcel = l->data;

      if (parcel->flow == flow)
        {
          self->bytes -= g_bytes_get_size (parcel->data);
          g_queue_delete_link (&self->under_way, l);
          free_parcel (parcel);
        }
      l = next;
    }
}

static void
free_flow (gpointer data)
{
  Flow *flow = data;

  drop_parcels_of (flow);
  flow->flows->counts->open--;
  soq_datagram_close (flow->server);
  g_object_unref (flow->server);
  g_object_unref (flow->client);
  g_free (flow->key);
  g_free (flow);
}

static void
send_parcel (SoqRelayFlows *self,
             const Parcel  *parcel)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (parcel->data, &length);
  gboolean      ok;

  if (parcel->to_server)
    ok = soq_datagram_send (parcel->flow->server, NULL, data, length, NULL);
  else
    ok = soq_datagram_send (self->listener, parcel->flow->client, data, length, NULL);

  if (!ok)
    {
      note_loss (self, parcel->call);
      return;
    }
  self->counts->datagrams++;
  self->counts->forwarded += length;
}

static void
send_due (SoqRelayFlows *self)
{
  gint64  now = soq_clock_now ();
  Parcel *first;

  while ((first = g_queue_peek_head (&self->under_way)) != NULL && first->due <= now)
    {
      g_queue_pop_head (&self->under_way);
      self->bytes -= g_bytes_get_size (first->data);
      send_parcel (self, first);
      free_parcel (first);
    }

  if (first != NULL)
    soq_timers_set (soq_reactor_get_timers (self->reactor), &self->timer, first->due - now);
}

static void
timer_cb (gpointer user_data)
{
  send_due (user_data);
}

static int
compare_due (gconstpointer a,
             gconstpointer b,
             gpointer      user_data)
{
  gint64 first = ((const Parcel *) a)->due;
  gint64 second = ((const Parcel *) b)->due;

  return first < second ? -1 : first > second;
}

/* Lost is what the knob says, and what finds no room. */
static void
carry (Flow         *flow,
       SoqDatagram  *from,
       const guint8 *data,
       gsize         length)
{
  SoqRelayFlows *self = flow->flows;
  guint64        call = soq_datagram_get_last_call (from);
  Parcel        *parcel;

  flow->used = soq_clock_now ();
  if ((guint) g_random_int_range (0, 100) < self->knobs->drop ||
      self->under_way.length >= MOST_UNDER_WAY || self->bytes + length > MOST_BYTES_UNDER_WAY)
    {
      note_loss (self, call);
      return;
    }

  parcel = g_new (Parcel, 1);
  parcel->flow = flow;
  parcel->data = g_bytes_new (data, length);
  parcel->due = flow->used + (gint64) self->knobs->delay * 1000;
  parcel->call = call;
  parcel->to_server = from == self->listener;
  self->bytes += length;
  g_queue_insert_sorted (&self->under_way, parcel, compare_due, NULL);
  send_due (self);
}

static void
answered_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  carry (user_data, datagram, data, length);
}

static const SoqDatagramHandler server_handler = { .received = answered_cb };

static void
make_room (SoqRelayFlows *self)
{
  Flow          *oldest = NULL;
  GHashTableIter iter;
  gpointer       value;

  if (g_hash_table_size (self->flows) < MOST_FLOWS)
    return;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (oldest == NULL || ((Flow *) value)->used < oldest->used)
      oldest = value;
  g_hash_table_remove (self->flows, oldest->key);
}

static Flow *
get_flow (SoqRelayFlows  *self,
          GSocketAddress *client)
{
  g_autofree char        *key = soq_socket_address_dup_text (client);
  Flow                   *flow = g_hash_table_lookup (self->flows, key);
  g_autoptr (SoqDatagram) server = NULL;

  if (flow != NULL || self->server == NULL)
    return flow;

  server = soq_datagram_new_connected (self->reactor, self->server, self->trace, NULL);
  if (server == NULL)
    {
      self->counts->failed++;
      return NULL;
    }

  make_room (self);
  flow = g_new0 (Flow, 1);
  flow->flows = self;
  flow->key = g_steal_pointer (&key);
  flow->client = g_object_ref (client);
  flow->server = g_steal_pointer (&server);
  g_hash_table_insert (self->flows, flow->key, flow);
  self->counts->clients++;
  self->counts->open++;
  soq_datagram_start (flow->server, &server_handler, flow);

  return flow;
}

static void
received_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  SoqRelayFlows *self = user_data;
  Flow          *flow = get_flow (self, from);

  if (flow != NULL)
    carry (flow, datagram, data, length);
  else
    note_loss (self, soq_datagram_get_last_call (datagram));
}

static const SoqDatagramHandler client_handler = { .received = received_cb };

/**
 * soq_relay_flows_new:
 * @reactor: what tells when sockets are ready
 * @local: where to listen
 * @trace: where to write what is called
 * @knobs: what to do with datagrams; must outlive it
 * @counts: where to count; likewise
 * @error: return location for an error, as of soq_bind ()
 *
 * Returns: (transfer full): what carries datagrams, or %NULL
 */
SoqRelayFlows *
soq_relay_flows_new (SoqReactor          *reactor,
                     GSocketAddress      *local,
                     SoqTrace            *trace,
                     const SoqRelayKnobs *knobs,
                     SoqRelayCounts      *counts,
                     GError             **error)
{
  SoqDatagram   *listener = soq_datagram_new_bound (reactor, local, trace, error);
  SoqRelayFlows *self;

  if (listener == NULL)
    return NULL;

  self = g_new0 (SoqRelayFlows, 1);
  self->reactor = soq_reactor_ref (reactor);
  self->listener = listener;
  self->trace = soq_trace_ref (trace);
  self->knobs = knobs;
  self->counts = counts;
  self->flows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_flow);
  g_queue_init (&self->under_way);
  self->timer.func = timer_cb;
  self->timer.user_data = self;
  soq_datagram_start (listener, &client_handler, self);

  return self;
}

void
soq_relay_flows_free (SoqRelayFlows *self)
{
  g_hash_table_unref (self->flows);
  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->timer);
  soq_datagram_close (self->listener);
  g_object_unref (self->listener);
  g_clear_object (&self->server);
  soq_trace_unref (self->trace);
  soq_reactor_unref (self->reactor);
  g_free (self);
}

guint16
soq_relay_flows_get_port (SoqRelayFlows *self)
{
  return soq_datagram_get_port (self->listener);
}

/**
 * soq_relay_flows_set_server:
 * @self: what carries datagrams; those that come before are lost
 * @server: where to
 */
void
soq_relay_flows_set_server (SoqRelayFlows  *self,
                            GSocketAddress *server)
{
  g_set_object (&self->server, server);
}

/**
 * soq_relay_flows_reset:
 * @self: what carries datagrams
 *
 * Loses what is under way, and forgets who is there.
 */
void
soq_relay_flows_reset (SoqRelayFlows *self)
{
  for (GList *l = self->under_way.head; l != NULL; l = l->next)
    note_loss (self, ((Parcel *) l->data)->call);
  g_hash_table_remove_all (self->flows);
}
