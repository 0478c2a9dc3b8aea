/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation-view.h"

#include "soq-compat.h"
#include "soq-conversation-tags.h"
#include "soq-end-pin.h"
#include "soq-format-tags.h"
#include "soq-irc-text.h"
#include "soq-line-batch.h"
#include "soq-nick-color.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/* Lines that are kept; what is older leaves in pieces of SLACK. */
#define LINES 5000
#define SLACK 500

/**
 * SoqConversationView:
 *
 * What was said, in one text view: so that one can select over several
 * messages, scrolling is steady, and a screen reader has the text. Lines wait
 * in a queue that is emptied once per frame. The view stays at the end unless
 * the person scrolled back; then a button tells of what is new.
 */
struct _SoqConversationView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;    /* (borrowed) */
  GtkTextView       *view;        /* (borrowed) */
  GtkWidget         *empty;       /* (borrowed) */
  GtkRevealer       *news;        /* (borrowed) */
  GtkButton         *news_button; /* (borrowed) */

  GtkTextBuffer      *buffer; /* (borrowed): of the view */
  SoqConversationTags tags;
  SoqFormatTags      *formats; /* (owned): formatting of IRC */
  SoqEndPin          *pin;     /* (owned): keeps the view at the end */

  SoqLineBatch *batch;    /* (owned): empty but during a flush */
  GQueue        queue;    /* of (owned) SoqLine with owned strings */
  SoqLineFold  *fold;     /* (owned) */
  guint         tick_id;  /* until the next frame */
  guint         flush_id; /* from then on until it is over */
  guint         n_new;    /* messages that came while scrolled back */
  int           last_day; /* g_date_time_get_day_of_year () of the last line */
  gboolean      show_timestamps;
  gboolean      compact;
  gboolean      show_names;
};

G_DEFINE_FINAL_TYPE (SoqConversationView, soq_conversation_view, ADW_TYPE_BIN)

typedef enum
{
  PROP_SHOW_TIMESTAMPS = 1,
  PROP_COMPACT,
  PROP_SHOW_NAMES,
} SoqConversationViewProperty;

static GParamSpec *properties[PROP_SHOW_NAMES + 1];

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
insert (SoqConversationView *self,
        const char          *text,
        int                  length,
        GtkTextTag          *tag)
{
  soq_line_batch_add (self->batch, text, length, tag);
}

static void
insert_time (SoqConversationView *self,
             GDateTime           *when)
{
  /* Translators: how the time stands before a message, as of g_date_time_format (). */
  g_autofree char *text = g_date_time_format (when, _("%H:%M"));
  g_autofree char *column = g_strconcat (text, "\t", NULL);

  insert (self, column, -1, self->tags.time);
}

/* Marks the links; everything else of a message is just text. */
static void
insert_linked (SoqConversationView *self,
               const char          *text,
               GtkTextTag          *tag)
{
  gsize start;
  gsize length;

  while (soq_line_find_link (text, &start, &length))
    {
      insert (self, text, (int) start, tag);
      insert (self, text + start, (int) length, self->tags.link);
      text += start + length;
    }

  insert (self, text, -1, tag);
}

/* The lines of one message stand below each other in the text column. Tabs
 * would leave it.
 */
static void
insert_body (SoqConversationView *self,
             const char          *text,
             GtkTextTag          *tag)
{
  g_autofree char    *printable = soq_text_printable (text != NULL ? text : "");
  g_autoptr (GString) body = g_string_new (printable);
  g_auto (GStrv)      lines = NULL;

  g_string_replace (body, "\t", "    ", 0);
  lines = g_strsplit (body->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        {
          insert (self, "\n", 1, self->tags.line);
          insert (self, "\t", 1, self->tags.time); /* hidden with the times */
          insert (self, "\t", 1, self->tags.line);
        }
      insert_linked (self, lines[i], tag);
    }
}

/* The runs of formatted text, each as a text of its own. */
static void
insert_formatted (SoqConversationView *self,
                  const char          *text,
                  GtkTextTag          *tag)
{
  g_autoptr (GArray) runs = NULL;
  g_autofree char   *plain = soq_irc_text_parse (text, &runs);
  gsize              position = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const SoqIrcRun *run = &g_array_index (runs, SoqIrcRun, i);
      GtkTextTag      *format = soq_format_tags_find (self->formats, run);
      g_autofree char *before = g_strndup (plain + position, run->start - position);
      g_autofree char *inside = g_strndup (plain + run->start, run->length);
      int              start;

      insert_body (self, before, tag);
      start = soq_line_batch_get_length (self->batch);
      insert_body (self, inside, tag);
      if (format != NULL)
        soq_line_batch_cover (self->batch, start, format);
      position = run->start + run->length;
    }

  insert_body (self, plain + position, tag);
}

static void
insert_text (SoqConversationView *self,
             const SoqLine       *line,
             GtkTextTag          *tag)
{
  if (line->formatted && line->text != NULL)
    insert_formatted (self, line->text, tag);
  else
    insert_body (self, line->text, tag);
}

static GtkTextTag *
find_nick_tag (SoqConversationView *self,
               const SoqLine       *line)
{
  return line->outgoing ? self->tags.own : self->tags.nicks[soq_nick_color_index (line->nick)];
}

