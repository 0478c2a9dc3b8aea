/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-code-view.h"

#include "soq-compat.h"
#include "soq-error-text.h"

#include <glib/gi18n.h>

/* The programs of a lesson: server and client, in Python and in C, to read, to
 * copy and to save.
 */
typedef struct
{
  char      *lesson;   /* (owned): or the name of one program */
  gboolean   alone;    /* there is only one, for both sides */
  GtkWidget *side;     /* (borrowed): server or client */
  GtkWidget *language; /* (borrowed) */
  GtkWidget *text;     /* (borrowed) */
  GtkWidget *status;   /* (borrowed): what became of saving */
} CodeView;

static void
free_code_view (gpointer data)
{
  CodeView *self = data;

  g_free (self->lesson);
  g_free (self);
}

static char *
dup_file_name (CodeView *self)
{
  gboolean server = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->side)) == 0;
  gboolean python = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->language)) == 0;

  if (self->alone)
    return g_strdup_printf ("%s.%s", self->lesson, python ? "py" : "c");

  return g_strdup_printf ("%s_%s.%s", self->lesson, server ? "server" : "client",
                          python ? "py" : "c");
}

static GBytes *
load_code (CodeView *self)
{
  g_autofree char *name = dup_file_name (self);
  g_autofree char *path = g_strconcat (RESOURCE_BASE "/lessons/", name, NULL);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static void
show_code_cb (CodeView *self)
{
  g_autoptr (GBytes) code = load_code (self);
  gsize              length;
  const char        *data = g_bytes_get_data (code, &length);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), data,
                            (int) length);
  gtk_label_set_text (GTK_LABEL (self->status), "");
}

static void
copy_cb (CodeView *self)
{
  g_autoptr (GBytes) code = load_code (self);
  gsize              length;
  const char        *data = g_bytes_get_data (code, &length);
  g_autofree char   *text = g_strndup (data, length);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->text), text);
  gtk_label_set_text (GTK_LABEL (self->status), _("Copied"));
}

static void
save_chosen_cb (const char *path,
                gpointer    user_data)
{
  CodeView          *self = user_data;
  g_autoptr (GBytes) code = load_code (self);
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;

  if (g_file_set_contents (path, g_bytes_get_data (code, NULL), (gssize) g_bytes_get_size (code),
                           &error))
    text = g_strdup (_("Saved"));
  else
    text = soq_file_error_text (error, path);
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
save_cb (CodeView *self)
{
  g_autofree char *name = dup_file_name (self);

  soq_compat_choose_save (self->text, _("Save the Program"), name, save_chosen_cb, self);
}

static GtkWidget *
new_bar (CodeView *self)
{
  const char *const sides[] = { _("Server"), _("Client"), NULL };
  const char *const languages[] = { "Python", "C", NULL };
  GtkWidget        *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget        *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget        *save = gtk_button_new_from_icon_name ("document-save-symbolic");

  self->side = gtk_drop_down_new_from_strings (sides);
  self->language = gtk_drop_down_new_from_strings (languages);
  gtk_widget_set_visible (self->side, !self->alone);
  self->status = gtk_label_new (NULL);
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->status), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (copy, _("Copy the program"));
  gtk_widget_set_tooltip_text (save, _("Save the program"));
  gtk_widget_set_tooltip_text (self->side, _("Which side"));
  gtk_widget_set_tooltip_text (self->language, _("Which language"));

  gtk_box_append (GTK_BOX (bar), self->language);
  gtk_box_append (GTK_BOX (bar), self->side);
  gtk_box_append (GTK_BOX (bar), self->status);
  gtk_box_append (GTK_BOX (bar), copy);
  gtk_box_append (GTK_BOX (bar), save);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copy_cb), self);
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->side, "notify::selected", G_CALLBACK (show_code_cb), self);
  g_signal_connect_swapped (self->language, "notify::selected", G_CALLBACK (show_code_cb), self);

  return bar;
}

static GtkWidget *
new_view (const char *lesson,
          gboolean    alone)
{
  CodeView  *self = g_new0 (CodeView, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->lesson = g_strdup (lesson);
  self->alone = alone;
  g_object_set_data_full (G_OBJECT (box), "code-view", self, free_code_view);
  gtk_box_append (GTK_BOX (box), new_bar (self));

  self->text = gtk_text_view_new ();
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->text), TRUE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->text), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->text), 9);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->text), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->text), 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Program"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->text);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_box_append (GTK_BOX (box), scrolled);
  show_code_cb (self);

  return box;
}

/**
 * soq_code_view_new:
 * @lesson: of a SoqLesson, its id
 *
 * Returns: (transfer full): a view of its programs
 */
GtkWidget *
soq_code_view_new (const char *lesson)
{
  return new_view (lesson, FALSE);
}

/**
 * soq_code_view_new_alone:
 * @program: its name
 *
 * Returns: (transfer full): a view of a program that has both sides in it
 */
GtkWidget *
soq_code_view_new_alone (const char *program)
{
  return new_view (program, TRUE);
}
