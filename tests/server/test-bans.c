/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-bans.h"
#include "soq-error.h"
#include "soq-test.h"

#include <glib/gstdio.h>

typedef struct
{
  char *dir;  /* (owned) */
  char *path; /* (owned): of the bans */
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->dir = g_dir_make_tmp ("soquete-bans-XXXXXX", NULL);
  self->path = g_build_filename (self->dir, "bans.ini", NULL);
  *state = self;

  return self->dir != NULL ? 0 : -1;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_unlink (self->path);
  g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
  g_free (self);

  return 0;
}

static const char *
find_reason (SoqBans    *bans,
             const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  SoqBan                  *ban = soq_bans_find (bans, address);

  return ban != NULL ? soq_ban_get_reason (ban) : NULL;
}

static void
test_bans_refuse_what_is_no_mask (void **state)
{
  static const char *const wrong[] = { "", "bob", "192.0.2.256", "192.0.2.1/24", "192.0.2.0/33",
                                       "*" };
  SoqBans                 *bans = soq_bans_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      assert_false (soq_bans_add (bans, wrong[i], NULL, NULL, &error));
      soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST);
      assert_non_null (strstr (error->message, "must be like"));
    }

  assert_int_equal (g_list_model_get_n_items (soq_bans_get_list (bans)), 0);
  soq_test_assert_finalized (&bans);
}

static void
test_bans_match_addresses_and_blocks (void **state)
{
  SoqBans *bans = soq_bans_new ();

  assert_true (soq_bans_add (bans, "192.0.2.7", "one", NULL, NULL));
  assert_true (soq_bans_add (bans, "198.51.100.0/24", "block", NULL, NULL));
  assert_true (soq_bans_add (bans, "2001:db8::/32", "six", NULL, NULL));
  assert_string_equal (find_reason (bans, "192.0.2.7"), "one");
  assert_null (find_reason (bans, "192.0.2.8"));
  assert_string_equal (find_reason (bans, "198.51.100.255"), "block");
  assert_string_equal (find_reason (bans, "2001:db8:1::2"), "six");
  assert_null (find_reason (bans, "2001:db9::"));
  soq_test_assert_finalized (&bans);
}

static void
test_bans_have_one_reason (void **state)
{
  SoqBans *bans = soq_bans_new ();

  assert_true (soq_bans_add (bans, "192.0.2.7", "first", NULL, NULL));
  assert_true (soq_bans_add (bans, "192.0.2.7", "second", NULL, NULL));
  assert_int_equal (g_list_model_get_n_items (soq_bans_get_list (bans)), 1);
  assert_string_equal (find_reason (bans, "192.0.2.7"), "second");
  soq_test_assert_finalized (&bans);
}

static void
test_bans_are_kept (void **state)
{
  Fixture           *fixture = *state;
  g_autoptr (GError) error = NULL;
  SoqBans           *bans = soq_bans_new ();

  assert_true (soq_bans_load (bans, fixture->path, &error));
  assert_true (soq_bans_add (bans, "192.0.2.7", "too \"loud\"\nand [rude]; ação", NULL, &error));
  assert_true (soq_bans_add (bans, "2001:db8::/32", NULL, NULL, &error));
  assert_true (soq_bans_add (bans, "198.51.100.0/24", "gone again", NULL, &error));
  assert_true (soq_bans_remove (bans, "198.51.100.0/24", &error));
  assert_true (soq_bans_remove (bans, "not there", &error));
  soq_test_assert_finalized (&bans);

  bans = soq_bans_new ();
  assert_true (soq_bans_load (bans, fixture->path, &error));
  assert_int_equal (g_list_model_get_n_items (soq_bans_get_list (bans)), 2);
  assert_string_equal (find_reason (bans, "192.0.2.7"), "too \"loud\"\nand [rude]; ação");
  assert_non_null (find_reason (bans, "2001:db8::1"));
  assert_null (find_reason (bans, "198.51.100.1"));
  soq_test_assert_finalized (&bans);
}

static void
test_bans_file_that_is_broken_is_told (void **state)
{
  Fixture           *fixture = *state;
  g_autoptr (GError) error = NULL;
  SoqBans           *bans = soq_bans_new ();

  g_file_set_contents (fixture->path, "no key file", -1, NULL);
  assert_false (soq_bans_load (bans, fixture->path, &error));
  soq_test_assert_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE);
  assert_non_null (strstr (error->message, fixture->path));
  g_clear_error (&error);

  g_file_set_contents (fixture->path, "[ban bob]\nreason=x\n", -1, NULL);
  assert_false (soq_bans_load (bans, fixture->path, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST);
  assert_non_null (strstr (error->message, fixture->path));
  soq_test_assert_finalized (&bans);
}

