/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-experiment.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Pieces that the pages of the lab are made of. */

GtkWidget *soq_lab_new_page (const char *title,
                             const char *text,
                             GtkWidget **box) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *soq_lab_new_heading (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *soq_lab_new_legend (void) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *soq_lab_add_wire (GtkWidget  *box,
                             const char *hint);

GtkWidget *soq_lab_add_number (AdwPreferencesGroup *group,
                               const char          *title,
                               const char          *unit,
                               int                  least,
                               int                  most,
                               int                  value);
GtkWidget *soq_lab_add_choice (AdwPreferencesGroup *group,
                               const char          *title,
                               const char *const   *choices,
                               guint                value);
GtkWidget *soq_lab_add_knob (AdwPreferencesGroup *group,
                             const SoqKnob       *knob);
int        soq_lab_get_value (GtkWidget *widget);
char      *soq_lab_dup_value (const SoqKnob *knob,
                              int            value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
