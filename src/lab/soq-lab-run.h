/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-timeline.h"
#include "soq-trial.h"

G_BEGIN_DECLS

/**
 * SoqLabRunState:
 * @SOQ_LAB_RUN_READY: its knobs can be set
 * @SOQ_LAB_RUN_RUNNING: its threads are at work
 * @SOQ_LAB_RUN_DONE: it came to its end
 * @SOQ_LAB_RUN_STOPPED: somebody stopped it, or it took too long
 */
typedef enum
{
  SOQ_LAB_RUN_READY,
  SOQ_LAB_RUN_RUNNING,
  SOQ_LAB_RUN_DONE,
  SOQ_LAB_RUN_STOPPED,
} SoqLabRunState;

#define SOQ_TYPE_LAB_RUN_STATE (soq_lab_run_state_get_type ())

GType soq_lab_run_state_get_type (void);

#define SOQ_TYPE_LAB_RUN (soq_lab_run_get_type ())

G_DECLARE_FINAL_TYPE (SoqLabRun, soq_lab_run, SOQ, LAB_RUN, GObject)

SoqLabRun *soq_lab_run_new (const SoqExperiment *experiment) G_GNUC_WARN_UNUSED_RESULT;

const SoqExperiment *soq_lab_run_get_experiment (SoqLabRun *self);
SoqLabRunState       soq_lab_run_get_state (SoqLabRun *self);

int  soq_lab_run_get_knob (SoqLabRun  *self,
                           const char *id);
void soq_lab_run_set_knob (SoqLabRun  *self,
                           const char *id,
                           int         value);

void soq_lab_run_start (SoqLabRun *self);
void soq_lab_run_stop (SoqLabRun *self);

SoqTrace    *soq_lab_run_get_trace (SoqLabRun *self);
GPtrArray   *soq_lab_run_dup_claims (SoqLabRun *self) G_GNUC_WARN_UNUSED_RESULT;
SoqTimeline *soq_lab_run_dup_timeline (SoqLabRun *self) G_GNUC_WARN_UNUSED_RESULT;
char        *soq_lab_run_to_json (SoqLabRun *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
