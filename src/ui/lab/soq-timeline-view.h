/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-timeline.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_TIMELINE_VIEW (soq_timeline_view_get_type ())

G_DECLARE_FINAL_TYPE (SoqTimelineView, soq_timeline_view, SOQ, TIMELINE_VIEW, GtkWidget)

GtkWidget *soq_timeline_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

void soq_timeline_view_take_timeline (SoqTimelineView *self,
                                      SoqTimeline     *timeline);

gboolean soq_timeline_view_save (SoqTimelineView *self,
                                 const char      *title,
                                 const char      *path,
                                 GError         **error);

G_END_DECLS
