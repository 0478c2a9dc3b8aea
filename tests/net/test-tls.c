/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-limits.h"
#include "soq-tls.h"
#include "tls-fixture.h"

static void
test_tls_both_ends_are_secure (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  assert_true (soq_link_is_secure (self->server.link));
  assert_true (soq_link_is_secure (self->client.link));
  assert_true (g_str_has_prefix (soq_link_get_tls_version (self->client.link), "TLS 1."));
  assert_int_equal (self->server.got->len, 0);

  soq_link_send_text (self->client.link, "oi");
  tls_expect_text (&self->server, "oi");
  soq_link_send_text (self->server.link, "tudo bem?");
  tls_expect_text (&self->client, "tudo bem?");
  assert_int_equal (soq_link_get_bytes_in (self->server.link), 2);
  assert_int_equal (soq_link_get_bytes_out (self->server.link), 9);
  assert_true (tls_count_turns () < 10);
}

static GBytes *
make_pattern (void)
{
  guint8 *data = g_malloc (MEGABYTE);

  for (guint i = 0; i < MEGABYTE; i++)
    data[i] = (guint8) (i * 7 + i / 251);

  return g_bytes_new_take (data, MEGABYTE);
}

static void
expect_pattern (TlsEnd *end,
                GBytes *pattern)
{
  assert_int_equal (end->got->len, MEGABYTE);
  assert_memory_equal (end->got->data, g_bytes_get_data (pattern, NULL), MEGABYTE);
}

static void
test_tls_carries_a_megabyte_each_way (void **state)
{
  TlsPair           *self = *state;
  g_autoptr (GBytes) pattern = make_pattern ();

  tls_start_server (self, TRUE);
  tls_start_client (self, "localhost", tls_our_fingerprint);

  /* Queued before the handshake, in odd pieces; it waits. */
  soq_link_set_send_limit (self->client.link, 2 * MEGABYTE);
  soq_link_set_send_limit (self->server.link, 2 * MEGABYTE);
  for (gsize i = 0; i < MEGABYTE; i += 999)
    {
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (pattern, i, MIN (999, MEGABYTE - i));

      assert_true (soq_link_send (self->client.link, piece));
      assert_true (soq_link_send (self->server.link, piece));
    }

  soq_test_wait_until (self->server.got->len >= MEGABYTE && self->client.got->len >= MEGABYTE);
  expect_pattern (&self->server, pattern);
  expect_pattern (&self->client, pattern);
  assert_int_equal (soq_link_get_queued (self->server.link), 0);
}

static void
test_tls_reads_what_was_decrypted_before (void **state)
{
  TlsPair *self = *state;

  soq_link_set_receive_size (self->server.link, 3);
  tls_secure_both (self);
  soq_link_send_text (self->client.link, "0123456789");
  tls_expect_text (&self->server, "0123456789");
  assert_int_equal (self->server.turns, 4);

  /* A pause in the middle of a record: no byte of the rest makes the socket
   * readable again.
   */
  soq_link_pause (self->server.link);
  soq_link_send_text (self->client.link, "abcdef");
  tls_settle ();
  assert_true (tls_count_turns () < 10);
  assert_int_equal (self->server.got->len, 0);
  soq_link_resume (self->server.link);
  soq_test_wait_until (self->server.got->len >= 3);
  soq_link_pause (self->server.link);
  tls_settle ();
  assert_in_range (self->server.got->len, 3, 6);
  soq_link_resume (self->server.link);
  tls_expect_text (&self->server, "abcdef");
}

static void
test_tls_send_queue_has_a_limit (void **state)
{
  TlsPair           *self = *state;
  g_autoptr (GBytes) pattern = make_pattern ();
  guint              taken = 0;

  tls_secure_both (self);
  soq_link_set_send_limit (self->server.link, 2 * MEGABYTE);
  soq_link_pause (self->client.link);
  while (taken < 1000 && soq_link_send (self->server.link, pattern))
    {
      taken++;
      tls_settle ();
    }
  assert_in_range (taken, 2, 100);
  soq_test_wait_until (self->server.closed == 1);
  soq_test_assert_error (self->server.error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE);
}

