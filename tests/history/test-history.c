/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "history-fixture.h"
#include "soq-limits.h"

#include <glib/gstdio.h>

#define NO_BOUND \
  {              \
    NULL, 0      \
  }

static const char *const room[] = { "#room", NULL };

static void
test_history_gives_back_what_was_said (void **state)
{
  Diary                   *diary = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray)    entries = NULL;
  const SoqHistoryEntry   *entry;
  const gint64             time = G_GINT64_CONSTANT (1700000000123456);

  diary_open (diary, 0);
  soq_history_add (diary->history,
                   soq_history_entry_new ("#room", time, "a", TRUE, "@x=1 :ana JOIN #room\xff"));
  diary_open (diary, 0);
  soq_history_query_async (diary->history, SOQ_HISTORY_LATEST, room, NULL, NULL, 10, TRUE, NULL,
                           soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  entries = soq_history_query_finish (diary->history, result, NULL);
  assert_int_equal (entries->len, 1);
  entry = g_ptr_array_index (entries, 0);
  assert_string_equal (entry->target, "#room");
  assert_true (entry->time == time);
  assert_string_equal (entry->id, "a");
  assert_true (entry->is_event);
  assert_string_equal (entry->line, "@x=1 :ana JOIN #room\xff");
  assert_null (soq_history_get_warning (diary->history));
  assert_int_equal (diary->warnings->len, 0);
}

typedef struct
{
  SoqHistoryQueryType type;
  SoqHistoryPoint     from;
  SoqHistoryPoint     to;
  guint               limit;
  gboolean            with_events;
  const char         *ids;
} Question;

/* Said at 100: a; 200: b, c, d (an event), e; 300: f; 400: g; and h at 150,
 * told late.
 */
static const Question questions[] = {
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 100, TRUE, "a h b c d e f g" },
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 100, FALSE, "a h b c e f g" },
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 8, TRUE, "a h b c d e f g" },
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 7, TRUE, "h b c d e f g" },
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 1, TRUE, "g" },
  { SOQ_HISTORY_LATEST, NO_BOUND, NO_BOUND, 0, TRUE, "" },
  { SOQ_HISTORY_LATEST, { "e", 0 }, NO_BOUND, 10, TRUE, "f g" },
  { SOQ_HISTORY_LATEST, { NULL, 200 }, NO_BOUND, 10, TRUE, "f g" },
  { SOQ_HISTORY_LATEST, { NULL, 199 }, NO_BOUND, 3, FALSE, "e f g" },
  { SOQ_HISTORY_LATEST, { "g", 0 }, NO_BOUND, 10, TRUE, "" },

  { SOQ_HISTORY_BEFORE, { "c", 0 }, NO_BOUND, 10, TRUE, "a h b" },
  { SOQ_HISTORY_BEFORE, { "e", 0 }, NO_BOUND, 2, TRUE, "c d" },
  { SOQ_HISTORY_BEFORE, { "e", 0 }, NO_BOUND, 2, FALSE, "b c" },
  { SOQ_HISTORY_BEFORE, { "e", 900 }, NO_BOUND, 2, FALSE, "b c" },
  { SOQ_HISTORY_BEFORE, { NULL, 200 }, NO_BOUND, 10, TRUE, "a h" },
  { SOQ_HISTORY_BEFORE, { NULL, 201 }, NO_BOUND, 1, TRUE, "e" },
  { SOQ_HISTORY_BEFORE, { "a", 0 }, NO_BOUND, 10, TRUE, "" },
  { SOQ_HISTORY_BEFORE, NO_BOUND, NO_BOUND, 2, TRUE, "f g" },

  { SOQ_HISTORY_AFTER, { "c", 0 }, NO_BOUND, 10, TRUE, "d e f g" },
  { SOQ_HISTORY_AFTER, { "c", 0 }, NO_BOUND, 2, TRUE, "d e" },
  { SOQ_HISTORY_AFTER, { "c", 0 }, NO_BOUND, 2, FALSE, "e f" },
  { SOQ_HISTORY_AFTER, { NULL, 200 }, NO_BOUND, 1, TRUE, "f" },
  { SOQ_HISTORY_AFTER, { NULL, 199 }, NO_BOUND, 1, TRUE, "b" },
  { SOQ_HISTORY_AFTER, { "g", 0 }, NO_BOUND, 10, TRUE, "" },
  { SOQ_HISTORY_AFTER, NO_BOUND, NO_BOUND, 2, TRUE, "a h" },

  { SOQ_HISTORY_AROUND, { "c", 0 }, NO_BOUND, 4, TRUE, "h b c d" },
  { SOQ_HISTORY_AROUND, { "c", 0 }, NO_BOUND, 5, TRUE, "h b c d e" },
  { SOQ_HISTORY_AROUND, { "c", 0 }, NO_BOUND, 1, TRUE, "c" },
  { SOQ_HISTORY_AROUND, { "c", 0 }, NO_BOUND, 4, FALSE, "h b c e" },
  { SOQ_HISTORY_AROUND, { "a", 0 }, NO_BOUND, 4, TRUE, "a h" },
  { SOQ_HISTORY_AROUND, { "g", 0 }, NO_BOUND, 4, TRUE, "e f g" },
  { SOQ_HISTORY_AROUND, { NULL, 300 }, NO_BOUND, 4, TRUE, "d e f g" },
  { SOQ_HISTORY_AROUND, { NULL, 299 }, NO_BOUND, 2, TRUE, "e f" },

  { SOQ_HISTORY_BETWEEN, { "a", 0 }, { "f", 0 }, 10, TRUE, "h b c d e" },
  { SOQ_HISTORY_BETWEEN, { "a", 0 }, { "f", 0 }, 2, TRUE, "h b" },
  { SOQ_HISTORY_BETWEEN, { "f", 0 }, { "a", 0 }, 2, TRUE, "d e" },
  { SOQ_HISTORY_BETWEEN, { "f", 0 }, { "a", 0 }, 2, FALSE, "c e" },
  { SOQ_HISTORY_BETWEEN, { NULL, 100 }, { NULL, 300 }, 10, TRUE, "h b c d e" },
  { SOQ_HISTORY_BETWEEN, { NULL, 300 }, { NULL, 100 }, 1, TRUE, "e" },
  { SOQ_HISTORY_BETWEEN, { NULL, 200 }, { NULL, 200 }, 10, TRUE, "" },
  { SOQ_HISTORY_BETWEEN, { "b", 0 }, { "b", 0 }, 10, TRUE, "" },
  { SOQ_HISTORY_BETWEEN, NO_BOUND, { "b", 0 }, 10, TRUE, "a h" },
  { SOQ_HISTORY_BETWEEN, { "e", 0 }, NO_BOUND, 10, TRUE, "f g" },
};

