/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"
#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-tls.h"

#include <glib/gstdio.h>

/* Certificates that are made once for all the tests. */
static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
make_certificate (const char *name)
{
  static const char *const names[] = { "localhost", "127.0.0.1", NULL };
  g_autofree char         *pem = g_strdup_printf ("%s/%s.pem", folder, name);
  g_autofree char         *key = g_strdup_printf ("%s/%s.key", folder, name);
  g_autoptr (GError)       error = NULL;

  if (!soq_certificate_make (pem, key, names, 30, &error))
    print_error ("# %s\n", error->message);
  assert_null (error);
}

static int
make_certificates (void **state)
{
  soq_tls_init ();
  folder = g_dir_make_tmp ("soquete-tls-XXXXXX", NULL);
  make_certificate ("one");
  make_certificate ("two");

  return 0;
}

static int
remove_certificates (void **state)
{
  static const char *const names[] = { "one.pem", "one.key", "two.pem", "two.key", "server.conf" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (names[i]);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);

  return 0;
}

static void
use_certificate (Room       *room,
                 const char *name)
{
  g_autofree char *pem = g_strdup_printf ("%s/%s.pem", folder, name);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", folder, name);

  room_set (room, "tls", "certificate", pem);
  room_set (room, "tls", "key", key);
}

/* A client with TLS; what it hears is kept. */
typedef struct
{
  GSocket *socket; /* (owned) */
  SoqLink *link;   /* (owned) */
  GString *heard;
  gboolean closed;
} Secure;

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  Secure *self = user_data;

  g_string_append_len (self->heard, (const char *) data, (gssize) length);
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  Secure *self = user_data;

  self->closed = TRUE;
}

static const SoqLinkHandler handler = { .received = received_cb, .closed = closed_cb };

static GTlsCertificate *
load_own (const char *name)
{
  g_autofree char *pem = g_strdup_printf ("%s/%s.pem", folder, name);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", folder, name);

  return soq_certificate_load (pem, key, NULL);
}

static Secure *
connect_only (guint16 port)
{
  Secure                    *self = g_new0 (Secure, 1);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                               NULL);
  assert_true (g_socket_connect (self->socket, address, NULL, NULL));
  self->heard = g_string_new (NULL);

  return self;
}

static void
begin_tls (Secure     *self,
           Room       *room,
           const char *certificate,
           const char *own)
{
  g_autofree char            *path = g_strdup_printf ("%s/%s.pem", folder, certificate);
  g_autoptr (GTlsCertificate) wanted = g_tls_certificate_new_from_file (path, NULL);
  g_autofree char            *fingerprint = soq_certificate_dup_fingerprint (wanted);
  g_autoptr (GTlsCertificate) mine = own != NULL ? load_own (own) : NULL;

  self->link = soq_link_new (room->server->reactor, self->socket);
  soq_link_start_tls (self->link, "localhost", mine, fingerprint);
  soq_link_start (self->link, &handler, self);
}

static Secure *
connect_secure (Room       *room,
                guint16     port,
                const char *certificate,
                const char *own)
{
  Secure *self = connect_only (port);

  begin_tls (self, room, certificate, own);

  return self;
}

static Secure *
connect_late (Room  *room,
              gint64 pause)
{
  Secure *self = connect_only (soq_server_get_port (room->server));

  room_settle (room);
  room_advance (room, pause);
  begin_tls (self, room, "one", NULL);

  return self;
}

static void
secure_free (Secure *self)
{
  soq_link_close (self->link);
  g_object_unref (self->link);
  g_object_unref (self->socket);
  g_string_free (self->heard, TRUE);
  g_free (self);
}

static void
expect_heard (Secure     *self,
              const char *text)
{
  soq_test_wait_until (strstr (self->heard->str, text) != NULL || self->closed);
  if (strstr (self->heard->str, text) == NULL)
    print_error ("# heard “%s”\n", self->heard->str);
  assert_non_null (strstr (self->heard->str, text));
}

