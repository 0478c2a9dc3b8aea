/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean soq_notify_is_wanted (GtkWindow *window);
char    *soq_notify_dup_title (const char *nick,
                               const char *channel,
                               const char *network) G_GNUC_WARN_UNUSED_RESULT;
void     soq_notify_message (GtkWindow  *window,
                             const char *nick,
                             const char *channel,
                             const char *network,
                             const char *text);

G_END_DECLS
