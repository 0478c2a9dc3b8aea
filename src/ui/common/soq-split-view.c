/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-split-view.h"

/**
 * SoqSplitView:
 *
 * A sidebar beside a content, and what becomes of them in a narrow window.
 * There are two kinds, as in libadwaita 1.4, whose widgets Debian 12 does not
 * have; the ones that it does have are deprecated since then:
 *
 * - without #SoqSplitView:overlay, both are always there in a wide window, and
 *   in a narrow one #SoqSplitView:show-sidebar chooses the one that is;
 * - with it, the content is always there, and #SoqSplitView:show-sidebar
 *   chooses whether the sidebar is beside it, or in a narrow window above it.
 *
 * A sidebar that is not visible takes no part.
 */
struct _SoqSplitView
{
  GtkWidget parent_instance;

  GtkWidget *sidebar;   /* (owned) (nullable) */
  GtkWidget *content;   /* (owned) (nullable) */
  GtkWidget *separator; /* (owned) */
  GtkWidget *scrim;     /* (owned): between a sidebar and the content below it */

  GtkPackType position;
  gboolean    overlay;
  gboolean    show_sidebar;
  gboolean    collapsed;

  /* In pixels: the width that was too small for both. What the content shows
   * while it is alone may need less; it must not come and go because of that.
   */
  int collapsed_below;
};

G_DEFINE_FINAL_TYPE (SoqSplitView, soq_split_view, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_SIDEBAR_POSITION,
  PROP_OVERLAY,
  PROP_SHOW_SIDEBAR,
  PROP_COLLAPSED,
} SoqSplitViewProperty;

static GParamSpec *properties[PROP_COLLAPSED + 1];

static gboolean
has_sidebar (SoqSplitView *self)
{
  return self->sidebar != NULL && gtk_widget_get_visible (self->sidebar);
}

static gboolean
sidebar_is_shown (SoqSplitView *self)
{
  return has_sidebar (self) &&
         (self->show_sidebar || (!self->overlay && !self->collapsed));
}

static gboolean
content_is_shown (SoqSplitView *self)
{
  return self->overlay || !self->collapsed || !self->show_sidebar;
}

/* In pixels. */
static int
measure_width (GtkWidget *widget,
               int       *natural)
{
  int minimum = 0;

  if (natural != NULL)
    *natural = 0;
  if (widget != NULL && gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, natural, NULL, NULL);

  return minimum;
}