static void
test_tls_irc_and_plain_meet_on_one_port (void **state)
{
  Room   *room = *state;
  Secure *ann;

  use_certificate (room, "one");
  room_open (room);
  ann = connect_secure (room, soq_server_get_port (room->server), "one", NULL);
  soq_link_send_text (ann->link, "NICK ann\r\nUSER ann 0 * :Ann\r\nJOIN #lobby\r\n");
  expect_heard (ann, " 366 ann #lobby ");
  assert_true (soq_link_is_secure (ann->link));
  assert_int_equal (room_count_events (room, SOQ_EVENT_SECURED), 1);

  irc_script (room,
              "joe |",
              "bob +",
              "bob > WHOIS ann",
              "bob < % 311 *",
              "bob < % 319 *",
              "bob < % 312 *",
              "bob < % 671 bob ann :is using a secure connection",
              "bob < % 317 *",
              "bob < % 318 *",
              "joe > hello from netcat",
              "joe ~");
  expect_heard (ann, ":joe!guest@127.0.0.1 PRIVMSG #lobby :hello from netcat\r\n");
  secure_free (ann);
}

static void
test_tls_silence_becomes_plain_after_the_handshake (void **state)
{
  Room   *room = *state;
  Secure *ann;

  use_certificate (room, "one");
  room_open (room);
  ann = connect_secure (room, soq_server_get_port (room->server), "one", NULL);
  soq_test_wait_until (room_count_events (room, SOQ_EVENT_SECURED) == 1);
  room_advance (room, 2 * G_USEC_PER_SEC);
  expect_heard (ann, "* You are guest-1 in #lobby");
  secure_free (ann);
}

/* It was silent before, or a person looked at the certificate after it. */
static void
test_tls_may_begin_late_and_stay_silent (void **state)
{
  static const gint64 pauses[] = { 2900 * 1000, 0 };
  Room               *room = *state;
  g_autofree char    *lines = NULL;
  Guest              *joe;

  use_certificate (room, "one");
  room_open (room);
  joe = room_join (room, "joe");
  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      g_autofree char *hello = g_strdup_printf ("NICK ann%u\r\nUSER ann 0 * :Ann\r\n", i);
      Secure          *ann = connect_late (room, pauses[i]);

      /* Both ends: ours would give up by the same clock. */
      soq_test_wait_until (room_count_events (room, SOQ_EVENT_SECURED) == i + 1 &&
                           soq_link_is_secure (ann->link));
      room_advance (room, 20 * G_USEC_PER_SEC);
      soq_link_send_text (ann->link, hello);
      expect_heard (ann, " 001 ann");
      secure_free (ann);
    }

  lines = guest_read_lines (joe);
  assert_null (strstr (lines, "NICK"));
  assert_null (strstr (lines, "\026"));
}

static void
test_tls_that_begins_after_text_is_closed_and_not_shown (void **state)
{
  static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03garbage";
  Room             *room = *state;
  Guest            *joe;
  Guest            *ann;

  use_certificate (room, "one");
  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  room_advance (room, SOQ_TIME_SILENT);
  guest_expect_nothing (ann);
  room_advance (room, SOQ_TIME_TLS_HELLO);
  guest_expect (ann, "* You are guest-2 in #lobby*");
  guest_send_bytes (ann, hello, sizeof hello);
  guest_expect_end (ann);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED),
                       "it began TLS after it had been sent text");
  guest_expect (joe, "* guest-2 joined.");
  guest_expect (joe, "* guest-2 left*");
  guest_expect_nothing (joe);
}

static guint16
find_free_port (void)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket)        socket = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_bind (socket, any, TRUE, NULL));
  local = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static void
test_tls_port_takes_nothing_else (void **state)
{
  Room            *room = *state;
  g_autofree char *number = g_strdup_printf ("%u", (guint) find_free_port ());
  Secure          *ann;
  Guest           *guest;
  guint16          port;

  use_certificate (room, "one");
  room_set (room, "tls", "port", number);
  room_open (room);
  port = soq_server_get_tls_port (room->server);
  assert_int_not_equal (port, soq_server_get_port (room->server));

  ann = connect_secure (room, port, "one", NULL);
  soq_link_send_text (ann->link, "NICK ann\r\nUSER ann 0 * :Ann\r\n");
  expect_heard (ann, " 001 ann ");
  secure_free (ann);

  guest = room_connect_to (room, port);
  guest_send (guest, "NICK bob\r\nUSER bob 0 * :Bob\r\n");
  guest_expect_end (guest);
}

