/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trace-writer.h"

#include "soq-error.h"
#include "soq-pcapng.h"
#include "soq-platform.h"
#include "soq-private-file.h"
#include "soq-text.h"
#include "soq-trace-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* Only Windows makes a difference between text and bytes. */
#ifndef O_BINARY
#define O_BINARY 0
#endif

typedef enum
{
  FORMAT_JSON,
  FORMAT_PCAPNG,
  FORMAT_TEXT,
} Format;

struct _SoqTraceWriter
{
  Format      format;
  char       *name;   /* (owned): of the file, for errors */
  FILE       *file;   /* (owned) */
  GByteArray *buffer; /* (owned): what is not written yet */
  SoqPcapng  *pcapng; /* (owned) (nullable) unless that is the format */
  gint64      zero;   /* the time to count from; 0 before the first record */
  gint64      epoch;
  guint       n_records;
};

static gboolean
choose_format (const char *path,
               Format     *format,
               GError    **error)
{
  if (g_str_has_suffix (path, ".json"))
    *format = FORMAT_JSON;
  else if (g_str_has_suffix (path, ".pcapng"))
    *format = FORMAT_PCAPNG;
  else if (g_str_has_suffix (path, ".txt"))
    *format = FORMAT_TEXT;
  else
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_FILE_NAME,
                   "A trace is written to a file whose name ends in .json, .pcapng or .txt, and “%s” does not",
                   path);
      return FALSE;
    }

  return TRUE;
}

static void
put (SoqTraceWriter *self,
     const char     *text)
{
  g_byte_array_append (self->buffer, (const guint8 *) text, (guint) strlen (text));
}

/* The times of records count from the first one. */
static void
begin (SoqTraceWriter       *self,
       const SoqTraceRecord *first)
{
  g_autoptr (GDateTime) start = NULL;
  g_autofree char      *stamp = NULL;
  g_autofree char      *line = NULL;

  self->zero = first->begin;
  start = g_date_time_new_from_unix_utc ((self->zero + self->epoch) / G_USEC_PER_SEC);
  stamp = g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ");
  if (self->format == FORMAT_JSON)
    line = g_strdup_printf ("{\"program\":\"" PACKAGE_NAME "\",\"version\":\"" PACKAGE_VERSION
                            "\",\"start\":\"%s\",\"calls\":[\n",
                            stamp);
  else
    line = g_strdup_printf ("# " PACKAGE_NAME " " PACKAGE_VERSION ", %s; seconds, end, peer, call\n",
                            stamp);
  put (self, line);
}

static void
add_record (SoqTraceWriter       *self,
            const SoqTraceRecord *record)
{
  g_autofree char *line = NULL;

  if (self->format == FORMAT_PCAPNG)
    {
      soq_pcapng_add (self->pcapng, record);
      return;
    }

  if (self->n_records++ == 0)
    begin (self, record);
  else if (self->format == FORMAT_JSON)
    put (self, ",\n");

  line = self->format == FORMAT_JSON ? soq_trace_record_dup_json (record, self->zero)
                                     : soq_trace_record_dup_line (record, self->zero);
  put (self, line);
  if (self->format == FORMAT_TEXT)
    put (self, "\n");
}

static void
set_error (SoqTraceWriter *self,
           GError        **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
               "“%s” cannot be written: %s", self->name, g_strerror (code));
}

static gboolean
flush (SoqTraceWriter *self,
       GError        **error)
{
  gsize    length = self->buffer->len;
  gboolean ok = fwrite (self->buffer->data, 1, length, self->file) == length &&
                fflush (self->file) == 0;

  if (!ok)
    set_error (self, error);
  g_byte_array_set_size (self->buffer, 0);

  return ok;
}

static void
free_writer (SoqTraceWriter *self)
{
  g_clear_pointer (&self->pcapng, soq_pcapng_free);
  g_byte_array_unref (self->buffer);
  g_free (self->name);
  g_free (self);
}

/* Bytes of others are in it, so it is for the owner's eyes. */
static FILE *
open_private (const char *path)
{
  int   fd;
  FILE *file;

  soq_private_file_protect (path);
  fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_BINARY, 0600);
  file = fd >= 0 ? fdopen (fd, "wb") : NULL;
  if (fd >= 0 && file == NULL)
    g_close (fd, NULL);

  return file;
}

/**
 * soq_trace_writer_open:
 * @path: a file whose name ends in “.json”, “.pcapng” or “.txt”; replaced if
 *   it exists
 * @error: return location for %SOQ_ERROR_BAD_FILE_NAME or a #GFileError
 *
 * Returns: (transfer full): a writer to close with soq_trace_writer_close (),
 *   or %NULL
 */
SoqTraceWriter *
soq_trace_writer_open (const char *path,
                       GError    **error)
{
  SoqTraceWriter *self;
  Format          format;
  FILE           *file;
  int             code;

  g_return_val_if_fail (path != NULL, NULL);

  if (!choose_format (path, &format, error))
    return NULL;

  file = open_private (path);
  code = errno;
  if (file == NULL)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
                   "“%s” cannot be written: %s", path, g_strerror (code));
      return NULL;
    }

  self = g_new0 (SoqTraceWriter, 1);
  self->format = format;
  self->name = g_strdup (path);
  self->file = file;
  self->buffer = g_byte_array_new ();
  self->epoch = g_get_real_time () - soq_clock_now ();
  if (format == FORMAT_PCAPNG)
    self->pcapng = soq_pcapng_new (self->buffer, self->epoch);

  return self;
}

/**
 * soq_trace_writer_add:
 * @self: a writer
 * @records: (element-type SoqTraceRecord): what comes next
 * @error: return location for a #GFileError
 *
 * Returns: whether it is in the file
 */
gboolean
soq_trace_writer_add (SoqTraceWriter *self,
                      GPtrArray      *records,
                      GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (records != NULL, FALSE);

  for (guint i = 0; i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));

  return flush (self, error);
}

/**
 * soq_trace_writer_close:
 * @self: (transfer full): a writer
 * @error: return location for a #GFileError
 *
 * Ends the file and frees the writer.
 *
 * Returns: whether the file is whole
 */
gboolean
soq_trace_writer_close (SoqTraceWriter *self,
                        GError        **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->format == FORMAT_JSON)
    put (self, self->n_records == 0 ? "{\"program\":\"" PACKAGE_NAME "\",\"calls\":[\n]}\n"
                                    : "\n]}\n");
  ok = flush (self, error);
  if (fclose (self->file) != 0 && ok)
    {
      set_error (self, error);
      ok = FALSE;
    }
  free_writer (self);

  return ok;
}

/**
 * soq_trace_write:
 * @records: (element-type SoqTraceRecord): what to write
 * @path: as of soq_trace_writer_open ()
 * @error: return location for an error, likewise
 *
 * Returns: whether the file is there and whole
 */
gboolean
soq_trace_write (GPtrArray  *records,
                 const char *path,
                 GError    **error)
{
  SoqTraceWriter *writer = soq_trace_writer_open (path, error);
  gboolean        ok;

  if (writer == NULL)
    return FALSE;

  ok = soq_trace_writer_add (writer, records, error);

  return soq_trace_writer_close (writer, ok ? error : NULL) && ok;
}
