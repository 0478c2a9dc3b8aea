/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timeline-view.h"

#include "soq-compat.h"
#include "soq-picture.h"
#include "soq-timeline-draw.h"

#include <glib/gi18n.h>

/* Pictures, in pixels. */
#define PICTURE_WIDTH 900.0
#define PICTURE_PAD   12.0

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

static guint
count_rows (SoqTimelineView *self)
{
  return soq_timeline_count_rows (self->timeline);
}

static void
soq_timeline_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SoqTimelineView   *self = SOQ_TIMELINE_VIEW (widget);
  SoqTimelineDrawing drawing = { .timeline = self->timeline };
  GdkRGBA            background;

  drawing.context = gtk_widget_get_pango_context (widget);
  drawing.width = gtk_widget_get_width (widget);
  soq_compat_get_colors (widget, &drawing.color, &background);
  soq_timeline_draw (&drawing, snapshot);
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

  *minimum = *natural = (int) soq_timeline_get_height (SOQ_TIMELINE_VIEW (widget)->timeline);
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
      title = soq_timeline_client_dup_title (client);
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

static double
draw_line (GtkSnapshot *snapshot,
           PangoLayout *layout,
           double       y,
           GdkRGBA      color)
{
  int height;

  pango_layout_set_width (layout, (int) (PICTURE_WIDTH - 2 * PICTURE_PAD) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) PICTURE_PAD, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);

  return y + height + PICTURE_PAD;
}

static GskRenderNode *
draw_picture (SoqTimelineView *self,
              const char      *title,
              double          *height)
{
  SoqTimelineDrawing        drawing = { .timeline = self->timeline, .width = PICTURE_WIDTH };
  GtkSnapshot              *snapshot = gtk_snapshot_new ();
  g_autoptr (PangoLayout)   heading = NULL;
  g_autoptr (PangoLayout)   legend = NULL;
  g_autoptr (PangoAttrList) bold = pango_attr_list_new ();

  drawing.context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  drawing.color = SOQ_PICTURE_COLOR;
  heading = pango_layout_new (drawing.context);
  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (heading, bold);
  pango_layout_set_text (heading, title, -1);
  legend = pango_layout_new (drawing.context);
  pango_layout_set_markup (legend, soq_timeline_get_legend (), -1);

  *height = draw_line (snapshot, heading, PICTURE_PAD, drawing.color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) *height));
  soq_timeline_draw (&drawing, snapshot);
  gtk_snapshot_restore (snapshot);
  *height += soq_timeline_get_height (self->timeline) + PICTURE_PAD;
  *height = draw_line (snapshot, legend, *height, drawing.color);

  return gtk_snapshot_free_to_node (snapshot);
}

/**
 * soq_timeline_view_save:
 * @self: a view
 * @title: what to write above it
 * @path: (type filename): a file whose name ends in “.svg” or “.png”
 * @error: return location for a #GFileError
 *
 * Saves it with a legend, dark on white.
 *
 * Returns: whether that succeeded
 */
gboolean
soq_timeline_view_save (SoqTimelineView *self,
                        const char      *title,
                        const char      *path,
                        GError         **error)
{
  GskRenderNode *node;
  double         height;

  g_return_val_if_fail (SOQ_IS_TIMELINE_VIEW (self), FALSE);

  node = draw_picture (self, title, &height);

  return soq_picture_save (node, PICTURE_WIDTH, height, path, error);
}
