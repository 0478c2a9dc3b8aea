/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-mask.h"
#include "soq-test.h"

static void
test_masks_have_no_case (void **state)
{
  assert_true (soq_irc_mask_match ("ANN!*@*.Example", "ann!a@b.example"));
  assert_false (soq_irc_mask_match ("É", "é"));
}

static void
test_the_empty_mask_matches_nothing_else (void **state)
{
  assert_true (soq_irc_mask_match ("", ""));
  assert_false (soq_irc_mask_match ("", "a"));
  assert_false (soq_irc_mask_match ("a", ""));
  assert_true (soq_irc_mask_match ("*", ""));
  assert_true (soq_irc_mask_match ("***", ""));
  assert_false (soq_irc_mask_match ("?", ""));
}

/* A matcher that tries every star would not end within the life of the sun. */
static void
test_many_stars_end_soon (void **state)
{
  g_autofree char *text = g_strnfill (400, 'a');
  GString         *mask = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (mask, "*a");
  g_string_append (mask, "*b");

  assert_false (soq_irc_mask_match (mask->str, text));
  g_string_free (mask, TRUE);
}

static void
test_masks_are_completed (void **state)
{
  static const struct
  {
    const char *mask;
    const char *complete;
  } cases[] = {
    { "ann", "ann!*@*" },
    { "ann*", "ann*!*@*" },
    { "ann!a", "ann!a@*" },
    { "a@b", "*!a@b" },
    { "n!u@h", "n!u@h" },
    { "*.example", "*!*@*.example" },
    { "192.0.2.1", "*!*@192.0.2.1" },
    { "2001:db8::*", "*!*@2001:db8::*" },
    { "*", "*!*@*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complete = soq_irc_mask_complete (cases[i].mask);

      assert_string_equal (complete, cases[i].complete);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_masks_have_no_case),
    cmocka_unit_test (test_the_empty_mask_matches_nothing_else),
    cmocka_unit_test (test_many_stars_end_soon),
    cmocka_unit_test (test_masks_are_completed),
  };

  return cmocka_run_group_tests_name ("irc-mask", tests, NULL, NULL);
}
