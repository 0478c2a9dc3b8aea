/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-accounts.h"
#include "soq-limits.h"
#include "soq-test.h"

#include <glib/gstdio.h>

typedef struct
{
  char        *dir;      /* (owned) */
  char        *path;     /* (owned) */
  SoqAccounts *accounts; /* (owned) */
  GError      *error;    /* (owned) (nullable) */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->dir = g_dir_make_tmp ("soquete-accounts-XXXXXX", NULL);
  self->path = g_build_filename (self->dir, "accounts.ini", NULL);
  self->accounts = soq_accounts_new ();
  *state = self;

  return self->dir != NULL ? 0 : -1;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  soq_test_assert_finalized (&self->accounts);
  g_clear_error (&self->error);
  g_unlink (self->path);
  g_rmdir (self->path);
  g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
  g_free (self);

  return 0;
}

/* Forgets everything and reads the file again. */
static void
reload (Fixture *self)
{
  soq_test_assert_finalized (&self->accounts);
  self->accounts = soq_accounts_new ();
  g_clear_error (&self->error);
  soq_accounts_load (self->accounts, self->path, &self->error);
}

static void
expect_loaded (Fixture *self)
{
  reload (self);
  if (self->error != NULL)
    print_error ("# %s\n", self->error->message);
  assert_null (self->error);
}

static void
add (Fixture    *self,
     const char *name,
     const char *hash)
{
  assert_true (soq_accounts_add (self->accounts, name, hash, &self->error));
  assert_null (self->error);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (soq_accounts_get_list (self->accounts));
}