static int
get_separator_width (SoqSplitView *self)
{
  int minimum;

  gtk_widget_measure (self->separator, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* The minimum of both beside each other, in pixels. */
static int
get_expanded_minimum (SoqSplitView *self)
{
  return measure_width (self->sidebar, NULL) + get_separator_width (self) +
         measure_width (self->content, NULL);
}

/* Of the sidebar beside a content, in pixels. */
static int
get_sidebar_width (SoqSplitView *self,
                   int           width)
{
  int natural;
  int minimum = measure_width (self->sidebar, &natural);
  int room = width - get_separator_width (self) - measure_width (self->content, NULL);

  return MAX (minimum, MIN (natural, room));
}

/* Where the focus was is no longer seen: give it to what is. */
static void
move_focus_to (GtkWidget *from,
               GtkWidget *to)
{
  GtkRoot   *root = gtk_widget_get_root (from);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || to == NULL ||
      !(focus == from || gtk_widget_is_ancestor (focus, from)))
    return;

  if (!gtk_widget_child_focus (to, GTK_DIR_TAB_FORWARD))
    gtk_root_set_focus (root, NULL);
}

/* A pane that comes is there before one that goes, so that the focus can move. */
static void
update_children (SoqSplitView *self)
{
  gboolean sidebar = sidebar_is_shown (self);
  gboolean content = content_is_shown (self);

  if (self->content != NULL && content)
    gtk_widget_set_child_visible (self->content, TRUE);
  if (self->sidebar != NULL)
    {
      if (sidebar)
        gtk_widget_set_child_visible (self->sidebar, TRUE);
      else
        move_focus_to (self->sidebar, self->content);
      gtk_widget_set_child_visible (self->sidebar, sidebar);
    }
  if (self->content != NULL && !content)
    {
      move_focus_to (self->content, self->sidebar);
      gtk_widget_set_child_visible (self->content, FALSE);
    }

  gtk_widget_set_child_visible (self->separator, sidebar && !self->collapsed);
  gtk_widget_set_child_visible (self->scrim, sidebar && self->overlay && self->collapsed);
}

static void
update_collapsed (SoqSplitView *self,
                  int           width)
{
  int      needed = get_expanded_minimum (self);
  gboolean collapsed;

  if (self->collapsed)
    needed = MAX (needed, self->collapsed_below);
  collapsed = has_sidebar (self) && width < needed;
  if (self->collapsed == collapsed)
    return;

  self->collapsed = collapsed;
  self->collapsed_below = needed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

static void
allocate (GtkWidget *widget,
          int        x,
          int        width,
          int        height)
{
  if (widget != NULL && gtk_widget_should_layout (widget))
    gtk_widget_size_allocate (widget, &(GtkAllocation){ x, 0, width, height }, -1);
}

/* The sidebar @width pixels wide at its side, with the separator; the content
 * has what is left.
 */
static void
allocate_beside (SoqSplitView *self,
                 int           side,
                 int           width,
                 int           height,
                 gboolean      at_left)
{
  int separator = get_separator_width (self);
  int content = width - side - separator;

  allocate (self->sidebar, at_left ? 0 : width - side, side, height);
  allocate (self->separator, at_left ? side : content, separator, height);
  allocate (self->content, at_left ? side + separator : 0, content, height);
}

static void
soq_split_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (widget);
  gboolean      rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean      at_left = (self->position == GTK_PACK_START) != rtl;
  int           side;

  update_collapsed (self, width);
  update_children (self);

  if (sidebar_is_shown (self) && !self->collapsed)
    {
      allocate_beside (self, get_sidebar_width (self, width), width, height, at_left);
      return;
    }

  allocate (self->content, 0, width, height);
  allocate (self->scrim, 0, width, height);
  side = self->overlay ? MIN (width, get_sidebar_width (self, width)) : width;
  allocate (self->sidebar, at_left ? 0 : width - side, side, height);
}

static void
measure_height (GtkWidget *widget,
                int        for_width,
                int       *minimum,
                int       *natural)
{
  int child_minimum;
  int child_natural;

  if (widget == NULL || !gtk_widget_get_visible (widget))
    return;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, for_width, &child_minimum, &child_natural,
                      NULL, NULL);
  *minimum = MAX (*minimum, child_minimum);
  *natural = MAX (*natural, child_natural);
}

static void
soq_split_view_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (widget);
  int           sidebar;
  int           content;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (self->sidebar, -1, minimum, natural);
      measure_height (self->content, -1, minimum, natural);
      return;
    }

  *minimum = MAX (measure_width (self->sidebar, &sidebar), measure_width (self->content, &content));
  *natural = content;
  if (sidebar_is_shown (self) || (!self->overlay && has_sidebar (self)))
    *natural += sidebar + get_separator_width (self);
}

static gboolean
go_back_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (widget);

  if (self->overlay || !self->collapsed || self->show_sidebar)
    return FALSE;

  soq_split_view_set_show_sidebar (self, TRUE);

  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (widget);

  if (!self->overlay || !self->collapsed || !self->show_sidebar)
    return FALSE;

  soq_split_view_set_show_sidebar (self, FALSE);

  return TRUE;
}

static void
scrim_pressed_cb (SoqSplitView *self)
{
  soq_split_view_set_show_sidebar (self, FALSE);
}

/* A finger that moves the content away, as in every program of a phone. */
static void
swipe_cb (SoqSplitView *self,
          double        velocity_x,
          double        velocity_y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (ABS (velocity_x) > 2 * ABS (velocity_y) && (velocity_x > 0) != rtl)
    go_back_cb (GTK_WIDGET (self), NULL, NULL);
}

static void
set_child (SoqSplitView *self,
           GtkWidget   **child,
           GtkWidget    *widget,
           GtkWidget    *before)
{
  if (*child == widget)
    return;

  g_clear_pointer (child, gtk_widget_unparent);
  *child = widget;
  if (widget != NULL)
    gtk_widget_insert_before (widget, GTK_WIDGET (self), before);
}

