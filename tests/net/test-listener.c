/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-address.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-listener.h"
#include "soq-platform.h"
#include "soq-test.h"

#ifdef G_OS_UNIX
#include <sys/resource.h>
#endif

#define BACKLOG 64

#define listener_test(function) cmocka_unit_test_setup_teardown (function, setup, teardown)

typedef struct
{
  SoqListener *listener; /* (owned) */
  GPtrArray   *accepted; /* (owned) of GSocket */
  GPtrArray   *others;   /* (owned) of GSocket: the other ends */
  guint        notified; /* of resting */
} Fixture;

static void
incoming_cb (Fixture *self,
             GSocket *socket)
{
  g_ptr_array_add (self->accepted, g_object_ref (socket));
}

static void
resting_cb (Fixture *self)
{
  self->notified++;
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->listener = soq_listener_new ();
  self->accepted = g_ptr_array_new_with_free_func (g_object_unref);
  self->others = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (self->listener, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect_swapped (self->listener, "notify::resting", G_CALLBACK (resting_cb), self);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  soq_test_assert_finalized (&self->listener);
  g_ptr_array_unref (self->accepted);
  g_ptr_array_unref (self->others);
  g_free (self);

  return 0;
}

static gboolean
listen_on (Fixture    *self,
           const char *address,
           guint16     port,
           GError    **error)
{
  const char *addresses[] = { address, NULL };

  return soq_listener_listen (self->listener, address != NULL ? addresses : NULL, port, BACKLOG,
                              error);
}

static void
connect_to (Fixture    *self,
            const char *host)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError)         error = NULL;
  GSocket                   *socket;

  address = g_inet_socket_address_new_from_string (host, soq_listener_get_port (self->listener));
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT, &error);
  assert_non_null (socket);
  g_ptr_array_add (self->others, socket);
  if (!g_socket_connect (socket, address, NULL, &error))
    print_error ("# %s: %s\n", host, error->message);
  assert_null (error);
}

