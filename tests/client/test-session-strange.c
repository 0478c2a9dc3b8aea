/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-fake-server.h"
#include "soq-session-private.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Servers that mean harm, or only have bad luck (issue 13, section 2). */

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
receive (SoqClientFixture *fixture,
         const char       *lines)
{
  soq_session_receive (fixture->client->session, (const guint8 *) lines, strlen (lines));
}

static void
receive_often (SoqClientFixture *fixture,
               const char       *line,
               guint             n)
{
  for (guint i = 0; i < n && fixture->client->session != NULL; i++)
    receive (fixture, line);
}

static guint
count_sent (SoqClientFixture *fixture,
            const char       *text)
{
  const char *p = soq_fake_server_get_received (fixture->server);
  guint       n = 0;

  while ((p = strstr (p, text)) != NULL)
    {
      n++;
      p += strlen (text);
    }

  return n;
}

/* What was sent before this has arrived. */
static void
sync_server (SoqClientFixture *fixture)
{
  receive (fixture, "PING :sync\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PONG sync\r\n"));
}

static void
expect_text_is_valid (SoqClientFixture *fixture)
{
  GListModel *conversations = soq_client_get_conversations (fixture->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);
      g_autofree char            *lines = soq_client_fixture_dup_lines (conversation);
      g_autofree char            *members = soq_client_fixture_dup_members (conversation);
      const char                 *topic = soq_conversation_get_topic (conversation);

      assert_true (g_utf8_validate (soq_conversation_get_title (conversation), -1, NULL));
      assert_true (topic == NULL || g_utf8_validate (topic, -1, NULL));
      assert_true (g_utf8_validate (lines, -1, NULL));
      assert_true (g_utf8_validate (members, -1, NULL));
    }
}

static void
test_text_is_valid_after_every_step (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "",
                              "NETWORK=Caf\\xe9 PREFIX=(ov)\u00e9 CHANTYPES=#\u00e9 "
                              "STATUSMSG=\\xc3 CHANMODES=\u00e9,\u00e9,\u00e9,\u00e9");
  receive (fixture, ":ana!u@h JOIN #a\r\n"
                    ":irc.test 353 ana = #a :\u00c3eve \u00e9va @bob\r\n"
                    ":irc.test 366 ana #a :End\r\n"
                    ":\u00e9va!u@h MODE #a +o \u00e9va\r\n"
                    ":bob!u@h PRIVMSG \u00e3#a :hi\r\n"
                    ":bob!u@h PRIVMSG \u00c3\u00a9 :hi\r\n"
                    ":irc.test 376 ana :End\r\n");
  expect_text_is_valid (fixture);
  assert_string_equal (soq_conversation_get_title (soq_client_get_conversation (fixture->client)),
                       "Caf\uFFFD");
}

static void
test_answers_are_cut_between_characters (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":bob!u@h PRIVMSG ana :\001PING x\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                    "\u00e9\u00e9\u00e9\001\r\n");
  sync_server (fixture);
  assert_true (soq_client_fixture_has_sent (fixture, "NOTICE bob :\001PING x"));
  assert_true (g_utf8_validate (soq_fake_server_get_received (fixture->server), -1, NULL));
}

static void
test_refused_names_are_cut_between_characters (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_nick (fixture->client, "x\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9");
  soq_client_fixture_connect_irc (fixture);
  receive (fixture, ":irc.test 005 ana NICKLEN=10 :are supported\r\n"
                    ":irc.test 433 * x :taken\r\n:irc.test 432 * x :no\r\n:irc.test 433 * x :no\r\n");
  sync_server (fixture);
  assert_true (g_utf8_validate (soq_fake_server_get_received (fixture->server), -1, NULL));
}

