/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-server.h"
#include "soq-settings.h"

/* Who types at once, as people do, must not lose a letter: keys are pressed in
 * the moment the conversation is shown, and nobody clicks into the entry before.
 */

#define RECONNECTS 10

typedef enum
{
  WAY_BUTTON,  /* the Connect button is clicked */
  WAY_ENTER,   /* Enter is pressed in a field */
  WAY_RECENT,  /* a recent place is clicked */
  WAY_WELCOME, /* another window chose the place */
} Way;

typedef struct
{
  GtkWindow *window;
  SoqServer *server;   /* (owned) (nullable): speaks IRC and plain text */
  GSocket   *listener; /* (owned) (nullable): of a program that only listens */
  GSocket   *peer;     /* (owned) (nullable): its connection; over UDP the same socket */
  GString   *heard;    /* (owned): what it received */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->window = GTK_WINDOW (soq_client_window_new (NULL));
  self->heard = g_string_new (NULL);
  gtk_window_set_default_size (self->window, 640, 790);
  *state = self;

  return 0;
}

static void
forget_places (void)
{
  SoqSettings *settings = soq_settings_get_default ();

  while (g_list_model_get_n_items (soq_settings_get_recent_places (settings)) > 0)
    soq_settings_remove_recent_place (settings, 0);
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  gtk_window_destroy (self->window);
  if (self->server != NULL)
    {
      soq_server_stop (self->server, NULL);
      soq_test_wait_until (soq_server_get_state (self->server) == SOQ_SERVER_STATE_STOPPED);
    }
  g_clear_object (&self->server);
  g_clear_object (&self->peer);
  g_clear_object (&self->listener);
  g_string_free (self->heard, TRUE);
  g_free (self);
  forget_places ();

  return 0;
}

static SoqClient *
get_client (Fixture *self)
{
  return soq_client_window_get_client (SOQ_CLIENT_WINDOW (self->window));
}

static GtkWidget *
find_named (Fixture    *self,
            const char *name)
{
  return soq_ui_test_find_named (GTK_WIDGET (self->window), name);
}

static gboolean
shows_conversation (Fixture *self)
{
  const char *page = gtk_stack_get_visible_child_name (GTK_STACK (find_named (self, "pages")));

  return g_str_equal (page, "conversation");
}

static gboolean
caret_is_in_entry (Fixture *self)
{
  GtkWidget *view = soq_ui_test_find_type (find_named (self, "composer"), GTK_TYPE_TEXT_VIEW);

  return gtk_window_get_focus (self->window) == view;
}

static gboolean
has_typed (Fixture    *self,
           const char *text)
{
  g_autofree char *typed = soq_composer_dup_text (SOQ_COMPOSER (find_named (self, "composer")));

  return g_str_equal (typed, text);
}

static guint
listen (Fixture    *self,
        GSocketType type)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) local = NULL;

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  assert_true (g_socket_bind (self->listener, address, TRUE, NULL));
  if (type == G_SOCKET_TYPE_STREAM)
    assert_true (g_socket_listen (self->listener, NULL));
  else
    self->peer = g_object_ref (self->listener);
  g_socket_set_blocking (self->listener, FALSE);
  local = g_socket_get_local_address (self->listener, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static gboolean
heard (Fixture    *self,
       const char *text)
{
  char   buffer[1024];
  gssize n;

  if (self->peer == NULL)
    self->peer = g_socket_accept (self->listener, NULL, NULL);
  if (self->peer == NULL)
    return FALSE;

  g_socket_set_blocking (self->peer, FALSE);
  n = g_socket_receive (self->peer, buffer, sizeof buffer, NULL, NULL);
  if (n > 0)
    g_string_append_len (self->heard, buffer, n);

  return g_str_equal (self->heard->str, text);
}

static guint
count_said (Fixture    *self,
            const char *text)
{
  GListModel *events = soq_server_get_events (self->server);
  guint       count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (SoqEvent) event = g_list_model_get_item (events, i);

      if (soq_event_get_event_type (event) == SOQ_EVENT_MESSAGE)
        {
          assert_string_equal (soq_event_get_text (event), text);
          count++;
        }
    }

  return count;
}

static void
start_server (Fixture *self,
              guint    port)
{
  SoqServerConfig   *config = soq_server_config_new ();
  g_autoptr (GError) error = NULL;

  if (self->server == NULL)
    self->server = soq_server_new ();
  config->port = port;
  assert_true (soq_server_start (self->server, config, &error));
  soq_server_config_free (config);
}

static void
click_text (Fixture    *self,
            GType       type,
            const char *text)
{
  GtkWidget *widget = soq_ui_test_find_text (GTK_WIDGET (self->window), type, text);

  assert_non_null (widget);
  soq_ui_test_click (widget);
}

