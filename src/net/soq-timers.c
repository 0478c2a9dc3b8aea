/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timers.h"

#include "soq-platform.h"

/**
 * SoqTimers:
 *
 * Any number of time-outs behind one GSource: a binary heap by due time, so
 * that ten thousand peers who each wait for something cost the main loop
 * nothing while it turns.
 */
struct _SoqTimers
{
  GSource   *source;  /* (owned) */
  GPtrArray *heap;    /* (owned) of (borrowed) SoqTimer; the first is due first */
  guint      running; /* depth of soq_timers_run () */
  gboolean   freed;   /* by the function of a timer */
};

static SoqTimer *
timer_at (SoqTimers *self,
          guint      place)
{
  return g_ptr_array_index (self->heap, place - 1);
}

static void
put (SoqTimers *self,
     SoqTimer  *timer,
     guint      place)
{
  g_ptr_array_index (self->heap, place - 1) = timer;
  timer->place = place;
}

static void
rise (SoqTimers *self,
      SoqTimer  *timer)
{
  guint place = timer->place;

  while (place > 1 && timer_at (self, place / 2)->when > timer->when)
    {
      put (self, timer_at (self, place / 2), place);
      place /= 2;
    }

  put (self, timer, place);
}

static void
sink (SoqTimers *self,
      SoqTimer  *timer)
{
  guint place = timer->place;

  while (place * 2 <= self->heap->len)
    {
      guint child = place * 2;

      if (child < self->heap->len &&
          timer_at (self, child + 1)->when < timer_at (self, child)->when)
        child++;

      if (timer_at (self, child)->when >= timer->when)
        break;

      put (self, timer_at (self, child), place);
      place = child;
    }

  put (self, timer, place);
}

static void
arm (SoqTimers *self)
{
  gint64 due = self->heap->len > 0 ? timer_at (self, 1)->when : -1;

  g_source_set_ready_time (self->source, due);
}

static gboolean
due_cb (gpointer user_data)
{
  soq_timers_run (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static void
free_timers (SoqTimers *self)
{
  g_source_unref (self->source);
  g_ptr_array_unref (self->heap);
  g_free (self);
}

/**
 * soq_timers_new:
 * @context: (nullable): where the timers' functions are called
 *
 * Returns: (transfer full): an empty set of timers
 */
SoqTimers *
soq_timers_new (GMainContext *context)
{
  SoqTimers *self = g_new0 (SoqTimers, 1);

  self->heap = g_ptr_array_new ();
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "[soquete] timers");
  g_source_set_callback (self->source, due_cb, self, NULL);
  g_source_attach (self->source, context);

  return self;
}

/**
 * soq_timers_free:
 * @self: (transfer full): the timers; none of them fires any more
 *
 * The function of a timer may do it: with the last link goes its reactor.
 */
void
soq_timers_free (SoqTimers *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->freed);

  for (guint place = 1; place <= self->heap->len; place++)
    timer_at (self, place)->place = 0;
  g_ptr_array_set_size (self->heap, 0);
  g_source_destroy (self->source);
  self->freed = TRUE;
  if (self->running == 0)
    free_timers (self);
}

/**
 * soq_timers_set:
 * @self: the timers
 * @timer: the timer; its @func must be set
 * @delay: in how many microseconds it is due
 *
 * Sets @timer, or moves it if it is set already. It fires once.
 */
void
soq_timers_set (SoqTimers *self,
                SoqTimer  *timer,
                gint64     delay)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (timer != NULL && timer->func != NULL);
  g_return_if_fail (delay >= 0);

  soq_timers_unset (self, timer);

  timer->when = soq_clock_now () + delay;
  g_ptr_array_add (self->heap, timer);
  timer->place = self->heap->len;
  rise (self, timer);
  arm (self);
}

void
soq_timers_unset (SoqTimers *self,
                  SoqTimer  *timer)
{
  SoqTimer *last;
  guint     place;

  g_return_if_fail (self != NULL);
  g_return_if_fail (timer != NULL);

  if (timer->place == 0)
    return;

  place = timer->place;
  timer->place = 0;
  last = timer_at (self, self->heap->len);
  g_ptr_array_set_size (self->heap, (int) self->heap->len - 1);
  if (last != timer)
    {
      put (self, last, place);
      rise (self, last);
      sink (self, last);
    }
  arm (self);
}

/**
 * soq_timers_run:
 * @self: the timers
 *
 * Calls the function of each timer that is due. The main loop does this; a
 * test with its own clock does it by hand.
 */
void
soq_timers_run (SoqTimers *self)
{
  gint64 now = soq_clock_now ();

  g_return_if_fail (self != NULL);

  self->running++;
  while (self->heap->len > 0 && timer_at (self, 1)->when <= now)
    {
      SoqTimer *timer = timer_at (self, 1);

      /* Its function may set it again, or free what it lies in. */
      soq_timers_unset (self, timer);
      timer->func (timer->user_data);
    }

  if (--self->running == 0 && self->freed)
    free_timers (self);
}

gboolean
soq_timer_is_set (const SoqTimer *timer)
{
  g_return_val_if_fail (timer != NULL, FALSE);

  return timer->place != 0;
}
