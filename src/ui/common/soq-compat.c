/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-compat.h"

#include "soq-hyphens.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* All of this file is what newer GTK and libadwaita deprecate. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

typedef struct
{
  SoqAnswerFunc answered;
  gpointer      user_data; /* (borrowed) */
  GtkWidget    *entry;     /* (borrowed) (nullable): in the dialog */
  GtkWidget    *choices;   /* (borrowed) (nullable): in the dialog */
} Asked;

/**
 * soq_compat_show_uri:
 * @widget: where it was clicked
 * @uri: a link of a message; opened only if it leads to a page or a chat
 */
void
soq_compat_show_uri (GtkWidget  *widget,
                     const char *uri)
{
  g_autofree char *whole = NULL;
  g_autofree char *scheme = NULL;

  whole = g_ascii_strncasecmp (uri, "www.", 4) == 0 ? g_strconcat ("http://", uri, NULL)
                                                    : g_strdup (uri);
  scheme = g_uri_parse_scheme (whole);
  if (scheme == NULL)
    return;

  if (g_ascii_strcasecmp (scheme, "irc") == 0 || g_ascii_strcasecmp (scheme, "ircs") == 0)
    gtk_widget_activate_action (widget, "app.connect", "s", whole);
  else if (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), whole, GDK_CURRENT_TIME);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Asked            *asked)
{
  const char *answer = "";
  guint       choice = 0;

  if (!g_str_equal (response, "affirm"))
    return;

  if (asked->entry != NULL)
    answer = gtk_editable_get_text (GTK_EDITABLE (asked->entry));
  if (asked->choices != NULL)
    choice = gtk_drop_down_get_selected (GTK_DROP_DOWN (asked->choices));
  asked->answered (answer, choice, asked->user_data);
}

static void
free_asked (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
new_entry (const SoqQuestion *question)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), question->entry_label);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_visibility (GTK_ENTRY (entry), !question->secret);
  if (question->entry_text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), question->entry_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  question->entry_label, -1);

  return entry;
}

static GtkWidget *
new_text (const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  soq_hyphens_turn_off_label (GTK_LABEL (label));
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* The heading too: the dialog's own may not be wider than 252 pixels with
 * libadwaita 1.7, or GTK warns.
 */
static void
add_contents (AdwMessageDialog  *dialog,
              const SoqQuestion *question,
              Asked             *asked)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), new_text (question->heading, "title-2"));
  if (question->body != NULL && *question->body != '\0')
    gtk_box_append (GTK_BOX (box), new_text (question->body, NULL));
  if (question->entry_label != NULL)
    {
      asked->entry = new_entry (question);
      gtk_box_append (GTK_BOX (box), asked->entry);
    }
  if (question->choices != NULL)
    {
      asked->choices = gtk_drop_down_new_from_strings (question->choices);
      gtk_box_append (GTK_BOX (box), asked->choices);
    }
  adw_message_dialog_set_extra_child (dialog, box);
}

/**
 * soq_compat_ask:
 * @parent: where the question comes from
 * @question: the question
 * @answered: called if the person agrees, with what was typed
 * @user_data: data for @answered; must live as long as the window of @parent
 *
 * Asks before something is done that cannot be taken back.
 */
void
soq_compat_ask (GtkWidget         *parent,
                const SoqQuestion *question,
                SoqAnswerFunc      answered,
                gpointer           user_data)
{
  GtkWindow        *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget        *widget = adw_message_dialog_new (window, NULL, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Asked            *asked = g_new0 (Asked, 1);

  asked->answered = answered;
  asked->user_data = user_data;
  gtk_window_set_title (GTK_WINDOW (dialog), question->heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, question->heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  question->body != NULL ? question->body : "",
                                  -1);
  add_contents (dialog, question, asked);
  adw_message_dialog_add_response (dialog, "cancel",
                                   question->cancel != NULL ? question->cancel : _("_Cancel"));
  adw_message_dialog_add_response (dialog, "affirm", question->affirm);
  adw_message_dialog_set_response_appearance (dialog, "affirm",
                                              question->destructive
                                                ? ADW_RESPONSE_DESTRUCTIVE
                                                : ADW_RESPONSE_SUGGESTED);
  /* Enter alone does nothing that a person would regret; behind what was typed
   * it does what was asked for.
   */
  adw_message_dialog_set_default_response (dialog,
                                           question->destructive && question->entry_label == NULL
                                             ? "cancel"
                                             : "affirm");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), asked, free_asked, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  void (*chosen) (const char *path,
                  gpointer    user_data);
  gpointer user_data; /* (borrowed) */
} Choosing;

