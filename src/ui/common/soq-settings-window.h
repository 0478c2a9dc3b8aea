/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_SETTINGS_WINDOW (soq_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (SoqSettingsWindow, soq_settings_window, SOQ, SETTINGS_WINDOW, AdwWindow)

GtkWidget *soq_settings_window_new (GtkWindow  *parent,
                                    const char *title,
                                    int         width,
                                    int         height,
                                    GtkWidget  *page);

void soq_settings_window_add (SoqSettingsWindow  *self,
                              AdwPreferencesPage *page);
void soq_settings_window_show_toast (SoqSettingsWindow *self,
                                     const char        *text);

G_END_DECLS
