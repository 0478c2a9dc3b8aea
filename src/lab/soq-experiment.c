/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiment.h"

#include "soq-experiments-private.h"

/**
 * soq_experiments_get:
 *
 * Returns: (transfer none) (array zero-terminated=1): all experiments, the
 *   simplest first
 */
const SoqExperiment *const *
soq_experiments_get (void)
{
  static const SoqExperiment *const experiments[] = {
    &soq_experiment_calls,
    &soq_experiment_stream,
    &soq_experiment_serving,
    &soq_experiment_blocking,
    &soq_experiment_backlog,
    &soq_experiment_requests,
    &soq_experiment_names,
    &soq_experiment_failures,
    &soq_experiment_loss,
    &soq_experiment_half_close,
    NULL,
  };

  return experiments;
}

/**
 * soq_experiment_find:
 * @id: of an experiment
 *
 * Returns: (nullable): it
 */
const SoqExperiment *
soq_experiment_find (const char *id)
{
  const SoqExperiment *const *all = soq_experiments_get ();

  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_equal (all[i]->id, id))
      return all[i];

  return NULL;
}

/**
 * soq_experiment_find_knob:
 * @self: an experiment
 * @id: of a knob
 *
 * Returns: (nullable): it
 */
const SoqKnob *
soq_experiment_find_knob (const SoqExperiment *self,
                          const char          *id)
{
  for (guint i = 0; i < self->n_knobs; i++)
    if (g_str_equal (self->knobs[i].id, id))
      return &self->knobs[i];

  return NULL;
}
