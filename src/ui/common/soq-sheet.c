/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-sheet.h"

#include "soq-picture.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

/* In points. */
#define GAP    8.0
#define FOOTER 20.0
#define FONT   "Sans 9.5"

/* A pixel of the screen is no larger than this on paper. */
#define LARGEST 0.75

typedef struct
{
  char          *markup; /* (owned) (nullable): of a text */
  SoqSheetFigure figure; /* if it is none */
} Block;

/* A part of a block that is on one page. */
typedef struct
{
  guint  page;
  guint  block;
  double y;   /* where it begins, in points */
  double top; /* of a figure: what is seen of it, in pixels */
  double height;
} Piece;

struct _SoqSheet
{
  GPtrArray *blocks; /* of (owned) Block */

  /* Since it was laid out. */
  GArray *pieces; /* of Piece */
  guint   pages;
  double  width; /* of a page without its margins, in points */
  double  height;
};

/* Where the next piece goes. */
typedef struct
{
  SoqSheet *sheet;
  cairo_t  *cr;
  double    y;
} Cursor;

static void
free_block (gpointer data)
{
  Block *block = data;

  g_free (block->markup);
  if (block->figure.free != NULL)
    block->figure.free (block->figure.data);
  g_clear_pointer (&block->figure.ends, g_array_unref);
  g_free (block);
}

SoqSheet *
soq_sheet_new (void)
{
  SoqSheet *self = g_new0 (SoqSheet, 1);

  self->blocks = g_ptr_array_new_with_free_func (free_block);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  return self;
}

void
soq_sheet_free (SoqSheet *self)
{
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->pieces);
  g_free (self);
}

/**
 * soq_sheet_add_text:
 * @self: a sheet
 * @markup: a paragraph, as Pango markup
 */
void
soq_sheet_add_text (SoqSheet   *self,
                    const char *markup)
{
  Block *block = g_new0 (Block, 1);

  block->markup = g_strdup (markup);
  g_ptr_array_add (self->blocks, block);
}

/**
 * soq_sheet_add_figure:
 * @self: a sheet
 * @figure: what it is; its rows and its data become the sheet's
 */
void
soq_sheet_add_figure (SoqSheet             *self,
                      const SoqSheetFigure *figure)
{
  Block *block = g_new0 (Block, 1);

  block->figure = *figure;
  g_ptr_array_add (self->blocks, block);
}

/* In points, whatever the device has for pixels. */
static PangoLayout *
new_layout (SoqSheet   *self,
            cairo_t    *cr,
            const char *markup)
{
  PangoLayout          *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_layout_context_changed (layout);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (self->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (layout, markup, -1);

  return layout;
}

static double
get_scale (SoqSheet             *self,
           const SoqSheetFigure *figure)
{
  return MIN (LARGEST, self->width / figure->width);
}

static void
begin_page (Cursor *cursor)
{
  cursor->sheet->pages++;
  cursor->y = 0;
}

static void
put (Cursor *cursor,
     Piece   piece,
     double  height)
{
  piece.page = cursor->sheet->pages - 1;
  piece.y = cursor->y;
  g_array_append_val (cursor->sheet->pieces, piece);
  cursor->y += height + GAP;
}

static double
get_room (Cursor *cursor)
{
  return cursor->sheet->height - FOOTER - cursor->y;
}

static void
place_text (Cursor *cursor,
            guint   number)
{
  Block                  *block = cursor->sheet->blocks->pdata[number];
  Piece                   piece = { .block = number };
  g_autoptr (PangoLayout) layout = new_layout (cursor->sheet, cursor->cr, block->markup);
  int                     height;

  pango_layout_get_size (layout, NULL, &height);
  if ((double) height / PANGO_SCALE > get_room (cursor) && cursor->y > 0)
    begin_page (cursor);
  put (cursor, piece, (double) height / PANGO_SCALE);
}

/* As many rows as there is room for; at least one, so that it comes to an end. */
static guint
count_rows (const SoqSheetFigure *figure,
            guint                 first,
            double                top,
            double                room)
{
  guint n = 0;

  while (first + n < figure->ends->len &&
         (n == 0 || g_array_index (figure->ends, double, first + n) - top <= room))
    n++;

  return n;
}

static void
place_figure (Cursor *cursor,
              guint   number)
{
  const SoqSheetFigure *figure = &((Block *) cursor->sheet->blocks->pdata[number])->figure;
  double                scale = get_scale (cursor->sheet, figure);
  double                top = 0;
  guint                 row = 0;

  while (row < figure->ends->len)
    {
      double room = get_room (cursor) / scale - figure->header;
      Piece  piece = { .block = number, .top = top };

      if (g_array_index (figure->ends, double, row) - top > room && cursor->y > 0)
        {
          begin_page (cursor);
          continue;
        }
      row += count_rows (figure, row, top, room);
      piece.height = g_array_index (figure->ends, double, row - 1) - top;
      top += piece.height;
      put (cursor, piece, (piece.height + figure->header) * scale);
    }
}

/* Finds out what is on which page. */
static void
lay_out (SoqSheet *self,
         cairo_t  *cr,
         double    width,
         double    height)
{
  Cursor cursor = { self, cr, 0 };

  self->width = width;
  self->height = height;
  self->pages = 0;
  g_array_set_size (self->pieces, 0);
  begin_page (&cursor);
  for (guint i = 0; i < self->blocks->len; i++)
    if (((Block *) self->blocks->pdata[i])->markup != NULL)
      place_text (&cursor, i);
    else
      place_figure (&cursor, i);
}

static void
draw_figure (SoqSheet    *self,
             cairo_t     *cr,
             const Block *block,
             const Piece *piece)
{
  const SoqSheetFigure     *figure = &block->figure;
  GtkSnapshot              *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  float                     width = (float) figure->width;
  double                    scale = get_scale (self, figure);

  if (figure->draw_header != NULL)
    figure->draw_header (snapshot, figure->data);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, (float) figure->header, width,
                                                         (float) piece->height));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (float) (figure->header - piece->top)));
  figure->draw (snapshot, piece->top, piece->height, figure->data);
  gtk_snapshot_pop (snapshot);
  node = gtk_snapshot_free_to_node (snapshot);

  /* A text goes to the current point, and there is still that of the footer. */
  cairo_new_path (cr);
  cairo_scale (cr, scale, scale);
  if (node != NULL)
    gsk_render_node_draw (node, cr);
}

