/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ladder-draw.h"

#include "soq-trace-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define TIME_WIDTH 70.0  /* of the column of times */
#define MARGIN     36.0  /* beside the first and the last column */
#define SPACING    92.0  /* between columns, at least */
#define FEW        150.0 /* the same between two */
#define TEXT_TOP   3.0   /* of a row */
#define ARROW_TOP  31.0
#define ARROW      7.0  /* its head */
#define BLOCKED    5000 /* µs: a call that took longer has waited */
#define BEFORE     400  /* rows below that may have an arrow from above */

typedef enum
{
  COLOR_SENT,
  COLOR_RECEIVED,
  COLOR_FAILED,
  COLOR_TLS,
} Color;

/* On a light background, and on a dark one. */
static const GdkRGBA colors[][2] = {
  [COLOR_SENT] = { { 0.11f, 0.44f, 0.85f, 1 }, { 0.47f, 0.68f, 0.93f, 1 } },
  [COLOR_RECEIVED] = { { 0.10f, 0.55f, 0.35f, 1 }, { 0.34f, 0.89f, 0.54f, 1 } },
  [COLOR_FAILED] = { { 0.88f, 0.11f, 0.14f, 1 }, { 1, 0.48f, 0.39f, 1 } },
  [COLOR_TLS] = { { 0.57f, 0.25f, 0.67f, 1 }, { 0.86f, 0.54f, 0.87f, 1 } },
};

static GdkRGBA
get_color (const SoqLadderDrawing *drawing,
           Color                   color)
{
  return colors[color][drawing->color.green > 0.5f ? 1 : 0];
}

/**
 * soq_ladder_get_natural_width:
 * @model: a model
 *
 * Returns: how wide a ladder must be for its text to be read, in pixels
 */
double
soq_ladder_get_natural_width (SoqWireModel *model)
{
  guint n = MAX (2, soq_wire_model_get_parties (model)->len);

  return TIME_WIDTH + 2 * MARGIN + (n - 1) * (n > 2 ? SPACING : FEW);
}

static double
get_spacing (const SoqLadderDrawing *drawing)
{
  guint n = MAX (2, soq_wire_model_get_parties (drawing->model)->len);

  return MAX (SPACING, (drawing->width - TIME_WIDTH - 2 * MARGIN) / (n - 1));
}

/* Where the line of a party is, in pixels from the left. */
static double
get_column (const SoqLadderDrawing *drawing,
            guint                   party)
{
  GPtrArray    *parties = soq_wire_model_get_parties (drawing->model);
  SoqWireParty *column = parties->pdata[party];

  return TIME_WIDTH + MARGIN + column->position * get_spacing (drawing);
}

static GdkRGBA
fade (GdkRGBA color,
      float   alpha)
{
  color.alpha *= alpha;

  return color;
}

static GdkRGBA
choose_color (const SoqLadderDrawing *drawing,
              const SoqTraceRecord   *record)
{
  SoqCallDirection direction = soq_call_get_direction (record->call);

  /* If it has waited for that, it is a failure: there was a time limit. */
  if (record->end - record->begin < BLOCKED &&
      (g_strcmp0 (record->error, "EAGAIN") == 0 ||
       g_strcmp0 (record->error, "WSAEWOULDBLOCK") == 0))
    return fade (drawing->color, 0.55f);
  if (record->result < 0 || soq_trace_record_is_lost (record))
    return get_color (drawing, COLOR_FAILED);
  if (!soq_call_is_kernel (record->call) && direction != SOQ_CALL_NEITHER)
    return get_color (drawing, COLOR_TLS);
  if (direction == SOQ_CALL_OUT)
    return get_color (drawing, COLOR_SENT);

  return direction == SOQ_CALL_IN ? get_color (drawing, COLOR_RECEIVED) : drawing->color;
}

static PangoLayout *
new_layout (const SoqLadderDrawing *drawing,
            const char             *text,
            double                  width,
            gboolean                monospace)
{
  PangoLayout *layout = pango_layout_new (drawing->context);

  if (monospace)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_family_new ("Monospace"));
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.88));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }

  return layout;
}

