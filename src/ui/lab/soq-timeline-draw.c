/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timeline-draw.h"

#include <glib/gi18n.h>

#define ROW    26
#define BAR    18
#define AXIS   24
#define LABELS 96 /* wide */
#define MARGIN 12

/* Of more clients, the newest are shown. */
#define MOST_ROWS 100

static const char *const colors[] = {
  [SOQ_SPAN_WAITING] = "#e5820a",
  [SOQ_SPAN_SERVED] = "#2f7fd6",
  [SOQ_SPAN_IDLE] = "#8a8a8a",
  [SOQ_SPAN_CONNECTING] = "#9141ac",
};

/**
 * soq_span_state_get_title:
 * @state: a state
 *
 * Returns: what people call it
 */
const char *
soq_span_state_get_title (SoqSpanState state)
{
  /* clang-format off */
  static const char *const titles[] = {
    [SOQ_SPAN_WAITING] = N_("waits"),
    [SOQ_SPAN_SERVED] = N_("served"),
    [SOQ_SPAN_IDLE] = N_("idle"),
    [SOQ_SPAN_CONNECTING] = N_("connects"),
  };
  /* clang-format on */

  return _(titles[state]);
}

/**
 * soq_timeline_client_dup_title:
 * @client: a client
 *
 * Returns: (transfer full): what people call it
 */
char *
soq_timeline_client_dup_title (const SoqTimelineClient *client)
{
  if (client->number == 0)
    return g_strdup (client->address);

  return g_strdup_printf (_("Client %u"), client->number);
}

/**
 * soq_timeline_count_rows:
 * @timeline: (nullable): a timeline
 *
 * Returns: of how many clients, the newest, there is a row
 */
guint
soq_timeline_count_rows (SoqTimeline *timeline)
{
  return timeline != NULL ? MIN (timeline->clients->len, MOST_ROWS) : 0;
}

/**
 * soq_timeline_get_height:
 * @timeline: (nullable): a timeline
 *
 * Returns: how high its picture is, in pixels, without a legend
 */
double
soq_timeline_get_height (SoqTimeline *timeline)
{
  return soq_timeline_count_rows (timeline) * ROW + AXIS;
}

/* Pixels for each microsecond. */
static double
get_scale (const SoqTimelineDrawing *drawing)
{
  gint64 duration = MAX (1, drawing->timeline->end - drawing->timeline->begin);

  return (drawing->width - LABELS - MARGIN) / (double) duration;
}

static PangoLayout *
new_layout (const SoqTimelineDrawing *drawing,
            const char               *text)
{
  PangoLayout *layout = pango_layout_new (drawing->context);

  pango_layout_set_text (layout, text, -1);

  return layout;
}

static void
draw_text (const SoqTimelineDrawing *drawing,
           GtkSnapshot              *snapshot,
           const char               *text,
           double                    x,
           double                    y,
           double                    width,
           const GdkRGBA            *color)
{
  g_autoptr (PangoLayout) layout = new_layout (drawing, text);
  int                     text_height;

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) x, (float) (y - text_height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* A word in a bar, if it fits. */
static void
draw_word (const SoqTimelineDrawing *drawing,
           GtkSnapshot              *snapshot,
           const char               *word,
           double                    x,
           double                    y,
           double                    width)
{
  static const GdkRGBA    white = { 1, 1, 1, 1 };
  g_autoptr (PangoLayout) layout = new_layout (drawing, word);
  int                     text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  if (text_width + 8 <= width)
    draw_text (drawing, snapshot, word, x + 4, y, width, &white);
}

static void
draw_span (const SoqTimelineDrawing *drawing,
           GtkSnapshot              *snapshot,
           const SoqSpan            *span,
           double                    y,
           double                    scale)
{
  double  x = LABELS + (double) (span->from - drawing->timeline->begin) * scale;
  double  width = MAX (1.5, (double) (span->to - span->from) * scale);
  double  height = span->state == SOQ_SPAN_IDLE ? BAR / 3.0 : BAR;
  GdkRGBA color;

  gdk_rgba_parse (&color, colors[span->state]);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) (y - height / 2),
                                                  (float) width, (float) height));
  if (span->state != SOQ_SPAN_IDLE)
    draw_word (drawing, snapshot, soq_span_state_get_title (span->state), x, y, width);
}