static void
test_tls_goes_on_when_the_other_end_reads (void **state)
{
  TlsPair           *self = *state;
  g_autoptr (GBytes) pattern = make_pattern ();
  const guint        n = 12;

  tls_secure_both (self);
  soq_link_set_send_limit (self->server.link, 16 * MEGABYTE);
  soq_link_pause (self->client.link);
  for (guint i = 0; i < n; i++)
    {
      assert_true (soq_link_send (self->server.link, pattern));
      tls_settle ();
    }
  assert_true (soq_link_get_queued (self->server.link) > 0);
  assert_true (tls_count_turns () < 10);

  soq_link_resume (self->client.link);
  soq_test_wait_until (self->client.got->len >= n * MEGABYTE || self->client.closed > 0);
  assert_int_equal (self->client.got->len, n * MEGABYTE);
  for (guint i = 0; i < n; i++)
    assert_memory_equal (self->client.got->data + i * MEGABYTE,
                         g_bytes_get_data (pattern, NULL), MEGABYTE);
}

static void
test_tls_is_not_for_who_speaks_without (void **state)
{
  TlsPair *self = *state;
  char     buffer[16];

  tls_start_server (self, FALSE);
  tls_write_raw (self, "/nick ana\n", 10);
  tls_expect_text (&self->server, "/nick ana\n");
  assert_false (soq_link_is_secure (self->server.link));
  assert_null (soq_link_get_tls_version (self->server.link));
  soq_link_send_text (self->server.link, "oi");
  tls_settle ();
  assert_int_equal (g_socket_receive (self->client_socket, buffer, sizeof buffer, NULL, NULL), 2);
  assert_int_equal (self->server.secured, 0);

  g_socket_shutdown (self->client_socket, FALSE, TRUE, NULL);
  soq_test_wait_until (self->server.ended == 1);
}

/* Netcat says nothing until somebody types. */
static void
test_tls_who_is_silent_can_be_greeted (void **state)
{
  TlsPair *self = *state;
  char     buffer[16];

  tls_start_server (self, FALSE);
  tls_settle ();
  soq_link_send_text (self->server.link, "hello");
  tls_settle ();
  assert_int_equal (g_socket_receive (self->client_socket, buffer, sizeof buffer, NULL, NULL), 5);
  tls_write_raw (self, "\x16\x03", 2);
  tls_expect_text (&self->server, "\x16\x03");
}

static void
test_tls_that_is_required_lets_nobody_in_without (void **state)
{
  TlsPair *self = *state;
  char     buffer[16];

  tls_start_server (self, TRUE);
  soq_link_send_text (self->server.link, "secret");
  tls_settle ();
  tls_write_raw (self, "/nick ana\n", 10);
  soq_test_wait_until (self->server.closed == 1);
  soq_test_assert_error (self->server.error, SOQ_ERROR, SOQ_ERROR_TLS_REQUIRED);
  assert_int_equal (self->server.got->len, 0);
  assert_true (g_socket_receive (self->client_socket, buffer, sizeof buffer, NULL, NULL) <= 0);
}

