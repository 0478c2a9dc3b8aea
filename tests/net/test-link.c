/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-limits.h"
#include "soq-link.h"
#include "soq-platform.h"
#include "soq-test.h"

#include <gio/gnetworking.h>

/* A link, and the bare socket at the other end of it. */
typedef struct
{
  SoqReactor *reactor; /* (owned) */
  SoqLink    *link;    /* (owned) */
  GSocket    *other;   /* (owned) */
  GByteArray *got;     /* (owned): what the link received */
  GError     *error;   /* (owned) (nullable): with which it closed */
  guint       turns;   /* how often it received */
  guint       ended;
  guint       closed;
} Fixture;

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  Fixture *self = user_data;

  g_byte_array_append (self->got, data, (guint) length);
  self->turns++;
}

static void
ended_cb (SoqLink *link,
          gpointer user_data)
{
  Fixture *self = user_data;

  self->ended++;
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  Fixture *self = user_data;

  self->closed++;
  if (error != NULL && self->error == NULL)
    self->error = g_error_copy (error);
}

static const SoqLinkHandler handler = { received_cb, ended_cb, closed_cb };

static GSocket *
listen_anywhere (GSocketAddress **address)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  GSocket                   *socket = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT, NULL);
  assert_true (g_socket_bind (socket, any, TRUE, NULL));
  assert_true (g_socket_listen (socket, NULL));
  *address = g_socket_get_local_address (socket, NULL);

  return socket;
}

static int
setup (void **state)
{
  Fixture                   *self = g_new0 (Fixture, 1);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        listener = listen_anywhere (&address);
  g_autoptr (GSocket)        socket = NULL;

  self->other = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                              G_SOCKET_PROTOCOL_DEFAULT, NULL);
  assert_true (g_socket_connect (self->other, address, NULL, NULL));
  g_socket_set_blocking (self->other, FALSE);
  g_socket_set_option (self->other, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  socket = g_socket_accept (listener, NULL, NULL);
  assert_non_null (socket);

  self->reactor = soq_reactor_new (NULL);
  self->got = g_byte_array_new ();
  self->link = soq_link_new (self->reactor, socket);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  soq_test_assert_finalized (&self->link);
  g_object_unref (self->other);
  g_byte_array_unref (self->got);
  g_clear_error (&self->error);
  soq_reactor_unref (self->reactor);
  g_free (self);

  return 0;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
start (Fixture *self)
{
  soq_link_start (self->link, &handler, self);
}

static void
write_other (Fixture    *self,
             const char *text)
{
  assert_int_equal (g_socket_send (self->other, text, strlen (text), NULL, NULL), strlen (text));
}

/* Reads what the other end has got; returns how many bytes. */
static gsize
read_other (Fixture *self,
            GString *into)
{
  gsize total = 0;

  for (;;)
    {
      char   buffer[65536];
      gssize n = g_socket_receive (self->other, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        return total;

      total += (gsize) n;
      if (into != NULL)
        g_string_append_len (into, buffer, n);
    }
}

static gboolean
other_has_ended (Fixture *self)
{
  char byte;

  return g_socket_receive (self->other, &byte, 1, NULL, NULL) == 0;
}

static void
reset_other (Fixture *self)
{
  struct linger at_once = { 1, 0 };

  setsockopt (g_socket_get_fd (self->other), SOL_SOCKET, SO_LINGER, (const void *) &at_once,
              sizeof at_once);
  g_socket_close (self->other, NULL);
}

/* How many turns the main loop takes while nothing new happens. */
static guint
count_turns (void)
{
  guint n = 0;

  while (n < 1000 && g_main_context_iteration (NULL, FALSE))
    n++;

  return n;
}

static void
test_link_reset_is_told_once (void **state)
{
  Fixture *self = *state;

  /* Wine shuts a socket down before it closes it, so there is no reset. */
  if (soq_test_is_wine ())
    return;

  start (self);
  write_other (self, "half a li");
  settle ();
  reset_other (self);
  soq_test_wait_until (self->closed > 0);
  soq_test_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  assert_int_equal (soq_link_get_state (self->link), SOQ_LINK_STATE_CLOSED);
  assert_false (soq_link_send_text (self->link, "x"));
  soq_link_finish (self->link);
  soq_link_close (self->link);
  settle ();
  assert_int_equal (self->closed, 1);
  assert_int_equal (self->ended, 0);
}

static void
test_link_send_queue_has_a_limit (void **state)
{
  Fixture           *self = *state;
  g_autofree char   *text = g_strnfill (50000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, 50000);
  guint              taken = 0;

  start (self);
  soq_link_set_send_limit (self->link, 200000);
  while (taken < 10000 && soq_link_send (self->link, bytes))
    taken++;

  /* Not from inside of the call, but when the turn ends. */
  assert_int_equal (self->closed, 0);
  assert_true (soq_link_get_queued (self->link) <= 200000);
  assert_true (taken >= 4);
  settle ();
  assert_int_equal (self->closed, 1);
  soq_test_assert_error (self->error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE);
  assert_int_equal (soq_link_get_queued (self->link), 0);
}

static void
test_link_takes_what_is_at_the_limit (void **state)
{
  Fixture           *self = *state;
  g_autofree char   *text = g_strnfill (1000, 'x');
  g_autoptr (GBytes) half = g_bytes_new_static (text, 500);
  g_autoptr (GBytes) one = g_bytes_new_static (text, 1);

  start (self);
  soq_link_set_send_limit (self->link, 1000);
  assert_true (soq_link_send (self->link, half));
  assert_true (soq_link_send (self->link, half));
  assert_int_equal (soq_link_get_queued (self->link), 1000);
  assert_false (soq_link_send (self->link, one));
}

static void
test_link_sends_in_order_when_the_turn_ends (void **state)
{
  Fixture            *self = *state;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);

  start (self);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *line = g_strdup_printf ("line %u\n", i);

      g_string_append (wanted, line);
      assert_true (soq_link_send_text (self->link, line));
    }
  assert_true (soq_link_send_text (self->link, ""));
  assert_int_equal (read_other (self, NULL), 0);

  settle ();
  read_other (self, seen);
  assert_string_equal (seen->str, wanted->str);
  assert_int_equal (soq_link_get_bytes_out (self->link), wanted->len);
  assert_int_equal (soq_link_get_queued (self->link), 0);
}

