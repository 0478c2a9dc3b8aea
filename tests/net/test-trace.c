/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-calls.h"
#include "soq-kernel-view.h"
#include "soq-limits.h"
#include "soq-test.h"
#include "soq-trace-text.h"

#include <gio/gnetworking.h>
#include <string.h>

static int
setup (void **state)
{
  *state = soq_trace_new (NULL);

  return 0;
}

static int
teardown (void **state)
{
  soq_trace_unref (*state);

  return 0;
}

static void
add_bytes (SoqTap     *tap,
           const char *text,
           gsize       length)
{
  GOutputVector vector = { text, length };

  soq_tap_bytes (tap, SOQ_CALL_SEND, SOQ_CALL_NO_FLAGS, soq_tap_begin (tap), NULL, &vector, 1,
                 (gint64) length, (gint64) length, NULL);
}

static SoqTraceRecord *
get (GPtrArray *records,
     guint      i)
{
  assert_true (i < records->len);

  return g_ptr_array_index (records, i);
}

static void
test_trace_keeps_the_newest_records (void **state)
{
  SoqTrace             *trace = *state;
  g_autoptr (SoqTap)    tap = soq_tap_new (trace, SOQ_TRACE_ROLE_ACCEPTED, 7);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) newer = NULL;
  g_autoptr (GPtrArray) some = NULL;

  assert_int_equal (soq_trace_get_last (trace), 0);
  soq_trace_set_limits (trace, 10, 1000);
  for (guint i = 0; i < 25; i++)
    soq_tap_call (tap, SOQ_CALL_SHUTDOWN, SOQ_CALL_NO_FLAGS, soq_tap_begin (tap), "SHUT_WR", -1, 0,
                  NULL);

  all = soq_trace_dup_since (trace, 0, G_MAXUINT);
  assert_int_equal (all->len, 10);
  assert_int_equal (get (all, 0)->number, 16);
  assert_int_equal (get (all, 9)->number, 25);
  assert_int_equal (soq_trace_get_last (trace), 25);

  newer = soq_trace_dup_since (trace, 23, G_MAXUINT);
  assert_int_equal (newer->len, 2);
  some = soq_trace_dup_since (trace, 0, 3);
  assert_int_equal (some->len, 3);
  assert_int_equal (get (some, 0)->number, 23);
}

static void
test_trace_keeps_few_bytes (void **state)
{
  SoqTrace             *trace = *state;
  g_autoptr (SoqTap)    tap = soq_tap_new (trace, SOQ_TRACE_ROLE_ACCEPTED, 7);
  g_autofree char      *large = g_strnfill (SOQ_LIMIT_TRACE_BYTES_OF_CALL + 1, 'x');
  g_autoptr (GPtrArray) records = NULL;

  soq_trace_set_limits (trace, 10, 100);
  for (guint i = 0; i < 4; i++)
    add_bytes (tap, large, 40);
  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  assert_int_equal (records->len, 2);
  g_clear_pointer (&records, g_ptr_array_unref);

  /* One that is larger than all may be is kept alone. */
  add_bytes (tap, large, SOQ_LIMIT_TRACE_BYTES_OF_CALL + 1);
  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  assert_int_equal (records->len, 1);
  assert_int_equal (get (records, 0)->result, SOQ_LIMIT_TRACE_BYTES_OF_CALL + 1);
  assert_int_equal (g_bytes_get_size (get (records, 0)->bytes), SOQ_LIMIT_TRACE_BYTES_OF_CALL);
  assert_true ((get (records, 0)->flags & SOQ_CALL_CUT) != 0);
  assert_int_equal (get (records, 0)->offset, 160);
}

static void
test_trace_records_outlive_it (void **state)
{
  SoqTrace             *trace = soq_trace_new (NULL);
  SoqTap               *tap = soq_tap_new (trace, SOQ_TRACE_ROLE_CONNECTED, 7);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char      *name = NULL;

  soq_tap_set_name (tap, "ann");
  add_bytes (tap, "hello\n", 6);
  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  soq_tap_unref (tap);
  soq_trace_clear (trace);
  assert_int_equal (soq_trace_get_last (trace), 1);
  soq_trace_unref (trace);

  assert_memory_equal (g_bytes_get_data (get (records, 0)->bytes, NULL), "hello\n", 6);
  name = soq_trace_socket_dup_name (get (records, 0)->socket);
  assert_string_equal (name, "ann");
}

static gpointer
begin_nothing (void)
{
  return g_new0 (int, 1);
}

static void
mask_x (gpointer state,
        guint8  *bytes,
        gsize    length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == 'x')
      bytes[i] = '.';
}

static void
test_trace_hides_what_the_mask_says (void **state)
{
  const SoqTraceMask    mask = { begin_nothing, mask_x, g_free };
  g_autoptr (SoqTrace)  trace = soq_trace_new (&mask);
  g_autoptr (SoqTap)    tap = soq_tap_new (trace, SOQ_TRACE_ROLE_CONNECTED, 7);
  g_autoptr (GPtrArray) records = NULL;

  add_bytes (tap, "axb", 3);
  /* TLS's bytes may have anything in them. */
  soq_tap_set_encrypted (tap);
  add_bytes (tap, "axb", 3);

  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  assert_memory_equal (g_bytes_get_data (get (records, 0)->bytes, NULL), "a.b", 3);
  assert_memory_equal (g_bytes_get_data (get (records, 1)->bytes, NULL), "axb", 3);
}

