/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-tap.h"

#include "soq-limits.h"
#include "soq-platform.h"

#include <string.h>

/* One way through a socket, as it is and, with TLS, as it is meant. */
typedef struct
{
  guint64  offset; /* bytes that went */
  gpointer mask;   /* (owned) (nullable): the state of the trace's mask */
} Lane;

enum
{
  LANE_OUT,
  LANE_IN,
  LANE_ENCRYPT,
  LANE_DECRYPT,
  N_LANES,
};

/* A socket may be used by one thread after the other, never by two at once;
 * so only the trace has a lock.
 */
struct _SoqTap
{
  SoqTrace       *trace;  /* (owned) */
  SoqTraceSocket *socket; /* (owned) */
  Lane            lanes[N_LANES];
  gboolean        encrypted; /* what the kernel sees is TLS's */
  guint64         last;      /* the number of its newest record, or 0 */
};

static GQuark
tap_quark (void)
{
  return g_quark_from_static_string ("soq-tap");
}

static void
clear_tap (gpointer data)
{
  SoqTap             *self = data;
  const SoqTraceMask *mask = soq_trace_get_mask (self->trace);

  for (guint i = 0; i < N_LANES; i++)
    if (self->lanes[i].mask != NULL)
      mask->end (self->lanes[i].mask);

  soq_trace_socket_unref (self->socket);
  soq_trace_unref (self->trace);
}

/**
 * soq_tap_new:
 * @trace: where to write
 * @role: what the socket is for
 * @descriptor: the socket, or -1
 *
 * Returns: (transfer full): a tap for a socket that is no #GSocket
 */
SoqTap *
soq_tap_new (SoqTrace    *trace,
             SoqTraceRole role,
             int          descriptor)
{
  SoqTap *self;

  g_return_val_if_fail (trace != NULL, NULL);

  self = g_atomic_rc_box_new0 (SoqTap);
  self->trace = soq_trace_ref (trace);
  self->socket = soq_trace_add_socket (trace, role, descriptor);

  return self;
}

