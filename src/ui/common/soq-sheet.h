/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SoqSheetFigure:
 * @width: in pixels
 * @header: how high what stands above it on each page is, or 0
 * @ends: (element-type double): where each of its rows ends, in pixels from the
 *   top of the first; it is broken over pages there
 * @draw_header: (nullable): draws that; its origin is the top left
 * @draw: draws what is seen from @top on, @height pixels of it; its origin is
 *   the top of the first row
 * @free: frees @data
 * @data: for these functions
 *
 * Something that is drawn, dark on white.
 */
typedef struct
{
  double  width;
  double  header;
  GArray *ends;
  void (*draw_header) (GtkSnapshot *snapshot,
                       gpointer     data);
  void (*draw) (GtkSnapshot *snapshot,
                double       top,
                double       height,
                gpointer     data);
  GDestroyNotify free;
  gpointer       data;
} SoqSheetFigure;

/* What goes on paper, or into a PDF: texts and figures below each other. */
typedef struct _SoqSheet SoqSheet;

typedef void (*SoqSheetFailed) (const char *why,
                                gpointer    parent);

SoqSheet *soq_sheet_new (void) G_GNUC_WARN_UNUSED_RESULT;
void      soq_sheet_free (SoqSheet *self);

void soq_sheet_add_text (SoqSheet   *self,
                         const char *markup);
void soq_sheet_add_figure (SoqSheet             *self,
                           const SoqSheetFigure *figure);

guint    soq_sheet_get_pages (SoqSheet *self);
gboolean soq_sheet_export (SoqSheet   *self,
                           const char *path,
                           GError    **error);
void     soq_sheet_print (SoqSheet      *self,
                          const char    *name,
                          GtkWidget     *parent,
                          SoqSheetFailed failed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqSheet, soq_sheet_free)

G_END_DECLS