static void
test_tls_that_is_required_does_not_wait_for_ever (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, TRUE);
  tls_settle ();
  tls_advance (self, SOQ_TIME_TLS_HANDSHAKE - 1);
  assert_int_equal (self->server.closed, 0);
  tls_advance (self, 1);
  assert_int_equal (self->server.closed, 1);
  soq_test_assert_error (self->server.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static gboolean
client_was_cut (TlsPair *self)
{
  char   buffer[4096];
  gssize n;

  do
    n = g_socket_receive (self->client_socket, buffer, sizeof buffer, NULL, NULL);
  while (n > 0);

  return n == 0;
}

/* One byte tells, and waiting for the rest takes no turns. */
static void
test_tls_handshake_has_a_deadline (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_settle ();
  tls_advance (self, SOQ_TIME_TLS_HANDSHAKE);
  assert_int_equal (self->server.closed, 0);

  tls_write_raw (self, "\x16", 1);
  tls_settle ();
  assert_true (tls_count_turns () < 10);
  assert_int_equal (self->server.got->len, 0);
  tls_advance (self, SOQ_TIME_TLS_HANDSHAKE - 1);
  assert_int_equal (self->server.closed, 0);
  tls_advance (self, 1);
  assert_int_equal (self->server.closed, 1);
  soq_test_assert_error (self->server.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  soq_test_wait_until (client_was_cut (self));
}

static void
test_tls_handshake_with_garbage_closes (void **state)
{
  TlsPair *self = *state;
  guint8   garbage[600] = { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc };

  for (guint i = 9; i < sizeof garbage; i++)
    garbage[i] = (guint8) (i * 31);
  tls_start_server (self, FALSE);
  tls_write_raw (self, garbage, sizeof garbage);
  soq_test_wait_until (self->server.closed == 1);
  assert_non_null (self->server.error);
  assert_true (g_str_has_prefix (self->server.error->message, "TLS handshake: "));
  assert_int_equal (self->server.secured, 0);
  assert_int_equal (self->server.got->len, 0);
}

static void
test_tls_other_end_may_vanish_in_the_handshake (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_write_raw (self, "\x16\x03\x01\x01\x00", 5);
  tls_settle ();
  g_socket_close (self->client_socket, NULL);
  soq_test_wait_until (self->server.closed == 1);
  assert_non_null (self->server.error);
}

static void
test_tls_link_may_close_in_the_handshake (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_write_raw (self, "\x16\x03\x01\x01\x00", 5);
  tls_settle ();
  soq_link_close (self->server.link);
  assert_int_equal (self->server.closed, 1);
  assert_null (self->server.error);
  soq_test_wait_until (client_was_cut (self));
  assert_int_equal (self->server.closed, 1);
}

static void
test_tls_link_may_go_in_the_handshake (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  tls_settle ();
  soq_test_assert_finalized (&self->server.link);
  soq_test_wait_until (self->client.closed == 1);
  assert_non_null (self->client.error);
  assert_int_equal (self->server.closed, 0);
}

static void
test_tls_link_that_finishes_in_the_handshake_still_sends (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  soq_link_send_text (self->client.link, "last words");
  soq_link_finish (self->client.link);
  tls_expect_text (&self->server, "last words");
  soq_test_wait_until (self->server.ended == 1);
  soq_link_finish (self->server.link);
  soq_test_wait_until (self->client.closed == 1 && self->server.closed == 1);
  assert_null (self->client.error);
  assert_null (self->server.error);
}

static void
test_tls_ends_politely (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  soq_link_send_text (self->client.link, "bye");
  soq_link_finish (self->client.link);
  tls_expect_text (&self->server, "bye");
  soq_test_wait_until (self->server.ended == 1);
  assert_int_equal (soq_link_get_state (self->server.link), SOQ_LINK_STATE_OPEN);
  assert_int_equal (self->client.closed, 0);
  assert_true (tls_count_turns () < 10);

  soq_link_send_text (self->server.link, "good bye");
  soq_link_finish (self->server.link);
  soq_test_wait_until (self->client.closed == 1 && self->server.closed == 1);
  assert_null (self->client.error);
  assert_null (self->server.error);
  assert_int_equal (self->server.ended, 1);
  assert_true (soq_link_is_secure (self->client.link));
}

static void
test_tls_finishes_without_the_other_end (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  soq_link_pause (self->client.link);
  soq_link_finish (self->server.link);
  tls_settle ();
  tls_advance (self, SOQ_TIME_FINISH - 1);
  assert_int_equal (self->server.closed, 0);
  tls_advance (self, 1);
  assert_int_equal (self->server.closed, 1);
}

static void
test_tls_that_is_cut_off_is_an_error (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  soq_link_send_text (self->client.link, "half a li");
  tls_settle ();
  soq_link_close (self->client.link);
  soq_test_wait_until (self->server.closed == 1);
  assert_memory_equal (self->server.got->data, "half a li", 9);
  assert_non_null (self->server.error);
  assert_int_equal (self->server.ended, 0);
}

/* Somebody in between writes into the connection. */
static void
test_tls_that_is_tampered_with_closes (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  tls_write_raw (self, "\x17\x03\x03\x00\x20xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 37);
  soq_test_wait_until (self->server.closed == 1);
  assert_non_null (self->server.error);
  assert_int_equal (self->server.got->len, 0);
}

/* Links whose other ends began a handshake and say no more. */
typedef struct
{
  SoqLink *links[SOQ_LIMIT_TLS_HANDSHAKES_PER_ADDRESS];  /* (owned) */
  GSocket *others[SOQ_LIMIT_TLS_HANDSHAKES_PER_ADDRESS]; /* (owned) */
  TlsEnd   end;
} Crowd;

static SoqLink *
start_stalled (TlsPair  *self,
               TlsEnd   *end,
               GSocket **other,
               GSocket **socket)
{
  SoqLink *link;

  *socket = tls_accept_one ("127.0.0.1", other);
  link = soq_link_new (self->reactor, *socket);
  soq_link_accept_tls (link, tls_ours, FALSE);
  soq_link_start (link, &tls_handler, end);
  assert_int_equal (g_socket_send (*other, "\x16", 1, NULL, NULL), 1);
  tls_settle ();

  return link;
}

static void
gather_crowd (TlsPair *self,
              Crowd   *crowd)
{
  crowd->end.got = g_byte_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (crowd->links); i++)
    {
      g_autoptr (GSocket) socket = NULL;

      crowd->links[i] = start_stalled (self, &crowd->end, &crowd->others[i], &socket);
    }
}

static void
dismiss_crowd (Crowd *crowd)
{
  for (guint i = 0; i < G_N_ELEMENTS (crowd->links); i++)
    {
      soq_link_close (crowd->links[i]);
      soq_test_assert_finalized (&crowd->links[i]);
      g_object_unref (crowd->others[i]);
    }
  g_byte_array_unref (crowd->end.got);
  g_clear_error (&crowd->end.error);
}

/* Whoever stalls takes a place; the next one waits, and its turn comes. */
static void
test_tls_handshakes_are_done_so_many_at_once (void **state)
{
  TlsPair            *self = *state;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocket) other = NULL;
  SoqLink            *waiting;
  Crowd               crowd = { 0 };

  gather_crowd (self, &crowd);

  /* One more has no thread yet: it can be closed without waiting for that. */
  waiting = start_stalled (self, &crowd.end, &other, &socket);
  soq_link_close (waiting);
  assert_true (g_socket_is_closed (socket));
  soq_test_assert_finalized (&waiting);
  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  tls_settle ();
  assert_int_equal (self->server.secured, 0);

  dismiss_crowd (&crowd);
  soq_test_wait_until (self->server.secured == 1 && self->client.secured == 1);
}

/* A person may look at a certificate as long as nobody else waits. */
static void
test_tls_slow_handshake_gives_way_if_another_waits (void **state)
{
  TlsPair *self = *state;
  Crowd    crowd = { 0 };

  gather_crowd (self, &crowd);
  tls_advance (self, 50 * G_USEC_PER_SEC);
  assert_int_equal (crowd.end.closed, 0);

  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  soq_test_wait_until (soq_link_is_securing (self->server.link));
  tls_settle ();
  assert_int_equal (self->server.secured, 0);
  tls_advance (self, 2 * G_USEC_PER_SEC);
  soq_test_wait_until (self->server.secured == 1 && self->client.secured == 1);
  assert_int_equal (crowd.end.closed, 1);
  tls_advance (self, 10 * G_USEC_PER_SEC);
  assert_int_equal (crowd.end.closed, G_N_ELEMENTS (crowd.links));
  dismiss_crowd (&crowd);
}

static void
test_tls_who_stalls_delays_nobody_elsewhere (void **state)
{
  TlsPair            *self = *state;
  g_autoptr (GSocket) socket = NULL;
  Crowd               crowd = { 0 };

  g_clear_object (&self->client_socket);
  soq_test_assert_finalized (&self->server.link);
  socket = tls_accept_one ("127.0.0.2", &self->client_socket);
  self->server.link = soq_link_new (self->reactor, socket);

  gather_crowd (self, &crowd);
  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  soq_test_wait_until (self->server.secured == 1 && self->client.secured == 1);
  assert_int_equal (crowd.end.closed, 0);
  dismiss_crowd (&crowd);
}

/* Runs “openssl s_client” with @option against a link. Returns whether it was
 * let in; -1 if there is no such program.
 */
static int
try_openssl (TlsPair    *self,
             const char *option)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        listener = tls_listen (&address);
  g_autoptr (GSocket)        socket = NULL;
  g_autoptr (GSubprocess)    client = NULL;
  g_autofree char           *where = NULL;

  where = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  client = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             NULL, "openssl", "s_client", "-connect", where,
                             "-cipher", "DEFAULT@SECLEVEL=0", option, NULL);
  if (client == NULL)
    {
      print_message ("# left out: openssl is not installed\n");
      return -1;
    }

  soq_test_assert_finalized (&self->server.link);
  socket = g_socket_accept (listener, NULL, NULL);
  self->server.link = soq_link_new (self->reactor, socket);
  tls_start_server (self, FALSE);
  soq_test_wait_until (self->server.secured > 0 || self->server.closed > 0);
  g_subprocess_force_exit (client);

  return self->server.secured > 0 ? 1 : 0;
}