/* The password is sent when it was asked for, once. */
static void
test_password_is_sent_once (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_set_login (fixture->client, "ana", "secret");
  soq_client_fixture_connect_irc (fixture);
  receive_often (fixture, "AUTHENTICATE +\r\n", 10);
  receive (fixture, ":irc.test CAP * LS :sasl=PLAIN\r\n:irc.test CAP * ACK :sasl\r\n");
  receive_often (fixture, "AUTHENTICATE +\r\n", 1000);
  sync_server (fixture);
  assert_int_equal (count_sent (fixture, "AUTHENTICATE "), 2);
  receive (fixture, ":irc.test 903 ana :ok\r\n:irc.test 001 ana :Welcome\r\n");
  receive_often (fixture, "AUTHENTICATE +\r\n", 10);
  receive (fixture, "PING :again\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PONG again\r\n"));
  assert_int_equal (count_sent (fixture, "AUTHENTICATE "), 2);
}

static void
test_login_is_believed_only_if_it_was_tried (void **state)
{
  static const char *const lies[] = { "903", "907" };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      SoqClientFixture *fixture = *state;
      g_autofree char  *lines = g_strdup_printf (":irc.test %s ana :you are in\r\n"
                                                  ":irc.test 001 ana :Welcome\r\n",
                                                 lies[i]);

      soq_client_set_login (fixture->client, "ana", "secret");
      soq_client_fixture_connect_irc (fixture);
      receive (fixture, lines);
      soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
      soq_test_assert_error (soq_client_get_error (fixture->client), SOQ_ERROR,
                             SOQ_ERROR_NO_ACCOUNTS);
    }
}

static void
test_capabilities_are_on_only_if_they_were_asked_for (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  receive (fixture, ":irc.test CAP * ACK :echo-message sasl batch\r\n");
  assert_false (soq_session_has_cap (fixture->client->session, "echo-message"));
  receive (fixture, ":irc.test CAP * LS :batch\r\n:irc.test CAP * ACK :batch echo-message\r\n");
  assert_true (soq_session_has_cap (fixture->client->session, "batch"));
  assert_false (soq_session_has_cap (fixture->client->session, "echo-message"));
}

static void
test_capabilities_that_are_listed_twice_are_asked_for_once (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  receive (fixture, ":irc.test CAP * LS :batch\r\n:irc.test CAP * LS :batch\r\n"
                    ":irc.test CAP * ACK :batch\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "CAP END\r\n"));
  assert_int_equal (count_sent (fixture, "CAP REQ"), 1);
}

static void
test_person_is_asked_for_a_name_once (void **state)
{
  SoqClientFixture *fixture = *state;
  guint             asked = 0;

  soq_client_fixture_connect_irc (fixture);
  g_signal_connect_swapped (fixture->client, "nick-needed", G_CALLBACK (count_cb), &asked);
  receive_often (fixture, ":irc.test 433 * ana :taken\r\n", 60);
  assert_int_equal (asked, 1);
  assert_true (soq_client_change_nick (fixture->client, "other", NULL));
  receive_often (fixture, ":irc.test 433 * other :taken\r\n", 60);
  assert_int_equal (asked, 2);
}

static void
test_reason_of_an_end_is_short (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *reason = g_strnfill (8000, 'W');
  g_autofree char  *line = g_strdup_printf ("ERROR :\u00e9%s\r\n", reason);

  soq_client_fixture_connect_irc (fixture);
  receive (fixture, line);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);
  assert_true (strlen (soq_client_get_error (fixture->client)->message) <= 300);
}

static void
test_line_is_bounded_without_its_tags (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *text = g_strnfill (8000, 'x');
  g_autofree char  *line = g_strdup_printf (":bob!u@h PRIVMSG ana :%s\r\n", text);
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, line);
  lines = soq_client_fixture_dup_lines (soq_client_fixture_find (fixture, "bob"));
  assert_true (strlen (lines) > 500 && strlen (lines) < 2100);
}

/* Elsewhere nobody can say. */
static gsize
get_memory (void)
{
#ifdef __GLIBC__
  return mallinfo2 ().uordblks;
#else
  return 0;
#endif
}

