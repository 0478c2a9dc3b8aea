/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-reactor.h"

G_BEGIN_DECLS

/* A place among the handshakes with clients that one thread of ours has under
 * way. Each takes a thread of GIO, which has few, so they are limited, also
 * for one address; who finds none waits.
 */
typedef struct
{
  GSocketAddress *remote;  /* (borrowed) (nullable) */
  SoqReactor     *reactor; /* (borrowed) */
  SoqDeferred    *step;    /* (borrowed): runs when a place may have become free */
  GQueue         *queue;   /* (borrowed) (nullable): where it is */
  GList           node;
  gboolean        leaving; /* it was asked to give its place back */
} SoqTlsPlace;

gboolean soq_tls_place_take (SoqTlsPlace *self);
void     soq_tls_place_give (SoqTlsPlace *self);
gboolean soq_tls_place_give_way (SoqTlsPlace *self);
gboolean soq_tls_place_is_crowded (SoqTlsPlace *self);

G_END_DECLS