/* Returns: (transfer full): the fingerprint of certificate number @n */
static char *
make_fingerprint (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 32; i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", (n + i) & 0xff);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
expect_error (Fixture         *self,
              gboolean         done,
              SoqAccountsError code)
{
  assert_false (done);
  soq_test_assert_error (self->error, SOQ_ACCOUNTS_ERROR, (int) code);
  g_clear_error (&self->error);
}

static void
test_accounts_are_kept (void **state)
{
  Fixture               *self = *state;
  g_autofree char       *print = make_fingerprint (1);
  g_autoptr (SoqAccount) first = NULL;
  g_autoptr (GDateTime)  now = g_date_time_new_now_utc ();
  GTimeSpan              age;

  expect_loaded (self);
  assert_int_equal (count (self), 0);
  add (self, "ana", "$scrypt$ln=14,r=8,p=1$c2FsdA$AAAA");
  add (self, "[b]{c}\\|^`_-", NULL);
  add (self, "eva", " spaces; and = signs # ");
  assert_true (soq_accounts_add_fingerprint (self->accounts, "ana", print, NULL));

  expect_loaded (self);
  assert_int_equal (count (self), 3);
  first = g_list_model_get_item (soq_accounts_get_list (self->accounts), 0);
  assert_string_equal (soq_account_get_name (first), "ana");
  assert_string_equal (soq_account_get_hash (first), "$scrypt$ln=14,r=8,p=1$c2FsdA$AAAA");
  assert_string_equal (soq_account_get_fingerprints (first)[0], print);
  age = g_date_time_difference (now, soq_account_get_created (first));
  assert_true (ABS (age) < G_TIME_SPAN_MINUTE);
  assert_non_null (soq_accounts_find (self->accounts, "[b]{c}\\|^`_-"));
  assert_null (soq_account_get_hash (soq_accounts_find (self->accounts, "[b]{c}\\|^`_-")));
  assert_string_equal (soq_account_get_hash (soq_accounts_find (self->accounts, "eva")),
                       " spaces; and = signs # ");
}

static void
test_accounts_are_for_the_owner_only (void **state)
{
#ifndef G_OS_WIN32
  Fixture *self = *state;
  GStatBuf found;

  expect_loaded (self);
  add (self, "ana", NULL);
  assert_int_equal (g_stat (self->path, &found), 0);
  assert_int_equal (found.st_mode & 0777, 0600);

  /* Also if somebody opened it up. */
  g_chmod (self->path, 0644);
  add (self, "eva", NULL);
  assert_int_equal (g_stat (self->path, &found), 0);
  assert_int_equal (found.st_mode & 0777, 0600);
#endif
}

static void
test_accounts_are_found_in_any_case (void **state)
{
  Fixture *self = *state;

  add (self, "Ana", NULL);
  assert_non_null (soq_accounts_find (self->accounts, "aNA"));
  assert_string_equal (soq_account_get_name (soq_accounts_find (self->accounts, "ana")), "Ana");
  assert_null (soq_accounts_find (self->accounts, "anna"));
  assert_null (soq_accounts_find (self->accounts, ""));
  expect_error (self, soq_accounts_add (self->accounts, "ANA", NULL, &self->error),
                SOQ_ACCOUNTS_ERROR_EXISTS);

  /* ASCII only: these are different names. */
  add (self, "{a}", NULL);
  add (self, "[a]", NULL);
}

static void
test_accounts_refuse_what_is_no_name (void **state)
{
  static const char *const wrong[] = { "", "1ana", "a b", "ana\n", "joão", "-a", "#a",
                                       "a23456789012345678901234567890123" };
  Fixture                 *self = *state;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    expect_error (self, soq_accounts_add (self->accounts, wrong[i], NULL, &self->error),
                  SOQ_ACCOUNTS_ERROR_BAD_NAME);
  add (self, "a2345678901234567890123456789012", NULL);
  assert_int_equal (count (self), 1);
}

static void
test_accounts_can_be_changed_and_removed (void **state)
{
  Fixture         *self = *state;
  g_autofree char *print = make_fingerprint (1);

  expect_loaded (self);
  add (self, "ana", "old");
  add (self, "eva", "hers");
  assert_true (soq_accounts_set_hash (self->accounts, "ANA", "new", NULL));
  assert_true (soq_accounts_add_fingerprint (self->accounts, "eva", print, NULL));
  assert_true (soq_accounts_remove (self->accounts, "Eva", NULL));
  assert_null (soq_accounts_find (self->accounts, "eva"));
  assert_null (soq_accounts_find_by_fingerprint (self->accounts, print));
  expect_error (self, soq_accounts_remove (self->accounts, "eva", &self->error),
                SOQ_ACCOUNTS_ERROR_UNKNOWN);
  expect_error (self, soq_accounts_set_hash (self->accounts, "eva", "x", &self->error),
                SOQ_ACCOUNTS_ERROR_UNKNOWN);

  expect_loaded (self);
  assert_int_equal (count (self), 1);
  assert_string_equal (soq_account_get_hash (soq_accounts_find (self->accounts, "ana")), "new");
  assert_true (soq_accounts_set_hash (self->accounts, "ana", NULL, NULL));
  expect_loaded (self);
  assert_null (soq_account_get_hash (soq_accounts_find (self->accounts, "ana")));
}

static void
test_accounts_are_found_by_certificate (void **state)
{
  Fixture         *self = *state;
  g_autofree char *print = make_fingerprint (0xa0);
  g_autofree char *lower = g_ascii_strdown (print, -1);

  add (self, "ana", NULL);
  add (self, "eva", NULL);
  assert_true (soq_accounts_add_fingerprint (self->accounts, "ana", lower, NULL));
  assert_ptr_equal (soq_accounts_find_by_fingerprint (self->accounts, print),
                    soq_accounts_find (self->accounts, "ana"));
  assert_ptr_equal (soq_accounts_find_by_fingerprint (self->accounts, lower),
                    soq_accounts_find (self->accounts, "ana"));
  expect_error (self,
                soq_accounts_add_fingerprint (self->accounts, "eva", print, &self->error),
                SOQ_ACCOUNTS_ERROR_EXISTS);

  /* Nobody takes away what is another's. */
  assert_true (soq_accounts_remove_fingerprint (self->accounts, "eva", print, NULL));
  assert_non_null (soq_accounts_find_by_fingerprint (self->accounts, print));
  assert_true (soq_accounts_remove_fingerprint (self->accounts, "ana", lower, NULL));
  assert_null (soq_accounts_find_by_fingerprint (self->accounts, print));
  assert_true (soq_accounts_add_fingerprint (self->accounts, "eva", print, NULL));
}

static void
test_accounts_refuse_what_is_no_fingerprint (void **state)
{
  Fixture         *self = *state;
  g_autofree char *print = make_fingerprint (1);
  g_autofree char *longer = g_strconcat (print, ":00", NULL);
  g_autofree char *shorter = g_strndup (print, 92);
  const char      *wrong[] = { "", "ana", longer, shorter };

  add (self, "ana", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      expect_error (self,
                    soq_accounts_add_fingerprint (self->accounts, "ana", wrong[i], &self->error),
                    SOQ_ACCOUNTS_ERROR_BAD_FINGERPRINT);
      assert_null (soq_accounts_find_by_fingerprint (self->accounts, wrong[i]));
    }
  expect_error (self, soq_accounts_add_fingerprint (self->accounts, "eva", print, &self->error),
                SOQ_ACCOUNTS_ERROR_UNKNOWN);
}

static void
test_accounts_have_limits (void **state)
{
  Fixture *self = *state;

  for (guint i = 0; i < SOQ_LIMIT_ACCOUNTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%u", i);

      add (self, name, NULL);
    }
  expect_error (self, soq_accounts_add (self->accounts, "more", NULL, &self->error),
                SOQ_ACCOUNTS_ERROR_TOO_MANY);
  assert_true (soq_accounts_remove (self->accounts, "a5", NULL));
  add (self, "more", NULL);

  for (guint i = 0; i <= SOQ_LIMIT_ACCOUNT_FINGERPRINTS; i++)
    {
      g_autofree char *print = make_fingerprint (i);
      gboolean         done;

      done = soq_accounts_add_fingerprint (self->accounts, "more", print, &self->error);
      if (i < SOQ_LIMIT_ACCOUNT_FINGERPRINTS)
        assert_true (done);
      else
        expect_error (self, done, SOQ_ACCOUNTS_ERROR_TOO_MANY);
    }
}

static void
expect_broken (Fixture    *self,
               const char *text,
               const char *words)
{
  g_autofree char *after = NULL;

  assert_true (g_file_set_contents (self->path, text, -1, NULL));
  reload (self);
  assert_non_null (self->error);
  if (strstr (self->error->message, words) == NULL)
    print_error ("# %s\n", self->error->message);
  assert_non_null (strstr (self->error->message, words));
  assert_non_null (strstr (self->error->message, self->path));
  assert_int_equal (count (self), 0);
  assert_null (soq_accounts_find (self->accounts, "ana"));
  g_clear_error (&self->error);

  /* And it is not overwritten. */
  expect_error (self, soq_accounts_add (self->accounts, "eva", NULL, &self->error),
                SOQ_ACCOUNTS_ERROR_FILE);
  assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  assert_string_equal (after, text);
}

#define ANA "[account 1]\nname=ana\n\n"

static void
test_accounts_in_a_broken_file_are_left_alone (void **state)
{
  Fixture *self = *state;

  expect_broken (self, ANA "nonsense\n", "nonsense");
  expect_broken (self, ANA "[account 2]\nname=a b\n", "line 4, [account 2]: “a b”");
  expect_broken (self, ANA "[account 2]\npassword=x\n", "line 4, [account 2]");
  expect_broken (self, ANA "# one more\n[account 2]\nname=ANA\n", "line 5, [account 2]: There is");
  expect_broken (self, ANA "[account 2]\nname=eva\ncreated=yesterday\n", "“yesterday” is no date");
  expect_broken (self, ANA "[account 2]\nname=eva\nfingerprints=12:34\n", "SHA-256");
}

static void
test_accounts_in_a_file_that_cannot_be_read_are_left_alone (void **state)
{
  Fixture *self = *state;

  assert_int_equal (g_mkdir (self->path, 0700), 0);
  reload (self);
  assert_non_null (self->error);
  assert_non_null (strstr (self->error->message, "Cannot read"));
  g_clear_error (&self->error);
  expect_error (self, soq_accounts_add (self->accounts, "eva", NULL, &self->error),
                SOQ_ACCOUNTS_ERROR_FILE);
}

/* What cannot be kept is not promised. */
static void
test_accounts_that_cannot_be_kept_are_not_made (void **state)
{
  Fixture         *self = *state;
  g_autofree char *print = make_fingerprint (1);
  g_autofree char *other = make_fingerprint (2);
  SoqAccount      *ana;

  expect_loaded (self);
  add (self, "ana", "old");
  assert_true (soq_accounts_add_fingerprint (self->accounts, "ana", print, NULL));
  assert_int_equal (g_unlink (self->path), 0);
  assert_int_equal (g_rmdir (self->dir), 0);

  assert_false (soq_accounts_add (self->accounts, "eva", NULL, &self->error));
  assert_non_null (strstr (self->error->message, "Nothing was changed"));
  assert_false (soq_accounts_set_hash (self->accounts, "ana", "new", NULL));
  assert_false (soq_accounts_add_fingerprint (self->accounts, "ana", other, NULL));
  assert_false (soq_accounts_remove_fingerprint (self->accounts, "ana", print, NULL));
  assert_false (soq_accounts_remove (self->accounts, "ana", NULL));

  ana = soq_accounts_find (self->accounts, "ana");
  assert_int_equal (count (self), 1);
  assert_string_equal (soq_account_get_hash (ana), "old");
  assert_ptr_equal (soq_accounts_find_by_fingerprint (self->accounts, print), ana);
  assert_null (soq_accounts_find_by_fingerprint (self->accounts, other));
  assert_null (soq_accounts_find (self->accounts, "eva"));
}

#define accounts_test(function) cmocka_unit_test_setup_teardown (function, setup, teardown)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    accounts_test (test_accounts_are_kept),
    accounts_test (test_accounts_are_for_the_owner_only),
    accounts_test (test_accounts_are_found_in_any_case),
    accounts_test (test_accounts_refuse_what_is_no_name),
    accounts_test (test_accounts_can_be_changed_and_removed),
    accounts_test (test_accounts_are_found_by_certificate),
    accounts_test (test_accounts_refuse_what_is_no_fingerprint),
    accounts_test (test_accounts_have_limits),
    accounts_test (test_accounts_in_a_broken_file_are_left_alone),
    accounts_test (test_accounts_in_a_file_that_cannot_be_read_are_left_alone),
    accounts_test (test_accounts_that_cannot_be_kept_are_not_made),
  };

  return cmocka_run_group_tests_name ("accounts", tests, NULL, NULL);
}
