/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-command.h"
#include "soq-error.h"
#include "soq-fake-server.h"
#include "soq-irc-error.h"
#include "soq-irc-message.h"
#include "soq-session-private.h"

/* What a person types over IRC. */

static SoqConversation *
enter (SoqClientFixture *fixture,
       const char       *caps)
{
  soq_client_fixture_connect_irc (fixture);
  soq_client_fixture_welcome (fixture, caps, "MODES=2 PREFIX=(ov)@+");
  soq_client_fixture_hear (fixture, ":ana!user@host.example JOIN #a\r\n"
                                    ":irc.test 353 ana = #a :@ana bob!b@b.example\r\n"
                                    ":irc.test 366 ana #a :End\r\n");
  soq_conversation_clear (soq_client_fixture_find (fixture, "#a"));

  return soq_client_fixture_find (fixture, "#a");
}

static void
expect_refused (SoqClientFixture *fixture,
                SoqConversation  *conversation,
                const char       *text,
                SoqCommandError   code)
{
  g_autoptr (GError) error = NULL;
  gsize              before = soq_fake_server_get_n_received (fixture->server);

  assert_false (soq_client_say (fixture->client, conversation, text, &error));
  soq_test_assert_error (error, SOQ_COMMAND_ERROR, (int) code);
  for (guint i = 0; i < 3; i++)
    soq_test_iterate ();
  assert_int_equal (soq_fake_server_get_n_received (fixture->server), before);
}

static void
test_wrong_commands_are_refused (void **state)
{
  static const struct
  {
    const char     *text;
    SoqCommandError code;
  } cases[] = {
    { "/", SOQ_COMMAND_ERROR_UNKNOWN },
    { "/ join", SOQ_COMMAND_ERROR_UNKNOWN },
    { "/nonsense", SOQ_COMMAND_ERROR_UNKNOWN },
    { "/joi #a", SOQ_COMMAND_ERROR_UNKNOWN },
    { "/usr/bin/true", SOQ_COMMAND_ERROR_UNKNOWN },
    { "/join", SOQ_COMMAND_ERROR_TOO_FEW },
    { "/join   ", SOQ_COMMAND_ERROR_TOO_FEW },
    { "/msg bob", SOQ_COMMAND_ERROR_TOO_FEW },
    { "/kick #a", SOQ_COMMAND_ERROR_TOO_FEW },
    { "/op", SOQ_COMMAND_ERROR_TOO_FEW },
    { "/join #", SOQ_COMMAND_ERROR_BAD_CHANNEL },
    { "/nick a!b", SOQ_COMMAND_ERROR_BAD_NICK },
    { "/query #a", SOQ_COMMAND_ERROR_BAD_NICK },
  };
  SoqClientFixture *fixture = *state;
  SoqConversation  *channel = enter (fixture, "");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    expect_refused (fixture, channel, cases[i].text, cases[i].code);
}

static void
test_what_is_not_for_this_conversation_is_refused (void **state)
{
  SoqClientFixture *fixture = *state;
  SoqConversation  *console;

  enter (fixture, "");
  console = soq_client_get_conversation (fixture->client);
  expect_refused (fixture, console, "hello?", SOQ_COMMAND_ERROR_NOBODY);
  expect_refused (fixture, console, "/me waves", SOQ_COMMAND_ERROR_NOBODY);
  expect_refused (fixture, console, "/part", SOQ_COMMAND_ERROR_NOT_HERE);
  expect_refused (fixture, console, "/topic", SOQ_COMMAND_ERROR_NOT_HERE);
  expect_refused (fixture, console, "/mode", SOQ_COMMAND_ERROR_NOT_HERE);
  expect_refused (fixture, console, "/kick bob", SOQ_COMMAND_ERROR_NOT_HERE);
  soq_client_fixture_hear (fixture, ":bob!u@h KICK #a ana\r\n");
  expect_refused (fixture, soq_client_fixture_find (fixture, "#a"), "hello?",
                  SOQ_COMMAND_ERROR_NOT_JOINED);
}

