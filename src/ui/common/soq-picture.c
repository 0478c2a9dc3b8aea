/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-picture.h"

#include <cairo-svg.h>
#include <math.h>

/**
 * soq_picture_finish:
 * @surface: (transfer full): a surface of cairo
 * @status: how what was done with it before ended
 * @path: (type filename): of the file that it is for
 * @error: return location for a #GFileError
 *
 * Writes what is left to write.
 *
 * Returns: whether all of it is in the file
 */
gboolean
soq_picture_finish (cairo_surface_t *surface,
                    cairo_status_t   status,
                    const char      *path,
                    GError         **error)
{
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” cannot be written: %s", path,
               cairo_status_to_string (status));

  return FALSE;
}

/**
 * soq_picture_save:
 * @node: (transfer full): what is to be seen
 * @width: of the picture, in pixels
 * @height: likewise
 * @path: (type filename): a file whose name ends in “.svg”, or it is a PNG
 * @error: return location for a #GFileError
 *
 * Draws a picture on white.
 *
 * Returns: whether it is there
 */
gboolean
soq_picture_save (GskRenderNode *node,
                  double         width,
                  double         height,
                  const char    *path,
                  GError       **error)
{
  gboolean         svg = g_str_has_suffix (path, ".svg");
  cairo_surface_t *surface;
  cairo_t         *cr;
  cairo_status_t   status = CAIRO_STATUS_SUCCESS;

  surface = svg ? cairo_svg_surface_create (path, width, height)
                : cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width),
                                              (int) ceil (height));
  if (svg)
    cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  gsk_render_node_draw (node, cr);
  /* Before the surface is finished, or cairo keeps what the node recorded. */
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  if (!svg && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png (surface, path);

  return soq_picture_finish (surface, status, path, error);
}
