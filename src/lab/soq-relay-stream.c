/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-relay-stream.h"

#include "soq-calls.h"
#include "soq-lab-native.h"
#include "soq-platform.h"

/* Bytes that a lane holds; when there are more, the end that they come from is
 * not read, and its system tells it to wait.
 */
#define MOST_HELD (64 * 1024)

/* Between two pieces, so that whoever receives finds them apart. */
#define PIECE_GAP (20 * 1000)

/* With a rate, what goes at once is a tenth of what goes in a second. */
#define TURNS_PER_SECOND 10

/* Bytes that came together, and when they may go on. */
typedef struct
{
  gsize  length;
  gint64 due;
} Parcel;

/* One direction. */
typedef struct
{
  SoqRelayStream *stream;  /* (borrowed) */
  guint           from;    /* index of the end that it is read from */
  GByteArray     *held;    /* (owned) */
  GQueue          parcels; /* of (owned) Parcel: together as long as held */
  gint64          next;    /* when something may be sent again */
  gboolean        ended;   /* nothing more will come */
  gboolean        shut;    /* and the other end was told so */
  gboolean        full;    /* the kernel takes no more for now */
  SoqTimer        timer;
} Lane;

enum
{
  CLIENT,
  SERVER,
  N_ENDS,
};

struct _SoqRelayStream
{
  SoqReactor          *reactor; /* (owned) */
  const SoqRelayKnobs *knobs;   /* (borrowed): the relay's */
  SoqRelayCounts      *counts;  /* (borrowed): the relay's */
  SoqRelayStreamFunc   ended;
  gpointer             user_data; /* (borrowed) */

  GSocket  *sockets[N_ENDS]; /* (owned); the server's NULL until it is connected */
  SoqWatch *watches[N_ENDS]; /* (owned) likewise */
  Lane      lanes[N_ENDS];   /* by the end that it is read from */
};

static void pump (Lane *lane);

static void
update_watches (SoqRelayStream *self)
{
  for (guint i = 0; i < N_ENDS; i++)
    {
      const Lane  *in = &self->lanes[i];
      const Lane  *out = &self->lanes[1 - i];
      GIOCondition condition = 0;

      if (self->watches[i] == NULL)
        continue;
      if (!in->ended && in->held->len < MOST_HELD)
        condition |= G_IO_IN;
      if (out->full)
        condition |= G_IO_OUT;
      soq_watch_set_condition (self->watches[i], condition);
    }
}

static void
close_end (SoqRelayStream *self,
           guint           end)
{
  g_clear_pointer (&self->watches[end], soq_watch_free);
  if (self->sockets[end] != NULL)
    soq_call_close (self->sockets[end]);
}

static void
break_end (SoqRelayStream *self,
           guint           end)
{
  struct linger value = { 0 };
  GSocket      *socket = self->sockets[end];
  SoqTap       *tap;
  gint64        begin;
  gboolean      ok;

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  value.l_onoff = 1;
  tap = soq_tap_of (socket);
  begin = soq_tap_begin (tap);
  ok = soq_native_setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &value,
                              sizeof value);
  soq_tap_call (tap, SOQ_CALL_SETSOCKOPT, SOQ_CALL_NO_FLAGS, begin, "SO_LINGER=0", -1, ok ? 0 : -1,
                ok ? NULL : soq_platform_get_code_name (soq_native_get_error ()));
}

/* The end of one direction is handed on like its bytes: in order, and late. */
static void
shut_if_empty (Lane *lane)
{
  SoqRelayStream *self = lane->stream;
  GSocket        *to = self->sockets[1 - lane->from];

  if (!lane->ended || lane->shut || lane->held->len > 0 || to == NULL)
    return;

  lane->shut = TRUE;
  soq_call_shutdown (to, soq_tap_of (to));
}

static gboolean
is_over (const SoqRelayStream *self)
{
  return self->lanes[CLIENT].shut && self->lanes[SERVER].shut;
}

static void
add_parcel (Lane  *lane,
            gsize  length,
            gint64 now)
{
  const SoqRelayKnobs *knobs = lane->stream->knobs;
  Parcel              *last = g_queue_peek_tail (&lane->parcels);
  Parcel              *parcel;

  /* What is collected goes together with what came before it. */
  if (last != NULL && knobs->join > 0 && last->due > now + (gint64) knobs->delay * 1000)
    {
      last->length += length;
      return;
    }

  parcel = g_new (Parcel, 1);
  parcel->length = length;
  parcel->due = now + (gint64) (knobs->delay + knobs->join) * 1000;
  if (last != NULL)
    parcel->due = MAX (parcel->due, last->due);
  g_queue_push_tail (&lane->parcels, parcel);
}

