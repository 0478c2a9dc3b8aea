/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation-view-private.h"

#include "soq-text-links.h"

#include <glib/gi18n.h>

/* Lines that are kept; what is older leaves in pieces of SLACK. */
#define LINES 5000
#define SLACK 500

G_DEFINE_FINAL_TYPE (SoqConversationView, soq_conversation_view, ADW_TYPE_BIN)

typedef enum
{
  PROP_SHOW_TIMESTAMPS = 1,
  PROP_COMPACT,
  PROP_SHOW_NAMES,
} SoqConversationViewProperty;

static GParamSpec *properties[PROP_SHOW_NAMES + 1];

enum
{
  SIGNAL_SHOW_BYTES,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static SoqLine *
copy_line (const SoqLine *line)
{
  SoqLine *copy = g_new (SoqLine, 1);

  *copy = *line;
  copy->nick = g_strdup (line->nick);
  copy->address = g_strdup (line->address);
  copy->text = g_strdup (line->text);

  return copy;
}

static void
free_line (gpointer data)
{
  SoqLine *line = data;

  g_free ((gpointer) (guintptr) line->nick);
  g_free ((gpointer) (guintptr) line->address);
  g_free ((gpointer) (guintptr) line->text);
  g_free (line);
}

static void
trim (SoqConversationView *self)
{
  int         n = gtk_text_buffer_get_line_count (self->buffer);
  GtkTextIter start;
  GtkTextIter end;

  if (n <= LINES + SLACK)
    return;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, n - LINES);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  soq_line_refs_trim (self->refs, (guint) (n - LINES));
}

static void
show_news (SoqConversationView *self)
{
  g_autofree char *label = NULL;
  gboolean         show = self->n_new > 0 && !soq_end_pin_get_pinned (self->pin);

  if (show)
    {
      /* Translators: %u is how many messages came while somebody read older ones. */
      label = g_strdup_printf (ngettext ("%u new message", "%u new messages", self->n_new),
                               self->n_new);
      gtk_button_set_label (self->news_button, label);
      gtk_widget_set_visible (GTK_WIDGET (self->news), TRUE);
    }

  gtk_revealer_set_reveal_child (self->news, show);
  gtk_widget_set_can_target (GTK_WIDGET (self->news), show);
}

static void
flush (SoqConversationView *self)
{
  if (self->queue.length == 0)
    return;

  self->pointed = NULL;
  while (self->queue.length > 0)
    {
      SoqLine *line = g_queue_pop_head (&self->queue);

      soq_conversation_view_insert_line (self, line);
      free_line (line);
    }

  soq_line_batch_commit (self->batch);
  trim (self);
  gtk_widget_set_visible (self->empty, FALSE);
  show_news (self);
}

static gboolean
flush_cb (gpointer user_data)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (user_data);

  self->flush_id = 0;
  flush (self);

  return G_SOURCE_REMOVE;
}

/* Once per frame, but between two of them: what is inserted within a frame GTK
 * 4.8 measures while it draws, when it is too late to move the scroll bar. Its
 * own measuring comes after this priority and before the next frame.
 */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (widget);

  self->tick_id = 0;
  self->flush_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, flush_cb, self, NULL);
  g_source_set_name_by_id (self->flush_id, "[soquete] conversation");

  return G_SOURCE_REMOVE;
}

static void
go_to_end_cb (SoqConversationView *self)
{
  soq_end_pin_go_to_end (self->pin);
}

static void
pinned_cb (SoqConversationView *self)
{
  if (soq_end_pin_get_pinned (self->pin))
    self->n_new = 0;
  show_news (self);
}

