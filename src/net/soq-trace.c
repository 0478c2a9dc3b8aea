/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trace.h"

#include "soq-address.h"
#include "soq-limits.h"

/* Whoever makes a call may be in another thread than who looks: the blocking
 * servers of the lab are, and so is a TLS handshake.
 */
struct _SoqTraceSocket
{
  guint        id;
  SoqTraceRole role;
  int          descriptor;

  GMutex mutex;  /* guards the following */
  char  *local;  /* (owned) (nullable) */
  char  *remote; /* (owned) (nullable) */
  char  *name;   /* (owned) (nullable): who is at the other end */
};

/* What was called, the newest SOQ_LIMIT_TRACE_RECORDS of it. */
struct _SoqTrace
{
  const SoqTraceMask *mask; /* (nullable) */

  GMutex  mutex;      /* guards the following */
  GQueue  records;    /* of (owned) SoqTraceRecord, the oldest first */
  gsize   bytes;      /* that the records hold */
  guint64 last;       /* the number of the newest record there ever was */
  guint   sockets;    /* how many there ever were */
  guint   most;       /* records */
  gsize   most_bytes; /* that they may hold together */
};

static void
clear_socket (gpointer data)
{
  SoqTraceSocket *self = data;

  g_mutex_clear (&self->mutex);
  g_free (self->local);
  g_free (self->remote);
  g_free (self->name);
}

SoqTraceSocket *
soq_trace_socket_ref (SoqTraceSocket *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
soq_trace_socket_unref (SoqTraceSocket *self)
{
  g_atomic_rc_box_release_full (self, clear_socket);
}

guint
soq_trace_socket_get_id (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

SoqTraceRole
soq_trace_socket_get_role (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, SOQ_TRACE_ROLE_LISTENER);

  return self->role;
}

/**
 * soq_trace_socket_get_role_name:
 * @self: a socket
 *
 * Returns: its role in the words of an export
 */
const char *
soq_trace_socket_get_role_name (SoqTraceSocket *self)
{
  static const char *const names[] = {
    [SOQ_TRACE_ROLE_LISTENER] = "listener",
    [SOQ_TRACE_ROLE_ACCEPTED] = "accepted",
    [SOQ_TRACE_ROLE_CONNECTED] = "connected",
    [SOQ_TRACE_ROLE_DATAGRAM_SERVER] = "datagram-server",
    [SOQ_TRACE_ROLE_DATAGRAM_CLIENT] = "datagram-client",
    [SOQ_TRACE_ROLE_RESOLVER] = "resolver",
  };

  return names[soq_trace_socket_get_role (self)];
}

gboolean
soq_trace_socket_is_server (SoqTraceSocket *self)
{
  SoqTraceRole role = soq_trace_socket_get_role (self);

  return role == SOQ_TRACE_ROLE_LISTENER || role == SOQ_TRACE_ROLE_ACCEPTED ||
         role == SOQ_TRACE_ROLE_DATAGRAM_SERVER;
}

gboolean
soq_trace_socket_is_stream (SoqTraceSocket *self)
{
  SoqTraceRole role = soq_trace_socket_get_role (self);

  return role != SOQ_TRACE_ROLE_DATAGRAM_SERVER && role != SOQ_TRACE_ROLE_DATAGRAM_CLIENT;
}

/**
 * soq_trace_socket_get_descriptor:
 * @self: a socket
 *
 * Returns: the number that the system knew it by; another socket may have it
 *   later. -1 if it never was one
 */
int
soq_trace_socket_get_descriptor (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->descriptor;
}

static char *
dup_locked (SoqTraceSocket *self,
            char          **field)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (*field);
  g_mutex_unlock (&self->mutex);

  return text;
}

static void
replace_locked (SoqTraceSocket *self,
                char          **field,
                char           *text)
{
  g_mutex_lock (&self->mutex);
  g_free (*field);
  *field = text;
  g_mutex_unlock (&self->mutex);
}

