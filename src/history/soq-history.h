/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqHistoryError:
 * @SOQ_HISTORY_ERROR_UNKNOWN_ID: nothing with that id was said there
 * @SOQ_HISTORY_ERROR_FAILED: the file cannot be read
 * @SOQ_HISTORY_ERROR_BUSY: too many questions wait for an answer
 * @SOQ_HISTORY_ERROR_CLOSED: the history was closed
 */
typedef enum
{
  SOQ_HISTORY_ERROR_UNKNOWN_ID,
  SOQ_HISTORY_ERROR_FAILED,
  SOQ_HISTORY_ERROR_BUSY,
  SOQ_HISTORY_ERROR_CLOSED,
} SoqHistoryError;

#define SOQ_HISTORY_ERROR (soq_history_error_quark ())

GQuark soq_history_error_quark (void);

/**
 * SoqHistoryEntry:
 * @target: (owned): where it was said, compared byte by byte
 * @time: when, in microseconds since 1970, UTC
 * @id: (owned): what no other entry of its target has
 * @is_event: whether it is a join, a part and the like, not a message
 * @line: (owned): text that the history does not look into
 */
typedef struct
{
  char    *target;
  gint64   time;
  char    *id;
  gboolean is_event;
  char    *line;
} SoqHistoryEntry;

SoqHistoryEntry *soq_history_entry_new (const char *target,
                                        gint64      time,
                                        const char *id,
                                        gboolean    is_event,
                                        const char *line) G_GNUC_WARN_UNUSED_RESULT;
SoqHistoryEntry *soq_history_entry_copy (const SoqHistoryEntry *self) G_GNUC_WARN_UNUSED_RESULT;
void             soq_history_entry_free (SoqHistoryEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqHistoryEntry, soq_history_entry_free)

/**
 * SoqHistoryQueryType:
 * @SOQ_HISTORY_LATEST: the newest ones, after the first point if there is one
 * @SOQ_HISTORY_BEFORE: the newest ones before the first point
 * @SOQ_HISTORY_AFTER: the oldest ones after the first point
 * @SOQ_HISTORY_AROUND: half of them before the first point, half from it on
 * @SOQ_HISTORY_BETWEEN: those between the points, from the first one on: the
 *   newest ones, if that is the later one
 * @SOQ_HISTORY_TARGETS: the newest one of each target between the points
 *
 * What draft/chathistory asks for. A point itself is never part of the answer,
 * except with %SOQ_HISTORY_AROUND.
 */
typedef enum
{
  SOQ_HISTORY_LATEST,
  SOQ_HISTORY_BEFORE,
  SOQ_HISTORY_AFTER,
  SOQ_HISTORY_AROUND,
  SOQ_HISTORY_BETWEEN,
  SOQ_HISTORY_TARGETS,
} SoqHistoryQueryType;

/**
 * SoqHistoryPoint:
 * @id: (nullable): the id of an entry; it wins over @time
 * @time: microseconds since 1970, UTC
 *
 * A place in what was said. With %NULL and 0 it is no bound at all.
 */
typedef struct
{
  const char *id;
  gint64      time;
} SoqHistoryPoint;

#define SOQ_TYPE_HISTORY (soq_history_get_type ())

G_DECLARE_FINAL_TYPE (SoqHistory, soq_history, SOQ, HISTORY, GObject)

SoqHistory *soq_history_new (const char *path,
                             guint       days) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_history_get_warning (SoqHistory *self);

void soq_history_set_days (SoqHistory *self,
                           guint       days);
void soq_history_add (SoqHistory      *self,
                      SoqHistoryEntry *entry);
void soq_history_close (SoqHistory *self);

void       soq_history_query_async (SoqHistory            *self,
                                    SoqHistoryQueryType    type,
                                    const char *const     *targets,
                                    const SoqHistoryPoint *from,
                                    const SoqHistoryPoint *to,
                                    guint                  limit,
                                    gboolean               with_events,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data);
GPtrArray *soq_history_query_finish (SoqHistory   *self,
                                     GAsyncResult *result,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
