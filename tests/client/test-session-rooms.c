/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"
#include "soq-session-private.h"
#include "soq-session-say.h"

/* Who is where, and what is said there. */

static void
enter (SoqClientFixture *fixture,
       const char       *caps,
       const char       *isupport)
{
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, caps, isupport);
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n"
                                    ":irc.test 332 ana #a :All of us\r\n"
                                    ":irc.test 333 ana #a bob!u@h 1700000000\r\n"
                                    ":irc.test 353 ana = #a :@bob +carla!u@h ana @+dora\r\n"
                                    ":irc.test 366 ana #a :End\r\n");
  soq_test_wait_until (soq_client_fixture_find (fixture, "#a") != NULL);
}

#define expect_lines(fixture, title, expected)                               \
  do                                                                         \
    {                                                                        \
      SoqConversation *there = soq_client_fixture_find ((fixture), (title)); \
      g_autofree char *lines_now = NULL;                                     \
      assert_non_null (there);                                               \
      lines_now = soq_client_fixture_dup_lines (there);                      \
      assert_string_equal (lines_now, (expected));                           \
    }                                                                        \
  while (0)

#define expect_members(fixture, expected)                                               \
  do                                                                                    \
    {                                                                                   \
      g_autofree char *members_now = NULL;                                              \
      members_now = soq_client_fixture_dup_members (soq_client_fixture_find ((fixture), \
                                                                             "#a"));    \
      assert_string_equal (members_now, (expected));                                    \
    }                                                                                   \
  while (0)

static void
clear (SoqClientFixture *fixture,
       const char       *title)
{
  soq_conversation_clear (soq_client_fixture_find (fixture, title));
}

static void
test_entering_tells_topic_and_members (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "PREFIX=(ov)@+");
  expect_members (fixture, "@bob @+dora +carla ana ");
  expect_lines (fixture, "#a", ">join ana -\ntopic-is - All of us (#a)\ntopic-by bob 1700000000\n");
  assert_string_equal (soq_conversation_get_topic (soq_client_fixture_find (fixture, "#a")),
                       "All of us");
  assert_true (soq_conversation_get_joined (soq_client_fixture_find (fixture, "#a")));
}

static void
test_members_come_and_go (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "extended-join", "PREFIX=(ov)@+");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":eva!e@host JOIN #a eva-account :Eva\r\n"
                                    ":bob!u@h PART #a :bye\r\n"
                                    ":carla!u@h QUIT :gone\r\n"
                                    ":dora!u@h NICK dorothea\r\n"
                                    ":dorothea!u@h KICK #a eva :noise\r\n"
                                    ":stranger!u@h QUIT :not here\r\n");
  expect_members (fixture, "@+dorothea ana ");
  expect_lines (fixture, "#a", "join eva -\npart bob bye\nquit carla gone\nrename dora dorothea\n"
                               "kick eva noise (dorothea)\n");
}

static void
test_modes_change_members (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "PREFIX=(ov)@+");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":bob!u@h MODE #a +ov-o ana ana bob\r\n"
                                    ":ana!u@h MODE #a +b-v *!*@x ana\r\n"
                                    ":irc.test MODE #a +o\r\n");
  expect_members (fixture, "@ana @+dora +carla bob ");
  expect_lines (fixture, "#a", "mode bob +ov-o ana ana bob\n>mode ana +b-v *!*@x ana\n"
                               "mode irc.test +o\n");
}

static void
test_away_and_account_are_known (void **state)
{
  SoqClientFixture *fixture = *state;
  SoqPerson        *eva;

  enter (fixture, "away-notify account-notify chghost", "WHOX");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "WHO #a %tcuhnfa,524\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 354 ana 524 #a u h bob G@ bobs\r\n"
                                    ":irc.test 354 ana 524 #a u h carla H 0\r\n"
                                    ":irc.test 315 ana #a :End\r\n"
                                    ":carla!u@h AWAY :lunch\r\n"
                                    ":eva!e@h JOIN #a\r\n"
                                    ":eva!e@h ACCOUNT evas\r\n"
                                    ":eva!e@h CHGHOST e other.host\r\n");
  expect_members (fixture, "@bob- @+dora +carla- ana eva ");
  eva = soq_people_find (soq_conversation_get_members (soq_client_fixture_find (fixture, "#a")),
                         "eva");
  assert_string_equal (soq_person_get_account (eva), "evas");
  assert_string_equal (soq_person_get_mask (eva), "e@other.host");
  soq_client_fixture_hear (fixture, ":bob!u@h AWAY\r\n:eva!e@other.host ACCOUNT *\r\n");
  expect_members (fixture, "@bob @+dora +carla- ana eva ");
  assert_null (soq_person_get_account (eva));
}

