/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"

/* What was said before, once and in order. */

#define CAPS "batch draft/chathistory draft/event-playback message-tags server-time"

static void
enter (SoqClientFixture *fixture)
{
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, CAPS, "CHATHISTORY=50");
  soq_client_fixture_hear (fixture, "@time=2020-01-01T01:00:00.000Z :ana!u@h JOIN #a\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CHATHISTORY LATEST #a * 50\r\n"));
}

#define expect_lines(fixture, expected)                                                     \
  do                                                                                        \
    {                                                                                       \
      g_autofree char *lines_now = NULL;                                                    \
      lines_now = soq_client_fixture_dup_lines (soq_client_fixture_find ((fixture), "#a")); \
      assert_string_equal (lines_now, (expected));                                          \
    }                                                                                       \
  while (0)

static const char batch[] =
  ":irc.test BATCH +h chathistory #a\r\n"
  "@batch=h;msgid=2;time=2020-01-01T00:00:02.000Z :bob!u@h PRIVMSG #a :second, ana\r\n"
  "@batch=h;msgid=1;time=2020-01-01T00:00:01.000Z :bob!u@h PRIVMSG #a :first\r\n"
  "@batch=h;msgid=3;time=2020-01-01T00:00:03.000Z :bob!u@h JOIN #a\r\n"
  "@batch=h;msgid=4;time=2020-01-01T00:00:04.000Z :bob!u@h PRIVMSG #a :\001VERSION\001\r\n"
  "@batch=h;msgid=5;time=2020-01-01T00:00:05.000Z :bob!u@h PRIVMSG\r\n"
  "@batch=h;msgid=6;time=2020-01-01T00:00:06.000Z :irc.test 999\r\n"
  ":irc.test BATCH -h\r\n";

static void
test_history_comes_before_what_is_said_now (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_hear (fixture, "@msgid=7;time=2020-01-01T01:00:01.000Z "
                                    ":bob!u@h PRIVMSG #a :now\r\n");
  expect_lines (fixture, "");
  soq_client_fixture_hear (fixture, batch);
  expect_lines (fixture, "~text bob first\n!~text bob second, ana\n~join bob -\n"
                         ">join ana -\ntext bob now\n");
  assert_int_equal (soq_conversation_get_unread (soq_client_fixture_find (fixture, "#a")), 1);
  assert_false (soq_client_fixture_has_sent (fixture, "NOTICE bob"));
}

static void
test_nothing_is_shown_twice (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_hear (fixture, batch);
  soq_client_fixture_hear (fixture, batch);
  soq_client_fixture_hear (fixture, "@msgid=2;time=2020-01-01T00:00:02.000Z "
                                    ":bob!u@h PRIVMSG #a :second, ana\r\n");
  expect_lines (fixture, "~text bob first\n!~text bob second, ana\n~join bob -\n>join ana -\n");
}

static void
test_later_history_is_put_where_it_belongs (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_pass_time (fixture, 5 * 1000 * 1000);
  expect_lines (fixture, ">join ana -\n");
  soq_client_fixture_hear (fixture, batch);
  expect_lines (fixture, "~text bob first\n!~text bob second, ana\n~join bob -\n>join ana -\n");
}

static void
test_without_history_nothing_waits (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_hear (fixture, "FAIL CHATHISTORY INVALID_TARGET LATEST #a :No\r\n");
  expect_lines (fixture, ">join ana -\n");
}

static void
test_what_was_missed_is_asked_for (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_hear (fixture, batch);
  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  soq_client_retry_now (fixture->client);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 2);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "USER "));
  soq_client_fixture_welcome (fixture, CAPS, "CHATHISTORY=50");
  soq_client_fixture_hear (fixture, "@time=2020-01-01T02:00:00.000Z :ana!u@h JOIN #a\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture,
                                                    "CHATHISTORY AFTER #a msgid=3 50\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test BATCH +m chathistory #a\r\n"
                                    "@batch=m;msgid=8;time=2020-01-01T01:30:00.000Z "
                                    ":bob!u@h PRIVMSG #a :ana?\r\n"
                                    ":irc.test BATCH -m\r\n");
  expect_lines (fixture, "~text bob first\n!~text bob second, ana\n~join bob -\n>join ana -\n"
                         "!text bob ana?\nclosed - -\n>join ana -\n");
  assert_int_equal (soq_conversation_get_mentions (soq_client_fixture_find (fixture, "#a")), 1);
}

static void
test_batch_in_a_batch_is_history_too (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture);
  soq_client_fixture_hear (fixture, ":irc.test BATCH +h chathistory #a\r\n"
                                    "@batch=h :irc.test BATCH +i netjoin a b\r\n"
                                    "@batch=i;time=2020-01-01T00:00:01.000Z :eva!u@h JOIN #a\r\n"
                                    ":irc.test BATCH -i\r\n"
                                    ":irc.test BATCH -h\r\n");
  expect_lines (fixture, "~join eva -\n>join ana -\n");
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_history_comes_before_what_is_said_now),
    client_test (test_nothing_is_shown_twice),
    client_test (test_later_history_is_put_where_it_belongs),
    client_test (test_without_history_nothing_waits),
    client_test (test_what_was_missed_is_asked_for),
    client_test (test_batch_in_a_batch_is_history_too),
  };

  return cmocka_run_group_tests_name ("session-history", tests, NULL, NULL);
}