static void
copy_cb (SoqConversationView *self)
{
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *slice = NULL;
  g_autofree char *text = NULL;

  g_signal_stop_emission_by_name (self->view, "copy-clipboard");
  if (!gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    return;

  slice = gtk_text_iter_get_visible_text (&start, &end);
  text = soq_line_tidy (slice, self->show_timestamps);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
show_colors (SoqConversationView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  soq_conversation_tags_set_dark (&self->tags, dark);
  soq_format_tags_set_dark (self->formats, dark);
}

static void
show_columns (SoqConversationView *self)
{
  soq_conversation_tags_set_columns (&self->tags, self->show_timestamps, self->show_names);
  soq_conversation_tags_set_compact (&self->tags, self->compact);
}

static void
soq_conversation_view_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (object);

  switch ((SoqConversationViewProperty) prop_id)
    {
    case PROP_SHOW_TIMESTAMPS:
      g_value_set_boolean (value, self->show_timestamps);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    case PROP_SHOW_NAMES:
      g_value_set_boolean (value, self->show_names);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_flag (SoqConversationView *self,
          gboolean            *flag,
          gboolean             value,
          GParamSpec          *pspec)
{
  if (*flag == value)
    return;

  *flag = value;
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
soq_conversation_view_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (object);

  switch ((SoqConversationViewProperty) prop_id)
    {
    case PROP_SHOW_TIMESTAMPS:
      set_flag (self, &self->show_timestamps, g_value_get_boolean (value), pspec);
      break;

    case PROP_COMPACT:
      set_flag (self, &self->compact, g_value_get_boolean (value), pspec);
      break;

    case PROP_SHOW_NAMES:
      set_flag (self, &self->show_names, g_value_get_boolean (value), pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* A hidden view has no frames; what waits is shown as soon as it is seen. */
static void
soq_conversation_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (soq_conversation_view_parent_class)->map (widget);

  flush (SOQ_CONVERSATION_VIEW (widget));
}

static void
soq_conversation_view_dispose (GObject *object)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (object);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_queue_clear_full (&self->queue, free_line);
  g_clear_object (&self->pin);
  gtk_widget_dispose_template (GTK_WIDGET (self), SOQ_TYPE_CONVERSATION_VIEW);

  G_OBJECT_CLASS (soq_conversation_view_parent_class)->dispose (object);
}

static void
soq_conversation_view_finalize (GObject *object)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (object);

  g_free (self->link);
  g_clear_pointer (&self->fold, soq_line_fold_free);
  g_clear_pointer (&self->refs, soq_line_refs_free);
  g_clear_pointer (&self->formats, soq_format_tags_free);
  g_clear_pointer (&self->batch, soq_line_batch_free);

  G_OBJECT_CLASS (soq_conversation_view_parent_class)->finalize (object);
}

/* The menu is for the line that is pointed at. */
static void
pointed_cb (GtkGestureClick     *gesture,
            int                  n_press,
            double               x,
            double               y,
            SoqConversationView *self)
{
  GtkTextIter iter;
  int         buffer_x;
  int         buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  gtk_text_view_get_line_at_y (self->view, &iter, buffer_y, NULL);
  self->pointed = soq_line_refs_get (self->refs, (guint) gtk_text_iter_get_line (&iter));
  g_free (self->link);
  self->link = soq_text_links_dup_at (self->view, x, y);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.copy-link", self->link != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.show-bytes",
                                 self->pointed != NULL);
}

static void
show_bytes_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (widget);

  if (self->pointed != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_BYTES], 0, self->pointed);
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SoqConversationView *self = SOQ_CONVERSATION_VIEW (widget);

  if (self->link != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->link);
}

static void
show_menu (SoqConversationView *self,
           gboolean             bytes)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("Copy _Link"), "conversation.copy-link");
  if (bytes)
    g_menu_append (menu, _("Show Its _Bytes"), "conversation.show-bytes");
  gtk_text_view_set_extra_menu (self->view, G_MENU_MODEL (menu));
}

