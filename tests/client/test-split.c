/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-split.h"
#include "soq-test.h"

static void
expect (const char *text,
        gsize       most,
        const char *expected)
{
  g_auto (GStrv)   pieces = soq_split_text (text, most);
  g_autofree char *joined = g_strjoinv ("|", pieces);

  assert_string_equal (joined, expected);
}

static void
test_nothing_becomes_nothing (void **state)
{
  expect ("", 10, "");
  expect ("\n\n\r\n", 10, "");
}

static void
test_characters_are_never_divided (void **state)
{
  expect ("ééé", 1, "é|é|é");
  expect ("ééé", 3, "é|é|é");
  expect ("ééé", 4, "éé|é");
  expect ("😀😀", 7, "😀|😀");
}

static void
test_text_is_divided_between_words (void **state)
{
  expect ("one two three", 100, "one two three");
  expect ("one two three", 7, "one two|three");
  expect ("one two three", 8, "one two|three");
  expect ("one two three", 6, "one|two|three");
  expect ("verylongword short", 4, "very|long|word|shor|t");
  expect ("  indented", 100, "  indented");
}

static void
test_lines_are_messages (void **state)
{
  expect ("one\ntwo\r\n\nthree", 100, "one|two|three");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_nothing_becomes_nothing),
    cmocka_unit_test (test_characters_are_never_divided),
    cmocka_unit_test (test_text_is_divided_between_words),
    cmocka_unit_test (test_lines_are_messages),
  };

  return cmocka_run_group_tests_name ("split", tests, NULL, NULL);
}