static void
test_tls_without_certificate_cannot_start (void **state)
{
  Room              *room = *state;
  g_autofree char   *missing = path_of ("missing.pem");
  g_autoptr (GError) error = NULL;

  room_set (room, "tls", "port", "6697");
  assert_false (soq_server_start (room->server, room->config, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG);
  g_clear_error (&error);

  room_set (room, "tls", "certificate", missing);
  assert_false (soq_server_start (room->server, room->config, &error));
  assert_non_null (error);
  assert_non_null (strstr (error->message, "missing.pem"));
}

static void
write_config (const char *certificate,
              const char *motd)
{
  g_autofree char *path = path_of ("server.conf");
  g_autofree char *text = NULL;

  text = g_strdup_printf ("[server]\nnetwork=%s\n[tls]\ncertificate=%s/%s.pem\nkey=%s/%s.key\n",
                          motd, folder, certificate, folder, certificate);
  assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_tls_certificate_is_read_again_and_nobody_dropped (void **state)
{
  Room              *room = *state;
  g_autofree char   *path = path_of ("server.conf");
  g_autoptr (GError) error = NULL;
  Secure            *ann;
  Secure            *bob;

  write_config ("one", "Before");
  assert_true (soq_server_config_load (room->config, path, NULL));
  room_open (room);
  ann = connect_secure (room, soq_server_get_port (room->server), "one", NULL);
  soq_link_send_text (ann->link, "NICK ann\r\nUSER ann 0 * :Ann\r\n");
  expect_heard (ann, "Welcome to the Before Network");

  write_config ("missing", "Broken");
  assert_false (soq_server_reload (room->server, &error));
  assert_non_null (strstr (error->message, "missing.pem"));

  write_config ("two", "After");
  assert_true (soq_server_reload (room->server, NULL));
  bob = connect_secure (room, soq_server_get_port (room->server), "two", NULL);
  soq_link_send_text (bob->link, "NICK bob\r\nUSER bob 0 * :Bob\r\nPRIVMSG ann :still there?\r\n");
  expect_heard (bob, "Welcome to the After Network");
  expect_heard (ann, ":bob!~bob@127.0.0.1 PRIVMSG ann :still there?\r\n");
  secure_free (ann);
  secure_free (bob);
}

static void
test_tls_certificate_of_a_client_opens_its_account (void **state)
{
  Room                       *room = *state;
  g_autoptr (GTlsCertificate) mine = load_own ("two");
  g_autofree char            *fingerprint = soq_certificate_dup_fingerprint (mine);
  Secure                     *ann;

  use_certificate (room, "one");
  room_open (room);
  assert_true (soq_accounts_add (room->server->accounts, "ann", "unused", NULL));
  assert_true (soq_accounts_add_fingerprint (room->server->accounts, "ann", fingerprint, NULL));

  ann = connect_secure (room, soq_server_get_port (room->server), "one", "two");
  soq_link_send_text (ann->link, "CAP LS 302\r\nCAP REQ :sasl\r\nAUTHENTICATE EXTERNAL\r\n");
  expect_heard (ann, "sasl=EXTERNAL,PLAIN");
  expect_heard (ann, "AUTHENTICATE +");
  soq_link_send_text (ann->link, "AUTHENTICATE +\r\n");
  expect_heard (ann, " ann :You are now logged in as ann\r\n");
  expect_heard (ann, " 903 ");
  secure_free (ann);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_tls_irc_and_plain_meet_on_one_port),
    room_test (test_tls_silence_becomes_plain_after_the_handshake),
    room_test (test_tls_may_begin_late_and_stay_silent),
    room_test (test_tls_that_begins_after_text_is_closed_and_not_shown),
    room_test (test_tls_port_takes_nothing_else),
    room_test (test_tls_without_certificate_cannot_start),
    room_test (test_tls_certificate_of_a_client_opens_its_account),
    room_test (test_tls_certificate_is_read_again_and_nobody_dropped),
  };

  return cmocka_run_group_tests_name ("server-tls", tests, make_certificates, remove_certificates);
}
