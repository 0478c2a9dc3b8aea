/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-test.h"
#include "soq-text.h"

#define REPLACEMENT "\xef\xbf\xbd"

static void
test_text_of_bytes_is_always_text (void **state)
{
  static const struct
  {
    const char *name;
    const char *data;
    gsize       length;
    const char *wanted;
  } cases[] = {
    { "nothing", NULL, 0, "" },
    { "NUL", "\0a\0", 3, REPLACEMENT "a" REPLACEMENT },
    { "no UTF-8", "caf\xe9", 4, "caf" REPLACEMENT },
    { "cut off", "\xe2\x82", 2, REPLACEMENT REPLACEMENT },
    { "overlong", "\xc0\xaf", 2, REPLACEMENT REPLACEMENT },
    { "surrogate", "\xed\xa0\x80", 3, REPLACEMENT REPLACEMENT REPLACEMENT },
    { "text", "ação €👍", 14, "ação €👍" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = soq_text_from_bytes ((const guint8 *) cases[i].data, cases[i].length);

      if (!g_str_equal (text, cases[i].wanted))
        {
          print_error ("# %s: wanted “%s”, saw “%s”\n", cases[i].name, cases[i].wanted, text);
          fail ();
        }
    }
}

static void
test_text_of_random_bytes_is_valid_and_printable (void **state)
{
  for (guint round = 0; round < 2000; round++)
    {
      guint8           data[64];
      g_autofree char *text = NULL;
      g_autofree char *printable = NULL;
      g_autofree char *again = NULL;

      for (guint i = 0; i < sizeof data; i++)
        data[i] = (guint8) g_random_int ();

      text = soq_text_from_bytes (data, sizeof data);
      assert_true (g_utf8_validate (text, -1, NULL));
      printable = soq_text_printable (text);
      assert_true (g_utf8_validate (printable, -1, NULL));
      assert_int_equal (g_utf8_strlen (printable, -1), g_utf8_strlen (text, -1));
      again = soq_text_printable (printable);
      assert_string_equal (printable, again);
    }
}

static void
test_text_that_is_printable_acts_on_nothing (void **state)
{
  static const struct
  {
    const char *text;
    const char *wanted;
  } cases[] = {
    { "", "" },
    { "tab\tline\n", "tab\tline\n" },
    { "\x01\x07\x08\r\x1b[2J\x7f", "␁␇␈␍␛[2J␡" },
    { "\xc2\x80\xc2\x9b\xc2\x9f", REPLACEMENT REPLACEMENT REPLACEMENT },
    { "\xe2\x80\xaa\xe2\x80\xae", REPLACEMENT REPLACEMENT },
    { "\xe2\x81\xa6\xe2\x81\xa9", REPLACEMENT REPLACEMENT },
    { "\xe2\x80\xa8\xe2\x80\xa9", REPLACEMENT REPLACEMENT },
    { "<b>&amp; ação עברית 👍", "<b>&amp; ação עברית 👍" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *printable = soq_text_printable (cases[i].text);

      assert_string_equal (printable, cases[i].wanted);
    }
}

static void
expect_broken (const char *text,
               gsize       limit,
               const char *wanted)
{
  g_autofree char *broken = soq_text_break_words (text, limit);

  if (wanted == NULL)
    assert_null (broken);
  else
    assert_string_equal (broken, wanted);
}

static void
test_text_without_spaces_is_broken (void **state)
{
  expect_broken ("", 4, NULL);
  expect_broken ("abcd", 4, NULL);
  expect_broken ("ab cd ef", 4, NULL);
  expect_broken ("abcde", 4, "abcd\ne");
  expect_broken ("x abcdefghi j", 4, "x abcd\nefgh\ni j");
  expect_broken ("\u00e9\u00e9\u00e9", 5, "\u00e9\u00e9\n\u00e9");
}

static void
test_text_in_one_line_is_valid (void **state)
{
  g_autofree char *line = soq_text_one_line ("a\tb\nc\x1b\u202e");
  g_autofree char *valid = soq_text_make_valid ("caf\xe9");

  assert_string_equal (line, "a b c\u241b\uFFFD");
  assert_string_equal (valid, "caf\uFFFD");
  assert_null (soq_text_make_valid (NULL));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_text_of_bytes_is_always_text),
    cmocka_unit_test (test_text_of_random_bytes_is_valid_and_printable),
    cmocka_unit_test (test_text_that_is_printable_acts_on_nothing),
    cmocka_unit_test (test_text_without_spaces_is_broken),
    cmocka_unit_test (test_text_in_one_line_is_valid),
  };

  return cmocka_run_group_tests_name ("text", tests, NULL, NULL);
}
