/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"

/* A connection that was lost and is made again: under one's name, with one's
 * account, in one's channels.
 */

static void
say (SoqClientFixture *fixture,
     const char       *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_client_say (fixture->client, soq_client_get_conversation (fixture->client), text,
                               &error));
}

static void
connect_as_ana (SoqClientFixture *fixture)
{
  soq_client_set_nick (fixture->client, "ana");
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n");
}

/* Loses the connection and waits until the client says who it is again. */
static void
come_again (SoqClientFixture *fixture)
{
  guint before = soq_fake_server_get_n_accepted (fixture->server);

  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  soq_client_fixture_pass_time (fixture, 10 * 1000 * 1000);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) > before);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "USER "));
}

static guint
count_sent (SoqClientFixture *fixture,
            const char       *text)
{
  g_auto (GStrv) pieces = g_strsplit (soq_fake_server_get_received (fixture->server), text, -1);

  return g_strv_length (pieces) - 1;
}

static void
test_channel_is_joined_again_with_its_key (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_as_ana (fixture);
  say (fixture, "/join #k secret");
  say (fixture, "/join #l,#m one,two");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #k\r\n:ana!u@h JOIN #l\r\n:ana!u@h JOIN #m\r\n");
  come_again (fixture);
  soq_client_fixture_welcome (fixture, "", "");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "JOIN #k secret\r\n") ||
                       soq_client_fixture_has_sent (fixture, "JOIN #k :secret\r\n"));
  soq_test_wait_until (count_sent (fixture, "JOIN #l") == 1 && count_sent (fixture, "one") == 1);
  soq_test_wait_until (count_sent (fixture, "JOIN #m") == 1 && count_sent (fixture, "two") == 1);
}

static void
test_refused_name_is_not_asked_for_again (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_as_ana (fixture);
  say (fixture, "/nick taken");
  soq_client_fixture_hear (fixture, ":irc.test 433 ana taken :Nickname is already in use\r\n");
  assert_string_equal (soq_client_get_nick (fixture->client), "ana");
  come_again (fixture);
  assert_true (soq_client_fixture_has_sent (fixture, "NICK ana\r\n"));
  assert_false (soq_client_fixture_has_sent (fixture, "taken"));
}

static void
test_given_name_is_asked_for_again (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_as_ana (fixture);
  say (fixture, "/nick ines");
  soq_client_fixture_hear (fixture, ":ana!u@h NICK :ines\r\n");
  come_again (fixture);
  assert_true (soq_client_fixture_has_sent (fixture, "NICK ines\r\n"));
}

/* A name that others gave us is not the one we want. */
static void
test_forced_name_is_not_asked_for_again (void **state)
{
  SoqClientFixture *fixture = *state;

  connect_as_ana (fixture);
  soq_client_fixture_hear (fixture, ":ana!u@h NICK :Guest42\r\n");
  come_again (fixture);
  assert_true (soq_client_fixture_has_sent (fixture, "NICK ana\r\n"));
}

static void
test_name_comes_back_when_its_ghost_goes (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_nick (fixture->client, "ana");
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test 433 * ana :Nickname is already in use\r\n"
                                    ":irc.test 001 ana_ :Welcome\r\n"
                                    ":irc.test 376 ana_ :End of MOTD\r\n"
                                    ":ana_!u@h JOIN #a\r\n"
                                    ":irc.test 353 ana_ = #a :ana_ ana bob\r\n"
                                    ":irc.test 366 ana_ #a :End\r\n");
  assert_int_equal (count_sent (fixture, "NICK ana\r\n"), 1);
  soq_client_fixture_hear (fixture, ":bob!u@h QUIT :bye\r\n");
  soq_client_fixture_hear (fixture, ":ana!u@h QUIT :Ping timeout\r\n");
  soq_test_wait_until (count_sent (fixture, "NICK ana\r\n") == 2);
}

static void
log_in (SoqClientFixture *fixture,
        const char       *answer)
{
  soq_client_fixture_hear (fixture, ":irc.test CAP * LS :sasl\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * ACK :sasl\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "AUTHENTICATE PLAIN\r\n"));
  soq_client_fixture_hear (fixture, "AUTHENTICATE +\r\n");
  soq_client_fixture_hear (fixture, answer);
}

/* What keeps the accounts may come up later than the server. */
static void
test_login_that_worked_once_is_tried_again (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_nick (fixture->client, "ana");
  soq_client_set_login (fixture->client, "ana", "secret");
  soq_client_fixture_connect_irc (fixture);
  log_in (fixture, ":irc.test 903 ana :Logged in\r\n:irc.test 001 ana :Welcome\r\n"
                   ":irc.test 376 ana :End of MOTD\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  come_again (fixture);
  log_in (fixture, ":irc.test 904 ana :SASL authentication failed\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
}

int
main (void)
{
#define client_test(name)                                          \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, \
                                   soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_channel_is_joined_again_with_its_key),
    client_test (test_refused_name_is_not_asked_for_again),
    client_test (test_given_name_is_asked_for_again),
    client_test (test_forced_name_is_not_asked_for_again),
    client_test (test_name_comes_back_when_its_ghost_goes),
    client_test (test_login_that_worked_once_is_tried_again),
  };

  return cmocka_run_group_tests_name ("session-return", tests, NULL, NULL);
}
