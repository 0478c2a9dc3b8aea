/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"

/* Where nothing was chosen: plain text, unless a server of ours greets. */

static void
connect_automatically (SoqClientFixture *fixture)
{
  g_autofree char     *text = NULL;
  g_autoptr (SoqPlace) place = NULL;

  text = g_strdup_printf ("127.0.0.1:%u", soq_fake_server_get_port (fixture->server));
  place = soq_place_from_string (text, NULL);
  soq_client_connect (fixture->client, place);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 1);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
}

static void
greet (SoqClientFixture *fixture)
{
  soq_fake_server_send (fixture->server,
                        "* You are guest-3 in #lobby, with 1 other. /help lists the commands.\n",
                        -1);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 2);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "USER "));
}

static void
test_classroom_server_gets_no_line_of_irc (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  soq_fake_server_send (fixture->server, "Welcome to our echo server\n", -1);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_client_fixture_say (fixture, "hi");
  soq_client_fixture_expect_received (fixture, "hi\n");
  assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_PLAIN);
}

static void
test_silent_server_gets_no_line_of_irc (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_client_fixture_expect_received (fixture, "");
}

static void
test_server_of_ours_is_spoken_to_in_irc (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *console = NULL;

  connect_automatically (fixture);
  soq_client_fixture_say (fixture, "said early");
  greet (fixture);
  assert_true (g_str_has_prefix (soq_fake_server_get_received (fixture->server), "CAP LS 302\r\n"));
  soq_client_fixture_hear (fixture, ":s 001 ana :Welcome\r\n:s 422 ana :No MOTD\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_IRC);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "JOIN #lobby\r\n"));
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #lobby\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PRIVMSG #lobby :said early\r\n"));
  console = soq_client_fixture_dup_lines (soq_client_get_conversation (fixture->client));
  assert_null (strstr (console, "closed"));
}

/* One that speaks TLS too waits for that before it greets. */
static void
test_server_of_ours_may_greet_late (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  greet (fixture);
  soq_client_fixture_hear (fixture, ":s 001 ana :Welcome\r\n:s 422 ana :No MOTD\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_IRC);
}

/* What was said is heard there; who said it gets a name. */
static void
test_late_greeting_takes_nothing_back (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_client_fixture_say (fixture, "hi");
  soq_client_fixture_expect_received (fixture, "hi\n");
  soq_fake_server_send (fixture->server, "* You are guest-3 in #lobby, with 1 other.\n", -1);
  soq_client_fixture_expect_received (fixture, "hi\n/nick ana\n");
  assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_PLAIN);
}

static void
test_server_that_greets_and_speaks_no_irc (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  soq_client_fixture_say (fixture, "said early");
  greet (fixture);
  soq_fake_server_send (fixture->server, "* This server speaks plain text.\n", -1);
  soq_fake_server_close_peer (fixture->server);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 3);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  soq_fake_server_send (fixture->server, "* You are guest-4 in #lobby, with 1 other.\n", -1);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_client_fixture_expect_received (fixture, "/nick ana\nsaid early\n");
  assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_PLAIN);
}

static void
come_again (SoqClientFixture *fixture,
            guint             connections)
{
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  soq_client_fixture_pass_time (fixture, 80 * 1000 * 1000);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == connections);
}

/* A forwarder that accepts and closes, a ban, a server that restarts: what was
 * IRC once is no program of a class, to which a sentence could be said in the
 * open.
 */
static void
test_what_was_irc_once_stays_irc (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_automatically (fixture);
  greet (fixture);
  soq_client_fixture_hear (fixture, ":s 001 ana :Welcome\r\n:s 422 ana :No MOTD\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  soq_fake_server_close_peer (fixture->server);
  for (guint i = 3; i < 6; i++)
    {
      come_again (fixture, i);
      soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP LS 302\r\n"));
      soq_fake_server_close_peer (fixture->server);
      soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
      assert_int_equal (soq_client_get_protocol (fixture->client), SOQ_PROTOCOL_IRC);
    }
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_classroom_server_gets_no_line_of_irc),
    client_test (test_silent_server_gets_no_line_of_irc),
    client_test (test_server_of_ours_is_spoken_to_in_irc),
    client_test (test_server_of_ours_may_greet_late),
    client_test (test_late_greeting_takes_nothing_back),
    client_test (test_server_that_greets_and_speaks_no_irc),
    client_test (test_what_was_irc_once_stays_irc),
  };

  return cmocka_run_group_tests_name ("client-automatic", tests, NULL, NULL);
}
