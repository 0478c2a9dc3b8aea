/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-line.h"
#include "soq-ui-test.h"

static gboolean
add (SoqLineFold *fold,
     SoqLineKind  kind,
     const char  *nick)
{
  SoqLine line = { .kind = kind, .nick = nick, .text = "text" };

  return soq_line_fold_add (fold, &line);
}

#define expect_fold(fold, text)                                   \
  do                                                              \
    {                                                             \
      g_autofree char *folded = soq_line_fold_to_string ((fold)); \
      assert_string_equal (folded, (text));                       \
    }                                                             \
  while (0)

static void
test_people_who_come_together_share_a_line (void **state)
{
  SoqLineFold *fold = soq_line_fold_new ();

  assert_false (add (fold, SOQ_LINE_JOIN, "ana"));
  expect_fold (fold, "ana joined");
  assert_true (add (fold, SOQ_LINE_JOIN, "bob"));
  expect_fold (fold, "ana, bob joined");
  assert_true (add (fold, SOQ_LINE_JOIN, "carla"));
  expect_fold (fold, "ana, bob, carla joined");
  assert_true (add (fold, SOQ_LINE_JOIN, "davi"));
  expect_fold (fold, "ana, bob and 2 others joined");
  assert_true (add (fold, SOQ_LINE_JOIN, "eva"));
  expect_fold (fold, "ana, bob and 3 others joined");

  soq_line_fold_free (fold);
}

static void
test_anything_else_ends_a_fold (void **state)
{
  static const SoqLineKind others[] = {
    SOQ_LINE_TEXT,
    SOQ_LINE_ACTION,
    SOQ_LINE_NOTICE,
    SOQ_LINE_STATUS,
    SOQ_LINE_ERROR,
  };
  SoqLineFold *fold = soq_line_fold_new ();

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      assert_false (add (fold, SOQ_LINE_PART, "ana"));
      assert_true (add (fold, SOQ_LINE_PART, "bob"));
      expect_fold (fold, "ana, bob left");
      assert_false (add (fold, others[i], "carla"));
    }

  assert_false (add (fold, SOQ_LINE_JOIN, "ana"));
  assert_false (add (fold, SOQ_LINE_PART, "ana"));
  expect_fold (fold, "ana left");
  soq_line_fold_reset (fold);
  assert_false (add (fold, SOQ_LINE_PART, "bob"));
  expect_fold (fold, "bob left");

  soq_line_fold_free (fold);
}

static void
test_crowd_is_counted (void **state)
{
  SoqLineFold *fold = soq_line_fold_new ();

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *nick = g_strdup_printf ("guest-%u", i);

      assert_int_equal (add (fold, SOQ_LINE_PART, nick), i > 0);
    }
  expect_fold (fold, "guest-0, guest-1 and 99998 others left");

  soq_line_fold_free (fold);
}

static void
test_text_without_a_link_has_none (void **state)
{
  static const char *const texts[] = {
    "",
    "http",
    "http://",
    "https://",
    "https://.",
    "http:// example.org",
    "ftp://example.org",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "www.",
    "www..org",
    "awww.example.org",
    "xhttp://example.org",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize start;
      gsize length;

      if (soq_line_find_link (texts[i], &start, &length))
        print_error ("# “%s” has a link\n", texts[i]);
      assert_false (soq_line_find_link (texts[i], &start, &length));
    }
}

static void
test_links_end_where_the_sentence_goes_on (void **state)
{
  static const struct
  {
    const char *text;
    const char *link;
  } cases[] = {
    { "http://a", "http://a" },
    { "see http://example.org.", "http://example.org" },
    { "see https://example.org/a?b=c&d=e#f, and", "https://example.org/a?b=c&d=e#f" },
    { "(https://example.org/)", "https://example.org/" },
    { "https://example.org/a_(b)", "https://example.org/a_(b)" },
    { "(see https://example.org/a_(b))", "https://example.org/a_(b)" },
    { "<https://example.org>", "https://example.org" },
    { "“https://example.org”", "https://example.org" },
    { "«https://example.org»…", "https://example.org" },
    { "https://example.org/olá", "https://example.org/olá" },
    { "http://one http://two", "http://one" },
    { "http:// and https://example.org", "https://example.org" },
    { "https://example.org\u00a0and", "https://example.org" },
    { "HTTPS://Example.ORG/A", "HTTPS://Example.ORG/A" },
    { "look: www.example.org/a, or", "www.example.org/a" },
    { "`https://example.org`", "https://example.org" },
    { "**https://example.org**", "https://example.org" },
    { "https://example.org/a*b", "https://example.org/a*b" },
    { "見て https://example.org/。はい", "https://example.org/" },
    { "https://example.org，好", "https://example.org" },
    { "（https://example.org/a）", "https://example.org/a" },
    { "join irc://irc.example.org/#chan,needkey now", "irc://irc.example.org/#chan,needkey" },
    { "ircs://irc.example.org:6697/", "ircs://irc.example.org:6697/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize            start = 0;
      gsize            length = 0;
      gboolean         found = soq_line_find_link (cases[i].text, &start, &length);
      g_autofree char *link = g_strndup (cases[i].text + start, length);

      if (found && g_str_equal (link, cases[i].link))
        continue;

      print_error ("# in “%s” found “%s”\n", cases[i].text, link);
      fail ();
    }
}

static void
test_copied_lines_are_tidy (void **state)
{
  static const struct
  {
    const char *slice;
    gboolean    times;
    const char *tidy;
  } cases[] = {
    { "", TRUE, "" },
    { "hel", TRUE, "hel" },
    { "12:34\tana\thello", TRUE, "12:34 <ana> hello" },
    { "ana\thello", FALSE, "<ana> hello" },
    { "na\thello", TRUE, "na hello" },
    { "12:34\t\tana joined", TRUE, "12:34 ana joined" },
    { "\tana joined", FALSE, "ana joined" },
    { "12:34\t∗\tana waves", TRUE, "12:34 * ana waves" },
    { "∗\tana waves", FALSE, "* ana waves" },
    { "12:34\tana\tone\n\t\ttwo", TRUE, "12:34 <ana> one\ntwo" },
    { "ana\tone\n\ttwo\nb", FALSE, "<ana> one\ntwo\nb" },
    { "llo\n12:35\tbob\thi\n12:3", TRUE, "llo\n12:35 <bob> hi\n12:3" },
    { "12:34\tana\t", TRUE, "12:34 <ana> " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tidy = soq_line_tidy (cases[i].slice, cases[i].times);

      assert_string_equal (tidy, cases[i].tidy);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_people_who_come_together_share_a_line),
    cmocka_unit_test (test_anything_else_ends_a_fold),
    cmocka_unit_test (test_crowd_is_counted),
    cmocka_unit_test (test_text_without_a_link_has_none),
    cmocka_unit_test (test_links_end_where_the_sentence_goes_on),
    cmocka_unit_test (test_copied_lines_are_tidy),
  };

  return cmocka_run_group_tests_name ("line", tests, NULL, NULL);
}
