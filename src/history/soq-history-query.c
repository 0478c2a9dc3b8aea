/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-history-query.h"

#include "soq-limits.h"

/* Entries that wait for the disk come after all that is on it. */
#define WAITING_SEQ (G_MAXINT64 / 2)

#define SELECT_RANGE                             \
  "SELECT time, id, is_event, line FROM entries" \
  " WHERE target = ?1 AND is_event <= ?2"        \
  " AND (time, seq) > (?3, ?4) AND (time, seq) < (?5, ?6) "

#define SELECT_OLDEST SELECT_RANGE "ORDER BY time ASC, seq ASC LIMIT ?7"
#define SELECT_NEWEST SELECT_RANGE "ORDER BY time DESC, seq DESC LIMIT ?7"

#define SELECT_ID "SELECT time, seq FROM entries WHERE id = ?1 AND target = ?2"

typedef struct
{
  char  *id;
  gint64 time;
} Point;

/**
 * SoqHistoryQuery:
 *
 * A question to the history. It is asked in one thread and answered in
 * another; the answer is made of what is on disk and what still waits for it.
 */
struct _SoqHistoryQuery
{
  SoqHistoryQueryType type;
  char              **targets; /* (owned) */
  Point               from;
  Point               to;
  guint               limit;
  gboolean            with_events;
};

/* A place between entries: they are ordered by time, and those of the same
 * time by when they were added.
 */
typedef struct
{
  gint64 time;
  gint64 seq;
} Position;

/* All that lies between two places, or so many from one end of it. */
typedef struct
{
  Position after;
  Position before;
  gboolean newest; /* from the end */
  guint    limit;
  gboolean with_events;
} Range;

static const Position the_beginning = { G_MININT64, G_MININT64 };
static const Position the_end = { G_MAXINT64, G_MAXINT64 };

static void
set_point (Point                 *self,
           const SoqHistoryPoint *point)
{
  if (point == NULL)
    return;

  self->id = g_strdup (point->id);
  self->time = point->time;
}

SoqHistoryQuery *
soq_history_query_new (SoqHistoryQueryType    type,
                       const char *const     *targets,
                       const SoqHistoryPoint *from,
                       const SoqHistoryPoint *to,
                       guint                  limit,
                       gboolean               with_events)
{
  SoqHistoryQuery         *self = g_new0 (SoqHistoryQuery, 1);
  g_autoptr (GStrvBuilder) copy = g_strv_builder_new ();

  self->type = type;
  for (guint i = 0; targets[i] != NULL && i < SOQ_LIMIT_HISTORY_TARGETS; i++)
    g_strv_builder_add (copy, targets[i]);
  self->targets = g_strv_builder_end (copy);
  self->limit = MIN (limit, SOQ_LIMIT_HISTORY_ANSWER);
  self->with_events = with_events;
  set_point (&self->from, from);
  set_point (&self->to, to);

  return self;
}

void
soq_history_query_free (SoqHistoryQuery *self)
{
  g_strfreev (self->targets);
  g_free (self->from.id);
  g_free (self->to.id);
  g_free (self);
}