static void
draw_layout (GtkSnapshot   *snapshot,
             PangoLayout   *layout,
             double         x,
             double         y,
             const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_time (const SoqLadderDrawing *drawing,
           GtkSnapshot            *snapshot,
           const SoqTraceRecord   *record,
           double                  y)
{
  gint64                  zero = soq_wire_model_get_zero (drawing->model);
  g_autofree char        *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  GdkRGBA                 color = fade (drawing->color, 0.55f);
  int                     width;

  text = g_strdup_printf ("%.6f", (double) (record->end - zero) / G_USEC_PER_SEC);
  layout = new_layout (drawing, text, 0, TRUE);
  pango_layout_get_pixel_size (layout, &width, NULL);
  draw_layout (snapshot, layout, MAX (2, TIME_WIDTH - 6 - width), y + TEXT_TOP, &color);
}

/* On which side of the line of its party the text of a row would stand best. */
static gboolean
is_meant_left (const SoqLadderDrawing *drawing,
               const SoqWireEvent     *event)
{
  GPtrArray    *parties = soq_wire_model_get_parties (drawing->model);
  SoqWireParty *own = parties->pdata[event->own];

  if (event->other == SOQ_WIRE_NOBODY)
    return own->position > 0 && own->position + 1 == parties->len;

  return ((SoqWireParty *) parties->pdata[event->other])->position < own->position;
}

/* Between two times that stand far apart nothing shows which call it was that
 * took so long.
 */
static char *
dup_duration (const SoqTraceRecord *record)
{
  double           seconds = (double) (record->end - record->begin) / G_USEC_PER_SEC;
  g_autofree char *time = NULL;

  if (record->end - record->begin < BLOCKED)
    return g_strdup ("");

  time = seconds < 0.1 ? g_strdup_printf ("%.0f ms", seconds * 1000)
                       : g_strdup_printf ("%.2f s", seconds);

  /* Translators: %s is a time with its unit. */
  return g_strdup_printf (_("  · took %s"), time);
}

static char *
dup_what (const SoqTraceRecord *record)
{
  g_autofree char *call = soq_trace_record_dup_call (record);
  g_autofree char *bytes = soq_trace_record_dup_preview (record, 48);

  if ((record->flags & SOQ_CALL_ENCRYPTED) != 0)
    return g_strdup_printf ("%s  TLS", call);
  if (bytes != NULL && soq_trace_record_is_lost (record))
    /* The sign comes first, as the end may be cut. */
    return g_strdup_printf ("✕ %s  %s  %s", _("lost"), bytes, call);
  if (bytes != NULL)
    return g_strdup_printf ("%s  %s", call, bytes);
  if ((record->flags & SOQ_CALL_BY_GLIB) != 0)
    return g_strdup_printf ("%s  · GLib", call);

  return g_steal_pointer (&call);
}

/* Where it goes, beside its line. It has its row for itself, so it may cross the
 * other lines, and where its dot is below it, its own too.
 */
static double
fit_text (const SoqLadderDrawing *drawing,
          const SoqWireEvent     *event,
          PangoLayout            *layout)
{
  double   own = get_column (drawing, event->own);
  double   left_room = own - TIME_WIDTH - 9;
  double   right_room = drawing->width - own - 13;
  gboolean left = is_meant_left (drawing, event);
  double   room;
  int      width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > (left ? left_room : right_room))
    left = left_room > right_room;
  room = left ? left_room : right_room;
  if (event->record->bytes != NULL)
    room = drawing->width - TIME_WIDTH - 4;
  if (width > room)
    {
      pango_layout_set_width (layout, (int) room * PANGO_SCALE);
      /* What went wrong stands at the end. */
      pango_layout_set_ellipsize (layout, event->record->error != NULL ? PANGO_ELLIPSIZE_MIDDLE
                                                                       : PANGO_ELLIPSIZE_END);
      pango_layout_get_pixel_size (layout, &width, NULL);
    }

  return left ? MAX (TIME_WIDTH, own - 9 - width) : MIN (own + 9, drawing->width - 4 - width);
}

static char *
dup_text (const SoqTraceRecord *record)
{
  g_autofree char *what = dup_what (record);
  g_autofree char *took = dup_duration (record);

  return g_strconcat (what, took, NULL);
}

