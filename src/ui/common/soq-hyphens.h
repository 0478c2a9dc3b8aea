/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void soq_hyphens_turn_off (GtkTextBuffer *buffer);
void soq_hyphens_turn_off_label (GtkLabel *label);

G_END_DECLS
