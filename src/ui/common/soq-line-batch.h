/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _SoqLineBatch SoqLineBatch;

SoqLineBatch *soq_line_batch_new (GtkTextBuffer *buffer,
                                  GtkTextTag    *tag) G_GNUC_WARN_UNUSED_RESULT;
void          soq_line_batch_free (SoqLineBatch *self);

void soq_line_batch_begin (SoqLineBatch *self);
void soq_line_batch_add (SoqLineBatch *self,
                         const char   *text,
                         gssize        length,
                         GtkTextTag   *tag);
int  soq_line_batch_get_length (SoqLineBatch *self);
void soq_line_batch_cover (SoqLineBatch *self,
                           int           start,
                           GtkTextTag   *tag);
void soq_line_batch_take_back (SoqLineBatch *self);
void soq_line_batch_commit (SoqLineBatch *self);

G_END_DECLS
