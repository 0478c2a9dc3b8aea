/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-conversation-view.h"
#include "soq-server-window.h"

/* A server window and a client window in one conversation, by mouse and
 * keyboard only; and a program of somebody else's beside them.
 */

typedef struct
{
  GtkWindow *server;
  GtkWindow *client;
  GSocket   *program; /* (nullable): a plain-text peer */
  GString   *heard;   /* what it received */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->server = GTK_WINDOW (soq_server_window_new (NULL));
  self->client = GTK_WINDOW (soq_client_window_new (NULL));
  self->heard = g_string_new (NULL);
  soq_server_window_set_port (SOQ_SERVER_WINDOW (self->server), 0);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;
  GWeakRef server;
  GWeakRef client;
  gboolean gone;

  g_weak_ref_init (&server, self->server);
  g_weak_ref_init (&client, self->client);
  gtk_window_destroy (self->server);
  gtk_window_destroy (self->client);
  gone = g_weak_ref_get (&server) == NULL && g_weak_ref_get (&client) == NULL;

  g_weak_ref_clear (&server);
  g_weak_ref_clear (&client);
  g_clear_object (&self->program);
  g_string_free (self->heard, TRUE);
  g_free (self);

  return gone ? 0 : -1;
}

static SoqServer *
get_server (Fixture *self)
{
  return soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server));
}

static SoqClient *
get_client (Fixture *self)
{
  return soq_client_window_get_client (SOQ_CLIENT_WINDOW (self->client));
}

static GtkWidget *
find_view (GtkWindow *window)
{
  GtkWidget *stack = soq_ui_test_find_named (GTK_WIDGET (window), "stack");
  GtkWidget *root = stack != NULL ? gtk_stack_get_visible_child (GTK_STACK (stack))
                                  : GTK_WIDGET (window);

  return soq_ui_test_find_type (root, SOQ_TYPE_CONVERSATION_VIEW);
}

static gboolean
shows (GtkWindow  *window,
       const char *text)
{
  SoqConversationView *view = SOQ_CONVERSATION_VIEW (find_view (window));
  g_autofree char     *shown = soq_conversation_view_dup_text (view);

  return strstr (shown, text) != NULL;
}

static gboolean
program_heard (Fixture    *self,
               const char *text)
{
  char   buffer[1024];
  gssize n = g_socket_receive (self->program, buffer, sizeof buffer, NULL, NULL);

  if (n > 0)
    g_string_append_len (self->heard, buffer, n);

  return strstr (self->heard->str, text) != NULL;
}

static void
program_says (Fixture    *self,
              const char *text)
{
  assert_int_equal (g_socket_send (self->program, text, strlen (text), NULL, NULL), strlen (text));
}

static void
connect_program (Fixture *self)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError)         error = NULL;

  address = g_inet_socket_address_new_from_string ("127.0.0.1",
                                                   soq_server_get_port (get_server (self)));
  self->program = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                &error);
  assert_true (g_socket_connect (self->program, address, NULL, &error));
  g_socket_set_blocking (self->program, FALSE);
}

static void
click_text (GtkWindow  *window,
            const char *text)
{
  GtkWidget *button = soq_ui_test_find_text (GTK_WIDGET (window), GTK_TYPE_BUTTON, text);

  assert_non_null (button);
  soq_ui_test_click (button);
}

static void
start_server (Fixture *self)
{
  soq_ui_test_present (self->server);
  click_text (self->server, "Start");
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_RUNNING);
}

/* Replaces what stands in the entry row with that title. */
static void
fill (Fixture    *self,
      const char *title,
      const char *text)
{
  GtkWidget *row = soq_ui_test_find_text (GTK_WIDGET (self->client), ADW_TYPE_ENTRY_ROW, title);
  GtkWidget *entry;

  assert_non_null (row);
  soq_ui_test_click (row);
  entry = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));
  soq_test_wait_until (gtk_widget_has_focus (entry));
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type (text);
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), text));
}