/* More than the kernel takes at once, in odd pieces. */
static void
test_link_goes_on_when_the_other_end_reads (void **state)
{
  Fixture         *self = *state;
  g_autofree char *text = g_malloc (99991);
  GString         *seen = g_string_new (NULL);
  gsize            sent = 0;

  for (guint i = 0; i < 99991; i++)
    text[i] = (char) ('a' + i % 23);
  start (self);
  soq_link_set_send_limit (self->link, 64 * 1024 * 1024);
  for (guint i = 0; i < 100; i++, sent += 99991)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, 99991);

      assert_true (soq_link_send (self->link, bytes));
    }
  assert_true (soq_link_get_queued (self->link) > 0);

  soq_test_wait_until ((read_other (self, seen), seen->len == sent));
  for (guint i = 0; i < 100; i++)
    assert_memory_equal (seen->str + i * 99991, text, 99991);
  assert_int_equal (soq_link_get_queued (self->link), 0);
  g_string_free (seen, TRUE);
}

static void
test_link_receives_no_more_than_it_is_told (void **state)
{
  Fixture *self = *state;

  soq_link_set_receive_size (self->link, 3);
  start (self);
  write_other (self, "1234567");
  soq_test_wait_until (self->got->len == 7);
  assert_int_equal (self->turns, 3);
  assert_memory_equal (self->got->data, "1234567", 7);
  assert_int_equal (soq_link_get_bytes_in (self->link), 7);
}

