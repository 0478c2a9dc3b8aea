/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-text.h"
#include "soq-test.h"

#define LONGEST_NICK  "abcdefghijklmnopqrstuvwxyzabcdef"
#define TOO_LONG_NICK LONGEST_NICK "g"

typedef struct
{
  const char    *name;
  const char    *line;
  SoqMessageKind kind;
  const char    *nick;
  const char    *text;
} Case;

static const Case malformed[] = {
  { "empty", "", SOQ_MESSAGE_TEXT, NULL, "" },
  { "only an angle", "<", SOQ_MESSAGE_TEXT, NULL, "<" },
  { "empty name", "<> hi", SOQ_MESSAGE_TEXT, NULL, "<> hi" },
  { "name without end", "<ana hi", SOQ_MESSAGE_TEXT, NULL, "<ana hi" },
  { "no space after the name", "<ana>hi", SOQ_MESSAGE_TEXT, NULL, "<ana>hi" },
  { "space in the name", "<a na> hi", SOQ_MESSAGE_TEXT, NULL, "<a na> hi" },
  { "digit first", "<1ana> hi", SOQ_MESSAGE_TEXT, NULL, "<1ana> hi" },
  { "name too long", "<" TOO_LONG_NICK "> hi", SOQ_MESSAGE_TEXT, NULL, "<" TOO_LONG_NICK "> hi" },
  { "not ASCII", "<añil> hi", SOQ_MESSAGE_TEXT, NULL, "<añil> hi" },
  { "markup", "<b>bold</b>", SOQ_MESSAGE_TEXT, NULL, "<b>bold</b>" },
  { "only a star", "*", SOQ_MESSAGE_TEXT, NULL, "*" },
  { "star and space", "* ", SOQ_MESSAGE_NOTICE, NULL, "" },
  { "two stars", "**", SOQ_MESSAGE_TEXT, NULL, "**" },
  { "empty private name", "** hi", SOQ_MESSAGE_TEXT, NULL, "** hi" },
  { "emphasis is no private message", "*no*!", SOQ_MESSAGE_TEXT, NULL, "*no*!" },
  { "joined without a name", "* joined.", SOQ_MESSAGE_NOTICE, NULL, "joined." },
  { "joined with more", "* ana joined. Hi", SOQ_MESSAGE_NOTICE, NULL, "ana joined. Hi" },
  { "left without a stop", "* ana left", SOQ_MESSAGE_NOTICE, NULL, "ana left" },
  { "renamed to nothing", "* ana is now known as .", SOQ_MESSAGE_NOTICE, NULL,
    "ana is now known as ." },
  { "renamed without a stop", "* ana is now known as bob", SOQ_MESSAGE_NOTICE, NULL,
    "ana is now known as bob" },
  { "renamed to no name", "* ana is now known as b ob.", SOQ_MESSAGE_NOTICE, NULL,
    "ana is now known as b ob." },
};

static const Case good[] = {
  { "message", "<ana> hi", SOQ_MESSAGE_TEXT, "ana", "hi" },
  { "empty message", "<ana> ", SOQ_MESSAGE_TEXT, "ana", "" },
  { "angles in a message", "<ana> 1 <2> 3", SOQ_MESSAGE_TEXT, "ana", "1 <2> 3" },
  { "longest name", "<" LONGEST_NICK "> hi", SOQ_MESSAGE_TEXT, LONGEST_NICK, "hi" },
  { "join", "* ana joined.", SOQ_MESSAGE_JOIN, "ana", NULL },
  { "part", "* ana left.", SOQ_MESSAGE_PART, "ana", NULL },
  { "part with a reason", "* ana left: ping time-out", SOQ_MESSAGE_PART, "ana", "ping time-out" },
  { "part with an empty reason", "* ana left: ", SOQ_MESSAGE_PART, "ana", "" },
  { "rename", "* guest-3 is now known as ana.", SOQ_MESSAGE_RENAME, "guest-3", "ana" },
  { "private", "*Server* sit down", SOQ_MESSAGE_PRIVATE, "Server", "sit down" },
  { "notice", "* The name ana is taken.", SOQ_MESSAGE_NOTICE, NULL, "The name ana is taken." },
  { "greeting is a notice", "* You are guest-3 in #lobby, with 0 others.", SOQ_MESSAGE_NOTICE, NULL,
    "You are guest-3 in #lobby, with 0 others." },
  { "text of another server", "HELLO, WORLD", SOQ_MESSAGE_TEXT, NULL, "HELLO, WORLD" },
};

