/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trace.h"

#include "soq-limits.h"

/* What was called, the newest SOQ_LIMIT_TRACE_RECORDS of it. */
typedef struct
{
  const SoqTraceMask *mask; /* (nullable) */

  GMutex  mutex;      /* guards the following */
  GQueue  records;    /* of (owned) SoqTraceRecord, the oldest first */
  gsize   bytes;      /* that the records hold */
  guint64 last;       /* the number of the newest record there ever was */
  guint   sockets;    /* how many there ever were */
  guint   branches;   /* likewise */
  guint   most;       /* records */
  gsize   most_bytes; /* that they may hold together */
} Ring;

struct _SoqTrace
{
  Ring        *ring; /* (owned), with other branches */
  SoqTracePart part;
};

static void
clear_record (gpointer data)
{
  SoqTraceRecord *self = data;

  soq_trace_socket_unref (self->socket);
  g_free (self->argument);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

SoqTraceRecord *
soq_trace_record_ref (SoqTraceRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
soq_trace_record_unref (SoqTraceRecord *self)
{
  g_atomic_rc_box_release_full (self, clear_record);
}

/**
 * soq_trace_record_is_lost:
 * @self: a record
 *
 * Returns: whether what it brought was thrown away: soq_trace_set_lost ()
 */
gboolean
soq_trace_record_is_lost (const SoqTraceRecord *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_atomic_int_get (&self->lost) != 0;
}

/**
 * soq_trace_new:
 * @mask: (nullable): how to keep passwords out; must outlive the trace
 *
 * Returns: (transfer full): an empty trace; any thread may use it
 */
SoqTrace *
soq_trace_new (const SoqTraceMask *mask)
{
  SoqTrace *self = g_atomic_rc_box_new0 (SoqTrace);
  Ring     *ring = g_atomic_rc_box_new0 (Ring);

  ring->mask = mask;
  g_mutex_init (&ring->mutex);
  g_queue_init (&ring->records);
  ring->most = SOQ_LIMIT_TRACE_RECORDS;
  ring->most_bytes = SOQ_LIMIT_TRACE_BYTES;
  self->ring = ring;

  return self;
}

/**
 * soq_trace_new_branch:
 * @self: a trace
 *
 * The calls of several parts of a program in one order, and yet told apart.
 *
 * Returns: (transfer full): the same trace, for another part of the program
 */
SoqTrace *
soq_trace_new_branch (SoqTrace *self)
{
  SoqTrace *branch;

  g_return_val_if_fail (self != NULL, NULL);

  branch = g_atomic_rc_box_new0 (SoqTrace);
  branch->ring = g_atomic_rc_box_acquire (self->ring);
  g_mutex_lock (&self->ring->mutex);
  branch->part.branch = ++self->ring->branches;
  g_mutex_unlock (&self->ring->mutex);

  return branch;
}

/**
 * soq_trace_new_part:
 * @self: a trace
 * @who: (nullable) (not copied): who has the sockets that are written through
 *   it, translatable
 * @scene: (nullable) (not copied): what is played with them, likewise
 *
 * Returns: (transfer full): the same branch of the same trace
 */
SoqTrace *
soq_trace_new_part (SoqTrace   *self,
                    const char *who,
                    const char *scene)
{
  SoqTrace *part;

  g_return_val_if_fail (self != NULL, NULL);

  part = g_atomic_rc_box_new0 (SoqTrace);
  part->ring = g_atomic_rc_box_acquire (self->ring);
  part->part.branch = self->part.branch;
  part->part.who = who;
  part->part.scene = scene;

  return part;
}

/**
 * soq_trace_get_branch:
 * @self: a trace
 *
 * Returns: the number of its branch, 0 for what soq_trace_new () made
 */
guint
soq_trace_get_branch (SoqTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->part.branch;
}

SoqTrace *
soq_trace_ref (SoqTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_ring (gpointer data)
{
  Ring *ring = data;

  g_queue_clear_full (&ring->records, (GDestroyNotify) soq_trace_record_unref);
  g_mutex_clear (&ring->mutex);
}

static void
clear_trace (gpointer data)
{
  SoqTrace *self = data;

  g_atomic_rc_box_release_full (self->ring, clear_ring);
}

void
soq_trace_unref (SoqTrace *self)
{
  g_atomic_rc_box_release_full (self, clear_trace);
}

const SoqTraceMask *
soq_trace_get_mask (SoqTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ring->mask;
}

static gsize
count_bytes (const SoqTraceRecord *record)
{
  return record->bytes != NULL ? g_bytes_get_size (record->bytes) : 0;
}

/* Moves what is too much out of the ring, for the caller to free: that may
 * take a while, and others wait for the lock.
 */
static void
shrink (Ring   *self,
        GQueue *dropped)
{
  while (self->records.length > self->most ||
         (self->bytes > self->most_bytes && self->records.length > 1))
    {
      GList *oldest = g_queue_pop_head_link (&self->records);

      self->bytes -= count_bytes (oldest->data);
      g_queue_push_tail_link (dropped, oldest);
    }
}

/**
 * soq_trace_set_limits:
 * @self: a trace
 * @records: how many it keeps, at least 1
 * @bytes: how many bytes they may hold together; one record more than that is
 *   still kept
 */
void
soq_trace_set_limits (SoqTrace *self,
                      guint     records,
                      gsize     bytes)
{
  GQueue dropped = G_QUEUE_INIT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (records > 0);

  g_mutex_lock (&self->ring->mutex);
  self->ring->most = records;
  self->ring->most_bytes = bytes;
  shrink (self->ring, &dropped);
  g_mutex_unlock (&self->ring->mutex);

  g_queue_clear_full (&dropped, (GDestroyNotify) soq_trace_record_unref);
}

/**
 * soq_trace_add_socket:
 * @self: a trace
 * @role: what it is for
 * @descriptor: what the system knows it by, or -1
 *
 * Returns: (transfer full): one that records can be about
 */
SoqTraceSocket *
soq_trace_add_socket (SoqTrace    *self,
                      SoqTraceRole role,
                      int          descriptor)
{
  guint id;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->ring->mutex);
  id = ++self->ring->sockets;
  g_mutex_unlock (&self->ring->mutex);

  return soq_trace_socket_new (id, &self->part, role, descriptor);
}

/**
 * soq_trace_add:
 * @self: a trace
 * @facts: a record without a number; its argument and its bytes become the
 *   trace's, its socket gets a reference
 *
 * Adds a call that has returned, and forgets the oldest ones if there are too
 * many.
 *
 * Returns: the number that it got
 */
guint64
soq_trace_add (SoqTrace             *self,
               const SoqTraceRecord *facts)
{
  SoqTraceRecord *record = g_atomic_rc_box_new (SoqTraceRecord);
  GQueue          dropped = G_QUEUE_INIT;
  guint64         number;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (facts->socket != NULL, 0);

  *record = *facts;
  soq_trace_socket_ref (record->socket);

  g_mutex_lock (&self->ring->mutex);
  number = ++self->ring->last;
  record->number = number;
  self->ring->bytes += count_bytes (record);
  g_queue_push_tail (&self->ring->records, record);
  shrink (self->ring, &dropped);
  g_mutex_unlock (&self->ring->mutex);

  g_queue_clear_full (&dropped, (GDestroyNotify) soq_trace_record_unref);

  return number;
}

/**
 * soq_trace_set_lost:
 * @self: a trace
 * @number: of a record, which may be forgotten already
 *
 * Notes that the program threw away what came in that call.
 */
void
soq_trace_set_lost (SoqTrace *self,
                    guint64   number)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->ring->mutex);
  for (GList *l = self->ring->records.tail; l != NULL; l = l->prev)
    {
      SoqTraceRecord *record = l->data;

      if (record->number == number)
        g_atomic_int_set (&record->lost, 1);
      if (record->number <= number)
        break;
    }
  g_mutex_unlock (&self->ring->mutex);
}

