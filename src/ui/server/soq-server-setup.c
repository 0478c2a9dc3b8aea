/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-setup.h"

#include "soq-checked-entry.h"
#include "soq-error-text.h"
#include "soq-hyphens.h"
#include "soq-limits.h"
#include "soq-password.h"
#include "soq-platform.h"
#include "soq-server-window.h"
#include "soq-settings-window.h"
#include "soq-tls-group.h"

#include <glib/gi18n.h>

/* The settings of one server window, a row for each key of the configuration
 * that a window can set. A row writes its key when it changes, and says so
 * when the key cannot take what was typed.
 */

typedef enum
{
  ROW_NUMBER,
  ROW_SWITCH,
  ROW_TEXT,
} RowKind;

typedef struct
{
  const char *title;
  const char *subtitle; /* (nullable) */
  const char *group;    /* of the key */
  const char *key;
  RowKind     kind;
  guint       most; /* of a number */
  const char *rule; /* (nullable): of a text, what would be right */
} Row;

typedef struct
{
  const char *title;
  const char *description; /* (nullable) */
  Row         rows[6];
} Group;

/* clang-format off */
static const Group groups[] = {
  { N_("Connections"),
    NULL,
    {
      { N_("Port"), N_("0 takes any free port"), "server", "port", ROW_NUMBER, G_MAXUINT16 },
      { N_("UDP too"), N_("Datagrams on the same port number"), "server", "udp", ROW_SWITCH, 0 },
      { N_("Most clients"), NULL, "limits", "max-clients", ROW_NUMBER, 1000000 },
      { N_("Backlog"), N_("Connections that wait in listen() until they are accepted"),
        "server", "backlog", ROW_NUMBER, 65535 },
      { N_("Receive size"), N_("The most bytes that one recv() takes"),
        "server", "receive-size", ROW_NUMBER, SOQ_LIMIT_RECEIVE_SIZE },
      { N_("Slow down fast senders"), N_("40 lines at once, then 10 a second; nothing is lost"),
        "limits", "throttle", ROW_SWITCH, 0 },
    } },
  { N_("Words"),
    N_("Leave a word empty to switch it off."),
    {
      { N_("The server’s name in the chat"), NULL, "server", "name", ROW_TEXT, 0,
        N_("It must be a name such as “server” or a host name such as chat.example.org, without blanks.") },
      { N_("Quit word: who says it is disconnected"), NULL, "server", "quit-word", ROW_TEXT, 0 },
      { N_("Stop word: stops the server"), NULL, "server", "stop-word", ROW_TEXT, 0 },
      { N_("Addresses that may say the stop word"), NULL,
        "server", "stop-word-addresses", ROW_TEXT, 0,
        N_("Type addresses or blocks such as 192.0.2.1 or 192.0.2.0/24, with commas between them.") },
    } },
  { N_("IRC"),
    NULL,
    {
      { N_("Name of the network"), NULL, "server", "network", ROW_TEXT, 0,
        N_("It must be a name that is not longer than 50 letters.") },
      { N_("Port for TLS only"), N_("0 for none; it needs a certificate"),
        "tls", "port", ROW_NUMBER, G_MAXUINT16 },
      { N_("Days that messages are kept"), N_("0 keeps them for ever"),
        "history", "days", ROW_NUMBER, SOQ_LIMIT_HISTORY_DAYS },
    } },
  { N_("End"),
    NULL,
    {
      { N_("Stop when the last client leaves"), NULL,
        "server", "stop-when-empty", ROW_SWITCH, 0 },
    } },
};
/* clang-format on */

static SoqServerConfig *
get_config (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_root (widget)), "config");
}

/* A row of the window, for as long as that lives. */
typedef struct
{
  const Row       *row;
  SoqServerConfig *config; /* (borrowed) */
} Use;

static guint
get_least (const Row *row)
{
  return g_str_equal (row->key, "port") || g_str_equal (row->key, "days") ? 0 : 1;
}

