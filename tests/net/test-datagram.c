/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-datagram.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-test.h"

typedef struct
{
  SoqReactor     *reactor; /* (owned) */
  GString        *got;     /* (owned): each datagram and a | */
  GSocketAddress *from;    /* (owned) (nullable): of the last one */
  GError         *error;   /* (owned) (nullable) */
} Fixture;

static void
received_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  Fixture *self = user_data;

  g_string_append_len (self->got, (const char *) data, (gssize) length);
  g_string_append_c (self->got, '|');
  g_set_object (&self->from, from);
}

static void
failed_cb (SoqDatagram  *datagram,
           const GError *error,
           gpointer      user_data)
{
  Fixture *self = user_data;

  if (self->error == NULL)
    self->error = g_error_copy (error);
}

static const SoqDatagramHandler handler = { received_cb, failed_cb };

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->reactor = soq_reactor_new (NULL);
  self->got = g_string_new (NULL);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_string_free (self->got, TRUE);
  g_clear_object (&self->from);
  g_clear_error (&self->error);
  soq_reactor_unref (self->reactor);
  g_free (self);

  return 0;
}

static SoqDatagram *
new_bound (Fixture *self)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GError)         error = NULL;
  SoqDatagram               *datagram = soq_datagram_new_bound (self->reactor, any, NULL, &error);

  assert_null (error);
  soq_datagram_start (datagram, &handler, self);

  return datagram;
}

static SoqDatagram *
new_connected (Fixture *self,
               guint16  port)
{
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GError)         error = NULL;
  SoqDatagram               *datagram = soq_datagram_new_connected (self->reactor, remote, NULL,
                                                                    &error);

  assert_null (error);
  soq_datagram_start (datagram, &handler, self);

  return datagram;
}

static void
send_text (SoqDatagram    *datagram,
           GSocketAddress *to,
           const char     *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_datagram_send (datagram, to, (const guint8 *) text, strlen (text), &error));
}

static void
test_datagram_too_long_is_refused (void **state)
{
  Fixture           *self = *state;
  SoqDatagram       *server = new_bound (self);
  SoqDatagram       *client = new_connected (self, soq_datagram_get_port (server));
  g_autofree guint8 *data = g_malloc0 (SOQ_LIMIT_DATAGRAM + 1);
  g_autoptr (GError) error = NULL;

  assert_false (soq_datagram_send (client, NULL, data, SOQ_LIMIT_DATAGRAM + 1, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG);
  g_clear_error (&error);

  assert_true (soq_datagram_send (client, NULL, data, SOQ_LIMIT_DATAGRAM, &error));
  soq_test_wait_until (self->got->len == SOQ_LIMIT_DATAGRAM + 1);
  soq_test_assert_finalized (&client);
  soq_test_assert_finalized (&server);
}

static void
test_datagrams_come_one_by_one (void **state)
{
  Fixture     *self = *state;
  SoqDatagram *server = new_bound (self);
  SoqDatagram *client = new_connected (self, soq_datagram_get_port (server));

  send_text (client, NULL, "one");
  send_text (client, NULL, "");
  send_text (client, NULL, "two\n");
  soq_test_wait_until (self->got->len == 10);
  assert_string_equal (self->got->str, "one||two\n|");

  send_text (server, self->from, "back");
  soq_test_wait_until (self->got->len == 15);
  assert_string_equal (self->got->str, "one||two\n|back|");
  soq_test_assert_finalized (&client);
  soq_test_assert_finalized (&server);
}

static void
test_datagram_to_nobody_fails (void **state)
{
  Fixture     *self = *state;
  SoqDatagram *server = new_bound (self);
  SoqDatagram *client = new_connected (self, soq_datagram_get_port (server));

  /* Wine does not tell that a datagram came back. */
  if (soq_test_is_wine ())
    {
      soq_test_assert_finalized (&client);
      soq_test_assert_finalized (&server);
      return;
    }

  soq_datagram_close (server);
  send_text (client, NULL, "anybody?");
  soq_test_wait_until (self->error != NULL);
  soq_test_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  soq_test_assert_finalized (&client);
  soq_test_assert_finalized (&server);
}

static void
test_datagram_port_in_use_is_told (void **state)
{
  Fixture                   *self = *state;
  SoqDatagram               *server = new_bound (self);
  g_autoptr (GSocketAddress) same = NULL;
  g_autoptr (GError)         error = NULL;

  same = g_inet_socket_address_new_from_string ("127.0.0.1", soq_datagram_get_port (server));
  assert_null (soq_datagram_new_bound (self->reactor, same, NULL, &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  soq_test_assert_finalized (&server);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_datagram_too_long_is_refused, setup, teardown),
    cmocka_unit_test_setup_teardown (test_datagrams_come_one_by_one, setup, teardown),
    cmocka_unit_test_setup_teardown (test_datagram_to_nobody_fails, setup, teardown),
    cmocka_unit_test_setup_teardown (test_datagram_port_in_use_is_told, setup, teardown),
  };

  return cmocka_run_group_tests_name ("datagram", tests, NULL, NULL);
}
