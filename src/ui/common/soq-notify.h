/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void soq_notify_message (GtkWindow  *window,
                         const char *nick,
                         const char *text);

G_END_DECLS
