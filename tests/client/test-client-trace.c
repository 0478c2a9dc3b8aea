/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"
#include "soq-trace-text.h"

#include <string.h>

/* What a client's connection leaves in a trace, also what GLib does for it. */

static SoqPlace *
new_place (SoqClientFixture *fixture,
           SoqTransport      transport,
           const char       *host)
{
  g_autoptr (SoqAddress) address = NULL;

  address = soq_address_new (transport, host, soq_fake_server_get_port (fixture->server));

  return soq_place_new (address, SOQ_LINE_ENDING_LF);
}

static char *
dup_calls (SoqTrace *trace)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  GString              *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *line = soq_trace_record_dup_line (records->pdata[i], 0);

      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (text, FALSE);
}

static void
expect_call (SoqTrace   *trace,
             const char *part)
{
  g_autofree char *calls = dup_calls (trace);

  if (strstr (calls, part) == NULL)
    fail_msg ("no %s in\n%s", part, calls);
}

static void
test_refused_connection_is_in_the_trace (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqTrace) trace = soq_trace_new (NULL);
  g_autoptr (SoqPlace) place = new_place (fixture, SOQ_TRANSPORT_TCP, "127.0.0.1");

  soq_client_set_trace (fixture->client, trace);
  soq_fake_server_stop (fixture->server);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);

  expect_call (trace, "socket(AF_INET, SOCK_STREAM)");
  expect_call (trace, "ECONNREFUSED  (by GLib)");
}

static void
test_connection_is_in_the_trace (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqTrace) trace = soq_trace_new (NULL);
  g_autoptr (SoqPlace) place = new_place (fixture, SOQ_TRANSPORT_TCP, "localhost");

  soq_client_set_trace (fixture->client, trace);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  soq_client_fixture_pass_time (fixture, 2 * G_USEC_PER_SEC);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_client_fixture_say (fixture, "over the wire");
  soq_client_fixture_expect_received (fixture, "over the wire\n");

  expect_call (trace, ") = 0  (by GLib)");
  expect_call (trace, "getsockname(");
  expect_call (trace, "TCP_NODELAY=1) = 0");
  expect_call (trace, "14) = 14  \"over the wire\\n\"");

  /* GLib knows “localhost” by itself; nothing is shown that was not called. */
  {
    g_autofree char *calls = dup_calls (trace);

    assert_null (strstr (calls, "getaddrinfo"));
  }
}

/* GLib knows two addresses of “localhost”, and the server has one of them. It is
 * not told why the other one failed, and so no reason is made up.
 */
static void
test_refused_address_has_no_other_reason (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqTrace) trace = soq_trace_new (NULL);
  g_autoptr (SoqPlace) place = new_place (fixture, SOQ_TRANSPORT_TCP, "localhost");
  g_autofree char     *calls = NULL;

  soq_client_set_trace (fixture->client, trace);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);

  expect_call (trace, ") = 0  (by GLib)");
  calls = dup_calls (trace);
  assert_null (strstr (calls, "ECANCELED"));
  assert_null (strstr (calls, "ECONNREFUSED"));
}

static void
test_messages_know_their_moment (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqTrace) trace = soq_trace_new (NULL);
  g_autoptr (SoqPlace) place = new_place (fixture, SOQ_TRANSPORT_TCP, "127.0.0.1");
  SoqTraceMark         mark;

  soq_client_set_trace (fixture->client, trace);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  soq_client_fixture_hear (fixture, "hello\n");
  soq_client_fixture_pass_time (fixture, 2 * G_USEC_PER_SEC);
  soq_test_wait_until (soq_client_fixture_get_n_messages (fixture) >= 2);

  mark = soq_message_get_mark (
    soq_client_fixture_get_message (fixture, soq_client_fixture_get_n_messages (fixture) - 1));
  assert_int_not_equal (mark.socket, 0);
  assert_in_range (mark.number, 1, soq_trace_get_last (trace));
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_refused_connection_is_in_the_trace),
    client_test (test_connection_is_in_the_trace),
    client_test (test_refused_address_has_no_other_reason),
    client_test (test_messages_know_their_moment),
  };

  return cmocka_run_group_tests_name ("client-trace", tests, NULL, NULL);
}
