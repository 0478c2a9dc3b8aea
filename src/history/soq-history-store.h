/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-history.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _SoqHistoryStore SoqHistoryStore;

/* @lasting: whether it holds until told otherwise; %FALSE also when all is
 * well again.
 */
typedef void (*SoqHistoryWarnFunc) (const char *sentence,
                                    gboolean    lasting,
                                    gpointer    user_data);

SoqHistoryStore *soq_history_store_new (const char        *path,
                                        SoqHistoryWarnFunc warn,
                                        gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void             soq_history_store_free (SoqHistoryStore *self);

void   soq_history_store_set_days (SoqHistoryStore *self,
                                   guint            days);
void   soq_history_store_add (SoqHistoryStore *self,
                              SoqHistoryEntry *entry);
void   soq_history_store_tell_dropped (SoqHistoryStore *self);
gint64 soq_history_store_get_next (SoqHistoryStore *self);
void   soq_history_store_work (SoqHistoryStore *self);

const GQueue *soq_history_store_get_waiting (SoqHistoryStore *self);
sqlite3_stmt *soq_history_store_prepare (SoqHistoryStore *self,
                                         const char      *sql,
                                         GError         **error);
gboolean      soq_history_store_step (SoqHistoryStore *self,
                                      sqlite3_stmt    *statement,
                                      gboolean        *has_row,
                                      GError         **error);
gboolean      soq_history_store_can_read (SoqHistoryStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqHistoryStore, soq_history_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
