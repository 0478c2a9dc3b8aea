/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-relay.h"
#include "soq-test.h"

#include <string.h>

/* A client, a relay and a server; all on this main context, so that nothing
 * of it blocks.
 */
typedef struct
{
  GSocket  *listening;
  SoqRelay *relay;
  GSocket  *client;
  GSocket  *server;
} Fixture;

static GSocket *
new_socket (GSocketType type)
{
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_socket_set_blocking (socket, FALSE);

  return socket;
}

static GSocketAddress *
loopback (guint16 port)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

static void
open_fixture (Fixture    *self,
              GSocketType type)
{
  g_autoptr (GSocketAddress) any_port = loopback (0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocketAddress) relay = NULL;
  g_autoptr (SoqAddress)     address = NULL;
  g_autoptr (GError)         error = NULL;
  gboolean                   stream = type == G_SOCKET_TYPE_STREAM;

  self->listening = new_socket (type);
  assert_true (g_socket_bind (self->listening, any_port, FALSE, NULL));
  if (stream)
    assert_true (g_socket_listen (self->listening, NULL));
  bound = g_socket_get_local_address (self->listening, NULL);
  address = soq_address_new (stream ? SOQ_TRANSPORT_TCP : SOQ_TRANSPORT_UDP, "127.0.0.1",
                             soq_socket_address_get_port (bound));

  self->relay = soq_relay_new ();
  assert_true (soq_relay_start (self->relay, "127.0.0.1", 0, address, &error));
  self->client = new_socket (type);
  relay = loopback (soq_relay_get_port (self->relay));
  g_socket_connect (self->client, relay, NULL, NULL);
}

static gboolean
is_ready (GSocket *socket)
{
  return g_socket_condition_check (socket, G_IO_IN) != 0;
}

static void
open_stream (Fixture *self)
{
  open_fixture (self, G_SOCKET_TYPE_STREAM);
  soq_test_wait_until (is_ready (self->listening));
  self->server = g_socket_accept (self->listening, NULL, NULL);
  assert_non_null (self->server);
  g_socket_set_blocking (self->server, FALSE);
}

static void
close_fixture (Fixture *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->server);
  g_clear_object (&self->listening);
  soq_relay_stop (self->relay);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  soq_test_assert_finalized (&self->relay);
}

static void
say (GSocket    *socket,
     const char *text)
{
  assert_int_equal (g_socket_send (socket, text, strlen (text), NULL, NULL), strlen (text));
}

/* Waits until recv () returns something, and gives that as text. */
static char *
hear (GSocket *socket)
{
  char   buffer[1000];
  gssize n;

  soq_test_wait_until (is_ready (socket));
  n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
  assert_true (n >= 0);

  return g_strndup (buffer, (gsize) n);
}

static void
expect (GSocket    *socket,
        const char *text)
{
  g_autofree char *heard = hear (socket);

  assert_string_equal (heard, text);
}

static guint
count_calls (SoqRelay    *relay,
             SoqTraceRole role,
             SoqCall      call)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (soq_relay_get_trace (relay), 0, G_MAXUINT);
  guint                 n = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      if (soq_trace_socket_get_role (record->socket) == role && record->call == call &&
          record->result >= 0)
        n++;
    }

  return n;
}

static void
test_relay_hands_on_and_ends (void **state)
{
  Fixture self = { 0 };

  open_stream (&self);
  say (self.client, "Hello?");
  expect (self.server, "Hello?");
  say (self.server, "Hello!");
  expect (self.client, "Hello!");

  /* One half is closed, and the other still carries. */
  g_socket_shutdown (self.client, FALSE, TRUE, NULL);
  expect (self.server, "");
  say (self.server, "Bye!");
  expect (self.client, "Bye!");
  assert_int_equal (soq_relay_get_counts (self.relay)->open, 1);
  g_clear_object (&self.server);
  expect (self.client, "");
  soq_test_wait_until (soq_relay_get_counts (self.relay)->open == 0);
  assert_int_equal (soq_relay_get_counts (self.relay)->forwarded, 16);

  /* Both sides are in the trace. */
  assert_int_equal (count_calls (self.relay, SOQ_TRACE_ROLE_ACCEPTED, SOQ_CALL_SEND), 2);
  assert_int_equal (count_calls (self.relay, SOQ_TRACE_ROLE_CONNECTED, SOQ_CALL_SEND), 1);
  assert_int_equal (count_calls (self.relay, SOQ_TRACE_ROLE_ACCEPTED, SOQ_CALL_CLOSE), 1);
  assert_int_equal (count_calls (self.relay, SOQ_TRACE_ROLE_CONNECTED, SOQ_CALL_CLOSE), 1);

  close_fixture (&self);
}

