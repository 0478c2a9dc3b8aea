/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-history-store.h"

#include "soq-limits.h"
#include "soq-private-file.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>

/* “Soqu”: tells our files from those of other programs. */
#define FILE_MARK 0x536f7175

/* Another program has the file for so many milliseconds at most before it is
 * tried again later. Closing waits as long.
 */
#define BUSY_MS 250

/* Entries that one step deletes, so that nothing waits long for it. */
#define EXPIRY_STEP 500

/* How often in its life a store begins a new file; a disk that damages each
 * of them is not to be filled with their remains.
 */
#define SET_ASIDE_MAX 3

#define INSERT \
  "INSERT OR IGNORE INTO entries (target, time, id, is_event, line) VALUES (?1, ?2, ?3, ?4, ?5)"

#define EXPIRE                       \
  "DELETE FROM entries WHERE seq IN" \
  " (SELECT seq FROM entries WHERE time < ?1 ORDER BY time LIMIT ?2)"

/* What makes a file of version n + 1 out of one of version n. Never change
 * one: add another.
 */
static const char *const upgrades[] = {
  "CREATE TABLE entries (seq INTEGER PRIMARY KEY, target TEXT NOT NULL, time INTEGER NOT NULL,"
  " id TEXT NOT NULL, is_event INTEGER NOT NULL, line TEXT NOT NULL, UNIQUE (target, id));"
  "CREATE INDEX entries_by_target ON entries (target, time, seq);",

  "CREATE INDEX entries_by_time ON entries (time);",
};

/**
 * SoqHistoryStore:
 *
 * The file of a history, and what is not in it yet. It belongs to one thread,
 * which may block.
 *
 * Entries wait in memory until a second has passed and are then written in one
 * transaction. If that fails, they stay and it is tried again, after longer
 * and longer pauses; when too many wait, the oldest are lost.
 */
struct _SoqHistoryStore
{
  char    *path;     /* (owned) (nullable): in memory */
  sqlite3 *database; /* (owned) (nullable) while it cannot be opened */
  GQueue   waiting;  /* of (owned) SoqHistoryEntry, in the order of adding */
  gsize    waiting_bytes;

  SoqHistoryWarnFunc warn;
  gpointer           user_data; /* (borrowed) */
  char              *fault;     /* (owned) (nullable): what was warned of last */
  gboolean           has_dropped;
  gboolean           is_stale;   /* it must be opened again to be written */
  int                read_fault; /* of a query, until there is no statement */

  guint  days;
  guint  n_set_aside;
  gint64 pause;     /* before the next try, in microseconds */
  gint64 commit_at; /* monotonic; 0 while nothing waits */
  gint64 expire_at; /* monotonic */
};

static const char *
get_name (SoqHistoryStore *self)
{
  return self->path != NULL ? self->path : "memory";
}

static void
set_fault (SoqHistoryStore *self,
           const char      *sentence)
{
  if (g_strcmp0 (self->fault, sentence) == 0)
    return;

  g_free (self->fault);
  self->fault = g_strdup (sentence);
  self->warn (sentence, TRUE, self->user_data);
}

static void
clear_fault (SoqHistoryStore *self)
{
  g_autofree char *sentence = NULL;

  self->pause = 0;
  self->has_dropped = FALSE;
  if (self->fault == NULL)
    return;

  g_clear_pointer (&self->fault, g_free);
  sentence = g_strdup_printf ("The history is kept in %s again", get_name (self));
  self->warn (sentence, FALSE, self->user_data);
}

static void
close_database (SoqHistoryStore *self)
{
  sqlite3_close (g_steal_pointer (&self->database));
}

/* The journals are part of the file: without them it could not be mended. */
static gboolean
rename_all (const char *path,
            const char *aside)
{
  static const char *const suffixes[] = { "-wal", "-shm" };

  if (g_rename (path, aside) != 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      g_rename (from, to);
    }

  return TRUE;
}