SoqTap *
soq_tap_ref (SoqTap *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
soq_tap_unref (SoqTap *self)
{
  g_atomic_rc_box_release_full (self, clear_tap);
}

/**
 * soq_tap_attach:
 * @socket: a socket
 * @trace: (nullable): where to write, or %NULL for nowhere
 * @role: what the socket is for
 *
 * Has whoever calls something on @socket find a tap with soq_tap_of (). Once
 * for each socket, before it is given to anybody.
 *
 * Returns: (transfer none) (nullable): the tap, which lives as long as @socket
 */
SoqTap *
soq_tap_attach (GSocket     *socket,
                SoqTrace    *trace,
                SoqTraceRole role)
{
  SoqTap *tap;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  if (trace == NULL)
    return NULL;

  tap = soq_tap_new (trace, role, g_socket_get_fd (socket));
  soq_trace_socket_set_live (tap->socket, socket);
  g_object_set_qdata_full (G_OBJECT (socket), tap_quark (), tap, (GDestroyNotify) soq_tap_unref);

  return tap;
}

/**
 * soq_tap_of:
 * @socket: a socket
 *
 * Returns: (transfer none) (nullable): its tap, if somebody watches it
 */
SoqTap *
soq_tap_of (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  return g_object_get_qdata (G_OBJECT (socket), tap_quark ());
}

SoqTrace *
soq_tap_get_trace (SoqTap *self)
{
  return self != NULL ? self->trace : NULL;
}

SoqTraceSocket *
soq_tap_get_socket (SoqTap *self)
{
  return self != NULL ? self->socket : NULL;
}

/**
 * soq_tap_set_name:
 * @self: (nullable): a tap
 * @name: who is at the other end
 */
void
soq_tap_set_name (SoqTap     *self,
                  const char *name)
{
  if (self != NULL)
    soq_trace_socket_set_name (self->socket, name);
}

/**
 * soq_tap_set_encrypted:
 * @self: (nullable): a tap
 *
 * From now on the kernel sees TLS's bytes.
 */
void
soq_tap_set_encrypted (SoqTap *self)
{
  if (self != NULL)
    self->encrypted = TRUE;
}

/**
 * soq_tap_begin:
 * @self: (nullable): a tap
 *
 * Returns: the time, for a call that is about to be made
 */
gint64
soq_tap_begin (SoqTap *self)
{
  return self != NULL ? soq_clock_now () : 0;
}

/**
 * soq_tap_get_last:
 * @self: (nullable): a tap
 *
 * Returns: the number of its newest record, 0 if there is none
 */
guint64
soq_tap_get_last (SoqTap *self)
{
  return self != NULL ? self->last : 0;
}

/**
 * soq_tap_get_mark:
 * @self: (nullable): a tap
 *
 * Returns: this moment
 */
SoqTraceMark
soq_tap_get_mark (SoqTap *self)
{
  SoqTraceMark mark = { 0 };

  if (self != NULL)
    {
      mark.socket = soq_trace_socket_get_id (self->socket);
      mark.number = soq_trace_get_last (self->trace);
    }

  return mark;
}

/**
 * soq_tap_call:
 * @self: (nullable): a tap
 * @call: what was called, without bytes
 * @flags: what to know about it
 * @begin: when, of soq_tap_begin ()
 * @argument: (nullable): an address or an option
 * @size: a number it was given, or -1
 * @result: what it returned
 * @error: (nullable) (not copied): the name of the error if it failed
 */
void
soq_tap_call (SoqTap      *self,
              SoqCall      call,
              SoqCallFlags flags,
              gint64       begin,
              const char  *argument,
              gint64       size,
              gint64       result,
              const char  *error)
{
  soq_tap_bytes (self, call, flags, begin, argument, NULL, 0, size, result, error);
}

static Lane *
choose_lane (SoqTap *self,
             SoqCall call)
{
  if (call == SOQ_CALL_ENCRYPT)
    return &self->lanes[LANE_ENCRYPT];
  if (call == SOQ_CALL_DECRYPT)
    return &self->lanes[LANE_DECRYPT];

  return &self->lanes[soq_call_get_direction (call) == SOQ_CALL_OUT ? LANE_OUT : LANE_IN];
}

static guint8 *
join_vectors (const GOutputVector *vectors,
              guint                n_vectors,
              gsize                length)
{
  guint8 *joined = g_malloc (length);
  gsize   done = 0;

  for (guint i = 0; i < n_vectors && done < length; i++)
    {
      gsize n = MIN (vectors[i].size, length - done);

      if (n > 0)
        memcpy (joined + done, vectors[i].buffer, n);
      done += n;
    }

  return joined;
}

/* Masks also what is not kept, so that the mask knows where a line begins. */
static GBytes *
take_bytes (SoqTap              *self,
            SoqTraceRecord      *facts,
            const GOutputVector *vectors,
            guint                n_vectors)
{
  const SoqTraceMask *mask = soq_trace_get_mask (self->trace);
  Lane               *lane = choose_lane (self, facts->call);
  gsize               length = (gsize) facts->result;
  guint8             *data = join_vectors (vectors, n_vectors, length);

  facts->offset = lane->offset;
  if ((facts->flags & SOQ_CALL_PEEKED) != 0)
    return g_bytes_new_take (data, length);

  lane->offset += length;
  if (mask != NULL && (facts->flags & SOQ_CALL_ENCRYPTED) == 0)
    {
      /* Each datagram begins anew. */
      if (lane->mask != NULL && !soq_trace_socket_is_stream (self->socket))
        g_clear_pointer (&lane->mask, mask->end);
      if (lane->mask == NULL)
        lane->mask = mask->begin ();
      mask->mask (lane->mask, data, length);
    }

  if (length > SOQ_LIMIT_TRACE_BYTES_OF_CALL)
    {
      facts->flags |= SOQ_CALL_CUT;
      length = SOQ_LIMIT_TRACE_BYTES_OF_CALL;
    }

  return g_bytes_new_take (data, length);
}

/**
 * soq_tap_bytes:
 * @self: (nullable): a tap
 * @call: what was called
 * @flags: what to know about it
 * @begin: when, of soq_tap_begin ()
 * @argument: (nullable): an address
 * @vectors: (array length=n_vectors): where the bytes lie, at least @result of
 *   them
 * @n_vectors: how many pieces
 * @size: how many bytes were asked for or given
 * @result: how many it returned, -1 if it failed
 * @error: (nullable) (not copied): the name of the error if it failed
 *
 * Writes a call that has returned, at once, while errno is not needed any more.
 */
void
soq_tap_bytes (SoqTap              *self,
               SoqCall              call,
               SoqCallFlags         flags,
               gint64               begin,
               const char          *argument,
               const GOutputVector *vectors,
               guint                n_vectors,
               gint64               size,
               gint64               result,
               const char          *error)
{
  SoqTraceRecord facts = { .begin = begin, .call = call, .flags = flags };

  if (self == NULL)
    return;

  facts.end = soq_clock_now ();
  facts.socket = self->socket;
  facts.argument = g_strdup (argument);
  facts.size = size;
  facts.result = result;
  facts.error = error;
  if (self->encrypted && soq_call_is_kernel (call))
    facts.flags |= SOQ_CALL_ENCRYPTED;
  if (n_vectors > 0 && result > 0)
    facts.bytes = take_bytes (self, &facts, vectors, n_vectors);

  self->last = soq_trace_add (self->trace, &facts);
}
