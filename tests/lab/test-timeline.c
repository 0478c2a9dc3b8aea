/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"
#include "soq-tap.h"
#include "soq-test.h"
#include "soq-timeline.h"

#include <stdlib.h>
#include <string.h>

/* Milliseconds, by which all calls of these tests are made. */
static gint64 now;

static gint64
tell_time (void)
{
  return now * 1000;
}

static int
setup (void **state)
{
  now = 0;
  soq_clock_set (tell_time);
  *state = soq_trace_new (NULL);

  return 0;
}

static int
teardown (void **state)
{
  soq_trace_unref (*state);
  soq_clock_set (NULL);

  return 0;
}

static void
call (SoqTap     *tap,
      SoqCall     what,
      gint64      from,
      gint64      to,
      const char *argument,
      gint64      result)
{
  GOutputVector vector = { "0123456789", 10 };

  now = to;
  soq_tap_bytes (tap, what, SOQ_CALL_NO_FLAGS, from * 1000, argument, &vector,
                 soq_call_get_direction (what) != SOQ_CALL_NEITHER ? 1 : 0, 10, result,
                 result < 0 ? "EAGAIN" : NULL);
}

static SoqTap *
add_tap (SoqTrace    *trace,
         SoqTraceRole role,
         const char  *local,
         const char  *remote)
{
  SoqTap                    *tap = soq_tap_new (trace, role, 5);
  g_autoptr (GSocketAddress) own = NULL;
  g_autoptr (GSocketAddress) other = NULL;

  if (local != NULL)
    own = g_inet_socket_address_new_from_string ("127.0.0.1", (guint) atoi (local));
  if (remote != NULL)
    other = g_inet_socket_address_new_from_string ("127.0.0.1", (guint) atoi (remote));
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), own, other);

  return tap;
}

static void
assert_span (SoqTimeline *timeline,
             guint        client,
             guint        index,
             SoqSpanState state,
             gint64       from,
             gint64       to)
{
  SoqSpan *span;

  assert_true (index < soq_timeline_get (timeline, client)->spans->len);
  span = &g_array_index (soq_timeline_get (timeline, client)->spans, SoqSpan, index);
  assert_int_equal (span->state, state);
  assert_int_equal (span->from, from * 1000);
  assert_int_equal (span->to, to * 1000);
}

static void
test_timeline_of_nothing_is_empty (void **state)
{
  g_autoptr (SoqTimeline) timeline = soq_timeline_new (*state);
  g_autofree char        *json = soq_timeline_to_json (timeline);

  assert_int_equal (timeline->clients->len, 0);
  assert_string_equal (json, "{\n  \"duration\": 0.000000,\n  \"clients\": []\n}\n");
}

static void
test_timeline_has_all_states (void **state)
{
  g_autoptr (SoqTap)      listener = add_tap (*state, SOQ_TRACE_ROLE_LISTENER, "5000", NULL);
  g_autoptr (SoqTap)      client = add_tap (*state, SOQ_TRACE_ROLE_CONNECTED, "6001", "5000");
  g_autoptr (SoqTap)      accepted = add_tap (*state, SOQ_TRACE_ROLE_ACCEPTED, NULL, "6001");
  g_autoptr (SoqTimeline) timeline = NULL;
  g_autofree char        *json = NULL;

  call (client, SOQ_CALL_CONNECT, 99, 100, "127.0.0.1:5000", 0);
  call (listener, SOQ_CALL_ACCEPT, 80, 300, "127.0.0.1:6001", 5);
  call (accepted, SOQ_CALL_RECV, 301, 400, NULL, 10);
  call (accepted, SOQ_CALL_SEND, 450, 451, NULL, 10);
  call (accepted, SOQ_CALL_RECV, 600, 601, NULL, -1);
  call (accepted, SOQ_CALL_CLOSE, 700, 701, NULL, 0);

  timeline = soq_timeline_new (*state);
  assert_int_equal (timeline->clients->len, 1);
  assert_int_equal (timeline->begin, 100 * 1000);
  assert_int_equal (timeline->end, 701 * 1000);
  assert_int_equal (soq_timeline_get (timeline, 0)->spans->len, 6);
  assert_span (timeline, 0, 0, SOQ_SPAN_WAITING, 100, 300);
  /* The moment until recv () and the time it took to make the answer count. */
  assert_span (timeline, 0, 1, SOQ_SPAN_SERVED, 300, 451);
  assert_span (timeline, 0, 2, SOQ_SPAN_IDLE, 451, 600);
  assert_span (timeline, 0, 3, SOQ_SPAN_SERVED, 600, 601);
  assert_span (timeline, 0, 4, SOQ_SPAN_IDLE, 601, 700);
  assert_span (timeline, 0, 5, SOQ_SPAN_SERVED, 700, 701);

  json = soq_timeline_to_json (timeline);
  assert_non_null (strstr (json, "\"name\": \"client 1\""));
  assert_non_null (strstr (json, "\"waiting\": 0.200000"));
  assert_non_null (strstr (json, "\"state\": \"idle\",\n          \"from\": 0.351000"));
}