static char *
find_name_aside (const char *path)
{
  g_autoptr (GDateTime) date = g_date_time_new_now_local ();
  g_autofree char      *stamp = g_date_time_format (date, "%Y%m%d-%H%M%S");
  char                 *name = g_strdup_printf ("%s.corrupt-%s", path, stamp);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS) && i < 100; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.corrupt-%s-%u", path, stamp, i);
    }

  return name;
}

static gboolean
set_aside (SoqHistoryStore *self)
{
  g_autofree char *aside = NULL;
  g_autofree char *sentence = NULL;

  if (self->path == NULL || self->n_set_aside >= SET_ASIDE_MAX)
    return FALSE;

  close_database (self);
  aside = find_name_aside (self->path);
  if (!rename_all (self->path, aside))
    return FALSE;

  self->n_set_aside++;
  sentence = g_strdup_printf ("%s was damaged: it is now %s, and a new history was begun",
                              self->path, aside);
  self->warn (sentence, FALSE, self->user_data);

  return TRUE;
}

static void
try_later (SoqHistoryStore *self)
{
  self->pause = CLAMP (self->pause * 2, SOQ_TIME_HISTORY_COMMIT, SOQ_TIME_HISTORY_RETRY_MAX);
  self->commit_at = g_get_monotonic_time () + self->pause;
}

static char *
describe (SoqHistoryStore *self,
          int              code,
          const char      *detail)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return g_strdup_printf ("There is no room left on the disk, so the history cannot be kept "
                              "in %s: make room, and it goes on",
                              get_name (self));

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return g_strdup_printf ("Another program has %s for itself, so the history cannot be kept "
                              "there: end that program, and it goes on",
                              get_name (self));

    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return g_strdup_printf ("The history cannot be kept in %s: that file and its folder must "
                              "be there for you to write",
                              get_name (self));

    default:
      return g_strdup_printf ("The history cannot be kept in %s: %s", get_name (self), detail);
    }
}

/* Returns whether it is worth trying again at once. No statement may be alive. */
static gboolean
handle_fault (SoqHistoryStore *self,
              int              code)
{
  gboolean         damaged = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
  g_autofree char *detail = NULL;
  g_autofree char *sentence = NULL;

  if (self->database != NULL)
    detail = g_strdup (sqlite3_errmsg (self->database));
  if (damaged && set_aside (self))
    return TRUE;

  self->is_stale = (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_IOERR;
  sentence = describe (self, code, detail != NULL ? detail : sqlite3_errstr (code));
  set_fault (self, sentence);
  if (self->commit_at == 0)
    try_later (self);

  return FALSE;
}

static int
execute (SoqHistoryStore *self,
         const char      *sql)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL);
}

static int
get_number (SoqHistoryStore *self,
            const char      *sql,
            gint64          *number)
{
  sqlite3_stmt *statement = NULL;
  int           code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);

  *number = 0;
  if (code != SQLITE_OK)
    return code;

  if (sqlite3_step (statement) == SQLITE_ROW)
    *number = sqlite3_column_int64 (statement, 0);

  return sqlite3_finalize (statement);
}

static int
upgrade (SoqHistoryStore *self,
         gint64           version)
{
  g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %u; PRAGMA application_id = %d;",
                                             (guint) G_N_ELEMENTS (upgrades), FILE_MARK);
  int              code = execute (self, "BEGIN IMMEDIATE");

  for (gint64 i = version; code == SQLITE_OK && i < (gint64) G_N_ELEMENTS (upgrades); i++)
    code = execute (self, upgrades[i]);
  if (code == SQLITE_OK)
    code = execute (self, number);
  if (code == SQLITE_OK)
    code = execute (self, "COMMIT");
  if (code != SQLITE_OK)
    execute (self, "ROLLBACK");

  return code;
}