/* A line of the call, its size and its error. */
static void
add_text (GString              *text,
          const SoqTraceRecord *record)
{
  g_string_append_printf (text, "%s(%s)", soq_call_get_name (record->call),
                          record->argument != NULL ? record->argument : "");
  if (record->size >= 0)
    g_string_append_printf (text, " %d", (int) record->size);
  if (record->error != NULL)
    g_string_append_printf (text, " = %d %s", (int) record->result, record->error);
  g_string_append_c (text, '\n');
}

/* Newer GLib does it by itself: once for each socket. */
static gboolean
glib_sets_no_delay (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);
  int                 value = 0;

  assert_true (g_socket_get_option (socket, IPPROTO_TCP, TCP_NODELAY, &value, NULL));

  return value != 0;
}

static gboolean
is_no_delay_by_glib (const SoqTraceRecord *record)
{
  return record->call == SOQ_CALL_SETSOCKOPT && (record->flags & SOQ_CALL_BY_GLIB) != 0 &&
         g_str_equal (record->argument, "TCP_NODELAY=1");
}

/* Takes them out of @records. Returns how many there were. */
static guint
remove_no_delay_by_glib (GPtrArray *records)
{
  guint n = 0;

  for (guint i = records->len; i > 0; i--)
    if (is_no_delay_by_glib (g_ptr_array_index (records, i - 1)))
      {
        g_ptr_array_remove_index (records, i - 1);
        n++;
      }

  return n;
}

/* The calls of both ends of one connection, on real sockets. */
static void
test_trace_tells_what_was_called (void **state)
{
#ifdef G_OS_WIN32
  static const char *const wanted[] = {
    "socket(AF_INET, SOCK_STREAM)", "bind(127.0.0.1:0)", "listen() 5", "setsockopt(TCP_NODELAY=1)",
    "recv() 100 = -1 WSAEWOULDBLOCK", "shutdown(SHUT_WR)", "closesocket()"
  };
  const guint accepted_at = 3;
#else
  const guint              accepted_at = 5;
  static const char *const wanted[] = {
    "socket(AF_INET, SOCK_STREAM)", "setsockopt(SO_REUSEADDR=1)", "setsockopt(SO_REUSEPORT=0)",
    "bind(127.0.0.1:0)", "listen() 5", "setsockopt(TCP_NODELAY=1)", "recv() 100 = -1 EAGAIN",
    "shutdown(SHUT_WR)", "close()"
  };
#endif
  SoqTrace                  *trace = *state;
  g_autoptr (GSocket)        socket = NULL;
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        client = NULL;
  g_autoptr (GSocket)        accepted = NULL;
  g_autoptr (GPtrArray)      records = NULL;
  g_autoptr (GString)        seen = g_string_new (NULL);
  guint8                     buffer[100];

  socket = soq_call_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, trace,
                            SOQ_TRACE_ROLE_LISTENER, NULL);
  assert_true (soq_call_bind (socket, any, TRUE, NULL));
  assert_true (soq_call_listen (socket, 5, NULL));
  address = g_socket_get_local_address (socket, NULL);
  client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_connect (client, address, NULL, NULL));
  accepted = g_socket_accept (socket, NULL, NULL);
  g_socket_set_blocking (accepted, FALSE);
  soq_call_accepted (socket, accepted);
  assert_true (soq_call_setsockopt (accepted, IPPROTO_TCP, 1, 1, "TCP_NODELAY"));
  assert_int_equal (soq_call_recv (accepted, soq_tap_of (accepted), buffer, 100, NULL), -1);
  soq_call_shutdown (accepted, soq_tap_of (accepted));
  soq_call_close (accepted);
  soq_call_close (accepted);

  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  assert_int_equal (remove_no_delay_by_glib (records), glib_sets_no_delay () ? 2 : 0);
  for (guint i = 0; i < records->len; i++)
    add_text (seen, get (records, i));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (seen->str, wanted[i]) == NULL)
      fail_msg ("no %s in\n%s", wanted[i], seen->str);
  assert_int_equal (get (records, accepted_at)->call, SOQ_CALL_ACCEPT);
  assert_int_equal (get (records, accepted_at)->result,
                    soq_trace_socket_get_descriptor (get (records, accepted_at + 6)->socket));
  assert_int_equal (records->len, accepted_at + 7);
}