static void
test_tls_1_1_is_refused (void **state)
{
  int let_in = try_openssl (*state, "-tls1_1");

  if (let_in < 0)
    skip ();
  assert_int_equal (let_in, 0);
}

static void
test_tls_1_2_is_let_in (void **state)
{
  TlsPair *self = *state;
  int      let_in = try_openssl (self, "-tls1_2");

  if (let_in < 0)
    skip ();
  assert_int_equal (let_in, 1);
  assert_string_equal (soq_link_get_tls_version (self->server.link), "TLS 1.2");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    tls_test (test_tls_both_ends_are_secure),
    tls_test (test_tls_carries_a_megabyte_each_way),
    tls_test (test_tls_reads_what_was_decrypted_before),
    tls_test (test_tls_send_queue_has_a_limit),
    tls_test (test_tls_goes_on_when_the_other_end_reads),
    tls_test (test_tls_is_not_for_who_speaks_without),
    tls_test (test_tls_who_is_silent_can_be_greeted),
    tls_test (test_tls_that_is_required_lets_nobody_in_without),
    tls_test (test_tls_that_is_required_does_not_wait_for_ever),
    tls_test (test_tls_handshake_has_a_deadline),
    tls_test (test_tls_handshake_with_garbage_closes),
    tls_test (test_tls_other_end_may_vanish_in_the_handshake),
    tls_test (test_tls_link_may_close_in_the_handshake),
    tls_test (test_tls_link_may_go_in_the_handshake),
    tls_test (test_tls_link_that_finishes_in_the_handshake_still_sends),
    tls_test (test_tls_ends_politely),
    tls_test (test_tls_finishes_without_the_other_end),
    tls_test (test_tls_that_is_cut_off_is_an_error),
    tls_test (test_tls_that_is_tampered_with_closes),
    tls_test (test_tls_handshakes_are_done_so_many_at_once),
    tls_test (test_tls_slow_handshake_gives_way_if_another_waits),
    tls_test (test_tls_who_stalls_delays_nobody_elsewhere),
    tls_test (test_tls_1_1_is_refused),
    tls_test (test_tls_1_2_is_let_in),
  };

  return tls_run ("tls", tests);
}
