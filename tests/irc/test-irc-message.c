/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-error.h"
#include "soq-irc-message.h"
#include "soq-test.h"

static void
expect_no_message (const char *line,
                   gsize       length,
                   int         code)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (SoqIrcMessage) message = soq_irc_message_parse (line, length, &error);

  if (message != NULL)
    print_error ("# “%s” is a message\n", line);
  assert_null (message);
  soq_test_assert_error (error, SOQ_IRC_ERROR, code);
}

static void
test_lines_without_a_command_are_refused (void **state)
{
  static const char *const lines[] = { "", " ", "    ", ":", ":source", ":source ", "@", "@a=b",
                                       "@a=b ", "@ ", "@a :b ", ": ", "@;;; :  " };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    expect_no_message (lines[i], strlen (lines[i]), SOQ_IRC_ERROR_EMPTY);
  expect_no_message (NULL, 0, SOQ_IRC_ERROR_EMPTY);
}

static void
test_line_breaks_and_nul_are_refused (void **state)
{
  expect_no_message ("PING a\0b", 8, SOQ_IRC_ERROR_BAD_BYTE);
  expect_no_message ("PING a\rb", 8, SOQ_IRC_ERROR_BAD_BYTE);
  expect_no_message ("PING a\nQUIT", 11, SOQ_IRC_ERROR_BAD_BYTE);
  expect_no_message ("\0", 1, SOQ_IRC_ERROR_BAD_BYTE);
}

static void
test_a_line_is_taken_apart (void **state)
{
  const char               *line = "@id=1;+x=a\\:b\\sc\\ :n!u@h PRIVMSG  #a   :  two words ";
  g_autoptr (SoqIrcMessage) message = soq_irc_message_parse (line, strlen (line), NULL);

  assert_non_null (message);
  assert_string_equal (message->source, "n!u@h");
  assert_string_equal (message->command, "PRIVMSG");
  assert_true (soq_irc_message_is (message, "privmsg"));
  assert_int_equal (message->n_params, 2);
  assert_string_equal (soq_irc_message_get_param (message, 0), "#a");
  assert_string_equal (soq_irc_message_get_param (message, 1), "  two words ");
  assert_null (soq_irc_message_get_param (message, 2));
  assert_null (message->params[2]);
  assert_int_equal (message->n_tags, 2);
  assert_string_equal (soq_irc_message_get_tag (message, "id"), "1");
  assert_string_equal (soq_irc_message_get_tag (message, "+x"), "a;b c");
  assert_null (soq_irc_message_get_tag (message, "x"));
}

static void
test_more_parameters_than_the_rfc_has_are_kept (void **state)
{
  GString                  *line = g_string_new ("X");
  g_autoptr (SoqIrcMessage) message = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (line, " %u", i);
  message = soq_irc_message_parse (line->str, line->len, NULL);
  g_string_free (line, TRUE);

  assert_int_equal (message->n_params, 200);
  assert_string_equal (message->params[199], "199");
}

static void
test_tags_without_end_are_bounded (void **state)
{
  GString                  *line = g_string_new ("@");
  g_autoptr (SoqIrcMessage) message = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (line, "k%u=v;", i);
  g_string_append (line, " X");
  message = soq_irc_message_parse (line->str, line->len, NULL);
  g_string_free (line, TRUE);

  assert_non_null (message);
  assert_true (message->n_tags <= 256);
  assert_string_equal (soq_irc_message_get_tag (message, "k9"), "v");
}

static char *
make_line (gsize tags,
           gsize rest)
{
  GString *line = g_string_new (NULL);

  if (tags > 0)
    {
      g_string_append_c (line, '@');
      while (line->len < tags - 1)
        g_string_append_c (line, 'a');
      g_string_append_c (line, ' ');
    }
  while (line->len < tags + rest)
    g_string_append_c (line, 'x');

  return g_string_free (line, FALSE);
}

static void
expect_fits (gsize tags,
             gsize rest,
             int   code)
{
  g_autofree char   *line = make_line (tags, rest);
  g_autoptr (GError) error = NULL;
  gboolean           fits = soq_irc_line_fits (line, tags + rest, SOQ_IRC_CLIENT_TAGS, &error);

  assert_int_equal (fits, code < 0);
  if (code >= 0)
    soq_test_assert_error (error, SOQ_IRC_ERROR, code);
}

