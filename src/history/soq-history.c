/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-history.h"

#include "soq-history-query.h"
#include "soq-history-store.h"
#include "soq-limits.h"

/* What the thread has to do: an entry to keep, or a question to answer. */
typedef struct
{
  SoqHistoryEntry *entry; /* (owned) (nullable) */
  GTask           *task;  /* (owned) (nullable); its data is the SoqHistoryQuery */
} Job;

/* On its way back. The task is dropped where it was asked, never in the
 * thread, which could not wait for its own end.
 */
typedef struct
{
  GTask     *task;    /* (owned) */
  GPtrArray *entries; /* (owned) (nullable) */
  GError    *error;   /* (owned) (nullable) */
} Answer;

typedef struct
{
  GWeakRef history;
  char    *sentence; /* (owned) */
  gboolean lasting;
} Notice;

/**
 * SoqHistory:
 *
 * What was said, kept in a file and asked for again. A thread of its own does
 * all that may wait for a disk; it is given work through one queue, so that a
 * question sees whatever was added before it. Nothing that happens to the
 * file stops anything: it is told in #SoqHistory::warning.
 *
 * Everything but the thread's own work is for the thread that made it.
 */
struct _SoqHistory
{
  GObject parent_instance;

  char         *path;    /* (owned) (nullable) */
  GMainContext *context; /* (owned): where warnings are told */
  GThread      *thread;  /* (owned) (nullable) once closed */
  char         *warning; /* (owned) (nullable) */

  GMutex   mutex; /* for all that follows */
  GCond    changed;
  GQueue   jobs; /* of (owned) Job */
  guint    n_entries;
  guint    n_queries;
  guint    days;
  gboolean has_days; /* the thread does not know them yet */
  gboolean has_dropped;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (SoqHistory, soq_history, G_TYPE_OBJECT)

enum
{
  WARNING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
job_free (Job *job)
{
  soq_history_entry_free (job->entry);
  g_clear_object (&job->task);
  g_free (job);
}

static void
post (GMainContext  *context,
      GSourceFunc    func,
      gpointer       data,
      GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[soquete] history");
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_weak_ref_clear (&notice->history);
  g_free (notice->sentence);
  g_free (notice);
}

static gboolean
notice_cb (gpointer user_data)
{
  Notice                *notice = user_data;
  g_autoptr (SoqHistory) self = g_weak_ref_get (&notice->history);

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_free (self->warning);
  self->warning = notice->lasting ? g_strdup (notice->sentence) : NULL;
  g_signal_emit (self, signals[WARNING], 0, notice->sentence);

  return G_SOURCE_REMOVE;
}

static void
warn_cb (const char *sentence,
         gboolean    lasting,
         gpointer    user_data)
{
  SoqHistory *self = user_data;
  Notice     *notice = g_new0 (Notice, 1);

  g_weak_ref_init (&notice->history, self);
  notice->sentence = g_strdup (sentence);
  notice->lasting = lasting;
  post (self->context, notice_cb, notice, notice_free);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->entries, g_ptr_array_unref);
  g_clear_error (&answer->error);
  g_object_unref (answer->task);
  g_free (answer);
}

static gboolean
answer_cb (gpointer user_data)
{
  Answer *answer = user_data;

  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->entries),
                           (GDestroyNotify) g_ptr_array_unref);

  return G_SOURCE_REMOVE;
}

static void
answer_query (SoqHistoryStore *store,
              GTask           *task)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &answer->error))
    answer->entries = soq_history_query_run (g_task_get_task_data (task), store, &answer->error);
  post (g_task_get_context (task), answer_cb, answer, answer_free);
}

/* Waits for something to do until @next. Returns whether there is more to
 * come; moves the jobs to @jobs.
 */
