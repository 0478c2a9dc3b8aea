/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-reactor.h"

G_BEGIN_DECLS

/* How sockets are waited for; soq-reactor-portable.c and soq-reactor-win32.c
 * are two ways, and meson picks one.
 */
typedef struct _SoqWaiter SoqWaiter;

struct _SoqReactor
{
  GMainContext *context;  /* (owned) */
  SoqWaiter    *waiter;   /* (owned) (nullable): what the way of waiting needs */
  SoqTimers    *timers;   /* (owned) */
  GSource      *end;      /* (owned): runs the deferred ones */
  GQueue        deferred; /* of (borrowed) SoqDeferred, by their own links */
  guint8       *buffer;   /* (owned): SOQ_LIMIT_RECEIVE_SIZE bytes */
  int           priority; /* of what tells of sockets */
  guint         ref_count;
};

SoqWaiter *soq_waiter_new (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;
void       soq_waiter_free (SoqWaiter *self);
void       soq_waiter_set_priority (SoqWaiter *self,
                                    int        priority);

G_END_DECLS
