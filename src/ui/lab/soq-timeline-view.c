/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timeline-view.h"

#include "soq-compat.h"

#include <glib/gi18n.h>

#define ROW    26
#define BAR    18
#define AXIS   24
#define LABELS 96 /* wide */
#define MARGIN 12

/* Of more clients, the newest are shown. */
#define MOST_ROWS 100

/**
 * SoqTimelineView:
 *
 * A row for each client and a bar for what it went through: time runs to the
 * right. What is told by a color is told by a word too, where there is room.
 */
struct _SoqTimelineView
{
  GtkWidget parent_instance;

  SoqTimeline *timeline; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SoqTimelineView, soq_timeline_view, GTK_TYPE_WIDGET)

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

static char *
dup_client_title (const SoqTimelineClient *client)
{
  if (client->number == 0)
    return g_strdup (client->address);

  return g_strdup_printf (_("Client %u"), client->number);
}

static guint
count_rows (SoqTimelineView *self)
{
  return self->timeline != NULL ? MIN (self->timeline->clients->len, MOST_ROWS) : 0;
}

/* Pixels for each microsecond. */
static double
get_scale (SoqTimelineView *self,
           int              width)
{
  gint64 duration = MAX (1, self->timeline->end - self->timeline->begin);

  return (double) (width - LABELS - MARGIN) / (double) duration;
}

static void
draw_text (SoqTimelineView *self,
           GtkSnapshot     *snapshot,
           const char      *text,
           double           x,
           double           y,
           double           width,
           const GdkRGBA   *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
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
draw_word (SoqTimelineView *self,
           GtkSnapshot     *snapshot,
           const char      *word,
           double           x,
           double           y,
           double           width)
{
  static const GdkRGBA    white = { 1, 1, 1, 1 };
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), word);
  int                     text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  if (text_width + 8 <= width)
    draw_text (self, snapshot, word, x + 4, y, width, &white);
}

static void
draw_span (SoqTimelineView *self,
           GtkSnapshot     *snapshot,
           const SoqSpan   *span,
           double           y,
           double           scale)
{
  double  x = LABELS + (double) (span->from - self->timeline->begin) * scale;
  double  width = MAX (1.5, (double) (span->to - span->from) * scale);
  double  height = span->state == SOQ_SPAN_IDLE ? BAR / 3.0 : BAR;
  GdkRGBA color;

  gdk_rgba_parse (&color, colors[span->state]);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) (y - height / 2),
                                                  (float) width, (float) height));
  if (span->state != SOQ_SPAN_IDLE)
    draw_word (self, snapshot, soq_span_state_get_title (span->state), x, y, width);
}

static void
draw_client (SoqTimelineView         *self,
             GtkSnapshot             *snapshot,
             const SoqTimelineClient *client,
             double                   y,
             double                   scale,
             const GdkRGBA           *color)
{
  g_autofree char *title = dup_client_title (client);

  draw_text (self, snapshot, title, MARGIN, y, LABELS - MARGIN - 6, color);
  for (guint i = 0; i < client->spans->len; i++)
    draw_span (self, snapshot, &g_array_index (client->spans, SoqSpan, i), y, scale);
}

/* In the middle below its line, but inside of the picture. */
static void
draw_mark (SoqTimelineView *self,
           GtkSnapshot     *snapshot,
           const char      *text,
           double           x,
           double           y,
           const GdkRGBA   *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int                     width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  x = MIN (x - width / 2.0, gtk_widget_get_width (GTK_WIDGET (self)) - width);
  draw_text (self, snapshot, text, x, y, width + 1, color);
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
draw_axis (SoqTimelineView *self,
           GtkSnapshot     *snapshot,
           double           height,
           double           scale,
           const GdkRGBA   *color)
{
  gint64  duration = MAX (1, self->timeline->end - self->timeline->begin);
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
      draw_mark (self, snapshot, text, x, height + AXIS / 2.0, color);
    }
}