static void
test_ban_holds_although_it_cannot_be_kept (void **state)
{
  Fixture           *fixture = *state;
  g_autofree char   *path = g_build_filename (fixture->dir, "missing", "bans.ini", NULL);
  g_autoptr (GError) error = NULL;
  SoqBans           *bans = soq_bans_new ();

  assert_true (soq_bans_load (bans, path, &error));
  assert_false (soq_bans_add (bans, "192.0.2.7", "x", NULL, &error));
  soq_test_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  assert_string_equal (find_reason (bans, "192.0.2.7"), "x");
  soq_test_assert_finalized (&bans);
}

static void
test_ban_ends (void **state)
{
  Fixture              *fixture = *state;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) past = g_date_time_add_seconds (now, -1);
  g_autoptr (GDateTime) future = g_date_time_add_hours (now, 1);
  g_autofree char      *written = NULL;
  SoqBans              *bans = soq_bans_new ();
  GDateTime            *until;

  assert_true (soq_bans_load (bans, fixture->path, NULL));
  assert_true (soq_bans_add (bans, "192.0.2.7", "for an hour", future, NULL));
  assert_true (soq_bans_add (bans, "192.0.2.8", "over", past, NULL));
  assert_non_null (find_reason (bans, "192.0.2.7"));
  assert_null (find_reason (bans, "192.0.2.8"));
  assert_int_equal (g_list_model_get_n_items (soq_bans_get_list (bans)), 1);
  soq_test_assert_finalized (&bans);

  g_file_get_contents (fixture->path, &written, NULL, NULL);
  assert_non_null (strstr (written, "until="));
  assert_null (strstr (written, "192.0.2.8"));

  bans = soq_bans_new ();
  assert_true (soq_bans_load (bans, fixture->path, NULL));
  {
    g_autoptr (SoqBan) ban = g_list_model_get_item (soq_bans_get_list (bans), 0);

    until = soq_ban_get_until (ban);
    assert_non_null (until);
    assert_int_equal (g_date_time_to_unix (until), g_date_time_to_unix (future));
  }
  soq_test_assert_finalized (&bans);
}

static void
test_bans_that_are_over_are_not_loaded (void **state)
{
  Fixture           *fixture = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  SoqBans           *bans = soq_bans_new ();

  g_file_set_contents (fixture->path,
                       "[ban 192.0.2.7]\nreason=x\nuntil=2001-01-01T00:00:00Z\n"
                       "[ban 192.0.2.8]\nreason=y\nuntil=2999-01-01T00:00:00\n",
                       -1, NULL);
  assert_true (soq_bans_load (bans, fixture->path, &error));
  assert_null (find_reason (bans, "192.0.2.7"));
  assert_string_equal (find_reason (bans, "192.0.2.8"), "y");
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  assert_null (strstr (text, "192.0.2.7"));
  soq_test_assert_finalized (&bans);

  bans = soq_bans_new ();
  g_file_set_contents (fixture->path, "[ban 192.0.2.7]\nuntil=tomorrow\n", -1, NULL);
  assert_false (soq_bans_load (bans, fixture->path, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG);
  assert_non_null (strstr (error->message, "tomorrow"));
  soq_test_assert_finalized (&bans);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_bans_refuse_what_is_no_mask),
    cmocka_unit_test (test_bans_match_addresses_and_blocks),
    cmocka_unit_test (test_bans_have_one_reason),
    cmocka_unit_test_setup_teardown (test_bans_are_kept, setup, teardown),
    cmocka_unit_test_setup_teardown (test_bans_file_that_is_broken_is_told, setup, teardown),
    cmocka_unit_test_setup_teardown (test_ban_ends, setup, teardown),
    cmocka_unit_test_setup_teardown (test_bans_that_are_over_are_not_loaded, setup, teardown),
    cmocka_unit_test_setup_teardown (test_ban_holds_although_it_cannot_be_kept, setup, teardown),
  };

  return cmocka_run_group_tests_name ("bans", tests, NULL, NULL);
}
