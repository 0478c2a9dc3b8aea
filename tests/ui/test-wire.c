/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-hex-view.h"
#include "soq-ladder.h"
#include "soq-server-window.h"
#include "soq-wire-explain.h"
#include "soq-wire-list.h"
#include "soq-wire-view.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a wire view makes of a trace, and that windows show their own. */

typedef struct
{
  SoqTrace     *trace;  /* (owned) */
  SoqWireModel *model;  /* (owned) */
  SoqTap       *server; /* (owned): its end of a connection */
  SoqTap       *client; /* (owned): the other end */
} Wire;

static void
set_addresses (SoqTap *tap,
               guint16 local_port,
               guint16 remote_port)
{
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  local = g_inet_socket_address_new_from_string ("127.0.0.1", local_port);
  remote = g_inet_socket_address_new_from_string ("127.0.0.1", remote_port);
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), local, remote);
}

static int
setup_wire (void **state)
{
  Wire *self = g_new0 (Wire, 1);

  self->trace = soq_trace_new (NULL);
  self->server = soq_tap_new (self->trace, SOQ_TRACE_ROLE_ACCEPTED, 5);
  self->client = soq_tap_new (self->trace, SOQ_TRACE_ROLE_CONNECTED, 6);
  set_addresses (self->server, 5000, 40000);
  set_addresses (self->client, 40000, 5000);
  self->model = soq_wire_model_new ();
  soq_wire_model_set_trace (self->model, self->trace);
  *state = self;

  return 0;
}

static int
teardown_wire (void **state)
{
  Wire *self = *state;

  soq_test_assert_finalized (&self->model);
  soq_tap_unref (self->server);
  soq_tap_unref (self->client);
  soq_trace_unref (self->trace);
  g_free (self);

  return 0;
}

static void
carry (SoqTap     *tap,
       SoqCall     call,
       const char *text)
{
  GOutputVector vector = { text, strlen (text) };

  soq_tap_bytes (tap, call, SOQ_CALL_NO_FLAGS, soq_tap_begin (tap), NULL, &vector, 1, 2048,
                 (gint64) strlen (text), NULL);
}

static SoqWireEvent *
get_row (Wire *self,
         guint i)
{
  SoqWireEvent *event = soq_wire_model_get_row (self->model, i);

  assert_non_null (event);

  return event;
}

static void
assert_sources (Wire         *self,
                guint         row,
                guint         n,
                const guint64 numbers[])
{
  GArray *sources = get_row (self, row)->sources;

  assert_int_equal (sources != NULL ? sources->len : 0, n);
  for (guint i = 0; i < n; i++)
    assert_int_equal (g_array_index (sources, guint64, i), numbers[i]);
}

/* One send () came in two recv ()s, and two in one. */
static void
test_wire_finds_what_was_sent_in_what_came (void **state)
{
  Wire *self = *state;

  carry (self->client, SOQ_CALL_SEND, "hello\n");
  carry (self->server, SOQ_CALL_RECV, "hel");
  carry (self->server, SOQ_CALL_RECV, "lo\n");
  carry (self->client, SOQ_CALL_SEND, "a\n");
  carry (self->client, SOQ_CALL_SEND, "b\n");
  carry (self->server, SOQ_CALL_RECV, "a\nb\n");
  assert_true (soq_wire_model_pull (self->model));
  assert_false (soq_wire_model_pull (self->model));

  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 6);
  assert_sources (self, 1, 1, (guint64[]){ 1 });
  assert_sources (self, 2, 1, (guint64[]){ 1 });
  assert_sources (self, 5, 2, (guint64[]){ 5, 4 });
  assert_true (get_row (self, 0)->arrived);
  assert_int_equal (get_row (self, 0)->own, get_row (self, 1)->other);
  assert_int_equal (soq_wire_model_get_parties (self->model)->len, 2);
}

/* A thread that receives may write it down before the one that sent. */
static void
test_wire_finds_it_in_any_order (void **state)
{
  Wire *self = *state;

  carry (self->server, SOQ_CALL_RECV, "hello\n");
  carry (self->client, SOQ_CALL_SEND, "hello\n");
  soq_wire_model_pull (self->model);
  assert_sources (self, 0, 1, (guint64[]){ 2 });
}