static void
test_relay_splits (void **state)
{
  Fixture       self = { 0 };
  SoqRelayKnobs knobs = { .piece = 3 };

  open_stream (&self);
  soq_relay_set_knobs (self.relay, &knobs);
  say (self.client, "abcdefgh");
  expect (self.server, "abc");
  expect (self.server, "def");
  expect (self.server, "gh");

  close_fixture (&self);
}

static void
test_relay_joins (void **state)
{
  Fixture       self = { 0 };
  SoqRelayKnobs knobs = { .join = 300 };

  open_stream (&self);
  soq_relay_set_knobs (self.relay, &knobs);
  say (self.client, "one ");
  soq_test_wait_until (count_calls (self.relay, SOQ_TRACE_ROLE_ACCEPTED, SOQ_CALL_RECV) == 1);
  say (self.client, "two");
  expect (self.server, "one two");

  close_fixture (&self);
}

static void
test_relay_delays (void **state)
{
  Fixture       self = { 0 };
  SoqRelayKnobs knobs = { .delay = 200 };
  gint64        begin = g_get_monotonic_time ();

  open_stream (&self);
  soq_relay_set_knobs (self.relay, &knobs);
  begin = g_get_monotonic_time ();
  say (self.client, "late");
  g_socket_shutdown (self.client, FALSE, TRUE, NULL);
  expect (self.server, "late");
  assert_true (g_get_monotonic_time () - begin >= 200 * 1000);
  expect (self.server, "");

  close_fixture (&self);
}

static void
test_relay_is_slow (void **state)
{
  Fixture          self = { 0 };
  SoqRelayKnobs    knobs = { .rate = 1000 };
  g_autofree char *text = g_strnfill (400, 'x');
  gint64           begin;
  gsize            done = 0;

  open_stream (&self);
  soq_relay_set_knobs (self.relay, &knobs);
  begin = g_get_monotonic_time ();
  say (self.client, text);
  while (done < 400)
    {
      g_autofree char *heard = hear (self.server);

      done += strlen (heard);
      assert_true (strlen (heard) <= 200);
    }
  /* The last of the four parts needs no pause after it. */
  assert_true (g_get_monotonic_time () - begin >= 300 * 1000);

  close_fixture (&self);
}

static gboolean
is_full (GSocket *socket)
{
  static const char much[64 * 1024];
  gssize            n;

  do
    n = g_socket_send (socket, much, sizeof much, NULL, NULL);
  while (n > 0);
  g_main_context_iteration (NULL, FALSE);

  return g_socket_send (socket, much, 1, NULL, NULL) < 0;
}

static void
test_relay_holds_little (void **state)
{
  Fixture       self = { 0 };
  SoqRelayKnobs knobs = { .delay = 60 * 1000 };
  guint64       received = 0;

  open_stream (&self);
  soq_relay_set_knobs (self.relay, &knobs);
  /* Nobody is served for a minute: in the end the client cannot send. */
  for (guint i = 0; i < 100; i++)
    is_full (self.client);
  assert_true (is_full (self.client));
  received = count_calls (self.relay, SOQ_TRACE_ROLE_ACCEPTED, SOQ_CALL_RECV);
  assert_true (received >= 1 && received < 20);
  assert_int_equal (soq_relay_get_counts (self.relay)->forwarded, 0);

  close_fixture (&self);
}

static void
test_relay_resets (void **state)
{
  Fixture            self = { 0 };
  char               byte;
  g_autoptr (GError) error = NULL;

  /* Wine shuts a socket down before it closes it, so there is no reset. */
  if (soq_test_is_wine ())
    return;

  open_stream (&self);
  say (self.client, "Hello?");
  expect (self.server, "Hello?");
  soq_relay_reset_all (self.relay);
  assert_int_equal (soq_relay_get_counts (self.relay)->open, 0);

  soq_test_wait_until (is_ready (self.client));
  assert_int_equal (g_socket_receive (self.client, &byte, 1, NULL, &error), -1);
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_clear_error (&error);
  soq_test_wait_until (is_ready (self.server));
  assert_int_equal (g_socket_receive (self.server, &byte, 1, NULL, &error), -1);
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);

  close_fixture (&self);
}