static void
draw_text (const SoqLadderDrawing *drawing,
           GtkSnapshot            *snapshot,
           const SoqWireEvent     *event,
           double                  y)
{
  g_autofree char        *text = dup_text (event->record);
  g_autoptr (PangoLayout) layout = new_layout (drawing, text, 0, TRUE);
  GdkRGBA                 color = choose_color (drawing, event->record);
  double                  x = fit_text (drawing, event, layout);
  int                     width;
  int                     height;

  pango_layout_get_pixel_size (layout, &width, &height);

  /* An arrow may pass below it. */
  gtk_snapshot_append_color (snapshot, &drawing->background,
                             &GRAPHENE_RECT_INIT ((float) x - 2, (float) (y + TEXT_TOP),
                                                  (float) width + 4, (float) height));
  draw_layout (snapshot, layout, x, y + TEXT_TOP, &color);
}

static void
draw_head (cairo_t *cr,
           double   from_x,
           double   from_y,
           double   to_x,
           double   to_y)
{
  double angle = atan2 (to_y - from_y, to_x - from_x);

  cairo_move_to (cr, to_x, to_y);
  cairo_line_to (cr, to_x - ARROW * cos (angle - 0.45), to_y - ARROW * sin (angle - 0.45));
  cairo_line_to (cr, to_x - ARROW * cos (angle + 0.45), to_y - ARROW * sin (angle + 0.45));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_arrow (cairo_t *cr,
            double   from_x,
            double   from_y,
            double   to_x,
            double   to_y)
{
  cairo_set_line_width (cr, 1.6);
  cairo_move_to (cr, from_x, from_y);
  cairo_line_to (cr, to_x, to_y);
  cairo_stroke (cr);
  draw_head (cr, from_x, from_y, to_x, to_y);
}

/* The bytes had come before the call that sent them returned: it was still
 * running then, and no arrow goes back in time.
 */
static void
draw_early_arrow (cairo_t *cr,
                  double   from_x,
                  double   sent_y,
                  double   to_x,
                  double   y)
{
  cairo_set_line_width (cr, 3);
  cairo_move_to (cr, from_x, y);
  cairo_line_to (cr, from_x, sent_y);
  cairo_stroke (cr);
  draw_arrow (cr, from_x, y, to_x, y);
}

/* From each send whose bytes came in this call. */
static void
draw_sources (const SoqLadderDrawing *drawing,
              cairo_t                *cr,
              const SoqWireEvent     *event)
{
  double to_x = get_column (drawing, event->own);

  for (guint i = 0; i < event->sources->len; i++)
    {
      guint64       number = g_array_index (event->sources, guint64, i);
      guint         position = soq_wire_model_find_number (drawing->model, number);
      SoqWireEvent *sent = soq_wire_model_get_row (drawing->model, position);

      if (sent == NULL || sent->record->number != number)
        continue;

      if (sent->top > event->top)
        draw_early_arrow (cr, get_column (drawing, sent->own), sent->top + ARROW_TOP,
                          to_x, event->top + ARROW_TOP);
      else
        draw_arrow (cr, get_column (drawing, sent->own), sent->top + ARROW_TOP, to_x,
                    event->top + ARROW_TOP);
    }
}

/* Here ends the way of what was thrown away. */
static void
draw_cross (cairo_t *cr,
            double   x,
            double   y)
{
  cairo_set_line_width (cr, 2.6);
  cairo_move_to (cr, x - 6, y - 6);
  cairo_line_to (cr, x + 6, y + 6);
  cairo_move_to (cr, x - 6, y + 6);
  cairo_line_to (cr, x + 6, y - 6);
  cairo_stroke (cr);
}

static void
draw_bytes (const SoqLadderDrawing *drawing,
            cairo_t                *cr,
            const SoqWireEvent     *event)
{
  GdkRGBA color = choose_color (drawing, event->record);
  double  own = get_column (drawing, event->own);
  double  y = event->top + ARROW_TOP;
  double  other;

  gdk_cairo_set_source_rgba (cr, &color);
  if (soq_trace_record_is_lost (event->record))
    draw_cross (cr, own, y);
  else
    {
      cairo_arc (cr, own, y, 3.2, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  if (event->sources != NULL)
    draw_sources (drawing, cr, event);
  if (event->sources != NULL || event->arrived || event->other == SOQ_WIRE_NOBODY)
    return;

  other = get_column (drawing, event->other);
  if (soq_call_get_direction (event->record->call) == SOQ_CALL_OUT)
    draw_arrow (cr, own, y, other, y);
  else
    draw_arrow (cr, other, y, own, y);
}

/* What a call that waited did with its time. */
static void
draw_wait (const SoqLadderDrawing *drawing,
           cairo_t                *cr,
           const SoqWireEvent     *event)
{
  const SoqTraceRecord *record = event->record;
  guint                 first;
  SoqWireEvent         *begin;
  double                x = get_column (drawing, event->own);
  GdkRGBA               color = fade (drawing->color, 0.22f);

  if (record->end - record->begin < BLOCKED)
    return;

  first = soq_wire_model_find_time (drawing->model, record->begin);
  begin = soq_wire_model_get_row (drawing->model, first);
  if (begin == NULL)
    return;

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, x - 4, begin->top, 8, event->top + 12 - begin->top);
  cairo_fill (cr);
}

static void
draw_mark (const SoqLadderDrawing *drawing,
           cairo_t                *cr,
           const SoqWireEvent     *event)
{
  GdkRGBA color = choose_color (drawing, event->record);

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_arc (cr, get_column (drawing, event->own), event->top + 11, 3.2, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_lines (const SoqLadderDrawing *drawing,
            GtkSnapshot            *snapshot,
            double                  top,
            double                  height,
            guint                   first,
            guint                   last)
{
  GPtrArray *parties = soq_wire_model_get_parties (drawing->model);
  GPtrArray *rows = soq_wire_model_get_rows (drawing->model);
  GdkRGBA    faint = fade (drawing->color, 0.25f);
  cairo_t   *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, (float) top, (float) drawing->width, (float) height));

  gdk_cairo_set_source_rgba (cr, &faint);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < parties->len; i++)
    {
      cairo_move_to (cr, get_column (drawing, i), top);
      cairo_line_to (cr, get_column (drawing, i), top + height);
    }
  cairo_stroke (cr);

  for (guint i = first; i < rows->len && i < last + BEFORE; i++)
    {
      SoqWireEvent *event = rows->pdata[i];

      draw_wait (drawing, cr, event);
      if (i >= last && event->sources == NULL)
        continue;
      if (event->record->bytes != NULL)
        draw_bytes (drawing, cr, event);
      else
        draw_mark (drawing, cr, event);
    }

  cairo_destroy (cr);
}

/* A band across all columns, above the first row of a scene. */
static void
draw_scene (const SoqLadderDrawing *drawing,
            GtkSnapshot            *snapshot,
            const SoqWireEvent     *event)
{
  g_autoptr (PangoLayout)   layout = NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  graphene_rect_t           band;
  double                    top = event->top - SOQ_WIRE_SCENE_HEIGHT + 6;
  GdkRGBA                   faint = fade (drawing->color, 0.1f);
  int                       height;

  layout = new_layout (drawing, _(event->scene), drawing->width - 20, FALSE);
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, NULL, &height);
  graphene_rect_init (&band, 0, (float) top, (float) drawing->width,
                      (float) SOQ_WIRE_SCENE_HEIGHT - 10);
  gtk_snapshot_append_color (snapshot, &drawing->background, &band);
  gtk_snapshot_append_color (snapshot, &faint, &band);
  draw_layout (snapshot, layout, 10, top + (SOQ_WIRE_SCENE_HEIGHT - 10 - height) / 2,
               &drawing->color);
}

