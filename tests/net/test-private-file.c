/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-private-file.h"
#include "soq-test.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->folder = g_dir_make_tmp ("soquete-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "secret", NULL);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);

  return 0;
}

static void
assert_private (Fixture *self)
{
#ifndef G_OS_WIN32
  GStatBuf found;

  assert_int_equal (g_stat (self->path, &found), 0);
  assert_int_equal (found.st_mode & 0777, 0600);
#endif
}

static void
test_file_that_cannot_be_written_is_an_error (void **state)
{
  Fixture           *self = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = g_build_filename (self->folder, "nowhere", "secret", NULL);

  assert_false (soq_private_file_write (path, "x", 1, G_FILE_SET_CONTENTS_CONSISTENT, &error));
  soq_test_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  soq_private_file_protect (path);
}

static void
test_new_file_is_the_owners (void **state)
{
  Fixture *self = *state;

  assert_true (soq_private_file_write (self->path, "one", 3, G_FILE_SET_CONTENTS_CONSISTENT, NULL));
  assert_private (self);
}

static void
test_file_that_others_could_read_becomes_the_owners (void **state)
{
  Fixture         *self = *state;
  g_autofree char *text = NULL;

  assert_true (g_file_set_contents (self->path, "one", 3, NULL));
  assert_int_equal (g_chmod (self->path, 0644), 0);
  assert_true (soq_private_file_write (self->path, "two", 3, G_FILE_SET_CONTENTS_CONSISTENT, NULL));
  assert_private (self);
  assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  assert_string_equal (text, "two");

  assert_int_equal (g_chmod (self->path, 0664), 0);
  soq_private_file_protect (self->path);
  assert_private (self);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_file_that_cannot_be_written_is_an_error, setup, teardown),
    cmocka_unit_test_setup_teardown (test_new_file_is_the_owners, setup, teardown),
    cmocka_unit_test_setup_teardown (test_file_that_others_could_read_becomes_the_owners,
                                     setup, teardown),
  };

  return cmocka_run_group_tests_name ("private-file", tests, NULL, NULL);
}