/* A file that is not for us is left as it is. */
static gboolean
refuse (SoqHistoryStore *self,
        const char      *why)
{
  g_autofree char *sentence = g_strdup_printf ("The history cannot be kept in %s: %s",
                                               get_name (self), why);

  set_fault (self, sentence);
  close_database (self);

  return FALSE;
}

static gboolean
check_version (SoqHistoryStore *self,
               int             *code)
{
  gint64 application;
  gint64 version;
  gint64 tables;

  *code = get_number (self, "PRAGMA application_id", &application);
  if (*code == SQLITE_OK)
    *code = get_number (self, "PRAGMA user_version", &version);
  if (*code == SQLITE_OK)
    *code = get_number (self, "SELECT count(*) FROM sqlite_master", &tables);
  if (*code != SQLITE_OK)
    return FALSE;

  if (application != FILE_MARK && (application != 0 || tables > 0))
    return refuse (self, "that file is another program's; choose another name");
  if (version > (gint64) G_N_ELEMENTS (upgrades) || version < 0)
    return refuse (self, "a newer Soquete wrote that file; use that one, or choose another name");

  if (version < (gint64) G_N_ELEMENTS (upgrades))
    *code = upgrade (self, version);

  return *code == SQLITE_OK;
}

static int
set_up_database (SoqHistoryStore *self)
{
  sqlite3_busy_timeout (self->database, BUSY_MS);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  return execute (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                        "PRAGMA journal_size_limit = 4194304;");
}

/* SQLite would make the file readable for everybody; and where it may only
 * read, it leaves journals behind that keep it from writing later.
 */
static int
create_file (SoqHistoryStore *self)
{
  int fd;

  soq_private_file_protect (self->path);
  fd = g_open (self->path, O_RDWR | O_CREAT, 0600);
  if (fd < 0)
    return errno == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN;

  g_close (fd, NULL);

  return SQLITE_OK;
}

static int
try_open (SoqHistoryStore *self)
{
  const char *name = self->path != NULL ? self->path : ":memory:";
  int         code = self->path != NULL ? create_file (self) : SQLITE_OK;

  self->is_stale = FALSE;
  if (code == SQLITE_OK)
    code = sqlite3_open_v2 (name, &self->database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK)
    code = set_up_database (self);
  if (code == SQLITE_OK && !check_version (self, &code) && code == SQLITE_OK)
    return SQLITE_OK;

  return code;
}

static gboolean
open_database (SoqHistoryStore *self)
{
  for (guint i = 0; i <= SET_ASIDE_MAX; i++)
    {
      int code = try_open (self);

      if (code == SQLITE_OK)
        return self->database != NULL;

      if (!handle_fault (self, code))
        break;
    }

  close_database (self);

  return FALSE;
}

/**
 * soq_history_store_new:
 * @path: (type filename) (nullable): the file; %NULL for one in memory
 * @warn: told what goes wrong, in the thread that works
 * @user_data: data for @warn
 *
 * Returns: (transfer full): a store, open if it can be
 */
SoqHistoryStore *
soq_history_store_new (const char        *path,
                       SoqHistoryWarnFunc warn,
                       gpointer           user_data)
{
  SoqHistoryStore *self = g_new0 (SoqHistoryStore, 1);

  self->path = g_strdup (path);
  self->warn = warn;
  self->user_data = user_data;
  self->expire_at = g_get_monotonic_time ();
  g_queue_init (&self->waiting);
  if (!open_database (self))
    try_later (self);

  return self;
}