static double
get_upper_edge (const SoqWireEvent *event)
{
  return event->scene != NULL ? event->top - SOQ_WIRE_SCENE_HEIGHT : event->top;
}

/**
 * soq_ladder_draw_rows:
 * @drawing: how
 * @snapshot: where; its origin is the top of the first row
 * @top: where what is seen begins
 * @height: how much is seen
 *
 * Draws what is seen, and nothing else.
 */
void
soq_ladder_draw_rows (const SoqLadderDrawing *drawing,
                      GtkSnapshot            *snapshot,
                      double                  top,
                      double                  height)
{
  GPtrArray *rows = soq_wire_model_get_rows (drawing->model);
  guint      first = soq_wire_model_find_row_at (drawing->model, top);
  guint      last = first;
  double     start = rows->len > 0 ? soq_wire_model_get_start (drawing->model) : 0;

  while (last < rows->len && get_upper_edge (rows->pdata[last]) - start < top + height)
    last++;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) -start));
  if (drawing->selected < rows->len)
    {
      SoqWireEvent *event = rows->pdata[drawing->selected];
      GdkRGBA       color = fade (get_color (drawing, COLOR_SENT), 0.18f);

      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (0, (float) event->top, (float) drawing->width,
                                                      (float) event->height));
    }

  draw_lines (drawing, snapshot, top + start, height, first, last);
  for (guint i = first; i < last; i++)
    {
      SoqWireEvent *event = rows->pdata[i];

      if (event->scene != NULL)
        draw_scene (drawing, snapshot, event);
      draw_time (drawing, snapshot, event->record, event->top);
      draw_text (drawing, snapshot, event, event->top);
    }
  gtk_snapshot_restore (snapshot);
}

