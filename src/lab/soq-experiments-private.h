/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-experiment.h"

G_BEGIN_DECLS

/* One file each. */
extern const SoqExperiment soq_experiment_backlog;
extern const SoqExperiment soq_experiment_blocking;
extern const SoqExperiment soq_experiment_calls;
extern const SoqExperiment soq_experiment_failures;
extern const SoqExperiment soq_experiment_half_close;
extern const SoqExperiment soq_experiment_loss;
extern const SoqExperiment soq_experiment_names;
extern const SoqExperiment soq_experiment_requests;
extern const SoqExperiment soq_experiment_serving;
extern const SoqExperiment soq_experiment_stream;

G_END_DECLS
