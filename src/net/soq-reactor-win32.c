/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-reactor-private.h"

#include <winsock2.h>
#include <ws2tcpip.h>

/* How Windows waits: one thread sits in select () for all sockets, and wakes
 * one GSource. A GSource for each socket, as elsewhere, would not do:
 *
 * - GLib waits for 64 handles a thread, starts those threads anew in every turn
 *   of the main loop, and asks every socket each time;
 * - once the other end has finished sending, GLib tells of nothing but a
 *   hang-up, and never again that the socket can be written to. Then nobody who
 *   sends a question and shuts its side down would get a long answer.
 *
 * Every turn of the main loop asks once, without waiting, for all sockets. Only
 * when none is ready the thread is told to wait for them; it says that there is
 * something to ask for again, and rests until it is told.
 */

typedef enum
{
  THREAD_RESTS,
  THREAD_WAITS, /* is in select (), or on the way */
  THREAD_QUITS,
} ThreadState;

/* fd_set has room for 64; the functions take as many as the count says. */
typedef struct
{
  fd_set *set;  /* (owned) */
  gsize   room; /* in sockets */
} Set;

typedef struct
{
  Set readable;
  Set writable;
} Sets;

struct _SoqWaiter
{
  GMainContext *context; /* (borrowed): the reactor's */
  GSource      *source;  /* (owned) */
  GThread      *thread;  /* (owned) */
  GHashTable   *watches; /* (owned): of (borrowed) SoqWatch by their sockets */
  SOCKET        waker;   /* what it sends to itself ends the wait */
  guint         n_armed; /* watches that wait for something */
  gboolean      grew;    /* the thread does not wait for all of them */
  Sets          ready;   /* what to wait for, then what is ready */

  GMutex      mutex; /* for state and cond */
  GCond       cond;
  ThreadState state;
  Sets        waited; /* the thread's while it waits, ours while it rests */
};

struct _SoqWatch
{
  SoqReactor  *reactor; /* (owned) */
  GSocket     *socket;  /* (owned) */
  SOCKET       number;  /* of the socket */
  GIOCondition condition;
  SoqWatchFunc func;
  gpointer     user_data; /* (borrowed) */
};

typedef struct
{
  GSource    source;
  SoqWaiter *waiter; /* (borrowed) */
} WaiterSource;

#define WAITED_FOR (G_IO_IN | G_IO_OUT)

static void
set_add (Set   *set,
         SOCKET number)
{
  if (set->set->fd_count == set->room)
    {
      set->room *= 2;
      set->set = g_realloc (set->set, G_STRUCT_OFFSET (fd_set, fd_array) +
                                        set->room * sizeof (SOCKET));
    }

  set->set->fd_array[set->set->fd_count++] = number;
}

static void
set_init (Set *set)
{
  set->room = FD_SETSIZE;
  set->set = g_malloc0 (sizeof (fd_set));
}

static void
set_copy (Set       *set,
          const Set *other)
{
  set->set->fd_count = 0;
  for (guint i = 0; i < other->set->fd_count; i++)
    set_add (set, other->set->fd_array[i]);
}

