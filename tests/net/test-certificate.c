/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-test.h"

#include <glib/gstdio.h>

typedef struct
{
  char *dir;         /* (owned) */
  char *certificate; /* (owned): a path, as the next two */
  char *key;         /* (owned) */
  char *other;       /* (owned) */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->dir = g_dir_make_tmp ("soquete-certificate-XXXXXX", NULL);
  self->certificate = g_build_filename (self->dir, "server.crt", NULL);
  self->key = g_build_filename (self->dir, "server.key", NULL);
  self->other = g_build_filename (self->dir, "other", NULL);
  *state = self;

  return self->dir != NULL ? 0 : -1;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_unlink (self->certificate);
  g_unlink (self->key);
  g_unlink (self->other);
  g_rmdir (self->dir);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->other);
  g_free (self->dir);
  g_free (self);

  return 0;
}

static void
make (Fixture    *self,
      const char *name)
{
  const char *const  names[] = { name, "127.0.0.1", "::1", NULL };
  g_autoptr (GError) error = NULL;

  if (!soq_certificate_make (self->certificate, self->key, names, 30, &error))
    print_error ("# %s\n", error->message);
  assert_null (error);
}

static void
expect_refused (const char *certificate,
                const char *key,
                const char *words)
{
  g_autoptr (GError) error = NULL;

  assert_null (soq_certificate_load (certificate, key, &error));
  assert_non_null (error);
  if (strstr (error->message, words) == NULL)
    print_error ("# %s\n", error->message);
  assert_non_null (strstr (error->message, words));
}

static GTlsCertificateFlags
verify (GTlsCertificate *certificate,
        const char      *name)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (name, 1);

  return g_tls_certificate_verify (certificate, identity, certificate);
}

static void
test_certificate_is_for_its_names (void **state)
{
  Fixture                    *self = *state;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char            *subject = NULL;

  make (self, "class.example");
  certificate = soq_certificate_load (self->certificate, self->key, NULL);
  assert_non_null (certificate);
  assert_int_equal (verify (certificate, "class.example"), 0);
  assert_int_equal (verify (certificate, "127.0.0.1"), 0);
  assert_int_equal (verify (certificate, "::1"), 0);
  assert_int_equal (verify (certificate, "other.example"), G_TLS_CERTIFICATE_BAD_IDENTITY);
  assert_int_equal (verify (certificate, "127.0.0.2"), G_TLS_CERTIFICATE_BAD_IDENTITY);

  subject = soq_certificate_dup_subject (certificate);
  assert_string_equal (subject, "class.example");
}

static void
test_certificate_tells_until_when (void **state)
{
  Fixture                    *self = *state;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GDateTime)       now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime)       end = NULL;
  GTimeSpan                   left;

  make (self, "localhost");
  certificate = soq_certificate_load (self->certificate, self->key, NULL);
  end = soq_certificate_dup_not_after (certificate);
  left = g_date_time_difference (end, now);
  assert_true (left > 30 * G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR);
  assert_true (left < 30 * G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR);
}

static void
test_certificate_key_is_for_its_owner_only (void **state)
{
  Fixture *self = *state;
  GStatBuf found;

  make (self, "localhost");
  assert_int_equal (g_stat (self->key, &found), 0);
#ifndef G_OS_WIN32
  assert_int_equal (found.st_mode & 0777, 0600);
#endif

  /* A second one replaces both. */
  make (self, "localhost");
  g_object_unref (soq_certificate_load (self->certificate, self->key, NULL));
}

static void
test_certificate_has_the_fingerprint_that_others_tell (void **state)
{
  Fixture                    *self = *state;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char            *fingerprint = NULL;
  g_autofree char            *told = NULL;
  g_autofree char            *command = NULL;
  g_autofree char            *quoted = g_shell_quote (self->certificate);
  g_autofree char            *openssl = g_find_program_in_path ("openssl");

  make (self, "localhost");
  certificate = soq_certificate_load (self->certificate, self->key, NULL);
  fingerprint = soq_certificate_dup_fingerprint (certificate);
  assert_int_equal (strlen (fingerprint), 95);
  if (openssl == NULL)
    return;

  command = g_strdup_printf ("openssl x509 -noout -fingerprint -sha256 -in %s", quoted);
  assert_true (g_spawn_command_line_sync (command, &told, NULL, NULL, NULL));
  assert_non_null (strstr (told, fingerprint));
}

