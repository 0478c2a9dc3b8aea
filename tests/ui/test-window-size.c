/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-server-window.h"
#include "soq-settings.h"

/* A window opens as large as the last one was left. */

static GtkWindow *
make_client (void)
{
  return GTK_WINDOW (soq_client_window_new (NULL));
}

static GtkWindow *
make_server (void)
{
  return GTK_WINDOW (soq_server_window_new (NULL));
}

static gboolean
has_size (GtkWindow *window,
          int        width,
          int        height)
{
  int w;
  int h;

  gtk_window_get_default_size (window, &w, &h);

  return w == width && (height == 0 || h == height);
}

static void
check_kept (GtkWindow *(*make) (void),
            int width,
            int height)
{
  GtkWindow *window = make ();

  gtk_window_set_default_size (window, width, height);
  soq_ui_test_present (window);
  soq_test_wait_until (has_size (window, width, height));
  gtk_window_close (window);

  window = make ();
  soq_ui_test_present (window);
  soq_test_wait_until (has_size (window, width, height));
  gtk_window_destroy (window);
}

static void
test_size_of_a_client_window_is_kept (void **state)
{
  check_kept (make_client, 730, 550);
}

static void
test_size_of_a_server_window_is_kept (void **state)
{
  check_kept (make_server, 900, 610);
}

/* For three columns there is room, whenever it is known that they are needed. */
static void
check_irc_width (gboolean before)
{
  SoqServer           *server = soq_server_new ();
  SoqServerConfig     *config = soq_server_config_new ();
  GtkWindow           *window;
  SoqClient           *client;
  g_autofree char     *address = NULL;
  g_autoptr (SoqPlace) place = NULL;

  /* Nobody gave a window another size yet. */
  soq_settings_set_window_size (soq_settings_get_default (), "client", &(SoqWindowSize){ 0 });
  window = make_client ();
  client = soq_client_window_get_client (SOQ_CLIENT_WINDOW (window));
  config->port = 0;
  assert_true (soq_server_start (server, config, NULL));
  address = g_strdup_printf ("irc://127.0.0.1:%u/#class", soq_server_get_port (server));
  place = soq_place_from_string (address, NULL);
  if (!before)
    soq_ui_test_present (window);
  soq_client_window_connect_to (SOQ_CLIENT_WINDOW (window), place);
  soq_test_wait_until (soq_client_get_state (client) == SOQ_CLIENT_STATE_ONLINE);
  if (before)
    soq_ui_test_present (window);
  soq_test_wait_until (has_size (window, 940, 0));

  gtk_window_destroy (window);
  soq_server_stop (server, NULL);
  soq_test_wait_until (soq_server_get_state (server) == SOQ_SERVER_STATE_STOPPED);
  soq_server_config_free (config);
  g_object_unref (server);
}

static void
test_irc_has_room_when_it_comes_after_the_window (void **state)
{
  check_irc_width (FALSE);
}

static void
test_irc_has_room_when_it_comes_before_the_window (void **state)
{
  check_irc_width (TRUE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_irc_has_room_when_it_comes_after_the_window),
    cmocka_unit_test (test_irc_has_room_when_it_comes_before_the_window),
    cmocka_unit_test (test_size_of_a_client_window_is_kept),
    cmocka_unit_test (test_size_of_a_server_window_is_kept),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("window-size", tests, NULL, NULL);
}
