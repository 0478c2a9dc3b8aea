/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ladder.h"

#include "soq-compat.h"
#include "soq-error.h"
#include "soq-ladder-draw.h"
#include "soq-picture.h"

#include <math.h>
#include <string.h>

/* Pictures: how many rows, and how large a PNG, in pixels. */
#define MOST_ROWS   2000
#define MOST_HEIGHT 30000
#define PICTURE_PAD 12.0

/* So that there is room for text beside two columns. */
#define PICTURE_WIDTH 720.0

/**
 * SoqLadder:
 *
 * A ladder diagram of a model: a column for each party, time runs down. It
 * draws only what is seen, and stays at its end while that is seen.
 */
struct _SoqLadder
{
  GtkWidget parent_instance;

  SoqWireModel  *model;          /* (owned) (nullable) */
  GtkAdjustment *adjustments[2]; /* (owned) (nullable): by orientation */
  guint          scroll_policy[2];
  guint64        selected; /* the number of the selected record, or 0 */
  double         start;    /* of the model, when it was last looked at */
  gboolean       follows;  /* stays at the end */
};

typedef enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
} SoqLadderProperty;

enum
{
  SIGNAL_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqLadder,
                               soq_ladder,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static GtkAdjustment *
get_vertical (SoqLadder *self)
{
  return self->adjustments[GTK_ORIENTATION_VERTICAL];
}

static double
get_page (SoqLadder *self)
{
  return MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) - SOQ_LADDER_HEADER);
}

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 2;
}

static void
configure_adjustments (SoqLadder *self)
{
  GtkAdjustment *horizontal = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *vertical = get_vertical (self);
  double         width = gtk_widget_get_width (GTK_WIDGET (self));
  double         page = get_page (self);
  double         upper;
  double         value;

  if (horizontal == NULL || vertical == NULL || self->model == NULL || width <= 0)
    return;

  upper = MAX (width, soq_ladder_get_natural_width (self->model));
  gtk_adjustment_configure (horizontal,
                            CLAMP (gtk_adjustment_get_value (horizontal), 0, upper - width),
                            0, upper, 40, width * 0.9, width);

  upper = MAX (page, soq_wire_model_get_height (self->model) + 8);
  value = self->follows ? upper - page : gtk_adjustment_get_value (vertical);
  gtk_adjustment_configure (vertical, CLAMP (value, 0, upper - page), 0, upper, 44, page * 0.9,
                            page);
}

static void
scrolled_cb (GtkAdjustment *adjustment,
             gpointer       user_data)
{
  SoqLadder *self = SOQ_LADDER (user_data);

  if (adjustment == get_vertical (self))
    self->follows = is_at_end (adjustment);

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (SoqLadder     *self,
                GtkOrientation orientation,
                GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[orientation], scrolled_cb, self);

  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  g_set_object (&self->adjustments[orientation], adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_DEFAULT);
  configure_adjustments (self);
}

static void
init_drawing (SoqLadder        *self,
              SoqLadderDrawing *drawing)
{
  drawing->model = self->model;
  drawing->context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  soq_compat_get_colors (GTK_WIDGET (self), &drawing->color, &drawing->background);
  drawing->background.alpha *= 0.85f;
  drawing->width = MAX (gtk_widget_get_width (GTK_WIDGET (self)),
                        soq_ladder_get_natural_width (self->model));
  drawing->selected = soq_ladder_get_selected (self);
}

static void
soq_ladder_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  SoqLadder       *self = SOQ_LADDER (widget);
  SoqLadderDrawing drawing;
  float            width = (float) gtk_widget_get_width (widget);
  float            page = (float) get_page (self);
  double           top;
  double           left;
  GdkRGBA          line;

  if (self->model == NULL || get_vertical (self) == NULL)
    return;

  init_drawing (self, &drawing);
  top = floor (gtk_adjustment_get_value (get_vertical (self)));
  left = floor (gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_HORIZONTAL]));

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, (float) SOQ_LADDER_HEADER, width, page));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) -left, (float) (SOQ_LADDER_HEADER - top)));
  soq_ladder_draw_rows (&drawing, snapshot, top, page);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, width, (float) SOQ_LADDER_HEADER));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -left, 0));
  soq_ladder_draw_header (&drawing, snapshot);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);

  line = drawing.color;
  line.alpha *= 0.15f;
  gtk_snapshot_append_color (
    snapshot, &line, &GRAPHENE_RECT_INIT (0, (float) SOQ_LADDER_HEADER - 1, width, 1));
}

static void
soq_ladder_measure (GtkWidget     *widget,
                    GtkOrientation orientation,
                    int            for_size,
                    int           *minimum,
                    int           *natural,
                    int           *minimum_baseline,
                    int           *natural_baseline)
{
  *minimum = 100;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : 300;
}

static void
soq_ladder_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  configure_adjustments (SOQ_LADDER (widget));
}