static void
test_relay_without_a_server (void **state)
{
  Fixture self = { 0 };
  char    byte;

  open_fixture (&self, G_SOCKET_TYPE_STREAM);
  g_clear_object (&self.listening);
  soq_test_wait_until (is_ready (self.client));
  assert_true (g_socket_receive (self.client, &byte, 1, NULL, NULL) <= 0);
  assert_int_equal (soq_relay_get_counts (self.relay)->failed, 1);

  close_fixture (&self);
}

static void
test_relay_carries_datagrams (void **state)
{
  Fixture                    self = { 0 };
  g_autoptr (GSocketAddress) from = NULL;
  char                       buffer[100];
  gssize                     n;

  open_fixture (&self, G_SOCKET_TYPE_DATAGRAM);
  say (self.client, "one");
  soq_test_wait_until (is_ready (self.listening));
  n = g_socket_receive_from (self.listening, &from, buffer, sizeof buffer, NULL, NULL);
  assert_int_equal (n, 3);
  assert_memory_equal (buffer, "one", 3);
  g_socket_send_to (self.listening, from, "two", 3, NULL, NULL);
  expect (self.client, "two");
  assert_int_equal (soq_relay_get_counts (self.relay)->datagrams, 2);
  assert_int_equal (soq_relay_get_counts (self.relay)->clients, 1);

  close_fixture (&self);
}

/* Of all that was received, just this was not passed on. */
static void
assert_lost (SoqRelay   *relay,
             const char *text)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (soq_relay_get_trace (relay), 0, G_MAXUINT);
  g_autoptr (GString)   lost = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      assert_string_equal (soq_trace_socket_get_who (record->socket), "Relay");
      if (!soq_trace_record_is_lost (record))
        continue;
      assert_int_equal (record->call, SOQ_CALL_RECVMSG);
      g_string_append_len (lost, g_bytes_get_data (record->bytes, NULL),
                           (gssize) g_bytes_get_size (record->bytes));
    }
  assert_string_equal (lost->str, text);
}

static void
test_relay_loses_datagrams (void **state)
{
  Fixture       self = { 0 };
  SoqRelayKnobs knobs = { .drop = 100 };

  open_fixture (&self, G_SOCKET_TYPE_DATAGRAM);
  soq_relay_set_knobs (self.relay, &knobs);
  say (self.client, "lost");
  soq_test_wait_until (soq_relay_get_counts (self.relay)->dropped == 1);
  assert_lost (self.relay, "lost");

  /* Without the knob the next one arrives, and it is the first that does. */
  knobs.drop = 0;
  soq_relay_set_knobs (self.relay, &knobs);
  say (self.client, "found");
  expect (self.listening, "found");
  assert_lost (self.relay, "lost");

  /* What is still under way is lost too. */
  knobs.delay = 60 * 1000;
  soq_relay_set_knobs (self.relay, &knobs);
  say (self.client, "late");
  soq_test_wait_until (count_calls (self.relay, SOQ_TRACE_ROLE_DATAGRAM_SERVER,
                                    SOQ_CALL_RECVMSG) == 3);
  soq_relay_reset_all (self.relay);
  assert_lost (self.relay, "lostlate");

  close_fixture (&self);
}

static void
test_relay_masks_passwords (void **state)
{
  Fixture               self = { 0 };
  g_autoptr (GPtrArray) records = NULL;

  open_stream (&self);
  say (self.client, "PASS secret\r\n");
  expect (self.server, "PASS secret\r\n");
  records = soq_trace_dup_since (soq_relay_get_trace (self.relay), 0, G_MAXUINT);
  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      if (record->bytes != NULL)
        assert_null (g_strstr_len (g_bytes_get_data (record->bytes, NULL),
                                   (gssize) g_bytes_get_size (record->bytes), "secret"));
    }

  close_fixture (&self);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_relay_hands_on_and_ends),
    cmocka_unit_test (test_relay_splits),
    cmocka_unit_test (test_relay_joins),
    cmocka_unit_test (test_relay_delays),
    cmocka_unit_test (test_relay_is_slow),
    cmocka_unit_test (test_relay_holds_little),
    cmocka_unit_test (test_relay_resets),
    cmocka_unit_test (test_relay_without_a_server),
    cmocka_unit_test (test_relay_carries_datagrams),
    cmocka_unit_test (test_relay_loses_datagrams),
    cmocka_unit_test (test_relay_masks_passwords),
  };

  return cmocka_run_group_tests_name ("relay", tests, NULL, NULL);
}