static void
test_one_line_never_becomes_two (void **state)
{
  SoqClientFixture  *fixture = *state;
  SoqConversation   *channel = enter (fixture, "");
  g_autoptr (GError) error = NULL;

  assert_false (soq_client_say (fixture->client, channel, "/raw PING a\nQUIT", &error));
  g_clear_error (&error);
  assert_false (soq_client_say (fixture->client, channel, "/topic a\nb", &error));
  soq_test_assert_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_BYTE);
  assert_false (soq_client_fixture_has_sent (fixture, "QUIT"));
}

/* A colon before the last parameter means the same where it is not needed. */
static gboolean
has_sent (SoqClientFixture *fixture,
          const char       *line)
{
  g_autoptr (GString) sent = g_string_new (soq_fake_server_get_received (fixture->server));
  g_autoptr (GString) wanted = g_string_new (line);

  g_string_replace (sent, " :", " ", 0);
  g_string_replace (wanted, " :", " ", 0);

  return strstr (sent->str, wanted->str) != NULL;
}

static void
expect_sent (SoqClientFixture *fixture,
             const char       *line)
{
  for (guint turn = 0; turn < 200 && !has_sent (fixture, line); turn++)
    soq_test_iterate ();
  if (!has_sent (fixture, line))
    print_error ("# wanted “%s”, the server has %s\n", line,
                 soq_fake_server_get_received (fixture->server));
  assert_true (has_sent (fixture, line));
}

/* The server has read all that came, and says so. */
static void
let_read (SoqClientFixture *fixture)
{
  soq_client_fixture_pass_time (fixture, 2 * 1000 * 1000);
  soq_client_fixture_hear (fixture, ":irc.test PONG irc.test :soquete-999\r\n");
}

static void
test_commands_become_lines (void **state)
{
  static const struct
  {
    const char *text;
    const char *line;
  } cases[] = {
    { "/join b", "JOIN #b\r\n" },
    { "/JOIN #c key", "JOIN #c key\r\n" },
    { "/msg bob hello there", "PRIVMSG bob :hello there\r\n" },
    { "/notice #a hm", "NOTICE #a hm\r\n" },
    { "/ctcp bob version", "PRIVMSG bob \001VERSION\001\r\n" },
    { "/topic new  topic", "TOPIC #a :new  topic\r\n" },
    { "/topic", "TOPIC #a\r\n" },
    { "/topic #b x", "TOPIC #b x\r\n" },
    { "/whois", "WHOIS ana\r\n" },
    { "/who", "WHO #a\r\n" },
    { "/away having lunch", "AWAY :having lunch\r\n" },
    { "/away", "AWAY\r\n" },
    { "/invite eva", "INVITE eva #a\r\n" },
    { "/kick bob too loud", "KICK #a bob :too loud\r\n" },
    { "/kick #b bob", "KICK #b bob\r\n" },
    { "/mode +m", "MODE #a +m\r\n" },
    { "/mode", "MODE #a \r\n" },
    { "/mode ana +i", "MODE ana +i\r\n" },
    { "/deop bob", "MODE #a -o bob\r\n" },
    { "/voice x y z", "MODE #a +vv x y\r\nMODE #a +v z\r\n" },
    { "/devoice x", "MODE #a -v x\r\n" },
    { "/ban bob", "MODE #a +b *!*@b.example\r\n" },
    { "/ban eva", "MODE #a +b eva!*@*\r\n" },
    { "/ban", "MODE #a +b\r\n" },
    { "/names #z", "NAMES #z\r\n" },
    { "/list", "LIST\r\n" },
    { "/raw VERSION x :y z", "VERSION x :y z\r\n" },
    { "/quote LUSERS", "LUSERS\r\n" },
    { "/nick ines", "NICK ines\r\n" },
    { "//slash", "PRIVMSG #a /slash\r\n" },
    { "one\ntwo", "PRIVMSG #a one\r\nPRIVMSG #a two\r\n" },
    { "/part #b bye", NULL },
    { "/part good bye", "PART #a :good bye\r\n" },
    { "/quit so long", "QUIT :so long\r\n" },
  };
  SoqClientFixture *fixture = *state;
  SoqConversation  *channel = enter (fixture, "");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      let_read (fixture);
      if (cases[i].line == NULL)
        {
          expect_refused (fixture, channel, cases[i].text, SOQ_COMMAND_ERROR_NOT_JOINED);
          continue;
        }

      if (!soq_client_say (fixture->client, channel, cases[i].text, &error))
        fail_msg ("%s: %s", cases[i].text, error->message);
      expect_sent (fixture, cases[i].line);
    }

  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
}

