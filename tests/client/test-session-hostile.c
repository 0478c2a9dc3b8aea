/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"
#include "soq-session-private.h"

/* A server may close this connection; it may do nothing else to us. */

static const SoqSessionEntry *const tables[] = {
  soq_session_registration,
  soq_session_rooms,
  soq_session_talk,
  soq_session_answers,
  soq_session_history,
};

/* Each command that we know, with from no to nine parameters, each of them
 * empty, or something that means something.
 */
static void
test_lines_with_too_few_parameters (void **state)
{
  static const char *const params[] = { "", "ana", "#a", "*", "+", "-", "+ov", "@#a", "bob!u@h" };
  SoqClientFixture        *fixture = *state;

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "batch", "PREFIX=(ov)@+");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #a\r\n");

  for (guint table = 0; table < G_N_ELEMENTS (tables); table++)
    for (const SoqSessionEntry *entry = tables[table]; entry->command != NULL; entry++)
      for (guint n = 0; n < 9; n++)
        for (guint p = 0; p < G_N_ELEMENTS (params); p++)
          {
            g_autoptr (GString) line = g_string_new (n % 2 == 0 ? ":bob!u@h " : "");

            /* ERROR and what follows from it are meant to end it. */
            g_string_append (line, entry->command);
            for (guint i = 0; i < n; i++)
              g_string_append_printf (line, " %s%s", *params[p] == '\0' || i + 1 == n ? ":" : "",
                                      params[p]);
            g_string_append (line, "\r\n");
            soq_session_receive (fixture->client->session, (const guint8 *) line->str, line->len);
            assert_non_null (fixture->client->session);
          }

  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_lines_that_are_no_lines (void **state)
{
  SoqClientFixture *fixture = *state;
  static const char garbage[] = ":\r\n \r\n@\r\n@a\r\n:a\r\n@a :b\r\n::::\r\n@=;= : \r\n\0\x01\xff\r\n"
                                "@time=nonsense;msgid= :x PRIVMSG #a :\x01\r\n"
                                "@batch=none :x PRIVMSG #a :\x01\x01\r\n";
  const gsize       size = 1024 * 1024;
  g_autofree char  *flood = g_malloc (size + 1);

  memset (flood, 'x', size);
  flood[size] = '\0';
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  soq_fake_server_send (fixture->server, garbage, sizeof garbage - 1);
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG ana :");
  soq_fake_server_send (fixture->server, flood, (gssize) size);
  soq_client_fixture_hear (fixture, "\r\n:bob!u@h PRIVMSG ana :still here\r\n");
  soq_test_wait_until (soq_client_fixture_find (fixture, "bob") != NULL);

  {
    SoqConversation *bob = soq_client_fixture_find (fixture, "bob");
    g_autofree char *lines = soq_client_fixture_dup_lines (bob);

    assert_string_equal (lines, "text bob still here\n");
  }
}

static void
test_conversations_are_bounded (void **state)
{
  SoqClientFixture *fixture = *state;
  GListModel       *conversations = soq_client_get_conversations (fixture->client);

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *line = g_strdup_printf (":n%u!u@h PRIVMSG ana :hi\r\n:ana!u@h JOIN #c%u\r\n",
                                               i, i);

      soq_session_receive (fixture->client->session, (const guint8 *) line, strlen (line));
    }

  assert_int_equal (g_list_model_get_n_items (conversations), SOQ_SESSION_CONVERSATIONS);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_members_are_bounded (void **state)
{
  SoqClientFixture   *fixture = *state;
  g_autoptr (GString) lines = g_string_new (":ana!u@h JOIN #a\r\n");

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "", "X");
  for (guint i = 0; i < SOQ_PEOPLE_MOST + 100; i++)
    g_string_append_printf (lines, ":irc.test 353 ana = #a :n%u\r\n", i);
  g_string_append (lines, ":irc.test 366 ana #a :End\r\n");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (lines, ":m%u!u@h JOIN #a\r\n", i);
  soq_session_receive (fixture->client->session, (const guint8 *) lines->str, lines->len);

  assert_int_equal (soq_people_count (
                      soq_conversation_get_members (soq_client_fixture_find (fixture, "#a"))),
                    SOQ_PEOPLE_MOST);
}

/* Words that lines are made of; the same each time. */
static const char *const words[] = {
  "PRIVMSG",
  "NOTICE",
  "JOIN",
  "PART",
  "QUIT",
  "NICK",
  "KICK",
  "MODE",
  "TOPIC",
  "INVITE",
  "AWAY",
  "CAP",
  "LS",
  "ACK",
  "NAK",
  "NEW",
  "DEL",
  "BATCH",
  "+r",
  "-r",
  "chathistory",
  "FAIL",
  "CHATHISTORY",
  "001",
  "005",
  "301",
  "311",
  "315",
  "317",
  "324",
  "332",
  "333",
  "352",
  "353",
  "354",
  "366",
  "376",
  "401",
  "433",
  "473",
  "482",
  "524",
  "ana",
  "bob",
  "Carla",
  "#a",
  "#b",
  "@#a",
  "@ana",
  "+o",
  "-o",
  "+v",
  "+k",
  "=",
  "*",
  ":",
  ":text with ana",
  ":\001ACTION x\001",
  ":\001VERSION\001",
  "PREFIX=(qaohv)~&@%+",
  "PREFIX=",
  "CASEMAPPING=ascii",
  "CHANTYPES=#",
  "message-tags",
};

static void
append_random_line (GRand   *rand,
                    GString *out)
{
  static const char *const sources[] = {
    "",
    ":ana!u@h ",
    ":bob!u@h ",
    ":Carla!u@h ",
    ":irc.test ",
    "@batch=r :bob!u@h ",
    "@msgid=1;time=2020-01-01T00:00:00.000Z :bob!u@h ",
  };
  int n = g_rand_int_range (rand, 1, 9);

  g_string_append (out, sources[g_rand_int_range (rand, 0, G_N_ELEMENTS (sources))]);
  for (int i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  g_string_append (out, "\r\n");
}

/* What must hold after any line. */
static void
check_invariants (SoqClientFixture *fixture)
{
  GListModel *conversations = soq_client_get_conversations (fixture->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);
      SoqPeople                  *set = soq_conversation_get_members (conversation);
      GListModel                 *members = G_LIST_MODEL (set);
      guint                       n = g_list_model_get_n_items (members);

      assert_true (n == 0 || soq_conversation_get_joined (conversation));
      for (guint k = 1; k < n; k++)
        {
          g_autoptr (SoqPerson) before = g_list_model_get_item (members, k - 1);
          g_autoptr (SoqPerson) member = g_list_model_get_item (members, k);

          assert_true (soq_person_compare (before, member) < 0);
          assert_ptr_equal (soq_people_find (set, soq_person_get_key (member)),
                            member);
        }
    }
}

static void
test_random_lines_leave_everything_in_order (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, "batch", "PREFIX=(ov)@+");
  for (guint i = 0; i < 30000; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      append_random_line (rand, line);
      soq_session_receive (fixture->client->session, (const guint8 *) line->str, line->len);
      assert_non_null (fixture->client->session);
      if (i % 16 == 0)
        check_invariants (fixture);
    }

  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_lines_with_too_few_parameters),
    client_test (test_lines_that_are_no_lines),
    client_test (test_conversations_are_bounded),
    client_test (test_members_are_bounded),
    client_test (test_random_lines_leave_everything_in_order),
  };

  return cmocka_run_group_tests_name ("session-hostile", tests, NULL, NULL);
}
