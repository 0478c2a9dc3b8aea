/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-composer.h"

#include "soq-completion.h"
#include "soq-hyphens.h"

#include <glib/gi18n.h>

#define HISTORY 100

#define SHOW_FRAMES 20

/**
 * SoqComposer:
 *
 * Where a message is written: Enter sends, Shift+Enter begins another line,
 * Up brings back what was sent, Tab completes a name. The text is only taken
 * away once [signal@SoqComposer::send] says that it was taken.
 *
 * The input method sees every key first. What it composes is not in the buffer
 * yet, but is text for the person.
 */
struct _SoqComposer
{
  GtkWidget parent_instance;

  GtkWidget     *box;          /* (borrowed): the only child */
  GtkMenuButton *emoji_button; /* (borrowed) */
  GtkTextView   *view;         /* (borrowed) */
  GtkWidget     *placeholder;  /* (borrowed) */
  GtkWidget     *send_button;  /* (borrowed) */
  GtkTextBuffer *buffer;       /* (borrowed): of the view */

  GPtrArray     *history;     /* (owned) of (owned) char *, the newest last */
  guint          shown;       /* index of what is shown; history->len is the draft */
  char          *draft;       /* (owned) (nullable): while something old is shown */
  char         **names;       /* (owned): what Tab completes to */
  SoqCompletion *completion;  /* (owned) (nullable): while Tab is pressed again */
  char          *preedit;     /* (owned) (nullable): what is being composed */
  guint          show_id;     /* while the cursor is scrolled to */
  guint          show_frames; /* for how many more frames that is */
  gboolean       changing;    /* we change the text, not the person */
  gboolean       verbatim;    /* blanks at the end and nothing at all are sent too */
};

