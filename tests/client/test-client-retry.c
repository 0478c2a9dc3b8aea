/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"
#include "soq-platform.h"

/* A connection that was lost is made again. */

static void
go_online (SoqClientFixture *fixture)
{
  soq_client_fixture_connect (fixture, SOQ_LINE_ENDING_LF);
  soq_client_fixture_greet (fixture);
}

static void
lose (SoqClientFixture *fixture)
{
  soq_fake_server_reset_peer (fixture->server);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
}

static gint64
get_delay (SoqClientFixture *fixture)
{
  return soq_client_get_retry_time (fixture->client) - soq_clock_now ();
}

/* Up to a quarter more, so that not all come back at the same moment. */
static void
expect_delay (SoqClientFixture *fixture,
              gint64            seconds)
{
  gint64 delay = get_delay (fixture);

  if (delay < seconds * G_USEC_PER_SEC || delay > seconds * G_USEC_PER_SEC * 5 / 4)
    print_error ("# %" G_GINT64_FORMAT " s expected, it is %g s\n", seconds,
                 (double) delay / G_USEC_PER_SEC);
  assert_true (delay >= seconds * G_USEC_PER_SEC);
  assert_true (delay <= seconds * G_USEC_PER_SEC * 5 / 4);
}

static void
test_tries_come_at_growing_distances (void **state)
{
  static const gint64 delays[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
  SoqClientFixture   *fixture = *state;

  go_online (fixture);
  soq_fake_server_stop (fixture->server);
  lose (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      expect_delay (fixture, delays[i]);

      soq_client_fixture_pass_time (fixture, get_delay (fixture) - 1);
      assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_WAITING);
      soq_client_fixture_pass_time (fixture, 1);
      assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_CONNECTING);

      soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_WAITING);
      soq_test_assert_error (soq_client_get_error (fixture->client), G_IO_ERROR,
                             G_IO_ERROR_CONNECTION_REFUSED);
    }
}

static void
test_connection_comes_back_with_our_name (void **state)
{
  SoqClientFixture *fixture = *state;

  go_online (fixture);
  lose (fixture);
  soq_client_fixture_pass_time (fixture, get_delay (fixture));
  soq_test_wait_until (soq_fake_server_get_n_accepted (fixture->server) == 2);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  soq_client_fixture_greet (fixture);

  soq_client_fixture_expect_received (fixture, "/nick ana\n");
}

static void
test_only_a_connection_that_lasted_resets_the_distance (void **state)
{
  SoqClientFixture *fixture = *state;

  go_online (fixture);
  lose (fixture);
  for (gint64 delay = 1; delay <= 4; delay *= 2)
    {
      expect_delay (fixture, delay);
      soq_client_fixture_pass_time (fixture, get_delay (fixture));
      soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
      soq_test_wait_until (fixture->server != NULL &&
                           !soq_fake_server_has_ended (fixture->server));
      soq_client_fixture_greet (fixture);
      lose (fixture);
    }

  soq_client_fixture_pass_time (fixture, get_delay (fixture));
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);
  soq_client_fixture_greet (fixture);
  soq_client_fixture_pass_time (fixture, 11 * G_USEC_PER_SEC);
  lose (fixture);
  expect_delay (fixture, 1);
}

static void
test_waiting_can_be_stopped (void **state)
{
  SoqClientFixture *fixture = *state;

  go_online (fixture);
  lose (fixture);
  soq_client_disconnect (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);

  soq_client_fixture_pass_time (fixture, G_GINT64_CONSTANT (120) * G_USEC_PER_SEC);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
  assert_int_equal (soq_fake_server_get_n_accepted (fixture->server), 1);
}

static void
test_waiting_can_be_cut_short (void **state)
{
  SoqClientFixture *fixture = *state;

  go_online (fixture);
  lose (fixture);
  soq_client_retry_now (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_CONNECTING);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_REGISTERING);

  /* The timer of before must be gone. */
  assert_false (soq_timer_is_set (&fixture->client->retry));
  soq_client_retry_now (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_REGISTERING);
}

static void
test_retry_before_any_connection_does_nothing (void **state)
{
  SoqClientFixture *fixture = *state;

  soq_client_retry_now (fixture->client);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_client_that_waits_can_be_dropped (void **state)
{
  SoqClientFixture *fixture = *state;

  /* The proof is in the teardown. */
  go_online (fixture);
  lose (fixture);
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_tries_come_at_growing_distances),
    client_test (test_connection_comes_back_with_our_name),
    client_test (test_only_a_connection_that_lasted_resets_the_distance),
    client_test (test_waiting_can_be_stopped),
    client_test (test_waiting_can_be_cut_short),
    client_test (test_retry_before_any_connection_does_nothing),
    client_test (test_client_that_waits_can_be_dropped),
  };

  return cmocka_run_group_tests_name ("client-retry", tests, NULL, NULL);
}
