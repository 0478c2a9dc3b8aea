/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-model.h"

/* How the bytes of a call lie to the messages. */

static gboolean
is_same_way (const SoqTraceRecord *a,
             const SoqTraceRecord *b)
{
  return a->bytes != NULL && a->socket == b->socket && (a->flags & SOQ_CALL_PEEKED) == 0 &&
         soq_call_get_direction (a->call) == soq_call_get_direction (b->call) &&
         soq_call_is_kernel (a->call) == soq_call_is_kernel (b->call);
}

static gboolean
ends_with_newline (GBytes *bytes)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return length > 0 && data[length - 1] == '\n';
}

static guint
count_newlines (GBytes *bytes)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint         n = 0;

  for (gsize i = 0; i < length; i++)
    n += data[i] == '\n' ? 1 : 0;

  return n;
}

/**
 * soq_wire_model_measure:
 * @self: a model
 * @position: the position of a row with bytes
 * @span: (out caller-allocates): how they lie to the messages
 */
void
soq_wire_model_measure (SoqWireModel *self,
                        guint         position,
                        SoqWireSpan  *span)
{
  SoqWireEvent *event = soq_wire_model_get_row (self, position);

  g_return_if_fail (event != NULL && event->record->bytes != NULL);

  *span = (SoqWireSpan){ .whole = count_newlines (event->record->bytes),
                         .ends_inside = !ends_with_newline (event->record->bytes) };

  for (guint i = position; i > 0; i--)
    {
      SoqWireEvent *before = soq_wire_model_get_row (self, i - 1);

      if (!is_same_way (before->record, event->record))
        continue;
      if (ends_with_newline (before->record->bytes))
        return;

      span->starts_inside = TRUE;
      span->before++;
      if (count_newlines (before->record->bytes) > 0)
        return;
    }
}