static void
test_listener_refuses_what_is_no_address_of_ours (void **state)
{
  Fixture           *self = *state;
  const char        *mixed[] = { "127.0.0.1", "192.0.2.1", NULL };
  g_autoptr (GError) error = NULL;

  assert_false (listen_on (self, "localhost", 0, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST);
  g_clear_error (&error);

  assert_false (listen_on (self, "192.0.2.1", 0, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS);
  g_clear_error (&error);

  /* All or none. */
  assert_false (soq_listener_listen (self->listener, mixed, 0, BACKLOG, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS);
  assert_int_equal (soq_listener_get_port (self->listener), 0);
  assert_int_equal (soq_listener_get_local_addresses (self->listener)->len, 0);
}

static void
test_listener_tells_of_a_port_in_use (void **state)
{
  Fixture                *self = *state;
  g_autoptr (SoqListener) second = soq_listener_new ();
  const char             *addresses[] = { "127.0.0.1", NULL };
  g_autoptr (GError)      error = NULL;

  assert_true (listen_on (self, "127.0.0.1", 0, &error));
  assert_false (soq_listener_listen (second, addresses, soq_listener_get_port (self->listener),
                                     BACKLOG, &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  assert_non_null (strstr (error->message, "127.0.0.1 port "));
}

static void
test_listener_listens_everywhere_on_one_port (void **state)
{
  Fixture              *self = *state;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) hosts = NULL;
  GPtrArray            *locals;

  assert_true (listen_on (self, NULL, 0, &error));
  locals = soq_listener_get_local_addresses (self->listener);
  assert_true (locals->len >= 1);
  for (guint i = 0; i < locals->len; i++)
    assert_int_equal (soq_socket_address_get_port (g_ptr_array_index (locals, i)),
                      soq_listener_get_port (self->listener));

  connect_to (self, "127.0.0.1");
  if (locals->len > 1)
    connect_to (self, "::1");
  soq_test_wait_until (self->accepted->len == locals->len);

  hosts = soq_reachable_addresses (locals);
  assert_true (g_ptr_array_find_with_equal_func (hosts, "127.0.0.1", g_str_equal, NULL));
  assert_false (g_ptr_array_find_with_equal_func (hosts, "0.0.0.0", g_str_equal, NULL));
}

static void
test_listener_can_listen_again (void **state)
{
  Fixture           *self = *state;
  g_autoptr (GError) error = NULL;
  guint16            port;

  assert_true (listen_on (self, "127.0.0.1", 0, &error));
  port = soq_listener_get_port (self->listener);
  connect_to (self, "127.0.0.1");
  soq_test_wait_until (self->accepted->len == 1);

  soq_listener_close (self->listener);
  soq_listener_close (self->listener);
  assert_int_equal (soq_listener_get_port (self->listener), 0);
  assert_true (listen_on (self, "127.0.0.1", port, &error));
  connect_to (self, "127.0.0.1");
  soq_test_wait_until (self->accepted->len == 2);
}

#ifdef G_OS_UNIX

/* So that @n descriptors are left above those that the listener never takes. */
static struct rlimit
leave_descriptors (guint n)
{
  struct rlimit old;
  struct rlimit low;
  guint         unused = soq_platform_count_free_descriptors ();

  getrlimit (RLIMIT_NOFILE, &old);
  low = old;
  low.rlim_cur = old.rlim_cur - unused + SOQ_LIMIT_DESCRIPTOR_RESERVE + n;
  assert_int_equal (setrlimit (RLIMIT_NOFILE, &low), 0);

  return old;
}

static guint
count_turns (void)
{
  guint n = 0;

  while (n < 1000 && g_main_context_iteration (NULL, FALSE))
    n++;

  return n;
}

static void
test_listener_rests_without_descriptors (void **state)
{
  Fixture           *self = *state;
  g_autoptr (GError) error = NULL;
  struct rlimit      old = leave_descriptors (20);
  GSocket           *other;
  GSocket           *accepted;
  char               byte = 0;

  /* A connection takes two: this process has both ends. */
  assert_true (listen_on (self, "127.0.0.1", 0, &error));
  while (!soq_listener_get_resting (self->listener) && self->others->len < 20)
    {
      connect_to (self, "127.0.0.1");
      count_turns ();
    }

  assert_true (soq_listener_get_resting (self->listener));
  assert_int_equal (self->notified, 1);
  assert_true (soq_platform_count_free_descriptors () >= SOQ_LIMIT_DESCRIPTOR_RESERVE - 2);
  assert_true (self->accepted->len >= 5);

  /* Others wait in the kernel, and nobody turns round and round for them. */
  for (guint i = 0; i < 5; i++)
    connect_to (self, "127.0.0.1");
  assert_true (count_turns () < 5);
  assert_int_equal (self->accepted->len, self->others->len - 5);

  /* Who is there notices nothing. */
  other = g_ptr_array_index (self->others, 0);
  accepted = g_ptr_array_index (self->accepted, 0);
  assert_int_equal (g_socket_send (other, "x", 1, NULL, NULL), 1);
  assert_int_equal (g_socket_receive (accepted, &byte, 1, NULL, NULL), 1);
  assert_int_equal (byte, 'x');

  setrlimit (RLIMIT_NOFILE, &old);
  soq_test_wait_until (self->accepted->len == self->others->len);
  assert_false (soq_listener_get_resting (self->listener));
  assert_int_equal (self->notified, 2);
}

static void
test_listener_can_be_closed_while_it_rests (void **state)
{
  Fixture           *self = *state;
  g_autoptr (GError) error = NULL;
  struct rlimit      old = leave_descriptors (0);

  assert_true (listen_on (self, "127.0.0.1", 0, &error));
  assert_true (soq_listener_get_resting (self->listener));
  soq_listener_close (self->listener);
  assert_false (soq_listener_get_resting (self->listener));
  assert_int_equal (self->notified, 2);
  setrlimit (RLIMIT_NOFILE, &old);
}

#endif

int
main (void)
{
  const struct CMUnitTest tests[] = {
    listener_test (test_listener_refuses_what_is_no_address_of_ours),
    listener_test (test_listener_tells_of_a_port_in_use),
    listener_test (test_listener_listens_everywhere_on_one_port),
    listener_test (test_listener_can_listen_again),
#ifdef G_OS_UNIX
    listener_test (test_listener_rests_without_descriptors),
    listener_test (test_listener_can_be_closed_while_it_rests),
#endif
  };

  return cmocka_run_group_tests_name ("listener", tests, NULL, NULL);
}
