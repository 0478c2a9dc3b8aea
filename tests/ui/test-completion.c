/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-completion.h"
#include "soq-ui-test.h"

static const char *const names[] = { "ana", "bob", "Antonio", "ANDRE", NULL };

/* What @text becomes after each Tab, which stands for the end of it. */
static void
expect_tabs (const char        *text,
             gsize              cursor,
             gboolean           backwards,
             const char *const *expected)
{
  g_autoptr (SoqCompletion) completion = soq_completion_new (text, cursor, names);
  g_autoptr (GString)       now = g_string_new (text);

  for (guint i = 0; expected[i] != NULL; i++)
    {
      gsize       start;
      gsize       length;
      const char *replacement;

      assert_true (soq_completion_next (completion, backwards, &start, &length, &replacement));
      g_string_erase (now, (gssize) start, (gssize) length);
      g_string_insert (now, (gssize) start, replacement);
      assert_string_equal (now->str, expected[i]);
    }
}

static void
test_nothing_to_complete (void **state)
{
  static const struct
  {
    const char *text;
    gsize       cursor;
  } cases[] = {
    { "", 0 },
    { "ana", 0 },
    { "ana ", 4 },
    { "x", 1 },
    { "hi\n", 3 },
    { "anaa", 4 },
    { "á", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqCompletion) completion = NULL;
      gsize                     start;
      gsize                     length;
      const char               *replacement;

      completion = soq_completion_new (cases[i].text, cases[i].cursor, names);
      assert_false (soq_completion_next (completion, FALSE, &start, &length, &replacement));
    }
}

static void
test_tab_goes_round (void **state)
{
  const char *const forwards[] = { "ana: ", "Antonio: ", "ANDRE: ", "ana: ", NULL };
  const char *const backwards[] = { "ANDRE: ", "Antonio: ", "ana: ", "ANDRE: ", NULL };

  expect_tabs ("an", 2, FALSE, forwards);
  expect_tabs ("an", 2, TRUE, backwards);
}

static void
test_name_in_a_sentence_has_no_colon (void **state)
{
  const char *const expected[] = { "olá bob , you", "olá bob , you", NULL };

  expect_tabs ("olá b, you", strlen ("olá b"), FALSE, expected);
}

static void
test_name_in_the_second_line (void **state)
{
  const char *const expected[] = { "hi\nana ", NULL };

  expect_tabs ("hi\nana", 6, FALSE, expected);
}

static void
test_commands_and_channels_have_no_colon (void **state)
{
  static const char *const words[] = { "/kick", "#class", "kim", NULL };
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "/k", "/kick " },
    { "#c", "#class " },
    { "k", "kim: " },
    { "see #c", "#class " },
    { "see /k", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqCompletion) completion = NULL;
      const char               *replacement = NULL;
      gsize                     start;
      gsize                     length;

      completion = soq_completion_new (cases[i].text, strlen (cases[i].text), words);
      soq_completion_next (completion, FALSE, &start, &length, &replacement);
      if (cases[i].expected == NULL)
        assert_null (replacement);
      else
        assert_string_equal (replacement, cases[i].expected);
    }
}

static void
test_name_behind_a_mark (void **state)
{
  static const char *const words[] = { "ana", "[bot]zé", "#class", "(x)", NULL };
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "(an", "(ana " },
    { "@an", "@ana " },
    { "see \"an", "see \"ana " },
    { "bob,an", "bob,ana " },
    { "“an", "“ana " },
    { "¿an", "¿ana " },
    { "[b", "[bot]zé: " },
    { "([b", "([bot]zé " },
    { "(#c", "(#class " },
    { "x-an", NULL },
    { "zu(", NULL },
    { "an,", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqCompletion) completion = NULL;
      g_autoptr (GString)       now = g_string_new (cases[i].text);
      const char               *replacement = NULL;
      gsize                     start;
      gsize                     length;

      completion = soq_completion_new (cases[i].text, now->len, words);
      if (!soq_completion_next (completion, FALSE, &start, &length, &replacement))
        {
          assert_null (cases[i].expected);
          continue;
        }
      g_string_erase (now, (gssize) start, (gssize) length);
      g_string_insert (now, (gssize) start, replacement);
      assert_string_equal (now->str, cases[i].expected);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_nothing_to_complete),
    cmocka_unit_test (test_tab_goes_round),
    cmocka_unit_test (test_name_in_a_sentence_has_no_colon),
    cmocka_unit_test (test_name_in_the_second_line),
    cmocka_unit_test (test_commands_and_channels_have_no_colon),
    cmocka_unit_test (test_name_behind_a_mark),
  };

  return cmocka_run_group_tests_name ("completion", tests, NULL, NULL);
}