static void
fill_host (Fixture    *self,
           const char *address)
{
  GtkWidget *row = find_named (self, "host");
  GtkWidget *entry = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));

  soq_ui_test_present (self->window);
  soq_ui_test_click (row);
  soq_test_wait_until (gtk_widget_has_focus (entry));
  soq_ui_test_type (address);
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), address));
}

/* Goes to @address and returns in the moment the conversation is shown. */
static void
go (Fixture    *self,
    Way         way,
    const char *address)
{
  g_autoptr (SoqPlace) place = soq_place_from_string (address, NULL);
  g_autofree char     *title = soq_address_to_string (soq_place_get_address (place));

  if (way == WAY_RECENT)
    soq_settings_add_recent_place (soq_settings_get_default (), place);
  if (way == WAY_WELCOME)
    soq_client_window_connect_to (SOQ_CLIENT_WINDOW (self->window), place);
  if (way == WAY_BUTTON || way == WAY_ENTER)
    fill_host (self, address);
  else
    soq_ui_test_present (self->window);

  if (way == WAY_BUTTON)
    click_text (self, GTK_TYPE_BUTTON, "Connect");
  else if (way == WAY_ENTER)
    soq_ui_test_key (GDK_KEY_Return, 0);
  else if (way == WAY_RECENT)
    click_text (self, GTK_TYPE_LIST_BOX_ROW, title);

  soq_test_wait_until (shows_conversation (self));
}

static void
check_first_line (Fixture    *self,
                  Way         way,
                  GSocketType type,
                  const char *expected)
{
  g_autofree char *address = NULL;

  address = g_strdup_printf ("%s://127.0.0.1:%u", type == G_SOCKET_TYPE_STREAM ? "tcp" : "udp",
                             listen (self, type));
  go (self, way, address);
  soq_ui_test_type ("uma linha\n");
  soq_test_wait_until (heard (self, expected));
  assert_true (caret_is_in_entry (self));
  assert_int_not_equal (soq_client_get_state (get_client (self)), SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_first_line_arrives_over_tcp (void **state)
{
  check_first_line (*state, WAY_BUTTON, G_SOCKET_TYPE_STREAM, "uma linha\n");
}

static void
test_first_line_arrives_over_tcp_after_enter (void **state)
{
  check_first_line (*state, WAY_ENTER, G_SOCKET_TYPE_STREAM, "uma linha\n");
}

static void
test_first_line_arrives_at_a_recent_place (void **state)
{
  check_first_line (*state, WAY_RECENT, G_SOCKET_TYPE_STREAM, "uma linha\n");
}

static void
test_first_line_arrives_at_a_chosen_place (void **state)
{
  check_first_line (*state, WAY_WELCOME, G_SOCKET_TYPE_STREAM, "uma linha\n");
}

static void
test_first_line_arrives_over_udp (void **state)
{
  check_first_line (*state, WAY_BUTTON, G_SOCKET_TYPE_DATAGRAM, "uma linha");
}

static void
test_blanks_and_empty_lines_are_sent_over_tcp (void **state)
{
  Fixture         *self = *state;
  g_autofree char *address = g_strdup_printf ("tcp://127.0.0.1:%u",
                                              listen (self, G_SOCKET_TYPE_STREAM));

  go (self, WAY_BUTTON, address);
  soq_ui_test_type ("GET / HTTP/1.0\n\nab  \n");
  soq_test_wait_until (heard (self, "GET / HTTP/1.0\n\nab  \n"));
}

/* Nothing is sent over IRC where nothing stands. */
static void
test_empty_datagram_is_sent_over_udp (void **state)
{
  Fixture         *self = *state;
  g_autofree char *address = g_strdup_printf ("udp://127.0.0.1:%u",
                                              listen (self, G_SOCKET_TYPE_DATAGRAM));
  char             buffer[8];

  go (self, WAY_BUTTON, address);
  soq_ui_test_type ("\n");
  soq_test_wait_until (g_socket_condition_check (self->listener, G_IO_IN) == G_IO_IN);
  assert_int_equal (g_socket_receive (self->listener, buffer, sizeof buffer, NULL, NULL), 0);
}

static void
check_first_line_at_server (Fixture    *self,
                            Way         way,
                            const char *scheme,
                            const char *path)
{
  g_autofree char *address = NULL;

  start_server (self, 0);
  address = g_strdup_printf ("%s127.0.0.1:%u%s", scheme, soq_server_get_port (self->server), path);
  go (self, way, address);
  soq_ui_test_type ("uma linha\n");
  soq_test_wait_until (count_said (self, "uma linha") == 1);
  soq_test_wait_until (caret_is_in_entry (self) && has_typed (self, ""));
}

static void
test_first_line_arrives_over_irc (void **state)
{
  check_first_line_at_server (*state, WAY_BUTTON, "irc://", "/#class");
}

static void
test_first_line_arrives_where_irc_is_found (void **state)
{
  check_first_line_at_server (*state, WAY_BUTTON, "", "");
}

static void
test_first_line_arrives_at_a_server_of_ours_in_plain_text (void **state)
{
  check_first_line_at_server (*state, WAY_ENTER, "tcp://", "");
}

/* Half of the line is typed while there is no connection. */
static void
lose_and_return (Fixture *self,
                 guint    round)
{
  guint port = soq_server_get_port (self->server);

  soq_ui_test_type ("uma ");
  soq_test_wait_until (has_typed (self, "uma "));
  soq_server_stop (self->server, NULL);
  soq_test_wait_until (soq_server_get_state (self->server) == SOQ_SERVER_STATE_STOPPED);
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_WAITING);
  assert_true (caret_is_in_entry (self));
  soq_ui_test_type ("li");
  soq_test_wait_until (has_typed (self, "uma li"));

  start_server (self, port);
  if (round == 0)
    click_text (self, GTK_TYPE_BUTTON, "Try Now");
  else
    soq_client_retry_now (get_client (self));
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_ONLINE);
  soq_ui_test_type ("nha\n");
  soq_test_wait_until (count_said (self, "uma linha") == round + 1);
  soq_test_wait_until (has_typed (self, ""));
  assert_true (caret_is_in_entry (self));
}

