/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SoqLadderDrawing:
 * @model: what to draw
 * @context: how text is written
 * @color: of text
 * @background: what is behind it
 * @width: of the whole, in pixels
 * @selected: the position of the selected row, or %GTK_INVALID_LIST_POSITION
 *
 * How a ladder is drawn, on the screen or into a file.
 */
typedef struct
{
  SoqWireModel *model;
  PangoContext *context;
  GdkRGBA       color;
  GdkRGBA       background;
  double        width;
  guint         selected;
} SoqLadderDrawing;

/* The height of the names above the columns. */
#define SOQ_LADDER_HEADER 40.0

double soq_ladder_get_natural_width (SoqWireModel *model);

void soq_ladder_draw_rows (const SoqLadderDrawing *drawing,
                           GtkSnapshot            *snapshot,
                           double                  top,
                           double                  height);
void soq_ladder_draw_header (const SoqLadderDrawing *drawing,
                             GtkSnapshot            *snapshot);

G_END_DECLS