static void
test_wire_says_how_messages_lie (void **state)
{
  Wire            *self = *state;
  SoqWireSpan      span;
  g_autofree char *end = NULL;
  g_autofree char *both = NULL;
  g_autofree char *part = NULL;

  carry (self->server, SOQ_CALL_RECV, "hel");
  carry (self->client, SOQ_CALL_SEND, "not\nthis\n");
  carry (self->server, SOQ_CALL_RECV, "lo\n");
  carry (self->server, SOQ_CALL_RECV, "a\nb\n");
  carry (self->server, SOQ_CALL_RECV, "c\nd");
  soq_wire_model_pull (self->model);

  soq_wire_model_measure (self->model, 2, &span);
  assert_int_equal (span.before, 1);
  assert_true (span.starts_inside && !span.ends_inside);
  end = soq_wire_explain_span (get_row (self, 2)->record, &span);
  assert_non_null (strstr (end, "came in 2 calls"));

  soq_wire_model_measure (self->model, 3, &span);
  assert_false (span.starts_inside);
  both = soq_wire_explain_span (get_row (self, 3)->record, &span);
  assert_non_null (strstr (both, "2 messages came in one call"));

  soq_wire_model_measure (self->model, 4, &span);
  assert_true (span.ends_inside);
  part = soq_wire_explain_span (get_row (self, 4)->record, &span);
  assert_non_null (strstr (part, "a part of another"));
}

static void
test_wire_filters (void **state)
{
  Wire         *self = *state;
  SoqWireParty *client;

  soq_tap_call (self->server, SOQ_CALL_SHUTDOWN, SOQ_CALL_NO_FLAGS, 0, "SHUT_WR", -1, 0, NULL);
  carry (self->server, SOQ_CALL_RECV, "Hello\n");
  carry (self->server, SOQ_CALL_RECV, "bye\n");
  soq_wire_model_pull (self->model);
  soq_wire_model_set_bytes_only (self->model, TRUE);
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 2);
  soq_wire_model_set_text (self->model, "hEllo");
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 1);
  soq_wire_model_set_text (self->model, "shut_");
  soq_wire_model_set_bytes_only (self->model, FALSE);
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 1);
  soq_wire_model_set_text (self->model, "");

  client = g_ptr_array_index (soq_wire_model_get_parties (self->model), 1);
  assert_string_equal (client->key, "127.0.0.1:40000");
  soq_wire_model_set_party (self->model, "127.0.0.1:9");
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 0);
  soq_wire_model_set_party (self->model, "127.0.0.1:40000");
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 3);
  soq_wire_model_clear (self->model);
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (self->model)), 0);
}

/* It keeps a bounded number of rows, and those that stay keep their places. */
static guint
count_listed (GtkWidget *view)
{
  GtkWidget *table = soq_ui_test_find_type (view, GTK_TYPE_COLUMN_VIEW);

  assert_non_null (table);

  return g_list_model_get_n_items (
    G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table))));
}

/* The list has rows only while it is seen: they are widgets, and many. */
static void
test_wire_lists_what_it_draws (void **state)
{
  Wire        *self = *state;
  GtkWindow   *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget   *view = g_object_new (SOQ_TYPE_WIRE_VIEW, NULL);
  SoqWireList *list;

  carry (self->client, SOQ_CALL_SEND, "hello\n");
  carry (self->server, SOQ_CALL_RECV, "hello\n");
  soq_wire_view_set_trace (SOQ_WIRE_VIEW (view), self->trace);
  gtk_window_set_child (window, view);
  soq_ui_test_present (window);
  list = SOQ_WIRE_LIST (soq_ui_test_find_type (view, SOQ_TYPE_WIRE_LIST));
  soq_ladder_select (SOQ_LADDER (soq_ui_test_find_type (view, SOQ_TYPE_LADDER)), 1);
  assert_int_equal (count_listed (view), 0);

  gtk_widget_activate_action (view, "wire.view", "s", "list");
  assert_int_equal (count_listed (view), 2);
  assert_int_equal (soq_wire_list_get_selected (list), 1);

  gtk_widget_activate_action (view, "wire.view", "s", "ladder");
  assert_int_equal (count_listed (view), 0);
  gtk_window_destroy (window);
}