static void
draw_client (const SoqTimelineDrawing *drawing,
             GtkSnapshot              *snapshot,
             const SoqTimelineClient  *client,
             double                    y,
             double                    scale,
             const GdkRGBA            *color)
{
  g_autofree char *title = soq_timeline_client_dup_title (client);

  draw_text (drawing, snapshot, title, MARGIN, y, LABELS - MARGIN - 6, color);
  for (guint i = 0; i < client->spans->len; i++)
    draw_span (drawing, snapshot, &g_array_index (client->spans, SoqSpan, i), y, scale);
}

/* In the middle below its line, but inside of the picture. */
static void
draw_mark (const SoqTimelineDrawing *drawing,
           GtkSnapshot              *snapshot,
           const char               *text,
           double                    x,
           double                    y,
           const GdkRGBA            *color)
{
  g_autoptr (PangoLayout) layout = new_layout (drawing, text);
  int                     width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  x = MIN (x - width / 2.0, drawing->width - width);
  draw_text (drawing, snapshot, text, x, y, width + 1, color);
}

/* About five marks, at 1, 2 or 5 of some power of ten. */
static gint64
find_step (gint64 duration)
{
  static const gint64 factors[] = { 2, 5, 10 };
  gint64              base = 100;

  for (;; base *= 10)
    {
      if (duration / base <= 5)
        return base;
      for (guint i = 0; i < 2; i++)
        if (duration / (base * factors[i]) <= 5)
          return base * factors[i];
    }
}

static void
draw_axis (const SoqTimelineDrawing *drawing,
           GtkSnapshot              *snapshot,
           double                    height,
           double                    scale,
           const GdkRGBA            *color)
{
  gint64  duration = MAX (1, drawing->timeline->end - drawing->timeline->begin);
  gint64  step = find_step (duration);
  GdkRGBA line = *color;

  line.alpha = 0.15f;
  for (gint64 t = 0; t <= duration; t += step)
    {
      double           x = LABELS + (double) t * scale;
      g_autofree char *text = step >= 100000
                                ? g_strdup_printf ("%.1f s", (double) t / G_USEC_PER_SEC)
                                : g_strdup_printf ("%.1f ms", (double) t / 1000);

      gtk_snapshot_append_color (snapshot, &line,
                                 &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) height));
      draw_mark (drawing, snapshot, text, x, height + AXIS / 2.0, color);
    }
}

/**
 * soq_timeline_draw:
 * @drawing: how
 * @snapshot: where; its origin is the top left
 *
 * Draws the bars, and the times below them.
 */
void
soq_timeline_draw (const SoqTimelineDrawing *drawing,
                   GtkSnapshot              *snapshot)
{
  guint  rows = soq_timeline_count_rows (drawing->timeline);
  double scale;
  guint  first;

  if (rows == 0)
    return;

  scale = get_scale (drawing);
  first = drawing->timeline->clients->len - rows;
  draw_axis (drawing, snapshot, rows * ROW, scale, &drawing->color);
  for (guint i = 0; i < rows; i++)
    draw_client (drawing, snapshot, soq_timeline_get (drawing->timeline, first + i),
                 i * ROW + ROW / 2.0, scale, &drawing->color);
}

/**
 * soq_timeline_get_legend:
 *
 * Returns: (transfer none): what the bars mean, as Pango markup, translated
 */
const char *
soq_timeline_get_legend (void)
{
  return _("<span color='#9141ac'>■</span> in connect()  "
           "<span color='#e5820a'>■</span> waits in the backlog  "
           "<span color='#2f7fd6'>■</span> served  "
           "<span color='#8a8a8a'>▬</span> connected, nobody waits for it");
}
