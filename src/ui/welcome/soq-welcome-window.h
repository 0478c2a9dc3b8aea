/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_WELCOME_WINDOW (soq_welcome_window_get_type ())

/* clang-format off */
G_DECLARE_FINAL_TYPE (SoqWelcomeWindow, soq_welcome_window,
                      SOQ, WELCOME_WINDOW, AdwApplicationWindow)
/* clang-format on */

SoqWelcomeWindow *soq_welcome_window_new (GtkApplication *application) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
