/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-preferences.h"

#include "soq-checked-entry.h"
#include "soq-irc-names.h"
#include "soq-settings-window.h"
#include "soq-shortcut-row.h"
#include "soq-shortcuts.h"

#include <glib/gi18n.h>

/* The preferences: rows that are bound to SoqSettings, and a row for each
 * shortcut.
 */

static void
bind (GtkBuilder  *builder,
      const char  *id,
      const char  *property,
      SoqSettings *settings,
      const char  *setting)
{
  g_object_bind_property (settings, setting,
                          gtk_builder_get_object (builder, id), property,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static char *
check_name (const char *text,
            gpointer    user_data)
{
  if (soq_irc_nick_is_valid (text))
    return NULL;

  return g_strdup (_("A name has 1 to 32 of the letters A to Z without accents, digits and -_[]{}\\|^`, and does not begin with a digit or -."));
}

static void
commit_name (const char *text,
             gpointer    user_data)
{
  g_object_set (user_data, "name", text, NULL);
}

static gboolean
close_cb (GtkWidget *window)
{
  soq_checked_entry_commit_all (window);

  return GDK_EVENT_PROPAGATE;
}

static void
watch_name (GtkWidget   *name,
            SoqSettings *settings)
{
  GtkListBox *rows = GTK_LIST_BOX (gtk_widget_get_parent (name));
  GtkWidget  *problem = soq_checked_entry_attach (GTK_EDITABLE (name), check_name, commit_name,
                                                  settings);

  gtk_list_box_insert (rows, problem, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (name)) + 1);
}

static void
add_shortcuts (AdwPreferencesPage *page,
               GtkApplication     *application,
               SoqSettings        *settings)
{
  guint              n;
  const SoqShortcut *shortcuts = soq_shortcuts_get (&n);
  GtkWidget         *group = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || !g_str_equal (shortcuts[i].group, shortcuts[i - 1].group))
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(shortcuts[i].group));
          adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
        }

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 soq_shortcut_row_new (&shortcuts[i], application, settings));
    }
}

/**
 * soq_preferences_new:
 * @application: the application
 * @settings: what is shown and changed
 *
 * Returns: (transfer floating): the preferences, above the active window
 */
GtkWidget *
soq_preferences_new (GtkApplication *application,
                     SoqSettings    *settings)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GObject               *name;
  GtkWidget             *window;

  g_type_ensure (SOQ_TYPE_SETTINGS_WINDOW);
  builder = gtk_builder_new_from_resource (RESOURCE_BASE "/soq-preferences.ui");
  name = gtk_builder_get_object (builder, "name");
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  gtk_editable_set_text (GTK_EDITABLE (name), soq_settings_get_name (settings));
  watch_name (GTK_WIDGET (name), settings);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), NULL);
  bind (builder, "quit_word", "text", settings, "quit-word");
  bind (builder, "port", "value", settings, "port");
  bind (builder, "server_mode", "selected", settings, "server-mode");
  bind (builder, "color_scheme", "selected", settings, "color-scheme");
  bind (builder, "timestamps", "active", settings, "timestamps");
  bind (builder, "compact", "active", settings, "compact");
  bind (builder, "notify", "active", settings, "notify");
  add_shortcuts (ADW_PREFERENCES_PAGE (gtk_builder_get_object (builder, "shortcuts")),
                 application, settings);

  gtk_window_set_transient_for (GTK_WINDOW (window),
                                gtk_application_get_active_window (application));

  return window;
}