/* What a server begins and never ends. */
static void
test_what_has_no_end_is_bounded_in_bytes (void **state)
{
  SoqClientFixture   *fixture = *state;
  g_autofree char    *text = g_strnfill (1900, 'x');
  g_autoptr (GString) names = g_string_new (NULL);
  gsize               before;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "batch", "X");
  receive (fixture, ":ana!u@h JOIN #a\r\n");
  before = get_memory ();
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *begin = g_strdup_printf ("BATCH +%u chathistory #a\r\n", i);
      g_autofree char *line = g_strdup_printf ("@batch=%u :b!u@h PRIVMSG #a :%s\r\n", i, text);

      receive (fixture, begin);
      receive_often (fixture, line, 1200);
    }
  assert_true (get_memory () - before < 8 * 1024 * 1024);

  for (guint i = 0; i < 900; i++)
    g_string_append (names, "a ");
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *join = g_strdup_printf (":ana!u@h JOIN #c%u\r\n", i);
      g_autofree char *line = g_strdup_printf (":irc.test 353 ana = #c%u :%s\r\n", i, names->str);

      receive (fixture, join);
      receive_often (fixture, line, 100);
    }
  assert_true (get_memory () - before < 16 * 1024 * 1024);
}

static void
test_conversation_is_bounded_in_bytes (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *id = g_strnfill (4000, 'i');
  g_autofree char  *text = g_strnfill (1900, 'x');
  g_autofree char  *line = NULL;
  gsize             before;
  gsize             bytes = 0;
  GListModel       *messages;

  line = g_strdup_printf ("@msgid=%s :bob!u@h PRIVMSG #a :%s\r\n", id, text);
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":ana!u@h JOIN #a\r\n");
  messages = soq_conversation_get_messages (soq_client_fixture_find (fixture, "#a"));
  before = get_memory ();
  for (guint i = 0; i < 10; i++)
    {
      receive_often (fixture, line, 1000);
      soq_ring_list_flush (SOQ_RING_LIST (messages));
    }
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);

      bytes += soq_message_get_size (message);
    }
  assert_true (bytes > 1024 * 1024 && bytes <= 2 * 1024 * 1024);
  assert_true (get_memory () - before < 8 * 1024 * 1024);
}

static char *
dup_lines_of (SoqClientFixture *fixture,
              const char       *title)
{
  SoqConversation *conversation = soq_client_fixture_find (fixture, title);

  assert_non_null (conversation);

  return soq_client_fixture_dup_lines (conversation);
}

static void
test_strangers_leave_room_for_channels (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *line = g_strdup_printf (":n%u!u@h PRIVMSG ana :hi\r\n", i);

      receive (fixture, line);
    }
  receive (fixture, ":ana!u@h JOIN #mine\r\n");
  assert_non_null (soq_client_fixture_find (fixture, "#mine"));
}

static void
test_what_concerns_the_person_is_said (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":oper!u@h WALLOPS :we go down\r\n:irc.test WALLOPS :soon\r\n"
                    ":irc.test 405 ana #z :You have joined too many channels\r\n"
                    ":irc.test 470 ana #q ##q :Forwarding to another channel\r\n"
                    "ERROR :Closing Link: killed\r\n");
  lines = soq_client_fixture_dup_lines (soq_client_get_conversation (fixture->client));
  assert_non_null (strstr (lines, "we go down"));
  assert_non_null (strstr (lines, "soon"));
  assert_non_null (strstr (lines, "too many channels"));
  assert_non_null (strstr (lines, "Forwarding"));
  assert_non_null (strstr (lines, "killed"));
}

static void
test_nick_that_looks_like_a_channel_is_none (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":ana!u@h JOIN #a\r\n:#a!u@h PRIVMSG ana :not in the channel\r\n"
                    ":#a!u@h NOTICE ana :not either\r\n"
                    ":#z!u@h PRIVMSG ana :and this\r\n"
                    ":bob!u@h PRIVMSG ana :hi\r\n:bob!u@h NICK :#bob\r\n");
  lines = dup_lines_of (fixture, "#a");
  assert_null (strstr (lines, "not "));
  assert_null (soq_client_fixture_find (fixture, "#z"));
  assert_null (soq_client_fixture_find (fixture, "#bob"));
}