static int
insert_one (sqlite3_stmt          *insert,
            const SoqHistoryEntry *entry)
{
  int code;

  sqlite3_bind_text (insert, 1, entry->target, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 2, entry->time);
  sqlite3_bind_text (insert, 3, entry->id, -1, SQLITE_STATIC);
  sqlite3_bind_int (insert, 4, entry->is_event ? 1 : 0);
  sqlite3_bind_text (insert, 5, entry->line, -1, SQLITE_STATIC);
  code = sqlite3_step (insert);
  sqlite3_reset (insert);

  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int
insert_all (SoqHistoryStore *self)
{
  sqlite3_stmt *insert = NULL;
  int           code = sqlite3_prepare_v2 (self->database, INSERT, -1, &insert, NULL);

  for (GList *l = self->waiting.head; l != NULL && code == SQLITE_OK; l = l->next)
    code = insert_one (insert, l->data);
  sqlite3_finalize (insert);

  return code;
}

static int
write_waiting (SoqHistoryStore *self)
{
  int code = execute (self, "BEGIN IMMEDIATE");

  if (code == SQLITE_OK)
    code = insert_all (self);
  if (code == SQLITE_OK)
    code = execute (self, "COMMIT");
  if (code != SQLITE_OK)
    execute (self, "ROLLBACK");

  return code;
}

static void
drop_waiting (SoqHistoryStore *self)
{
  g_queue_clear_full (&self->waiting, (GDestroyNotify) soq_history_entry_free);
  self->waiting_bytes = 0;
  self->commit_at = 0;
}

/* Somebody deleted the file: what is written to it would be nowhere. */
static gboolean
is_gone (SoqHistoryStore *self)
{
  return self->path != NULL && self->database != NULL &&
         !g_file_test (self->path, G_FILE_TEST_EXISTS);
}

static void
commit (SoqHistoryStore *self)
{
  int code;

  if (self->waiting.length == 0 && self->database != NULL && self->fault == NULL)
    {
      self->commit_at = 0;
      return;
    }

  if (self->is_stale || is_gone (self))
    close_database (self);
  if (self->database != NULL || open_database (self))
    {
      code = write_waiting (self);
      if (code != SQLITE_OK && handle_fault (self, code) && open_database (self))
        code = write_waiting (self);

      if (code == SQLITE_OK)
        {
          drop_waiting (self);
          clear_fault (self);
          return;
        }
    }

  try_later (self);
}

/**
 * soq_history_store_free:
 * @self: a store
 *
 * Writes what waits, if it can be written, and closes the file.
 */
void
soq_history_store_free (SoqHistoryStore *self)
{
  commit (self);
  drop_waiting (self);
  close_database (self);
  g_free (self->fault);
  g_free (self->path);
  g_free (self);
}

static gsize
count_bytes (const SoqHistoryEntry *entry)
{
  return sizeof *entry + strlen (entry->target) + strlen (entry->id) + strlen (entry->line);
}

/**
 * soq_history_store_tell_dropped:
 * @self: a store
 *
 * Warns, once for each fault, that entries are lost because too many wait.
 */
void
soq_history_store_tell_dropped (SoqHistoryStore *self)
{
  g_autofree char *sentence = NULL;

  if (self->has_dropped)
    return;

  self->has_dropped = TRUE;
  sentence = g_strdup_printf ("More waits to be written to the history than fits into memory: "
                              "the oldest of it is lost%s%s",
                              self->fault != NULL ? ". " : "",
                              self->fault != NULL ? self->fault : "");
  self->warn (sentence, self->fault != NULL, self->user_data);
}

/**
 * soq_history_store_add:
 * @self: a store
 * @entry: (transfer full): what was said
 */
void
soq_history_store_add (SoqHistoryStore *self,
                       SoqHistoryEntry *entry)
{
  while (self->waiting.length >= SOQ_LIMIT_HISTORY_WAITING ||
         (self->waiting.length > 0 && self->waiting_bytes >= SOQ_LIMIT_HISTORY_WAITING_BYTES))
    {
      g_autoptr (SoqHistoryEntry) oldest = NULL;

      /* A burst is no fault: write early. */
      if (self->fault == NULL)
        commit (self);
      if (self->waiting.length == 0)
        break;

      oldest = g_queue_pop_head (&self->waiting);
      self->waiting_bytes -= count_bytes (oldest);
      soq_history_store_tell_dropped (self);
    }

  g_queue_push_tail (&self->waiting, entry);
  self->waiting_bytes += count_bytes (entry);
  if (self->commit_at == 0)
    self->commit_at = g_get_monotonic_time () + SOQ_TIME_HISTORY_COMMIT;
}

/**
 * soq_history_store_set_days:
 * @self: a store
 * @days: how long entries are kept; 0 for ever
 */
void
soq_history_store_set_days (SoqHistoryStore *self,
                            guint            days)
{
  self->days = MIN (days, SOQ_LIMIT_HISTORY_DAYS);
  self->expire_at = g_get_monotonic_time ();
}

/* Deletes some of what is too old. */
static void
expire (SoqHistoryStore *self)
{
  gint64        oldest = g_get_real_time () - self->days * G_TIME_SPAN_DAY;
  sqlite3_stmt *statement = NULL;
  int           code;

  self->expire_at = g_get_monotonic_time () + SOQ_TIME_HISTORY_EXPIRY;
  if (self->days == 0 || self->database == NULL)
    return;

  code = sqlite3_prepare_v2 (self->database, EXPIRE, -1, &statement, NULL);
  if (code == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, oldest);
      sqlite3_bind_int (statement, 2, EXPIRY_STEP);
      sqlite3_step (statement);
      code = sqlite3_finalize (statement);
    }

  if (code != SQLITE_OK && handle_fault (self, code))
    open_database (self);
  else if (code == SQLITE_OK && sqlite3_changes (self->database) == EXPIRY_STEP)
    self->expire_at = 0;
}