static void
test_tags_and_line_have_limits_of_their_own (void **state)
{
  expect_fits (0, 0, -1);
  expect_fits (0, 509, -1);
  expect_fits (0, 510, -1);
  expect_fits (0, 511, SOQ_IRC_ERROR_TOO_LONG);
  expect_fits (4095, 510, -1);
  expect_fits (4096, 510, -1);
  expect_fits (4097, 510, SOQ_IRC_ERROR_TAGS_TOO_LONG);
  expect_fits (4096, 511, SOQ_IRC_ERROR_TOO_LONG);
  expect_fits (9000, 0, SOQ_IRC_ERROR_TAGS_TOO_LONG);
}

static void
expect_no_line (int         code,
                const char *source,
                const char *command,
                const char *first,
                const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *line = soq_irc_format (&error, source, command, first, second, NULL);

  if (line != NULL)
    print_error ("# made “%s”\n", line);
  assert_null (line);
  soq_test_assert_error (error, SOQ_IRC_ERROR, code);
}

/* Programs rely on the colons that all servers send. */
static void
test_last_parameter_has_the_colon_that_servers_send (void **state)
{
  static const struct
  {
    const char *source;
    const char *command;
    const char *first;
    const char *second;
    const char *line;
  } cases[] = {
    { "a!b@c", "NICK", "ann", NULL, ":a!b@c NICK :ann\r\n" },
    { "a!b@c", "JOIN", "#x", NULL, ":a!b@c JOIN :#x\r\n" },
    { "a!b@c", "JOIN", "#x", "account", ":a!b@c JOIN #x :account\r\n" },
    { "a!b@c", "PART", "#x", NULL, ":a!b@c PART :#x\r\n" },
    { "a!b@c", "PART", "#x", "bye", ":a!b@c PART #x :bye\r\n" },
    { "a!b@c", "QUIT", "bye", NULL, ":a!b@c QUIT :bye\r\n" },
    { "a!b@c", "TOPIC", "#x", "news", ":a!b@c TOPIC #x :news\r\n" },
    { "a!b@c", "INVITE", "ann", "#x", ":a!b@c INVITE ann :#x\r\n" },
    { "a!b@c", "AWAY", "lunch", NULL, ":a!b@c AWAY :lunch\r\n" },
    { "a!b@c", "MODE", "#x", "+n", ":a!b@c MODE #x +n\r\n" },
    { "s.x", "PONG", "s.x", "t", ":s.x PONG s.x :t\r\n" },
    { NULL, "PING", "t", NULL, "PING :t\r\n" },
    { NULL, "ERROR", "bye", NULL, "ERROR :bye\r\n" },
    { NULL, "NICK", "ann", NULL, "NICK ann\r\n" },
    { NULL, "JOIN", "#x", NULL, "JOIN #x\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = soq_irc_format (NULL, cases[i].source, cases[i].command,
                                              cases[i].first, cases[i].second, NULL);

      assert_string_equal (line, cases[i].line);
    }
}

static void
test_nothing_can_become_a_second_line (void **state)
{
  expect_no_line (SOQ_IRC_ERROR_BAD_BYTE, NULL, "PRIVMSG", "#a", "x\r\nQUIT");
  expect_no_line (SOQ_IRC_ERROR_BAD_BYTE, NULL, "PRIVMSG", "#a", "x\nQUIT");
  expect_no_line (SOQ_IRC_ERROR_BAD_BYTE, NULL, "PRIVMSG", "#a", "\r");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "PRIVMSG", "#a\r\nQUIT", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "PRIVMSG", "#a b", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "PRIVMSG", ":a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "PRIVMSG", "", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, "a b", "PRIVMSG", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, "a\n", "PRIVMSG", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, "", "PRIVMSG", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "PRIV MSG", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "12", "#a", "x");
  expect_no_line (SOQ_IRC_ERROR_BAD_PARAMETER, NULL, "1234", "#a", "x");
}

static void
expect_line (const char *line,
             const char *wanted)
{
  if (g_strcmp0 (line, wanted) != 0)
    print_error ("# made “%s” instead of “%s”\n", line != NULL ? line : "(nothing)", wanted);
  assert_true (g_strcmp0 (line, wanted) == 0);
}

