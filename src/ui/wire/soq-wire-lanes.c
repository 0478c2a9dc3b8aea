/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-lanes.h"

#include <string.h>

/* Events of one lane that may still find their counterpart. */
#define MOST_OPEN 256

/* One direction of one connection, or of two sockets for datagrams. */
typedef struct
{
  GQueue sent;     /* of (owned) SoqWireEvent */
  GQueue received; /* the same */
} Lane;

struct _SoqWireLanes
{
  GHashTable *lanes; /* (owned): “from to” → (owned) Lane */
};

static void
free_lane (gpointer data)
{
  Lane *lane = data;

  g_queue_clear_full (&lane->sent, g_object_unref);
  g_queue_clear_full (&lane->received, g_object_unref);
  g_free (lane);
}

SoqWireLanes *
soq_wire_lanes_new (void)
{
  SoqWireLanes *self = g_new0 (SoqWireLanes, 1);

  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_lane);

  return self;
}

void
soq_wire_lanes_free (SoqWireLanes *self)
{
  g_hash_table_unref (self->lanes);
  g_free (self);
}

void
soq_wire_lanes_clear (SoqWireLanes *self)
{
  g_hash_table_remove_all (self->lanes);
}

/* A server's socket for datagrams may have no address but a port. */
static const char *
shorten (const char *address)
{
  const char *colon = address != NULL ? strrchr (address, ':') : NULL;

  return colon != NULL ? colon : address;
}

static char *
dup_key (const SoqTraceRecord *record)
{
  gboolean         out = soq_call_get_direction (record->call) == SOQ_CALL_OUT;
  gboolean         stream = soq_trace_socket_is_stream (record->socket);
  g_autofree char *local = soq_trace_socket_dup_local (record->socket);
  g_autofree char *remote = soq_trace_socket_dup_remote (record->socket);
  const char      *here = local;
  const char      *there = remote;

  if (there == NULL && !stream)
    there = record->argument;
  if (!stream && soq_trace_socket_is_server (record->socket))
    here = shorten (here);
  else if (!stream)
    there = shorten (there);
  if (here == NULL || there == NULL)
    return NULL;

  return out ? g_strdup_printf ("%s %s", here, there) : g_strdup_printf ("%s %s", there, here);
}

static gboolean
overlaps (const SoqTraceRecord *sent,
          const SoqTraceRecord *received)
{
  guint64 sent_end = sent->offset + (guint64) sent->result;
  guint64 received_end = received->offset + (guint64) received->result;

  return sent->offset < received_end && received->offset < sent_end;
}

static void
link_events (SoqWireEvent *sent,
             SoqWireEvent *received)
{
  if (received->sources == NULL)
    received->sources = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_array_append_val (received->sources, sent->record->number);
  sent->arrived = TRUE;
}

static void
keep (GQueue       *queue,
      SoqWireEvent *event)
{
  g_queue_push_tail (queue, g_object_ref (event));
  if (queue->length > MOST_OPEN)
    g_object_unref (g_queue_pop_head (queue));
}

/* A stream's bytes are told by their offset. */
static void
match_stream (Lane         *lane,
              SoqWireEvent *event,
              gboolean      out)
{
  GQueue *others = out ? &lane->received : &lane->sent;

  for (GList *l = others->tail; l != NULL; l = l->prev)
    {
      SoqWireEvent *sent = out ? event : l->data;
      SoqWireEvent *received = out ? l->data : event;

      if (overlaps (sent->record, received->record))
        link_events (sent, received);
      else if (((SoqWireEvent *) l->data)->record->offset < event->record->offset)
        return;
    }
}

/* A datagram that came is the oldest one with the same bytes; those that were
 * sent before it and did not come are lost, or still under way.
 */
static gboolean
match_datagram (Lane         *lane,
                SoqWireEvent *event,
                gboolean      out)
{
  GQueue *others = out ? &lane->received : &lane->sent;

  for (GList *l = others->head; l != NULL; l = l->next)
    {
      SoqWireEvent *other = l->data;

      if (!g_bytes_equal (other->record->bytes, event->record->bytes))
        continue;

      link_events (out ? event : other, out ? other : event);
      g_queue_delete_link (others, l);
      g_object_unref (other);
      return TRUE;
    }

  return FALSE;
}

/**
 * soq_wire_lanes_add:
 * @self: lanes
 * @event: the next event
 *
 * Tells the event that received from which it came, also if the one that sent
 * is written down after it.
 */
void
soq_wire_lanes_add (SoqWireLanes *self,
                    SoqWireEvent *event)
{
  const SoqTraceRecord *record = event->record;
  gboolean              out = soq_call_get_direction (record->call) == SOQ_CALL_OUT;
  g_autofree char      *key = NULL;
  Lane                 *lane;

  if (record->bytes == NULL || !soq_call_is_kernel (record->call) ||
      (record->flags & SOQ_CALL_PEEKED) != 0)
    return;

  key = dup_key (record);
  if (key == NULL)
    return;

  lane = g_hash_table_lookup (self->lanes, key);
  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_hash_table_insert (self->lanes, g_steal_pointer (&key), lane);
    }

  if (soq_trace_socket_is_stream (record->socket))
    match_stream (lane, event, out);
  else if (match_datagram (lane, event, out))
    return;

  keep (out ? &lane->sent : &lane->received, event);
}
