/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_SPLIT_VIEW (soq_split_view_get_type ())
G_DECLARE_FINAL_TYPE (SoqSplitView, soq_split_view, SOQ, SPLIT_VIEW, GtkWidget)

void soq_split_view_set_sidebar (SoqSplitView *self,
                                 GtkWidget    *sidebar);

void soq_split_view_set_content (SoqSplitView *self,
                                 GtkWidget    *content);

gboolean soq_split_view_get_show_sidebar (SoqSplitView *self);
void     soq_split_view_set_show_sidebar (SoqSplitView *self,
                                          gboolean      show_sidebar);

gboolean soq_split_view_get_collapsed (SoqSplitView *self);

G_END_DECLS
