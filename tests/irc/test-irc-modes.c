/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-modes.h"
#include "soq-test.h"

static const SoqIrcModeTypes types = { "beI", "k", "l", "imnst", "ov" };

/* Writes the changes as one text: “+b=mask”, “?” for an unknown letter. */
static char *
describe (const char        *modes,
          const char *const *params)
{
  g_autoptr (GArray) changes = soq_irc_modes_parse (&types, modes, params);
  GString           *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const SoqIrcModeChange *change = &g_array_index (changes, SoqIrcModeChange, i);

      g_string_append_printf (text, "%s%c%c", i > 0 ? " " : "", change->add ? '+' : '-',
                              change->letter);
      if (change->kind == SOQ_IRC_MODE_UNKNOWN)
        g_string_append_c (text, '?');
      if (change->param != NULL)
        g_string_append_printf (text, "=%s", change->param);
    }

  return g_string_free (text, FALSE);
}

#define expect(modes, wanted, ...)                     \
  do                                                   \
    {                                                  \
      const char      *params[] = { __VA_ARGS__ };     \
      g_autofree char *got = describe (modes, params); \
      assert_string_equal (got, wanted);               \
    }                                                  \
  while (0)

static void
test_modes_without_sense_are_taken (void **state)
{
  expect ("", "", NULL);
  expect ("+-+-", "", NULL);
  expect ("o", "+o", NULL);
  expect ("-l", "-l", "5", NULL);
  expect ("zZ\x01", "+z? +Z? +\x01?", "x", NULL);
}

static void
test_modes_take_their_parameters_in_order (void **state)
{
  expect ("+ntk-l+l-b+o", "+n +t +k=key -l +l=5 -b=*!*@x +o=ann", "key", "5", "*!*@x", "ann", NULL);
  expect ("-k+v", "-k=key +v=ann", "key", "ann", NULL);
  expect ("b", "+b", NULL);
  expect ("bb", "+b=a +b", "a", NULL);
}

static void
test_letters_have_kinds (void **state)
{
  assert_int_equal (soq_irc_mode_types_find (&types, 'b'), SOQ_IRC_MODE_LIST);
  assert_int_equal (soq_irc_mode_types_find (&types, 'k'), SOQ_IRC_MODE_ALWAYS);
  assert_int_equal (soq_irc_mode_types_find (&types, 'l'), SOQ_IRC_MODE_SET);
  assert_int_equal (soq_irc_mode_types_find (&types, 'n'), SOQ_IRC_MODE_FLAG);
  assert_int_equal (soq_irc_mode_types_find (&types, 'o'), SOQ_IRC_MODE_PREFIX);
  assert_int_equal (soq_irc_mode_types_find (&types, 'O'), SOQ_IRC_MODE_UNKNOWN);
  assert_int_equal (soq_irc_mode_types_find (&types, '\0'), SOQ_IRC_MODE_UNKNOWN);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_modes_without_sense_are_taken),
    cmocka_unit_test (test_modes_take_their_parameters_in_order),
    cmocka_unit_test (test_letters_have_kinds),
  };

  return cmocka_run_group_tests_name ("irc-modes", tests, NULL, NULL);
}
