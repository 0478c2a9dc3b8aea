/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "soq-timers.h"

G_BEGIN_DECLS

typedef struct _SoqReactor  SoqReactor;
typedef struct _SoqWatch    SoqWatch;
typedef struct _SoqDeferred SoqDeferred;

typedef void (*SoqWatchFunc) (GIOCondition ready,
                              gpointer     user_data);

/**
 * SoqDeferred:
 * @func: what to call at the end of the turn
 * @user_data: (borrowed): data for @func
 *
 * Something to be done once at the end of this turn, however often it is
 * asked for. It lies inside of what it is about, and is all zero at first.
 */
struct _SoqDeferred
{
  SoqTimerFunc func;
  gpointer     user_data;

  /*< private >*/
  GList    link;
  gboolean queued;
};

SoqReactor *soq_reactor_new (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;
SoqReactor *soq_reactor_ref (SoqReactor *self) G_GNUC_WARN_UNUSED_RESULT;
void        soq_reactor_unref (SoqReactor *self);

void       soq_reactor_set_priority (SoqReactor *self,
                                     int         priority);
SoqTimers *soq_reactor_get_timers (SoqReactor *self);
guint8    *soq_reactor_get_buffer (SoqReactor *self,
                                   gsize      *size);

void soq_reactor_defer (SoqReactor  *self,
                        SoqDeferred *deferred);
void soq_reactor_undefer (SoqReactor  *self,
                          SoqDeferred *deferred);

SoqWatch *soq_reactor_watch (SoqReactor  *self,
                             GSocket     *socket,
                             SoqWatchFunc func,
                             gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;
void      soq_watch_set_condition (SoqWatch    *self,
                                   GIOCondition condition);
void      soq_watch_free (SoqWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqReactor, soq_reactor_unref)

G_END_DECLS