static char *
check_text (const char *text,
            gpointer    user_data)
{
  Use             *use = user_data;
  SoqServerConfig *scratch = soq_server_config_new ();
  gboolean         right = soq_server_config_set (scratch, use->row->group, use->row->key, text,
                                                  NULL);

  soq_server_config_free (scratch);
  if (right)
    return NULL;

  return g_strdup (use->row->rule != NULL ? _(use->row->rule) : _("This cannot be used."));
}

static char *
check_number (const char *text,
              gpointer    user_data)
{
  Use    *use = user_data;
  guint64 number;

  if (g_ascii_string_to_unsigned (text, 10, get_least (use->row), use->row->most, &number, NULL))
    return NULL;

  /* Translators: two numbers. */
  return g_strdup_printf (_("It must be a number from %u to %u."), get_least (use->row),
                             use->row->most);
}

static void
commit_value (const char *value,
              gpointer    user_data)
{
  Use *use = user_data;

  soq_server_config_set (use->config, use->row->group, use->row->key, value, NULL);
}

static void
number_cb (GtkSpinButton *spin,
           const Row     *row)
{
  g_autofree char *value = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (spin));

  soq_server_config_set (get_config (GTK_WIDGET (spin)), row->group, row->key, value, NULL);
}

static void
switch_cb (GtkSwitch  *widget,
           GParamSpec *pspec,
           const Row  *row)
{
  soq_server_config_set (get_config (GTK_WIDGET (widget)), row->group, row->key,
                         gtk_switch_get_active (widget) ? "true" : "false", NULL);
}

/* What is wrong is said in a row below @entry, which is where @widget is. */
static void
watch_entry (GtkWidget       *widget,
             GtkEditable     *entry,
             SoqServerConfig *config,
             const Row       *row,
             SoqCheckFunc     check)
{
  Use *use = g_new0 (Use, 1);

  use->row = row;
  use->config = config;
  g_object_set_data_full (G_OBJECT (entry), "use", use, g_free);
  g_object_set_data (G_OBJECT (widget), "problem",
                     soq_checked_entry_attach (entry, check, commit_value, use));
}

static GtkWidget *
new_action_row (const Row *row,
                GtkWidget *control)
{
  GtkWidget *widget = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), _(row->title));
  if (row->subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), _(row->subtitle));
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(row->title), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (widget), control);

  return widget;
}

static GtkWidget *
new_number_row (SoqServerConfig *config,
                const Row       *row,
                const char      *value)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (get_least (row), row->most, 1);
  GtkWidget *widget = new_action_row (row, spin);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin), GTK_UPDATE_IF_VALID);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), g_ascii_strtod (value, NULL));
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  g_signal_connect (spin, "value-changed", G_CALLBACK (number_cb), (gpointer) (guintptr) row);
  watch_entry (widget, GTK_EDITABLE (spin), config, row, check_number);

  return widget;
}

static GtkWidget *
new_switch_row (const Row  *row,
                const char *value)
{
  GtkWidget *widget = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (widget), g_str_equal (value, "true"));
  g_signal_connect (widget, "notify::active", G_CALLBACK (switch_cb), (gpointer) (guintptr) row);

  return new_action_row (row, widget);
}

static GtkWidget *
new_text_row (SoqServerConfig *config,
              const Row       *row,
              const char      *value)
{
  GtkWidget *widget = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), _(row->title));
  gtk_editable_set_text (GTK_EDITABLE (widget), value);
  watch_entry (widget, GTK_EDITABLE (widget), config, row, check_text);

  return widget;
}

static GtkWidget *
new_row (SoqServerConfig *config,
         const Row       *row)
{
  g_autofree char *value = soq_server_config_dup_value (config, row->group, row->key);

  switch (row->kind)
    {
    case ROW_NUMBER:
      return new_number_row (config, row, value);

    case ROW_SWITCH:
      return new_switch_row (row, value);

    case ROW_TEXT:
    default:
      return new_text_row (config, row, value);
    }
}