static gboolean
take_jobs (SoqHistory      *self,
           SoqHistoryStore *store,
           GQueue          *jobs)
{
  gint64   next = soq_history_store_get_next (store);
  gboolean closing;

  g_mutex_lock (&self->mutex);
  while (self->jobs.length == 0 && !self->has_days && !self->closing)
    if (!g_cond_wait_until (&self->changed, &self->mutex, next))
      break;

  *jobs = self->jobs;
  g_queue_init (&self->jobs);
  self->n_entries = 0;
  self->n_queries = 0;
  closing = self->closing;
  if (self->has_days)
    soq_history_store_set_days (store, self->days);
  if (self->has_dropped)
    soq_history_store_tell_dropped (store);
  self->has_days = FALSE;
  self->has_dropped = FALSE;
  g_mutex_unlock (&self->mutex);

  return !closing;
}

static gpointer
work (gpointer user_data)
{
  SoqHistory                 *self = user_data;
  g_autoptr (SoqHistoryStore) store = soq_history_store_new (self->path, warn_cb, self);
  gboolean                    more = TRUE;

  while (more)
    {
      GQueue jobs;
      Job   *job;

      more = take_jobs (self, store, &jobs);
      while ((job = g_queue_pop_head (&jobs)) != NULL)
        {
          if (job->entry != NULL)
            soq_history_store_add (store, g_steal_pointer (&job->entry));
          else
            answer_query (store, g_steal_pointer (&job->task));
          job_free (job);
          soq_history_store_work (store);
        }
      soq_history_store_work (store);
    }

  return NULL;
}

static void
soq_history_dispose (GObject *object)
{
  SoqHistory *self = SOQ_HISTORY (object);

  soq_history_close (self);

  G_OBJECT_CLASS (soq_history_parent_class)->dispose (object);
}

static void
soq_history_finalize (GObject *object)
{
  SoqHistory *self = SOQ_HISTORY (object);

  g_free (self->path);
  g_free (self->warning);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (soq_history_parent_class)->finalize (object);
}