static void
draw_piece (SoqSheet    *self,
            cairo_t     *cr,
            const Piece *piece)
{
  const Block *block = self->blocks->pdata[piece->block];

  cairo_save (cr);
  cairo_translate (cr, 0, piece->y);
  if (block->markup != NULL)
    {
      g_autoptr (PangoLayout) layout = new_layout (self, cr, block->markup);

      pango_cairo_show_layout (cr, layout);
    }
  else
    draw_figure (self, cr, block, piece);
  cairo_restore (cr);
}

static void
draw_page (SoqSheet *self,
           cairo_t  *cr,
           guint     page)
{
  g_autofree char        *number = NULL;
  g_autoptr (PangoLayout) footer = NULL;

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      if (piece->page == page)
        draw_piece (self, cr, piece);
    }

  /* Translators: the number of a page, and of how many. */
  number = g_strdup_printf (_("%u of %u"), page + 1, self->pages);
  footer = new_layout (self, cr, number);
  pango_layout_set_alignment (footer, PANGO_ALIGN_RIGHT);
  cairo_move_to (cr, 0, self->height - FOOTER / 2);
  pango_cairo_show_layout (cr, footer);
}

/**
 * soq_sheet_get_pages:
 * @self: a sheet
 *
 * Returns: how many pages it had when it was printed or exported last
 */
guint
soq_sheet_get_pages (SoqSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages;
}

/**
 * soq_sheet_export:
 * @self: a sheet
 * @path: (type filename): where to
 * @error: return location for a #GFileError
 *
 * Writes a PDF, on the paper that is usual where the person lives. It does what
 * a print operation that exports does, which would run a main loop for it.
 *
 * Returns: whether it is there
 */
gboolean
soq_sheet_export (SoqSheet   *self,
                  const char *path,
                  GError    **error)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  double                   left = gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS);
  double                   top = gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS);
  cairo_surface_t         *surface;
  cairo_t                 *cr;

  g_return_val_if_fail (self != NULL, FALSE);

  surface = cairo_pdf_surface_create (path, gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS),
                                      gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS));
  cr = cairo_create (surface);
  lay_out (self, cr, gtk_page_setup_get_page_width (setup, GTK_UNIT_POINTS),
           gtk_page_setup_get_page_height (setup, GTK_UNIT_POINTS));
  for (guint i = 0; i < self->pages; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, left, top);
      draw_page (self, cr, i);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);

  return soq_picture_finish (surface, CAIRO_STATUS_SUCCESS, path, error);
}

static void
begin_cb (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          SoqSheet          *self)
{
  lay_out (self, gtk_print_context_get_cairo_context (context),
           gtk_print_context_get_width (context), gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int) self->pages);
}

static void
draw_cb (GtkPrintOperation *operation,
         GtkPrintContext   *context,
         int                page,
         SoqSheet          *self)
{
  draw_page (self, gtk_print_context_get_cairo_context (context), (guint) page);
}

static void
done_cb (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         GtkWidget              *parent)
{
  SoqSheetFailed     failed = (SoqSheetFailed) g_object_get_data (G_OBJECT (operation), "failed");
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  /* Of the printer there is nothing else to tell. */
  g_debug ("Cannot print: %s", error != NULL ? error->message : "?");
  failed (_("It could not be printed: is the printer on, and is there room for the file?"), parent);
}

/**
 * soq_sheet_print:
 * @self: (transfer full): a sheet
 * @name: what the printer's queue calls it
 * @parent: where it comes from
 * @failed: called with @parent if it could not be printed
 *
 * Asks on which printer, and prints.
 */
void
soq_sheet_print (SoqSheet      *self,
                 const char    *name,
                 GtkWidget     *parent,
                 SoqSheetFailed failed)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  GtkRoot                      *root = gtk_widget_get_root (parent);

  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_object_set_data (G_OBJECT (operation), "failed", (gpointer) failed);
  g_object_set_data_full (G_OBJECT (operation), "sheet", self, (GDestroyNotify) soq_sheet_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), self);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), parent, G_CONNECT_DEFAULT);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}
