/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-reactor-private.h"

#include "soq-limits.h"

/**
 * SoqReactor:
 *
 * Tells when sockets are ready, keeps the time-outs of everybody who uses
 * them, lends one receive buffer to all, and runs what was put off to the end
 * of a turn. There is one for each main context that has sockets of ours; it
 * belongs to the thread of that context.
 */
static void
run_deferred (SoqReactor *self)
{
  guint n = self->deferred.length;

  /* What is deferred meanwhile waits for the next turn, or two links that
   * answer each other would keep the loop for themselves.
   */
  while (n-- > 0 && self->deferred.length > 0)
    {
      GList       *link = g_queue_pop_head_link (&self->deferred);
      SoqDeferred *deferred = link->data;

      deferred->queued = FALSE;
      deferred->func (deferred->user_data);
    }
}

static gboolean
end_of_turn_cb (gpointer user_data)
{
  SoqReactor            *self = user_data;
  g_autoptr (SoqReactor) held = soq_reactor_ref (self);

  g_source_set_ready_time (self->end, -1);
  run_deferred (self);
  if (self->deferred.length > 0)
    g_source_set_ready_time (self->end, 0);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_end (GSource    *source,
              GSourceFunc callback,
              gpointer    user_data)
{
  return callback (user_data);
}

static GSourceFuncs end_funcs = { .dispatch = dispatch_end };

/**
 * soq_reactor_new:
 * @context: (nullable): the main context whose thread uses it
 *
 * Returns: (transfer full): a reactor
 */
SoqReactor *
soq_reactor_new (GMainContext *context)
{
  SoqReactor *self = g_new0 (SoqReactor, 1);

  self->ref_count = 1;
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->waiter = soq_waiter_new (self->context);
  self->timers = soq_timers_new (self->context);
  self->buffer = g_malloc (SOQ_LIMIT_RECEIVE_SIZE);
  g_queue_init (&self->deferred);

  self->end = g_source_new (&end_funcs, sizeof (GSource));
  g_source_set_static_name (self->end, "[soquete] end of turn");
  g_source_set_callback (self->end, end_of_turn_cb, self, NULL);
  g_source_attach (self->end, self->context);

  return self;
}

/**
 * soq_reactor_set_priority:
 * @self: a reactor that watches nothing yet
 * @priority: as of a #GSource: of its sockets and of what is deferred, not of
 *   its time-outs
 */
void
soq_reactor_set_priority (SoqReactor *self,
                          int         priority)
{
  g_return_if_fail (self != NULL);

  self->priority = priority;
  g_source_set_priority (self->end, priority);
  soq_waiter_set_priority (self->waiter, priority);
}

SoqReactor *
soq_reactor_ref (SoqReactor *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  self->ref_count++;

  return self;
}

void
soq_reactor_unref (SoqReactor *self)
{
  g_return_if_fail (self != NULL);

  if (--self->ref_count > 0)
    return;

  g_source_destroy (self->end);
  g_source_unref (self->end);
  soq_timers_free (self->timers);
  g_clear_pointer (&self->waiter, soq_waiter_free);
  g_main_context_unref (self->context);
  g_free (self->buffer);
  g_free (self);
}

SoqTimers *
soq_reactor_get_timers (SoqReactor *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->timers;
}

/**
 * soq_reactor_get_buffer:
 * @self: a reactor
 * @size: (out): its size in bytes
 *
 * Lends the buffer that all links receive into. Whoever takes it uses it up
 * before returning to the main loop.
 *
 * Returns: (array length=size): the buffer
 */
guint8 *
soq_reactor_get_buffer (SoqReactor *self,
                        gsize      *size)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (size != NULL, NULL);

  *size = SOQ_LIMIT_RECEIVE_SIZE;

  return self->buffer;
}

/**
 * soq_reactor_defer:
 * @self: a reactor
 * @deferred: what to do
 *
 * Puts @deferred off until the sockets that are ready now have been read.
 */
void
soq_reactor_defer (SoqReactor  *self,
                   SoqDeferred *deferred)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (deferred != NULL && deferred->func != NULL);

  if (deferred->queued)
    return;

  deferred->queued = TRUE;
  deferred->link = (GList){ .data = deferred };
  g_queue_push_tail_link (&self->deferred, &deferred->link);
  g_source_set_ready_time (self->end, 0);
}

void
soq_reactor_undefer (SoqReactor  *self,
                     SoqDeferred *deferred)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (deferred != NULL);

  if (!deferred->queued)
    return;

  deferred->queued = FALSE;
  g_queue_unlink (&self->deferred, &deferred->link);
}