static void
test_our_own_name_follows (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "X");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":ana!u@h NICK Ines\r\n:bob!u@h PRIVMSG #a :hi ines!\r\n");
  assert_string_equal (soq_client_get_nick (fixture->client), "Ines");
  expect_lines (fixture, "#a", ">rename ana Ines\n!text bob hi ines!\n");
}

static void
test_leaving_closes_and_being_put_out_does_not (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "X");
  soq_client_fixture_hear (fixture, ":bob!u@h KICK #a ana :out\r\n");
  assert_non_null (soq_client_fixture_find (fixture, "#a"));
  assert_false (soq_conversation_get_joined (soq_client_fixture_find (fixture, "#a")));
  expect_members (fixture, "");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #A\r\n");
  assert_true (soq_conversation_get_joined (soq_client_fixture_find (fixture, "#a")));

  /* Nobody here asked for that; what was said stays. */
  soq_client_fixture_hear (fixture, ":ana!u@h PART #a :you had better\r\n");
  assert_non_null (soq_client_fixture_find (fixture, "#a"));
  assert_false (soq_conversation_get_joined (soq_client_fixture_find (fixture, "#a")));

  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n");
  assert_true (soq_session_send_part (fixture->client->session,
                                      soq_client_fixture_find (fixture, "#a"), NULL, NULL));
  soq_client_fixture_hear (fixture, ":ana!u@h PART #a\r\n");
  assert_null (soq_client_fixture_find (fixture, "#a"));
}

/* Who changes between the names and their end is not called back by it. */
static void
test_list_of_names_is_older_than_what_happens_in_it (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "X");
  soq_client_fixture_hear (fixture, ":ana!u@h PART #a\r\n:ana!u@h JOIN #a\r\n"
                                    ":irc.test 353 ana = #a :ana @bob carla dan eva\r\n"
                                    ":bob!u@h PART #a\r\n"
                                    ":carla!u@h QUIT :bye\r\n"
                                    ":dan!u@h NICK :daniel\r\n"
                                    ":irc.test MODE #a +o eva\r\n"
                                    ":irc.test 353 ana = #a :fay\r\n"
                                    ":irc.test 366 ana #a :End\r\n");
  expect_members (fixture, "@eva ana daniel fay ");
}

static void
test_messages_go_where_they_belong (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "STATUSMSG=@+");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG #A :plain\r\n"
                                    ":bob!u@h PRIVMSG @#a :for operators\r\n"
                                    ":bob!u@h PRIVMSG #a :\001ACTION waves at ana\001\r\n"
                                    ":bob!u@h NOTICE #a :a notice\r\n"
                                    ":bob!u@h PRIVMSG ana :in private\r\n"
                                    ":carla!u@h NOTICE ana :only a notice\r\n"
                                    ":irc.test NOTICE ana :from the server\r\n"
                                    ":bob!u@h PRIVMSG #z :not our channel\r\n");
  expect_lines (fixture, "#a", "text bob plain\n"
                               "text bob for operators (@#a)\n!action bob waves at ana\n"
                               "notice bob a notice\n");
  expect_lines (fixture, "bob", "text bob in private\n");
  assert_null (soq_client_fixture_find (fixture, "carla"));
  assert_null (soq_client_fixture_find (fixture, "#z"));
}

static void
test_name_is_noticed_beside_any_punctuation (void **state)
{
  static const struct
  {
    const char *text;
    gboolean    mention;
  } cases[] = {
    { "ana: hi", TRUE },
    { "ana：你好", TRUE },
    { "«ana»", TRUE },
    { "“Ana”", TRUE },
    { "ana…", TRUE },
    { "你好，ana", TRUE },
    { "ana—no", TRUE },
    { "anaá", FALSE },
    { "áana", FALSE },
    { "mañana", FALSE },
    { "ana2", FALSE },
  };
  SoqClientFixture *fixture = *state;
  SoqConversation  *channel;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n");
  channel = soq_client_fixture_find (fixture, "#a");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf (":bob!u@h PRIVMSG #a :%s\r\n", cases[i].text);
      guint            before = soq_conversation_get_mentions (channel);

      soq_client_fixture_hear (fixture, line);
      if (soq_conversation_get_mentions (channel) != before + (cases[i].mention ? 1 : 0))
        fail_msg ("%s", cases[i].text);
    }
}

