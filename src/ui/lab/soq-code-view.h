/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_code_view_new (const char *lesson) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *soq_code_view_new_alone (const char *program) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
