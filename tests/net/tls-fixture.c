/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "tls-fixture.h"

#include "soq-certificate.h"
#include "soq-platform.h"

#include <glib/gstdio.h>

GTlsCertificate *tls_ours;
GTlsCertificate *tls_theirs;
char            *tls_our_fingerprint;
char            *tls_our_path;

static gint64 now;

static gint64
stopped_clock (void)
{
  return now;
}

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  TlsEnd *end = user_data;

  g_byte_array_append (end->got, data, (guint) length);
  end->turns++;
}

static void
ended_cb (SoqLink *link,
          gpointer user_data)
{
  TlsEnd *end = user_data;

  end->ended++;
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  TlsEnd *end = user_data;

  end->closed++;
  if (error != NULL && end->error == NULL)
    end->error = g_error_copy (error);
}

static void
secured_cb (SoqLink *link,
            gpointer user_data)
{
  TlsEnd *end = user_data;

  end->secured++;
}

const SoqLinkHandler tls_handler = { received_cb, ended_cb, closed_cb, secured_cb };

static GTlsCertificate *
make_certificate (const char *dir,
                  const char *name,
                  char      **path)
{
  const char *const names[] = { name, "127.0.0.1", NULL };
  g_autofree char  *certificate = g_build_filename (dir, name, NULL);
  g_autofree char  *key = g_strconcat (certificate, ".key", NULL);
  GTlsCertificate  *made;

  assert_true (soq_certificate_make (certificate, key, names, 30, NULL));
  made = soq_certificate_load (certificate, key, NULL);
  g_unlink (key);
  if (path != NULL)
    *path = g_steal_pointer (&certificate);
  else
    g_unlink (certificate);

  return made;
}

int
tls_setup_group (void **state)
{
  g_autofree char *dir = g_dir_make_tmp ("soquete-tls-XXXXXX", NULL);

  tls_ours = make_certificate (dir, "localhost", &tls_our_path);
  tls_theirs = make_certificate (dir, "ana", NULL);
  tls_our_fingerprint = soq_certificate_dup_fingerprint (tls_ours);
  *state = g_steal_pointer (&dir);

  return tls_ours != NULL && tls_theirs != NULL ? 0 : -1;
}

int
tls_teardown_group (void **state)
{
  g_unlink (tls_our_path);
  g_rmdir (*state);
  g_free (*state);
  g_free (tls_our_path);
  g_free (tls_our_fingerprint);
  g_object_unref (tls_ours);
  g_object_unref (tls_theirs);

  return 0;
}

static GSocket *
new_socket (void)
{
  return g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
}

GSocket *
tls_listen (GSocketAddress **address)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  GSocket                   *socket = new_socket ();

  assert_true (g_socket_bind (socket, any, TRUE, NULL));
  assert_true (g_socket_listen (socket, NULL));
  *address = g_socket_get_local_address (socket, NULL);

  return socket;
}

/* Connects from @host, which is any of 127.0.0.0/8. */
GSocket *
tls_accept_one (const char *host,
                GSocket   **other)
{
  g_autoptr (GSocketAddress) from = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        listener = tls_listen (&address);

  *other = new_socket ();
  assert_true (g_socket_bind (*other, from, FALSE, NULL));
  assert_true (g_socket_connect (*other, address, NULL, NULL));
  g_socket_set_blocking (*other, FALSE);

  return g_socket_accept (listener, NULL, NULL);
}

int
tls_setup (void **state)
{
  TlsPair            *self = g_new0 (TlsPair, 1);
  g_autoptr (GSocket) socket = tls_accept_one ("127.0.0.1", &self->client_socket);

  now = g_get_monotonic_time () + G_TIME_SPAN_HOUR;
  soq_clock_set (stopped_clock);
  self->reactor = soq_reactor_new (NULL);
  self->server.got = g_byte_array_new ();
  self->client.got = g_byte_array_new ();
  self->server.link = soq_link_new (self->reactor, socket);
  *state = self;

  return 0;
}

void
tls_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
clear_end (TlsEnd *end)
{
  if (end->link != NULL)
    soq_test_assert_finalized (&end->link);
  g_byte_array_unref (end->got);
  g_clear_error (&end->error);
}

int
tls_teardown (void **state)
{
  TlsPair *self = *state;

  clear_end (&self->client);
  clear_end (&self->server);
  g_object_unref (self->client_socket);
  tls_settle ();
  soq_reactor_unref (self->reactor);
  soq_clock_set (NULL);
  g_free (self);

  return 0;
}

void
tls_start_server (TlsPair *self,
                  gboolean required)
{
  soq_link_accept_tls (self->server.link, tls_ours, required);
  soq_link_start (self->server.link, &tls_handler, &self->server);
}

void
tls_start_client (TlsPair    *self,
                  const char *identity,
                  const char *accepted)
{
  self->client.link = soq_link_new (self->reactor, self->client_socket);
  soq_link_start_tls (self->client.link, identity, NULL, accepted);
  soq_link_start (self->client.link, &tls_handler, &self->client);
}

void
tls_secure_both (TlsPair *self)
{
  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", tls_our_fingerprint);
  soq_test_wait_until (self->server.secured == 1 && self->client.secured == 1);
}

void
tls_advance (TlsPair *self,
             gint64   microseconds)
{
  now += microseconds;
  soq_timers_run (soq_reactor_get_timers (self->reactor));
}

/* How many turns the main loop takes while nothing new happens. */
guint
tls_count_turns (void)
{
  guint n = 0;

  while (n < 1000 && g_main_context_iteration (NULL, FALSE))
    n++;

  return n;
}

void
tls_write_raw (TlsPair    *self,
               const void *data,
               gsize       length)
{
  assert_int_equal (g_socket_send (self->client_socket, data, length, NULL, NULL), length);
}

void
tls_expect_text (TlsEnd     *end,
                 const char *text)
{
  soq_test_wait_until (end->got->len >= strlen (text) || end->closed > 0);
  assert_int_equal (end->got->len, strlen (text));
  assert_memory_equal (end->got->data, text, strlen (text));
  g_byte_array_set_size (end->got, 0);
}
