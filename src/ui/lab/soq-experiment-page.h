/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_EXPERIMENT_PAGE (soq_experiment_page_get_type ())

G_DECLARE_FINAL_TYPE (SoqExperimentPage, soq_experiment_page, SOQ, EXPERIMENT_PAGE, AdwBin)

GtkWidget *soq_experiment_page_new (const SoqExperiment *experiment) G_GNUC_WARN_UNUSED_RESULT;

SoqLabRun *soq_experiment_page_get_run (SoqExperimentPage *self);
void       soq_experiment_page_run_or_stop (SoqExperimentPage *self);
gboolean   soq_experiment_page_save (SoqExperimentPage *self,
                                     const char        *path,
                                     GError           **error);

G_END_DECLS
