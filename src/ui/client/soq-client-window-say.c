/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-command.h"
#include "soq-compat.h"
#include "soq-error-text.h"

#include <glib/gi18n.h>

/* What the person sends; and what was begun, or even sent, in the moment when
 * the conversation that it is for was not there yet.
 */

/* More lines than this are asked about: they may have been pasted by mistake. */
#define LINES 6

static gboolean
may_wait (SoqClientWindow *self,
          const GError    *error)
{
  return (g_error_matches (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOBODY) ||
          g_error_matches (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOT_JOINED)) &&
         soq_client_is_joining (self->client, self->current);
}

static guint
count_lines (const char *text)
{
  guint n = 1;

  for (const char *p = strchr (text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
    n++;

  return n;
}

static void
sure_cb (const char *answer,
         guint       choice,
         gpointer    user_data)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (user_data);

  if (self->asked_for != self->current)
    return;

  self->sure = TRUE;
  soq_composer_send (self->composer);
  self->sure = FALSE;
}

static void
ask_lines (SoqClientWindow *self,
           guint            lines)
{
  const char      *whom = soq_conversation_get_title (self->current);
  g_autofree char *heading = NULL;
  SoqQuestion      question = { 0 };

  self->asked_for = self->current;
  /* Translators: %u is a number of lines, %s a channel or a name. */
  heading = g_strdup_printf (ngettext ("Send %u line to %s?", "Send %u lines to %s?", lines), lines,
                             whom);
  question.heading = heading;
  question.body = _("Each line is a message of its own. A server may take them slowly; what has not left yet can be stopped.");
  question.affirm = _("_Send");
  soq_compat_ask (GTK_WIDGET (self), &question, sure_cb, self);
}

/**
 * soq_client_window_send:
 * @self: a window
 * @text: what the person sends in the conversation that is shown
 *
 * Returns: whether it was sent; else the person is told why
 */
gboolean
soq_client_window_send (SoqClientWindow *self,
                        const char      *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *reason = NULL;
  gboolean           said;

  g_clear_pointer (&self->held, g_free);
  if (!self->sure && count_lines (text) > LINES)
    {
      ask_lines (self, count_lines (text));
      return FALSE;
    }

  self->sending = TRUE;
  said = soq_client_say (self->client, self->current, text, &error);
  self->sending = FALSE;
  if (said)
    {
      soq_conversation_view_go_to_end (g_hash_table_lookup (self->views, self->current));
      return TRUE;
    }

  if (may_wait (self, error))
    {
      self->held = soq_composer_dup_text (self->composer);
      soq_client_window_tell (self, _("This is sent as soon as you are in the channel."));
      return FALSE;
    }

  reason = soq_say_error_text (error, text);
  soq_client_window_tell (self, reason);

  return FALSE;
}

/* What was begun in one conversation must not be sent in another. */
void
soq_client_window_keep_draft (SoqClientWindow *self)
{
  g_object_set_data_full (G_OBJECT (self->current), "draft",
                          self->sending ? NULL : soq_composer_dup_text (self->composer), g_free);
}

/* We are in: what was sent too early is sent now, unless it was changed. */
static void
entered_cb (SoqClientWindow *self,
            SoqConversation *conversation)
{
  g_autofree char *held = NULL;
  g_autofree char *typed = NULL;

  if (conversation != self->current)
    return;

  held = g_steal_pointer (&self->held);
  typed = soq_composer_dup_text (self->composer);
  if (held != NULL && g_str_equal (held, typed))
    soq_composer_send (self->composer);
}

/* Nothing can be said to a server. Who types before the first channel is there
 * means that one, and must not lose the beginning of the sentence.
 */
static char *
steal_begun (SoqClientWindow *self,
             SoqConversation *conversation)
{
  g_autofree char *typed = soq_composer_dup_text (self->composer);
  const char      *draft = g_object_get_data (G_OBJECT (conversation), "draft");

  if (soq_conversation_get_kind (self->current) != SOQ_CONVERSATION_SERVER ||
      conversation == self->current || *typed == '/' || (draft != NULL && *draft != '\0'))
    return NULL;

  soq_composer_set_text (self->composer, "");

  return g_steal_pointer (&typed);
}

static void
show_cb (SoqClientWindow *self,
         SoqConversation *conversation)
{
  g_autofree char *begun = steal_begun (self, conversation);

  soq_client_window_show_conversation (self, conversation);
  if (begun != NULL)
    soq_composer_set_text (self->composer, begun);
}

/**
 * soq_client_window_show_waiting:
 * @self: a window
 *
 * Says how many lines of the conversation that is shown have not left yet.
 */
void
soq_client_window_show_waiting (SoqClientWindow *self)
{
  guint            n = soq_client_count_waiting (self->client, self->current);
  g_autofree char *text = NULL;

  if (n > 0)
    {
      /* Translators: %u is how many lines have not been sent yet. */
      text = g_strdup_printf (ngettext ("%u line waits until the server takes it",
                                        "%u lines wait until the server takes them", n),
                              n);
      gtk_label_set_text (self->waiting_label, text);
    }

  gtk_revealer_set_reveal_child (self->waiting_bar, n > 0);
}

static void
stop_cb (SoqClientWindow *self)
{
  soq_client_stop_saying (self->client, self->current);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* What was never sent stands in its entry again, before what was begun since. */
static void
unsent_cb (SoqClientWindow *self,
           SoqConversation *conversation,
           const char      *text,
           guint            lines)
{
  g_autofree char *begun = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *sentence = NULL;

  begun = conversation == self->current
            ? soq_composer_dup_text (self->composer)
            : g_strdup (g_object_get_data (G_OBJECT (conversation), "draft"));
  whole = begun != NULL && *begun != '\0' ? g_strconcat (text, "\n", begun, NULL)
                                          : g_strdup (text);
  if (conversation == self->current)
    soq_composer_set_text (self->composer, whole);
  else
    g_object_set_data_full (G_OBJECT (conversation), "draft", g_steal_pointer (&whole), g_free);

  /* Translators: %u is how many lines, %s a channel or a name. */
  sentence = g_strdup_printf (ngettext ("%u line was not sent to %s: it is in the entry again",
                                        "%u lines were not sent to %s: they are in the entry again",
                                        lines),
                              lines, soq_conversation_get_title (conversation));
  soq_client_window_tell (self, sentence);
}

static void
add_waiting_bar (SoqClientWindow *self)
{
  GtkWidget *bar = gtk_revealer_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("S_top"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_name (button, "stop_saying");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (box, "soq-waiting");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_revealer_set_transition_type (GTK_REVEALER (bar), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (bar), box);
  g_signal_connect_object (button, "clicked", G_CALLBACK (stop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_before (bar, gtk_widget_get_parent (GTK_WIDGET (self->composer)),
                            GTK_WIDGET (self->composer));
  self->waiting_bar = GTK_REVEALER (bar);
  self->waiting_label = GTK_LABEL (label);
}

static void
scroll_cb (SoqClientWindow *self,
           int              pages)
{
  soq_conversation_view_scroll (g_hash_table_lookup (self->views, self->current), pages);
}

void
soq_client_window_init_say (SoqClientWindow *self)
{
  add_waiting_bar (self);
  g_signal_connect_object (self->client, "waiting-changed",
                           G_CALLBACK (soq_client_window_show_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "unsent", G_CALLBACK (unsent_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "scroll", G_CALLBACK (scroll_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "names-needed", G_CALLBACK (soq_client_window_complete),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "show-conversation", G_CALLBACK (show_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "entered", G_CALLBACK (entered_cb), self,
                           G_CONNECT_SWAPPED);
}
