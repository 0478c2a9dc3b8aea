/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-fake-server.h"

#define MINUTE (60 * 1000 * 1000)

static void
expect_end (SoqClientFixture *fixture,
            const char       *lines,
            SoqError          code,
            const char       *words)
{
  soq_fake_server_send (fixture->server, lines, -1);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
  soq_test_assert_error (soq_client_get_error (fixture->client), SOQ_ERROR, (int) code);
  assert_non_null (strstr (soq_client_get_error (fixture->client)->message, words));
}

static void
test_error_before_the_welcome_is_the_reason (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  expect_end (fixture, "ERROR :Closing Link: too many from your address\r\n", SOQ_ERROR_REFUSED,
              "too many from your address");
}

static void
test_wrong_password_is_the_reason (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_login (fixture->client, NULL, "wrong");
  soq_client_fixture_connect_irc (fixture);
  assert_true (soq_client_fixture_has_sent (fixture, "PASS wrong\r\n"));
  expect_end (fixture, ":irc.test 464 * :Password incorrect\r\n", SOQ_ERROR_LOGIN,
              "Password incorrect");
}

static void
test_close_before_the_welcome_is_told (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
  soq_test_assert_error (soq_client_get_error (fixture->client), SOQ_ERROR, SOQ_ERROR_NOT_IRC);
}

static void
test_silence_is_not_irc (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_pass_time (fixture, MINUTE / 2);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
  soq_test_assert_error (soq_client_get_error (fixture->client), SOQ_ERROR, SOQ_ERROR_NOT_IRC);
}

static void
test_server_without_accounts_is_not_joined_without_one (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_login (fixture->client, "ana", "secret");
  soq_client_fixture_connect_irc (fixture);
  assert_false (soq_client_fixture_has_sent (fixture, "PASS"));
  expect_end (fixture, ":irc.test CAP * LS :server-time\r\n:irc.test CAP * ACK :server-time\r\n",
              SOQ_ERROR_NO_ACCOUNTS, "no accounts");
}

static void
test_server_without_caps_and_an_account (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_login (fixture->client, "ana", "secret");
  soq_client_fixture_connect_irc (fixture);
  expect_end (fixture, ":irc.test 001 ana :Welcome\r\n", SOQ_ERROR_NO_ACCOUNTS, "no accounts");
}

static void
start_sasl (SoqClientFixture *fixture,
            const char       *password)
{
  soq_client_set_login (fixture->client, "ana", password);
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test CAP * LS :sasl=EXTERNAL,PLAIN\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ sasl\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * ACK :sasl\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "AUTHENTICATE PLAIN\r\n"));
  assert_false (soq_client_fixture_has_sent (fixture, "CAP END"));
  soq_client_fixture_hear (fixture, "AUTHENTICATE +\r\n");
}

static void
test_login_failure_is_said_in_the_servers_words (void **state)
{
  SoqClientFixture *fixture = *state;

  start_sasl (fixture, "wrong");
  expect_end (fixture, ":irc.test 904 * :SASL authentication failed\r\n", SOQ_ERROR_LOGIN,
              "SASL authentication failed");
  assert_false (soq_client_fixture_has_sent (fixture, "CAP END"));
}

static void
test_login_goes_before_the_end_of_caps (void **state)
{
  SoqClientFixture *fixture = *state;

  start_sasl (fixture, "secret");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "AUTHENTICATE AGFuYQBzZWNyZXQ=\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 900 * ana!u@h ana :You are now logged in as ana\r\n"
                                    ":irc.test 903 * :SASL authentication successful\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP END\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 001 ana :Welcome\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
}

/* 0, "ana", 0 and 295 letters are 300 bytes: 400 of base64, a full piece. */
static void
test_long_login_is_sent_in_pieces (void **state)
{
  SoqClientFixture  *fixture = *state;
  g_autofree char   *password = g_strnfill (295, 'x');
  g_autofree guint8 *decoded = NULL;
  gsize              length;
  g_auto (GStrv)     lines = NULL;
  const char        *begin;

  start_sasl (fixture, password);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "AUTHENTICATE +\r\n"));
  begin = strstr (soq_fake_server_get_received (fixture->server), "AUTHENTICATE PLAIN\r\n");
  lines = g_strsplit (begin, "\r\n", -1);
  assert_int_equal (strlen (lines[1]), strlen ("AUTHENTICATE ") + 400);
  assert_string_equal (lines[2], "AUTHENTICATE +");
  decoded = g_base64_decode (lines[1] + strlen ("AUTHENTICATE "), &length);
  assert_int_equal (length, 300);
  assert_memory_equal (decoded, "\0ana\0xxx", 8);
}

