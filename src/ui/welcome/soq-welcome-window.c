/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-welcome-window.h"

#include "soq-place-text.h"
#include "soq-settings.h"

#include <glib/gi18n.h>

/**
 * SoqWelcomeWindow:
 *
 * What a person sees who started the program without saying what for: host,
 * join, or go back to a place of before.
 */
struct _SoqWelcomeWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget  *recent_group; /* (borrowed) */
  GtkListBox *recent;       /* (borrowed) */
};

G_DEFINE_FINAL_TYPE (SoqWelcomeWindow, soq_welcome_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  const SoqAddress *address = soq_place_get_address (SOQ_PLACE (item));
  g_autofree char  *title = soq_address_to_string (address);
  g_autofree char  *subtitle = soq_place_describe (SOQ_PLACE (item));
  GtkWidget        *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static void
activated_cb (SoqWelcomeWindow *self,
              GtkListBoxRow    *row)
{
  GListModel          *places = soq_settings_get_recent_places (soq_settings_get_default ());
  g_autoptr (SoqPlace) place = g_list_model_get_item (places,
                                                      (guint) gtk_list_box_row_get_index (row));
  g_autofree char     *uri = soq_place_to_string (place);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.connect", "s", uri);
}

static void
places_changed_cb (SoqWelcomeWindow *self)
{
  GListModel *places = soq_settings_get_recent_places (soq_settings_get_default ());

  gtk_widget_set_visible (self->recent_group, g_list_model_get_n_items (places) > 0);
}

static void
soq_welcome_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SOQ_TYPE_WELCOME_WINDOW);

  G_OBJECT_CLASS (soq_welcome_window_parent_class)->dispose (object);
}

static void
soq_welcome_window_class_init (SoqWelcomeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_welcome_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_BASE "/soq-welcome-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqWelcomeWindow, recent_group);
  gtk_widget_class_bind_template_child (widget_class, SoqWelcomeWindow, recent);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
soq_welcome_window_init (SoqWelcomeWindow *self)
{
  GListModel *places = soq_settings_get_recent_places (soq_settings_get_default ());

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_bind_model (self->recent, places, new_row, NULL, NULL);
  g_signal_connect_object (places, "items-changed", G_CALLBACK (places_changed_cb), self,
                           G_CONNECT_SWAPPED);
  places_changed_cb (self);
}

SoqWelcomeWindow *
soq_welcome_window_new (GtkApplication *application)
{
  return g_object_new (SOQ_TYPE_WELCOME_WINDOW, "application", application, NULL);
}
