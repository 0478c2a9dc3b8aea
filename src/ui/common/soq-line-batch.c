/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-line-batch.h"

typedef struct
{
  GtkTextTag *tag; /* (borrowed): of the buffer */
  int         start;
  int         end;
} Span; /* in characters of the batch */

typedef struct
{
  gsize bytes;
  int   characters;
  guint spans;
} Place;

/**
 * SoqLineBatch:
 *
 * Lines on their way to the end of a text buffer. They get there with one
 * insertion, however many they are and of however many pieces: GTK tells
 * screen readers of each insertion by itself, which takes far longer than to
 * show it, and a fragment of a line says nothing to anybody.
 */
struct _SoqLineBatch
{
  GtkTextBuffer *buffer; /* (borrowed) */
  GtkTextTag    *tag;    /* (borrowed): of every line */
  GString       *text;   /* (owned) */
  GArray        *spans;  /* (owned) of Span */
  Place          end;
  Place          last;     /* where the last line begins */
  gboolean       has_last; /* it begins in this batch */
};

/**
 * soq_line_batch_new:
 * @buffer: where the lines go; must outlive the batch
 * @tag: (transfer none): a tag of @buffer for all of them
 *
 * Returns: (transfer full): an empty batch
 */
SoqLineBatch *
soq_line_batch_new (GtkTextBuffer *buffer,
                    GtkTextTag    *tag)
{
  SoqLineBatch *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);
  g_return_val_if_fail (GTK_IS_TEXT_TAG (tag), NULL);

  self = g_new0 (SoqLineBatch, 1);
  self->buffer = buffer;
  self->tag = tag;
  self->text = g_string_new (NULL);
  self->spans = g_array_new (FALSE, FALSE, sizeof (Span));

  return self;
}

void
soq_line_batch_free (SoqLineBatch *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  g_free (self);
}

static void
go_back_to (SoqLineBatch *self,
            Place         place)
{
  g_string_truncate (self->text, place.bytes);
  g_array_set_size (self->spans, place.spans);
  self->end = place;
  self->has_last = FALSE;
}

/**
 * soq_line_batch_begin:
 * @self: a batch
 *
 * Begins another line.
 */
void
soq_line_batch_begin (SoqLineBatch *self)
{
  g_return_if_fail (self != NULL);

  self->last = self->end;
  self->has_last = TRUE;
  if (self->end.bytes > 0 || gtk_text_buffer_get_char_count (self->buffer) > 0)
    soq_line_batch_add (self, "\n", 1, self->tag);
}

/**
 * soq_line_batch_add:
 * @self: a batch
 * @text: valid UTF-8
 * @length: its length in bytes, or -1
 * @tag: how it looks, besides as all lines do
 *
 * Adds to the last line.
 */
void
soq_line_batch_add (SoqLineBatch *self,
                    const char   *text,
                    gssize        length,
                    GtkTextTag   *tag)
{
  Span span = { .tag = tag, .start = self->end.characters };

  g_string_append_len (self->text, text, length);
  self->end.characters += (int) g_utf8_strlen (text, length);
  self->end.bytes = self->text->len;

  span.end = self->end.characters;
  if (tag != self->tag && span.end > span.start)
    g_array_append_val (self->spans, span);
  self->end.spans = self->spans->len;
}

/**
 * soq_line_batch_get_length:
 * @self: a batch
 *
 * Returns: how many characters are in it, for soq_line_batch_cover ()
 */
int
soq_line_batch_get_length (SoqLineBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->end.characters;
}

/**
 * soq_line_batch_cover:
 * @self: a batch
 * @start: what its length was
 * @tag: how what was added since then looks besides
 */
void
soq_line_batch_cover (SoqLineBatch *self,
                      int           start,
                      GtkTextTag   *tag)
{
  Span span = { .tag = tag, .start = start };

  g_return_if_fail (self != NULL);

  span.end = self->end.characters;
  if (span.end > span.start)
    g_array_append_val (self->spans, span);
  self->end.spans = self->spans->len;
}

static void
delete_last_line (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  start = end;
  gtk_text_iter_set_line_offset (&start, 0);
  gtk_text_iter_backward_char (&start);
  gtk_text_buffer_delete (buffer, &start, &end);
}

/**
 * soq_line_batch_take_back:
 * @self: a batch
 *
 * Removes the last line, whether it is in the buffer or still on its way.
 */
void
soq_line_batch_take_back (SoqLineBatch *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->has_last || self->end.bytes == 0);

  if (self->has_last)
    go_back_to (self, self->last);
  else
    delete_last_line (self->buffer);
}

static void
apply (SoqLineBatch *self,
       const Span   *span,
       int           offset)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, offset + span->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, offset + span->end);
  gtk_text_buffer_apply_tag (self->buffer, span->tag, &start, &end);
}

/**
 * soq_line_batch_commit:
 * @self: a batch
 *
 * Puts the lines into the buffer.
 */
void
soq_line_batch_commit (SoqLineBatch *self)
{
  GtkTextIter end;
  int         offset;

  g_return_if_fail (self != NULL);

  if (self->end.bytes == 0)
    return;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  offset = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert_with_tags (self->buffer, &end, self->text->str, (int) self->text->len,
                                    self->tag, NULL);
  for (guint i = 0; i < self->spans->len; i++)
    apply (self, &g_array_index (self->spans, Span, i), offset);

  go_back_to (self, (Place){ 0 });
}