static void
check (const Case *cases,
       guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoqMessage) message = soq_plain_text_parse (cases[i].line);

      if (soq_message_get_kind (message) == cases[i].kind &&
          g_strcmp0 (soq_message_get_nick (message), cases[i].nick) == 0 &&
          g_strcmp0 (soq_message_get_text (message), cases[i].text) == 0 &&
          !soq_message_get_outgoing (message))
        continue;

      print_error ("# %s: kind %d, nick %s, text “%s”\n", cases[i].name,
                   (int) soq_message_get_kind (message), soq_message_get_nick (message),
                   soq_message_get_text (message));
      fail ();
    }
}

static void
test_malformed_lines_are_text (void **state)
{
  check (malformed, G_N_ELEMENTS (malformed));
}

static void
test_lines_of_a_server_are_understood (void **state)
{
  check (good, G_N_ELEMENTS (good));
}

static void
test_every_beginning_of_a_line_is_understood (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (gsize length = 0; length <= strlen (good[i].line); length++)
      {
        g_autofree char               *begun = g_strndup (good[i].line, length);
        G_GNUC_UNUSED g_autofree char *greeted = soq_plain_text_find_greeting (begun);
        g_autoptr (SoqMessage)         message = soq_plain_text_parse (begun);

        assert_non_null (message);
      }
}

static void
test_only_a_greeting_greets (void **state)
{
  static const char *const not_greetings[] = {
    "",
    "* You are ",
    "* You are  in #lobby",
    "* You are guest-3",
    "* You are guest-3 in lobby",
    "* You are 3 in #lobby",
    "* You are now known as ana.",
    "You are guest-3 in #lobby",
    "<ana> * You are guest-3 in #lobby",
  };

  for (guint i = 0; i < G_N_ELEMENTS (not_greetings); i++)
    {
      g_autofree char *nick = soq_plain_text_find_greeting (not_greetings[i]);

      if (nick != NULL)
        print_error ("# “%s” greeted “%s”\n", not_greetings[i], nick);
      assert_null (nick);
    }
}

static void
test_greeting_tells_our_name (void **state)
{
  g_autofree char *nick = NULL;

  nick = soq_plain_text_find_greeting ("* You are guest-3 in #lobby, with 1 other. /help …");
  assert_string_equal (nick, "guest-3");
}

static void
test_server_tells_what_it_calls_us (void **state)
{
  static const struct
  {
    const char *line;
    const char *taken;
    const char *given;
  } cases[] = {
    { "", NULL, NULL },
    { "* The name ", NULL, NULL },
    { "* The name  is taken.", NULL, NULL },
    { "* The name a b is taken.", NULL, NULL },
    { "* The name ana is taken", NULL, NULL },
    { "<ana> * The name ana is taken.", NULL, NULL },
    { "* You are now known as ", NULL, NULL },
    { "* You are now known as .", NULL, NULL },
    { "* You are now known as 1.", NULL, NULL },
    { "* The name ana is taken.", "ana", NULL },
    { "* You are now known as ana.", NULL, "ana" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *taken = soq_plain_text_find_taken (cases[i].line);
      g_autofree char *given = soq_plain_text_find_given (cases[i].line);

      if (g_strcmp0 (taken, cases[i].taken) == 0 && g_strcmp0 (given, cases[i].given) == 0)
        continue;

      print_error ("# “%s”: taken %s, given %s\n", cases[i].line, taken, given);
      fail ();
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_malformed_lines_are_text),
    cmocka_unit_test (test_lines_of_a_server_are_understood),
    cmocka_unit_test (test_every_beginning_of_a_line_is_understood),
    cmocka_unit_test (test_only_a_greeting_greets),
    cmocka_unit_test (test_greeting_tells_our_name),
    cmocka_unit_test (test_server_tells_what_it_calls_us),
  };

  return cmocka_run_group_tests_name ("plain-text", tests, NULL, NULL);
}
