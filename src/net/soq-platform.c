/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"

static SoqClockFunc current_clock = g_get_monotonic_time;

/**
 * soq_clock_now:
 *
 * The monotonic time by which everything in the network layer waits.
 *
 * Returns: microseconds since some moment before the program started
 */
gint64
soq_clock_now (void)
{
  return current_clock ();
}

/**
 * soq_clock_set:
 * @clock: (nullable): what tells the time from now on, or %NULL for the
 *   system's monotonic clock
 *
 * Lets a test decide what time it is.
 */
void
soq_clock_set (SoqClockFunc clock)
{
  current_clock = clock != NULL ? clock : g_get_monotonic_time;
}