static void
fill_place (Fixture *self,
            guint    port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  soq_ui_test_present (self->client);
  fill (self, "Host name or IP address", "127.0.0.1");
  fill (self, "Port", text);
  fill (self, "Your name", "ana");
}

static void
type_message (GtkWindow  *window,
              const char *text)
{
  GtkWidget *composer = soq_ui_test_find_type (GTK_WIDGET (window), SOQ_TYPE_COMPOSER);
  GtkWidget *view = soq_ui_test_find_type (composer, GTK_TYPE_TEXT_VIEW);

  soq_ui_test_focus (window);
  soq_ui_test_click (view);
  soq_test_wait_until (gtk_widget_has_focus (view));
  soq_ui_test_type (text);
}

static void
connect_client (Fixture *self)
{
  fill_place (self, soq_server_get_port (get_server (self)));
  click_text (self->client, "Connect");
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_ONLINE);
  soq_test_wait_until (shows (self->client, "ana joined"));
}

static void
test_windows_and_a_program_talk (void **state)
{
  Fixture *self = *state;

  start_server (self);
  connect_program (self);
  program_says (self, "/nick bob\n");
  connect_client (self);

  type_message (self->client, "hello, b");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (program_heard (self, "<ana> hello, b"));
  soq_test_wait_until (shows (self->server, "<ana> 127.0.0.1  hello, b"));

  program_says (self, "hi without a newline");
  soq_test_wait_until (shows (self->client, "<bob> hi without a newline"));
  soq_test_wait_until (shows (self->server, "<bob> 127.0.0.1  hi without a newline"));

  type_message (self->server, "welcome");
  click_text (self->server, "Send");
  soq_test_wait_until (shows (self->client, "<server> welcome"));
  soq_test_wait_until (program_heard (self, "<server> welcome"));

  soq_ui_test_screenshot (GTK_WIDGET (self->server), "conversation-server");
  soq_ui_test_screenshot (GTK_WIDGET (self->client), "conversation-client");
}

static void
test_refusal_is_said_in_words (void **state)
{
  Fixture         *self = *state;
  g_autofree char *sentence = NULL;
  guint            port;

  start_server (self);
  port = soq_server_get_port (get_server (self));
  click_text (self->server, "Stop");
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_STOPPED);

  fill_place (self, port);
  click_text (self->client, "Connect");
  sentence = g_strdup_printf ("Connection refused by 127.0.0.1, port %u: is the server running?",
                              port);
  soq_test_wait_until (soq_ui_test_find_text (GTK_WIDGET (self->client), GTK_TYPE_LABEL,
                                              sentence) != NULL);
  assert_int_equal (soq_client_get_state (get_client (self)), SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_wrong_port_is_marked (void **state)
{
  Fixture *self = *state;

  fill_place (self, 70000);
  click_text (self->client, "Connect");
  soq_test_wait_until (soq_ui_test_find_text (GTK_WIDGET (self->client), GTK_TYPE_LABEL,
                                              "The port must be a number from 1 to 65535.") != NULL);
  assert_int_equal (soq_client_get_state (get_client (self)), SOQ_CLIENT_STATE_OFFLINE);
}

/* Somebody is connected, so that it asks. */
static void
agree_to_stop (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow  *dialog = NULL;

  soq_test_wait_until (g_list_model_get_n_items (windows) == 3);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        dialog = window; /* GTK owns its windows */
    }

  assert_non_null (dialog);
  soq_ui_test_present (dialog);
  click_text (dialog, "Stop");
}

/* What is wrong with an address is said of the part that is wrong. */
static void
test_wrong_address_is_explained (void **state)
{
  static const struct
  {
    const char *address;
    const char *sentence;
  } cases[] = {
    { "tcp://127.0.0.1:70000", "The port must be a number from 1 to 65535." },
    { "127.0.0.1:abc", "The port must be a number from 1 to 65535." },
    { "ftp://127.0.0.1",
      "An address begins with tcp://, udp://, irc:// or ircs://, or with the host." },
  };
  Fixture *self = *state;

  soq_ui_test_present (self->client);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fill (self, "Host name or IP address", cases[i].address);
      soq_ui_test_type ("\n");
      soq_test_wait_until (soq_ui_test_find_text (GTK_WIDGET (self->client), GTK_TYPE_LABEL,
                                                  cases[i].sentence) != NULL);
      assert_int_equal (soq_client_get_state (get_client (self)), SOQ_CLIENT_STATE_OFFLINE);
    }
}