/* Of many calls that which was for nothing is seen. */
static void
test_wire_shows_what_was_lost (void **state)
{
  Wire          *self = *state;
  GtkWindow     *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget     *view = g_object_new (SOQ_TYPE_WIRE_VIEW, NULL);
  SoqLadder     *ladder = soq_wire_view_get_ladder (SOQ_WIRE_VIEW (view));
  GtkAdjustment *vertical;
  SoqWireEvent  *event;
  double         from;

  for (guint i = 0; i < 100; i++)
    carry (self->client, SOQ_CALL_SEND, "hello\n");
  soq_trace_set_lost (self->trace, 60);
  soq_wire_view_set_trace (SOQ_WIRE_VIEW (view), self->trace);
  gtk_window_set_child (window, view);
  soq_ui_test_present (window);
  soq_wire_view_show_beginning (SOQ_WIRE_VIEW (view));
  soq_wire_view_show_lost (SOQ_WIRE_VIEW (view));

  event = soq_wire_model_get_row (soq_wire_view_get_model (SOQ_WIRE_VIEW (view)), 59);
  vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (ladder));
  from = gtk_adjustment_get_value (vertical);
  assert_true (from > 0);
  assert_true (event->top >= from);
  assert_true (event->top + event->height <= from + gtk_adjustment_get_page_size (vertical));
  gtk_window_destroy (window);
}

static void
test_wire_forgets_the_oldest (void **state)
{
  Wire  *self = *state;
  guint  n;
  double height;

  for (guint i = 0; i < 24000; i++)
    {
      carry (self->server, SOQ_CALL_RECV, "x\n");
      if (i % 1000 == 0)
        soq_wire_model_pull (self->model);
    }
  soq_wire_model_pull (self->model);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  height = soq_wire_model_get_height (self->model);
  assert_in_range (n, 20000, 22000);
  assert_true (height > 0 && get_row (self, n - 1)->height * n == height);
  assert_int_equal (soq_wire_model_find_row_at (self->model, 0), 0);
  assert_int_equal (soq_wire_model_find_row_at (self->model, height - 1), n - 1);
}

static void
assert_party (Wire       *self,
              guint       i,
              const char *title,
              guint       position)
{
  SoqWireParty    *party = g_ptr_array_index (soq_wire_model_get_parties (self->model), i);
  g_autofree char *shown = soq_wire_party_dup_title (party);

  assert_string_equal (shown, title);
  assert_int_equal (party->position, position);
}

/* A relay is one column, though it is a server and a client, and stands between
 * those with whom it talks. What it throws away is said.
 */
static void
test_wire_shows_a_relay (void **state)
{
  Wire                *self = *state;
  g_autoptr (SoqTrace) part = soq_trace_new_part (self->trace, "Relay", "Through a relay");
  g_autoptr (SoqTap)   near = soq_tap_new (part, SOQ_TRACE_ROLE_ACCEPTED, 7);
  g_autoptr (SoqTap)   far = soq_tap_new (part, SOQ_TRACE_ROLE_CONNECTED, 8);
  g_autofree char     *meaning = NULL;

  set_addresses (near, 5000, 40000);
  set_addresses (far, 41000, 6000);
  carry (far, SOQ_CALL_SEND, "hello\n");
  carry (self->client, SOQ_CALL_SEND, "hello\n");
  carry (near, SOQ_CALL_RECV, "hello\n");
  soq_trace_set_lost (self->trace, soq_tap_get_last (near));
  soq_wire_model_pull (self->model);

  assert_int_equal (soq_wire_model_get_parties (self->model)->len, 3);
  assert_party (self, 0, "Relay", 1);
  assert_party (self, 1, "Server", 2);
  assert_party (self, 2, "Client", 0);
  assert_int_equal (get_row (self, 1)->other, 0);
  assert_string_equal (get_row (self, 0)->scene, "Through a relay");
  assert_null (get_row (self, 1)->scene);
  assert_true (get_row (self, 0)->top >= SOQ_WIRE_SCENE_HEIGHT);

  assert_false (soq_trace_record_is_lost (get_row (self, 1)->record));
  meaning = soq_wire_explain_outcome (get_row (self, 2)->record);
  assert_non_null (strstr (meaning, "threw this datagram away"));
}

static void
test_wire_explains_every_call (void **state)
{
  SoqTraceRecord   record = { .call = SOQ_CALL_CONNECT, .error = "WSAECONNREFUSED", .result = -1 };
  g_autofree char *text = soq_wire_explain_outcome (&record);
  g_autofree char *at_once = NULL;
  g_autofree char *late = NULL;

  record.call = SOQ_CALL_RECV;
  record.error = "EAGAIN";
  at_once = soq_wire_explain_outcome (&record);
  assert_non_null (strstr (at_once, "does not block"));
  record.end = record.begin + G_USEC_PER_SEC;
  late = soq_wire_explain_outcome (&record);
  assert_non_null (strstr (late, "time limit"));

  for (guint i = 0; i < SOQ_N_CALLS; i++)
    assert_true (strlen (soq_wire_explain_call (i)) > 20);
  assert_non_null (strstr (text, "Is the server running"));
}

