/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-secrets.h"
#include "soq-test.h"

#define PLACE "soquete.test:6697"
#define OTHER "soquete.test:5000"

/* Where the system keeps no passwords all must say so, and lose nothing. */

static void
expect_kept (const char *place,
             const char *account,
             const char *password)
{
  g_autofree char *seen_account = NULL;
  g_autofree char *seen_password = NULL;

  if (account == NULL)
    {
      assert_false (soq_secrets_find (place, &seen_account, &seen_password));
      return;
    }

  assert_true (soq_secrets_find (place, &seen_account, &seen_password));
  assert_string_equal (seen_account, account);
  assert_string_equal (seen_password, password);
}

static void
expect_refused (void)
{
  g_autoptr (GError) error = NULL;

  assert_false (soq_secrets_set (PLACE, "ana", "secret", &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);
  assert_false (soq_secrets_forget (PLACE, &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  expect_kept (PLACE, NULL, NULL);
}

static void
test_secrets_are_kept_for_each_place (void **state)
{
  g_autoptr (GError) error = NULL;

  if (!soq_secrets_are_kept ())
    {
      expect_refused ();
      return;
    }

  assert_true (soq_secrets_set (PLACE, "an\u00e1", "se\u00e7ret", &error));
  assert_true (soq_secrets_set (OTHER, NULL, "of the server", &error));
  expect_kept (PLACE, "an\u00e1", "se\u00e7ret");
  expect_kept (OTHER, "", "of the server");

  assert_true (soq_secrets_set (PLACE, "bob", "another", &error));
  expect_kept (PLACE, "bob", "another");
}

static void
test_secrets_can_be_forgotten (void **state)
{
  g_autoptr (GError) error = NULL;

  if (!soq_secrets_are_kept ())
    return;

  assert_true (soq_secrets_set (PLACE, "ana", "secret", &error));
  assert_true (soq_secrets_forget (PLACE, &error));
  expect_kept (PLACE, NULL, NULL);
  assert_true (soq_secrets_forget (PLACE, &error));
  assert_true (soq_secrets_forget (OTHER, &error));
  assert_null (error);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_secrets_are_kept_for_each_place),
    cmocka_unit_test (test_secrets_can_be_forgotten),
  };

  return cmocka_run_group_tests_name ("secrets", tests, NULL, NULL);
}