/**
 * soq_trace_socket_dup_local:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): its own address, “192.0.2.1:5000” or
 *   “[::1]:5000”
 */
char *
soq_trace_socket_dup_local (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->local);
}

char *
soq_trace_socket_dup_remote (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->remote);
}

/**
 * soq_trace_socket_dup_name:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): who is at the other end, if that is
 *   known by a name
 */
char *
soq_trace_socket_dup_name (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->name);
}

/**
 * soq_trace_socket_set_addresses:
 * @self: a socket
 * @local: (nullable): its own address, or %NULL to leave it as it is
 * @remote: (nullable): that of the other end, likewise
 */
void
soq_trace_socket_set_addresses (SoqTraceSocket *self,
                                GSocketAddress *local,
                                GSocketAddress *remote)
{
  g_return_if_fail (self != NULL);

  if (local != NULL)
    replace_locked (self, &self->local, soq_socket_address_dup_text (local));
  if (remote != NULL)
    replace_locked (self, &self->remote, soq_socket_address_dup_text (remote));
}

void
soq_trace_socket_set_name (SoqTraceSocket *self,
                           const char     *name)
{
  g_return_if_fail (self != NULL);

  replace_locked (self, &self->name, g_strdup (name));
}

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
 * soq_trace_new:
 * @mask: (nullable): how to keep passwords out; must outlive the trace
 *
 * Returns: (transfer full): an empty trace; any thread may use it
 */
SoqTrace *
soq_trace_new (const SoqTraceMask *mask)
{
  SoqTrace *self = g_atomic_rc_box_new0 (SoqTrace);

  self->mask = mask;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->records);
  self->most = SOQ_LIMIT_TRACE_RECORDS;
  self->most_bytes = SOQ_LIMIT_TRACE_BYTES;

  return self;
}

SoqTrace *
soq_trace_ref (SoqTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_trace (gpointer data)
{
  SoqTrace *self = data;

  g_queue_clear_full (&self->records, (GDestroyNotify) soq_trace_record_unref);
  g_mutex_clear (&self->mutex);
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

  return self->mask;
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
shrink (SoqTrace *self,
        GQueue   *dropped)
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

  g_mutex_lock (&self->mutex);
  self->most = records;
  self->most_bytes = bytes;
  shrink (self, &dropped);
  g_mutex_unlock (&self->mutex);

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
  SoqTraceSocket *socket;

  g_return_val_if_fail (self != NULL, NULL);

  socket = g_atomic_rc_box_new0 (SoqTraceSocket);
  g_mutex_init (&socket->mutex);
  socket->role = role;
  socket->descriptor = descriptor;

  g_mutex_lock (&self->mutex);
  socket->id = ++self->sockets;
  g_mutex_unlock (&self->mutex);

  return socket;
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

  g_mutex_lock (&self->mutex);
  number = ++self->last;
  record->number = number;
  self->bytes += count_bytes (record);
  g_queue_push_tail (&self->records, record);
  shrink (self, &dropped);
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&dropped, (GDestroyNotify) soq_trace_record_unref);

  return number;
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

  g_mutex_lock (&self->mutex);
  last = self->last;
  g_mutex_unlock (&self->mutex);

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

  g_mutex_lock (&self->mutex);
  first = NULL;
  for (GList *l = self->records.tail; l != NULL && most > 0; l = l->prev, most--)
    {
      if (((SoqTraceRecord *) l->data)->number <= number)
        break;
      first = l;
    }
  for (; first != NULL; first = first->next)
    g_ptr_array_add (array, soq_trace_record_ref (first->data));
  g_mutex_unlock (&self->mutex);

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

  g_mutex_lock (&self->mutex);
  dropped = self->records;
  g_queue_init (&self->records);
  self->bytes = 0;
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&dropped, (GDestroyNotify) soq_trace_record_unref);
}