/* What waits unread is what the other end sent. */
static void
test_trace_asks_the_kernel (void **state)
{
  g_autoptr (GSocket)        listener = soq_call_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                         NULL, SOQ_TRACE_ROLE_LISTENER, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        client = NULL;
  g_autoptr (GSocket)        accepted = NULL;
  SoqKernelView              view;

  assert_true (soq_call_bind (listener, any, TRUE, NULL));
  assert_true (soq_call_listen (listener, 1, NULL));
  address = g_socket_get_local_address (listener, NULL);
  client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_connect (client, address, NULL, NULL));
  g_socket_set_blocking (listener, TRUE);
  accepted = g_socket_accept (listener, NULL, NULL);
  assert_int_equal (g_socket_send (client, "hello", 5, NULL, NULL), 5);
  assert_true (g_socket_condition_wait (accepted, G_IO_IN, NULL, NULL));

  if (!soq_kernel_view_read (&view, accepted))
    {
      print_message ("# left out: this kernel does not tell\n");
      skip ();
    }
  assert_int_equal (view.unread, 5);
  /* Wine knows no more than that. */
  if (soq_test_is_wine ())
    return;
  assert_int_equal (view.retransmitted, 0);
  assert_true (view.round_trip >= 0);
  g_socket_close (accepted, NULL);
  assert_false (soq_kernel_view_read (&view, accepted));
}

static void
test_trace_branches_share_one_order (void **state)
{
  SoqTrace             *trace = *state;
  g_autoptr (SoqTrace)  branch = soq_trace_new_branch (trace);
  g_autoptr (SoqTap)    one = soq_tap_new (trace, SOQ_TRACE_ROLE_ACCEPTED, 7);
  g_autoptr (SoqTap)    two = soq_tap_new (branch, SOQ_TRACE_ROLE_CONNECTED, 8);
  g_autoptr (GPtrArray) records = NULL;

  add_bytes (one, "a", 1);
  add_bytes (two, "b", 1);
  add_bytes (one, "c", 1);
  records = soq_trace_dup_since (branch, 0, G_MAXUINT);
  assert_int_equal (records->len, 3);
  assert_int_equal (soq_trace_socket_get_branch (get (records, 0)->socket), 0);
  assert_int_equal (soq_trace_socket_get_branch (get (records, 1)->socket),
                    soq_trace_get_branch (branch));
  assert_int_equal (soq_trace_get_last (trace), 3);
  assert_null (soq_trace_socket_dup_live (get (records, 0)->socket));
}

static void
test_trace_says_who_and_what_was_lost (void **state)
{
  SoqTrace             *trace = *state;
  g_autoptr (SoqTrace)  part = soq_trace_new_part (trace, "Relay", "Losing");
  g_autoptr (SoqTap)    tap = soq_tap_new (part, SOQ_TRACE_ROLE_DATAGRAM_SERVER, 7);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char      *json = NULL;
  g_autofree char      *line = NULL;
  g_autofree char      *kept = NULL;

  assert_int_equal (soq_tap_get_last (tap), 0);
  add_bytes (tap, "a", 1);
  add_bytes (tap, "b", 1);
  assert_int_equal (soq_tap_get_last (tap), 2);

  /* Also of whoever has it already, and of nobody else. */
  records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  soq_trace_set_lost (part, 2);
  soq_trace_set_lost (part, 3);
  assert_false (soq_trace_record_is_lost (get (records, 0)));
  assert_true (soq_trace_record_is_lost (get (records, 1)));
  json = soq_trace_record_dup_json (get (records, 1), 0);
  assert_non_null (strstr (json, "\"who\":\"Relay\",\"scene\":\"Losing\""));
  assert_non_null (strstr (json, "\"lost\":true"));
  line = soq_trace_record_dup_line (get (records, 1), 0);
  assert_non_null (strstr (line, "Relay"));
  assert_non_null (strstr (line, "(thrown away)"));
  kept = soq_trace_record_dup_line (get (records, 0), 0);
  assert_null (strstr (kept, "thrown"));
}

static void
test_trace_costs_nothing_where_nobody_looks (void **state)
{
  g_autoptr (GSocket) socket = soq_call_socket (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, NULL,
                                                SOQ_TRACE_ROLE_LISTENER, NULL);

  assert_non_null (socket);
  assert_null (soq_tap_of (socket));
  assert_int_equal (soq_tap_begin (NULL), 0);
  soq_tap_call (NULL, SOQ_CALL_CLOSE, SOQ_CALL_NO_FLAGS, 0, NULL, -1, 0, NULL);
  soq_tap_set_name (NULL, "ann");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_trace_keeps_the_newest_records, setup, teardown),
    cmocka_unit_test_setup_teardown (test_trace_keeps_few_bytes, setup, teardown),
    cmocka_unit_test (test_trace_records_outlive_it),
    cmocka_unit_test (test_trace_hides_what_the_mask_says),
    cmocka_unit_test_setup_teardown (test_trace_tells_what_was_called, setup, teardown),
    cmocka_unit_test (test_trace_asks_the_kernel),
    cmocka_unit_test_setup_teardown (test_trace_branches_share_one_order, setup, teardown),
    cmocka_unit_test_setup_teardown (test_trace_says_who_and_what_was_lost, setup, teardown),
    cmocka_unit_test (test_trace_costs_nothing_where_nobody_looks),
  };

  return cmocka_run_group_tests_name ("trace", tests, NULL, NULL);
}
