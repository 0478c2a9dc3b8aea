/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-throttle.h"

/**
 * soq_throttle_take:
 * @self: a throttle
 * @now: monotonic time in µs
 *
 * Asks for leave to take one more.
 *
 * Returns: 0 if it may be taken now, and then it is; else in how many µs it
 *   may
 */
gint64
soq_throttle_take (SoqThrottle *self,
                   gint64       now)
{
  gint64 debt;

  g_return_val_if_fail (self != NULL, 0);

  if (self->interval == 0)
    return 0;

  self->paid_until = MAX (self->paid_until, now);
  debt = self->paid_until - now - ((gint64) self->burst - 1) * self->interval;
  if (debt > 0)
    return debt;

  self->paid_until += self->interval;

  return 0;
}
