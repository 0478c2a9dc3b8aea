/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "history-fixture.h"
#include "soq-limits.h"

#include <glib/gstdio.h>

#ifdef G_OS_UNIX
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

/* What version 1 of the file was. */
#define VERSION_1                                                               \
  "CREATE TABLE entries (seq INTEGER PRIMARY KEY, target TEXT NOT NULL,"        \
  " time INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, is_event INTEGER NOT NULL," \
  " line TEXT NOT NULL);"                                                       \
  "CREATE INDEX entries_by_target ON entries (target, time, seq);"              \
  "INSERT INTO entries (target, time, id, is_event, line)"                      \
  " VALUES ('#room', 100, 'old', 0, 'line of old');"                            \
  "PRAGMA user_version = 1; PRAGMA application_id = 1399812469;"

static const char *program; /* ourselves, for the crash */

static void
expect_all (Diary      *diary,
            const char *ids)
{
  g_autofree char *seen = diary_read_all (diary, "#room");

  if (diary->error != NULL)
    print_error ("# %s\n", diary->error->message);
  assert_string_equal (seen, ids);
}

static void
execute (Diary      *diary,
         const char *sql)
{
  sqlite3 *database = NULL;

  assert_int_equal (sqlite3_open (diary->path, &database), SQLITE_OK);
  assert_int_equal (sqlite3_exec (database, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close (database);
}

/* Waits for a warning, and for it to be the one that holds. */
static void
expect_warning (Diary      *diary,
                const char *words)
{
  soq_test_wait_until (diary_has_warned (diary, words));
  assert_non_null (soq_history_get_warning (diary->history));
  assert_int_equal (diary->warnings->len, 1);
}

/* After a fault: told once, and what was said meanwhile is there. */
static void
expect_recovery (Diary      *diary,
                 const char *ids)
{
  soq_test_wait_until (diary_has_warned (diary, "again"));
  assert_null (soq_history_get_warning (diary->history));
  assert_int_equal (diary->warnings->len, 2);
  expect_all (diary, ids);
  diary_open (diary, 0);
  expect_all (diary, ids);
  assert_int_equal (diary->warnings->len, 2);
}

static char *
find_aside (Diary *diary)
{
  g_autoptr (GDir) dir = g_dir_open (diary->dir, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "history.sqlite.corrupt-"))
      return g_build_filename (diary->dir, name, NULL);

  return NULL;
}

static void
test_history_of_an_older_version_is_upgraded (void **state)
{
  Diary *diary = *state;

  execute (diary, VERSION_1);
  diary_open (diary, 0);
  diary_write (diary, "#room", 200, "new");
  expect_all (diary, "old new");
  diary_close (diary);
  assert_int_equal (diary_peek (diary, "PRAGMA user_version"), 2);
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM sqlite_master"
                                       " WHERE name = 'entries_by_time'"),
                    1);
  assert_int_equal (diary->warnings->len, 0);
}

static void
test_history_of_a_newer_version_is_left_alone (void **state)
{
  Diary *diary = *state;

  execute (diary, VERSION_1 "PRAGMA user_version = 99;");
  diary_open (diary, 0);
  diary_write (diary, "#room", 200, "new");
  expect_warning (diary, "newer Soquete");
  expect_all (diary, "new");
  diary_close (diary);
  assert_int_equal (diary_peek (diary, "PRAGMA user_version"), 99);
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM entries"), 1);
}

static void
test_history_of_another_program_is_left_alone (void **state)
{
  Diary *diary = *state;

  execute (diary, "CREATE TABLE bookmarks (url TEXT);");
  diary_open (diary, 0);
  diary_write (diary, "#room", 200, "new");
  expect_warning (diary, "another program's");
  diary_close (diary);
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM sqlite_master"), 1);
}

static void
test_history_that_is_no_database_is_set_aside (void **state)
{
  Diary           *diary = *state;
  g_autofree char *garbage = g_strnfill (10000, 'x');
  g_autofree char *aside = NULL;
  g_autofree char *kept = NULL;

  assert_true (g_file_set_contents (diary->path, garbage, -1, NULL));
  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  soq_test_wait_until (diary_has_warned (diary, "was damaged"));
  expect_all (diary, "a");
  assert_null (soq_history_get_warning (diary->history));
  diary_open (diary, 0);
  expect_all (diary, "a");
  assert_int_equal (diary->warnings->len, 1);

  aside = find_aside (diary);
  assert_non_null (strstr (g_ptr_array_index (diary->warnings, 0), aside));
  assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  assert_string_equal (kept, garbage);
}

static void
write_many (Diary *diary,
            guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("many%u", i);

      diary_write (diary, "#room", 1000 + i, id);
    }
}

