/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-stage.h"

#include <glib/gi18n.h>

#define SIGNS 16

struct _SoqStage
{
  SoqTrace   *trace; /* (owned) */
  const char *scene; /* (nullable): of the sockets that are made now; one thread sets it */

  GMutex   mutex; /* guards the following */
  GCond    cond;  /* any of it has changed */
  gboolean stopped;
  guint    signs[SIGNS]; /* how often each was given */
  GQueue   blockers;     /* of (borrowed) SoqStageBlocker */
  guint    running;      /* threads that were spawned and have not ended */
  GQueue   ended;        /* of (owned) GThread, to be joined */
};

typedef struct
{
  SoqStage    *stage; /* (owned) */
  SoqStageFunc func;
  gpointer     user_data; /* (borrowed) */
} Job;

/**
 * soq_stage_new:
 * @mask: (nullable): what keeps passwords out of the trace
 *
 * Returns: (transfer full): an empty stage
 */
SoqStage *
soq_stage_new (const SoqTraceMask *mask)
{
  SoqStage *self = g_atomic_rc_box_new0 (SoqStage);

  self->trace = soq_trace_new (mask);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->blockers);
  g_queue_init (&self->ended);

  return self;
}

SoqStage *
soq_stage_ref (SoqStage *self)
{
  return g_atomic_rc_box_acquire (self);
}

/* The last reference may be that of a thread, which cannot join itself. */
static void
let_go_of_thread (gpointer data)
{
  GThread *thread = data;

  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}

static void
clear_stage (gpointer data)
{
  SoqStage *self = data;

  g_assert (self->blockers.length == 0);

  g_queue_clear_full (&self->ended, let_go_of_thread);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  soq_trace_unref (self->trace);
}

void
soq_stage_unref (SoqStage *self)
{
  g_atomic_rc_box_release_full (self, clear_stage);
}

SoqTrace *
soq_stage_get_trace (SoqStage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->trace;
}

/**
 * soq_stage_set_scene:
 * @self: a stage
 * @scene: (nullable) (not copied): what is played next, translatable; with a
 *   scene there are only a client and a server, unless somebody says who
 *
 * Sockets that are made from now on belong to it. Call it while there is one
 * thread.
 */
void
soq_stage_set_scene (SoqStage   *self,
                     const char *scene)
{
  g_return_if_fail (self != NULL);

  self->scene = scene;
}

static gboolean
is_server (SoqTraceRole role)
{
  return role == SOQ_TRACE_ROLE_LISTENER || role == SOQ_TRACE_ROLE_DATAGRAM_SERVER;
}

/**
 * soq_stage_new_part:
 * @self: a stage
 * @who: (nullable) (not copied): who makes sockets, translatable
 * @role: what for
 *
 * Returns: (transfer full): the trace for sockets of @who in this scene
 */
SoqTrace *
soq_stage_new_part (SoqStage    *self,
                    const char  *who,
                    SoqTraceRole role)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (who == NULL && self->scene != NULL)
    who = is_server (role) ? N_("Server") : N_("Client");

  return soq_trace_new_part (self->trace, who, self->scene);
}

/**
 * soq_stage_stop:
 * @self: a stage
 *
 * Ends every wait on it, now and later.
 */
