/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-nick-color.h"
#include "soq-ui-test.h"

/* Backgrounds of libadwaita's views and windows. */
static const char *const light_backgrounds[] = { "#ffffff", "#fafafa" };
static const char *const dark_backgrounds[] = { "#1e1e1e", "#242424" };

/* value to the power of 2.4: the fifth root, by Newton's steps, twelve times. */
static double
to_gamma (double value)
{
  double root = 1.0;
  double result = 1.0;

  for (guint i = 0; i < 50; i++)
    root = (4 * root + value / (root * root * root * root)) / 5;
  for (guint i = 0; i < 12; i++)
    result *= root;

  return result;
}

static double
linear (float channel)
{
  double value = (double) channel;

  return value <= 0.04045 ? value / 12.92 : to_gamma ((value + 0.055) / 1.055);
}

/* WCAG 2.1, relative luminance. */
static double
get_luminance (const char *color)
{
  GdkRGBA rgba;

  assert_true (gdk_rgba_parse (&rgba, color));

  return 0.2126 * linear (rgba.red) + 0.7152 * linear (rgba.green) + 0.0722 * linear (rgba.blue);
}

static double
get_contrast (const char *a,
              const char *b)
{
  double first = get_luminance (a) + 0.05;
  double second = get_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

static void
test_contrast_is_what_wcag_computes (void **state)
{
  assert_true (ABS (get_contrast ("#000000", "#ffffff") - 21.0) < 0.001);
  assert_true (ABS (get_contrast ("#777777", "#ffffff") - 4.478) < 0.01);
}

static void
test_every_colour_can_be_read (void **state)
{
  for (guint i = 0; i < SOQ_NICK_COLORS; i++)
    for (guint dark = 0; dark < 2; dark++)
      for (guint j = 0; j < G_N_ELEMENTS (light_backgrounds); j++)
        {
          const char *background = dark ? dark_backgrounds[j] : light_backgrounds[j];
          const char *color = soq_nick_color_get (i, dark == 1);
          double      contrast = get_contrast (color, background);

          if (contrast < 4.5)
            print_error ("# %s on %s has %g\n", color, background, contrast);
          assert_true (contrast >= 4.5);
        }
}

static void
test_colours_differ (void **state)
{
  for (guint i = 0; i < SOQ_NICK_COLORS; i++)
    for (guint j = 0; j < i; j++)
      {
        assert_string_not_equal (soq_nick_color_get (i, TRUE), soq_nick_color_get (j, TRUE));
        assert_string_not_equal (soq_nick_color_get (i, FALSE), soq_nick_color_get (j, FALSE));
      }
}

static void
test_colour_belongs_to_the_person (void **state)
{
  assert_int_equal (soq_nick_color_index ("ana"), soq_nick_color_index ("ANA"));

  /* A change here gives everybody another colour after an update. */
  assert_int_equal (soq_nick_color_index ("ana"), 1);
  assert_int_equal (soq_nick_color_index (""), 5);
}

static void
test_every_colour_is_used (void **state)
{
  guint used[SOQ_NICK_COLORS] = { 0 };

  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *nick = g_strdup_printf ("guest-%u", i);

      used[soq_nick_color_index (nick)]++;
    }

  for (guint i = 0; i < SOQ_NICK_COLORS; i++)
    assert_true (used[i] >= 50);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_contrast_is_what_wcag_computes),
    cmocka_unit_test (test_every_colour_can_be_read),
    cmocka_unit_test (test_colours_differ),
    cmocka_unit_test (test_colour_belongs_to_the_person),
    cmocka_unit_test (test_every_colour_is_used),
  };

  return cmocka_run_group_tests_name ("nick-color", tests, NULL, NULL);
}
