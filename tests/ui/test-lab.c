/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-experiment-page.h"
#include "soq-lab-server-page.h"
#include "soq-lab-window.h"
#include "soq-lesson-page.h"
#include "soq-relay-page.h"
#include "soq-server-window.h"

#include <glib/gstdio.h>

static int
setup (void **state)
{
  *state = soq_lab_window_new (NULL);

  return 0;
}

static int
teardown (void **state)
{
  GWeakRef window;
  gboolean gone;

  g_weak_ref_init (&window, *state);
  gtk_window_destroy (*state);
  gone = g_weak_ref_get (&window) == NULL;
  g_weak_ref_clear (&window);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);

  return gone ? 0 : -1;
}

static void
click_text (GtkWidget  *root,
            const char *text)
{
  GtkWidget *button = soq_ui_test_find_text (root, GTK_TYPE_BUTTON, text);

  assert_non_null (button);
  soq_ui_test_click (button);
}

static GtkWidget *
choose (SoqLabWindow *window,
        const char   *id)
{
  GtkWidget *row = soq_ui_test_find_named (GTK_WIDGET (window), id);
  GtkWidget *before = soq_lab_window_get_page (window);

  assert_non_null (row);
  soq_ui_test_click (row);
  soq_test_wait_until (soq_lab_window_get_page (window) != before);

  return soq_lab_window_get_page (window);
}

static gboolean
is_over (GtkWidget *page)
{
  SoqLabRun *run = soq_experiment_page_get_run (SOQ_EXPERIMENT_PAGE (page));

  return run != NULL && soq_lab_run_get_state (run) > SOQ_LAB_RUN_RUNNING;
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;

  return n;
}

static gboolean
is_color (const guchar *pixel,
          guint         red,
          guint         green,
          guint         blue)
{
  return pixel[2] == red && pixel[1] == green && pixel[0] == blue;
}

/* The timeline on white, with what its colors mean below it, also while the
 * window is dark.
 */
static void
assert_picture (const char *path)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (path, &error);
  gsize                  stride;
  g_autofree guchar     *pixels = NULL;
  gboolean               has_legend = FALSE;
  gsize                  height;

  assert_non_null (texture);
  assert_int_equal (gdk_texture_get_width (texture), 900);
  height = (gsize) gdk_texture_get_height (texture);
  stride = (gsize) gdk_texture_get_width (texture) * 4;
  pixels = g_malloc (stride * height);
  gdk_texture_download (texture, pixels, stride);

  assert_true (is_color (pixels, 255, 255, 255));
  for (gsize i = (height - 40) * stride; i < height * stride; i += 4)
    has_legend = has_legend || is_color (pixels + i, 0xe5, 0x82, 0x0a);
  assert_true (has_legend);
}

/* What a program that reads PDFs finds in it, where there is one. */
static void
assert_pdf (const char *path)
{
  static const char *const wanted[] = { "Clients: 3", "✓", "Who Waited", "Client 2",
                                        "The Calls", "accept(", "1 of " };
  g_autofree char         *program = g_find_program_in_path ("pdftotext");
  g_autofree char         *command = NULL;
  g_autofree char         *text = NULL;

  if (program != NULL)
    {
      command = g_strdup_printf ("%s %s -", program, path);
      assert_true (g_spawn_command_line_sync (command, &text, NULL, NULL, NULL));
      for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
        if (strstr (text, wanted[i]) == NULL)
          fail_msg ("no %s in\n%s", wanted[i], text);
    }
  soq_ui_test_assert_written (path, "%PDF", 1000);
}

static void
test_lab_runs_an_experiment (void **state)
{
  SoqLabWindow    *window = *state;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "soquete-test-lab.png", NULL);
  g_autofree char *json = g_build_filename (g_get_tmp_dir (), "soquete-test-lab.json", NULL);
  g_autofree char *pdf = g_build_filename (g_get_tmp_dir (), "soquete-test-lab.pdf", NULL);
  g_autofree char *svg = g_build_filename (g_get_tmp_dir (), "soquete-test-lab.svg", NULL);
  g_autofree char *text = NULL;
  GtkWidget       *page;

  soq_ui_test_present (GTK_WINDOW (window));
  page = choose (window, "serving");
  click_text (page, "Run");
  soq_test_wait_until (soq_ui_test_find_text (page, GTK_TYPE_BUTTON, "Stop") != NULL);
  soq_test_wait_until (is_over (page));
  assert_int_equal (soq_lab_run_get_state (soq_experiment_page_get_run (
                      SOQ_EXPERIMENT_PAGE (page))),
                    SOQ_LAB_RUN_DONE);
  assert_int_equal (count_children (soq_ui_test_find_named (page, "claims")), 3);
  assert_non_null (soq_ui_test_find_text (page, GTK_TYPE_BUTTON, "Run"));

  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-dark");

  assert_true (soq_experiment_page_save (SOQ_EXPERIMENT_PAGE (page), path, NULL));
  assert_picture (path);
  assert_true (soq_experiment_page_save (SOQ_EXPERIMENT_PAGE (page), svg, NULL));
  soq_ui_test_assert_written (svg, "<?xml", 1000);
  assert_true (soq_experiment_page_save (SOQ_EXPERIMENT_PAGE (page), pdf, NULL));
  assert_pdf (pdf);
  assert_true (gtk_widget_get_mapped (soq_ui_test_find_text (page, GTK_TYPE_BUTTON, "Print…")));
  assert_true (soq_experiment_page_save (SOQ_EXPERIMENT_PAGE (page), json, NULL));
  assert_true (g_file_get_contents (json, &text, NULL, NULL));
  assert_non_null (strstr (text, "\"experiment\": \"serving\""));
  g_unlink (path);
  g_unlink (json);
}

