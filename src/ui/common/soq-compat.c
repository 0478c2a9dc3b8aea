/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  SoqAnswerFunc answered;
  gpointer      user_data; /* (borrowed) */
  GtkWidget    *entry;     /* (borrowed) (nullable): in the dialog */
} Asked;

/**
 * soq_compat_show_uri:
 * @widget: where it was clicked
 * @uri: a link of a message; opened only if it is http or https
 */
void
soq_compat_show_uri (GtkWidget  *widget,
                     const char *uri)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);

  if (g_strcmp0 (scheme, "http") != 0 && g_strcmp0 (scheme, "https") != 0)
    return;

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Asked            *asked)
{
  const char *answer = "";

  if (!g_str_equal (response, "affirm"))
    return;

  if (asked->entry != NULL)
    answer = gtk_editable_get_text (GTK_EDITABLE (asked->entry));
  asked->answered (answer, asked->user_data);
}

static void
free_asked (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
add_entry (AdwMessageDialog *dialog,
           const char       *label)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), label);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_message_dialog_set_extra_child (dialog, entry);

  return entry;
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
  GtkWidget        *widget = adw_message_dialog_new (window, question->heading, question->body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Asked            *asked = g_new0 (Asked, 1);

  asked->answered = answered;
  asked->user_data = user_data;
  if (question->entry_label != NULL)
    {
      asked->entry = add_entry (dialog, question->entry_label);
      gtk_editable_set_text (GTK_EDITABLE (asked->entry),
                             question->entry_text != NULL ? question->entry_text : "");
    }

  adw_message_dialog_add_response (dialog, "cancel",
                                   question->cancel != NULL ? question->cancel : _("_Cancel"));
  adw_message_dialog_add_response (dialog, "affirm", question->affirm);
  adw_message_dialog_set_response_appearance (dialog, "affirm",
                                              question->destructive
                                                ? ADW_RESPONSE_DESTRUCTIVE
                                                : ADW_RESPONSE_SUGGESTED);
  /* Enter alone does nothing that a person would regret. */
  adw_message_dialog_set_default_response (dialog, question->destructive ? "cancel" : "affirm");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), asked, free_asked, 0);
  gtk_window_present (GTK_WINDOW (dialog));
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
