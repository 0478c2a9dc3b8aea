/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-end-pin.h"

/* How long after the last touch a movement is taken for the person's. */
#define TOUCH_TIME (500 * 1000)

/**
 * SoqEndPin:
 *
 * Keeps a scrolled text at its end while it grows, until the person scrolls
 * back, and again once the person is back at the end.
 *
 * It belongs to the widget that the scrolled window is a part of, and is not
 * used after it.
 */
struct _SoqEndPin
{
  GObject parent_instance;

  GtkWidget     *scroller;   /* (borrowed) */
  GtkAdjustment *adjustment; /* (borrowed): of the scroller, the vertical one */

  gint64   touched; /* g_get_monotonic_time () */
  guint    tick_id; /* while it waits to go back to the end */
  gboolean pinned;
  gboolean moving; /* we scroll, not the person */
};

G_DEFINE_FINAL_TYPE (SoqEndPin, soq_end_pin, G_TYPE_OBJECT)

typedef enum
{
  PROP_PINNED = 1,
} SoqEndPinProperty;

static GParamSpec *properties[PROP_PINNED + 1];

static void
set_pinned (SoqEndPin *self,
            gboolean   pinned)
{
  if (self->pinned == pinned)
    return;

  self->pinned = pinned;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
}

/* The adjustment's value when the end is seen. */
static double
get_end (SoqEndPin *self)
{
  return gtk_adjustment_get_upper (self->adjustment) -
         gtk_adjustment_get_page_size (self->adjustment);
}

static void
move_to_end (SoqEndPin *self)
{
  self->moving = TRUE;
  gtk_adjustment_set_value (self->adjustment, get_end (self));
  self->moving = FALSE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SoqEndPin *self = SOQ_END_PIN (user_data);

  self->tick_id = 0;
  if (self->pinned)
    move_to_end (self);

  return G_SOURCE_REMOVE;
}

/* At the beginning of the next frame. Who moves a text view of GTK 4.8 as soon
 * as it grows, that is while it is measured or drawn, is moved back by it, or
 * leaves it without a place to draw its scroll bar.
 */
static void
follow_end (SoqEndPin *self)
{
  if (self->pinned && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (self->scroller, tick_cb, self, NULL);
}

/* The text view moves itself too, when it has measured lines above those that
 * are seen; that is not the person's will.
 */
static void
value_changed_cb (SoqEndPin *self)
{
  if (self->moving)
    return;

  if (gtk_adjustment_get_value (self->adjustment) >= get_end (self) - 1)
    set_pinned (self, TRUE);
  else if (g_get_monotonic_time () - self->touched < TOUCH_TIME)
    set_pinned (self, FALSE);
  else
    follow_end (self);
}

static gboolean
moves (GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      return TRUE;

    /* A drag: of the scroll bar, or of a selection over the edge. */
    case GDK_MOTION_NOTIFY:
      return (gdk_event_get_modifier_state (event) & GDK_BUTTON1_MASK) != 0;

    default:
      return FALSE;
    }
}

static gboolean
event_cb (SoqEndPin *self,
          GdkEvent  *event)
{
  if (moves (event))
    self->touched = g_get_monotonic_time ();

  return GDK_EVENT_PROPAGATE;
}

static void
soq_end_pin_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SoqEndPin *self = SOQ_END_PIN (object);

  switch ((SoqEndPinProperty) prop_id)
    {
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_end_pin_dispose (GObject *object)
{
  SoqEndPin *self = SOQ_END_PIN (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->scroller, self->tick_id);
  self->tick_id = 0;

  G_OBJECT_CLASS (soq_end_pin_parent_class)->dispose (object);
}

static void
soq_end_pin_class_init (SoqEndPinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_end_pin_dispose;
  object_class->get_property = soq_end_pin_get_property;

  /**
   * SoqEndPin:pinned:
   *
   * Whether the end is followed.
   */
  properties[PROP_PINNED] =
    g_param_spec_boolean ("pinned", NULL, NULL,
                          TRUE,
                          (G_PARAM_READABLE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_end_pin_init (SoqEndPin *self)
{
  self->pinned = TRUE;
  self->touched = G_MININT64 / 2;
}

SoqEndPin *
soq_end_pin_new (GtkScrolledWindow *scroller)
{
  SoqEndPin          *self;
  GtkEventController *events;

  g_return_val_if_fail (GTK_IS_SCROLLED_WINDOW (scroller), NULL);

  self = g_object_new (SOQ_TYPE_END_PIN, NULL);
  self->scroller = GTK_WIDGET (scroller);
  self->adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::upper", G_CALLBACK (follow_end), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "notify::page-size", G_CALLBACK (follow_end), self,
                           G_CONNECT_SWAPPED);

  events = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->scroller, events);

  return self;
}

gboolean
soq_end_pin_get_pinned (SoqEndPin *self)
{
  g_return_val_if_fail (SOQ_IS_END_PIN (self), TRUE);

  return self->pinned;
}

/* Goes to the end and stays there. */
void
soq_end_pin_go_to_end (SoqEndPin *self)
{
  g_return_if_fail (SOQ_IS_END_PIN (self));

  /* What moves from here on is not the touch that was before. */
  self->touched = G_MININT64 / 2;
  set_pinned (self, TRUE);
  move_to_end (self);
}

/**
 * soq_end_pin_scroll:
 * @self: a pin
 * @pages: how many pages down, or if negative up
 *
 * Scrolls because the person wants to, from somewhere else.
 */
void
soq_end_pin_scroll (SoqEndPin *self,
                    int        pages)
{
  double step;

  g_return_if_fail (SOQ_IS_END_PIN (self));

  step = gtk_adjustment_get_page_increment (self->adjustment);
  self->moving = TRUE;
  gtk_adjustment_set_value (self->adjustment,
                            gtk_adjustment_get_value (self->adjustment) + pages * step);
  self->moving = FALSE;
  set_pinned (self, gtk_adjustment_get_value (self->adjustment) >= get_end (self) - 1);
}
