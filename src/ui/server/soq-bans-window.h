/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_bans_window_new (GtkWindow *parent,
                                SoqServer *server) G_GNUC_WARN_UNUSED_RESULT;

char     **soq_ban_length_dup_labels (void) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *soq_ban_length_dup_end (guint choice) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
