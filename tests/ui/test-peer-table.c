/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-address.h"
#include "soq-conversation-view.h"
#include "soq-server-window.h"

/* The table of clients, as a teacher looks at it. */

typedef struct
{
  GtkWindow *window;
  SoqServer *server;    /* (borrowed): of the window */
  GPtrArray *programs;  /* (owned) of GSocket */
  guint      n_changes; /* of the model of the table */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->window = GTK_WINDOW (soq_server_window_new (NULL));
  self->server = soq_server_window_get_server (SOQ_SERVER_WINDOW (self->window));
  self->programs = g_ptr_array_new_with_free_func (g_object_unref);
  soq_server_window_set_port (SOQ_SERVER_WINDOW (self->window), 0);
  soq_ui_test_present (self->window);
  assert_true (soq_server_window_start (SOQ_SERVER_WINDOW (self->window)));
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  gtk_window_destroy (self->window);
  g_ptr_array_unref (self->programs);
  g_free (self);

  return 0;
}

static GtkColumnView *
find_view (Fixture *self)
{
  return GTK_COLUMN_VIEW (soq_ui_test_find_type (GTK_WIDGET (self->window),
                                                 GTK_TYPE_COLUMN_VIEW));
}

static GListModel *
get_rows (Fixture *self)
{
  return G_LIST_MODEL (gtk_column_view_get_model (find_view (self)));
}

static GtkColumnViewColumn *
find_column (Fixture    *self,
             const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (find_view (self));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_title (column), title))
        return column; /* the view owns it */
    }

  return NULL;
}

static void
connect_programs (Fixture *self,
                  guint    n)
{
  g_autoptr (GSocketAddress) address = NULL;

  address = g_inet_socket_address_new_from_string ("127.0.0.1",
                                                   soq_server_get_port (self->server));
  for (guint i = 0; i < n; i++)
    {
      GSocket *program = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                       G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (self->programs, program);
      assert_true (g_socket_connect (program, address, NULL, NULL));
    }

  soq_test_wait_until (g_list_model_get_n_items (get_rows (self)) == n);
}

static void
say (Fixture    *self,
     guint       program,
     const char *text)
{
  assert_true (g_socket_send (g_ptr_array_index (self->programs, program), text, strlen (text),
                              NULL, NULL) > 0);
}

static gboolean
is_first (Fixture    *self,
          const char *nick)
{
  g_autoptr (SoqPeer) peer = g_list_model_get_item (get_rows (self), 0);

  return peer != NULL && g_strcmp0 (soq_peer_get_nick (peer), nick) == 0;
}

static void
test_rows_move_when_their_values_change (void **state)
{
  Fixture *self = *state;

  connect_programs (self, 3);
  gtk_column_view_sort_by_column (find_view (self), find_column (self, "Received"),
                                  GTK_SORT_DESCENDING);
  say (self, 1, "/nick busy\n");
  say (self, 1, "one\ntwo\n");
  soq_test_wait_until (is_first (self, "busy"));
  say (self, 2, "/nick busier\n");
  say (self, 2, "one\ntwo\nthree\nfour\n");
  soq_test_wait_until (is_first (self, "busier"));
}

/* IP address, port, name and messages are seen without scrolling, and no two
 * columns have the same title.
 */
static void
test_what_a_class_needs_is_seen (void **state)
{
  static const char *const first[] = { "IP address", "Port", "Name", "Received", "Sent" };
  Fixture                 *self = *state;
  GListModel              *columns = gtk_column_view_get_columns (find_view (self));
  g_autoptr (GHashTable)   titles = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget               *title;
  double                   x;

  connect_programs (self, 2);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char                     *text = gtk_column_view_column_get_title (column);

      if (i < G_N_ELEMENTS (first))
        assert_string_equal (text, first[i]);
      assert_true (g_hash_table_add (titles, (gpointer) (guintptr) text));
    }

  soq_ui_test_screenshot (GTK_WIDGET (self->window), "peer-table");
  title = soq_ui_test_find_text (GTK_WIDGET (find_view (self)), GTK_TYPE_WIDGET, "Sent");
  assert_non_null (title);
  assert_true (gtk_widget_translate_coordinates (title, GTK_WIDGET (find_view (self)),
                                                 gtk_widget_get_width (title), 0, &x, NULL));
  assert_true (x <= gtk_widget_get_width (GTK_WIDGET (find_view (self))));
}