static void
check_reconnects (Fixture    *self,
                  const char *scheme,
                  const char *path)
{
  g_autofree char *address = NULL;

  start_server (self, 0);
  address = g_strdup_printf ("%s127.0.0.1:%u%s", scheme, soq_server_get_port (self->server), path);
  go (self, WAY_BUTTON, address);
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_ONLINE);
  for (guint i = 0; i < RECONNECTS; i++)
    lose_and_return (self, i);
}

static void
test_lines_survive_reconnects_over_irc (void **state)
{
  check_reconnects (*state, "irc://", "/#class");
}

static void
test_lines_survive_reconnects_in_plain_text (void **state)
{
  check_reconnects (*state, "tcp://", "");
}

static gboolean
quiet_cb (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;

  return G_SOURCE_REMOVE;
}

static void
frame_cb (GdkFrameClock *clock,
          guint         *frames)
{
  (*frames)++;
}

/* Whether half a second goes by without one frame. */
static gboolean
rests (Fixture *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  gboolean       over = FALSE;
  guint          frames = 0;
  gulong         id = g_signal_connect (clock, "before-paint", G_CALLBACK (frame_cb), &frames);

  g_timeout_add (500, quiet_cb, &over);
  soq_test_wait_until (over);
  g_signal_handler_disconnect (clock, id);

  return frames == 0;
}

/* The caret blinks, which is what it is for, and stops after a while. */
static void
check_rest (Fixture    *self,
            const char *address)
{
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  go (self, WAY_BUTTON, address);
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_ONLINE);
  soq_test_wait_until (rests (self));
}

static void
test_connected_window_rests_over_tcp (void **state)
{
  Fixture         *self = *state;
  g_autofree char *address = g_strdup_printf ("tcp://127.0.0.1:%u",
                                              listen (self, G_SOCKET_TYPE_STREAM));

  /* A spinner turns only where there are animations. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  check_rest (self, address);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
test_connected_window_rests_over_irc (void **state)
{
  Fixture         *self = *state;
  g_autofree char *address = NULL;

  start_server (self, 0);
  address = g_strdup_printf ("irc://127.0.0.1:%u/#class", soq_server_get_port (self->server));
  check_rest (self, address);
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_first_line_arrives_over_tcp),
    window_test (test_first_line_arrives_over_tcp_after_enter),
    window_test (test_first_line_arrives_at_a_recent_place),
    window_test (test_first_line_arrives_at_a_chosen_place),
    window_test (test_first_line_arrives_over_udp),
    window_test (test_blanks_and_empty_lines_are_sent_over_tcp),
    window_test (test_empty_datagram_is_sent_over_udp),
    window_test (test_first_line_arrives_over_irc),
    window_test (test_first_line_arrives_where_irc_is_found),
    window_test (test_first_line_arrives_at_a_server_of_ours_in_plain_text),
    window_test (test_lines_survive_reconnects_over_irc),
    window_test (test_lines_survive_reconnects_in_plain_text),
    window_test (test_connected_window_rests_over_tcp),
    window_test (test_connected_window_rests_over_irc),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("typing", tests, NULL, NULL);
}
