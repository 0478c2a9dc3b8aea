/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_LAB_WINDOW (soq_lab_window_get_type ())

G_DECLARE_FINAL_TYPE (SoqLabWindow, soq_lab_window, SOQ, LAB_WINDOW, AdwApplicationWindow)

SoqLabWindow *soq_lab_window_new (GtkApplication *application);

void       soq_lab_window_show_page (SoqLabWindow *self,
                                     const char   *id);
GtkWidget *soq_lab_window_get_page (SoqLabWindow *self);

G_END_DECLS