static void
test_channel_stays_one_whatever_is_said_of_names (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":irc.test 005 ana CHANTYPES=& :are supported\r\n"
                    ":ana!u@h JOIN #a\r\n:bob!u@h PRIVMSG #a :hello\r\n");
  lines = dup_lines_of (fixture, "#a");
  assert_non_null (strstr (lines, "text bob hello"));
  assert_null (soq_client_fixture_find (fixture, "bob"));
}

static void
test_names_are_folded_anew (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *members = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "CASEMAPPING=ascii");
  receive (fixture, ":ana!u@h JOIN #a\r\n:irc.test 353 ana = #a :ana b[b c]c\r\n"
                    ":irc.test 366 ana #a :End\r\n"
                    ":irc.test 005 ana CASEMAPPING=rfc1459 :are supported\r\n"
                    ":b{b!u@h PART #a\r\n:c]c!u@h QUIT :bye\r\n");
  members = soq_client_fixture_dup_members (soq_client_fixture_find (fixture, "#a"));
  assert_string_equal (members, "ana ");
}

static void
test_lines_may_end_in_more_than_one_return (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  receive (fixture, ":bob!u@h PRIVMSG ana :hello\r\r\n:bob!u@h PRIVMSG ana :there\r\r\r\n");
  lines = dup_lines_of (fixture, "bob");
  assert_string_equal (lines, "text bob hello\ntext bob there\n");
}

static void
start_echoing (SoqClientFixture *fixture)
{
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "echo-message", "X");
  receive (fixture, ":ana!u@h JOIN #a\r\n");
  assert_true (soq_client_say (fixture->client, soq_client_fixture_find (fixture, "#a"), "one",
                               NULL));
  assert_true (soq_client_say (fixture->client, soq_client_fixture_find (fixture, "#a"), "two",
                               NULL));
  receive (fixture, ":ana!u@h PRIVMSG #a :two\r\n");
}

/* What the person said must not vanish. */
static void
test_what_is_not_said_back_is_shown (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *before = NULL;
  g_autofree char  *after = NULL;

  start_echoing (fixture);
  before = dup_lines_of (fixture, "#a");
  assert_null (strstr (before, "one"));
  soq_client_fixture_pass_time (fixture, 16 * G_USEC_PER_SEC);
  after = dup_lines_of (fixture, "#a");
  assert_non_null (strstr (after, "unconfirmed - one\n"));
  assert_null (strstr (after, "unconfirmed - two\n"));
}

static void
test_what_was_not_said_back_before_the_end_is_shown (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  start_echoing (fixture);
  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  lines = dup_lines_of (fixture, "#a");
  assert_non_null (strstr (lines, "unconfirmed - one\n"));
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_text_is_valid_after_every_step),
    client_test (test_answers_are_cut_between_characters),
    client_test (test_refused_names_are_cut_between_characters),
    client_test (test_password_is_sent_once),
    client_test (test_login_is_believed_only_if_it_was_tried),
    client_test (test_capabilities_are_on_only_if_they_were_asked_for),
    client_test (test_capabilities_that_are_listed_twice_are_asked_for_once),
    client_test (test_person_is_asked_for_a_name_once),
    client_test (test_reason_of_an_end_is_short),
    client_test (test_line_is_bounded_without_its_tags),
    client_test (test_what_has_no_end_is_bounded_in_bytes),
    client_test (test_conversation_is_bounded_in_bytes),
    client_test (test_strangers_leave_room_for_channels),
    client_test (test_what_concerns_the_person_is_said),
    client_test (test_nick_that_looks_like_a_channel_is_none),
    client_test (test_channel_stays_one_whatever_is_said_of_names),
    client_test (test_names_are_folded_anew),
    client_test (test_lines_may_end_in_more_than_one_return),
    client_test (test_what_is_not_said_back_is_shown),
    client_test (test_what_was_not_said_back_before_the_end_is_shown),
  };

  return cmocka_run_group_tests_name ("session-strange", tests, NULL, NULL);
}