static void
ask_all (Diary      *diary,
         const char *when)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const Question  *asked = &questions[i];
      g_autofree char *ids = diary_ask (diary, asked->type, room, &asked->from, &asked->to,
                                        asked->limit, asked->with_events);

      if (!g_str_equal (ids, asked->ids))
        print_error ("# question %u %s\n", i, when);
      assert_string_equal (ids, asked->ids);
    }
}

static void
write_first_half (Diary *diary)
{
  diary_write (diary, "#room", 100, "a");
  diary_write (diary, "#other", 150, "x");
  diary_write (diary, "#room", 200, "b");
  diary_write (diary, "#room", 200, "c");
}

static void
write_second_half (Diary *diary)
{
  diary_write_event (diary, "#room", 200, "d");
  diary_write (diary, "#room", 200, "e");
  diary_write (diary, "#room", 300, "f");
  diary_write (diary, "#other", 350, "y");
  diary_write (diary, "#room", 400, "g");
  diary_write (diary, "#room", 150, "h");
}

static void
test_history_answers_all_questions (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  write_first_half (diary);
  diary_open (diary, 0);
  write_second_half (diary);
  ask_all (diary, "half on disk");
  diary_open (diary, 0);
  ask_all (diary, "on disk");
}

static void
test_history_answers_from_what_waits (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  write_first_half (diary);
  write_second_half (diary);
  ask_all (diary, "waiting");
}

static void
test_history_in_memory_answers_too (void **state)
{
  Diary *diary = *state;

  g_clear_pointer (&diary->path, g_free);
  diary_open (diary, 0);
  write_first_half (diary);
  write_second_half (diary);
  ask_all (diary, "in memory");
}