static void
soq_split_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (object);

  switch ((SoqSplitViewProperty) prop_id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;

    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;

    case PROP_SIDEBAR_POSITION:
      g_value_set_enum (value, (int) self->position);
      break;

    case PROP_OVERLAY:
      g_value_set_boolean (value, self->overlay);
      break;

    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, self->show_sidebar);
      break;

    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_split_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (object);

  switch ((SoqSplitViewProperty) prop_id)
    {
    case PROP_SIDEBAR:
      soq_split_view_set_sidebar (self, g_value_get_object (value));
      break;

    case PROP_CONTENT:
      soq_split_view_set_content (self, g_value_get_object (value));
      break;

    case PROP_SIDEBAR_POSITION:
      self->position = (GtkPackType) g_value_get_enum (value);
      break;

    case PROP_OVERLAY:
      self->overlay = g_value_get_boolean (value);
      break;

    case PROP_SHOW_SIDEBAR:
      soq_split_view_set_show_sidebar (self, g_value_get_boolean (value));
      break;

    case PROP_COLLAPSED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_split_view_dispose (GObject *object)
{
  SoqSplitView *self = SOQ_SPLIT_VIEW (object);

  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->scrim, gtk_widget_unparent);

  G_OBJECT_CLASS (soq_split_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * SoqSplitView:sidebar:
   *
   * The smaller pane.
   */
  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * SoqSplitView:content:
   *
   * The larger pane.
   */
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * SoqSplitView:sidebar-position:
   *
   * On which side of the content the sidebar is.
   */
  properties[PROP_SIDEBAR_POSITION] =
    g_param_spec_enum ("sidebar-position", NULL, NULL, GTK_TYPE_PACK_TYPE, GTK_PACK_START,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * SoqSplitView:overlay:
   *
   * Whether the sidebar lies above the content of a narrow window, instead of
   * taking turns with it.
   */
  properties[PROP_OVERLAY] =
    g_param_spec_boolean ("overlay", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * SoqSplitView:show-sidebar:
   *
   * Whether the sidebar is there, where it need not be.
   */
  properties[PROP_SHOW_SIDEBAR] =
    g_param_spec_boolean ("show-sidebar", NULL, NULL, FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  /**
   * SoqSplitView:collapsed:
   *
   * Whether there is not enough room for both. It is told while the view gets
   * its size.
   */
  properties[PROP_COLLAPSED] =
    g_param_spec_boolean ("collapsed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_split_view_class_init (SoqSplitViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_split_view_dispose;
  object_class->get_property = soq_split_view_get_property;
  object_class->set_property = soq_split_view_set_property;
  install_properties (object_class);

  widget_class->measure = soq_split_view_measure;
  widget_class->size_allocate = soq_split_view_size_allocate;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, go_back_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Back, 0, go_back_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
soq_split_view_init (SoqSplitView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));

  self->scrim = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->scrim, "soq-scrim");
  gtk_widget_set_parent (self->scrim, GTK_WIDGET (self));
  g_signal_connect_object (click, "pressed", G_CALLBACK (scrim_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->scrim, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  g_signal_connect_object (swipe, "swipe", G_CALLBACK (swipe_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));
}

/**
 * soq_split_view_set_sidebar:
 * @self: a split view
 * @sidebar: (nullable): the smaller pane
 */
void
soq_split_view_set_sidebar (SoqSplitView *self,
                            GtkWidget    *sidebar)
{
  g_return_if_fail (SOQ_IS_SPLIT_VIEW (self));

  /* Last, so that it is above the others. */
  set_child (self, &self->sidebar, sidebar, NULL);
  if (sidebar != NULL)
    gtk_widget_add_css_class (sidebar, "background");
}

/**
 * soq_split_view_set_content:
 * @self: a split view
 * @content: (nullable): the larger pane
 */
void
soq_split_view_set_content (SoqSplitView *self,
                            GtkWidget    *content)
{
  g_return_if_fail (SOQ_IS_SPLIT_VIEW (self));

  set_child (self, &self->content, content, self->separator);
}

gboolean
soq_split_view_get_show_sidebar (SoqSplitView *self)
{
  g_return_val_if_fail (SOQ_IS_SPLIT_VIEW (self), FALSE);

  return self->show_sidebar;
}

/**
 * soq_split_view_set_show_sidebar:
 * @self: a split view
 * @show_sidebar: whether the sidebar is there, where it need not be
 *
 * The focus never stays in a pane that goes.
 */
void
soq_split_view_set_show_sidebar (SoqSplitView *self,
                                 gboolean      show_sidebar)
{
  g_return_if_fail (SOQ_IS_SPLIT_VIEW (self));

  if (self->show_sidebar == show_sidebar)
    return;

  self->show_sidebar = show_sidebar;
  update_children (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR]);
}

gboolean
soq_split_view_get_collapsed (SoqSplitView *self)
{
  g_return_val_if_fail (SOQ_IS_SPLIT_VIEW (self), FALSE);

  return self->collapsed;
}