/**
 * soq_trace_get_last:
 * @self: a trace
 *
 * Returns: the number of the newest record there ever was, 0 if none
 */
guint64
soq_trace_get_last (SoqTrace *self)
{
  guint64 last;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->ring->mutex);
  last = self->ring->last;
  g_mutex_unlock (&self->ring->mutex);

  return last;
}

/**
 * soq_trace_dup_since:
 * @self: a trace
 * @number: of the last record that the caller has seen, or 0
 * @most: how many to take at most; of more, the newest
 *
 * Returns: (transfer full) (element-type SoqTraceRecord): the records after
 *   @number, the oldest first
 */
GPtrArray *
soq_trace_dup_since (SoqTrace *self,
                     guint64   number,
                     guint     most)
{
  GPtrArray *array = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_trace_record_unref);
  GList     *first;

  g_return_val_if_fail (self != NULL, array);

  g_mutex_lock (&self->ring->mutex);
  first = NULL;
  for (GList *l = self->ring->records.tail; l != NULL && most > 0; l = l->prev, most--)
    {
      if (((SoqTraceRecord *) l->data)->number <= number)
        break;
      first = l;
    }
  for (; first != NULL; first = first->next)
    g_ptr_array_add (array, soq_trace_record_ref (first->data));
  g_mutex_unlock (&self->ring->mutex);

  return array;
}

/**
 * soq_trace_clear:
 * @self: a trace
 *
 * Forgets what was called so far. Numbers go on.
 */
void
soq_trace_clear (SoqTrace *self)
{
  GQueue dropped;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->ring->mutex);
  dropped = self->ring->records;
  g_queue_init (&self->ring->records);
  self->ring->bytes = 0;
  g_mutex_unlock (&self->ring->mutex);

  g_queue_clear_full (&dropped, (GDestroyNotify) soq_trace_record_unref);
}