static void
test_link_knows_half_closed (void **state)
{
  Fixture            *self = *state;
  g_autoptr (GString) seen = g_string_new (NULL);

  start (self);
  write_other (self, "oi");
  assert_true (g_socket_shutdown (self->other, FALSE, TRUE, NULL));
  soq_test_wait_until (self->ended == 1);
  assert_int_equal (self->got->len, 2);
  assert_true (soq_link_has_ended (self->link));
  assert_int_equal (soq_link_get_state (self->link), SOQ_LINK_STATE_OPEN);
  assert_true (count_turns () < 3);

  soq_link_send_text (self->link, "answer");
  soq_link_finish (self->link);
  soq_test_wait_until (self->closed == 1);
  assert_null (self->error);
  read_other (self, seen);
  assert_string_equal (seen->str, "answer");
  assert_int_equal (self->ended, 1);
}

static void
test_link_finishes_when_the_other_end_does (void **state)
{
  Fixture *self = *state;

  start (self);
  soq_link_send_text (self->link, "bye");
  soq_link_finish (self->link);
  assert_false (soq_link_send_text (self->link, "more"));
  settle ();
  assert_int_equal (read_other (self, NULL), 3);
  assert_true (other_has_ended (self));
  assert_int_equal (self->closed, 0);

  /* What comes now is thrown away. */
  write_other (self, "more");
  settle ();
  assert_int_equal (self->got->len, 0);
  g_socket_shutdown (self->other, FALSE, TRUE, NULL);
  soq_test_wait_until (self->closed == 1);
  assert_null (self->error);
}

static gint64 now;

static gint64
fake_clock (void)
{
  return now;
}

static void
test_link_finishes_without_the_other_end (void **state)
{
  Fixture *self = *state;

  now = g_get_monotonic_time () + G_TIME_SPAN_HOUR;
  soq_clock_set (fake_clock);
  start (self);
  soq_link_finish (self->link);
  settle ();
  now += SOQ_TIME_FINISH - 1;
  soq_timers_run (soq_reactor_get_timers (self->reactor));
  assert_int_equal (self->closed, 0);
  now += 1;
  soq_timers_run (soq_reactor_get_timers (self->reactor));
  assert_int_equal (self->closed, 1);
  soq_clock_set (NULL);
}

static void
test_link_that_is_paused_reads_later (void **state)
{
  Fixture *self = *state;

  start (self);
  soq_link_pause (self->link);
  write_other (self, "later");
  assert_true (count_turns () < 3);
  assert_int_equal (self->got->len, 0);
  soq_link_resume (self->link);
  soq_test_wait_until (self->got->len == 5);
}

/* A connection that is over in both directions is told of without end. */
static void
test_link_that_is_paused_does_not_spin (void **state)
{
  Fixture *self = *state;

  start (self);
  write_other (self, "last words");
  soq_link_pause (self->link);
  soq_link_send_text (self->link, "unread");
  settle ();
  g_socket_close (self->other, NULL);
  assert_true (count_turns () < 10);
  assert_int_equal (self->closed, 0);

  soq_link_resume (self->link);
  soq_test_wait_until (self->closed == 1 || self->ended == 1);
}

static void
test_link_that_is_dropped_tells_nobody (void **state)
{
  Fixture *self = *state;

  start (self);
  soq_link_send_text (self->link, "never sent");
  soq_test_assert_finalized (&self->link);
  settle ();
  assert_int_equal (self->closed, 0);
  assert_true (other_has_ended (self));

  self->link = soq_link_new (self->reactor, self->other);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_link_reset_is_told_once, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_send_queue_has_a_limit, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_takes_what_is_at_the_limit, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_sends_in_order_when_the_turn_ends, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_goes_on_when_the_other_end_reads, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_receives_no_more_than_it_is_told, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_knows_half_closed, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_finishes_when_the_other_end_does, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_finishes_without_the_other_end, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_that_is_paused_reads_later, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_that_is_paused_does_not_spin, setup, teardown),
    cmocka_unit_test_setup_teardown (test_link_that_is_dropped_tells_nobody, setup, teardown),
  };

  return cmocka_run_group_tests_name ("link", tests, NULL, NULL);
}
