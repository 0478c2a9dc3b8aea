/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-fake-server.h"
#include "soq-limits.h"

/* What comes from the other end, and how a connection begins and ends. */

static SoqPlace *
new_place (SoqClientFixture *fixture)
{
  g_autoptr (SoqAddress) address = NULL;

  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1",
                             soq_fake_server_get_port (fixture->server));

  return soq_place_new (address, SOQ_LINE_ENDING_LF);
}

static void
test_refused_connection_is_not_tried_again (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqPlace) place = new_place (fixture);

  soq_fake_server_stop (fixture->server);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);

  soq_test_assert_error (soq_client_get_error (fixture->client), G_IO_ERROR,
                         G_IO_ERROR_CONNECTION_REFUSED);
  assert_string_equal (fixture->states->str, "CO");
  assert_false (soq_timer_is_set (&fixture->client->retry));
}

static void
test_cancelled_connection_is_no_error (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqPlace) place = new_place (fixture);

  soq_client_connect (fixture->client, place);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_CONNECTING);
  soq_client_disconnect (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
  assert_null (soq_client_get_error (fixture->client));

  /* What the cancelled one still says must not change that. */
  for (guint i = 0; i < 10; i++)
    soq_test_iterate ();
  assert_string_equal (fixture->states->str, "CO");
  assert_int_equal (soq_client_fixture_get_n_messages (fixture), 0);
}

static void
test_second_connect_replaces_the_first (void **state)
{
  SoqClientFixture    *fixture = *state;
  g_autoptr (SoqPlace) place = new_place (fixture);

  soq_client_connect (fixture->client, place);
  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  for (guint i = 0; i < 10; i++)
    soq_test_iterate ();

  assert_string_equal (fixture->states->str, "COCR");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_REGISTERING);
}

static void
test_reset_in_mid_line_shows_what_came (void **state)
{
  SoqClientFixture *fixture = *state;

  /* Wine shuts a socket down before it closes it, so there is no reset. */
  if (soq_test_is_wine ())
    return;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_greet (fixture);
  soq_client_fixture_expect_received (fixture, "/nick ana\n");
  soq_fake_server_send (fixture->server, "<bob> hal", -1);
  soq_test_wait_until (soq_framer_get_pending (fixture->client->framer) > 0);
  soq_fake_server_reset_peer (fixture->server);

  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  soq_test_assert_error (soq_client_get_error (fixture->client), G_IO_ERROR,
                         G_IO_ERROR_CONNECTION_CLOSED);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, "bob", "hal");
  assert_int_equal (soq_message_get_kind (soq_client_fixture_get_message (fixture, 3)),
                    SOQ_MESSAGE_CLOSED);
}

/* What came, also of what is not kept. */
typedef struct
{
  gsize total;
  gsize longest;
} Flood;

static void
count_cb (GListModel *messages,
          guint       position,
          guint       removed,
          guint       added,
          Flood      *flood)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);
      const char            *text = soq_message_get_text (message);

      if (soq_message_get_kind (message) != SOQ_MESSAGE_TEXT || g_str_equal (text, "end"))
        continue;
      flood->total += strlen (text);
      flood->longest = MAX (flood->longest, strlen (text));
    }
}

static void
test_megabytes_without_a_newline_are_cut (void **state)
{
  SoqClientFixture *fixture = *state;
  SoqConversation  *conversation = soq_client_get_conversation (fixture->client);
  const gsize       size = 10 * 1024 * 1024;
  g_autofree char  *text = g_malloc (size);
  Flood             flood = { 0 };

  memset (text, 'x', size);
  g_signal_connect (soq_conversation_get_messages (conversation), "items-changed",
                    G_CALLBACK (count_cb), &flood);
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, text, (gssize) size);
  soq_fake_server_send (fixture->server, "\nend\n", -1);
  soq_test_wait_until (soq_client_fixture_get_n_messages (fixture) > 2 &&
                       g_strcmp0 (soq_message_get_text (soq_client_fixture_get_message (
                                    fixture, soq_client_fixture_get_n_messages (fixture) - 1)),
                                  "end") == 0);

  assert_int_equal (flood.total, size);
  assert_int_equal (flood.longest, SOQ_LIMIT_LINE);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
  g_signal_handlers_disconnect_by_data (soq_conversation_get_messages (conversation), &flood);
}

static void
test_invalid_bytes_become_replacement_characters (void **state)
{
  static const char bytes[] = "a\0b\xff\xc3(\n";
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, bytes, sizeof bytes - 1);

  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, NULL,
                                     "a\357\277\275b\357\277\275\357\277\275(");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_empty_lines_are_not_shown (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, "\n\r\n\nhi\r\n", -1);

  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, NULL, "hi");
}