static char *
dup_title (const SoqWireParty *party,
           guint               number)
{
  if (number > 0 && (party->name == NULL || g_str_has_suffix (party->key, ":?")))
    return g_strdup_printf (_("Client %u"), number);

  return soq_wire_party_dup_title (party);
}

static gboolean
is_counted (const SoqWireParty *party)
{
  return !party->is_server && party->title == NULL;
}

/* Where there are several, clients are numbered as they came. */
static guint
number_client (GPtrArray *parties,
               guint      party)
{
  guint number = 0;
  guint n = 0;

  for (guint i = 0; i < parties->len; i++)
    if (is_counted (parties->pdata[i]))
      {
        n++;
        if (i <= party)
          number++;
      }

  return n > 1 && is_counted (parties->pdata[party]) ? number : 0;
}

/* The port alone where columns are narrow. */
static PangoLayout *
new_address (const SoqLadderDrawing *drawing,
             const SoqWireParty     *party,
             double                  room)
{
  gboolean     known = party->address != NULL && strchr (party->address, '?') == NULL;
  const char  *where = known ? party->address : "";
  PangoLayout *layout = new_layout (drawing, where, 0, TRUE);
  int          width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  /* The last one ends at the edge, not in the middle of its line. */
  if (width > room - 24 && strrchr (where, ':') != NULL)
    pango_layout_set_text (layout, strrchr (where, ':'), -1);

  return layout;
}

/**
 * soq_ladder_draw_header:
 * @drawing: how
 * @snapshot: where; its origin is the top left
 *
 * Draws who the columns are.
 */
void
soq_ladder_draw_header (const SoqLadderDrawing *drawing,
                        GtkSnapshot            *snapshot)
{
  GPtrArray *parties = soq_wire_model_get_parties (drawing->model);
  double     room = get_spacing (drawing) - 12;
  GdkRGBA    dim = fade (drawing->color, 0.6f);

  for (guint i = 0; i < parties->len; i++)
    {
      SoqWireParty           *party = parties->pdata[i];
      g_autofree char        *name = dup_title (party, number_client (parties, i));
      g_autoptr (PangoLayout) title = new_layout (drawing, name, room, FALSE);
      g_autoptr (PangoLayout) address = new_address (drawing, party, room);
      double                  x = get_column (drawing, i);
      int                     title_width;
      int                     address_width;
      double                  most;

      pango_layout_get_pixel_size (title, &title_width, NULL);
      pango_layout_get_pixel_size (address, &address_width, NULL);
      most = drawing->width - 4;
      draw_layout (snapshot, title, CLAMP (x - title_width / 2.0, 4, most - title_width), 2,
                   &drawing->color);
      draw_layout (snapshot, address, CLAMP (x - address_width / 2.0, 4, most - address_width), 20,
                   &dim);
    }
}