void
soq_stage_stop (SoqStage *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  for (GList *l = self->blockers.head; l != NULL; l = l->next)
    {
      SoqStageBlocker *blocker = l->data;

      blocker->interrupt (blocker);
    }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
soq_stage_is_stopped (SoqStage *self)
{
  gboolean stopped;

  g_return_val_if_fail (self != NULL, TRUE);

  g_mutex_lock (&self->mutex);
  stopped = self->stopped;
  g_mutex_unlock (&self->mutex);

  return stopped;
}

/**
 * soq_stage_wait:
 * @self: a stage
 * @microseconds: how long
 *
 * Lets time pass, as somebody does who thinks before he types.
 *
 * Returns: %FALSE if it was stopped meanwhile
 */
gboolean
soq_stage_wait (SoqStage *self,
                gint64    microseconds)
{
  gint64   end = g_get_monotonic_time () + microseconds;
  gboolean stopped;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  while (!self->stopped && g_get_monotonic_time () < end)
    g_cond_wait_until (&self->cond, &self->mutex, end);
  stopped = self->stopped;
  g_mutex_unlock (&self->mutex);

  return !stopped;
}

/**
 * soq_stage_tell:
 * @self: a stage
 * @sign: a number below 16 that the threads have agreed upon
 *
 * Gives a sign to whoever waits for it.
 */
void
soq_stage_tell (SoqStage *self,
                guint     sign)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (sign < SIGNS);

  g_mutex_lock (&self->mutex);
  self->signs[sign]++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * soq_stage_await:
 * @self: a stage
 * @sign: what to wait for
 * @times: how often it must have been given since the beginning
 *
 * Returns: %FALSE if it was stopped meanwhile
 */
gboolean
soq_stage_await (SoqStage *self,
                 guint     sign,
                 guint     times)
{
  gboolean stopped;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (sign < SIGNS, FALSE);

  g_mutex_lock (&self->mutex);
  while (!self->stopped && self->signs[sign] < times)
    g_cond_wait (&self->cond, &self->mutex);
  stopped = self->stopped;
  g_mutex_unlock (&self->mutex);

  return !stopped;
}

static gpointer
run_job (gpointer data)
{
  Job                 *job = data;
  g_autoptr (SoqStage) stage = job->stage;

  job->func (stage, job->user_data);
  g_free (job);

  g_mutex_lock (&stage->mutex);
  stage->running--;
  g_queue_push_tail (&stage->ended, g_thread_self ());
  g_cond_broadcast (&stage->cond);
  g_mutex_unlock (&stage->mutex);

  return NULL;
}

/* Takes the threads that have ended, for the caller to join without the lock. */
static void
take_ended_locked (SoqStage *self,
                   GQueue   *ended)
{
  *ended = self->ended;
  g_queue_init (&self->ended);
}

/**
 * soq_stage_spawn:
 * @self: a stage
 * @name: what to call the thread
 * @func: what it does
 * @user_data: data for @func
 *
 * Begins a thread. Threads that have ended are cleared away here, so that a
 * server with a thread for each client does not pile them up.
 */
void
soq_stage_spawn (SoqStage    *self,
                 const char  *name,
                 SoqStageFunc func,
                 gpointer     user_data)
{
  Job   *job = g_new (Job, 1);
  GQueue ended;

  g_return_if_fail (self != NULL);

  job->stage = soq_stage_ref (self);
  job->func = func;
  job->user_data = user_data;

  g_mutex_lock (&self->mutex);
  self->running++;
  take_ended_locked (self, &ended);
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&ended, let_go_of_thread);
  g_thread_new (name, run_job, job);
}

/**
 * soq_stage_join:
 * @self: a stage
 *
 * Waits until all threads that were spawned have ended.
 */
void
soq_stage_join (SoqStage *self)
{
  GQueue ended;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  while (self->running > 0)
    g_cond_wait (&self->cond, &self->mutex);
  take_ended_locked (self, &ended);
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&ended, let_go_of_thread);
}

/**
 * soq_stage_enter:
 * @self: a stage
 * @blocker: what somebody may wait in
 *
 * From now on @blocker is interrupted when the stage is stopped, with a lock
 * held: it must not call the stage then.
 *
 * Returns: %FALSE if it is stopped already, and nothing was done
 */
gboolean
soq_stage_enter (SoqStage        *self,
                 SoqStageBlocker *blocker)
{
  gboolean stopped;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  stopped = self->stopped;
  if (!stopped)
    {
      blocker->link.data = blocker;
      g_queue_push_tail_link (&self->blockers, &blocker->link);
    }
  g_mutex_unlock (&self->mutex);

  return !stopped;
}

void
soq_stage_leave (SoqStage        *self,
                 SoqStageBlocker *blocker)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  g_queue_unlink (&self->blockers, &blocker->link);
  g_mutex_unlock (&self->mutex);
}