static void
show_row (SoqLadder *self,
          guint      position)
{
  SoqWireEvent *event = soq_wire_model_get_row (self->model, position);
  double        top = event->top - soq_wire_model_get_start (self->model);

  gtk_adjustment_clamp_page (get_vertical (self), top, top + event->height);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            SoqLadder       *self)
{
  guint position;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->model == NULL || y < SOQ_LADDER_HEADER)
    return;

  position = soq_wire_model_find_row_at (
    self->model, y - SOQ_LADDER_HEADER + gtk_adjustment_get_value (get_vertical (self)));
  if (soq_wire_model_get_row (self->model, position) != NULL)
    soq_ladder_select (self, position);
}

static gboolean
move_selection (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   data)
{
  SoqLadder *self = SOQ_LADDER (widget);
  int        n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint      selected = soq_ladder_get_selected (self);
  int        steps = g_variant_get_int32 (arguments);
  int        position = selected == GTK_INVALID_LIST_POSITION ? n - 1 : (int) selected + steps;

  if (n == 0)
    return FALSE;

  soq_ladder_select (self, (guint) CLAMP (position, 0, n - 1));

  return TRUE;
}

static void
soq_ladder_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SoqLadder *self = SOQ_LADDER (object);

  switch ((SoqLadderProperty) prop_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, get_vertical (self));
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, (int) self->scroll_policy[GTK_ORIENTATION_HORIZONTAL]);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->scroll_policy[GTK_ORIENTATION_VERTICAL]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_ladder_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SoqLadder *self = SOQ_LADDER (object);

  switch ((SoqLadderProperty) prop_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->scroll_policy[GTK_ORIENTATION_HORIZONTAL] = (guint) g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->scroll_policy[GTK_ORIENTATION_VERTICAL] = (guint) g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_ladder_dispose (GObject *object)
{
  SoqLadder *self = SOQ_LADDER (object);

  g_clear_object (&self->adjustments[0]);
  g_clear_object (&self->adjustments[1]);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (soq_ladder_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    int   steps;
  } keys[] = {
    { GDK_KEY_Up, -1 },
    { GDK_KEY_Down, 1 },
    { GDK_KEY_Page_Up, -10 },
    { GDK_KEY_Page_Down, 10 },
    { GDK_KEY_Home, G_MININT / 2 },
    { GDK_KEY_End, G_MAXINT / 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, 0, move_selection, "i", keys[i].steps);
}

static void
soq_ladder_class_init (SoqLadderClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_ladder_dispose;
  object_class->get_property = soq_ladder_get_property;
  object_class->set_property = soq_ladder_set_property;
  widget_class->measure = soq_ladder_measure;
  widget_class->size_allocate = soq_ladder_size_allocate;
  widget_class->snapshot = soq_ladder_snapshot;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  /**
   * SoqLadder::selected:
   * @self: the ladder
   *
   * Another row was chosen, by the person or by soq_ladder_select ().
   */
  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "soqladder");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
soq_ladder_init (SoqLadder *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->follows = TRUE;
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
soq_ladder_set_model (SoqLadder    *self,
                      SoqWireModel *model)
{
  g_return_if_fail (SOQ_IS_LADDER (self));

  g_set_object (&self->model, model);
  soq_ladder_update (self);
}

/**
 * soq_ladder_update:
 * @self: a ladder
 *
 * Shows what the model has now. What is looked at stays where it is, also when
 * rows above it were forgotten.
 */
void
soq_ladder_update (SoqLadder *self)
{
  double start;

  g_return_if_fail (SOQ_IS_LADDER (self));

  if (self->model == NULL)
    return;

  start = soq_wire_model_get_start (self->model);
  if (start > self->start && !self->follows && get_vertical (self) != NULL)
    gtk_adjustment_set_value (get_vertical (self), gtk_adjustment_get_value (get_vertical (self)) -
                                                     (start - self->start));
  self->start = start;
  configure_adjustments (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * soq_ladder_show_beginning:
 * @self: a ladder
 *
 * Shows the first rows, and stays there until somebody scrolls.
 */
void
soq_ladder_show_beginning (SoqLadder *self)
{
  g_return_if_fail (SOQ_IS_LADDER (self));

  if (get_vertical (self) != NULL)
    gtk_adjustment_set_value (get_vertical (self), 0);
  self->follows = FALSE;
}

/**
 * soq_ladder_show_row:
 * @self: a ladder
 * @position: the position of a row
 *
 * Puts a row into the middle of what is seen, without selecting it.
 */
void
soq_ladder_show_row (SoqLadder *self,
                     guint      position)
{
  SoqWireEvent *event;
  double        middle;

  g_return_if_fail (SOQ_IS_LADDER (self));

  event = soq_wire_model_get_row (self->model, position);
  g_return_if_fail (event != NULL);

  if (get_vertical (self) == NULL)
    return;

  self->follows = FALSE;
  configure_adjustments (self);
  middle = event->top + event->height / 2 - soq_wire_model_get_start (self->model);
  gtk_adjustment_set_value (get_vertical (self), middle - get_page (self) / 2);
}

/**
 * soq_ladder_get_selected:
 * @self: a ladder
 *
 * Returns: the position of the selected row, or %GTK_INVALID_LIST_POSITION
 */
guint
soq_ladder_get_selected (SoqLadder *self)
{
  guint         position;
  SoqWireEvent *event;

  g_return_val_if_fail (SOQ_IS_LADDER (self), GTK_INVALID_LIST_POSITION);

  if (self->model == NULL || self->selected == 0)
    return GTK_INVALID_LIST_POSITION;

  position = soq_wire_model_find_number (self->model, self->selected);
  event = soq_wire_model_get_row (self->model, position);

  return event != NULL && event->record->number == self->selected ? position
                                                                  : GTK_INVALID_LIST_POSITION;
}

/**
 * soq_ladder_select:
 * @self: a ladder
 * @position: the position of a row
 *
 * Selects a row and shows it.
 */
void
soq_ladder_select (SoqLadder *self,
                   guint      position)
{
  SoqWireEvent *event;

  g_return_if_fail (SOQ_IS_LADDER (self));

  event = soq_wire_model_get_row (self->model, position);
  g_return_if_fail (event != NULL);

  if (self->selected == event->record->number)
    return;

  self->selected = event->record->number;
  show_row (self, position);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

/* Dark on white. */
static void
init_picture (SoqLadder        *self,
              SoqLadderDrawing *drawing)
{
  drawing->model = self->model;
  drawing->context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  drawing->width = MAX (PICTURE_WIDTH, soq_ladder_get_natural_width (self->model));
  drawing->selected = GTK_INVALID_LIST_POSITION;
  drawing->color = SOQ_PICTURE_COLOR;
  gdk_rgba_parse (&drawing->background, "#ffffffd8");
}

/* The newest rows, as one picture. */
static GskRenderNode *
draw_picture (SoqLadder *self,
              double    *width,
              double    *height)
{
  GtkSnapshot     *snapshot = gtk_snapshot_new ();
  SoqLadderDrawing drawing;
  guint            n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  double           start = soq_wire_model_get_start (self->model);
  double           top = 0;
  double           rows;

  init_picture (self, &drawing);
  if (n > MOST_ROWS)
    top = soq_wire_model_get_row (self->model, n - MOST_ROWS)->top - start;
  rows = MIN (soq_wire_model_get_height (self->model) - top, MOST_HEIGHT);
  top = soq_wire_model_get_height (self->model) - rows;
  *width = drawing.width;
  *height = rows + SOQ_LADDER_HEADER + PICTURE_PAD;

  soq_ladder_draw_header (&drawing, snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (float) (SOQ_LADDER_HEADER - top)));
  soq_ladder_draw_rows (&drawing, snapshot, top, rows);

  return gtk_snapshot_free_to_node (snapshot);
}

static void
draw_header (GtkSnapshot *snapshot,
             gpointer     data)
{
  soq_ladder_draw_header (data, snapshot);
}

static void
draw_rows (GtkSnapshot *snapshot,
           double       top,
           double       height,
           gpointer     data)
{
  soq_ladder_draw_rows (data, snapshot, top, height);
}

static void
free_drawing (gpointer data)
{
  SoqLadderDrawing *drawing = data;

  g_object_unref (drawing->model);
  g_object_unref (drawing->context);
  g_free (drawing);
}

/**
 * soq_ladder_add_to_sheet:
 * @self: a ladder
 * @sheet: where to
 * @first: the position of the first row
 * @n: how many rows at most
 *
 * What happens later is not on it.
 */
void
soq_ladder_add_to_sheet (SoqLadder *self,
                         SoqSheet  *sheet,
                         guint      first,
                         guint      n)
{
  SoqSheetFigure    figure = { .draw_header = draw_header, .draw = draw_rows };
  SoqLadderDrawing *drawing = g_new0 (SoqLadderDrawing, 1);
  GPtrArray        *rows;
  double            start;

  g_return_if_fail (SOQ_IS_LADDER (self));

  init_picture (self, drawing);
  drawing->model = soq_wire_model_copy (self->model, first, n);
  g_object_ref (drawing->context);
  figure.width = drawing->width;
  figure.header = SOQ_LADDER_HEADER;
  figure.data = drawing;
  figure.free = free_drawing;
  figure.ends = g_array_new (FALSE, FALSE, sizeof (double));
  rows = soq_wire_model_get_rows (drawing->model);
  start = soq_wire_model_get_start (drawing->model);
  for (guint i = 0; i < rows->len; i++)
    {
      SoqWireEvent *event = rows->pdata[i];
      double        end = event->top + event->height - start;

      g_array_append_val (figure.ends, end);
    }
  soq_sheet_add_figure (sheet, &figure);
}

/**
 * soq_ladder_export:
 * @self: a ladder
 * @path: a file whose name ends in “.svg” or “.png”
 * @error: return location for a #GFileError
 *
 * Draws the newest 2,000 rows into a picture, dark on white.
 *
 * Returns: whether it is there
 */
gboolean
soq_ladder_export (SoqLadder  *self,
                   const char *path,
                   GError    **error)
{
  GskRenderNode *node;
  double         width;
  double         height;

  g_return_val_if_fail (SOQ_IS_LADDER (self), FALSE);

  node = draw_picture (self, &width, &height);

  return soq_picture_save (node, width, height, path, error);
}
