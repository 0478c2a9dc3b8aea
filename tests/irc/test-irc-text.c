/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-text.h"
#include "soq-test.h"

/* Writes the runs as one text: “1+3 s1 f00ff00 b-”. */
static char *
describe (GArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const SoqIrcRun *run = &g_array_index (runs, SoqIrcRun, i);

      g_string_append_printf (text, "%s%u+%u s%u", i > 0 ? ", " : "", (guint) run->start,
                              (guint) run->length, run->style);
      if (run->foreground != SOQ_IRC_NO_COLOR)
        g_string_append_printf (text, " f%06x", run->foreground);
      if (run->background != SOQ_IRC_NO_COLOR)
        g_string_append_printf (text, " b%06x", run->background);
    }

  return g_string_free (text, FALSE);
}

static const struct
{
  const char *text;
  const char *plain;
  const char *runs;
} cases[] = {
  { "", "", "" },
  { "plain ç", "plain ç", "" },
  { "\x02", "", "" },
  { "\x02\x02\x1d\x0f", "", "" },
  { "\x02"
    "a\x02"
    "b",
    "ab", "0+1 s1" },
  { "a\x1d"
    "b\x1f"
    "c\x0f"
    "d",
    "abcd", "1+1 s2, 2+1 s6" },
  { "\x1e"
    "a\x11"
    "b\x16"
    "c",
    "abc", "0+1 s8, 1+1 s24, 2+1 s56" },
  { "\x03"
    "4red\x03 no",
    "red no", "0+3 s0 fff0000" },
  { "\x03"
    "04,1x",
    "x", "0+1 s0 fff0000 b000000" },
  { "\x03"
    "123",
    "3", "0+1 s0 f0000fc" },
  { "\x03"
    "4,x",
    ",x", "0+2 s0 fff0000" },
  { "\x03"
    ",4x",
    ",4x", "" },
  { "\x03"
    "99,99x",
    "x", "" },
  { "\x03"
    "98x",
    "x", "0+1 s0 fffffff" },
  { "\x04"
    "00ff00x\x04y",
    "xy", "0+1 s0 f00ff00" },
  { "\x04"
    "00FF00,0000ffx",
    "x", "0+1 s0 f00ff00 b0000ff" },
  { "\x04"
    "00ff0",
    "00ff0", "" },
  { "\x03", "", "" },
  { "\x04", "", "" },
  { "a\x01\x7f", "a\x01\x7f", "" },
  { "\x02\xff", "\xff", "0+1 s1" },
};

static void
test_codes_become_runs (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) runs = NULL;
      g_autofree char   *plain = soq_irc_text_parse (cases[i].text, &runs);
      g_autofree char   *got = describe (runs);
      g_autofree char   *stripped = soq_irc_text_strip (cases[i].text);

      if (!g_str_equal (plain, cases[i].plain) || !g_str_equal (got, cases[i].runs))
        print_error ("# case %u: “%s” with “%s”\n", i, plain, got);
      assert_string_equal (plain, cases[i].plain);
      assert_string_equal (got, cases[i].runs);
      assert_string_equal (stripped, plain);
    }
}

static void
test_runs_lie_within_the_text (void **state)
{
  static const char alphabet[] = "\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f,0123456789abcf\xc3\xa7";
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      char               text[48];
      gsize              length = (gsize) g_rand_int_range (random, 0, sizeof text);
      gsize              end = 0;
      g_autoptr (GArray) runs = NULL;
      g_autofree char   *plain = NULL;

      for (gsize j = 0; j < length; j++)
        text[j] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
      text[length] = '\0';

      plain = soq_irc_text_parse (text, &runs);
      for (guint j = 0; j < runs->len; j++)
        {
          const SoqIrcRun *run = &g_array_index (runs, SoqIrcRun, j);

          assert_true (run->length > 0 && run->start >= end);
          end = run->start + run->length;
        }
      assert_true (end <= strlen (plain));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_codes_become_runs),
    cmocka_unit_test (test_runs_lie_within_the_text),
  };

  return cmocka_run_group_tests_name ("irc-text", tests, NULL, NULL);
}
