/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timeline.h"

/* Between one call on a connection and the next, a thread that does nothing
 * else needs a moment. Gaps shorter than this are not times of rest.
 */
#define BREATH (5 * 1000)

typedef struct
{
  SoqTimelineClient client;
  gint64            answering; /* since when an answer is due, or -1 */
  gint64            last;      /* when the newest call on its connection ended */
} Visit;

typedef struct
{
  GHashTable  *by_address; /* → (borrowed) Visit, the newest of that address */
  GHashTable  *by_socket;  /* SoqTraceSocket → (borrowed) Visit */
  SoqTimeline *timeline;   /* (borrowed) */
  guint        n_own;      /* clients whose connect () is in the trace */
} Reading;

static void
free_visit (gpointer data)
{
  Visit *visit = data;

  g_array_unref (visit->client.spans);
  g_free (visit->client.address);
  g_free (visit->client.name);
  g_free (visit);
}

static Visit *
add_visit (Reading    *reading,
           const char *address)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->client.address = g_strdup (address);
  visit->client.connected = -1;
  visit->client.accepted = -1;
  visit->client.closed = -1;
  visit->client.spans = g_array_new (FALSE, FALSE, sizeof (SoqSpan));
  visit->answering = -1;

  g_ptr_array_add (reading->timeline->clients, visit);
  g_hash_table_insert (reading->by_address, visit->client.address, visit);

  return visit;
}

static void
add_span (Visit       *visit,
          SoqSpanState state,
          gint64       from,
          gint64       to)
{
  GArray  *spans = visit->client.spans;
  SoqSpan  span = { state, from, to };
  SoqSpan *last = spans->len > 0 ? &g_array_index (spans, SoqSpan, spans->len - 1) : NULL;

  if (to <= from)
    return;

  visit->client.totals[state] += to - from;
  if (last != NULL && last->state == state && last->to == from)
    last->to = to;
  else
    g_array_append_val (spans, span);
}

/* Only what took long enough to be seen. The server may have been told of the
 * client, and served it, before connect () returned to it.
 */
static void
add_connecting (Visit                *visit,
                const SoqTraceRecord *record)
{
  GArray *spans = visit->client.spans;
  gint64  to = spans->len > 0 ? g_array_index (spans, SoqSpan, 0).from : record->end;
  SoqSpan span = { SOQ_SPAN_CONNECTING, record->begin, to };

  if (visit->client.accepted >= 0)
    span.to = MIN (to, visit->client.accepted);
  if (span.to - span.from < BREATH)
    return;

  visit->client.totals[SOQ_SPAN_CONNECTING] += span.to - span.from;
  g_array_prepend_val (spans, span);
}

/* Whether somebody whom the server was told of is who has connected now. He may
 * even have been served and left by then; who left before the connect () began
 * only had the same port.
 */
static gboolean
is_same_client (const Visit          *visit,
                const SoqTraceRecord *record)
{
  if (visit->client.connected >= 0)
    return FALSE;

  return visit->client.closed < 0 || visit->client.accepted >= record->begin;
}

static void
read_connect (Reading              *reading,
              const SoqTraceRecord *record)
{
  g_autofree char *local = soq_trace_socket_dup_local (record->socket);
  Visit           *visit;

  if (record->result != 0 || local == NULL)
    return;

  /* The server may be told of it before the client is. */
  visit = g_hash_table_lookup (reading->by_address, local);
  if (visit == NULL || !is_same_client (visit, record))
    visit = add_visit (reading, local);
  visit->client.connected = record->end;
  if (visit->client.name == NULL)
    {
      visit->client.number = ++reading->n_own;
      visit->client.name = g_strdup_printf ("client %u", visit->client.number);
    }
  add_connecting (visit, record);
}

static void
read_accept (Reading              *reading,
             const SoqTraceRecord *record)
{
  Visit *visit;

  if (record->result < 0 || record->argument == NULL)
    return;

  visit = g_hash_table_lookup (reading->by_address, record->argument);
  if (visit == NULL || visit->client.accepted >= 0)
    visit = add_visit (reading, record->argument);
  visit->client.accepted = record->end;
  visit->last = record->end;
  if (visit->client.connected >= 0)
    add_span (visit, SOQ_SPAN_WAITING, visit->client.connected, record->end);
}

static Visit *
find_visit (Reading              *reading,
            const SoqTraceRecord *record)
{
  Visit           *visit = g_hash_table_lookup (reading->by_socket, record->socket);
  g_autofree char *remote = NULL;

  if (visit != NULL)
    return visit;

  remote = soq_trace_socket_dup_remote (record->socket);
  visit = remote != NULL ? g_hash_table_lookup (reading->by_address, remote) : NULL;
  if (visit != NULL)
    g_hash_table_insert (reading->by_socket, record->socket, visit);

  return visit;
}

/* A call of the server on a client's connection. */
static void
read_call (Reading              *reading,
           const SoqTraceRecord *record)
{
  Visit   *visit = find_visit (reading, record);
  gint64   from;
  gboolean rested;

  if (visit == NULL || visit->client.accepted < 0 || visit->client.closed >= 0)
    return;

  from = MAX (record->begin, visit->last);
  rested = visit->answering < 0 && from - visit->last >= BREATH;
  add_span (visit, rested ? SOQ_SPAN_IDLE : SOQ_SPAN_SERVED, visit->last, from);
  add_span (visit, SOQ_SPAN_SERVED, from, record->end);
  visit->last = MAX (visit->last, record->end);

  if (soq_call_get_direction (record->call) == SOQ_CALL_IN && record->result > 0)
    visit->answering = record->end;
  else
    visit->answering = -1;
  if (record->call == SOQ_CALL_CLOSE)
    visit->client.closed = record->end;
}