static void
listen_on_cb (AdwComboRow *row,
              GParamSpec  *pspec,
              gpointer     user_data)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (row);
  guint            position = adw_combo_row_get_selected (row);
  const char      *value = position == 0 ? "" : gtk_string_object_get_string (chosen);

  if (position == 1)
    value = "127.0.0.1, ::1";
  soq_server_config_set (get_config (GTK_WIDGET (row)), "server", "address", value, NULL);
}

static void
append_interfaces (GtkStringList *list)
{
  g_autoptr (GPtrArray) ours = soq_platform_list_addresses ();

  for (guint i = 0; i < ours->len; i++)
    {
      g_autofree char *address = g_inet_address_to_string (g_ptr_array_index (ours, i));

      if (!g_inet_address_get_is_link_local (g_ptr_array_index (ours, i)))
        gtk_string_list_append (list, address);
    }
}

static guint
find_listen_on (GListModel *choices,
                char      **addresses)
{
  if (addresses == NULL || addresses[0] == NULL)
    return 0;

  for (guint i = 2; addresses[1] == NULL && i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (GtkStringObject) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (gtk_string_object_get_string (choice), addresses[0]))
        return i;
    }

  return 1;
}

/* Which of this computer's addresses to listen on. */
static GtkWidget *
new_listen_on_row (SoqServerConfig *config)
{
  GtkWidget                *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_string_list_append (choices, _("All addresses"));
  gtk_string_list_append (choices, _("Only this computer"));
  append_interfaces (choices);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Listen on"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                              find_listen_on (G_LIST_MODEL (choices), config->addresses));
  g_signal_connect (row, "notify::selected", G_CALLBACK (listen_on_cb), NULL);

  return row;
}

static GtkWidget *
new_group (SoqServerConfig *config,
           const Group     *group)
{
  GtkWidget *widget = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), _(group->title));
  if (group->description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (widget), _(group->description));
  if (group == groups)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), new_listen_on_row (config));

  for (guint i = 0; i < G_N_ELEMENTS (group->rows) && group->rows[i].title != NULL; i++)
    {
      GtkWidget *row = new_row (config, &group->rows[i]);
      GtkWidget *problem = g_object_get_data (G_OBJECT (row), "problem");

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), row);
      if (problem != NULL)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), problem);
    }

  return widget;
}

/* The password is never kept as it is. */

static void
show_password (GtkWidget       *row,
               SoqServerConfig *config)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 config->password != NULL
                                 ? _("Password of the server (there is one)")
                                 : _("Password of the server (there is none)"));
}

static gboolean
save_config (SoqServerConfig *config,
             GError         **error)
{
  g_autofree char *path = NULL;

  if (config->data_dir == NULL)
    return TRUE;

  path = g_build_filename (config->data_dir, "server.conf", NULL);

  return soq_server_config_save (config, path, error);
}

/* A password that is being hashed: it is set even if the window closes. */
typedef struct
{
  GtkWidget       *row;    /* (owned) */
  GtkWindow       *parent; /* (owned) (nullable): keeps the configuration */
  SoqServerConfig *config; /* (borrowed) */
} Hashing;

static void
hashed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Hashing         *self = user_data;
  g_autofree char *hash = soq_password_hash_finish (result, NULL);

  if (hash != NULL)
    {
      soq_server_config_set (self->config, "server", "password", hash, NULL);
      gtk_editable_set_text (GTK_EDITABLE (self->row), "");
      show_password (self->row, self->config);
      save_config (self->config, NULL);
    }
  g_clear_object (&self->parent);
  g_object_unref (self->row);
  g_free (self);
}

