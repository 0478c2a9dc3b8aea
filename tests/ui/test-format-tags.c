/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-format-tags.h"

static void
test_looks_are_bounded (void **state)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  SoqFormatTags            *tags = soq_format_tags_new (buffer);
  guint                     n = 0;

  for (guint32 color = 0; color < 5000; color++)
    {
      SoqIrcRun run = { 0, 1, color, SOQ_IRC_NO_COLOR, SOQ_IRC_STYLE_BOLD };

      n += soq_format_tags_find (tags, &run) != NULL ? 1 : 0;
    }
  assert_int_equal (n, 200);
  soq_format_tags_set_dark (tags, TRUE);
  soq_format_tags_free (tags);
}

static void
test_same_look_is_the_same_tag (void **state)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  SoqFormatTags            *tags = soq_format_tags_new (buffer);
  SoqIrcRun                 red = { 0, 1, 0xff0000, SOQ_IRC_NO_COLOR, 0 };
  SoqIrcRun                 bold = { 5, 9, SOQ_IRC_NO_COLOR, SOQ_IRC_NO_COLOR, SOQ_IRC_STYLE_BOLD };
  SoqIrcRun                 none = { 0, 1, SOQ_IRC_NO_COLOR, SOQ_IRC_NO_COLOR, 0 };

  assert_ptr_equal (soq_format_tags_find (tags, &red), soq_format_tags_find (tags, &red));
  assert_ptr_not_equal (soq_format_tags_find (tags, &red), soq_format_tags_find (tags, &bold));
  assert_null (soq_format_tags_find (tags, &none));
  soq_format_tags_free (tags);
}

/* Every colour of IRC, on each background and on every other colour. */
static void
test_all_colors_can_be_read (void **state)
{
  for (guint32 foreground = 0; foreground <= 0xffffff; foreground += 0x112233)
    for (guint32 background = 0; background <= 0xffffff; background += 0x0f1e2d)
      {
        guint32 readable = soq_color_readable (foreground, background);

        if (soq_color_contrast (readable, background) < 4.5)
          print_error ("# %06x on %06x\n", foreground, background);
        assert_true (soq_color_contrast (readable, background) >= 4.5);
      }

  assert_int_equal (soq_color_readable (0x000000, 0xffffff), 0x000000);
  assert_int_equal (soq_color_readable (0xffffff, 0x1e1e1e), 0xffffff);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_looks_are_bounded),
    cmocka_unit_test (test_same_look_is_the_same_tag),
    cmocka_unit_test (test_all_colors_can_be_read),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("format-tags", tests, NULL, NULL);
}