static void
test_message_for_operators_is_marked (void **state)
{
  SoqClientFixture  *fixture = *state;
  SoqConversation   *channel;
  g_autofree char   *lines = NULL;
  g_autoptr (GError) error = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "STATUSMSG=@+");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n"
                                    ":bob!u@h PRIVMSG @#a :only us\r\n"
                                    ":bob!u@h PRIVMSG #a :all\r\n");
  channel = soq_client_fixture_find (fixture, "#a");
  assert_true (soq_client_say (fixture->client, channel, "/msg @#a yes", &error));
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "PRIVMSG @#a :yes\r\n") ||
                       soq_client_fixture_has_sent (fixture, "PRIVMSG @#a yes\r\n"));
  lines = soq_client_fixture_dup_lines (channel);
  assert_non_null (strstr (lines, "text bob only us (@#a)\ntext bob all\n>text ana yes (@#a)\n"));
  assert_null (soq_client_fixture_find (fixture, "bob"));
  assert_null (soq_client_fixture_find (fixture, "@#a"));
}

/* As some bouncers and bridges send it. */
static void
test_private_message_may_name_only_a_nick (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "");
  soq_client_fixture_hear (fixture, ":bob PRIVMSG ana :psst\r\n"
                                    ":irc.test PRIVMSG ana :not a person\r\n");
  assert_non_null (soq_client_fixture_find (fixture, "bob"));
  assert_null (soq_client_fixture_find (fixture, "irc.test"));
  lines = soq_client_fixture_dup_lines (soq_client_fixture_find (fixture, "bob"));
  assert_string_equal (lines, "text bob psst\n");
}

static void
test_unread_and_mentions_are_counted (void **state)
{
  SoqClientFixture *fixture = *state;
  SoqConversation  *channel;

  enter (fixture, "", "X");
  channel = soq_client_fixture_find (fixture, "#a");
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG #a :one\r\n"
                                    ":bob!u@h PRIVMSG #a :Ana: two\r\n"
                                    ":bob!u@h PRIVMSG #a :banana, anais\r\n"
                                    ":bob!u@h TOPIC #a :ana\r\n"
                                    ":bob!u@h PRIVMSG ana :psst\r\n");
  assert_int_equal (soq_conversation_get_unread (channel), 3);
  assert_int_equal (soq_conversation_get_mentions (channel), 1);
  assert_int_equal (soq_conversation_get_mentions (soq_client_fixture_find (fixture, "bob")), 1);

  soq_conversation_set_reading (channel, TRUE);
  assert_int_equal (soq_conversation_get_unread (channel), 0);
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG #a :ana\r\n");
  assert_int_equal (soq_conversation_get_mentions (channel), 0);
}

static void
test_private_conversation_follows_its_name (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "", "X");
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG ana :hi\r\n:bob!u@h NICK robert\r\n"
                                    ":robert!u@h PRIVMSG ana :me\r\n:robert!u@h QUIT :bye\r\n");
  assert_null (soq_client_fixture_find (fixture, "bob"));
  expect_lines (fixture, "robert", "text bob hi\nrename bob robert\ntext robert me\n"
                                   "quit robert bye\n");
}

static void
test_programs_are_answered_at_a_bounded_rate (void **state)
{
  SoqClientFixture *fixture = *state;
  g_auto (GStrv)    answers = NULL;

  enter (fixture, "", "X");
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG ana :\001PING 123 456\001\r\n"
                                    ":bob!u@h PRIVMSG #a :\001VERSION\001\r\n"
                                    ":bob!u@h PRIVMSG ana :\001NONSENSE\001\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture,
                                                    "NOTICE bob :\001PING 123 456\001\r\n"));
  for (guint i = 0; i < 20; i++)
    soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG ana :\001VERSION\001\r\n");
  soq_client_fixture_pass_time (fixture, 10 * 1000 * 1000);
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG ana :\001TIME\001\r\n");
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "\001TIME "));
  answers = g_strsplit (soq_fake_server_get_received (fixture->server), "\001VERSION Soquete ", -1);
  assert_int_equal (g_strv_length (answers) - 1, 3);
}

