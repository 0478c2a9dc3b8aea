/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-fake-server.h"

/* What the person says. */

static void
expect_refused (SoqClientFixture *fixture,
                const char       *text,
                SoqError          code)
{
  g_autoptr (GError) error = NULL;
  guint              before = soq_client_fixture_get_n_messages (fixture);

  assert_false (soq_client_send (fixture->client, text, &error));
  soq_test_assert_error (error, SOQ_ERROR, (int) code);
  assert_int_equal (soq_client_fixture_get_n_messages (fixture), before);
}

static void
test_nothing_is_sent_without_a_connection (void **state)
{
  SoqClientFixture *fixture = *state;

  expect_refused (fixture, "hi", SOQ_ERROR_NOT_CONNECTED);
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_disconnect (fixture->client);
  expect_refused (fixture, "hi", SOQ_ERROR_NOT_CONNECTED);
}

/* Two of these do not fit into what may wait. */
static char *
new_large_text (void)
{
  char *text = g_strnfill (SOQ_CLIENT_SEND_LIMIT / 2 + 1, 'x');

  return text;
}

static void
test_what_waits_for_the_greeting_is_bounded (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *text = new_large_text ();

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, text);
  expect_refused (fixture, text, SOQ_ERROR_SEND_QUEUE);
}

static void
test_nothing_is_said_under_a_guest_name (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "one");
  soq_client_fixture_say (fixture, "two");
  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, "ana", "one");
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, "ana", "two");
  soq_client_fixture_expect_received (fixture, "");

  soq_client_fixture_greet (fixture);
  soq_client_fixture_say (fixture, "three");
  soq_client_fixture_expect_received (fixture, "/nick ana\none\ntwo\nthree\n");
}

static void
test_blanks_and_empty_lines_are_sent (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_CRLF);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, "GET / HTTP/1.0");
  soq_client_fixture_say (fixture, "");
  soq_client_fixture_say (fixture, "ab  ");
  soq_client_fixture_expect_received (fixture, "GET / HTTP/1.0\r\n\r\nab  \r\n");
}

static void
test_input_can_be_ended_and_answers_come (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "all of it");
  assert_true (soq_client_may_end (fixture->client));
  soq_client_end (fixture->client);
  soq_client_fixture_expect_received (fixture, "all of it\n");
  soq_test_wait_until (soq_fake_server_has_ended (fixture->server));
  assert_false (soq_client_may_end (fixture->client));
  expect_refused (fixture, "more", SOQ_ERROR_NOT_CONNECTED);

  soq_fake_server_send (fixture->server, "the answer\n", -1);
  soq_test_wait_until (soq_client_fixture_get_n_messages (fixture) == 4);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_ENDED, NULL, NULL);
  soq_client_fixture_expect_message (fixture, 3, SOQ_MESSAGE_TEXT, NULL, "the answer");
  soq_fake_server_end (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
  assert_null (soq_client_get_error (fixture->client));
}

static void
test_one_can_write_on_after_the_other_end_ended (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_stays (fixture->client, TRUE);
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, "the question\n", -1);
  soq_fake_server_end (fixture->server);
  soq_test_wait_until (soq_client_fixture_get_n_messages (fixture) == 3);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_OTHER_ENDED, NULL, NULL);
  soq_client_fixture_say (fixture, "the answer");
  soq_client_fixture_expect_received (fixture, "the answer\n");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
  soq_client_end (fixture->client);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_silent_server_gets_what_was_said_without_a_name (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "one");
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, "two");
  soq_client_fixture_expect_received (fixture, "one\ntwo\n");
}

static void
test_lines_end_as_the_place_wants_it (void **state)
{
  static const struct
  {
    SoqLineEnding ending;
    const char   *received;
  } cases[] = {
    { SOQ_LINE_ENDING_LF, "one\ntwo\n" },
    { SOQ_LINE_ENDING_CRLF, "one\r\ntwo\r\n" },
    { SOQ_LINE_ENDING_NONE, "one\ntwo" },
  };
  SoqClientFixture *fixture = *state;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      soq_client_fixture_connect (fixture, cases[i].ending);
      soq_client_fixture_pass_time (fixture, 1300 * 1000);
      soq_client_fixture_say (fixture, "one\ntwo");
      soq_client_fixture_expect_received (fixture, cases[i].received);
    }
}