G_DEFINE_FINAL_TYPE (SoqComposer, soq_composer, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_NAMES_NEEDED,
  SIGNAL_SCROLL,
  SIGNAL_SEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
remember (SoqComposer *self,
          const char  *text)
{
  guint n = self->history->len;

  if (*text != '\0' &&
      (n == 0 || !g_str_equal (g_ptr_array_index (self->history, n - 1), text)))
    g_ptr_array_add (self->history, g_strdup (text));
  if (self->history->len > HISTORY)
    g_ptr_array_remove_index (self->history, 0);

  self->shown = self->history->len;
  g_clear_pointer (&self->draft, g_free);
}

/* Ends a composition as it stands. Some methods commit it when they are reset,
 * others drop it.
 */
static void
commit_preedit (SoqComposer *self)
{
  g_autofree char *preedit = g_steal_pointer (&self->preedit);
  int              before = gtk_text_buffer_get_char_count (self->buffer);

  if (preedit == NULL)
    return;

  gtk_text_view_reset_im_context (self->view);
  if (gtk_text_buffer_get_char_count (self->buffer) == before)
    gtk_text_buffer_insert_at_cursor (self->buffer, preedit, -1);
  g_clear_pointer (&self->preedit, g_free);
}

static void
send (SoqComposer *self)
{
  g_autofree char *typed = NULL;
  g_autofree char *text = NULL;
  g_autofree char *left = NULL;
  gboolean         accepted = FALSE;

  commit_preedit (self);
  typed = soq_composer_dup_text (self);
  text = g_strdup (typed);
  if (!self->verbatim)
    g_strchomp (text);
  if (*text == '\0' && !self->verbatim)
    return;

  g_signal_emit (self, signals[SIGNAL_SEND], 0, text, &accepted);
  if (!accepted)
    return;

  remember (self, text);

  /* Who sent it may have put another draft into its place. */
  left = soq_composer_dup_text (self);
  if (g_str_equal (left, typed))
    soq_composer_set_text (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Whether the cursor stands in the same line of the screen as the beginning of
 * the text, or its end.
 */
static gboolean
is_on_line_of (SoqComposer *self,
               gboolean     end)
{
  GtkTextIter  iter;
  GdkRectangle there;
  GdkRectangle cursor;

  if (end)
    gtk_text_buffer_get_end_iter (self->buffer, &iter);
  else
    gtk_text_buffer_get_start_iter (self->buffer, &iter);
  gtk_text_view_get_iter_location (self->view, &iter, &there);
  gtk_text_view_get_cursor_locations (self->view, NULL, &cursor, NULL);

  return cursor.y == there.y;
}

static gboolean
go_back (SoqComposer *self)
{
  if (self->shown == 0 || !is_on_line_of (self, FALSE))
    return FALSE;

  if (self->shown == self->history->len)
    {
      g_free (self->draft);
      self->draft = soq_composer_dup_text (self);
    }

  self->shown--;
  soq_composer_set_text (self, g_ptr_array_index (self->history, self->shown));

  return TRUE;
}

static gboolean
go_forward (SoqComposer *self)
{
  if (self->shown == self->history->len || !is_on_line_of (self, TRUE))
    return FALSE;

  self->shown++;
  soq_composer_set_text (self, self->shown < self->history->len
                                 ? g_ptr_array_index (self->history, self->shown)
                                 : self->draft);

  return TRUE;
}

static void
replace (SoqComposer *self,
         const char  *text,
         gsize        start,
         gsize        length,
         const char  *replacement)
{
  int         first = (int) g_utf8_strlen (text, (gssize) start);
  int         last = first + (int) g_utf8_strlen (text + start, (gssize) length);
  GtkTextIter from;
  GtkTextIter to;

  self->changing = TRUE;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, first);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, last);
  gtk_text_buffer_delete (self->buffer, &from, &to);
  gtk_text_buffer_insert (self->buffer, &from, replacement, -1);
  self->changing = FALSE;
}

static gsize
get_cursor (SoqComposer *self,
            const char  *text)
{
  int position;

  g_object_get (self->buffer, "cursor-position", &position, NULL);

  return (gsize) (g_utf8_offset_to_pointer (text, position) - text);
}

/* Returns whether there was a name; else Tab goes to the next control. */
static gboolean
complete (SoqComposer *self,
          gboolean     backwards)
{
  g_autofree char *text = soq_composer_dup_text (self);
  const char      *replacement;
  gsize            start;
  gsize            length;

  if (self->completion == NULL)
    g_signal_emit (self, signals[SIGNAL_NAMES_NEEDED], 0);

  if (self->completion == NULL && self->names != NULL)
    self->completion = soq_completion_new (text, get_cursor (self, text),
                                           (const char *const *) self->names);

  if (self->completion == NULL ||
      !soq_completion_next (self->completion, backwards, &start, &length, &replacement))
    {
      g_clear_pointer (&self->completion, soq_completion_free);
      return FALSE;
    }

  replace (self, text, start, length, replacement);

  return TRUE;
}

static gboolean
scroll (SoqComposer *self,
        int          pages)
{
  g_signal_emit (self, signals[SIGNAL_SCROLL], 0, pages);

  return GDK_EVENT_STOP;
}

static gboolean
has_text (SoqComposer *self)
{
  return gtk_text_buffer_get_char_count (self->buffer) > 0 || self->preedit != NULL;
}

/* Returns whether the key was for us; without modifiers. */
static gboolean
press (SoqComposer *self,
       guint        key)
{
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      send (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return go_back (self);

    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return go_forward (self);

    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return scroll (self, -1);

    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return scroll (self, 1);

    /* Who completes what has no completion must not write on elsewhere. */
    case GDK_KEY_Tab:
      return complete (self, FALSE) || has_text (self);

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
is_ours (guint           key,
         GdkModifierType modifiers)
{
  static const guint keys[] = {
    GDK_KEY_Return,
    GDK_KEY_KP_Enter,
    GDK_KEY_ISO_Enter,
    GDK_KEY_Up,
    GDK_KEY_KP_Up,
    GDK_KEY_Down,
    GDK_KEY_KP_Down,
    GDK_KEY_Page_Up,
    GDK_KEY_KP_Page_Up,
    GDK_KEY_Page_Down,
    GDK_KEY_KP_Page_Down,
    GDK_KEY_Tab,
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i] == key)
      return modifiers == 0;

  return key == GDK_KEY_ISO_Left_Tab && (modifiers & ~GDK_SHIFT_MASK) == 0;
}

/* Enter may end a syllable, Up and Down choose among its candidates: an input
 * method that composes takes them, and we get what is left.
 */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        SoqComposer           *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  if (!is_ours (key, state & gtk_accelerator_get_default_mod_mask ()))
    return GDK_EVENT_PROPAGATE;

  if (gtk_text_view_im_context_filter_keypress (self->view, event))
    return GDK_EVENT_STOP;

  return key == GDK_KEY_ISO_Left_Tab ? complete (self, TRUE) : press (self, key);
}

static void
show_state (SoqComposer *self)
{
  gtk_widget_set_visible (self->placeholder, !has_text (self));
  gtk_widget_set_sensitive (self->send_button, has_text (self) || self->verbatim);
}

static gboolean
show_cursor_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  SoqComposer   *self = SOQ_COMPOSER (widget);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  int            top = gtk_text_view_get_top_margin (self->view);
  int            bottom = gtk_text_view_get_bottom_margin (self->view);
  GdkRectangle   cursor;

  /* Where the view has grown meanwhile, the adjustment may not know it. */
  if ((int) gtk_adjustment_get_page_size (adjustment) !=
      gtk_widget_get_height (GTK_WIDGET (self->view)))
    gtk_widget_queue_allocate (GTK_WIDGET (self->view));
  gtk_text_view_get_cursor_locations (self->view, NULL, &cursor, NULL);
  gtk_adjustment_clamp_page (adjustment, cursor.y, cursor.y + top + cursor.height + bottom);
  if (--self->show_frames > 0)
    return G_SOURCE_CONTINUE;

  self->show_id = 0;

  return G_SOURCE_REMOVE;
}

/* With the next frames: of a text that was pasted GTK knows the height little by
 * little, and would scroll to where its end is not.
 */
