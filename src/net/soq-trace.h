/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-call.h"
#include "soq-trace-socket.h"

G_BEGIN_DECLS

/**
 * SoqTraceRecord:
 * @number: from 1, in the order of the calls' ends; never used twice
 * @begin: when the call was made, in microseconds of soq_clock_now ()
 * @end: when it returned
 * @socket: (not nullable): whose it was
 * @call: what was called
 * @flags: what to know about it
 * @size: how many bytes were asked for or given, or -1
 * @result: what it returned; -1 if it failed
 * @error: (nullable): the name of the error, such as “EAGAIN”
 * @argument: (nullable): an address or an option, as text
 * @offset: of streams: how many bytes went that way before
 * @bytes: (nullable): what came or went, or its first 64 KiB; passwords are
 *   dots
 * @lost: of soq_trace_record_is_lost (), which any thread may ask
 *
 * One call. It does not change once it is made, but for @lost.
 */
typedef struct
{
  guint64         number;
  gint64          begin;
  gint64          end;
  SoqTraceSocket *socket;
  SoqCall         call;
  SoqCallFlags    flags;
  gint64          size;
  gint64          result;
  const char     *error;
  char           *argument;
  guint64         offset;
  GBytes         *bytes;
  int             lost;
} SoqTraceRecord;

SoqTraceRecord *soq_trace_record_ref (SoqTraceRecord *self);
void            soq_trace_record_unref (SoqTraceRecord *self);
gboolean        soq_trace_record_is_lost (const SoqTraceRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTraceRecord, soq_trace_record_unref)

/**
 * SoqTraceMask:
 * @begin: makes the state of one direction of one connection
 * @mask: puts dots where a password is; fed all the bytes in order
 * @end: frees the state
 *
 * Keeps secrets out of a trace. This layer knows no protocol, so whoever
 * makes the trace says what a password looks like.
 */
typedef struct
{
  gpointer (*begin) (void);
  void (*mask) (gpointer state,
                guint8  *bytes,
                gsize    length);
  void (*end) (gpointer state);
} SoqTraceMask;

typedef struct _SoqTrace SoqTrace;

SoqTrace *soq_trace_new (const SoqTraceMask *mask) G_GNUC_WARN_UNUSED_RESULT;
SoqTrace *soq_trace_new_branch (SoqTrace *self) G_GNUC_WARN_UNUSED_RESULT;
SoqTrace *soq_trace_new_part (SoqTrace   *self,
                              const char *who,
                              const char *scene) G_GNUC_WARN_UNUSED_RESULT;
SoqTrace *soq_trace_ref (SoqTrace *self);
void      soq_trace_unref (SoqTrace *self);

void                soq_trace_set_limits (SoqTrace *self,
                                          guint     records,
                                          gsize     bytes);
const SoqTraceMask *soq_trace_get_mask (SoqTrace *self);
guint               soq_trace_get_branch (SoqTrace *self);

SoqTraceSocket *soq_trace_add_socket (SoqTrace    *self,
                                      SoqTraceRole role,
                                      int          descriptor) G_GNUC_WARN_UNUSED_RESULT;
guint64         soq_trace_add (SoqTrace             *self,
                               const SoqTraceRecord *facts);

void       soq_trace_set_lost (SoqTrace *self,
                               guint64   number);
guint64    soq_trace_get_last (SoqTrace *self);
GPtrArray *soq_trace_dup_since (SoqTrace *self,
                                guint64   number,
                                guint     most) G_GNUC_WARN_UNUSED_RESULT;
void       soq_trace_clear (SoqTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTrace, soq_trace_unref)

G_END_DECLS