#define expect_lines(fixture, title, expected)                                                 \
  do                                                                                           \
    {                                                                                          \
      g_autofree char *lines_now = NULL;                                                       \
      lines_now = soq_client_fixture_dup_lines (soq_client_fixture_find ((fixture), (title))); \
      assert_string_equal (lines_now, (expected));                                             \
    }                                                                                          \
  while (0)

static void
say (SoqClientFixture *fixture,
     const char       *title,
     const char       *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_client_say (fixture->client, soq_client_fixture_find (fixture, title), text,
                               &error));
}

static void
test_own_lines_are_shown_at_once_without_an_echo (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "");
  say (fixture, "#a", "hello");
  say (fixture, "#a", "/me waves");
  say (fixture, "#a", "/msg bob psst");
  expect_lines (fixture, "#a", ">text ana hello\n>action ana waves\n");
  expect_lines (fixture, "bob", ">text ana psst\n");
}

static void
test_own_lines_are_shown_once_with_an_echo (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "echo-message");
  say (fixture, "#a", "hello");
  say (fixture, "#a", "/msg bob psst");
  expect_lines (fixture, "#a", "");
  assert_null (soq_client_fixture_find (fixture, "bob"));
  soq_client_fixture_hear (fixture, ":bob!u@h PRIVMSG #a :first\r\n"
                                    ":ana!u@h PRIVMSG #a :hello\r\n"
                                    ":ana!u@h PRIVMSG bob :psst\r\n");
  expect_lines (fixture, "#a", "text bob first\n>text ana hello\n");
  expect_lines (fixture, "bob", ">text ana psst\n");
}

/* With our source before it no line is longer than 512 bytes. */
static void
test_long_text_is_divided (void **state)
{
  SoqClientFixture   *fixture = *state;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) said = g_string_new (NULL);
  g_auto (GStrv)      lines = NULL;

  enter (fixture, "");
  for (guint i = 0; i < 100; i++)
    g_string_append (text, i > 0 ? " coração 😀" : "coração 😀");
  say (fixture, "#a", text->str);
  soq_client_fixture_pass_time (fixture, 60 * 1000 * 1000);
  for (guint i = 0; i < 5; i++)
    soq_test_iterate ();

  lines = g_strsplit (soq_fake_server_get_received (fixture->server), "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "PRIVMSG #a :"))
      {
        assert_true (strlen (":ana!user@host.example ") + strlen (lines[i]) + 2 <= SOQ_IRC_LINE);
        assert_true (g_utf8_validate (lines[i], -1, NULL));
        g_string_append_printf (said, "%s%s", said->len > 0 ? " " : "",
                                lines[i] + strlen ("PRIVMSG #a :"));
      }
  assert_string_equal (said->str, text->str);
}

static guint
count_sent (SoqClientFixture *fixture,
            const char       *text)
{
  g_auto (GStrv) pieces = NULL;

  for (guint i = 0; i < 5; i++)
    soq_test_iterate ();
  pieces = g_strsplit (soq_fake_server_get_received (fixture->server), text, -1);

  return g_strv_length (pieces) - 1;
}

static void
test_lines_go_out_as_the_server_reads_them (void **state)
{
  SoqClientFixture *fixture = *state;

  enter (fixture, "");
  soq_client_fixture_pass_time (fixture, 60 * 1000 * 1000);
  for (guint i = 0; i < 30; i++)
    say (fixture, "#a", "x");
  assert_int_equal (count_sent (fixture, "PRIVMSG #a :x\r\n"), 10);

  /* Time alone sends nothing: a server may read one line in a second, or a
   * hundred. What it has read it says itself.
   */
  for (guint i = 0; i < 20; i++)
    soq_client_fixture_pass_time (fixture, 500 * 1000);
  assert_int_equal (count_sent (fixture, "PRIVMSG #a :x\r\n"), 10);
  soq_client_fixture_hear (fixture, ":s PONG s :soquete-1\r\n");
  assert_int_equal (count_sent (fixture, "PRIVMSG #a :x\r\n"), 15);
  soq_client_fixture_hear (fixture, ":s PONG s :soquete-3\r\n");
  assert_int_equal (count_sent (fixture, "PRIVMSG #a :x\r\n"), 25);
  soq_client_fixture_pass_time (fixture, 31 * 1000 * 1000);
  assert_int_equal (count_sent (fixture, "PRIVMSG #a :x\r\n"), 30);
}

