/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-framer.h"

/**
 * SoqFramer:
 *
 * Cuts a stream of bytes into lines of bounded length. It is pure: however
 * the same bytes are divided between calls of [method@SoqFramer.push], the
 * same frames come out.
 *
 * Bytes are not copied as long as their lines are complete. One round is:
 * `push`, `next` until it has no more (or until you want no more), `settle`;
 * only `settle` copies what is left, so the caller's buffer may be reused
 * after it. Without `settle` the next `push` must not come.
 */
struct _SoqFramer
{
  GByteArray   *kept;    /* (owned): what previous rounds left */
  const guint8 *data;    /* (borrowed) (nullable): into kept, or the caller's */
  gsize         length;  /* bytes at data */
  gsize         scanned; /* bytes at data known to hold no newline */
  gsize         limit;   /* longest frame, in bytes */
};

/**
 * soq_framer_new:
 * @limit: the longest frame in bytes, its newline not counted; at least 4,
 *   the longest character of UTF-8
 *
 * Returns: (transfer full): a framer with nothing in it
 */
SoqFramer *
soq_framer_new (gsize limit)
{
  SoqFramer *self;

  g_return_val_if_fail (limit >= 4, NULL);

  self = g_new0 (SoqFramer, 1);
  self->kept = g_byte_array_new ();
  self->limit = limit;

  return self;
}

void
soq_framer_free (SoqFramer *self)
{
  g_return_if_fail (self != NULL);

  g_byte_array_unref (self->kept);
  g_free (self);
}

/**
 * soq_framer_set_limit:
 * @self: a framer
 * @limit: the longest frame in bytes from now on, at least 4
 */
void
soq_framer_set_limit (SoqFramer *self,
                      gsize      limit)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (limit >= 4);

  self->limit = limit;
}

/**
 * soq_framer_push:
 * @self: a framer
 * @data: (array length=length): the next bytes of the stream; they must stay
 *   until [method@SoqFramer.settle]
 * @length: how many
 */
void
soq_framer_push (SoqFramer    *self,
                 const guint8 *data,
                 gsize         length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);
  g_return_if_fail (length <= G_MAXUINT - self->kept->len);

  if (self->kept->len == 0)
    {
      self->data = data;
      self->length = length;
      self->scanned = 0;
      return;
    }

  if (length > 0)
    g_byte_array_append (self->kept, data, (guint) length);
  self->data = self->kept->data;
  self->length = self->kept->len;
}

static void
take (SoqFramer *self,
      gsize      length)
{
  g_assert (length <= self->length);

  self->data += length;
  self->length -= length;
  self->scanned = 0;
}

/* The longest piece of at most the limit that does not split a character. */
static gsize
find_cut (const SoqFramer *self)
{
  gsize cut = self->limit;

  g_assert (self->length > self->limit);

  while (cut > self->limit - 3 && (self->data[cut] & 0xc0) == 0x80)
    cut--;

  return (self->data[cut] & 0xc0) == 0x80 ? self->limit : cut;
}

static void
fill_line (SoqFrame     *frame,
           const guint8 *data,
           gsize         length,
           gsize         raw_length,
           SoqFrameEnd   end)
{
  if (length > 0 && data[length - 1] == '\r')
    length--;

  frame->data = data;
  frame->length = length;
  frame->raw_length = raw_length;
  frame->end = end;
}

/**
 * soq_framer_next:
 * @self: a framer
 * @frame: (out): the frame, if there is one
 *
 * Takes the next complete frame.
 *
 * Returns: whether there was one
 */
gboolean
soq_framer_next (SoqFramer *self,
                 SoqFrame  *frame)
{
  const guint8 *newline = NULL;
  gsize         window;
  gsize         length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  window = MIN (self->length, self->limit + 1);
  if (window > self->scanned)
    newline = memchr (self->data + self->scanned, '\n', window - self->scanned);

  if (newline != NULL)
    {
      length = (gsize) (newline - self->data);
      fill_line (frame, self->data, length, length + 1, SOQ_FRAME_END_NEWLINE);
      take (self, length + 1);
      return TRUE;
    }

  if (self->length > self->limit)
    {
      length = find_cut (self);
      *frame = (SoqFrame){ self->data, length, length, SOQ_FRAME_END_LIMIT };
      take (self, length);
      return TRUE;
    }

  self->scanned = window;

  return FALSE;
}

/**
 * soq_framer_flush:
 * @self: a framer from which [method@SoqFramer.next] got all
 * @frame: (out): the frame, if there is one
 *
 * Takes the rest as a frame, although no newline ended it.
 *
 * Returns: whether there was a rest
 */
gboolean
soq_framer_flush (SoqFramer *self,
                  SoqFrame  *frame)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (self->length == 0)
    return FALSE;

  fill_line (frame, self->data, self->length, self->length, SOQ_FRAME_END_FLUSH);
  take (self, self->length);

  return TRUE;
}

/**
 * soq_framer_settle:
 * @self: a framer
 *
 * Keeps a copy of what is left, and lets go of the caller's bytes.
 */
void
soq_framer_settle (SoqFramer *self)
{
  g_return_if_fail (self != NULL);

  if (self->length == 0)
    {
      /* Thousands of idle peers shall not hold the longest line they sent. */
      if (self->kept->len > 0)
        {
          g_byte_array_unref (self->kept);
          self->kept = g_byte_array_new ();
        }
    }
  else if (self->kept->len > 0)
    {
      g_byte_array_remove_range (self->kept, 0, self->kept->len - (guint) self->length);
    }
  else
    {
      g_byte_array_append (self->kept, self->data, (guint) self->length);
    }

  self->data = self->kept->data;
  self->length = self->kept->len;
}

/**
 * soq_framer_get_pending:
 * @self: a framer
 *
 * Returns: how many bytes no frame has taken yet
 */
gsize
soq_framer_get_pending (SoqFramer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * soq_framer_peek:
 * @self: a framer
 * @length: (out): how many bytes
 *
 * Returns: (array length=length) (nullable): the bytes no frame has taken yet
 */
const guint8 *
soq_framer_peek (SoqFramer *self,
                 gsize     *length)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  *length = self->length;

  return self->data;
}