static void
soq_timeline_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SoqTimelineView *self = SOQ_TIMELINE_VIEW (widget);
  guint            rows = count_rows (self);
  GdkRGBA          color;
  GdkRGBA          background;
  double           scale;
  guint            first;

  if (rows == 0)
    return;

  soq_compat_get_colors (widget, &color, &background);
  scale = get_scale (self, gtk_widget_get_width (widget));
  first = self->timeline->clients->len - rows;
  draw_axis (self, snapshot, rows * ROW, scale, &color);
  for (guint i = 0; i < rows; i++)
    draw_client (self, snapshot, soq_timeline_get (self->timeline, first + i),
                 i * ROW + ROW / 2.0, scale, &color);
}

static void
soq_timeline_view_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 260;
      *natural = 600;
      return;
    }

  *minimum = *natural = (int) count_rows (SOQ_TIMELINE_VIEW (widget)) * ROW + AXIS;
}

static void
soq_timeline_view_finalize (GObject *object)
{
  g_clear_pointer (&SOQ_TIMELINE_VIEW (object)->timeline, soq_timeline_free);

  G_OBJECT_CLASS (soq_timeline_view_parent_class)->finalize (object);
}

static void
soq_timeline_view_class_init (SoqTimelineViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = soq_timeline_view_finalize;
  widget_class->measure = soq_timeline_view_measure;
  widget_class->snapshot = soq_timeline_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
soq_timeline_view_init (SoqTimelineView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("How long each client waited"), -1);
}

GtkWidget *
soq_timeline_view_new (void)
{
  return g_object_new (SOQ_TYPE_TIMELINE_VIEW, NULL);
}

/* What the picture shows, in words. */
static void
describe (SoqTimelineView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint               rows = count_rows (self);

  for (guint i = 0; i < rows; i++)
    {
      const SoqTimelineClient *client;
      g_autofree char         *title = NULL;

      client = soq_timeline_get (self->timeline, self->timeline->clients->len - rows + i);
      title = dup_client_title (client);
      g_string_append_printf (text, "%s: ", title);
      for (guint s = 0; s < SOQ_N_SPAN_STATES; s++)
        g_string_append_printf (text, "%s %.2f s%s", soq_span_state_get_title (s),
                                (double) client->totals[s] / G_USEC_PER_SEC,
                                s + 1 < SOQ_N_SPAN_STATES ? ", " : "\n");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

/**
 * soq_timeline_view_take_timeline:
 * @self: a view
 * @timeline: (transfer full) (nullable): what to show
 */
void
soq_timeline_view_take_timeline (SoqTimelineView *self,
                                 SoqTimeline     *timeline)
{
  guint before = count_rows (self);

  g_return_if_fail (SOQ_IS_TIMELINE_VIEW (self));

  g_clear_pointer (&self->timeline, soq_timeline_free);
  self->timeline = timeline;
  describe (self);
  if (count_rows (self) != before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * soq_timeline_view_save_png:
 * @self: a view that is shown
 * @path: (type filename): where to
 * @error: return location for an error
 *
 * Saves it as it is seen.
 *
 * Returns: whether that succeeded
 */
gboolean
soq_timeline_view_save_png (SoqTimelineView *self,
                            const char      *path,
                            GError         **error)
{
  GtkWidget                *widget = GTK_WIDGET (self);
  GtkSnapshot              *snapshot = gtk_snapshot_new ();
  graphene_rect_t           bounds;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture)    texture = NULL;
  g_autoptr (GBytes)        bytes = NULL;
  GskRenderer              *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  GdkRGBA                   color;
  GdkRGBA                   background;

  graphene_rect_init (&bounds, 0, 0, (float) gtk_widget_get_width (widget),
                      (float) gtk_widget_get_height (widget));
  soq_compat_get_colors (widget, &color, &background);
  gtk_snapshot_append_color (snapshot, &background, &bounds);
  soq_timeline_view_snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &bounds);
  bytes = gdk_texture_save_to_png_bytes (texture);

  return g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), error);
}
