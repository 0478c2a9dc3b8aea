/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_ADAPTIVE_PANED (soq_adaptive_paned_get_type ())

G_DECLARE_FINAL_TYPE (SoqAdaptivePaned, soq_adaptive_paned, SOQ, ADAPTIVE_PANED, GtkWidget)

G_END_DECLS