static void
read_record (Reading              *reading,
             const SoqTraceRecord *record)
{
  SoqTraceRole role = soq_trace_socket_get_role (record->socket);

  reading->timeline->end = MAX (reading->timeline->end, record->end);
  if (role == SOQ_TRACE_ROLE_CONNECTED && record->call == SOQ_CALL_CONNECT)
    read_connect (reading, record);
  else if (role == SOQ_TRACE_ROLE_LISTENER && record->call == SOQ_CALL_ACCEPT)
    read_accept (reading, record);
  else if (role == SOQ_TRACE_ROLE_ACCEPTED)
    read_call (reading, record);
}

static gint64
get_beginning (const SoqTimelineClient *client)
{
  gint64 time = client->connected >= 0 ? client->connected : client->accepted;

  return client->spans->len > 0 ? MIN (time, g_array_index (client->spans, SoqSpan, 0).from) : time;
}

/* What is not over yet goes on until the newest record. */
static void
finish (SoqTimeline *timeline)
{
  timeline->begin = timeline->clients->len > 0 ? G_MAXINT64 : timeline->end;

  for (guint i = 0; i < timeline->clients->len; i++)
    {
      Visit             *visit = g_ptr_array_index (timeline->clients, i);
      SoqTimelineClient *client = &visit->client;

      if (client->accepted < 0)
        add_span (visit, SOQ_SPAN_WAITING, client->connected, timeline->end);
      else if (client->closed < 0)
        add_span (visit, visit->answering >= 0 ? SOQ_SPAN_SERVED : SOQ_SPAN_IDLE, visit->last,
                  timeline->end);
      timeline->begin = MIN (timeline->begin, get_beginning (client));
    }
}

/**
 * soq_timeline_new:
 * @trace: what was called
 *
 * A call that has not returned yet is in no trace: who waits in one looks idle
 * until it returns.
 *
 * Returns: (transfer full): who waited how long
 */
SoqTimeline *
soq_timeline_new (SoqTrace *trace)
{
  SoqTimeline          *self = g_new0 (SoqTimeline, 1);
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  Reading               reading;

  self->clients = g_ptr_array_new_with_free_func (free_visit);
  reading.timeline = self;
  reading.n_own = 0;
  reading.by_address = g_hash_table_new (g_str_hash, g_str_equal);
  reading.by_socket = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < records->len; i++)
    read_record (&reading, g_ptr_array_index (records, i));
  finish (self);

  g_hash_table_unref (reading.by_address);
  g_hash_table_unref (reading.by_socket);

  return self;
}

void
soq_timeline_free (SoqTimeline *self)
{
  g_ptr_array_unref (self->clients);
  g_free (self);
}

/**
 * soq_timeline_get:
 * @self: a timeline
 * @index: which client
 *
 * Returns: (transfer none): the client
 */
SoqTimelineClient *
soq_timeline_get (SoqTimeline *self,
                  guint        index)
{
  Visit *visit;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->clients->len, NULL);

  visit = g_ptr_array_index (self->clients, index);

  return &visit->client;
}

/* What an export calls it. */
static const char *
get_state_name (SoqSpanState state)
{
  static const char *const names[] = { "waiting", "served", "idle", "connecting" };

  return names[state];
}

static void
add_client (SoqLabJson              *json,
            const SoqTimeline       *self,
            const SoqTimelineClient *client)
{
  soq_lab_json_begin (json, NULL, '{');
  soq_lab_json_add_text (json, "client", client->address);
  if (client->name != NULL)
    soq_lab_json_add_text (json, "name", client->name);
  for (guint i = 0; i < SOQ_N_SPAN_STATES; i++)
    soq_lab_json_add_seconds (json, get_state_name (i), client->totals[i]);

  soq_lab_json_begin (json, "spans", '[');
  for (guint i = 0; i < client->spans->len; i++)
    {
      const SoqSpan *span = &g_array_index (client->spans, SoqSpan, i);

      soq_lab_json_begin (json, NULL, '{');
      soq_lab_json_add_text (json, "state", get_state_name (span->state));
      soq_lab_json_add_seconds (json, "from", span->from - self->begin);
      soq_lab_json_add_seconds (json, "to", span->to - self->begin);
      soq_lab_json_end (json, '}');
    }
  soq_lab_json_end (json, ']');
  soq_lab_json_end (json, '}');
}

/**
 * soq_timeline_write:
 * @self: a timeline
 * @json: where to; times are seconds since its beginning
 * @name: (nullable): of the member
 */
void
soq_timeline_write (SoqTimeline *self,
                    SoqLabJson  *json,
                    const char  *name)
{
  soq_lab_json_begin (json, name, '{');
  soq_lab_json_add_seconds (json, "duration", self->end - self->begin);
  soq_lab_json_begin (json, "clients", '[');
  for (guint i = 0; i < self->clients->len; i++)
    add_client (json, self, soq_timeline_get (self, i));
  soq_lab_json_end (json, ']');
  soq_lab_json_end (json, '}');
}

/**
 * soq_timeline_to_json:
 * @self: a timeline
 *
 * Returns: (transfer full): it as JSON
 */
char *
soq_timeline_to_json (SoqTimeline *self)
{
  SoqLabJson json;

  g_return_val_if_fail (self != NULL, NULL);

  soq_lab_json_init (&json);
  soq_timeline_write (self, &json, NULL);

  return soq_lab_json_finish (&json);
}
