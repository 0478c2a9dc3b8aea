/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/* Records as text, for people and for programs. */

char *soq_trace_record_dup_call (const SoqTraceRecord *self) G_GNUC_WARN_UNUSED_RESULT;
char *soq_trace_record_dup_preview (const SoqTraceRecord *self,
                                    guint                 most) G_GNUC_WARN_UNUSED_RESULT;
char *soq_trace_record_dup_line (const SoqTraceRecord *self,
                                 gint64                zero) G_GNUC_WARN_UNUSED_RESULT;
char *soq_trace_record_dup_json (const SoqTraceRecord *self,
                                 gint64                zero) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