static void
test_commands_are_shown_as_what_they_do (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_greet (fixture);
  soq_client_fixture_say (fixture, "/me waves");
  soq_client_fixture_say (fixture, "/who");
  soq_client_fixture_say (fixture, "//not a command");

  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_ACTION, "ana", "waves");
  soq_client_fixture_expect_message (fixture, 3, SOQ_MESSAGE_COMMAND, "ana", "/who");
  soq_client_fixture_expect_message (fixture, 4, SOQ_MESSAGE_TEXT, "ana", "/not a command");
  soq_client_fixture_expect_received (fixture, "/nick ana\n/me waves\n/who\n//not a command\n");
}

static void
test_other_servers_have_no_commands (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, "/me waves");
  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, "ana", "/me waves");
}

static void
test_quit_word_is_sent_and_ends_the_connection (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_quit_word (fixture->client, "fim");
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_NONE);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, "fim?");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);

  soq_client_fixture_say (fixture, "FIM");
  soq_client_fixture_expect_received (fixture, "fim?FIM");
  soq_test_wait_until (soq_fake_server_has_ended (fixture->server));
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
  assert_null (soq_client_get_error (fixture->client));
  assert_false (soq_timer_is_set (&fixture->client->retry));
}

static void
test_quit_word_waits_for_the_greeting (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_quit_word (fixture->client, "fim");
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "bye");
  soq_client_fixture_say (fixture, "fim");
  soq_client_fixture_pass_time (fixture, 1300 * 1000);

  soq_client_fixture_expect_received (fixture, "bye\nfim\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);

  /* And only once. */
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_no_quit_word_ends_nothing (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_quit_word (fixture->client, "");
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, " ");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_disconnecting_loses_nothing_that_was_sent (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *text = new_large_text ();

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_NONE);
  soq_client_fixture_pass_time (fixture, 1300 * 1000);
  soq_client_fixture_say (fixture, text);
  soq_client_disconnect (fixture->client);

  soq_test_wait_until (soq_fake_server_has_ended (fixture->server));
  assert_int_equal (soq_fake_server_get_n_received (fixture->server), strlen (text));
}

static void
test_server_that_only_reads_gets_what_was_said (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "hi");
  soq_fake_server_end (fixture->server);

  soq_client_fixture_expect_received (fixture, "hi\n");
}

static void
test_disconnecting_before_the_greeting_sends_what_was_said (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_say (fixture, "hi and bye");
  soq_client_disconnect (fixture->client);

  soq_client_fixture_expect_received (fixture, "hi and bye\n");
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_nothing_is_sent_without_a_connection),
    client_test (test_what_waits_for_the_greeting_is_bounded),
    client_test (test_nothing_is_said_under_a_guest_name),
    client_test (test_blanks_and_empty_lines_are_sent),
    client_test (test_input_can_be_ended_and_answers_come),
    client_test (test_one_can_write_on_after_the_other_end_ended),
    client_test (test_silent_server_gets_what_was_said_without_a_name),
    client_test (test_lines_end_as_the_place_wants_it),
    client_test (test_commands_are_shown_as_what_they_do),
    client_test (test_other_servers_have_no_commands),
    client_test (test_quit_word_is_sent_and_ends_the_connection),
    client_test (test_quit_word_waits_for_the_greeting),
    client_test (test_no_quit_word_ends_nothing),
    client_test (test_disconnecting_loses_nothing_that_was_sent),
    client_test (test_server_that_only_reads_gets_what_was_said),
    client_test (test_disconnecting_before_the_greeting_sends_what_was_said),
  };

  return cmocka_run_group_tests_name ("client-send", tests, NULL, NULL);
}
