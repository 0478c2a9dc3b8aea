/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-run.h"
#include "soq-sheet.h"
#include "soq-wire-view.h"

G_BEGIN_DECLS

SoqSheet *soq_experiment_sheet_new (SoqLabRun   *run,
                                    SoqWireView *wire) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
