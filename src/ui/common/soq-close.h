/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     soq_close_agree (GtkWindow *window);
gboolean soq_close_may (GtkWindow  *window,
                        const char *body);

G_END_DECLS