/* Windows */

typedef struct
{
  GtkWindow *server;
  GtkWindow *client;
} Windows;

static int
setup_windows (void **state)
{
  Windows *self = g_new0 (Windows, 1);

  self->server = GTK_WINDOW (soq_server_window_new (NULL));
  soq_server_window_set_port (SOQ_SERVER_WINDOW (self->server), 0);
  self->client = GTK_WINDOW (soq_client_window_new (NULL));
  *state = self;

  return 0;
}

static int
teardown_windows (void **state)
{
  Windows *self = *state;

  gtk_window_destroy (self->client);
  gtk_window_destroy (self->server);
  g_free (self);

  return 0;
}

static void
connect_windows (Windows *self)
{
  g_autofree char     *address = NULL;
  g_autoptr (SoqPlace) place = NULL;
  SoqClient           *client = soq_client_window_get_client (SOQ_CLIENT_WINDOW (self->client));
  SoqServer           *server = soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server));

  assert_true (soq_server_window_start (SOQ_SERVER_WINDOW (self->server)));
  address = g_strdup_printf ("irc://127.0.0.1:%u/lobby", soq_server_get_port (server));
  place = soq_place_from_string (address, NULL);
  assert_non_null (place);
  soq_client_window_connect_to (SOQ_CLIENT_WINDOW (self->client), place);
  soq_test_wait_until (soq_client_get_state (client) == SOQ_CLIENT_STATE_ONLINE);
}

/* A client window has one on each of its pages. */
static SoqWireView *
find_wire (GtkWindow *window)
{
  GtkWidget *root = GTK_WIDGET (window);

  if (SOQ_IS_CLIENT_WINDOW (window))
    root = gtk_stack_get_visible_child (GTK_STACK (soq_ui_test_find_named (root, "pages")));

  return SOQ_WIRE_VIEW (soq_ui_test_find_type (root, SOQ_TYPE_WIRE_VIEW));
}

static GListModel *
find_rows (GtkWindow *window)
{
  return G_LIST_MODEL (soq_wire_view_get_model (find_wire (window)));
}

static gboolean
has_row (GtkWindow  *window,
         SoqCall     call,
         const char *bytes)
{
  GListModel *rows = find_rows (window);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SoqWireEvent) event = g_list_model_get_item (rows, i);
      gsize                    length = 0;
      const char              *data = NULL;

      if (event->record->bytes != NULL)
        data = g_bytes_get_data (event->record->bytes, &length);
      if (event->record->call == call && length > 0 &&
          g_strstr_len (data, (gssize) length, bytes) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_call (GtkWindow *window,
          SoqCall    call)
{
  GListModel *rows = find_rows (window);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SoqWireEvent) event = g_list_model_get_item (rows, i);

      if (event->record->call == call)
        return TRUE;
    }

  return FALSE;
}

/* Whoever types sees it going out, and the server's window sees it coming. */
static void
test_wire_of_both_windows (void **state)
{
  Windows   *self = *state;
  GtkWidget *wire;
  GtkWidget *details;

  soq_ui_test_present (self->server);
  soq_ui_test_focus (self->server);
  connect_windows (self);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-wire", NULL);
  soq_ui_test_present (self->client);
  soq_ui_test_focus (self->client);
  gtk_widget_activate_action (GTK_WIDGET (self->client), "win.toggle-wire", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->client), "win.focus-entry", NULL);
  soq_ui_test_type ("seen on the wire");
  soq_ui_test_key (GDK_KEY_Return, 0);

  /* Together with what else goes out in that turn, if there is any. */
  soq_test_wait_until (
    has_row (self->client, SOQ_CALL_SEND, "PRIVMSG #lobby :seen on the wire") ||
    has_row (self->client, SOQ_CALL_SENDMSG, "PRIVMSG #lobby :seen on the wire"));
  soq_test_wait_until (has_row (self->client, SOQ_CALL_RECV, "PRIVMSG #lobby :seen on the wire"));
  soq_test_wait_until (has_row (self->server, SOQ_CALL_RECV, "PRIVMSG #lobby :seen on the wire"));
  soq_ui_test_screenshot (GTK_WIDGET (self->client), "wire-client");

  /* A click on the ladder opens the bytes. */
  wire = GTK_WIDGET (find_wire (self->client));
  soq_ui_test_click (soq_ui_test_find_type (wire, SOQ_TYPE_LADDER));
  details = soq_ui_test_find_type (wire, SOQ_TYPE_HEX_VIEW);
  soq_test_wait_until (details != NULL && gtk_widget_get_mapped (gtk_widget_get_parent (details)));
  soq_ui_test_screenshot (GTK_WIDGET (self->client), "wire-details");

  /* The end of the connection is said above it. */
  soq_server_stop (soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server)), NULL);
  soq_test_wait_until (has_call (self->client, SOQ_CALL_CLOSE));
  soq_ui_test_screenshot (GTK_WIDGET (self->client), "wire-stopped");
}