/* Writes garbage over the middle of the file, or cuts it off there. */
static void
damage (Diary   *diary,
        gboolean cut)
{
  g_autofree char *data = NULL;
  gsize            length;

  assert_true (g_file_get_contents (diary->path, &data, &length, NULL));
  assert_true (length > 100000);
  memset (data + 4096, 0xa5, length / 2);
  assert_true (g_file_set_contents (diary->path, data, (gssize) (cut ? length / 2 : length), NULL));
}

static void
expect_set_aside (Diary   *diary,
                  gboolean cut)
{
  g_autofree char *seen = NULL;
  g_autofree char *aside = NULL;

  diary_open (diary, 0);
  write_many (diary, 3000);
  diary_close (diary);
  damage (diary, cut);

  diary_open (diary, 0);
  seen = diary_read_all (diary, "#room");
  soq_test_wait_until (diary_has_warned (diary, "was damaged"));
  aside = find_aside (diary);
  assert_non_null (aside);

  diary_write (diary, "#room", 100, "after");
  expect_all (diary, "after");
  diary_open (diary, 0);
  expect_all (diary, "after");
  assert_int_equal (diary->warnings->len, 1);
}

static void
test_history_that_was_overwritten_is_set_aside (void **state)
{
  expect_set_aside (*state, FALSE);
}

static void
test_history_that_was_cut_off_is_set_aside (void **state)
{
  expect_set_aside (*state, TRUE);
}

static void
test_history_waits_while_there_is_no_folder (void **state)
{
  Diary           *diary = *state;
  g_autofree char *folder = g_build_filename (diary->dir, "later", NULL);
  g_autofree char *path = g_steal_pointer (&diary->path);

  diary->path = g_build_filename (folder, "history.sqlite", NULL);
  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  expect_warning (diary, "must be there for you to write");
  expect_all (diary, "a");

  assert_int_equal (g_mkdir (folder, 0700), 0);
  diary_write (diary, "#room", 200, "b");
  expect_recovery (diary, "a b");

  diary_close (diary);
  assert_int_equal (g_unlink (diary->path), 0);
  assert_int_equal (g_rmdir (folder), 0);
}

static void
test_history_waits_while_another_program_has_it (void **state)
{
  Diary   *diary = *state;
  sqlite3 *other = NULL;

  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  diary_close (diary);
  assert_int_equal (sqlite3_open (diary->path, &other), SQLITE_OK);
  assert_int_equal (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);

  diary_open (diary, 0);
  diary_write (diary, "#room", 200, "b");
  expect_warning (diary, "Another program has");
  expect_all (diary, "a b");
  sqlite3_close (other);
  expect_recovery (diary, "a b");
}

#ifndef G_OS_WIN32 /* where nobody can delete what is open */
static void
test_history_that_was_deleted_is_begun_again (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  soq_test_wait_until (diary_peek (diary, "SELECT count(*) FROM entries") == 1);
  assert_int_equal (g_unlink (diary->path), 0);
  diary_write (diary, "#room", 200, "b");
  diary_open (diary, 0);
  expect_all (diary, "b");
  assert_int_equal (diary->warnings->len, 0);
}
#endif

/* The newest ones are those that one will want to read. */
static void
test_history_holds_only_so_much_in_memory (void **state)
{
  Diary          *diary = *state;
  const char     *targets[] = { "#room", NULL };
  SoqHistoryPoint lost = { "many4", 0 };
  SoqHistoryPoint kept = { "many5", 0 };
  sqlite3        *other = NULL;
  char           *ids;

  diary_open (diary, 0);
  diary_close (diary);
  assert_int_equal (sqlite3_open (diary->path, &other), SQLITE_OK);
  assert_int_equal (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "first");
  expect_warning (diary, "Another program has");
  for (guint i = 0; i < SOQ_LIMIT_HISTORY_WAITING + 5; i += 5)
    {
      for (guint j = i; j < i + 5; j++)
        {
          g_autofree char *id = g_strdup_printf ("many%u", j);

          diary_write (diary, "#room", 1000 + j, id);
        }
      if (i % 1000 == 0)
        g_free (diary_read_all (diary, "#none"));
    }
  soq_test_wait_until (diary_has_warned (diary, "oldest of it is lost"));

  ids = diary_ask (diary, SOQ_HISTORY_AFTER, targets, &lost, NULL, 1, TRUE);
  assert_string_equal (ids, "?");
  g_free (ids);
  ids = diary_ask (diary, SOQ_HISTORY_AFTER, targets, &kept, NULL, 1, TRUE);
  assert_string_equal (ids, "many6");
  g_free (ids);

  sqlite3_close (other);
  soq_test_wait_until (diary_has_warned (diary, "again"));
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM entries"), SOQ_LIMIT_HISTORY_WAITING);
}

#ifdef G_OS_UNIX