static void
add_menu (SoqConversationView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  show_menu (self, FALSE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pointed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * SoqConversationView:show-timestamps:
   *
   * Whether each line begins with its time.
   */
  properties[PROP_SHOW_TIMESTAMPS] =
    g_param_spec_boolean ("show-timestamps", NULL, NULL,
                          TRUE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  /**
   * SoqConversationView:compact:
   *
   * Whether lines stand close to each other.
   */
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  /**
   * SoqConversationView:show-names:
   *
   * Whether there is a column for names; a log has none.
   */
  properties[PROP_SHOW_NAMES] =
    g_param_spec_boolean ("show-names", NULL, NULL,
                          TRUE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_conversation_view_class_init (SoqConversationViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_conversation_view_dispose;
  object_class->finalize = soq_conversation_view_finalize;
  object_class->get_property = soq_conversation_view_get_property;
  object_class->set_property = soq_conversation_view_set_property;
  widget_class->map = soq_conversation_view_map;

  install_properties (object_class);

  /**
   * SoqConversationView::show-bytes:
   * @self: the view
   * @ref: (type gpointer): a #SoqLineRef, good until the signal is over
   *
   * Somebody wants to see how a line came, or went.
   */
  signals[SIGNAL_SHOW_BYTES] =
    g_signal_new ("show-bytes",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_install_action (widget_class, "conversation.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-bytes", NULL,
                                   show_bytes_action);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_BASE "/soq-conversation-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqConversationView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SoqConversationView, view);
  gtk_widget_class_bind_template_child (widget_class, SoqConversationView, empty);
  gtk_widget_class_bind_template_child (widget_class, SoqConversationView, news);
  gtk_widget_class_bind_template_child (widget_class, SoqConversationView, news_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_end_cb);
}

static void
soq_conversation_view_init (SoqConversationView *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->show_timestamps = TRUE;
  self->show_names = TRUE;
  self->pin = soq_end_pin_new (self->scroller);
  g_signal_connect_object (self->pin, "notify::pinned", G_CALLBACK (pinned_cb), self,
                           G_CONNECT_SWAPPED);
  self->fold = soq_line_fold_new ();
  self->refs = soq_line_refs_new ();
  self->last_day = g_date_time_get_day_of_year (now);
  g_queue_init (&self->queue);
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  soq_conversation_tags_init (&self->tags, self->buffer);
  self->formats = soq_format_tags_new (self->buffer);
  self->batch = soq_line_batch_new (self->buffer, self->tags.line);
  show_columns (self);
  show_colors (self);
  show_news (self);
  soq_text_links_attach (self->view, self->tags.link);
  add_menu (self);

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (show_colors), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
soq_conversation_view_new (void)
{
  return g_object_new (SOQ_TYPE_CONVERSATION_VIEW, NULL);
}

/**
 * soq_conversation_view_append:
 * @self: a view
 * @line: the newest line; copied
 *
 * Shows @line with the next frame.
 */
void
soq_conversation_view_append (SoqConversationView *self,
                              const SoqLine       *line)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_VIEW (self));
  g_return_if_fail (line != NULL);

  g_queue_push_tail (&self->queue, copy_line (line));

  /* More than are kept would be deleted as soon as they are shown. */
  if (self->queue.length > LINES)
    free_line (g_queue_pop_head (&self->queue));

  if (self->tick_id == 0 && self->flush_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

void
soq_conversation_view_clear (SoqConversationView *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_VIEW (self));

  g_queue_clear_full (&self->queue, free_line);
  soq_line_fold_reset (self->fold);
  soq_line_refs_clear (self->refs);
  self->pointed = NULL;
  gtk_text_buffer_set_text (self->buffer, "", 0);
  gtk_widget_set_visible (self->empty, TRUE);
  go_to_end_cb (self);
}

/**
 * soq_conversation_view_dup_text:
 * @self: a view
 *
 * Returns: (transfer full): all that it shows, as it is copied
 */
char *
soq_conversation_view_dup_text (SoqConversationView *self)
{
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *slice = NULL;

  g_return_val_if_fail (SOQ_IS_CONVERSATION_VIEW (self), NULL);

  flush (self);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  slice = gtk_text_iter_get_visible_text (&start, &end);

  return soq_line_tidy (slice, self->show_timestamps);
}

/**
 * soq_conversation_view_watch_bytes:
 * @self: a view
 *
 * Offers to show the bytes of a line, with
 * [signal@SoqConversationView::show-bytes].
 */
void
soq_conversation_view_watch_bytes (SoqConversationView *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_VIEW (self));

  show_menu (self, TRUE);
}

/**
 * soq_conversation_view_show_line:
 * @self: a view
 * @socket: the id of a socket
 * @number: the number of a record of it
 * @outgoing: whether it sent
 *
 * Selects the line that the bytes of that record brought or took away.
 *
 * Returns: whether there is one
 */
gboolean
soq_conversation_view_show_line (SoqConversationView *self,
                                 guint                socket,
                                 guint64              number,
                                 gboolean             outgoing)
{
  GtkTextIter start;
  GtkTextIter end;
  int         line;

  g_return_val_if_fail (SOQ_IS_CONVERSATION_VIEW (self), FALSE);

  flush (self);
  line = soq_line_refs_find (self->refs, socket, number, outgoing);
  if (line < 0)
    return FALSE;

  gtk_text_buffer_get_iter_at_line (self->buffer, &start, line);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);

  return TRUE;
}

/**
 * soq_conversation_view_scroll:
 * @self: a view
 * @pages: how many pages down, or if negative up
 */
void
soq_conversation_view_scroll (SoqConversationView *self,
                              int                  pages)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_VIEW (self));

  soq_end_pin_scroll (self->pin, pages);
}

/**
 * soq_conversation_view_go_to_end:
 * @self: a view
 *
 * Shows the newest line, and stays with it: what one says oneself is seen.
 */
void
soq_conversation_view_go_to_end (SoqConversationView *self)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_VIEW (self));

  go_to_end_cb (self);
}
