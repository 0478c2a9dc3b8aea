/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-adaptive-paned.h"

/* Narrower than this, in pixels, two columns are of no use. */
#define NARROW 640

/**
 * SoqAdaptivePaned:
 *
 * Two panes beside each other in a wide window, and above each other in a
 * narrow one. libadwaita 1.4 has breakpoints for this, 1.2 does not.
 */
struct _SoqAdaptivePaned
{
  GtkWidget parent_instance;

  GtkWidget *paned; /* (owned): the only child */
  guint      turn_id;
  guint      place_id;
  gboolean   turned; /* and its position is of the other orientation */
};

G_DEFINE_FINAL_TYPE (SoqAdaptivePaned, soq_adaptive_paned, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_START = 1,
  PROP_END,
} SoqAdaptivePanedProperty;

static GParamSpec *properties[PROP_END + 1];

static GtkOrientation
find_orientation (int width)
{
  return width < NARROW ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

static gboolean
place_cb (gpointer user_data)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (user_data);
  GtkWidget        *widget = GTK_WIDGET (self);
  GtkOrientation    orientation = find_orientation (gtk_widget_get_width (widget));

  self->place_id = 0;
  gtk_paned_set_position (GTK_PANED (self->paned),
                          orientation == GTK_ORIENTATION_HORIZONTAL
                            ? gtk_widget_get_width (widget) * 45 / 100
                            : gtk_widget_get_height (widget) * 2 / 5);

  return G_SOURCE_REMOVE;
}

static gboolean
turn_cb (gpointer user_data)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (user_data);
  int               width = gtk_widget_get_width (GTK_WIDGET (self));

  self->turn_id = 0;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paned), find_orientation (width));
  self->turned = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
soq_adaptive_paned_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (widget);
  GtkOrientation    orientation = gtk_orientable_get_orientation (GTK_ORIENTABLE (self->paned));

  gtk_widget_size_allocate (self->paned, &(GtkAllocation){ 0, 0, width, height }, baseline);

  /* Nothing may ask for another size while sizes are given out. */
  if (self->turn_id == 0 &&
      (orientation != find_orientation (width) || !gtk_widget_get_mapped (widget)))
    self->turn_id = g_idle_add (turn_cb, self);

  /* Only now: GtkPaned scales a position that it got before its new size. */
  if (self->turn_id == 0 && self->turned && self->place_id == 0)
    {
      self->turned = FALSE;
      self->place_id = g_idle_add (place_cb, self);
    }
}

static void
soq_adaptive_paned_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  /* Two panes above each other would ask for more width the less height they
   * get; they scroll instead.
   */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;

  gtk_widget_measure (SOQ_ADAPTIVE_PANED (widget)->paned, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
soq_adaptive_paned_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (object);

  switch ((SoqAdaptivePanedProperty) prop_id)
    {
    case PROP_START:
      g_value_set_object (value, gtk_paned_get_start_child (GTK_PANED (self->paned)));
      break;

    case PROP_END:
      g_value_set_object (value, gtk_paned_get_end_child (GTK_PANED (self->paned)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_adaptive_paned_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (object);

  switch ((SoqAdaptivePanedProperty) prop_id)
    {
    case PROP_START:
      gtk_paned_set_start_child (GTK_PANED (self->paned), g_value_get_object (value));
      break;

    case PROP_END:
      gtk_paned_set_end_child (GTK_PANED (self->paned), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_adaptive_paned_dispose (GObject *object)
{
  SoqAdaptivePaned *self = SOQ_ADAPTIVE_PANED (object);

  g_clear_handle_id (&self->turn_id, g_source_remove);
  g_clear_handle_id (&self->place_id, g_source_remove);
  g_clear_pointer (&self->paned, gtk_widget_unparent);

  G_OBJECT_CLASS (soq_adaptive_paned_parent_class)->dispose (object);
}

static void
soq_adaptive_paned_class_init (SoqAdaptivePanedClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_adaptive_paned_dispose;
  object_class->get_property = soq_adaptive_paned_get_property;
  object_class->set_property = soq_adaptive_paned_set_property;
  widget_class->measure = soq_adaptive_paned_measure;
  widget_class->size_allocate = soq_adaptive_paned_size_allocate;

  properties[PROP_START] =
    g_param_spec_object ("start", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  properties[PROP_END] =
    g_param_spec_object ("end", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_adaptive_paned_init (SoqAdaptivePaned *self)
{
  self->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->paned), TRUE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->paned), TRUE);
  gtk_widget_set_parent (self->paned, GTK_WIDGET (self));
}