static void
expect_targets (Diary      *diary,
                gint64      from,
                gint64      to,
                guint       limit,
                const char *ids)
{
  static const char *const names[] = { "#room", "#quiet", "#other", "#busy", NULL };
  SoqHistoryPoint          first = { NULL, from };
  SoqHistoryPoint          second = { NULL, to };
  g_autofree char         *seen = NULL;

  seen = diary_ask (diary, SOQ_HISTORY_TARGETS, names, &first, &second, limit, FALSE);
  assert_string_equal (seen, ids);
}

static void
test_history_knows_where_was_talked (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  write_first_half (diary);
  write_second_half (diary);
  diary_write (diary, "#busy", 380, "z");
  diary_write_event (diary, "#quiet", 390, "joined");
  expect_targets (diary, 0, 0, 10, "y z g");
  expect_targets (diary, 0, 0, 2, "y z");
  expect_targets (diary, 500, 1, 2, "z g");
  expect_targets (diary, 100, 400, 10, "f y z");
  expect_targets (diary, 360, 390, 10, "z");
  expect_targets (diary, 0, 100, 10, "");
}

static void
expect_unknown (Diary      *diary,
                const char *id)
{
  SoqHistoryPoint  from = { id, 0 };
  g_autofree char *ids = diary_ask (diary, SOQ_HISTORY_BEFORE, room, &from, NULL, 10, TRUE);

  assert_string_equal (ids, "?");
  soq_test_assert_error (diary->error, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_UNKNOWN_ID);
}

static void
test_history_refuses_ids_that_it_does_not_know (void **state)
{
  Diary *diary = *state;

  diary_open (diary, 0);
  expect_unknown (diary, "a");
  write_first_half (diary);
  expect_unknown (diary, "A");
  expect_unknown (diary, "");

  /* What was said elsewhere is nobody's business here. */
  expect_unknown (diary, "x");
  diary_open (diary, 0);
  expect_unknown (diary, "x");
}

static void
test_history_keeps_an_id_once (void **state)
{
  Diary           *diary = *state;
  g_autofree char *ids = NULL;

  diary_open (diary, 0);
  diary_write (diary, "#room", 100, "a");
  diary_write (diary, "#room", 200, "a");
  diary_open (diary, 0);
  diary_write (diary, "#room", 300, "a");
  diary_write (diary, "#room", 300, "b");
  diary_open (diary, 0);
  ids = diary_read_all (diary, "#room");
  assert_string_equal (ids, "a b");
  assert_int_equal (diary_peek (diary, "SELECT time FROM entries WHERE id = 'a'"), 100);
  assert_int_equal (diary->warnings->len, 0);
}

static void
test_history_limits_what_one_question_gets (void **state)
{
  Diary                   *diary = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray)    entries = NULL;

  diary_open (diary, 0);
  for (guint i = 0; i <= SOQ_LIMIT_HISTORY_ANSWER; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      diary_write (diary, "#room", 1000 + i, id);
    }
  soq_history_query_async (diary->history, SOQ_HISTORY_LATEST, room, NULL, NULL, G_MAXUINT, TRUE,
                           NULL, soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  entries = soq_history_query_finish (diary->history, result, NULL);
  assert_int_equal (entries->len, SOQ_LIMIT_HISTORY_ANSWER);
}

static void
test_history_keeps_no_entry_that_is_too_long (void **state)
{
  Diary           *diary = *state;
  g_autofree char *longest = g_strnfill (SOQ_LIMIT_HISTORY_NAME, 'x');
  g_autofree char *longer = g_strconcat (longest, "x", NULL);
  g_autofree char *line = g_strnfill (SOQ_LIMIT_HISTORY_LINE + 1, 'x');
  g_autofree char *ids = NULL;

  diary_open (diary, 0);
  diary_write (diary, "#room", 1, longest);
  diary_write (diary, "#room", 2, longer);
  soq_history_add (diary->history, soq_history_entry_new ("#room", 3, "line", FALSE, line));
  ids = diary_read_all (diary, "#room");
  assert_string_equal (ids, longest);
}

static void
write_days_ago (Diary      *diary,
                gint64      days,
                const char *id)
{
  diary_write (diary, "#room", g_get_real_time () - days * G_TIME_SPAN_DAY, id);
}

