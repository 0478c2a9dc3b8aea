/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-settings-window.h"

#include "soq-toast.h"

/**
 * SoqSettingsWindow:
 *
 * A window with pages of settings, each a child of it in an interface file.
 * AdwPreferencesWindow is deprecated since libadwaita 1.6, and what replaces it
 * is not in Debian 12.
 */
struct _SoqSettingsWindow
{
  AdwWindow parent_instance;

  /* All (borrowed), below this window. */
  GtkWidget    *header;
  GtkWidget    *toasts;
  AdwViewStack *pages;
};

static GtkBuildableIface *parent_buildable;

static void
soq_settings_window_add_child (GtkBuildable *buildable,
                               GtkBuilder   *builder,
                               GObject      *child,
                               const char   *type)
{
  if (ADW_IS_PREFERENCES_PAGE (child))
    soq_settings_window_add (SOQ_SETTINGS_WINDOW (buildable), ADW_PREFERENCES_PAGE (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
init_buildable (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = soq_settings_window_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqSettingsWindow,
                               soq_settings_window,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, init_buildable))

static void
soq_settings_window_class_init (SoqSettingsWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0,
                                       "window.close", NULL);
}

static void
soq_settings_window_init (SoqSettingsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->header = adw_header_bar_new ();
  self->toasts = adw_toast_overlay_new ();
  self->pages = ADW_VIEW_STACK (adw_view_stack_new ());
  gtk_widget_set_vexpand (self->toasts, TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), GTK_WIDGET (self->pages));
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), self->toasts);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/**
 * soq_settings_window_new:
 * @parent: the window before which it stands
 * @title: its title
 * @width: in pixels, at first
 * @height: in pixels, at first
 * @page: (transfer floating): an #AdwPreferencesPage
 *
 * Returns: (transfer floating): a window with one page of settings
 */
GtkWidget *
soq_settings_window_new (GtkWindow  *parent,
                         const char *title,
                         int         width,
                         int         height,
                         GtkWidget  *page)
{
  SoqSettingsWindow *self = g_object_new (SOQ_TYPE_SETTINGS_WINDOW,
                                          "title", title,
                                          "transient-for", parent,
                                          "modal", TRUE,
                                          "default-width", width,
                                          "default-height", height,
                                          NULL);

  soq_settings_window_add (self, ADW_PREFERENCES_PAGE (page));

  return GTK_WIDGET (self);
}

/* One page needs no way to choose. */
static void
show_switcher (SoqSettingsWindow *self)
{
  GtkWidget *switcher = g_object_new (ADW_TYPE_VIEW_SWITCHER,
                                      "policy", ADW_VIEW_SWITCHER_POLICY_WIDE,
                                      "stack", self->pages,
                                      NULL);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (self->header), switcher);
}

/**
 * soq_settings_window_add:
 * @self: a window of settings
 * @page: (transfer floating): one more page, with a title and an icon
 */
void
soq_settings_window_add (SoqSettingsWindow  *self,
                         AdwPreferencesPage *page)
{
  g_autoptr (GListModel) pages = NULL;

  g_return_if_fail (SOQ_IS_SETTINGS_WINDOW (self));
  g_return_if_fail (ADW_IS_PREFERENCES_PAGE (page));

  adw_view_stack_add_titled_with_icon (self->pages, GTK_WIDGET (page), NULL,
                                       adw_preferences_page_get_title (page),
                                       adw_preferences_page_get_icon_name (page));
  pages = G_LIST_MODEL (adw_view_stack_get_pages (self->pages));
  if (g_list_model_get_n_items (pages) == 2)
    show_switcher (self);
}

/**
 * soq_settings_window_show_toast:
 * @self: a window of settings
 * @text: what to tell
 */
void
soq_settings_window_show_toast (SoqSettingsWindow *self,
                                const char        *text)
{
  g_return_if_fail (SOQ_IS_SETTINGS_WINDOW (self));
  g_return_if_fail (text != NULL);

  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), soq_toast_new (text));
}