static void
test_stopped_server_is_waited_for (void **state)
{
  Fixture *self = *state;

  start_server (self);
  connect_client (self);
  soq_ui_test_focus (self->server);
  click_text (self->server, "Stop");
  agree_to_stop ();
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_WAITING);
  soq_test_wait_until (shows (self->client, "The server is stopping."));

  soq_ui_test_focus (self->client);
  click_text (self->client, "Stop");
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_OFFLINE);
}

/* A program may wait for an empty line, also from the one who answers by hand. */
static void
test_empty_line_is_answered_by_hand (void **state)
{
  Fixture     *self = *state;
  GtkWidget   *composer = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_COMPOSER);
  GtkDropDown *target;

  target = GTK_DROP_DOWN (soq_ui_test_find_type (gtk_widget_get_parent (composer),
                                                 GTK_TYPE_DROP_DOWN));
  soq_server_window_set_reply (SOQ_SERVER_WINDOW (self->server), SOQ_REPLY_MODE_BY_HAND, FALSE);
  start_server (self);
  connect_program (self);
  program_says (self, "a question\n");
  soq_test_wait_until (g_list_model_get_n_items (gtk_drop_down_get_model (target)) == 2);
  gtk_drop_down_set_selected (target, 1);
  type_message (self->server, "yes  \n\n");
  soq_test_wait_until (program_heard (self, "yes  \n\n"));
}

static GtkAdjustment *
get_adjustment (GtkWindow *window)
{
  GtkWidget *scroller = soq_ui_test_find_type (find_view (window), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static gboolean
is_at_end (GtkWindow *window)
{
  GtkAdjustment *adjustment = get_adjustment (window);

  return gtk_adjustment_get_value (adjustment) > 0 &&
         gtk_adjustment_get_value (adjustment) + 1 >=
           gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static void
fill_view (Fixture *self)
{
  g_autofree char *words = g_strnfill (300, 'x');

  for (guint i = 0; i < 25; i++)
    {
      program_says (self, words);
      program_says (self, "\n");
    }
  program_says (self, "the last\n");
}

/* From the entry one page back, then something is said. */
static void
check_own_is_seen (GtkWindow *window)
{
  soq_test_wait_until (shows (window, "the last"));
  soq_test_wait_until (is_at_end (window));
  type_message (window, "x");
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_test_wait_until (!is_at_end (window));
  for (guint i = 0; i < 3; i++)
    soq_ui_test_key (GDK_KEY_Page_Down, 0);
  soq_test_wait_until (is_at_end (window));
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_test_wait_until (!is_at_end (window));
  soq_ui_test_type ("y\n");
  soq_test_wait_until (shows (window, "xy"));
  soq_test_wait_until (is_at_end (window));
}

static void
test_what_one_says_is_seen (void **state)
{
  Fixture *self = *state;

  start_server (self);
  connect_program (self);
  connect_client (self);
  fill_view (self);
  check_own_is_seen (self->client);
  check_own_is_seen (self->server);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_windows_and_a_program_talk, setup, teardown),
    cmocka_unit_test_setup_teardown (test_refusal_is_said_in_words, setup, teardown),
    cmocka_unit_test_setup_teardown (test_wrong_port_is_marked, setup, teardown),
    cmocka_unit_test_setup_teardown (test_wrong_address_is_explained, setup, teardown),
    cmocka_unit_test_setup_teardown (test_stopped_server_is_waited_for, setup, teardown),
    cmocka_unit_test_setup_teardown (test_empty_line_is_answered_by_hand, setup, teardown),
    cmocka_unit_test_setup_teardown (test_what_one_says_is_seen, setup, teardown),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("talk", tests, NULL, NULL);
}
