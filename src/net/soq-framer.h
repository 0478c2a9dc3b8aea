/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqFrameEnd:
 * @SOQ_FRAME_END_NEWLINE: a newline ended it
 * @SOQ_FRAME_END_LIMIT: it was cut, as it was longer than allowed; what
 *   follows belongs to it
 * @SOQ_FRAME_END_FLUSH: the caller decided that no more will come
 */
typedef enum
{
  SOQ_FRAME_END_NEWLINE,
  SOQ_FRAME_END_LIMIT,
  SOQ_FRAME_END_FLUSH,
} SoqFrameEnd;

/**
 * SoqFrame:
 * @data: (borrowed): the bytes, without what ended them
 * @length: how many
 * @raw_length: how many with the newline and the carriage return before it
 * @end: what ended the frame
 *
 * One message out of a stream. It is good until the framer is touched again.
 */
typedef struct
{
  const guint8 *data;
  gsize         length;
  gsize         raw_length;
  SoqFrameEnd   end;
} SoqFrame;

typedef struct _SoqFramer SoqFramer;

SoqFramer *soq_framer_new (gsize limit) G_GNUC_WARN_UNUSED_RESULT;
void       soq_framer_free (SoqFramer *self);

void soq_framer_set_limit (SoqFramer *self,
                           gsize      limit);

void     soq_framer_push (SoqFramer    *self,
                          const guint8 *data,
                          gsize         length);
gboolean soq_framer_next (SoqFramer *self,
                          SoqFrame  *frame);
gboolean soq_framer_flush (SoqFramer *self,
                           SoqFrame  *frame);
void     soq_framer_settle (SoqFramer *self);

gsize         soq_framer_get_pending (SoqFramer *self);
const guint8 *soq_framer_peek (SoqFramer *self,
                               gsize     *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqFramer, soq_framer_free)

G_END_DECLS