static void
note_unsent (SoqClient       *client,
             SoqConversation *conversation,
             const char      *text,
             guint            lines,
             GString         *noted)
{
  g_string_append_printf (noted, "%s: %s (%u)", soq_conversation_get_title (conversation), text,
                          lines);
}

static void
test_what_was_never_sent_comes_back (void **state)
{
  SoqClientFixture   *fixture = *state;
  g_autoptr (GString) noted = g_string_new (NULL);
  SoqConversation    *conversation;

  enter (fixture, "");
  conversation = soq_client_fixture_find (fixture, "#a");
  soq_client_fixture_pass_time (fixture, 60 * 1000 * 1000);
  g_signal_connect (fixture->client, "unsent", G_CALLBACK (note_unsent), noted);
  say (fixture, "#a", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb\nc");
  assert_int_equal (soq_client_count_waiting (fixture->client, conversation), 3);
  soq_client_stop_saying (fixture->client, conversation);
  assert_string_equal (noted->str, "#a: a\nb\nc (3)");
  assert_int_equal (soq_client_count_waiting (fixture->client, conversation), 0);

  g_string_truncate (noted, 0);
  say (fixture, "#a", "d\ne");
  soq_fake_server_close_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
  assert_string_equal (noted->str, "#a: d\ne (2)");
  g_signal_handlers_disconnect_by_data (fixture->client, noted);
}

static void
note_shown (SoqClient       *client,
            SoqConversation *conversation,
            GString         *noted)
{
  g_string_append_printf (noted, "%s ", soq_conversation_get_title (conversation));
}

static void
test_what_was_asked_for_is_shown (void **state)
{
  SoqClientFixture   *fixture = *state;
  g_autoptr (GString) noted = g_string_new (NULL);

  g_signal_connect (fixture->client, "show-conversation", G_CALLBACK (note_shown), noted);
  enter (fixture, "");
  say (fixture, "#a", "/join b");
  say (fixture, "#a", "/query bob");
  soq_client_fixture_hear (fixture, ":ana!u@h JOIN #B\r\n:ana!u@h JOIN #forced\r\n");
  say (fixture, "#a", "/join #a");
  assert_string_equal (noted->str, "#a bob #B #a ");
  g_signal_handlers_disconnect_by_data (fixture->client, noted);
}

static void
test_clear_and_help_are_here (void **state)
{
  SoqClientFixture *fixture = *state;
  g_autofree char  *lines = NULL;

  enter (fixture, "");
  say (fixture, "#a", "/help");
  lines = soq_client_fixture_dup_lines (soq_client_fixture_find (fixture, "#a"));
  assert_non_null (strstr (lines, "help - /join CHANNEL [KEY] (Enter a channel)\n"));
  say (fixture, "#a", "/clear");
  expect_lines (fixture, "#a", "");
  say (fixture, "#a", "/names");
  expect_lines (fixture, "#a", "names - @ana bob (#a)\n");
}

static void
test_table_is_in_order (void **state)
{
  guint             n;
  const SoqCommand *commands = soq_commands_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strconcat ("/", commands[i].name, NULL);

      assert_true (g_str_has_prefix (commands[i].usage, text));
      assert_ptr_equal (soq_commands_find (text), &commands[i]);
      assert_true (i == 0 || strcmp (commands[i - 1].name, commands[i].name) < 0);
    }
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_wrong_commands_are_refused),
    client_test (test_what_is_not_for_this_conversation_is_refused),
    client_test (test_one_line_never_becomes_two),
    client_test (test_commands_become_lines),
    client_test (test_own_lines_are_shown_at_once_without_an_echo),
    client_test (test_own_lines_are_shown_once_with_an_echo),
    client_test (test_long_text_is_divided),
    client_test (test_lines_go_out_as_the_server_reads_them),
    client_test (test_what_was_never_sent_comes_back),
    client_test (test_what_was_asked_for_is_shown),
    client_test (test_clear_and_help_are_here),
    cmocka_unit_test (test_table_is_in_order),
  };

  return cmocka_run_group_tests_name ("command", tests, NULL, NULL);
}