static void
insert_nick (SoqConversationView *self,
             const SoqLine       *line)
{
  g_autofree char *printable = NULL;

  if (line->nick != NULL)
    {
      printable = soq_text_printable (line->nick);
      insert (self, printable, -1, find_nick_tag (self, line));
    }

  insert (self, "\t", 1, self->tags.line);
}

static void
insert_said (SoqConversationView *self,
             const SoqLine       *line)
{
  insert_nick (self, line);
  if (line->address != NULL)
    {
      insert (self, line->address, -1, self->tags.quiet);
      insert (self, "  ", 2, self->tags.line);
    }

  insert_text (self, line, self->tags.line);
}

static void
insert_action (SoqConversationView *self,
               const SoqLine       *line)
{
  g_autofree char *nick = soq_text_printable (line->nick != NULL ? line->nick : "");

  insert (self, SOQ_LINE_ACTION_MARK "\t", -1, self->tags.quiet);
  insert (self, nick, -1, self->tags.line);
  insert (self, " ", 1, self->tags.line);
  insert_text (self, line, self->tags.line);
}

static void
insert_fold (SoqConversationView *self)
{
  g_autofree char *text = soq_line_fold_to_string (self->fold);

  insert (self, "\t", 1, self->tags.line);
  insert_body (self, text, self->tags.quiet);
}

static void
insert_content (SoqConversationView *self,
                const SoqLine       *line)
{
  switch (line->kind)
    {
    case SOQ_LINE_TEXT:
      insert_said (self, line);
      break;

    case SOQ_LINE_ACTION:
      insert_action (self, line);
      break;

    case SOQ_LINE_JOIN:
    case SOQ_LINE_PART:
      insert_fold (self);
      break;

    case SOQ_LINE_ERROR:
      insert (self, "\t", 1, self->tags.line);
      insert_text (self, line, self->tags.error);
      break;

    case SOQ_LINE_NOTICE:
      insert_nick (self, line);
      insert_text (self, line, self->tags.quiet);
      break;

    case SOQ_LINE_STATUS:
    default:
      insert (self, "\t", 1, self->tags.line);
      insert_text (self, line, self->tags.quiet);
    }
}

static void
insert_day (SoqConversationView *self,
            GDateTime           *when)
{
  g_autofree char *text = NULL;

  if (g_date_time_get_day_of_year (when) == self->last_day)
    return;

  self->last_day = g_date_time_get_day_of_year (when);
  /* Translators: a day between messages, as of g_date_time_format (). */
  text = g_date_time_format (when, _("%A, %e %B %Y"));
  soq_line_batch_begin (self->batch);
  insert (self, text, -1, self->tags.day);
  soq_line_fold_reset (self->fold);
}

static void
insert_line (SoqConversationView *self,
             const SoqLine       *line)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (line->time / G_USEC_PER_SEC);
  int                   start;

  insert_day (self, when);
  if (soq_line_fold_add (self->fold, line))
    soq_line_batch_take_back (self->batch);
  soq_line_batch_begin (self->batch);
  start = soq_line_batch_get_length (self->batch);
  insert_time (self, when);
  insert_content (self, line);
  if (line->mention)
    soq_line_batch_cover (self->batch, start, self->tags.mention);

  if (!soq_end_pin_get_pinned (self->pin) && line->kind <= SOQ_LINE_NOTICE && !line->outgoing)
    self->n_new++;
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

  while (self->queue.length > 0)
    {
      SoqLine *line = g_queue_pop_head (&self->queue);

      insert_line (self, line);
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

static gboolean
find_link_at (SoqConversationView *self,
              double               x,
              double               y,
              GtkTextIter         *start,
              GtkTextIter         *end)
{
  int buffer_x;
  int buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->view, start, buffer_x, buffer_y) ||
      !gtk_text_iter_has_tag (start, self->tags.link))
    return FALSE;

  *end = *start;
  if (!gtk_text_iter_starts_tag (start, self->tags.link))
    gtk_text_iter_backward_to_tag_toggle (start, self->tags.link);
  gtk_text_iter_forward_to_tag_toggle (end, self->tags.link);

  return TRUE;
}

static void
clicked_cb (GtkGestureClick     *gesture,
            int                  n_press,
            double               x,
            double               y,
            SoqConversationView *self)
{
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *uri = NULL;

  /* Selecting a link is not opening it. */
  if (n_press != 1 || gtk_text_buffer_get_has_selection (self->buffer) ||
      !find_link_at (self, x, y, &start, &end))
    return;

  uri = gtk_text_iter_get_text (&start, &end);
  soq_compat_show_uri (GTK_WIDGET (self), uri);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SoqConversationView      *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view),
                                   find_link_at (self, x, y, &start, &end) ? "pointer" : "text");
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

  g_clear_pointer (&self->fold, soq_line_fold_free);
  g_clear_pointer (&self->formats, soq_format_tags_free);
  g_clear_pointer (&self->batch, soq_line_batch_free);

  G_OBJECT_CLASS (soq_conversation_view_parent_class)->finalize (object);
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
add_controllers (SoqConversationView *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (click, "released", G_CALLBACK (clicked_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
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
  add_controllers (self);

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
