/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-accounts-window.h"

#include "soq-compat.h"
#include "soq-server-error-text.h"
#include "soq-settings-window.h"

#include <glib/gi18n.h>

/* The names that belong to somebody, each with a button for another password
 * and one to remove it, and entries for one more.
 */

typedef struct
{
  SoqServer *server;   /* (owned) */
  GtkWidget *name;     /* (borrowed): entries for a new one */
  GtkWidget *password; /* (borrowed) */
  char      *changed;  /* (owned) (nullable): whose password is asked for */
  char      *tried;    /* (owned) (nullable): who was to be set last */
} Accounts;

static void
accounts_free (gpointer data)
{
  Accounts *self = data;

  g_object_unref (self->server);
  g_free (self->changed);
  g_free (self->tried);
  g_free (self);
}

static Accounts *
get_accounts (gpointer widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_root (widget)), "accounts");
}

static void
show_error (GtkWidget    *window,
            const GError *error,
            const char   *name)
{
  g_autofree char *text = soq_account_error_text (error, name);

  soq_settings_window_show_toast (SOQ_SETTINGS_WINDOW (window), text);
}

static void
set_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GtkWidget) window = GTK_WIDGET (user_data);
  g_autoptr (GError)    error = NULL;
  Accounts             *self = g_object_get_data (G_OBJECT (window), "accounts");

  if (!soq_server_set_account_finish (SOQ_SERVER (source), result, &error))
    {
      /* Closed in the meantime. */
      if (gtk_widget_get_mapped (window))
        show_error (window, error, self->tried);
      return;
    }

  if (!gtk_widget_get_mapped (window))
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

static void
set_account (GtkWidget  *window,
             const char *name,
             const char *password,
             gboolean    is_new)
{
  Accounts *self = g_object_get_data (G_OBJECT (window), "accounts");

  g_free (self->tried);
  self->tried = g_strdup (name);
  soq_server_set_account_async (self->server, name, password, is_new, set_cb,
                                g_object_ref (window));
}

static void
add_cb (GtkWidget *button)
{
  Accounts   *self = get_accounts (button);
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (*password == '\0')
    {
      gtk_widget_grab_focus (self->password);
      return;
    }

  set_account (GTK_WIDGET (gtk_widget_get_root (button)),
               gtk_editable_get_text (GTK_EDITABLE (self->name)), password, TRUE);
}

static void
password_cb (const char *password,
             guint       choice,
             gpointer    user_data)
{
  Accounts *self = g_object_get_data (G_OBJECT (user_data), "accounts");

  if (*password != '\0')
    set_account (user_data, self->changed, password, FALSE);
}

static void
ask_password_cb (GtkWidget  *button,
                 SoqAccount *account)
{
  Accounts        *self = get_accounts (button);
  SoqQuestion      question = { 0 };
  g_autofree char *heading = NULL;

  g_free (self->changed);
  self->changed = g_strdup (soq_account_get_name (account));
  /* Translators: %s is the name of an account. */
  heading = g_strdup_printf (_("Password of %s"), self->changed);
  question.heading = heading;
  question.body = _("The old one is good no more.");
  question.affirm = _("_Change");
  question.entry_label = _("New password");
  question.secret = TRUE;
  soq_compat_ask (button, &question, password_cb, gtk_widget_get_root (button));
}

static void
remove_cb (GtkWidget  *button,
           SoqAccount *account)
{
  GtkWidget         *window = GTK_WIDGET (gtk_widget_get_root (button));
  g_autofree char   *name = g_strdup (soq_account_get_name (account));
  g_autoptr (GError) error = NULL;

  if (!soq_server_remove_account (get_accounts (button)->server, name, &error))
    show_error (window, error, name);
}

static void
add_button (GtkWidget  *row,
            const char *label,
            GCallback   clicked,
            gpointer    account)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, account, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  SoqAccount           *account = SOQ_ACCOUNT (item);
  g_autoptr (GDateTime) created = g_date_time_to_local (soq_account_get_created (account));
  g_autofree char      *date = g_date_time_format (created, "%x");
  GtkWidget            *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), soq_account_get_name (account));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), date);
  add_button (row, _("_Password…"), G_CALLBACK (ask_password_cb), account);
  add_button (row, _("_Remove"), G_CALLBACK (remove_cb), account);

  return row;
}

static GtkWidget *
new_list (SoqServer *server)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *placeholder = gtk_label_new (_("There is no account."));

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (placeholder, "dim-label");
  gtk_widget_set_margin_top (placeholder, 18);
  gtk_widget_set_margin_bottom (placeholder, 18);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), placeholder);
  gtk_list_box_bind_model (GTK_LIST_BOX (list), soq_server_get_accounts (server), new_row, NULL,
                           NULL);

  return list;
}

static GtkWidget *
new_entries (Accounts *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Add"));

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("The name of an account is kept for who has its password. Clients log in with SASL."));
  self->name = adw_entry_row_new ();
  self->password = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _("Name"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), _("Password"));
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_margin_top (button, 12);
  g_signal_connect (button, "clicked", G_CALLBACK (add_cb), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->password);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);

  return group;
}

/**
 * soq_accounts_window_new:
 * @parent: the server window
 * @server: its server
 *
 * Returns: (transfer floating): a window that shows and changes the accounts
 */
GtkWidget *
soq_accounts_window_new (GtkWindow *parent,
                         SoqServer *server)
{
  GtkWidget *window;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  Accounts  *self = g_new0 (Accounts, 1);

  window = soq_settings_window_new (parent, _("Accounts"), 440, 480, page);
  self->server = g_object_ref (server);
  g_object_set_data_full (G_OBJECT (window), "accounts", self, accounts_free);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_list (server));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (new_entries (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return window;
}
