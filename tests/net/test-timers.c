/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"
#include "soq-test.h"
#include "soq-timers.h"

typedef struct
{
  SoqTimer   timer;
  SoqTimers *timers; /* (borrowed) */
  GString   *log;    /* (borrowed) */
  char       name;
  gint64     again; /* the delay to set itself to, or -1 */
} Alarm;

static gint64 now;

static gint64
fake_clock (void)
{
  return now;
}

static void
alarm_cb (gpointer user_data)
{
  Alarm *alarm = user_data;

  g_string_append_c (alarm->log, alarm->name);
  if (alarm->again >= 0)
    soq_timers_set (alarm->timers, &alarm->timer, alarm->again);
}

static int
setup (void **state)
{
  now = g_get_monotonic_time () + G_TIME_SPAN_HOUR;
  soq_clock_set (fake_clock);
  *state = soq_timers_new (NULL);

  return 0;
}

static int
teardown (void **state)
{
  soq_timers_free (*state);
  soq_clock_set (NULL);

  return 0;
}

static void
init_alarm (Alarm     *alarm,
            SoqTimers *timers,
            GString   *log,
            char       name)
{
  *alarm = (Alarm){ .timers = timers, .log = log, .name = name, .again = -1 };
  alarm->timer.func = alarm_cb;
  alarm->timer.user_data = alarm;
}

static void
advance (SoqTimers *timers,
         gint64     microseconds)
{
  now += microseconds;
  soq_timers_run (timers);
}

static void
test_timers_fire_in_the_order_of_time (void **state)
{
  static const gint64 delays[] = { 50, 10, 40, 10, 30, 60, 20 };
  g_autoptr (GString) log = g_string_new (NULL);
  Alarm               alarms[G_N_ELEMENTS (delays)];

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      init_alarm (&alarms[i], *state, log, (char) ('a' + i));
      soq_timers_set (*state, &alarms[i].timer, delays[i]);
    }

  advance (*state, 9);
  assert_string_equal (log->str, "");
  advance (*state, 1);
  assert_int_equal (log->len, 2);
  advance (*state, 39);
  assert_string_equal (log->str + 2, "gec");
  assert_true (soq_timer_is_set (&alarms[0].timer));
  advance (*state, 100);
  assert_string_equal (log->str + 2, "gecaf");
  assert_false (soq_timer_is_set (&alarms[0].timer));
  advance (*state, 1000);
  assert_int_equal (log->len, 7);
}

static void
test_timers_can_be_moved_and_unset (void **state)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Alarm               a;
  Alarm               b;

  init_alarm (&a, *state, log, 'a');
  init_alarm (&b, *state, log, 'b');
  soq_timers_unset (*state, &a.timer);
  soq_timers_set (*state, &a.timer, 10);
  soq_timers_set (*state, &b.timer, 20);
  soq_timers_set (*state, &a.timer, 30);
  advance (*state, 25);
  assert_string_equal (log->str, "b");
  soq_timers_unset (*state, &a.timer);
  advance (*state, 100);
  assert_string_equal (log->str, "b");
}

static void
test_timers_can_set_themselves_again (void **state)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Alarm               a;

  init_alarm (&a, *state, log, 'a');
  a.again = 10;
  soq_timers_set (*state, &a.timer, 10);
  advance (*state, 10);
  advance (*state, 9);
  assert_string_equal (log->str, "a");
  advance (*state, 1);
  assert_string_equal (log->str, "aa");

  /* It has set itself again, and is of this function. */
  soq_timers_unset (*state, &a.timer);
}

/* A heap of many, against a plain list. */
static void
test_timers_keep_many_apart (void **state)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Alarm               alarms[300];
  guint               expected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (alarms); i++)
    {
      init_alarm (&alarms[i], *state, log, 'x');
      soq_timers_set (*state, &alarms[i].timer, g_random_int_range (1, 1000));
    }

  for (guint i = 0; i < G_N_ELEMENTS (alarms); i += 3)
    soq_timers_unset (*state, &alarms[i].timer);
  for (guint step = 0; step < 10; step++)
    {
      advance (*state, 100);
      expected = 0;
      for (guint i = 0; i < G_N_ELEMENTS (alarms); i++)
        if (i % 3 != 0 && alarms[i].timer.when <= now)
          expected++;
      assert_int_equal (log->len, expected);
    }
  assert_int_equal (log->len, 200);
}

static void
free_cb (gpointer user_data)
{
  soq_timers_free (*(SoqTimers **) user_data);
}

/* As the patience of the last link does with its reactor. */
static void
test_timer_frees_what_it_is_in (void **state)
{
  SoqTimers *timers = soq_timers_new (NULL);
  SoqTimer   first = { .func = free_cb, .user_data = &timers };
  SoqTimer   second = { .func = free_cb, .user_data = &timers };

  soq_timers_set (timers, &first, 10);
  soq_timers_set (timers, &second, 20);
  advance (timers, 30);
  assert_false (soq_timer_is_set (&second));
}

static void
test_timers_are_run_by_the_main_loop (void **state)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Alarm               a;

  soq_clock_set (NULL);
  init_alarm (&a, *state, log, 'a');
  soq_timers_set (*state, &a.timer, 1000);
  soq_test_wait_until (log->len == 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_timers_fire_in_the_order_of_time, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timers_can_be_moved_and_unset, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timers_can_set_themselves_again, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timers_keep_many_apart, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timer_frees_what_it_is_in, setup, teardown),
    cmocka_unit_test_setup_teardown (test_timers_are_run_by_the_main_loop, setup, teardown),
  };

  return cmocka_run_group_tests_name ("timers", tests, NULL, NULL);
}
