/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-trace.h"

#include "soq-chat-trace.h"
#include "soq-trace-writer.h"

#include <stdio.h>

/* How often the file grows, in milliseconds, and what may wait until then. */
#define INTERVAL 200
#define RECORDS  1000000
#define BYTES    (256 * 1024 * 1024)

struct _ServerTrace
{
  SoqTrace       *trace;  /* (owned) */
  SoqTraceWriter *writer; /* (owned) */
  guint64         last;   /* the number of the newest record in the file */
  guint           timer;
  gboolean        failed; /* it was said already */
};

static void
fail (ServerTrace  *self,
      const GError *error)
{
  if (!self->failed)
    fprintf (stderr, "soquete-server: the trace ends here: %s\n", error->message);

  self->failed = TRUE;
}

static gboolean
write_cb (gpointer user_data)
{
  ServerTrace          *self = user_data;
  g_autoptr (GPtrArray) records = soq_trace_dup_since (self->trace, self->last, G_MAXUINT);
  g_autoptr (GError)    error = NULL;
  guint64               first;

  if (records->len == 0 || self->failed)
    return G_SOURCE_CONTINUE;

  first = ((SoqTraceRecord *) g_ptr_array_index (records, 0))->number;
  if (first != self->last + 1)
    fprintf (stderr, "soquete-server: %" G_GUINT64_FORMAT " calls are missing in the trace\n",
             first - self->last - 1);
  self->last = first + records->len - 1;
  soq_trace_clear (self->trace);

  if (!soq_trace_writer_add (self->writer, records, &error))
    fail (self, error);

  return G_SOURCE_CONTINUE;
}

/**
 * server_trace_open:
 * @server: a server that is not started
 * @path: the file
 * @error: return location for an error, as of soq_trace_writer_open ()
 *
 * Has the calls of @server written to a file while it runs.
 *
 * Returns: (transfer full): what to close with server_trace_close (), or %NULL
 */
ServerTrace *
server_trace_open (SoqServer  *server,
                   const char *path,
                   GError    **error)
{
  SoqTraceWriter *writer = soq_trace_writer_open (path, error);
  ServerTrace    *self;

  if (writer == NULL)
    return NULL;

  self = g_new0 (ServerTrace, 1);
  self->writer = writer;
  self->trace = soq_chat_trace_new ();
  soq_trace_set_limits (self->trace, RECORDS, BYTES);
  soq_server_set_trace (server, self->trace);
  self->timer = g_timeout_add (INTERVAL, write_cb, self);

  return self;
}

/**
 * server_trace_close:
 * @self: (transfer full) (nullable): what writes the file
 *
 * Returns: whether the whole of it is there; if not, that was said
 */
gboolean
server_trace_close (ServerTrace *self)
{
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  if (self == NULL)
    return TRUE;

  g_source_remove (self->timer);
  write_cb (self);
  if (!soq_trace_writer_close (self->writer, &error))
    fail (self, error);
  ok = !self->failed;
  soq_trace_unref (self->trace);
  g_free (self);

  return ok;
}
