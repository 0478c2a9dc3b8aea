/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of text in pictures and on paper, whatever the windows look like. */
#define SOQ_PICTURE_COLOR ((GdkRGBA){ 0.14f, 0.12f, 0.19f, 1 })

gboolean soq_picture_save (GskRenderNode *node,
                           double         width,
                           double         height,
                           const char    *path,
                           GError       **error);
gboolean soq_picture_finish (cairo_surface_t *surface,
                             cairo_status_t   status,
                             const char      *path,
                             GError         **error);

G_END_DECLS
