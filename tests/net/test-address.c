/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-address.h"
#include "soq-error.h"
#include "soq-test.h"

static void
test_address_that_is_wrong_is_refused (void **state)
{
  static const struct
  {
    const char *text;
    int         code;
  } cases[] = {
    { "", SOQ_ERROR_BAD_HOST },
    { "   ", SOQ_ERROR_BAD_HOST },
    { ":5000", SOQ_ERROR_BAD_HOST },
    { "tcp://", SOQ_ERROR_BAD_HOST },
    { "tcp:///", SOQ_ERROR_BAD_HOST },
    { "two words", SOQ_ERROR_BAD_HOST },
    { "user@host", SOQ_ERROR_BAD_HOST },
    { "host/path", SOQ_ERROR_BAD_HOST },
    { "host\n", 0 },
    { "ho\nst", SOQ_ERROR_BAD_HOST },
    { "\xff", SOQ_ERROR_BAD_HOST },
    { "[::1", SOQ_ERROR_BAD_HOST },
    { "[]", SOQ_ERROR_BAD_HOST },
    { "[::1]x", SOQ_ERROR_BAD_HOST },
    { "::1::2", SOQ_ERROR_BAD_HOST },
    { "1:2:3", SOQ_ERROR_BAD_HOST },
    { "host:", SOQ_ERROR_BAD_PORT },
    { "host:0", SOQ_ERROR_BAD_PORT },
    { "host:65536", SOQ_ERROR_BAD_PORT },
    { "host:-1", SOQ_ERROR_BAD_PORT },
    { "host:+1", SOQ_ERROR_BAD_PORT },
    { "host:5000x", SOQ_ERROR_BAD_PORT },
    { "[::1]:", SOQ_ERROR_BAD_PORT },
    { "http://host", SOQ_ERROR_BAD_SCHEME },
    { "://host", SOQ_ERROR_BAD_SCHEME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (SoqAddress) address = soq_address_parse (cases[i].text, &error);

      if ((address == NULL) != (error != NULL) || (error != NULL && error->code != cases[i].code) ||
          (error == NULL && cases[i].code != 0))
        {
          print_error ("# “%s”: %s\n", cases[i].text, error != NULL ? error->message : "no error");
          fail ();
        }
    }
}

static void
test_address_is_understood (void **state)
{
  static const struct
  {
    const char *text;
    const char *uri;
  } cases[] = {
    { "localhost", "tcp://localhost:5000" },
    { " example.org:6667 ", "tcp://example.org:6667" },
    { "tcp://example.org:1/", "tcp://example.org:1" },
    { "UDP://example.org", "udp://example.org:5000" },
    { "192.0.2.1:65535", "tcp://192.0.2.1:65535" },
    { "::1", "tcp://[::1]:5000" },
    { "[::1]:12000", "tcp://[::1]:12000" },
    { "udp://[2001:db8::1]", "udp://[2001:db8::1]:5000" },
    { "münchen.example", "tcp://münchen.example:5000" },
    { "my_host-1.local.", "tcp://my_host-1.local.:5000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (SoqAddress) address = soq_address_parse (cases[i].text, &error);
      g_autoptr (SoqAddress) again = NULL;
      g_autofree char       *uri = NULL;

      if (address == NULL)
        print_error ("# “%s”: %s\n", cases[i].text, error->message);
      assert_non_null (address);
      uri = soq_address_to_uri (address);
      assert_string_equal (uri, cases[i].uri);
      again = soq_address_parse (uri, NULL);
      assert_true (soq_address_equal (address, again));
    }
}

static void
test_address_knows_its_equals (void **state)
{
  g_autoptr (SoqAddress) address = soq_address_new (SOQ_TRANSPORT_TCP, "Example.org", 5000);
  g_autoptr (SoqAddress) same = soq_address_parse ("example.ORG", NULL);
  g_autoptr (SoqAddress) port = soq_address_parse ("example.org:5001", NULL);
  g_autoptr (SoqAddress) udp = soq_address_parse ("udp://example.org", NULL);
  g_autoptr (SoqAddress) copy = soq_address_copy (udp);

  assert_true (soq_address_equal (address, same));
  assert_false (soq_address_equal (address, port));
  assert_false (soq_address_equal (address, udp));
  assert_true (soq_address_equal (copy, udp));
}

static void
test_address_of_a_peer_is_ipv4_again (void **state)
{
  g_autoptr (GSocketAddress) mapped = g_inet_socket_address_new_from_string ("::ffff:192.0.2.1", 9);
  g_autoptr (GSocketAddress) six = g_inet_socket_address_new_from_string ("2001:db8::1", 98);
  g_autofree char           *host = soq_socket_address_dup_host (mapped);
  g_autofree char           *host6 = soq_socket_address_dup_host (six);

  assert_string_equal (host, "192.0.2.1");
  assert_int_equal (soq_socket_address_get_port (mapped), 9);
  assert_string_equal (host6, "2001:db8::1");
}

static void
test_port_may_be_0_where_that_means_any (void **state)
{
  guint16 port = 7;

  assert_false (soq_port_parse ("0", 1, &port, NULL));
  assert_int_equal (port, 7);
  assert_true (soq_port_parse ("0", 0, &port, NULL));
  assert_int_equal (port, 0);
}

/* What the kernel does by chance where nobody listens is done on purpose. */
static void
test_socket_that_met_itself_is_noticed (void **state)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) own = NULL;
  g_autoptr (GSocketAddress) served = NULL;
  g_autoptr (GSocket)        socket = NULL;
  g_autoptr (GSocket)        server = NULL;
  g_autoptr (GSocket)        other = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_bind (socket, any, FALSE, NULL));
  assert_false (soq_socket_is_own_peer (socket));
  own = g_socket_get_local_address (socket, NULL);
  if (!g_socket_connect (socket, own, NULL, NULL))
    skip (); /* not every system lets it */
  assert_true (soq_socket_is_own_peer (socket));

  server = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_bind (server, any, FALSE, NULL) && g_socket_listen (server, NULL));
  served = g_socket_get_local_address (server, NULL);
  other = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_connect (other, served, NULL, NULL));
  assert_false (soq_socket_is_own_peer (other));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_address_that_is_wrong_is_refused),
    cmocka_unit_test (test_address_is_understood),
    cmocka_unit_test (test_address_knows_its_equals),
    cmocka_unit_test (test_address_of_a_peer_is_ipv4_again),
    cmocka_unit_test (test_port_may_be_0_where_that_means_any),
    cmocka_unit_test (test_socket_that_met_itself_is_noticed),
  };

  return cmocka_run_group_tests_name ("address", tests, NULL, NULL);
}
