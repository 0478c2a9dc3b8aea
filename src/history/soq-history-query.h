/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-history-store.h"

G_BEGIN_DECLS

typedef struct _SoqHistoryQuery SoqHistoryQuery;

SoqHistoryQuery *soq_history_query_new (SoqHistoryQueryType    type,
                                        const char *const     *targets,
                                        const SoqHistoryPoint *from,
                                        const SoqHistoryPoint *to,
                                        guint                  limit,
                                        gboolean               with_events)
  G_GNUC_WARN_UNUSED_RESULT;
void soq_history_query_free (SoqHistoryQuery *self);

GPtrArray *soq_history_query_run (SoqHistoryQuery *self,
                                  SoqHistoryStore *store,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqHistoryQuery, soq_history_query_free)

G_END_DECLS
