/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-experiment.h"
#include "soq-lab-socket.h"

G_BEGIN_DECLS

SoqTrial *soq_trial_new (const SoqExperiment *experiment) G_GNUC_WARN_UNUSED_RESULT;
SoqTrial *soq_trial_ref (SoqTrial *self);
void      soq_trial_unref (SoqTrial *self);

const SoqExperiment *soq_trial_get_experiment (SoqTrial *self);
SoqStage            *soq_trial_get_stage (SoqTrial *self);
SoqTrace            *soq_trial_get_trace (SoqTrial *self);

int  soq_trial_get_knob (SoqTrial   *self,
                         const char *id);
void soq_trial_set_knob (SoqTrial   *self,
                         const char *id,
                         int         value);

void soq_trial_claim (SoqTrial   *self,
                      gboolean    holds,
                      const char *text,
                      SoqMeasure  measure,
                      double      number);
void soq_trial_claim_name (SoqTrial   *self,
                           gboolean    holds,
                           const char *text,
                           const char *name);

GPtrArray *soq_trial_dup_claims (SoqTrial *self) G_GNUC_WARN_UNUSED_RESULT;
char      *soq_claim_dup_measured (const SoqClaim *claim) G_GNUC_WARN_UNUSED_RESULT;
char      *soq_trial_to_json (SoqTrial *self) G_GNUC_WARN_UNUSED_RESULT;

/* What most experiments begin with. */
GSocketAddress *soq_trial_new_loopback (guint16 port) G_GNUC_WARN_UNUSED_RESULT;
SoqLabSocket   *soq_trial_listen (SoqTrial        *self,
                                  int              backlog,
                                  GSocketAddress **address) G_GNUC_WARN_UNUSED_RESULT;
SoqLabSocket   *soq_trial_connect (SoqTrial       *self,
                                   GSocketAddress *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean        soq_trial_receive_exactly (SoqLabSocket *socket,
                                           guint8       *buffer,
                                           gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTrial, soq_trial_unref)

G_END_DECLS
