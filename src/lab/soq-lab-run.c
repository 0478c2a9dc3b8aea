/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-run.h"

/* An experiment that is not over by then waits for something that never
 * happens.
 */
#define LONGEST_RUN 60 /* seconds */

/**
 * SoqLabRun:
 *
 * One run of one experiment: its threads and sockets are real. It belongs to
 * the thread that made it, and tells what happens in that thread's main
 * context. When nobody needs it any more, it is stopped.
 */
struct _SoqLabRun
{
  GObject parent_instance;

  SoqTrial      *trial;   /* (owned) */
  GMainContext  *context; /* (owned): of whoever made it */
  GSource       *limit;   /* (owned) (nullable) */
  SoqLabRunState state;
};

G_DEFINE_ENUM_TYPE (SoqLabRunState,
                    soq_lab_run_state,
                    G_DEFINE_ENUM_VALUE (SOQ_LAB_RUN_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SOQ_LAB_RUN_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (SOQ_LAB_RUN_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (SOQ_LAB_RUN_STOPPED, "stopped"))

G_DEFINE_FINAL_TYPE (SoqLabRun, soq_lab_run, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
} SoqLabRunProperty;

static GParamSpec *properties[PROP_STATE + 1];

/* What the thread of an experiment holds. It must not hold the run: that may
 * only be freed in the thread that made it.
 */
typedef struct
{
  SoqTrial     *trial;   /* (owned) */
  GMainContext *context; /* (owned) */
  GWeakRef     *run;     /* (owned) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (job->run);
  g_free (job->run);
  g_main_context_unref (job->context);
  soq_trial_unref (job->trial);
  g_free (job);
}

static void
drop_limit (SoqLabRun *self)
{
  if (self->limit == NULL)
    return;

  g_source_destroy (self->limit);
  g_clear_pointer (&self->limit, g_source_unref);
}

static void
set_state (SoqLabRun     *self,
           SoqLabRunState state)
{
  g_assert (state > self->state);

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
ended_cb (gpointer user_data)
{
  Job                  *job = user_data;
  g_autoptr (SoqLabRun) self = g_weak_ref_get (job->run);
  gboolean              stopped = soq_stage_is_stopped (soq_trial_get_stage (job->trial));

  if (self == NULL)
    return G_SOURCE_REMOVE;

  drop_limit (self);
  set_state (self, stopped ? SOQ_LAB_RUN_STOPPED : SOQ_LAB_RUN_DONE);

  return G_SOURCE_REMOVE;
}

static gpointer
run_thread (gpointer data)
{
  Job                *job = data;
  g_autoptr (GSource) source = NULL;

  soq_trial_get_experiment (job->trial)->run (job->trial);

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[soquete] experiment ended");
  g_source_set_callback (source, ended_cb, job, free_job);
  g_source_attach (source, job->context);

  return NULL;
}

static gboolean
too_long_cb (gpointer user_data)
{
  soq_lab_run_stop (user_data);

  return G_SOURCE_REMOVE;
}

static void
soq_lab_run_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SoqLabRun *self = SOQ_LAB_RUN (object);

  switch ((SoqLabRunProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_lab_run_dispose (GObject *object)
{
  SoqLabRun *self = SOQ_LAB_RUN (object);

  drop_limit (self);
  soq_stage_stop (soq_trial_get_stage (self->trial));

  G_OBJECT_CLASS (soq_lab_run_parent_class)->dispose (object);
}

static void
soq_lab_run_finalize (GObject *object)
{
  SoqLabRun *self = SOQ_LAB_RUN (object);

  g_main_context_unref (self->context);
  soq_trial_unref (self->trial);

  G_OBJECT_CLASS (soq_lab_run_parent_class)->finalize (object);
}

static void
soq_lab_run_class_init (SoqLabRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_lab_run_dispose;
  object_class->finalize = soq_lab_run_finalize;
  object_class->get_property = soq_lab_run_get_property;

  /**
   * SoqLabRun:state:
   *
   * Where it is in its life; it never goes back.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       SOQ_TYPE_LAB_RUN_STATE, SOQ_LAB_RUN_READY,
                       (G_PARAM_READABLE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_lab_run_init (SoqLabRun *self)
{
  self->context = g_main_context_ref_thread_default ();
}

SoqLabRun *
soq_lab_run_new (const SoqExperiment *experiment)
{
  SoqLabRun *self;

  g_return_val_if_fail (experiment != NULL, NULL);

  self = g_object_new (SOQ_TYPE_LAB_RUN, NULL);
  self->trial = soq_trial_new (experiment);

  return self;
}

const SoqExperiment *
soq_lab_run_get_experiment (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), NULL);

  return soq_trial_get_experiment (self->trial);
}

SoqLabRunState
soq_lab_run_get_state (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), SOQ_LAB_RUN_STOPPED);

  return self->state;
}

int
soq_lab_run_get_knob (SoqLabRun  *self,
                      const char *id)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), 0);

  return soq_trial_get_knob (self->trial, id);
}

/**
 * soq_lab_run_set_knob:
 * @self: a run that was not started
 * @id: of a knob of its experiment
 * @value: brought into the knob's range
 */
void
soq_lab_run_set_knob (SoqLabRun  *self,
                      const char *id,
                      int         value)
{
  g_return_if_fail (SOQ_IS_LAB_RUN (self));
  g_return_if_fail (self->state == SOQ_LAB_RUN_READY);

  soq_trial_set_knob (self->trial, id, value);
}

/**
 * soq_lab_run_start:
 * @self: a run that was not started
 *
 * Begins; its state tells when it is over.
 */
void
soq_lab_run_start (SoqLabRun *self)
{
  Job *job;

  g_return_if_fail (SOQ_IS_LAB_RUN (self));
  g_return_if_fail (self->state == SOQ_LAB_RUN_READY);

  job = g_new (Job, 1);
  job->trial = soq_trial_ref (self->trial);
  job->context = g_main_context_ref (self->context);
  job->run = g_new (GWeakRef, 1);
  g_weak_ref_init (job->run, self);

  self->limit = g_timeout_source_new_seconds (LONGEST_RUN);
  g_source_set_static_name (self->limit, "[soquete] experiment takes too long");
  g_source_set_callback (self->limit, too_long_cb, self, NULL);
  g_source_attach (self->limit, self->context);

  set_state (self, SOQ_LAB_RUN_RUNNING);
  g_thread_unref (g_thread_new ("lab-experiment", run_thread, job));
}

/**
 * soq_lab_run_stop:
 * @self: a run
 *
 * Ends all that its threads wait for; its state tells when they have ended.
 */
void
soq_lab_run_stop (SoqLabRun *self)
{
  g_return_if_fail (SOQ_IS_LAB_RUN (self));

  if (self->state == SOQ_LAB_RUN_RUNNING)
    soq_stage_stop (soq_trial_get_stage (self->trial));
}

SoqTrace *
soq_lab_run_get_trace (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), NULL);

  return soq_trial_get_trace (self->trial);
}

GPtrArray *
soq_lab_run_dup_claims (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), NULL);

  return soq_trial_dup_claims (self->trial);
}

SoqTimeline *
soq_lab_run_dup_timeline (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), NULL);

  return soq_timeline_new (soq_trial_get_trace (self->trial));
}

char *
soq_lab_run_to_json (SoqLabRun *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_RUN (self), NULL);

  return soq_trial_to_json (self->trial);
}