static gboolean
receive (Lane *lane)
{
  SoqRelayStream    *self = lane->stream;
  GSocket           *from = self->sockets[lane->from];
  gsize              size;
  guint8            *buffer = soq_reactor_get_buffer (self->reactor, &size);
  g_autoptr (GError) error = NULL;
  gssize             n;

  size = MIN (size, MOST_HELD - lane->held->len);
  n = soq_call_recv (from, soq_tap_of (from), buffer, size, &error);
  if (n < 0)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  if (n == 0)
    lane->ended = TRUE;
  else
    {
      g_byte_array_append (lane->held, buffer, (guint) n);
      add_parcel (lane, (gsize) n, soq_clock_now ());
    }

  return TRUE;
}

/* How much may go now, in one call. Without pieces, what came apart also goes
 * apart.
 */
static gsize
get_due (const Lane *lane,
         gint64      now)
{
  const SoqRelayKnobs *knobs = lane->stream->knobs;
  const Parcel        *first = lane->parcels.head != NULL ? lane->parcels.head->data : NULL;
  gsize                n;

  if (first == NULL || first->due > now || lane->next > now)
    return 0;

  n = first->length;
  if (knobs->piece > 0)
    n = MIN (n, knobs->piece);
  if (knobs->rate > 0)
    n = MIN (n, MAX (1, knobs->rate / TURNS_PER_SECOND));

  return n;
}

static void
drop_sent (Lane  *lane,
           gsize  n,
           gint64 now)
{
  const SoqRelayKnobs *knobs = lane->stream->knobs;
  Parcel              *first = g_queue_peek_head (&lane->parcels);

  lane->stream->counts->forwarded += n;
  g_byte_array_remove_range (lane->held, 0, (guint) n);
  first->length -= n;
  if (first->length == 0)
    g_free (g_queue_pop_head (&lane->parcels));

  lane->next = now;
  if (knobs->piece > 0)
    lane->next = now + PIECE_GAP;
  if (knobs->rate > 0)
    lane->next = MAX (lane->next, now + (gint64) n * G_USEC_PER_SEC / knobs->rate);
}

static void
set_timer (Lane  *lane,
           gint64 now)
{
  SoqTimers    *timers = soq_reactor_get_timers (lane->stream->reactor);
  const Parcel *first = g_queue_peek_head (&lane->parcels);
  gint64        when = first != NULL ? MAX (first->due, lane->next) : 0;

  if (first == NULL || lane->full)
    soq_timers_unset (timers, &lane->timer);
  else
    soq_timers_set (timers, &lane->timer, MAX (0, when - now));
}

/* Returns FALSE if the other end is broken. */
static gboolean
send_due (Lane *lane)
{
  GSocket *to = lane->stream->sockets[1 - lane->from];
  gint64   now = soq_clock_now ();
  gsize    n;

  lane->full = FALSE;
  while ((n = get_due (lane, now)) > 0)
    {
      GOutputVector      vector = { lane->held->data, n };
      g_autoptr (GError) error = NULL;
      gssize             sent = soq_call_send (to, soq_tap_of (to), &vector, 1, &error);

      if (sent < 0)
        {
          lane->full = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
          if (!lane->full)
            return FALSE;
          break;
        }
      drop_sent (lane, (gsize) sent, now);
    }

  set_timer (lane, now);

  return TRUE;
}

/* May end the stream, and so it is the last that a callback does. */
static void
pump (Lane *lane)
{
  SoqRelayStream *self = lane->stream;

  if (self->sockets[SERVER] == NULL)
    return;

  if (!send_due (lane))
    {
      soq_relay_stream_reset (self);
      return;
    }

  shut_if_empty (lane);
  update_watches (self);
  if (is_over (self))
    self->ended (self, self->user_data);
}

static void
timer_cb (gpointer user_data)
{
  pump (user_data);
}