static gboolean
was_refused (GtkWindow *window)
{
  GListModel *rows = find_rows (window);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SoqWireEvent) event = g_list_model_get_item (rows, i);

      if (event->record->call == SOQ_CALL_CONNECT && event->record->error != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Where a person connects, and it fails, the calls are beside the fields. */
static void
test_wire_of_a_refused_client (void **state)
{
  Windows             *self = *state;
  SoqServer           *server = soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server));
  g_autofree char     *address = NULL;
  g_autoptr (SoqPlace) place = NULL;

  assert_true (soq_server_window_start (SOQ_SERVER_WINDOW (self->server)));
  address = g_strdup_printf ("tcp://127.0.0.1:%u", soq_server_get_port (server));
  place = soq_place_from_string (address, NULL);
  soq_server_stop (server, NULL);
  soq_test_wait_until (soq_server_get_state (server) == SOQ_SERVER_STATE_STOPPED);

  soq_ui_test_present (self->client);
  soq_ui_test_focus (self->client);
  assert_false (gtk_widget_get_visible (GTK_WIDGET (find_wire (self->client))));
  gtk_widget_activate_action (GTK_WIDGET (self->client), "win.toggle-wire", NULL);
  soq_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (find_wire (self->client))));

  soq_client_window_connect_to (SOQ_CLIENT_WINDOW (self->client), place);
  soq_test_wait_until (was_refused (self->client));
  soq_ui_test_screenshot (GTK_WIDGET (self->client), "wire-refused");
}

static void
test_wire_saves_every_format (void **state)
{
  static const struct
  {
    const char *name;
    const char *begins;
  } formats[] = {
    { "calls.svg", "<?xml" },
    { "calls.png", "\x89PNG" },
    { "calls.txt", "# soquete" },
    { "calls.json", "{\"program\":\"soquete\"" },
    { "calls.pcapng", "\x0a\x0d\x0d\x0a" },
  };
  Windows           *self = *state;
  SoqWireView       *wire;
  g_autofree char   *folder = g_dir_make_tmp ("soquete-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char   *bad = g_build_filename (folder, "calls.doc", NULL);

  soq_ui_test_present (self->server);
  connect_windows (self);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-wire", NULL);
  soq_test_wait_until (has_row (self->server, SOQ_CALL_RECV, "NICK"));
  wire = find_wire (self->server);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_build_filename (folder, formats[i].name, NULL);

      assert_true (soq_wire_view_save (wire, path, &error));
      soq_ui_test_assert_written (path, formats[i].begins, 200);
    }

  assert_false (soq_wire_view_save (wire, bad, &error));
  assert_non_null (strstr (error->message, ".json, .pcapng or .txt"));
  g_rmdir (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_wire_finds_what_was_sent_in_what_came, setup_wire,
                                     teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_finds_it_in_any_order, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_says_how_messages_lie, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_filters, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_lists_what_it_draws, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_shows_a_relay, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_shows_what_was_lost, setup_wire, teardown_wire),
    cmocka_unit_test_setup_teardown (test_wire_forgets_the_oldest, setup_wire, teardown_wire),
    cmocka_unit_test (test_wire_explains_every_call),
    cmocka_unit_test_setup_teardown (test_wire_of_both_windows, setup_windows, teardown_windows),
    cmocka_unit_test_setup_teardown (test_wire_of_a_refused_client, setup_windows,
                                     teardown_windows),
    cmocka_unit_test_setup_teardown (test_wire_saves_every_format, setup_windows,
                                     teardown_windows),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("wire", tests, NULL, NULL);
}
