/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-server.h"
#include "soq-test.h"

#include <string.h>

static int
setup (void **state)
{
  *state = soq_lab_server_new ();

  return 0;
}

static int
teardown (void **state)
{
  soq_test_assert_finalized (state);

  return 0;
}

static void
start (SoqLabServer *server)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_lab_server_start (server, "127.0.0.1", 0, &error));
  assert_true (soq_lab_server_get_port (server) > 0);
}

/* A client like any other program: it knows nothing of the lab. Waits end
 * after ten seconds.
 */
static GSocket *
join (SoqLabServer *server)
{
  g_autoptr (GSocketAddress) address = NULL;
  GSocket                   *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                    G_SOCKET_PROTOCOL_TCP, NULL);

  address = g_inet_socket_address_new_from_string ("127.0.0.1", soq_lab_server_get_port (server));
  g_socket_set_timeout (socket, 10);
  assert_true (g_socket_connect (socket, address, NULL, NULL));

  return socket;
}

static void
say (GSocket    *socket,
     const char *text)
{
  assert_int_equal (g_socket_send (socket, text, strlen (text), NULL, NULL), strlen (text));
}

static void
expect (GSocket    *socket,
        const char *text)
{
  char  buffer[200] = "";
  gsize done = 0;

  while (done < strlen (text))
    {
      gssize n = g_socket_receive (socket, buffer + done, strlen (text) - done, NULL, NULL);

      if (n <= 0)
        break;
      done += (gsize) n;
    }
  assert_string_equal (buffer, text);
}

static void
expect_end (GSocket *socket)
{
  char byte;

  assert_true (g_socket_receive (socket, &byte, 1, NULL, NULL) <= 0);
}

/* Nothing has come, and that is known: somebody else was answered since. */
static void
expect_silence (GSocket *socket)
{
  assert_int_equal (g_socket_get_available_bytes (socket), 0);
}

static void
test_server_replies (void **state)
{
  SoqLabServer *server = *state;

  for (int mode = 0; mode < SOQ_N_SERVING_MODES; mode++)
    {
      g_autoptr (GSocket) client = NULL;

      soq_lab_server_set_mode (server, (SoqServingMode) mode);
      soq_lab_server_set_reply (server, SOQ_SERVING_ECHO);
      start (server);
      client = join (server);
      say (client, "Hello!\n");
      expect (client, "Hello!\n");

      soq_lab_server_set_reply (server, SOQ_SERVING_UPPERCASE);
      say (client, "olá\n");
      expect (client, "OLÁ\n");

      soq_lab_server_set_reply (server, SOQ_SERVING_LINES);
      say (client, "one\ntw");
      expect (client, "1: one\n");
      say (client, "o\nthree\n");
      expect (client, "2: two\n3: three\n");

      soq_lab_server_stop (server);
      expect_end (client);
      assert_false (soq_lab_server_is_running (server));
    }
}

/* Each who is accepted is served as it was set by then; who is in stays. */
static void
test_server_is_switched_while_people_are_connected (void **state)
{
  SoqLabServer           *server = *state;
  g_autoptr (GSocket)     ann = NULL;
  g_autoptr (GSocket)     bob = NULL;
  g_autoptr (GSocket)     cid = NULL;
  g_autoptr (GSocket)     dan = NULL;
  g_autoptr (SoqTimeline) timeline = NULL;

  start (server);
  ann = join (server);
  say (ann, "a");
  expect (ann, "a");
  bob = join (server);
  say (bob, "b");
  say (ann, "a");
  expect (ann, "a");
  expect_silence (bob);

  /* Bob was not accepted yet: he gets a thread, and Cid too. */
  soq_lab_server_set_mode (server, SOQ_SERVING_THREADS);
  g_clear_object (&ann);
  expect (bob, "b");
  cid = join (server);
  say (cid, "c");
  expect (cid, "c");
  say (bob, "b");
  expect (bob, "b");

  soq_lab_server_set_mode (server, SOQ_SERVING_LOOP);
  dan = join (server);
  ann = join (server);
  say (ann, "a");
  expect (ann, "a");
  say (dan, "d");
  expect (dan, "d");

  /* From the loop back: those who are in it are still answered. */
  soq_lab_server_set_mode (server, SOQ_SERVING_ONE_BY_ONE);
  say (dan, "D");
  expect (dan, "D");
  say (cid, "C");
  expect (cid, "C");
  say (ann, "A");
  expect (ann, "A");

  soq_lab_server_stop (server);
  expect_end (bob);
  expect_end (cid);
  expect_end (dan);
  timeline = soq_lab_server_dup_timeline (server);
  assert_int_equal (timeline->clients->len, 5);
}

static void
test_server_cannot_have_a_port_twice (void **state)
{
  SoqLabServer      *server = *state;
  SoqLabServer      *second = soq_lab_server_new ();
  g_autoptr (GError) error = NULL;

  start (server);
  assert_false (soq_lab_server_start (second, "127.0.0.1", soq_lab_server_get_port (server),
                                      &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  assert_false (soq_lab_server_is_running (second));

  soq_test_assert_finalized (&second);
}

/* A client who reads nothing does not keep the loop from the others. */
static void
test_server_loop_does_not_wait_for_who_does_not_read (void **state)
{
  SoqLabServer       *server = *state;
  g_autoptr (GSocket) deaf = NULL;
  g_autoptr (GSocket) other = NULL;
  g_autofree char    *much = g_strnfill (64 * 1024, 'x');
  gssize              n;

  soq_lab_server_set_mode (server, SOQ_SERVING_LOOP);
  start (server);
  deaf = join (server);
  g_socket_set_blocking (deaf, FALSE);
  do
    n = g_socket_send (deaf, much, 64 * 1024, NULL, NULL);
  while (n > 0);

  other = join (server);
  say (other, "Hello!\n");
  expect (other, "Hello!\n");
}

static void
test_server_stops_with_clients_of_all_kinds (void **state)
{
  SoqLabServer       *server = *state;
  g_autoptr (GSocket) threaded = NULL;
  g_autoptr (GSocket) served = NULL;
  g_autoptr (GSocket) waiting = NULL;
  gint64              begin;

  soq_lab_server_set_mode (server, SOQ_SERVING_THREADS);
  start (server);
  threaded = join (server);
  say (threaded, "t");
  expect (threaded, "t");
  soq_lab_server_set_mode (server, SOQ_SERVING_ONE_BY_ONE);
  served = join (server);
  say (served, "s");
  expect (served, "s");
  waiting = join (server);

  begin = g_get_monotonic_time ();
  soq_lab_server_stop (server);
  assert_true (g_get_monotonic_time () - begin < G_USEC_PER_SEC);
  expect_end (threaded);
  expect_end (served);
  expect_end (waiting);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_server_replies, setup, teardown),
    cmocka_unit_test_setup_teardown (test_server_is_switched_while_people_are_connected, setup,
                                     teardown),
    cmocka_unit_test_setup_teardown (test_server_cannot_have_a_port_twice, setup, teardown),
    cmocka_unit_test_setup_teardown (test_server_loop_does_not_wait_for_who_does_not_read, setup,
                                     teardown),
    cmocka_unit_test_setup_teardown (test_server_stops_with_clients_of_all_kinds, setup, teardown),
  };

  return cmocka_run_group_tests_name ("lab-server", tests, NULL, NULL);
}