static void
test_certificate_may_hold_its_key (void **state)
{
  Fixture                    *self = *state;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char            *text = NULL;
  g_autofree char            *key = NULL;
  g_autofree char            *both = NULL;

  make (self, "localhost");
  expect_refused (self->certificate, NULL, "holds no private key");
  assert_true (g_file_get_contents (self->certificate, &text, NULL, NULL));
  assert_true (g_file_get_contents (self->key, &key, NULL, NULL));
  both = g_strconcat (text, key, NULL);
  assert_true (g_file_set_contents (self->other, both, -1, NULL));
  certificate = soq_certificate_load (self->other, NULL, NULL);
  assert_non_null (certificate);
}

static void
test_certificate_that_cannot_be_used_is_explained (void **state)
{
  Fixture         *self = *state;
  g_autofree char *large = g_strnfill (SOQ_LIMIT_CERTIFICATE_FILE, 'x');
  g_autofree char *key = NULL;

  expect_refused (self->certificate, self->key, self->certificate);
  make (self, "localhost");
  expect_refused (self->certificate, self->other, self->other);
  expect_refused (self->key, self->key, "BEGIN CERTIFICATE");
  expect_refused (self->certificate, self->certificate, "BEGIN PRIVATE KEY");

  assert_true (g_file_set_contents (self->other, large, -1, NULL));
  expect_refused (self->other, self->key, "too large");
  assert_true (g_file_set_contents (self->other, large, -1, NULL));

  /* The key of one, the certificate of another. */
  assert_true (g_file_get_contents (self->key, &key, NULL, NULL));
  assert_true (g_file_set_contents (self->other, key, -1, NULL));
  make (self, "localhost");
  expect_refused (self->certificate, self->other, "does not belong");
}

static void
test_certificate_is_not_for_what_is_no_name (void **state)
{
  static const char *const wrong[] = { "", "two words", "a,DNS:b", "http://x", "a\nb" };
  Fixture                 *self = *state;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const  names[] = { wrong[i], NULL };
      g_autoptr (GError) error = NULL;

      assert_false (soq_certificate_make (self->certificate, self->key, names, 1, &error));
      soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST);
      assert_false (g_file_test (self->key, G_FILE_TEST_EXISTS));
    }
}

static void
test_certificate_problems_are_told_in_words (void **state)
{
  g_autofree char *none = soq_certificate_dup_problems (0);
  g_autofree char *two = soq_certificate_dup_problems (G_TLS_CERTIFICATE_BAD_IDENTITY |
                                                       G_TLS_CERTIFICATE_EXPIRED);

  assert_string_equal (none, "");
  assert_string_equal (two, "it is for another name, and it has expired");
}

#define certificate_test(function) cmocka_unit_test_setup_teardown (function, setup, teardown)

/* NSS takes a key usage for a reason to refuse what signed itself. */
static void
test_certificate_says_nothing_of_key_usage (void **state)
{
  Fixture         *self = *state;
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *quoted = g_shell_quote (self->certificate);
  g_autofree char *command = NULL;
  g_autofree char *text = NULL;

  if (openssl == NULL)
    skip ();

  make (self, "localhost");
  command = g_strdup_printf ("openssl x509 -noout -text -in %s", quoted);
  assert_true (g_spawn_command_line_sync (command, &text, NULL, NULL, NULL));
  assert_non_null (strstr (text, "CA:FALSE"));
  assert_non_null (strstr (text, "TLS Web Server Authentication"));
  assert_null (strstr (text, "X509v3 Key Usage"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    certificate_test (test_certificate_is_for_its_names),
    certificate_test (test_certificate_tells_until_when),
    certificate_test (test_certificate_key_is_for_its_owner_only),
    certificate_test (test_certificate_has_the_fingerprint_that_others_tell),
    certificate_test (test_certificate_may_hold_its_key),
    certificate_test (test_certificate_says_nothing_of_key_usage),
    certificate_test (test_certificate_that_cannot_be_used_is_explained),
    certificate_test (test_certificate_is_not_for_what_is_no_name),
    cmocka_unit_test (test_certificate_problems_are_told_in_words),
  };

  return cmocka_run_group_tests_name ("certificate", tests, NULL, NULL);
}
