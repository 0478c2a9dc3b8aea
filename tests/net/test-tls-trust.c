/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-tls.h"
#include "tls-fixture.h"

static void
expect_untrusted (TlsPair             *self,
                  GTlsCertificateFlags errors,
                  const char          *words)
{
  g_autofree char *fingerprint = NULL;

  soq_test_wait_until (self->client.closed == 1);
  soq_test_assert_error (self->client.error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE);
  assert_non_null (strstr (self->client.error->message, words));
  assert_int_equal (soq_link_get_certificate_errors (self->client.link), errors);
  fingerprint = soq_link_dup_peer_fingerprint (self->client.link);
  assert_string_equal (fingerprint, tls_our_fingerprint);
  assert_int_equal (self->client.secured, 0);
  assert_false (soq_link_is_secure (self->client.link));
}

static void
test_tls_certificate_of_nobody_known_is_refused (void **state)
{
  TlsPair *self = *state;

  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", NULL);
  soq_link_send_text (self->client.link, "password");
  expect_untrusted (self, G_TLS_CERTIFICATE_UNKNOWN_CA, "nobody whom this computer trusts");
  soq_test_wait_until (self->server.closed == 1);
  assert_int_equal (self->server.got->len, 0);
}

static void
test_tls_certificate_that_is_not_the_accepted_one_is_refused (void **state)
{
  TlsPair         *self = *state;
  g_autofree char *other = soq_certificate_dup_fingerprint (tls_theirs);

  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", other);
  expect_untrusted (self, G_TLS_CERTIFICATE_UNKNOWN_CA, "not the one that was accepted");
}

static void
trust (const char *path)
{
  g_autoptr (GTlsDatabase) database = NULL;

  if (path != NULL)
    database = g_tls_file_database_new (path, NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_tls_certificate_that_is_trusted_needs_no_fingerprint (void **state)
{
  TlsPair *self = *state;

  trust (tls_our_path);
  tls_start_server (self, FALSE);
  tls_start_client (self, "127.0.0.1", NULL);
  soq_test_wait_until (self->client.secured == 1 || self->client.closed == 1);
  trust (NULL);
  assert_null (self->client.error);
  assert_int_equal (self->client.secured, 1);
  assert_int_equal (soq_link_get_certificate_errors (self->client.link), 0);
}

static void
test_tls_certificate_for_another_name_is_refused (void **state)
{
  TlsPair *self = *state;

  trust (tls_our_path);
  tls_start_server (self, FALSE);
  tls_start_client (self, "other.example", NULL);
  soq_test_wait_until (self->client.secured == 1 || self->client.closed == 1);
  trust (NULL);
  expect_untrusted (self, G_TLS_CERTIFICATE_BAD_IDENTITY, "for another name");
}

/* A session that is taken up again shows no certificate; who accepted one
 * before may not be let through for somebody who did not.
 */
static void
test_tls_certificate_is_checked_each_time (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  soq_link_send_text (self->server.link, "ticket");
  tls_expect_text (&self->client, "ticket");
  tls_teardown (state);

  tls_setup (state);
  self = *state;
  tls_start_server (self, FALSE);
  tls_start_client (self, "localhost", NULL);
  expect_untrusted (self, G_TLS_CERTIFICATE_UNKNOWN_CA, "nobody whom this computer trusts");
}

static void
test_tls_client_is_known_by_its_certificate (void **state)
{
  TlsPair         *self = *state;
  g_autofree char *shown = NULL;
  g_autofree char *expected = soq_certificate_dup_fingerprint (tls_theirs);

  tls_start_server (self, FALSE);
  self->client.link = soq_link_new (self->reactor, self->client_socket);
  soq_link_start (self->client.link, &tls_handler, &self->client);
  soq_link_start_tls (self->client.link, "localhost", tls_theirs, tls_our_fingerprint);
  soq_test_wait_until (self->server.secured == 1 && self->client.secured == 1);
  shown = soq_link_dup_peer_fingerprint (self->server.link);
  assert_string_equal (shown, expected);
}

static void
test_tls_client_needs_no_certificate (void **state)
{
  TlsPair *self = *state;

  tls_secure_both (self);
  assert_null (soq_link_dup_peer_fingerprint (self->server.link));
  assert_null (soq_link_get_peer_certificate (self->server.link));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    tls_test (test_tls_certificate_of_nobody_known_is_refused),
    tls_test (test_tls_certificate_that_is_not_the_accepted_one_is_refused),
    tls_test (test_tls_certificate_that_is_trusted_needs_no_fingerprint),
    tls_test (test_tls_certificate_for_another_name_is_refused),
    tls_test (test_tls_certificate_is_checked_each_time),
    tls_test (test_tls_client_is_known_by_its_certificate),
    tls_test (test_tls_client_needs_no_certificate),
  };

  return tls_run ("tls-trust", tests);
}
