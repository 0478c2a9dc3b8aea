/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/* Writes a trace to a file, in the format that the file's name says. */
typedef struct _SoqTraceWriter SoqTraceWriter;

SoqTraceWriter *soq_trace_writer_open (const char *path,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        soq_trace_writer_add (SoqTraceWriter *self,
                                      GPtrArray      *records,
                                      GError        **error);
gboolean        soq_trace_writer_close (SoqTraceWriter *self,
                                        GError        **error);

gboolean soq_trace_write (GPtrArray  *records,
                          const char *path,
                          GError    **error);

G_END_DECLS
