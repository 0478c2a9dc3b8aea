/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>

static void
warning_cb (Diary      *diary,
            const char *sentence)
{
  g_ptr_array_add (diary->warnings, g_strdup (sentence));
}

int
diary_setup (void **state)
{
  Diary *diary = g_new0 (Diary, 1);

  diary->dir = g_dir_make_tmp ("soquete-history-XXXXXX", NULL);
  diary->path = g_build_filename (diary->dir, "history.sqlite", NULL);
  diary->warnings = g_ptr_array_new_with_free_func (g_free);
  *state = diary;

  return diary->dir != NULL ? 0 : -1;
}

static void
remove_all (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

int
diary_teardown (void **state)
{
  Diary *diary = *state;

  diary_close (diary);
  g_chmod (diary->dir, 0700);
  remove_all (diary->dir);
  g_clear_error (&diary->error);
  g_ptr_array_unref (diary->warnings);
  g_free (diary->path);
  g_free (diary->dir);
  g_free (diary);

  return 0;
}

void
diary_open (Diary *diary,
            guint  days)
{
  diary_close (diary);
  diary->history = soq_history_new (diary->path, days);
  g_signal_connect_swapped (diary->history, "warning", G_CALLBACK (warning_cb), diary);
}

void
diary_close (Diary *diary)
{
  if (diary->history == NULL)
    return;

  soq_history_close (diary->history);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  soq_test_assert_finalized (&diary->history);
}

static void
write_entry (Diary      *diary,
             const char *target,
             gint64      time,
             const char *id,
             gboolean    is_event)
{
  g_autofree char *line = g_strdup_printf ("line of %s", id);

  soq_history_add (diary->history, soq_history_entry_new (target, time, id, is_event, line));
}

void
diary_write (Diary      *diary,
             const char *target,
             gint64      time,
             const char *id)
{
  write_entry (diary, target, time, id, FALSE);
}

void
diary_write_event (Diary      *diary,
                   const char *target,
                   gint64      time,
                   const char *id)
{
  write_entry (diary, target, time, id, TRUE);
}

char *
diary_ask (Diary                 *diary,
           SoqHistoryQueryType    type,
           const char *const     *targets,
           const SoqHistoryPoint *from,
           const SoqHistoryPoint *to,
           guint                  limit,
           gboolean               with_events)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray)    entries = NULL;
  g_autoptr (GString)      ids = g_string_new (NULL);

  g_clear_error (&diary->error);
  soq_history_query_async (diary->history, type, targets, from, to, limit, with_events, NULL,
                           soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  entries = soq_history_query_finish (diary->history, result, &diary->error);
  if (entries == NULL)
    return g_strdup ("?");

  for (guint i = 0; i < entries->len; i++)
    {
      const SoqHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char       *line = g_strdup_printf ("line of %s", entry->id);

      assert_string_equal (entry->line, line);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", entry->id);
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

char *
diary_read_all (Diary      *diary,
                const char *target)
{
  const char *const targets[] = { target, NULL };

  return diary_ask (diary, SOQ_HISTORY_LATEST, targets, NULL, NULL, 1000, TRUE);
}

gboolean
diary_has_warned (Diary      *diary,
                  const char *words)
{
  for (guint i = 0; i < diary->warnings->len; i++)
    if (strstr (g_ptr_array_index (diary->warnings, i), words) != NULL)
      return TRUE;

  return FALSE;
}

gint64
diary_peek (Diary      *diary,
            const char *sql)
{
  sqlite3      *database = NULL;
  sqlite3_stmt *statement = NULL;
  gint64        number = -1;

  if (sqlite3_open_v2 (diary->path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return number;
}