static void
ready (SoqRelayStream *self,
       guint           end,
       GIOCondition    condition)
{
  Lane *in = &self->lanes[end];
  Lane *out = &self->lanes[1 - end];

  if ((condition & (G_IO_OUT | G_IO_ERR | G_IO_HUP)) != 0 && out->full)
    {
      pump (out);
      return;
    }

  if (in->ended || in->held->len >= MOST_HELD)
    return;

  /* A connection that one end has broken is broken for the other. */
  if (!receive (in))
    soq_relay_stream_reset (self);
  else
    pump (in);
}

static void
client_ready_cb (GIOCondition condition,
                 gpointer     user_data)
{
  ready (user_data, CLIENT, condition);
}

static void
server_ready_cb (GIOCondition condition,
                 gpointer     user_data)
{
  ready (user_data, SERVER, condition);
}

/**
 * soq_relay_stream_new:
 * @reactor: what tells when sockets are ready
 * @client: who has connected
 * @knobs: what to do with what is carried; must outlive the stream
 * @counts: where to count; likewise
 * @ended: told once, when it is over
 * @user_data: data for @ended
 *
 * Returns: (transfer full): a stream that waits for its other end
 */
SoqRelayStream *
soq_relay_stream_new (SoqReactor          *reactor,
                      GSocket             *client,
                      const SoqRelayKnobs *knobs,
                      SoqRelayCounts      *counts,
                      SoqRelayStreamFunc   ended,
                      gpointer             user_data)
{
  SoqRelayStream *self = g_new0 (SoqRelayStream, 1);

  self->reactor = soq_reactor_ref (reactor);
  self->sockets[CLIENT] = g_object_ref (client);
  self->knobs = knobs;
  self->counts = counts;
  self->ended = ended;
  self->user_data = user_data;

  for (guint i = 0; i < N_ENDS; i++)
    {
      Lane *lane = &self->lanes[i];

      lane->stream = self;
      lane->from = i;
      lane->held = g_byte_array_new ();
      g_queue_init (&lane->parcels);
      lane->timer.func = timer_cb;
      lane->timer.user_data = lane;
    }

  return self;
}

void
soq_relay_stream_free (SoqRelayStream *self)
{
  for (guint i = 0; i < N_ENDS; i++)
    {
      Lane *lane = &self->lanes[i];

      soq_timers_unset (soq_reactor_get_timers (self->reactor), &lane->timer);
      close_end (self, i);
      g_clear_object (&self->sockets[i]);
      g_byte_array_unref (lane->held);
      g_queue_clear_full (&lane->parcels, g_free);
    }
  soq_reactor_unref (self->reactor);
  g_free (self);
}

static void
prepare (GSocket *socket)
{
  g_socket_set_blocking (socket, FALSE);
  /* Pieces go as pieces. */
  soq_call_setsockopt (socket, IPPROTO_TCP, TCP_NODELAY, 1, "TCP_NODELAY");
}

/**
 * soq_relay_stream_connected:
 * @self: a stream
 * @server: its other end
 *
 * Begins to carry.
 */
void
soq_relay_stream_connected (SoqRelayStream *self,
                            GSocket        *server)
{
  self->sockets[SERVER] = g_object_ref (server);
  prepare (self->sockets[CLIENT]);
  prepare (server);
  self->watches[CLIENT] = soq_reactor_watch (self->reactor, self->sockets[CLIENT],
                                             client_ready_cb, self);
  self->watches[SERVER] = soq_reactor_watch (self->reactor, server, server_ready_cb, self);
  update_watches (self);
}

/**
 * soq_relay_stream_reset:
 * @self: a stream
 *
 * Breaks it off: both ends get an error, and not the end of the stream.
 */
void
soq_relay_stream_reset (SoqRelayStream *self)
{
  for (guint i = 0; i < N_ENDS; i++)
    break_end (self, i);
  self->ended (self, self->user_data);
}

/**
 * soq_relay_stream_knobs_changed:
 * @self: a stream
 *
 * What waits for a slow rate is looked at again. May end the stream.
 */
void
soq_relay_stream_knobs_changed (SoqRelayStream *self)
{
  SoqTimers *timers = soq_reactor_get_timers (self->reactor);

  for (guint i = 0; i < N_ENDS; i++)
    {
      Lane *lane = &self->lanes[i];

      lane->next = 0;
      if (self->sockets[SERVER] != NULL && lane->parcels.length > 0)
        soq_timers_set (timers, &lane->timer, 0);
    }
}