/* Nothing is read-only for root. */
static int
setup_nobody (void **state)
{
  if (geteuid () == 0 && seteuid (65534) != 0)
    return -1;

  return diary_setup (state);
}

static int
teardown_nobody (void **state)
{
  diary_teardown (state);

  return seteuid (getuid ());
}

static void
test_history_waits_while_it_may_not_write (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  diary_close (diary);
  assert_int_equal (g_chmod (diary->path, 0400), 0);

  diary_open (diary, 0);
  diary_write (diary, "#room", 200, "b");
  expect_warning (diary, "must be there for you to write");
  assert_int_equal (g_chmod (diary->path, 0600), 0);
  expect_recovery (diary, "a b");
}

static void
test_history_waits_while_its_folder_is_read_only (void **state)
{
  Diary *diary = *state;

  assert_int_equal (g_chmod (diary->dir, 0500), 0);
  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  expect_warning (diary, "must be there for you to write");
  expect_all (diary, "a");
  assert_int_equal (g_chmod (diary->dir, 0700), 0);
  expect_recovery (diary, "a");
}

static void
test_history_waits_while_the_disk_is_full (void **state)
{
  Diary        *diary = *state;
  struct rlimit before;
  struct rlimit small;

  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  soq_test_wait_until (diary_peek (diary, "SELECT count(*) FROM entries") == 1);
  assert_int_equal (getrlimit (RLIMIT_FSIZE, &before), 0);
  small = before;
  small.rlim_cur = 70000;
  assert_int_equal (setrlimit (RLIMIT_FSIZE, &small), 0);

  write_many (diary, 990);
  soq_test_wait_until (diary->warnings->len > 0);
  assert_int_equal (setrlimit (RLIMIT_FSIZE, &before), 0);
  soq_test_wait_until (diary_has_warned (diary, "again"));
  assert_int_equal (diary->warnings->len, 2);
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM entries"), 991);
}

/* The other half of the next test: says what it does and waits to be killed. */
static int
write_and_wait (char *path)
{
  Diary diary = { .path = path };

  diary.history = soq_history_new (path, 0);
  diary_write (&diary, "#room", 100, "a");
  diary_write (&diary, "#room", 200, "b");
  while (diary_peek (&diary, "SELECT count(*) FROM entries") != 2)
    g_thread_yield ();
  diary_write (&diary, "#room", 300, "c");
  print_message ("ready\n");
  fflush (stdout);
  pause ();

  return 0;
}

static void
test_history_survives_a_crash (void **state)
{
  Diary                   *diary = *state;
  g_autoptr (GSubprocess)  other = NULL;
  g_autoptr (GInputStream) output = NULL;
  char                     told[6] = "";

  other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program, "--crash", diary->path,
                            NULL);
  assert_non_null (other);
  output = g_object_ref (g_subprocess_get_stdout_pipe (other));
  assert_true (g_input_stream_read_all (output, told, 5, NULL, NULL, NULL));
  assert_string_equal (told, "ready");
  g_subprocess_force_exit (other);
  assert_true (g_subprocess_wait (other, NULL, NULL));

  /* At most the last second is lost. */
  diary_open (diary, 0);
  diary_write (diary, "#room", 400, "d");
  expect_all (diary, "a b d");
  assert_int_equal (diary->warnings->len, 0);
}

#define nobody_test(function) \
  cmocka_unit_test_setup_teardown (function, setup_nobody, teardown_nobody)

#endif

int
main (int    argc,
      char **argv)
{
  const struct CMUnitTest tests[] = {
    diary_test (test_history_of_an_older_version_is_upgraded),
    diary_test (test_history_of_a_newer_version_is_left_alone),
    diary_test (test_history_of_another_program_is_left_alone),
    diary_test (test_history_that_is_no_database_is_set_aside),
    diary_test (test_history_that_was_overwritten_is_set_aside),
    diary_test (test_history_that_was_cut_off_is_set_aside),
    diary_test (test_history_waits_while_there_is_no_folder),
    diary_test (test_history_waits_while_another_program_has_it),
#ifndef G_OS_WIN32
    diary_test (test_history_that_was_deleted_is_begun_again),
#endif
    diary_test (test_history_holds_only_so_much_in_memory),
#ifdef G_OS_UNIX
    nobody_test (test_history_waits_while_it_may_not_write),
    nobody_test (test_history_waits_while_its_folder_is_read_only),
    diary_test (test_history_waits_while_the_disk_is_full),
    diary_test (test_history_survives_a_crash),
#endif
  };

#ifdef G_OS_UNIX
  if (argc == 3 && g_str_equal (argv[1], "--crash"))
    return write_and_wait (argv[2]);
  signal (SIGXFSZ, SIG_IGN);
#endif
  program = argv[0];

  return cmocka_run_group_tests_name ("history-faults", tests, NULL, NULL);
}