static void
test_history_forgets_what_is_old (void **state)
{
  Diary           *diary = *state;
  g_autofree char *ids = NULL;

  diary_open (diary, 0);
  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *id = g_strdup_printf ("old%u", i);

      write_days_ago (diary, 30, id);
    }
  write_days_ago (diary, 8, "week");
  write_days_ago (diary, 6, "days");
  diary_open (diary, 0);
  diary_close (diary);
  assert_int_equal (diary_peek (diary, "SELECT count(*) FROM entries"), 1202);

  diary_open (diary, 7);
  soq_test_wait_until (diary_peek (diary, "SELECT count(*) FROM entries") == 1);
  ids = diary_read_all (diary, "#room");
  assert_string_equal (ids, "days");

  soq_history_set_days (diary->history, 1);
  soq_test_wait_until (diary_peek (diary, "SELECT count(*) FROM entries") == 0);
}

static void
test_history_is_written_within_a_second_or_so (void **state)
{
  Diary *diary = *state;
  gint64 start = g_get_monotonic_time ();

  diary_open (diary, 0);
  diary_write (diary, "#room", 1, "a");
  soq_test_wait_until (diary_peek (diary, "SELECT count(*) FROM entries") == 1);

  /* Not at once, or each message would be a transaction. */
  assert_true (g_get_monotonic_time () - start > SOQ_TIME_HISTORY_COMMIT / 2);
}

static void
test_history_is_for_its_owner_only (void **state)
{
#ifndef G_OS_WIN32
  Diary   *diary = *state;
  GStatBuf found;

  diary_open (diary, 0);
  diary_close (diary);
  assert_int_equal (g_stat (diary->path, &found), 0);
  assert_int_equal (found.st_mode & 0777, 0600);
#endif
}

static void
test_history_that_is_closed_says_so (void **state)
{
  Diary           *diary = *state;
  g_autofree char *ids = NULL;

  diary_open (diary, 0);
  soq_history_close (diary->history);
  soq_history_close (diary->history);
  diary_write (diary, "#room", 1, "a");
  ids = diary_read_all (diary, "#room");
  assert_string_equal (ids, "?");
  soq_test_assert_error (diary->error, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_CLOSED);
}

/* What was asked before is still answered, and nobody hangs. */
static void
test_history_answers_while_it_closes (void **state)
{
  Diary                   *diary = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray)    entries = NULL;

  diary_open (diary, 0);
  diary_write (diary, "#room", 1, "a");
  soq_history_query_async (diary->history, SOQ_HISTORY_LATEST, room, NULL, NULL, 10, TRUE, NULL,
                           soq_test_result_cb, &result);
  soq_history_close (diary->history);
  soq_test_wait_until (result != NULL);
  entries = soq_history_query_finish (diary->history, result, NULL);
  assert_int_equal (entries->len, 1);
}

static void
test_history_takes_only_so_many_questions (void **state)
{
  Diary                    *diary = *state;
  g_autoptr (GCancellable)  cancellable = g_cancellable_new ();
  guint                     n = 3 * SOQ_LIMIT_HISTORY_QUERIES;
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, n);
  guint                     n_known = 0;

  diary_open (diary, 0);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < n; i++)
    soq_history_query_async (diary->history, SOQ_HISTORY_LATEST, room, NULL, NULL, 10, TRUE,
                             cancellable, soq_test_result_cb, &results[i]);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;

      soq_test_wait_until (results[i] != NULL);
      assert_null (soq_history_query_finish (diary->history, results[i], &error));
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
          g_error_matches (error, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_BUSY))
        n_known++;
      g_object_unref (results[i]);
    }
  assert_int_equal (n_known, n);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    diary_test (test_history_gives_back_what_was_said),
    diary_test (test_history_answers_all_questions),
    diary_test (test_history_answers_from_what_waits),
    diary_test (test_history_in_memory_answers_too),
    diary_test (test_history_knows_where_was_talked),
    diary_test (test_history_refuses_ids_that_it_does_not_know),
    diary_test (test_history_keeps_an_id_once),
    diary_test (test_history_limits_what_one_question_gets),
    diary_test (test_history_keeps_no_entry_that_is_too_long),
    diary_test (test_history_forgets_what_is_old),
    diary_test (test_history_is_written_within_a_second_or_so),
    diary_test (test_history_is_for_its_owner_only),
    diary_test (test_history_that_is_closed_says_so),
    diary_test (test_history_answers_while_it_closes),
    diary_test (test_history_takes_only_so_many_questions),
  };

  return cmocka_run_group_tests_name ("history", tests, NULL, NULL);
}