/* Of a client in another program nobody knows when it was connected. */
static void
test_timeline_of_strangers (void **state)
{
  g_autoptr (SoqTap)      listener = add_tap (*state, SOQ_TRACE_ROLE_LISTENER, "5000", NULL);
  g_autoptr (SoqTap)      first = add_tap (*state, SOQ_TRACE_ROLE_ACCEPTED, NULL, "6001");
  g_autoptr (SoqTap)      second = add_tap (*state, SOQ_TRACE_ROLE_ACCEPTED, NULL, "6001");
  g_autoptr (SoqTimeline) timeline = NULL;

  call (listener, SOQ_CALL_ACCEPT, 0, 10, "127.0.0.1:6001", 5);
  call (first, SOQ_CALL_RECV, 10, 20, NULL, 0);
  call (first, SOQ_CALL_CLOSE, 20, 20, NULL, 0);
  /* The same port again is somebody else. */
  call (listener, SOQ_CALL_ACCEPT, 20, 50, "127.0.0.1:6001", 5);
  call (second, SOQ_CALL_RECV, 50, 80, NULL, 10);
  call (listener, SOQ_CALL_ACCEPT, 80, 100, NULL, -1);

  timeline = soq_timeline_new (*state);
  assert_int_equal (timeline->clients->len, 2);
  assert_int_equal (soq_timeline_get (timeline, 0)->connected, -1);
  assert_int_equal (soq_timeline_get (timeline, 0)->closed, 20 * 1000);
  assert_span (timeline, 0, 0, SOQ_SPAN_SERVED, 10, 20);
  assert_int_equal (soq_timeline_get (timeline, 1)->closed, -1);
  /* Its answer is still to come. */
  assert_span (timeline, 1, 0, SOQ_SPAN_SERVED, 50, 100);
}

static void
test_timeline_of_who_is_never_accepted (void **state)
{
  g_autoptr (SoqTap)      client = add_tap (*state, SOQ_TRACE_ROLE_CONNECTED, "6001", "5000");
  g_autoptr (SoqTimeline) timeline = NULL;

  call (client, SOQ_CALL_CONNECT, 9, 10, "127.0.0.1:5000", 0);
  call (client, SOQ_CALL_SEND, 10, 60, NULL, 10);

  timeline = soq_timeline_new (*state);
  assert_int_equal (timeline->clients->len, 1);
  assert_span (timeline, 0, 0, SOQ_SPAN_WAITING, 10, 60);
}

/* Who finds the backlog full waits in connect (). */
static void
test_timeline_of_a_slow_connect (void **state)
{
  g_autoptr (SoqTap)      listener = add_tap (*state, SOQ_TRACE_ROLE_LISTENER, "5000", NULL);
  g_autoptr (SoqTap)      client = add_tap (*state, SOQ_TRACE_ROLE_CONNECTED, "6001", "5000");
  g_autoptr (SoqTap)      early = add_tap (*state, SOQ_TRACE_ROLE_CONNECTED, "6002", "5000");
  g_autoptr (SoqTimeline) timeline = NULL;

  call (client, SOQ_CALL_CONNECT, 10, 500, "127.0.0.1:5000", 0);
  call (listener, SOQ_CALL_ACCEPT, 0, 510, "127.0.0.1:6001", 5);
  /* The server was told of this one first. */
  call (listener, SOQ_CALL_ACCEPT, 510, 600, "127.0.0.1:6002", 6);
  call (early, SOQ_CALL_CONNECT, 520, 610, "127.0.0.1:5000", 0);

  timeline = soq_timeline_new (*state);
  assert_int_equal (timeline->begin, 10 * 1000);
  assert_span (timeline, 0, 0, SOQ_SPAN_CONNECTING, 10, 500);
  assert_span (timeline, 0, 1, SOQ_SPAN_WAITING, 500, 510);
  assert_span (timeline, 1, 0, SOQ_SPAN_CONNECTING, 520, 600);
  assert_span (timeline, 1, 1, SOQ_SPAN_IDLE, 600, 610);
  assert_int_equal (soq_timeline_get (timeline, 1)->number, 2);
}

/* The thread of a client may be told last. */
static void
test_timeline_of_who_left_before_connect_returned (void **state)
{
  g_autoptr (SoqTap)      listener = add_tap (*state, SOQ_TRACE_ROLE_LISTENER, "5000", NULL);
  g_autoptr (SoqTap)      accepted = add_tap (*state, SOQ_TRACE_ROLE_ACCEPTED, NULL, "6001");
  g_autoptr (SoqTap)      client = add_tap (*state, SOQ_TRACE_ROLE_CONNECTED, "6001", "5000");
  g_autoptr (SoqTimeline) timeline = NULL;

  call (listener, SOQ_CALL_ACCEPT, 0, 500, "127.0.0.1:6001", 5);
  call (accepted, SOQ_CALL_CLOSE, 501, 502, NULL, 0);
  call (client, SOQ_CALL_CONNECT, 10, 503, "127.0.0.1:5000", 0);

  timeline = soq_timeline_new (*state);
  assert_int_equal (timeline->clients->len, 1);
  assert_int_equal (soq_timeline_get (timeline, 0)->number, 1);
  assert_span (timeline, 0, 0, SOQ_SPAN_CONNECTING, 10, 500);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_timeline_of_nothing_is_empty, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timeline_has_all_states, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timeline_of_strangers, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timeline_of_who_is_never_accepted, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timeline_of_a_slow_connect, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timeline_of_who_left_before_connect_returned, setup,
                                     teardown),
  };

  return cmocka_run_group_tests_name ("timeline", tests, NULL, NULL);
}