static void
test_password_is_nowhere_to_be_read (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;
  g_autofree char  *place = NULL;

  start_sasl (fixture, "secret");
  soq_client_fixture_hear (fixture, ":irc.test 903 * :ok\r\n:irc.test 001 ana :Welcome\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  lines = soq_client_fixture_dup_lines (soq_client_get_conversation (fixture->client));
  place = soq_place_to_string (soq_client_get_place (fixture->client));
  assert_null (strstr (lines, "secret"));
  assert_null (strstr (place, "secret"));
}

static void
test_caps_come_in_several_lines (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  assert_true (g_str_has_prefix (soq_fake_server_get_received (fixture->server),
                                 "CAP LS 302\r\nNICK ana\r\nUSER ana 0 * ana\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * LS * :server-time unknown\r\n");
  for (guint i = 0; i < 5; i++)
    soq_test_iterate ();
  assert_false (soq_client_fixture_has_sent (fixture, "CAP REQ"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * LS :sts=port=6697\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ server-time\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * ACK :server-time\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP END\r\n"));
}

static void
test_refused_caps_are_asked_for_one_by_one (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test CAP * LS :batch chghost\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ :"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * NAK :batch chghost\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ batch\r\n"));
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP REQ chghost\r\n"));
  assert_false (soq_client_fixture_has_sent (fixture, "CAP END"));
  soq_client_fixture_hear (fixture, ":irc.test CAP * NAK :batch\r\n"
                                    ":irc.test CAP * ACK :chghost\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP END\r\n"));
}

static void
test_server_without_caps_is_joined (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test 421 * CAP :Unknown command\r\n"
                                    "PING :cookie\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PONG cookie\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 001 ana2 :Welcome\r\n"
                                    ":irc.test 422 ana2 :No MOTD\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  assert_string_equal (soq_client_get_nick (fixture->client), "ana2");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "JOIN #a\r\n"));
}

static void
test_welcome_without_a_message_of_the_day (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test 001 ana :Welcome\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  assert_false (soq_client_fixture_has_sent (fixture, "JOIN"));
  soq_client_fixture_pass_time (fixture, 3 * 1000 * 1000);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "JOIN #a\r\n"));
}

static void
note_nick (SoqClient  *client,
           const char *refused,
           const char *reason,
           GString    *noted)
{
  g_string_append_printf (noted, "%s: %s", refused, reason);
}

static void
test_names_in_use_are_varied_then_asked_for (void **state)
{
  static const char *const tried[] = { "ana_", "ana1", "ana2", "ana3", "ana4" };
  SoqClientFixture        *fixture = *state;
  g_autoptr (GString)      noted = g_string_new (NULL);
  g_autoptr (GError)       error = NULL;

  g_signal_connect (fixture->client, "nick-needed", G_CALLBACK (note_nick), noted);
  soq_client_fixture_connect_irc (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (tried); i++)
    {
      g_autofree char *line = g_strdup_printf ("NICK %s\r\n", tried[i]);

      assert_int_equal (noted->len, 0);
      soq_client_fixture_hear (fixture, ":irc.test 433 * x :In use\r\n");
      soq_test_wait_until (soq_client_fixture_has_sent (fixture, line));
    }

  soq_client_fixture_hear (fixture, ":irc.test 433 * ana4 :In use\r\n");
  soq_test_wait_until (noted->len > 0);
  assert_string_equal (noted->str, "ana4: In use");
  g_signal_handlers_disconnect_by_data (fixture->client, noted);

  assert_true (soq_client_change_nick (fixture->client, "ines", &error));
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "NICK ines\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 001 ines :Welcome\r\n");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
  assert_string_equal (soq_client_get_nick (fixture->client), "ines");
}

static void
test_name_that_is_too_long_is_cut (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_nick (fixture->client, "anaclaudia_maria");
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_hear (fixture, ":irc.test 432 * anaclaudia_maria :Nickname too long\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "NICK anaclaudi\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 433 * anaclaudi :In use\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "NICK anaclaud_\r\n"));
}

static void
test_silent_server_is_asked_and_then_left (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  soq_client_fixture_pass_time (fixture, MINUTE * 3 / 2);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PING :soquete\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test PONG irc.test :soquete\r\n");
  soq_client_fixture_pass_time (fixture, MINUTE);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);

  soq_client_fixture_pass_time (fixture, MINUTE / 2);
  soq_client_fixture_pass_time (fixture, MINUTE);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  soq_test_assert_error (soq_client_get_error (fixture->client), SOQ_ERROR, SOQ_ERROR_NO_ANSWER);
}

static void
test_lost_channels_are_joined_again_with_their_keys (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "NETWORK=Test");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n:ana!u@h JOIN #b\r\n"
                                    ":bob!u@h MODE #b +k opensesame\r\n"
                                    ":ana!u@h JOIN #c\r\n:bob!u@h KICK #c ana :no\r\n");
  soq_test_wait_until (soq_client_fixture_find (fixture, "#c") != NULL);
  assert_non_null (soq_client_fixture_find (fixture, "Test"));
  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  assert_false (soq_conversation_get_joined (soq_client_fixture_find (fixture, "#a")));

  soq_client_retry_now (fixture->client);
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 2);
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "USER "));
  soq_client_fixture_welcome (fixture, "", "X");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "JOIN #b opensesame\r\n"));
  assert_false (soq_client_fixture_has_sent (fixture, "JOIN #c"));
}

static void
test_quit_is_said (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  soq_client_disconnect (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
  soq_test_wait_until (soq_fake_server_has_ended (fixture->server));
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "QUIT :Soquete\r\n"));
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_error_before_the_welcome_is_the_reason),
    client_test (test_wrong_password_is_the_reason),
    client_test (test_close_before_the_welcome_is_told),
    client_test (test_silence_is_not_irc),
    client_test (test_server_without_accounts_is_not_joined_without_one),
    client_test (test_server_without_caps_and_an_account),
    client_test (test_login_failure_is_said_in_the_servers_words),
    client_test (test_login_goes_before_the_end_of_caps),
    client_test (test_long_login_is_sent_in_pieces),
    client_test (test_password_is_nowhere_to_be_read),
    client_test (test_caps_come_in_several_lines),
    client_test (test_refused_caps_are_asked_for_one_by_one),
    client_test (test_server_without_caps_is_joined),
    client_test (test_welcome_without_a_message_of_the_day),
    client_test (test_names_in_use_are_varied_then_asked_for),
    client_test (test_name_that_is_too_long_is_cut),
    client_test (test_silent_server_is_asked_and_then_left),
    client_test (test_lost_channels_are_joined_again_with_their_keys),
    client_test (test_quit_is_said),
  };

  return cmocka_run_group_tests_name ("session-registration", tests, NULL, NULL);
}