static int
compare_positions (const Position *a,
                   const Position *b)
{
  if (a->time != b->time)
    return a->time < b->time ? -1 : 1;

  return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static int
compare_times_cb (gconstpointer a,
                  gconstpointer b)
{
  const SoqHistoryEntry *first = *(const SoqHistoryEntry *const *) a;
  const SoqHistoryEntry *second = *(const SoqHistoryEntry *const *) b;

  return first->time < second->time ? -1 : first->time > second->time;
}

static gboolean
find_waiting (SoqHistoryStore *store,
              const char      *id,
              const char      *target,
              Position        *position)
{
  gint64 seq = WAITING_SEQ;

  for (GList *l = soq_history_store_get_waiting (store)->head; l != NULL; l = l->next, seq++)
    {
      const SoqHistoryEntry *entry = l->data;

      if (g_str_equal (entry->id, id) && g_str_equal (entry->target, target))
        {
          position->time = entry->time;
          position->seq = seq;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
find_on_disk (SoqHistoryStore *store,
              const char      *id,
              const char      *target,
              Position        *position,
              gboolean        *found,
              GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = soq_history_store_prepare (store, SELECT_ID, error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, target, -1, SQLITE_STATIC);
  if (!soq_history_store_step (store, statement, found, error))
    return FALSE;

  if (*found)
    {
      position->time = sqlite3_column_int64 (statement, 0);
      position->seq = sqlite3_column_int64 (statement, 1);
    }

  return TRUE;
}

static gboolean
find_id (SoqHistoryQuery *self,
         SoqHistoryStore *store,
         const char      *id,
         Position        *position,
         GError         **error)
{
  for (guint i = 0; self->targets[i] != NULL; i++)
    {
      gboolean found = find_waiting (store, id, self->targets[i], position);

      if (!found && soq_history_store_can_read (store) &&
          !find_on_disk (store, id, self->targets[i], position, &found, error))
        return FALSE;
      if (found)
        return TRUE;
    }

  g_set_error (error, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_UNKNOWN_ID,
               "Nothing with the id “%s” is in the history", id);

  return FALSE;
}

static gboolean
is_bound (const Point *point)
{
  return point->id != NULL || point->time != 0;
}

/* Finds where a point lies: a time is all that has it, from @first to @last;
 * without a bound both are @otherwise.
 */
static gboolean
find_point (SoqHistoryQuery *self,
            SoqHistoryStore *store,
            const Point     *point,
            Position         otherwise,
            Position        *first,
            Position        *last,
            GError         **error)
{
  *first = otherwise;
  *last = otherwise;
  if (!is_bound (point))
    return TRUE;

  if (point->id != NULL)
    {
      if (!find_id (self, store, point->id, first, error))
        return FALSE;
      *last = *first;
      return TRUE;
    }

  *first = (Position){ point->time, G_MININT64 };
  *last = (Position){ point->time, G_MAXINT64 };

  return TRUE;
}

static const char *
get_text (sqlite3_stmt *statement,
          int           column)
{
  const unsigned char *text = sqlite3_column_text (statement, column);

  return text != NULL ? (const char *) text : "";
}

static gboolean
read_disk (SoqHistoryStore *store,
           const char      *target,
           const Range     *range,
           GPtrArray       *into,
           GError         **error)
{
  const char              *sql = range->newest ? SELECT_NEWEST : SELECT_OLDEST;
  g_autoptr (sqlite3_stmt) statement = soq_history_store_prepare (store, sql, error);
  gboolean                 has_row = FALSE;

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_text (statement, 1, target, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 2, range->with_events ? 1 : 0);
  sqlite3_bind_int64 (statement, 3, range->after.time);
  sqlite3_bind_int64 (statement, 4, range->after.seq);
  sqlite3_bind_int64 (statement, 5, range->before.time);
  sqlite3_bind_int64 (statement, 6, range->before.seq);
  sqlite3_bind_int64 (statement, 7, range->limit);

  while (soq_history_store_step (store, statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;

      /* The newest ones come newest first. */
      g_ptr_array_insert (into, range->newest ? 0 : -1,
                          soq_history_entry_new (target, sqlite3_column_int64 (statement, 0),
                                                 get_text (statement, 1),
                                                 sqlite3_column_int (statement, 2) != 0,
                                                 get_text (statement, 3)));
    }

  return FALSE;
}

static void
read_waiting (SoqHistoryStore *store,
              const char      *target,
              const Range     *range,
              GPtrArray       *into)
{
  gint64 seq = WAITING_SEQ;

  for (GList *l = soq_history_store_get_waiting (store)->head; l != NULL; l = l->next, seq++)
    {
      const SoqHistoryEntry *entry = l->data;
      Position               position = { entry->time, seq };

      if (g_str_equal (entry->target, target) && (range->with_events || !entry->is_event) &&
          compare_positions (&position, &range->after) > 0 &&
          compare_positions (&position, &range->before) < 0)
        g_ptr_array_add (into, soq_history_entry_copy (entry));
    }
}

static void
keep_some (GPtrArray *entries,
           gboolean   newest,
           guint      limit)
{
  if (entries->len > limit)
    g_ptr_array_remove_range (entries, newest ? 0 : limit, entries->len - limit);
}

static gboolean
read_range (SoqHistoryStore *store,
            const char      *target,
            const Range     *range,
            GPtrArray       *into,
            GError         **error)
{
  g_autoptr (GPtrArray) found = NULL;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_history_entry_free);
  if (soq_history_store_can_read (store) && !read_disk (store, target, range, found, error))
    return FALSE;

  /* A stable sort: of the same time, what waits stays behind. */
  read_waiting (store, target, range, found);
  g_ptr_array_sort (found, compare_times_cb);
  keep_some (found, range->newest, range->limit);
  g_ptr_array_extend_and_steal (into, g_steal_pointer (&found));

  return TRUE;
}

static gboolean
read_around (SoqHistoryQuery *self,
             SoqHistoryStore *store,
             GPtrArray       *into,
             GError         **error)
{
  guint    half = self->limit / 2;
  Range    before = { the_beginning, the_end, TRUE, half, self->with_events };
  Range    rest = { the_beginning, the_end, FALSE, self->limit - half, self->with_events };
  Position first;
  Position last;

  if (!find_point (self, store, &self->from, the_end, &first, &last, error))
    return FALSE;

  before.before = first;
  rest.after = first;
  if (self->from.id != NULL)
    rest.after.seq--;

  return read_range (store, self->targets[0], &before, into, error) &&
         read_range (store, self->targets[0], &rest, into, error);
}

static gboolean
set_between (SoqHistoryQuery *self,
             SoqHistoryStore *store,
             Range           *range,
             GError         **error)
{
  Position from_first;
  Position from_last;
  Position to_first;
  Position to_last;

  if (!find_point (self, store, &self->from, the_beginning, &from_first, &from_last, error) ||
      !find_point (self, store, &self->to, the_end, &to_first, &to_last, error))
    return FALSE;

  range->newest = compare_positions (&from_first, &to_first) > 0;
  range->after = range->newest ? to_last : from_last;
  range->before = range->newest ? from_first : to_first;

  return TRUE;
}

static gboolean
set_range (SoqHistoryQuery *self,
           SoqHistoryStore *store,
           Range           *range,
           GError         **error)
{
  Position first;
  Position last;

  if (self->type == SOQ_HISTORY_BETWEEN || self->type == SOQ_HISTORY_TARGETS)
    return set_between (self, store, range, error);

  if (!find_point (self, store, &self->from,
                   self->type == SOQ_HISTORY_BEFORE ? the_end : the_beginning,
                   &first, &last, error))
    return FALSE;

  if (self->type == SOQ_HISTORY_BEFORE)
    range->before = first;
  else
    range->after = last;
  range->newest = self->type != SOQ_HISTORY_AFTER;

  return TRUE;
}

static gboolean
read_targets (SoqHistoryQuery *self,
              SoqHistoryStore *store,
              const Range     *between,
              GPtrArray       *into,
              GError         **error)
{
  Range latest = *between;

  latest.newest = TRUE;
  latest.limit = 1;
  for (guint i = 0; self->targets[i] != NULL; i++)
    if (!read_range (store, self->targets[i], &latest, into, error))
      return FALSE;

  g_ptr_array_sort (into, compare_times_cb);
  keep_some (into, between->newest, self->limit);

  return TRUE;
}

/**
 * soq_history_query_run:
 * @self: a question
 * @store: where to look
 * @error: return location for a [enum@SoqHistoryError]
 *
 * Returns: (transfer full) (nullable) (element-type SoqHistoryEntry): the
 *   answer, oldest first
 */
GPtrArray *
soq_history_query_run (SoqHistoryQuery *self,
                       SoqHistoryStore *store,
                       GError         **error)
{
  g_autoptr (GPtrArray) found = NULL;
  Range                 range = { the_beginning, the_end, TRUE, self->limit, self->with_events };
  gboolean              done;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_history_entry_free);
  if (self->targets[0] == NULL)
    return g_steal_pointer (&found);

  if (self->type == SOQ_HISTORY_AROUND)
    done = read_around (self, store, found, error);
  else if (!set_range (self, store, &range, error))
    done = FALSE;
  else if (self->type == SOQ_HISTORY_TARGETS)
    done = read_targets (self, store, &range, found, error);
  else
    done = read_range (store, self->targets[0], &range, found, error);

  return done ? g_steal_pointer (&found) : NULL;
}
