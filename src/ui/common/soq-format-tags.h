/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-irc-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _SoqFormatTags SoqFormatTags;

SoqFormatTags *soq_format_tags_new (GtkTextBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;
void           soq_format_tags_free (SoqFormatTags *self);

GtkTextTag *soq_format_tags_find (SoqFormatTags   *self,
                                  const SoqIrcRun *run);
void        soq_format_tags_set_dark (SoqFormatTags *self,
                                      gboolean       dark);

double  soq_color_contrast (guint32 a,
                            guint32 b);
guint32 soq_color_readable (guint32 color,
                            guint32 background);

G_END_DECLS
