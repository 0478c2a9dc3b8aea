/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How a desktop tells; one file for each system. */
void soq_notify_show (GtkWindow  *window,
                      const char *title,
                      const char *body);

G_END_DECLS