static void
file_cb (GtkNativeDialog *dialog,
         int              response,
         Choosing        *choosing)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char  *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    choosing->chosen (path, choosing->user_data);
}

static void
free_choosing (gpointer  data,
               GClosure *closure)
{
  g_free (data);
}

/* With a name it is a file to write, else one to read. */
static void
choose (GtkWidget  *parent,
        const char *title,
        const char *name,
        void (*chosen) (const char *path,
                        gpointer    user_data),
        gpointer user_data)
{
  GtkWindow            *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
    title, window, name != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
    NULL);
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->chosen = chosen;
  choosing->user_data = user_data;
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect_data (native, "response", G_CALLBACK (file_cb), choosing, free_choosing, 0);
  g_object_set_data_full (G_OBJECT (parent), "file-chooser", native, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/**
 * soq_compat_choose_file:
 * @parent: where the question comes from
 * @title: which file is asked for
 * @chosen: called with the path, unless the person cancels
 * @user_data: data for @chosen; must live as long as @parent
 */
void
soq_compat_choose_file (GtkWidget  *parent,
                        const char *title,
                        void (*chosen) (const char *path,
                                        gpointer    user_data),
                        gpointer user_data)
{
  choose (parent, title, NULL, chosen, user_data);
}

/**
 * soq_compat_choose_save:
 * @parent: where the question comes from
 * @title: what is saved
 * @name: what the file could be called
 * @chosen: called with the path, unless the person cancels
 * @user_data: data for @chosen; must live as long as @parent
 */
void
soq_compat_choose_save (GtkWidget  *parent,
                        const char *title,
                        const char *name,
                        void (*chosen) (const char *path,
                                        gpointer    user_data),
                        gpointer user_data)
{
  choose (parent, title, name, chosen, user_data);
}

static GdkRGBA
blend (GdkRGBA below,
       GdkRGBA above)
{
  float rest = 1 - above.alpha;

  below.red = below.red * rest + above.red * above.alpha;
  below.green = below.green * rest + above.green * above.alpha;
  below.blue = below.blue * rest + above.blue * above.alpha;

  return below;
}

static gboolean
is_on_card (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_has_css_class (widget, "card"))
      return TRUE;

  return FALSE;
}

/**
 * soq_compat_get_colors:
 * @widget: a widget
 * @color: (out): the color of its text
 * @background: (out): the color of the window, or the card, behind it
 */
void
soq_compat_get_colors (GtkWidget *widget,
                       GdkRGBA   *color,
                       GdkRGBA   *background)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA          card;

  gtk_style_context_get_color (context, color);
  if (!gtk_style_context_lookup_color (context, "window_bg_color", background))
    *background = (GdkRGBA){ 0, 0, 0, 0 };
  if (is_on_card (widget) && gtk_style_context_lookup_color (context, "card_bg_color", &card))
    *background = blend (*background, card);
}

void
soq_compat_show_about (GtkWindow *parent)
{
  /* Translators: “translator-credits” stands for your names, one a line. */
  /* clang-format off */
  adw_show_about_window (parent,
                         "application-name", "Soquete",
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("A desktop chat whose sockets you can see."),
                         "developer-name", _("The Soquete authors"),
                         "copyright", "© 2026 The Soquete authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "translator-credits", _("translator-credits"),
                         NULL);
  /* clang-format on */
}

G_GNUC_END_IGNORE_DEPRECATIONS
