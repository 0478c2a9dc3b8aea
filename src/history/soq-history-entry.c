/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-history.h"

GQuark
soq_history_error_quark (void)
{
  return g_quark_from_static_string ("soq-history-error-quark");
}

/**
 * soq_history_entry_new:
 * @target: where it was said
 * @time: when, in microseconds since 1970, UTC
 * @id: what no other entry has
 * @is_event: whether it is no message
 * @line: what was said
 *
 * Returns: (transfer full): an entry
 */
SoqHistoryEntry *
soq_history_entry_new (const char *target,
                       gint64      time,
                       const char *id,
                       gboolean    is_event,
                       const char *line)
{
  SoqHistoryEntry *self;

  g_return_val_if_fail (target != NULL && id != NULL && line != NULL, NULL);

  self = g_new0 (SoqHistoryEntry, 1);
  self->target = g_strdup (target);
  self->time = time;
  self->id = g_strdup (id);
  self->is_event = is_event;
  self->line = g_strdup (line);

  return self;
}

SoqHistoryEntry *
soq_history_entry_copy (const SoqHistoryEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return soq_history_entry_new (self->target, self->time, self->id, self->is_event, self->line);
}

void
soq_history_entry_free (SoqHistoryEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->target);
  g_free (self->id);
  g_free (self->line);
  g_free (self);
}