static void
password_cb (GtkWidget *row)
{
  SoqServerConfig *config = get_config (row);
  GtkWindow       *window = GTK_WINDOW (gtk_widget_get_root (row));
  const char      *password = gtk_editable_get_text (GTK_EDITABLE (row));
  Hashing         *hashing;

  if (*password == '\0')
    {
      soq_server_config_set (config, "server", "password", "", NULL);
      show_password (row, config);
      return;
    }

  hashing = g_new0 (Hashing, 1);
  hashing->row = g_object_ref (row);
  hashing->config = config;
  g_set_object (&hashing->parent, gtk_window_get_transient_for (window));
  soq_password_hash_async (password, NULL, hashed_cb, hashing);
}

static GtkWidget *
new_password_group (SoqServerConfig *config)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_password_entry_row_new ();

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("IRC clients must say it to come in. Apply an empty one to let in everybody."));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "apply", G_CALLBACK (password_cb), NULL);
  show_password (row, config);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return group;
}

static GtkWidget *
new_motd_group (SoqServer *server,
                GtkWidget *window)
{
  GtkWidget  *group = adw_preferences_group_new ();
  GtkWidget  *scroller = gtk_scrolled_window_new ();
  GtkWidget  *view = gtk_text_view_new ();
  const char *motd = soq_server_get_motd (server);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Message of the day"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Everybody who comes in reads it."));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 9);
  soq_hyphens_turn_off (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            motd != NULL ? motd : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Message of the day"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 96);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scroller), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), scroller);
  g_object_set_data (G_OBJECT (window), "motd", gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));

  return group;
}

static gboolean
save_motd (GtkWindow *window,
           SoqServer *server,
           GError   **error)
{
  GtkTextBuffer   *buffer = g_object_get_data (G_OBJECT (window), "motd");
  const char      *old = soq_server_get_motd (server);
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  if (g_strcmp0 (text, old != NULL ? old : "") == 0)
    return TRUE;

  return soq_server_set_motd (server, text, error);
}

/* What was changed is kept when the window closes. */
static gboolean
close_cb (GtkWindow *window,
          SoqServer *server)
{
  SoqServerConfig   *config = g_object_get_data (G_OBJECT (window), "config");
  GtkWindow         *parent = gtk_window_get_transient_for (window);
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  soq_checked_entry_commit_all (GTK_WIDGET (window));
  ok = save_motd (window, server, &error) && save_config (config, &error);

  if (!ok && SOQ_IS_SERVER_WINDOW (parent))
    {
      g_autofree char *text = soq_file_error_text (error, config->data_dir);

      soq_server_window_show_trouble (SOQ_SERVER_WINDOW (parent), text);
    }

  return GDK_EVENT_PROPAGATE;
}

static void
add_groups (AdwPreferencesPage *page,
            SoqServer          *server,
            SoqServerConfig    *config,
            GtkWidget          *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (new_group (config, &groups[i])));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (new_password_group (config)));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (soq_tls_group_new (config)));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (new_motd_group (server, window)));
}

/**
 * soq_server_setup_new:
 * @parent: (nullable): the server window
 * @server: its server; while it runs, changes wait for the next start
 * @config: what is changed; must outlive the window
 *
 * Returns: (transfer floating): a window with the settings of a server
 */
GtkWidget *
soq_server_setup_new (GtkWindow       *parent,
                      SoqServer       *server,
                      SoqServerConfig *config)
{
  GtkWidget *window;
  GtkWidget *page = adw_preferences_page_new ();

  window = soq_settings_window_new (parent, _("Server Settings"), 480, 600, page);
  g_object_set_data (G_OBJECT (window), "config", config);
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_cb), server,
                           G_CONNECT_DEFAULT);

  if (soq_server_get_state (server) != SOQ_SERVER_STATE_STOPPED)
    {
      GtkWidget *note = adw_preferences_group_new ();

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (note),
                                             _("The server is running: changes hold from the next start."));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (note));
    }

  add_groups (ADW_PREFERENCES_PAGE (page), server, config, window);

  return window;
}