static void
test_text_without_a_newline_is_a_message (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, "OI", -1);
  soq_test_wait_until (soq_framer_get_pending (fixture->client->framer) > 0);
  assert_int_equal (soq_client_fixture_get_n_messages (fixture), 1);

  soq_client_fixture_pass_time (fixture, SOQ_TIME_IDLE_CHUNK);
  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, NULL, "OI");
}

static void
test_rest_is_shown_when_the_server_ends (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, "one\ntwo", -1);
  soq_fake_server_close_peer (fixture->server);

  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  assert_null (soq_client_get_error (fixture->client));
  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, NULL, "one");
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, NULL, "two");
  soq_client_fixture_expect_message (fixture, 3, SOQ_MESSAGE_CLOSED, NULL, NULL);
}

static const char session[] = "* You are guest-3 in #lobby, with 1 other. /help lists the commands.\n"
                              "* You are now known as ana.\n"
                              "<bob> olá, ana\n"
                              "* carla joined.\r\n"
                              "*Server* welcome\n"
                              "* carla left: quit\n";

static void
expect_session (SoqClientFixture *fixture)
{
  soq_client_fixture_expect_message (fixture, 3, SOQ_MESSAGE_TEXT, "bob", "olá, ana");
  soq_client_fixture_expect_message (fixture, 4, SOQ_MESSAGE_JOIN, "carla", NULL);
  soq_client_fixture_expect_message (fixture, 5, SOQ_MESSAGE_PRIVATE, "Server", "welcome");
  soq_client_fixture_expect_message (fixture, 6, SOQ_MESSAGE_PART, "carla", "quit");
  soq_client_fixture_expect_received (fixture, "/nick ana\n");
}

static void
test_session_is_understood (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, session, -1);
  expect_session (fixture);
}

static void
test_session_is_understood_byte_by_byte (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  for (gsize i = 0; i < strlen (session); i++)
    {
      guint64 before = soq_link_get_bytes_in (fixture->client->link);

      soq_fake_server_send (fixture->server, session + i, 1);
      soq_test_wait_until (soq_link_get_bytes_in (fixture->client->link) > before);
    }
  expect_session (fixture);
}

static void
test_other_server_is_only_text (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_fake_server_send (fixture->server, "<bob> hi\n* You are x in #lobby\n", -1);

  soq_client_fixture_expect_message (fixture, 1, SOQ_MESSAGE_TEXT, NULL, "<bob> hi");
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, NULL, "* You are x in #lobby");
  soq_client_fixture_expect_received (fixture, "");
}

static void
test_silent_server_is_online_after_a_while (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_pass_time (fixture, 1299 * 1000);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_REGISTERING);

  soq_client_fixture_pass_time (fixture, 1000);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_our_name_is_what_the_server_says (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_greet (fixture);
  assert_string_equal (soq_client_get_nick (fixture->client), "ana");

  soq_fake_server_send (fixture->server, "* The name ana is taken.\n", -1);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_NOTICE, NULL,
                                     "The name ana is taken.");
  assert_string_equal (soq_client_get_nick (fixture->client), "guest-3");
  soq_client_fixture_say (fixture, "hm");
  soq_client_fixture_expect_message (fixture, 3, SOQ_MESSAGE_TEXT, "guest-3", "hm");

  soq_fake_server_send (fixture->server, "* You are now known as ines.\n", -1);
  soq_client_fixture_expect_message (fixture, 4, SOQ_MESSAGE_NOTICE, NULL,
                                     "You are now known as ines.");
  assert_string_equal (soq_client_get_nick (fixture->client), "ines");
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_refused_connection_is_not_tried_again),
    client_test (test_cancelled_connection_is_no_error),
    client_test (test_second_connect_replaces_the_first),
    client_test (test_reset_in_mid_line_shows_what_came),
    client_test (test_megabytes_without_a_newline_are_cut),
    client_test (test_invalid_bytes_become_replacement_characters),
    client_test (test_empty_lines_are_not_shown),
    client_test (test_text_without_a_newline_is_a_message),
    client_test (test_rest_is_shown_when_the_server_ends),
    client_test (test_session_is_understood),
    client_test (test_session_is_understood_byte_by_byte),
    client_test (test_other_server_is_only_text),
    client_test (test_silent_server_is_online_after_a_while),
    client_test (test_our_name_is_what_the_server_says),
  };

  return cmocka_run_group_tests_name ("client", tests, NULL, NULL);
}
