/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqThrottle:
 * @burst: how many at once
 * @interval: µs that each further one takes; 0 lets everything through
 *
 * How fast one peer may speak: a leaky bucket. Pure; the caller has the clock.
 */
typedef struct
{
  guint  burst;
  gint64 interval;

  /*< private >*/
  gint64 paid_until; /* the moment at which all that was taken is paid for */
} SoqThrottle;

gint64 soq_throttle_take (SoqThrottle *self,
                          gint64       now);

G_END_DECLS
