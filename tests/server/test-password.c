/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-limits.h"
#include "soq-password.h"
#include "soq-test.h"

/* Of RFC 7914, section 12. */
#define RFC_HASH                                            \
  "$scrypt$ln=10,r=8,p=16$TmFDbA$"                          \
  "/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/" \
  "xCSedmDDaxyevuUqD7m2DYMvfoswGQA"

static void
test_password_is_right_or_wrong (void **state)
{
  static const char *const passwords[] = { "", "a", "correct horse battery staple", "cão\x80\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autofree char *hash = soq_password_hash (passwords[i]);
      g_autofree char *longer = g_strconcat (passwords[i], "x", NULL);

      assert_true (g_str_has_prefix (hash, "$scrypt$ln=14,r=8,p=1$"));
      assert_true (soq_password_check (passwords[i], hash));
      assert_false (soq_password_check (longer, hash));
      assert_false (soq_password_check (hash, hash));
    }
}

static void
test_password_has_another_hash_each_time (void **state)
{
  g_autofree char *first = soq_password_hash ("same");
  g_autofree char *second = soq_password_hash ("same");

  assert_string_not_equal (first, second);
}

static void
test_password_hash_of_others_is_understood (void **state)
{
  assert_true (soq_password_check ("password", RFC_HASH));
  assert_false (soq_password_check ("Password", RFC_HASH));
}

static void
test_password_that_is_kept_plain_works (void **state)
{
  assert_true (soq_password_check ("secret", "secret"));
  assert_true (soq_password_check ("", ""));
  assert_false (soq_password_check ("secret", "Secret"));
  assert_false (soq_password_check ("secret", "secre"));
  assert_false (soq_password_check ("secre", "secret"));
  assert_false (soq_password_check ("", "secret"));
}

static void
test_password_hash_that_is_damaged_fits_nothing (void **state)
{
  static const char *const damaged[] = {
    "$scrypt$",
    "$scrypt$ln=14,r=8,p=1$",
    "$scrypt$ln=14,r=8,p=1$c2FsdA",
    "$scrypt$ln=14,r=8,p=1$c2FsdA$",
    "$scrypt$ln=14,r=8,p=1$$AAAA",
    "$scrypt$ln=14,r=8,p=1$c2FsdA$A",
    "$scrypt$ln=14,r=8,p=1$c2FsdA$AA*A",
    "$scrypt$ln=14,r=8,p=1$c2FsdA$AAAA$AAAA",
    "$scrypt$ln=0,r=8,p=1$c2FsdA$AAAA",
    "$scrypt$ln=99,r=8,p=1$c2FsdA$AAAA",
    "$scrypt$ln=20,r=99,p=1$c2FsdA$AAAA",
    "$scrypt$ln=14,r=0,p=1$c2FsdA$AAAA",
    "$scrypt$ln=14,r=8,p=0$c2FsdA$AAAA",
    "$scrypt$ln=-1,r=8,p=1$c2FsdA$AAAA",
    "$scrypt$n=14,r=8,p=1$c2FsdA$AAAA",
  };
  g_autofree char *much = g_strnfill (200, 'A');
  g_autofree char *too_long = g_strconcat ("$scrypt$ln=4,r=8,p=1$c2FsdA$", much, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      assert_false (soq_password_check ("", damaged[i]));
      assert_false (soq_password_check (damaged[i], damaged[i]));
    }
  assert_false (soq_password_check ("", too_long));
}

static void
test_password_has_a_limit (void **state)
{
  g_autofree char *longest = g_strnfill (SOQ_LIMIT_PASSWORD, 'x');
  g_autofree char *longer = g_strconcat (longest, "x", NULL);
  g_autofree char *hash = soq_password_hash (longest);

  assert_true (soq_password_check (longest, hash));
  assert_null (soq_password_hash (longer));
  assert_false (soq_password_check (longer, longer));
}

static gboolean
check (const char *password,
       const char *stored)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  gboolean                 right;

  soq_password_check_async (password, stored, NULL, soq_test_result_cb, &result);
  assert_null (result);
  soq_test_wait_until (result != NULL);
  right = soq_password_check_finish (result, &error);
  assert_null (error);

  return right;
}

static void
test_password_is_hashed_in_a_thread (void **state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char         *hash = NULL;

  soq_password_hash_async ("secret", NULL, soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  hash = soq_password_hash_finish (result, NULL);
  assert_true (check ("secret", hash));
  assert_false (check ("Secret", hash));
  assert_true (check ("plain", "plain"));
}

static void
test_password_that_is_too_long_is_explained (void **state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  g_autofree char         *longer = g_strnfill (SOQ_LIMIT_PASSWORD + 1, 'x');

  soq_password_hash_async (longer, NULL, soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  assert_null (soq_password_hash_finish (result, &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Whoever asks for an account that is not there waits as long. */
static void
test_password_of_nobody_takes_its_time (void **state)
{
  g_autofree char *hash = soq_password_hash ("secret");
  gint64           start = g_get_monotonic_time ();
  gint64           known;
  gint64           unknown;

  assert_false (check ("wrong", hash));
  known = g_get_monotonic_time () - start;
  start = g_get_monotonic_time ();
  assert_false (check ("wrong", NULL));
  unknown = g_get_monotonic_time () - start;
  assert_true (unknown > known / 10);
}

static void
test_password_queue_has_a_limit (void **state)
{
  enum
  {
    N = SOQ_LIMIT_PASSWORDS_WAITING + SOQ_LIMIT_PASSWORD_THREADS + 50
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char         *hash = soq_password_hash ("secret");
  GAsyncResult            *results[N] = { NULL };
  guint                    n_busy = 0;
  guint                    n_cancelled = 0;
  guint                    n_done = 0;

  for (guint i = 0; i < N; i++)
    soq_password_check_async ("secret", hash, i < N - 50 ? cancellable : NULL,
                              soq_test_result_cb, &results[i]);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GError) error = NULL;

      soq_test_wait_until (results[i] != NULL);
      n_done += soq_password_check_finish (results[i], &error) ? 1 : 0;
      n_busy += g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY) ? 1 : 0;
      n_cancelled += g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? 1 : 0;
      g_object_unref (results[i]);
    }

  /* Most of the last ones did not even begin to wait. */
  assert_in_range (n_busy, 25, 50);
  assert_int_equal (n_busy + n_cancelled + n_done, N);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_password_is_right_or_wrong),
    cmocka_unit_test (test_password_has_another_hash_each_time),
    cmocka_unit_test (test_password_hash_of_others_is_understood),
    cmocka_unit_test (test_password_that_is_kept_plain_works),
    cmocka_unit_test (test_password_hash_that_is_damaged_fits_nothing),
    cmocka_unit_test (test_password_has_a_limit),
    cmocka_unit_test (test_password_is_hashed_in_a_thread),
    cmocka_unit_test (test_password_that_is_too_long_is_explained),
    cmocka_unit_test (test_password_of_nobody_takes_its_time),
    cmocka_unit_test (test_password_queue_has_a_limit),
  };

  return cmocka_run_group_tests_name ("password", tests, NULL, NULL);
}
