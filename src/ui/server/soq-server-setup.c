/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-setup.h"

#include "soq-limits.h"
#include "soq-platform.h"

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
      { N_("The server’s name in the chat"), NULL, "server", "name", ROW_TEXT, 0 },
      { N_("Quit word: who says it is disconnected"), NULL, "server", "quit-word", ROW_TEXT, 0 },
      { N_("Stop word: stops the server"), NULL, "server", "stop-word", ROW_TEXT, 0 },
      { N_("Addresses that may say the stop word"), NULL,
        "server", "stop-word-addresses", ROW_TEXT, 0 },
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

/* Sets the key of a row, and marks the row if that is refused. */
static void
write_key (GtkWidget  *widget,
           const Row  *row,
           const char *value)
{
  g_autoptr (GError) error = NULL;

  if (soq_server_config_set (get_config (widget), row->group, row->key, value, &error))
    {
      gtk_widget_remove_css_class (widget, "error");
      gtk_widget_set_tooltip_text (widget, NULL);
      return;
    }

  gtk_widget_add_css_class (widget, "error");
  gtk_widget_set_tooltip_text (widget, error->message);
}

static void
number_cb (GtkSpinButton *spin,
           const Row     *row)
{
  g_autofree char *value = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (spin));

  write_key (GTK_WIDGET (spin), row, value);
}

static void
switch_cb (GtkSwitch  *widget,
           GParamSpec *pspec,
           const Row  *row)
{
  write_key (GTK_WIDGET (widget), row, gtk_switch_get_active (widget) ? "true" : "false");
}

static void
text_cb (GtkEditable *entry,
         const Row   *row)
{
  write_key (GTK_WIDGET (entry), row, gtk_editable_get_text (entry));
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
new_number_row (const Row  *row,
                const char *value)
{
  double     least = g_str_equal (row->key, "port") ? 0 : 1;
  GtkWidget *spin = gtk_spin_button_new_with_range (least, row->most, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), g_ascii_strtod (value, NULL));
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  g_signal_connect (spin, "value-changed", G_CALLBACK (number_cb), (gpointer) (guintptr) row);

  return new_action_row (row, spin);
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
new_text_row (const Row  *row,
              const char *value)
{
  GtkWidget *widget = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), _(row->title));
  gtk_editable_set_text (GTK_EDITABLE (widget), value);
  g_signal_connect (widget, "changed", G_CALLBACK (text_cb), (gpointer) (guintptr) row);

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
      return new_number_row (row, value);

    case ROW_SWITCH:
      return new_switch_row (row, value);

    case ROW_TEXT:
    default:
      return new_text_row (row, value);
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
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), new_row (config, &group->rows[i]));

  return widget;
}

/**
 * soq_server_setup_new:
 * @parent: the server window
 * @config: what is changed; must outlive the window
 * @running: whether the server runs, so that changes wait for the next start
 *
 * Returns: (transfer floating): a window with the settings of a server
 */
GtkWidget *
soq_server_setup_new (GtkWindow       *parent,
                      SoqServerConfig *config,
                      gboolean         running)
{
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();

  gtk_window_set_title (GTK_WINDOW (window), _("Server Settings"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 600);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  g_object_set_data (G_OBJECT (window), "config", config);

  if (running)
    {
      GtkWidget *note = adw_preferences_group_new ();

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (note),
                                             _("The server is running: changes hold from the next start."));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (note));
    }

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                              ADW_PREFERENCES_GROUP (new_group (config, &groups[i])));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));

  return window;
}