static void
show_cursor (SoqComposer *self)
{
  self->show_frames = SHOW_FRAMES;
  if (self->show_id == 0)
    self->show_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_cursor_cb, NULL, NULL);
}

static void
changed_cb (SoqComposer *self)
{
  show_state (self);
  show_cursor (self);
  if (!self->changing)
    g_clear_pointer (&self->completion, soq_completion_free);
}

static void
preedit_cb (SoqComposer *self,
            const char  *preedit)
{
  g_free (self->preedit);
  self->preedit = *preedit != '\0' ? g_strdup (preedit) : NULL;
  show_state (self);
}

static void
emoji_cb (SoqComposer *self,
          const char  *emoji)
{
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The chooser is a widget for every emoji there is: several megabytes that most
 * people never look at, so it is made when it is first asked for.
 */
static void
create_chooser_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  GtkWidget *chooser;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_object (chooser, "emoji-picked", G_CALLBACK (emoji_cb), user_data,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, chooser);
}

static gboolean
soq_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SOQ_COMPOSER (widget)->view));
}

static void
soq_composer_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SOQ_TYPE_COMPOSER);

  G_OBJECT_CLASS (soq_composer_parent_class)->dispose (object);
}

static void
soq_composer_finalize (GObject *object)
{
  SoqComposer *self = SOQ_COMPOSER (object);

  g_ptr_array_unref (self->history);
  g_free (self->draft);
  g_free (self->preedit);
  g_strfreev (self->names);
  g_clear_pointer (&self->completion, soq_completion_free);

  G_OBJECT_CLASS (soq_composer_parent_class)->finalize (object);
}

static void
soq_composer_class_init (SoqComposerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_composer_dispose;
  object_class->finalize = soq_composer_finalize;
  widget_class->grab_focus = soq_composer_grab_focus;

  /**
   * SoqComposer::names-needed:
   * @self: the composer
   *
   * Somebody wants to complete a word; the handler may set the names.
   */
  signals[SIGNAL_NAMES_NEEDED] =
    g_signal_new ("names-needed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * SoqComposer::scroll:
   * @self: the composer
   * @pages: how many pages down, or if negative up
   *
   * Somebody who writes wants to look through what was said.
   */
  signals[SIGNAL_SCROLL] =
    g_signal_new ("scroll",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * SoqComposer::send:
   * @self: the composer
   * @text: what to send; one line or several, empty only if it is verbatim
   *
   * Returns: whether it was taken; else it stays where it is
   */
  signals[SIGNAL_SEND] =
    g_signal_new ("send",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  g_signal_accumulator_true_handled, NULL, NULL,
                  G_TYPE_BOOLEAN, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqComposer, box);
  gtk_widget_class_bind_template_child (widget_class, SoqComposer, emoji_button);
  gtk_widget_class_bind_template_child (widget_class, SoqComposer, view);
  gtk_widget_class_bind_template_child (widget_class, SoqComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SoqComposer, send_button);
  gtk_widget_class_bind_template_callback (widget_class, send);
}

static void
soq_composer_init (SoqComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->history = g_ptr_array_new_with_free_func (g_free);
  self->buffer = gtk_text_view_get_buffer (self->view);
  soq_hyphens_turn_off (self->buffer);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (self->view, "preedit-changed", G_CALLBACK (preedit_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_menu_button_set_create_popup_func (self->emoji_button, create_chooser_cb, self, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

GtkWidget *
soq_composer_new (void)
{
  return g_object_new (SOQ_TYPE_COMPOSER, NULL);
}

/**
 * soq_composer_set_names:
 * @self: a composer
 * @names: (array zero-terminated=1) (nullable): what Tab completes, the best
 *   one first
 */
void
soq_composer_set_names (SoqComposer       *self,
                        const char *const *names)
{
  g_return_if_fail (SOQ_IS_COMPOSER (self));

  g_strfreev (self->names);
  self->names = g_strdupv ((char **) (guintptr) names);
}

/**
 * soq_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written
 */
char *
soq_composer_dup_text (SoqComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (SOQ_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

void
soq_composer_set_text (SoqComposer *self,
                       const char  *text)
{
  g_return_if_fail (SOQ_IS_COMPOSER (self));

  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
}

/**
 * soq_composer_send:
 * @self: a composer
 *
 * Sends what is written, as if the person had pressed Enter.
 */
void
soq_composer_send (SoqComposer *self)
{
  g_return_if_fail (SOQ_IS_COMPOSER (self));

  send (self);
}

/**
 * soq_composer_set_verbatim:
 * @self: a composer
 * @verbatim: whether blanks at the end are sent as they stand, and Enter sends
 *   an empty line where nothing stands; programs may wait for either
 */
void
soq_composer_set_verbatim (SoqComposer *self,
                           gboolean     verbatim)
{
  g_return_if_fail (SOQ_IS_COMPOSER (self));

  self->verbatim = verbatim;
  show_state (self);
}
