/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-fake-server.h"
#include "soq-limits.h"

/* A connection over UDP. The server of the fixture is not used: the test has
 * a socket of its own.
 */

static GSocket *
new_socket (guint16 *port)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket                   *socket;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  assert_non_null (socket);
  assert_true (g_socket_bind (socket, any_port, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_socket_set_blocking (socket, FALSE);

  return socket;
}

static void
connect_to (SoqClientFixture *fixture,
            guint16           port)
{
  g_autoptr (SoqAddress) address = soq_address_new (SOQ_TRANSPORT_UDP, "127.0.0.1", port);
  g_autoptr (SoqPlace)   place = soq_place_new (address, SOQ_LINE_ENDING_LF);

  soq_client_connect (fixture->client, place);
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_ONLINE);
}

static char *
receive (GSocket         *socket,
         GSocketAddress **from)
{
  char   buffer[1024];
  gssize n;

  soq_test_wait_until (g_socket_condition_check (socket, G_IO_IN) == G_IO_IN);
  n = g_socket_receive_from (socket, from, buffer, sizeof buffer, NULL, NULL);
  assert_true (n >= 0);

  return g_strndup (buffer, (gsize) n);
}

static void
test_refused_datagram_is_told (void **state)
{
  SoqClientFixture   *fixture = *state;
  guint16             port;
  g_autoptr (GSocket) socket = new_socket (&port);

  /* Wine does not tell that a datagram came back. */
  if (soq_test_is_wine ())
    return;

  g_socket_close (socket, NULL);
  connect_to (fixture, port);
  soq_client_fixture_say (fixture, "anybody?");
  soq_client_fixture_wait_for (fixture, SOQ_CLIENT_STATE_OFFLINE);

  soq_test_assert_error (soq_client_get_error (fixture->client), G_IO_ERROR,
                         G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_too_long_a_message_is_refused (void **state)
{
  SoqClientFixture                 *fixture = *state;
  guint16                           port;
  G_GNUC_UNUSED g_autoptr (GSocket) socket = new_socket (&port);
  g_autoptr (GError)                error = NULL;
  g_autofree char                  *text = g_strnfill (SOQ_LIMIT_DATAGRAM + 1, 'x');

  connect_to (fixture, port);
  assert_false (soq_client_send (fixture->client, text, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG);
  assert_int_equal (soq_client_fixture_get_n_messages (fixture), 1);
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_ONLINE);
}

static void
test_message_is_one_datagram_each_way (void **state)
{
  SoqClientFixture          *fixture = *state;
  guint16                    port;
  g_autoptr (GSocket)        socket = new_socket (&port);
  g_autoptr (GSocketAddress) from = NULL;
  g_autofree char           *text = NULL;

  connect_to (fixture, port);
  assert_string_equal (fixture->states->str, "CO");
  soq_client_fixture_say (fixture, "one\ntwo");
  text = receive (socket, &from);
  assert_string_equal (text, "one\ntwo");

  g_socket_send_to (socket, from, "ONE\nTWO\r\n", 9, NULL, NULL);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, NULL, "ONE\nTWO");
}

static void
test_greeting_over_datagrams_asks_for_no_name (void **state)
{
  SoqClientFixture          *fixture = *state;
  guint16                    port;
  g_autoptr (GSocket)        socket = new_socket (&port);
  g_autoptr (GSocketAddress) from = NULL;
  g_autofree char           *first = NULL;
  g_autofree char           *second = NULL;

  connect_to (fixture, port);
  soq_client_fixture_say (fixture, "hi");
  first = receive (socket, &from);
  g_socket_send_to (socket, from, "* You are x in #lobby", 21, NULL, NULL);
  soq_client_fixture_expect_message (fixture, 2, SOQ_MESSAGE_TEXT, NULL, "* You are x in #lobby");

  soq_client_fixture_say (fixture, "again");
  second = receive (socket, NULL);
  assert_string_equal (second, "again");
}

static void
test_quit_word_ends_it (void **state)
{
  SoqClientFixture   *fixture = *state;
  guint16             port;
  g_autoptr (GSocket) socket = new_socket (&port);
  g_autofree char    *text = NULL;

  soq_client_set_quit_word (fixture->client, "fim");
  connect_to (fixture, port);
  soq_client_fixture_say (fixture, "fim");
  assert_int_equal (soq_client_get_state (fixture->client), SOQ_CLIENT_STATE_OFFLINE);
  text = receive (socket, NULL);
  assert_string_equal (text, "fim");
}

int
main (void)
{
#define client_test(name) \
  cmocka_unit_test_setup_teardown (name, soq_client_fixture_setup, soq_client_fixture_teardown)
  const struct CMUnitTest tests[] = {
    client_test (test_refused_datagram_is_told),
    client_test (test_too_long_a_message_is_refused),
    client_test (test_message_is_one_datagram_each_way),
    client_test (test_greeting_over_datagrams_asks_for_no_name),
    client_test (test_quit_word_ends_it),
  };

  return cmocka_run_group_tests_name ("client-datagram", tests, NULL, NULL);
}