/* Others who connect to it would reach themselves. */
static void
test_loopback_is_not_offered_to_others (void **state)
{
  Fixture              *self = *state;
  g_autoptr (GPtrArray) hosts = soq_server_dup_reachable_addresses (self->server);
  g_autofree char      *loopback = g_strdup_printf ("127.0.0.1:%u",
                                                    soq_server_get_port (self->server));
  gboolean              others = FALSE;

  for (guint i = 0; i < hosts->len; i++)
    others = others || !soq_host_is_loopback (g_ptr_array_index (hosts, i));
  if (!others)
    skip (); /* a computer without a network */

  assert_null (soq_ui_test_find_text (GTK_WIDGET (self->window), GTK_TYPE_BUTTON, loopback));
}

static void
changed_cb (Fixture *self)
{
  self->n_changes++;
}

static void
test_a_class_that_leaves_changes_the_table_few_times (void **state)
{
  Fixture *self = *state;

  connect_programs (self, 60);
  g_signal_connect_swapped (get_rows (self), "items-changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_set_size (self->programs, 0);
  soq_test_wait_until (g_list_model_get_n_items (get_rows (self)) == 0);
  assert_in_range (self->n_changes, 1, 20);
  g_signal_handlers_disconnect_by_data (get_rows (self), self);
}

static gboolean
is_marked (Fixture *self,
           SoqPeer *peer)
{
  g_autofree char *text = g_strdup_printf ("%s: has ended, waits for your answer",
                                           soq_peer_get_nick (peer));
  GtkWidget       *label = soq_ui_test_find_text (GTK_WIDGET (find_view (self)), GTK_TYPE_LABEL,
                                                  text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static gboolean
messages_say (Fixture    *self,
              const char *text)
{
  GtkWidget       *view = soq_ui_test_find_named (GTK_WIDGET (self->window), "messages");
  g_autofree char *shown = soq_conversation_view_dup_text (SOQ_CONVERSATION_VIEW (view));

  return strstr (shown, text) != NULL;
}

static void
test_who_waits_for_an_answer_by_hand_is_marked (void **state)
{
  Fixture            *self = *state;
  g_autoptr (SoqPeer) peer = NULL;

  soq_server_window_set_reply (SOQ_SERVER_WINDOW (self->window), SOQ_REPLY_MODE_BY_HAND, FALSE);
  connect_programs (self, 1);
  peer = g_list_model_get_item (get_rows (self), 0);
  say (self, 0, "2 + 2\n");
  soq_test_wait_until (soq_peer_get_messages_in (peer) == 1);
  assert_false (is_marked (self, peer));
  g_socket_shutdown (g_ptr_array_index (self->programs, 0), FALSE, TRUE, NULL);
  soq_test_wait_until (is_marked (self, peer));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "peer-waits");

  assert_false (messages_say (self, "left: closed by the client"));
  soq_server_say (self->server, peer, "4");
  soq_test_wait_until (g_list_model_get_n_items (get_rows (self)) == 0);
  soq_test_wait_until (messages_say (self, "left: closed by the client"));
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_rows_move_when_their_values_change),
    window_test (test_what_a_class_needs_is_seen),
    window_test (test_loopback_is_not_offered_to_others),
    window_test (test_a_class_that_leaves_changes_the_table_few_times),
    window_test (test_who_waits_for_an_answer_by_hand_is_marked),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("peer-table", tests, NULL, NULL);
}
