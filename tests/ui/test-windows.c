/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-preferences.h"
#include "soq-server-setup.h"
#include "soq-server-window.h"
#include "soq-shortcuts.h"
#include "soq-welcome-window.h"

/* Opens every window in every look, and leaves pictures for people to see.
 * What GTK complains of ends the program.
 */

typedef struct
{
  const char    *name;
  AdwColorScheme scheme;
  int            width; /* 0 for its own */
} Look;

static const Look looks[] = {
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT, 0 },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK, 0 },
  { "narrow", ADW_COLOR_SCHEME_FORCE_LIGHT, 360 },
};

static void
take_pictures (GtkWindow *(*make) (void),
               const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s-%s", name, looks[i].name);
      GtkWindow       *window = make ();
      int              width;
      int              height;

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), looks[i].scheme);
      gtk_window_get_default_size (window, &width, &height);
      if (looks[i].width != 0)
        gtk_window_set_default_size (window, looks[i].width, height);
      soq_ui_test_present (window);
      soq_ui_test_screenshot (GTK_WIDGET (window), file);
      gtk_window_destroy (window);
    }
}

static GtkWindow *
make_welcome (void)
{
  return GTK_WINDOW (soq_welcome_window_new (NULL));
}

static void
test_welcome_window_opens (void **state)
{
  take_pictures (make_welcome, "welcome");
}

static GtkWindow *
make_client (void)
{
  return GTK_WINDOW (soq_client_window_new (NULL));
}

static void
test_connect_page_opens (void **state)
{
  take_pictures (make_client, "connect");
}

static GtkApplication *application;

static GtkWindow *
make_preferences (void)
{
  return GTK_WINDOW (soq_preferences_new (application, soq_settings_get_default ()));
}

static void
test_preferences_open (void **state)
{
  g_autoptr (GError) error = NULL;

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  take_pictures (make_preferences, "preferences");
  g_clear_object (&application);
}

static SoqServer       *server;
static SoqServerConfig *config;

static GtkWindow *
make_setup (void)
{
  return GTK_WINDOW (soq_server_setup_new (NULL, server, config));
}

static void
test_server_settings_open (void **state)
{
  server = soq_server_new ();
  config = soq_server_config_new ();
  take_pictures (make_setup, "server-settings");
  g_clear_pointer (&config, soq_server_config_free);
  g_clear_object (&server);
}

static GtkWindow *
make_server (void)
{
  return GTK_WINDOW (soq_server_window_new (NULL));
}

static void
test_stopped_server_window_opens (void **state)
{
  take_pictures (make_server, "server-stopped");
}

static void
test_shortcuts_window_opens (void **state)
{
  g_autoptr (GtkWidget) window = soq_shortcuts_new_window (soq_settings_get_default ());
  GLogLevelFlags        fatal;

  /* GTK 4.8 measures a label of its own at -3 pixels there, and warns. */
  fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  soq_ui_test_present (GTK_WINDOW (window));
  soq_ui_test_screenshot (window, "shortcuts");
  gtk_window_destroy (GTK_WINDOW (window));
  g_log_set_always_fatal (fatal);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_welcome_window_opens),
    cmocka_unit_test (test_connect_page_opens),
    cmocka_unit_test (test_preferences_open),
    cmocka_unit_test (test_server_settings_open),
    cmocka_unit_test (test_shortcuts_window_opens),
    cmocka_unit_test (test_stopped_server_window_opens),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("windows", tests, NULL, NULL);
}