/**
 * soq_history_store_get_next:
 * @self: a store
 *
 * Returns: when there is work, in monotonic microseconds
 */
gint64
soq_history_store_get_next (SoqHistoryStore *self)
{
  return self->commit_at != 0 ? MIN (self->commit_at, self->expire_at) : self->expire_at;
}

/**
 * soq_history_store_work:
 * @self: a store
 *
 * Does what is due.
 */
void
soq_history_store_work (SoqHistoryStore *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->read_fault != SQLITE_OK)
    {
      if (handle_fault (self, self->read_fault))
        open_database (self);
      self->read_fault = SQLITE_OK;
    }

  if (self->commit_at != 0 && now >= self->commit_at)
    commit (self);
  if (now >= self->expire_at)
    expire (self);
}

/**
 * soq_history_store_get_waiting:
 * @self: a store
 *
 * Returns: (transfer none) (element-type SoqHistoryEntry): what is not on disk
 */
const GQueue *
soq_history_store_get_waiting (SoqHistoryStore *self)
{
  return &self->waiting;
}

/**
 * soq_history_store_can_read:
 * @self: a store
 *
 * Returns: whether there is a file; if not, all there is waits in memory
 */
gboolean
soq_history_store_can_read (SoqHistoryStore *self)
{
  return self->database != NULL;
}

static void
set_read_error (SoqHistoryStore *self,
                int              code,
                GError         **error)
{
  self->read_fault = code;
  g_set_error (error, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_FAILED,
               "The history cannot be read: %s", sqlite3_errmsg (self->database));
}

/**
 * soq_history_store_prepare:
 * @self: a store that can be read
 * @sql: a statement that only reads
 * @error: return location for %SOQ_HISTORY_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the statement
 */
sqlite3_stmt *
soq_history_store_prepare (SoqHistoryStore *self,
                           const char      *sql,
                           GError         **error)
{
  sqlite3_stmt *statement = NULL;
  int           code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    set_read_error (self, code, error);

  return statement;
}

/**
 * soq_history_store_step:
 * @self: a store
 * @statement: of soq_history_store_prepare ()
 * @has_row: (out): whether there is another row
 * @error: return location for %SOQ_HISTORY_ERROR_FAILED
 *
 * Returns: whether it could be read
 */
gboolean
soq_history_store_step (SoqHistoryStore *self,
                        sqlite3_stmt    *statement,
                        gboolean        *has_row,
                        GError         **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  set_read_error (self, code, error);

  return FALSE;
}
