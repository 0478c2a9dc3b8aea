/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-timeline.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SoqTimelineDrawing:
 * @timeline: what to draw
 * @context: how text is written
 * @color: of text
 * @width: of the whole, in pixels
 *
 * How a timeline is drawn, on the screen, into a file or on paper.
 */
typedef struct
{
  SoqTimeline  *timeline;
  PangoContext *context;
  GdkRGBA       color;
  double        width;
} SoqTimelineDrawing;

guint       soq_timeline_count_rows (SoqTimeline *timeline);
double      soq_timeline_get_height (SoqTimeline *timeline);
void        soq_timeline_draw (const SoqTimelineDrawing *drawing,
                               GtkSnapshot              *snapshot);
const char *soq_timeline_get_legend (void);

char *soq_timeline_client_dup_title (const SoqTimelineClient *client) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_span_state_get_title (SoqSpanState state);

G_END_DECLS
