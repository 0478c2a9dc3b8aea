/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SoqTimers SoqTimers;
typedef struct _SoqTimer  SoqTimer;

typedef void (*SoqTimerFunc) (gpointer user_data);

/**
 * SoqTimer:
 * @func: what to call when it is time
 * @user_data: (borrowed): data for @func
 *
 * One moment that somebody waits for. It lies inside of whatever waits, is
 * all zero at first, and belongs to the [struct@SoqTimers] while it is set.
 */
struct _SoqTimer
{
  SoqTimerFunc func;
  gpointer     user_data;

  /*< private >*/
  gint64 when;  /* soq_clock_now () at which it is due */
  guint  place; /* in the heap, from 1; 0 while not set */
};

SoqTimers *soq_timers_new (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;
void       soq_timers_free (SoqTimers *self);

void soq_timers_set (SoqTimers *self,
                     SoqTimer  *timer,
                     gint64     delay);
void soq_timers_unset (SoqTimers *self,
                       SoqTimer  *timer);
void soq_timers_run (SoqTimers *self);

gboolean soq_timer_is_set (const SoqTimer *timer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTimers, soq_timers_free)

G_END_DECLS