static void
test_lines_are_made (void **state)
{
  g_autofree char *bare = soq_irc_format (NULL, NULL, "LIST", NULL);
  g_autofree char *word = soq_irc_format (NULL, NULL, "JOIN", "#a", "key", NULL);
  g_autofree char *text = soq_irc_format (NULL, "a!b@c", "PRIVMSG", "#a", "hi", NULL);
  g_autofree char *empty = soq_irc_format (NULL, NULL, "AWAY", "", NULL);
  g_autofree char *colon = soq_irc_format (NULL, NULL, "MODE", "#a", ":)", NULL);

  expect_line (bare, "LIST\r\n");
  expect_line (word, "JOIN #a key\r\n");
  expect_line (text, ":a!b@c PRIVMSG #a :hi\r\n");
  expect_line (empty, "AWAY :\r\n");
  expect_line (colon, "MODE #a ::)\r\n");
}

static void
test_a_line_is_512_bytes_at_most (void **state)
{
  g_autofree char   *fits = g_strnfill (510 - 12, 'x');
  g_autofree char   *over = g_strnfill (511 - 12, 'x');
  g_autofree char   *line = soq_irc_format (NULL, NULL, "PRIVMSG", "#a", fits, NULL);
  g_autoptr (GError) error = NULL;

  assert_non_null (line);
  assert_int_equal (strlen (line), 512);
  assert_null (soq_irc_format (&error, NULL, "PRIVMSG", "#a", over, NULL));
  soq_test_assert_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_TOO_LONG);
}

static void
test_what_cannot_be_made_leaves_no_trace (void **state)
{
  const char *params[] = { "#a", "x\n", NULL };
  GString    *out = g_string_new ("before");

  assert_false (soq_irc_append_line (out, "a", "PRIVMSG", params, NULL));
  assert_string_equal (out->str, "before");
  g_string_free (out, TRUE);
}

static void
test_tags_are_made (void **state)
{
  GString *tags = g_string_new (NULL);

  assert_false (soq_irc_append_tag (tags, "", "x"));
  assert_false (soq_irc_append_tag (tags, "+", "x"));
  assert_false (soq_irc_append_tag (tags, "a b", "x"));
  assert_false (soq_irc_append_tag (tags, "a;b", "x"));
  assert_false (soq_irc_append_tag (tags, "a=", "x"));
  assert_true (soq_irc_append_tag (tags, "a", NULL));
  assert_true (soq_irc_append_tag (tags, "+b.c/d-e", "; \\\r\nç"));
  assert_true (soq_irc_append_tag (tags, "f", ""));
  assert_string_equal (tags->str, "a;+b.c/d-e=\\:\\s\\\\\\r\\nç;f");
  g_string_free (tags, TRUE);
}

/* Whatever bytes come: no crash, and what is made of the parts reads the same. */
static void
test_any_bytes_are_taken (void **state)
{
  static const char alphabet[] = "@:; =\\+#a1!,\t\x01\xc3\xa7\xff";
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint i = 0; i < 20000; i++)
    {
      char                      line[64];
      gsize                     length = (gsize) g_rand_int_range (random, 0, sizeof line);
      g_autoptr (SoqIrcMessage) message = NULL;

      for (gsize j = 0; j < length; j++)
        line[j] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];

      message = soq_irc_message_parse (line, length, NULL);
      if (message == NULL)
        continue;

      assert_true (*message->command != '\0');
      assert_null (message->params[message->n_params]);
      for (guint j = 0; j + 1 < message->n_params; j++)
        assert_null (strchr (message->params[j], ' '));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_lines_without_a_command_are_refused),
    cmocka_unit_test (test_line_breaks_and_nul_are_refused),
    cmocka_unit_test (test_a_line_is_taken_apart),
    cmocka_unit_test (test_more_parameters_than_the_rfc_has_are_kept),
    cmocka_unit_test (test_tags_without_end_are_bounded),
    cmocka_unit_test (test_tags_and_line_have_limits_of_their_own),
    cmocka_unit_test (test_last_parameter_has_the_colon_that_servers_send),
    cmocka_unit_test (test_nothing_can_become_a_second_line),
    cmocka_unit_test (test_lines_are_made),
    cmocka_unit_test (test_a_line_is_512_bytes_at_most),
    cmocka_unit_test (test_what_cannot_be_made_leaves_no_trace),
    cmocka_unit_test (test_tags_are_made),
    cmocka_unit_test (test_any_bytes_are_taken),
  };

  return cmocka_run_group_tests_name ("irc-message", tests, NULL, NULL);
}