static void
test_lab_stops_an_experiment (void **state)
{
  SoqLabWindow *window = *state;
  GtkWidget    *page;

  soq_ui_test_present (GTK_WINDOW (window));
  page = choose (window, "serving");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-experiment", NULL);
  soq_test_wait_until (soq_ui_test_find_text (page, GTK_TYPE_BUTTON, "Stop") != NULL);
  click_text (page, "Stop");
  soq_test_wait_until (is_over (page));
  assert_int_equal (soq_lab_run_get_state (soq_experiment_page_get_run (
                      SOQ_EXPERIMENT_PAGE (page))),
                    SOQ_LAB_RUN_STOPPED);
}

static void
test_lab_serves_other_programs (void **state)
{
  SoqLabWindow              *window = *state;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        client = NULL;
  g_autoptr (SoqTimeline)    timeline = NULL;
  char                       byte = 'x';
  SoqLabServer              *server;
  GtkWidget                 *page;

  soq_ui_test_present (GTK_WINDOW (window));
  page = choose (window, "server");
  server = soq_lab_server_page_get_server (SOQ_LAB_SERVER_PAGE (page));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (soq_ui_test_find_type (page, GTK_TYPE_SPIN_BUTTON)),
                             0);
  click_text (page, "Start");
  soq_test_wait_until (soq_lab_server_is_running (server));

  address = g_inet_socket_address_new_from_string ("127.0.0.1", soq_lab_server_get_port (server));
  client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_socket_set_timeout (client, 10);
  assert_true (g_socket_connect (client, address, NULL, NULL));
  assert_int_equal (g_socket_send (client, &byte, 1, NULL, NULL), 1);
  assert_int_equal (g_socket_receive (client, &byte, 1, NULL, NULL), 1);

  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-server");
  click_text (page, "Stop");
  soq_test_wait_until (!soq_lab_server_is_running (server));
  timeline = soq_lab_server_dup_timeline (server);
  assert_int_equal (timeline->clients->len, 1);
}

static void
test_lab_relays (void **state)
{
  SoqLabWindow *window = *state;
  SoqRelay     *relay;
  GtkWidget    *page;

  soq_ui_test_present (GTK_WINDOW (window));
  page = choose (window, "relay");
  relay = soq_relay_page_get_relay (SOQ_RELAY_PAGE (page));
  click_text (page, "Start");
  soq_test_wait_until (soq_relay_is_running (relay));
  assert_true (soq_relay_get_port (relay) > 0);
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-relay");
  click_text (page, "Stop");
  soq_test_wait_until (!soq_relay_is_running (relay));

  /* What is no address is said, and nothing starts. */
  gtk_editable_set_text (GTK_EDITABLE (soq_ui_test_find_type (page, ADW_TYPE_ENTRY_ROW)),
                         "nowhere:99999");
  click_text (page, "Start");
  soq_test_wait_until (gtk_widget_has_css_class (soq_ui_test_find_type (page, ADW_TYPE_ENTRY_ROW),
                                                 "error"));
  assert_false (soq_relay_is_running (relay));
}

static void
test_lab_shows_programs (void **state)
{
  SoqLabWindow *window = *state;
  GtkWidget    *page;
  GtkWidget    *view;
  char         *text;

  soq_ui_test_present (GTK_WINDOW (window));
  soq_lab_window_show_page (window, "uppercase_udp");
  page = soq_lab_window_get_page (window);
  view = soq_ui_test_find_type (page, GTK_TYPE_TEXT_VIEW);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  assert_non_null (strstr (text, "recvfrom"));
  g_free (text);
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-lesson");
}

static void
test_lab_starts_the_server_of_a_lesson (void **state)
{
  SoqLabWindow *window = *state;
  GtkWindow    *opened = NULL;
  GListModel   *windows = gtk_window_get_toplevels ();
  guint         before = g_list_model_get_n_items (windows);

  soq_ui_test_present (GTK_WINDOW (window));
  soq_lab_window_show_page (window, "uppercase");
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-lesson-tcp");
  soq_lesson_page_set_server_port (soq_lab_window_get_page (window), 0);
  click_text (soq_lab_window_get_page (window), "Start This Server");
  soq_test_wait_until (g_list_model_get_n_items (windows) > before);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) one = g_list_model_get_item (windows, i);

      if (SOQ_IS_SERVER_WINDOW (one))
        opened = one;
    }
  assert_non_null (opened);
  assert_int_equal (soq_server_get_mode (
                      soq_server_window_get_server (SOQ_SERVER_WINDOW (opened))),
                    SOQ_REPLY_MODE_UPPERCASE);
  gtk_window_destroy (opened);
}

static void
test_lab_fits_into_a_narrow_window (void **state)
{
  SoqLabWindow *window = *state;
  GtkWidget    *page;

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  soq_ui_test_present (GTK_WINDOW (window));
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-narrow-list");
  page = choose (window, "serving");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-experiment", NULL);
  soq_test_wait_until (is_over (page));
  assert_true (gtk_widget_get_width (GTK_WIDGET (window)) <= 360);
  soq_ui_test_screenshot (GTK_WIDGET (window), "lab-narrow");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_lab_runs_an_experiment, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_stops_an_experiment, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_serves_other_programs, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_relays, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_shows_programs, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_starts_the_server_of_a_lesson, setup, teardown),
    cmocka_unit_test_setup_teardown (test_lab_fits_into_a_narrow_window, setup, teardown),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("lab", tests, NULL, NULL);
}