static void
test_what_is_refused_is_told_where_it_matters (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *console = NULL;

  enter (fixture, "standard-replies", "X");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":irc.test 482 ana #a :You're not channel operator\r\n"
                                    ":irc.test 473 ana #b :Cannot join channel (+i)\r\n"
                                    ":irc.test 401 ana nobody :No such nick\r\n"
                                    "FAIL PRIVMSG NO_WAY #a :Not today\r\n");
  expect_lines (fixture, "#a", "error - You're not channel operator\nerror - Not today\n");
  console = soq_client_fixture_dup_lines (soq_client_get_conversation (fixture->client));
  assert_non_null (strstr (console, "error - Cannot join channel (+i) (#b)\n"));
  assert_non_null (strstr (console, "error - No such nick (nobody)\n"));
  assert_null (soq_client_fixture_find (fixture, "#b"));
}

static void
test_answers_come_where_they_were_asked (void **state)
{
  SoqClientFixture  *fixture = *state;
  g_autoptr (GError) error = NULL;

  enter (fixture, "", "X");
  clear (fixture, "#a");
  assert_true (soq_client_say (fixture->client, soq_client_fixture_find (fixture, "#a"),
                               "/whois bob",
                               &error));
  soq_test_wait_until (soq_client_fixture_has_sent (fixture, "WHOIS bob bob\r\n"));
  soq_client_fixture_hear (fixture, ":irc.test 311 ana bob u host * :Bob B.\r\n"
                                    ":irc.test 319 ana bob :@#a #b\r\n"
                                    ":irc.test 312 ana bob irc.test :A test\r\n"
                                    ":irc.test 317 ana bob 61 1700000000 :seconds idle, signon\r\n"
                                    ":irc.test 330 ana bob bobs :is logged in as\r\n"
                                    ":irc.test 671 ana bob :is using a secure connection\r\n"
                                    ":irc.test 318 ana bob :End\r\n");
  expect_lines (fixture, "#a", "whois-user bob Bob B. (u@host)\nwhois-channels bob @#a #b\n"
                               "whois-server bob irc.test (A test)\nwhois-idle bob 61 (1700000000)\n"
                               "whois-account bob bobs\n"
                               "whois-other bob is using a secure connection\n");
}

static void
test_invitation_is_told (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *console = NULL;

  enter (fixture, "invite-notify", "X");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, ":bob!u@h INVITE ana #secret\r\n:bob!u@h INVITE eva #a\r\n");
  console = soq_client_fixture_dup_lines (soq_client_get_conversation (fixture->client));
  assert_non_null (strstr (console, "invite bob #secret\n"));
  expect_lines (fixture, "#a", "invite bob eva (#a)\n");
}

static void
test_server_time_is_used (void **state)
{
  SoqClientFixture      *fixture = *state;
  g_autoptr (SoqMessage) message = NULL;

  enter (fixture, "server-time message-tags", "X");
  clear (fixture, "#a");
  soq_client_fixture_hear (fixture, "@time=2020-02-03T04:05:06.789Z :bob!u@h PRIVMSG #a :old\r\n");
  expect_lines (fixture, "#a", "text bob old\n");
  message = g_list_model_get_item (soq_conversation_get_messages (
                                     soq_client_fixture_find (fixture, "#a")),
                                   0);
  assert_true (soq_message_get_time (message) == G_GINT64_CONSTANT (1580702706789000));
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_entering_tells_topic_and_members),
    client_test (test_members_come_and_go),
    client_test (test_modes_change_members),
    client_test (test_away_and_account_are_known),
    client_test (test_our_own_name_follows),
    client_test (test_leaving_closes_and_being_put_out_does_not),
    client_test (test_list_of_names_is_older_than_what_happens_in_it),
    client_test (test_messages_go_where_they_belong),
    client_test (test_name_is_noticed_beside_any_punctuation),
    client_test (test_message_for_operators_is_marked),
    client_test (test_private_message_may_name_only_a_nick),
    client_test (test_unread_and_mentions_are_counted),
    client_test (test_private_conversation_follows_its_name),
    client_test (test_programs_are_answered_at_a_bounded_rate),
    client_test (test_what_is_refused_is_told_where_it_matters),
    client_test (test_answers_come_where_they_were_asked),
    client_test (test_invitation_is_told),
    client_test (test_server_time_is_used),
  };

  return cmocka_run_group_tests_name ("session-rooms", tests, NULL, NULL);
}
