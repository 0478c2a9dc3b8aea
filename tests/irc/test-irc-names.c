/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-names.h"
#include "soq-test.h"

static void
test_names_that_are_wrong_are_refused (void **state)
{
  static const char *const wrong[] = {
    "",
    " ",
    "0a",
    "-a",
    "a b",
    "a\n",
    "a,b",
    "a:b",
    "#a",
    "a@b",
    "a!b",
    "a.b",
    "a*",
    "<a>",
    "ação",
    "a\x7f",
    "\xff",
    "a23456789012345678901234567890123",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (soq_irc_nick_is_valid (wrong[i]))
        print_error ("# “%s”\n", wrong[i]);
      assert_false (soq_irc_nick_is_valid (wrong[i]));
    }
}

static void
test_names_that_are_right_are_taken (void **state)
{
  static const char *const right[] = {
    "a",
    "Z",
    "_",
    "[a]",
    "{|}",
    "a-1",
    "`^\\",
    "guest-1",
    "a2345678901234567890123456789012",
  };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      if (!soq_irc_nick_is_valid (right[i]))
        print_error ("# “%s”\n", right[i]);
      assert_true (soq_irc_nick_is_valid (right[i]));
    }
}

static void
test_names_are_made_of_names (void **state)
{
  static const struct
  {
    const char *name;
    const char *nick;
  } cases[] = {
    { "", NULL },
    { "\xff", NULL },
    { "123", NULL },
    { "   ", NULL },
    { "Ann", "Ann" },
    { "João da Silva", "Joao" },
    { " 1 Ann-2 b", "Ann-2" },
    { "a.b@c", "abc" },
    { "a2345678901234567890123456789012345", "a2345678901234567890123456789012" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *nick = soq_irc_nick_suggest (cases[i].name);

      if (g_strcmp0 (nick, cases[i].nick) != 0)
        print_error ("# “%s” became “%s”\n", cases[i].name, nick != NULL ? nick : "nothing");
      assert_true (g_strcmp0 (nick, cases[i].nick) == 0);
      assert_true (nick == NULL || soq_irc_nick_is_valid (nick));
    }
}

static void
test_names_fold_only_ascii (void **state)
{
  g_autofree char *folded = soq_irc_casefold ("#LObby[]\\~Ç");

  assert_string_equal (folded, "#lobby[]\\~Ç");
}

static void
test_channels_are_told (void **state)
{
  static const char *const wrong[] = {
    "",
    "#",
    "a",
    "&a",
    "#a b",
    "#a,b",
    "#a:b",
    "#a\x07",
    "#a\n",
    "#\xff",
    "#a\u202e",
    "#\u00a0",
    "#1234567890123456789012345678901234567890123456789012345678901234",
  };
  static const char *const right[] = {
    "#a",
    "##",
    "#ção",
    "#[x]-1!*@",
    "#123456789012345678901234567890123456789012345678901234567890123",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (soq_irc_channel_is_valid (wrong[i]))
        print_error ("# “%s”\n", wrong[i]);
      assert_false (soq_irc_channel_is_valid (wrong[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      if (!soq_irc_channel_is_valid (right[i]))
        print_error ("# “%s”\n", right[i]);
      assert_true (soq_irc_channel_is_valid (right[i]));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_names_that_are_wrong_are_refused),
    cmocka_unit_test (test_names_that_are_right_are_taken),
    cmocka_unit_test (test_names_are_made_of_names),
    cmocka_unit_test (test_names_fold_only_ascii),
    cmocka_unit_test (test_channels_are_told),
  };

  return cmocka_run_group_tests_name ("irc-names", tests, NULL, NULL);
}
