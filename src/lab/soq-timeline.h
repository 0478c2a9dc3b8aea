/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-json.h"
#include "soq-trace.h"

G_BEGIN_DECLS

/**
 * SoqSpanState:
 * @SOQ_SPAN_WAITING: connected, and in the backlog: connect () has returned to
 *   the client, but accept () has not returned it to the server
 * @SOQ_SPAN_SERVED: a thread of the server is with it: in a call on its
 *   connection, be it only to wait for what it says, or making the answer
 * @SOQ_SPAN_IDLE: accepted, and nobody waits for it: the server does something
 *   else, and comes when there is something to receive
 * @SOQ_SPAN_CONNECTING: its connect () has not returned: the backlog is full,
 *   or the network slow
 */
typedef enum
{
  SOQ_SPAN_WAITING,
  SOQ_SPAN_SERVED,
  SOQ_SPAN_IDLE,
  SOQ_SPAN_CONNECTING,
  SOQ_N_SPAN_STATES,
} SoqSpanState;

/**
 * SoqSpan:
 * @state: what the client went through
 * @from: since when, in microseconds of soq_clock_now ()
 * @to: until when
 */
typedef struct
{
  SoqSpanState state;
  gint64       from;
  gint64       to;
} SoqSpan;

/**
 * SoqTimelineClient:
 * @address: (owned): its own address
 * @name: (owned) (nullable): what it is called: our own clients are numbered in
 *   the order in which they were connected
 * @number: of our own clients, that in the name; 0 of others
 * @connected: when connect () returned to it, or -1 if that is not known
 * @accepted: when accept () returned it, or -1
 * @closed: when the server closed its connection, or -1
 * @spans: (element-type SoqSpan): what it went through, in order and without
 *   gaps
 * @totals: how long it was in each state
 */
typedef struct
{
  char   *address;
  char   *name;
  guint   number;
  gint64  connected;
  gint64  accepted;
  gint64  closed;
  GArray *spans;
  gint64  totals[SOQ_N_SPAN_STATES];
} SoqTimelineClient;

/**
 * SoqTimeline:
 * @begin: when the first client was there, or began to wait for it
 * @end: when the last record ended
 * @clients: (element-type SoqTimelineClient): in the order of their coming
 *
 * How long each client of a server waited and was served: computed from what a
 * trace has, and from nothing else.
 */
typedef struct
{
  gint64     begin;
  gint64     end;
  GPtrArray *clients;
} SoqTimeline;

SoqTimeline *soq_timeline_new (SoqTrace *trace) G_GNUC_WARN_UNUSED_RESULT;
void         soq_timeline_free (SoqTimeline *self);

SoqTimelineClient *soq_timeline_get (SoqTimeline *self,
                                     guint        index);

void  soq_timeline_write (SoqTimeline *self,
                          SoqLabJson  *json,
                          const char  *name);
char *soq_timeline_to_json (SoqTimeline *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTimeline, soq_timeline_free)

G_END_DECLS