static gpointer
run (gpointer data)
{
  SoqWaiter *self = data;
  char       byte;

  g_mutex_lock (&self->mutex);
  while (self->state != THREAD_QUITS)
    {
      if (self->state == THREAD_RESTS)
        {
          g_cond_wait (&self->cond, &self->mutex);
          continue;
        }

      g_mutex_unlock (&self->mutex);
      /* A socket that was closed meanwhile makes it fail at once; the main loop
       * asks without that one then.
       */
      select (0, self->waited.readable.set, self->waited.writable.set, NULL, NULL);
      while (recv (self->waker, &byte, 1, 0) == 1)
        ;
      g_mutex_lock (&self->mutex);
      if (self->state == THREAD_WAITS)
        self->state = THREAD_RESTS;
      g_main_context_wakeup (self->context);
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

static void
interrupt (SoqWaiter *self)
{
  send (self->waker, "", 1, 0);
}

static void
fill_sets (SoqWaiter *self)
{
  GHashTableIter iter;
  gpointer       value;

  self->ready.readable.set->fd_count = 0;
  self->ready.writable.set->fd_count = 0;

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const SoqWatch *watch = value;

      if ((watch->condition & G_IO_IN) != 0)
        set_add (&self->ready.readable, watch->number);
      if ((watch->condition & G_IO_OUT) != 0)
        set_add (&self->ready.writable, watch->number);
    }
}

/* Lets the thread wait for what is in the sets, all of it. */
static void
let_wait (SoqWaiter *self)
{
  gboolean rested;

  g_mutex_lock (&self->mutex);
  rested = self->state == THREAD_RESTS;
  if (rested)
    {
      set_copy (&self->waited.readable, &self->ready.readable);
      set_copy (&self->waited.writable, &self->ready.writable);
      set_add (&self->waited.readable, self->waker);
      self->state = THREAD_WAITS;
      g_cond_signal (&self->cond);
    }
  g_mutex_unlock (&self->mutex);

  if (rested)
    self->grew = FALSE;
  else if (self->grew)
    interrupt (self);
}

static gboolean
prepare (GSource *source,
         int     *timeout)
{
  struct timeval at_once = { 0, 0 };
  SoqWaiter     *self = ((WaiterSource *) source)->waiter;

  *timeout = -1;
  if (self->n_armed == 0)
    return FALSE;

  fill_sets (self);
  if (select (0, self->ready.readable.set, self->ready.writable.set, NULL, &at_once) > 0)
    return TRUE;

  fill_sets (self);
  let_wait (self);

  return FALSE;
}

static gboolean
check (GSource *source)
{
  return FALSE;
}

/* Who is told may free any watch, also its own. */
static void
tell (SoqWaiter   *self,
      SOCKET       number,
      GIOCondition ready)
{
  SoqWatch *watch = g_hash_table_lookup (self->watches, (gpointer) number);

  if (watch != NULL && (watch->condition & ready) != 0)
    watch->func (ready & watch->condition, watch->user_data);
}

static GArray *
take_ready (const Set *set)
{
  GArray *ready = g_array_new (FALSE, FALSE, sizeof (SOCKET));

  g_array_append_vals (ready, set->set->fd_array, set->set->fd_count);

  return ready;
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  SoqWaiter         *self = ((WaiterSource *) source)->waiter;
  g_autoptr (GArray) readable = take_ready (&self->ready.readable);
  g_autoptr (GArray) writable = take_ready (&self->ready.writable);

  /* Until the end nobody frees what we walk over. */
  g_source_ref (source);
  for (guint i = 0; i < writable->len && !g_source_is_destroyed (source); i++)
    tell (self, g_array_index (writable, SOCKET, i), G_IO_OUT);
  for (guint i = 0; i < readable->len && !g_source_is_destroyed (source); i++)
    tell (self, g_array_index (readable, SOCKET, i), G_IO_IN);
  g_source_unref (source);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs waiter_funcs = {
  .prepare = prepare,
  .check = check,
  .dispatch = dispatch,
};

/* A datagram socket that is connected to itself. */
static SOCKET
new_waker (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  int                size = sizeof address;
  u_long             on = 1;
  SOCKET             number = socket (AF_INET, SOCK_DGRAM, IPPROTO_UDP);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (number == INVALID_SOCKET ||
      bind (number, (struct sockaddr *) &address, size) != 0 ||
      getsockname (number, (struct sockaddr *) &address, &size) != 0 ||
      connect (number, (struct sockaddr *) &address, size) != 0 ||
      ioctlsocket (number, (long) FIONBIO, &on) != 0)
    g_error ("No socket on the loopback: %d", WSAGetLastError ());

  return number;
}

SoqWaiter *
soq_waiter_new (GMainContext *context)
{
  SoqWaiter *self = g_new0 (SoqWaiter, 1);
  WSADATA    data;

  /* GLib does the same, but perhaps later. */
  WSAStartup (MAKEWORD (2, 2), &data);
  self->context = context;
  self->watches = g_hash_table_new (NULL, NULL);
  self->waker = new_waker ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  set_init (&self->ready.readable);
  set_init (&self->ready.writable);
  set_init (&self->waited.readable);
  set_init (&self->waited.writable);

  self->source = g_source_new (&waiter_funcs, sizeof (WaiterSource));
  ((WaiterSource *) self->source)->waiter = self;
  g_source_set_static_name (self->source, "[soquete] sockets");
  g_source_attach (self->source, context);
  self->thread = g_thread_new ("soquete-sockets", run, self);

  return self;
}

void
soq_waiter_free (SoqWaiter *self)
{
  g_mutex_lock (&self->mutex);
  self->state = THREAD_QUITS;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  interrupt (self);
  g_thread_join (self->thread);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  closesocket (self->waker);
  g_hash_table_unref (self->watches);
  g_free (self->ready.readable.set);
  g_free (self->ready.writable.set);
  g_free (self->waited.readable.set);
  g_free (self->waited.writable.set);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  WSACleanup ();
  g_free (self);
}

void
soq_waiter_set_priority (SoqWaiter *self,
                         int        priority)
{
  g_source_set_priority (self->source, priority);
}

SoqWatch *
soq_reactor_watch (SoqReactor  *self,
                   GSocket     *socket,
                   SoqWatchFunc func,
                   gpointer     user_data)
{
  SoqWatch *watch;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  watch = g_new0 (SoqWatch, 1);
  watch->reactor = soq_reactor_ref (self);
  watch->socket = g_object_ref (socket);
  watch->number = (SOCKET) g_socket_get_fd (socket);
  watch->func = func;
  watch->user_data = user_data;
  g_hash_table_insert (self->waiter->watches, (gpointer) watch->number, watch);

  return watch;
}

void
soq_watch_set_condition (SoqWatch    *self,
                         GIOCondition condition)
{
  SoqWaiter   *waiter;
  GIOCondition old;

  g_return_if_fail (self != NULL);

  waiter = self->reactor->waiter;
  old = self->condition & WAITED_FOR;
  self->condition = condition & WAITED_FOR;

  if (old != 0)
    waiter->n_armed--;
  if (self->condition != 0)
    waiter->n_armed++;
  /* What is no longer waited for may be told of once more, to nobody. */
  if ((self->condition & ~old) != 0)
    waiter->grew = TRUE;
}

void
soq_watch_free (SoqWatch *self)
{
  g_return_if_fail (self != NULL);

  soq_watch_set_condition (self, 0);
  /* The number may be another's by now, if the socket was closed before. */
  if (g_hash_table_lookup (self->reactor->waiter->watches, (gpointer) self->number) == self)
    g_hash_table_remove (self->reactor->waiter->watches, (gpointer) self->number);
  g_object_unref (self->socket);
  soq_reactor_unref (self->reactor);
  g_free (self);
}
