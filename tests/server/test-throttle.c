/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-test.h"
#include "soq-throttle.h"

static guint
take_all (SoqThrottle *throttle,
          gint64       now)
{
  guint n = 0;

  while (n < 1000 && soq_throttle_take (throttle, now) == 0)
    n++;

  return n;
}

static void
test_throttle_lets_all_through_without_an_interval (void **state)
{
  SoqThrottle throttle = { .burst = 1, .interval = 0 };

  assert_int_equal (take_all (&throttle, 0), 1000);
}

static void
test_throttle_takes_a_burst_then_a_rate (void **state)
{
  SoqThrottle throttle = { .burst = 5, .interval = 100 };

  assert_int_equal (take_all (&throttle, 1000), 5);
  assert_int_equal (soq_throttle_take (&throttle, 1000), 100);
  assert_int_equal (soq_throttle_take (&throttle, 1099), 1);
  assert_int_equal (take_all (&throttle, 1100), 1);
  assert_int_equal (take_all (&throttle, 1350), 2);
  assert_int_equal (soq_throttle_take (&throttle, 1350), 50);
}

/* What somebody did not say for an hour does not add up to more than a burst. */
static void
test_throttle_saves_no_more_than_a_burst (void **state)
{
  SoqThrottle throttle = { .burst = 5, .interval = 100 };

  take_all (&throttle, 1000);
  assert_int_equal (take_all (&throttle, G_TIME_SPAN_HOUR), 5);
}

static void
test_throttle_refusal_costs_nothing (void **state)
{
  SoqThrottle throttle = { .burst = 1, .interval = 100 };

  assert_int_equal (soq_throttle_take (&throttle, 0), 0);
  for (guint i = 0; i < 10; i++)
    assert_int_equal (soq_throttle_take (&throttle, 0), 100);
  assert_int_equal (soq_throttle_take (&throttle, 100), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_throttle_lets_all_through_without_an_interval),
    cmocka_unit_test (test_throttle_takes_a_burst_then_a_rate),
    cmocka_unit_test (test_throttle_saves_no_more_than_a_burst),
    cmocka_unit_test (test_throttle_refusal_costs_nothing),
  };

  return cmocka_run_group_tests_name ("throttle", tests, NULL, NULL);
}
