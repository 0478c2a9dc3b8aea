/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-sheet.h"
#include "soq-wire-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_LADDER (soq_ladder_get_type ())

G_DECLARE_FINAL_TYPE (SoqLadder, soq_ladder, SOQ, LADDER, GtkWidget)

void soq_ladder_set_model (SoqLadder    *self,
                           SoqWireModel *model);
void soq_ladder_update (SoqLadder *self);
void soq_ladder_show_beginning (SoqLadder *self);
void soq_ladder_show_row (SoqLadder *self,
                          guint      position);

guint soq_ladder_get_selected (SoqLadder *self);
void  soq_ladder_select (SoqLadder *self,
                         guint      position);

void     soq_ladder_add_to_sheet (SoqLadder *self,
                                  SoqSheet  *sheet,
                                  guint      first,
                                  guint      n);
gboolean soq_ladder_export (SoqLadder  *self,
                            const char *path,
                            GError    **error);

G_END_DECLS