static void
soq_history_class_init (SoqHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_history_dispose;
  object_class->finalize = soq_history_finalize;

  /**
   * SoqHistory::warning:
   * @self: a history
   * @sentence: what is wrong, or that it is well again
   *
   * Told once when something begins to go wrong and once when it is over.
   */
  signals[WARNING] = g_signal_new ("warning", SOQ_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
soq_history_init (SoqHistory *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->jobs);
}

/**
 * soq_history_new:
 * @path: (type filename) (nullable): the file to keep it in, made if it is not
 *   there, in a folder that is; %NULL to keep it in memory
 * @days: how long; 0 for ever
 *
 * It opens the file in its own thread: what is wrong with it is told later.
 *
 * Returns: (transfer full): a history
 */
SoqHistory *
soq_history_new (const char *path,
                 guint       days)
{
  SoqHistory *self = g_object_new (SOQ_TYPE_HISTORY, NULL);

  self->path = g_strdup (path);
  self->context = g_main_context_ref_thread_default ();
  self->days = days;
  self->has_days = TRUE;
  self->thread = g_thread_new ("history", work, self);

  return self;
}

/**
 * soq_history_get_warning:
 * @self: a history
 *
 * Returns: (nullable): what is wrong now, or %NULL if all is well
 */
const char *
soq_history_get_warning (SoqHistory *self)
{
  g_return_val_if_fail (SOQ_IS_HISTORY (self), NULL);

  return self->warning;
}

/**
 * soq_history_set_days:
 * @self: a history
 * @days: how long entries are kept; 0 for ever
 */
void
soq_history_set_days (SoqHistory *self,
                      guint       days)
{
  g_return_if_fail (SOQ_IS_HISTORY (self));

  g_mutex_lock (&self->mutex);
  self->days = days;
  self->has_days = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* The thread hangs at a slow disk. */
static void
drop_oldest_locked (SoqHistory *self)
{
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      Job *job = l->data;

      if (job->entry != NULL)
        {
          g_queue_delete_link (&self->jobs, l);
          job_free (job);
          self->n_entries--;
          self->has_dropped = TRUE;
          return;
        }
    }
}

static gboolean
is_too_long (const SoqHistoryEntry *entry)
{
  return strlen (entry->target) > SOQ_LIMIT_HISTORY_NAME ||
         strlen (entry->id) > SOQ_LIMIT_HISTORY_NAME ||
         strlen (entry->line) > SOQ_LIMIT_HISTORY_LINE;
}

/**
 * soq_history_add:
 * @self: a history
 * @entry: (transfer full): what was said. One with an id that is there already
 *   changes nothing; one that is longer than the limits is not kept, nor is
 *   anything once the history is closed
 *
 * It is on disk a second later. Whoever does not want to lose that second
 * calls soq_history_close ().
 */
void
soq_history_add (SoqHistory      *self,
                 SoqHistoryEntry *entry)
{
  g_autoptr (SoqHistoryEntry) owned = entry;
  Job                        *job;

  g_return_if_fail (SOQ_IS_HISTORY (self));
  g_return_if_fail (entry != NULL);

  if (self->thread == NULL || is_too_long (entry))
    return;

  job = g_new0 (Job, 1);
  job->entry = g_steal_pointer (&owned);

  g_mutex_lock (&self->mutex);
  if (self->n_entries >= SOQ_LIMIT_HISTORY_WAITING)
    drop_oldest_locked (self);
  g_queue_push_tail (&self->jobs, job);
  self->n_entries++;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * soq_history_close:
 * @self: a history
 *
 * Answers what was asked, writes what waits, closes the file and ends the
 * thread. It blocks as long.
 */
void
soq_history_close (SoqHistory *self)
{
  g_return_if_fail (SOQ_IS_HISTORY (self));

  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

static gboolean
queue_query (SoqHistory *self,
             GTask      *task)
{
  gboolean has_room;
  Job     *job;

  g_mutex_lock (&self->mutex);
  has_room = self->n_queries < SOQ_LIMIT_HISTORY_QUERIES;
  if (has_room)
    {
      job = g_new0 (Job, 1);
      job->task = g_object_ref (task);
      g_queue_push_tail (&self->jobs, job);
      self->n_queries++;
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->mutex);

  return has_room;
}

/**
 * soq_history_query_async:
 * @self: a history
 * @type: what is asked for
 * @targets: (array zero-terminated=1): where it was said: one target, or with
 *   %SOQ_HISTORY_TARGETS all that are of interest, %SOQ_LIMIT_HISTORY_TARGETS
 *   at most
 * @from: (nullable): a point
 * @to: (nullable): the other one, for %SOQ_HISTORY_BETWEEN and
 *   %SOQ_HISTORY_TARGETS
 * @limit: how many entries at most, up to %SOQ_LIMIT_HISTORY_ANSWER
 * @with_events: whether not only messages are wanted
 * @cancellable: (nullable): for who does not want to know any more
 * @callback: (scope async): what to call
 * @user_data: data for @callback
 *
 * Asks for what was said. The answer has whatever was added before.
 */
void
soq_history_query_async (SoqHistory            *self,
                         SoqHistoryQueryType    type,
                         const char *const     *targets,
                         const SoqHistoryPoint *from,
                         const SoqHistoryPoint *to,
                         guint                  limit,
                         gboolean               with_events,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SOQ_IS_HISTORY (self));
  g_return_if_fail (targets != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, soq_history_query_async);
  g_task_set_task_data (task,
                        soq_history_query_new (type, targets, from, to, limit, with_events),
                        (GDestroyNotify) soq_history_query_free);

  if (self->thread == NULL)
    g_task_return_new_error (task, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_CLOSED,
                             "The history is closed");
  else if (!queue_query (self, task))
    g_task_return_new_error (task, SOQ_HISTORY_ERROR, SOQ_HISTORY_ERROR_BUSY,
                             "Too many questions wait for the history: try again later");
}

/**
 * soq_history_query_finish:
 * @self: a history
 * @result: what the callback was given
 * @error: return location for a [enum@SoqHistoryError] or #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable) (element-type SoqHistoryEntry): the
 *   answer, oldest first. With %SOQ_HISTORY_TARGETS it has one entry for each
 *   target, ordered by time
 */
GPtrArray *
soq_history_query_finish (SoqHistory   *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (SOQ_IS_HISTORY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
