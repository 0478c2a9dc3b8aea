/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-format.h"
#include "soq-test.h"

static void
assert_formatted_at (GBytes     *bytes,
                     const char *wanted,
                     int         line)
{
  gsize            length;
  const char      *data = g_bytes_get_data (bytes, &length);
  g_autofree char *seen = g_strndup (data, length);

  if (length != strlen (wanted) || !g_str_equal (seen, wanted))
    {
      print_error ("# wanted “%s”, saw “%s”\n", wanted, seen);
      _fail (__FILE__, line);
    }

  g_bytes_unref (bytes);
}

#define assert_formatted(bytes, wanted) assert_formatted_at ((bytes), (wanted), __LINE__)

static void
test_plain_format_lets_no_line_pass_for_another_ones (void **state)
{
  assert_formatted (soq_plain_format_message ("ann", "a\n<bob> b\n\n* c\n"),
                    "<ann> a\n<ann> <bob> b\n<ann> * c\n");
  assert_formatted (soq_plain_format_message ("ann", "a\r<bob> b"), "<ann> a␍<bob> b\n");
  assert_formatted (soq_plain_format_message ("ann", "a\xe2\x80\xa8"
                                                     "b\xe2\x80\xa9"
                                                     "c\xc2\x85"
                                                     "d"),
                    "<ann> a\xef\xbf\xbd"
                    "b\xef\xbf\xbd"
                    "c\xef\xbf\xbd"
                    "d\n");
  assert_formatted (soq_plain_format_action ("ann", "a\nb"), "* ann a\n* ann b\n");
  assert_formatted (soq_plain_format_private ("ann", "a\nb"), "*ann* a\n*ann* b\n");
  assert_formatted (soq_plain_format_notice ("a\nb"), "* a\n* b\n");
}

static void
test_plain_format_acts_on_no_terminal (void **state)
{
  assert_formatted (soq_plain_format_message ("ann", "\x1b[2J\x07\x08\x7f"), "<ann> ␛[2J␇␈␡\n");
  assert_formatted (soq_plain_format_message ("ann", "\xc2\x9b"
                                                     "2J"),
                    "<ann> \xef\xbf\xbd"
                    "2J\n");
  assert_formatted (soq_plain_format_message ("ann", "\xe2\x80\xae"
                                                     "a\xe2\x81\xa6"
                                                     "b"),
                    "<ann> \xef\xbf\xbd"
                    "a\xef\xbf\xbd"
                    "b\n");
}

static void
test_plain_format_keeps_what_reads (void **state)
{
  assert_formatted (soq_plain_format_message ("ann", ""), "");
  assert_formatted (soq_plain_format_message ("ann", "  a\t%s <b> & ç 👍 "),
                    "<ann>   a\t%s <b> & ç 👍 \n");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_plain_format_lets_no_line_pass_for_another_ones),
    cmocka_unit_test (test_plain_format_acts_on_no_terminal),
    cmocka_unit_test (test_plain_format_keeps_what_reads),
  };

  return cmocka_run_group_tests_name ("plain-format", tests, NULL, NULL);
}
