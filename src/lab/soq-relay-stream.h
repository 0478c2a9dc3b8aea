/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-reactor.h"
#include "soq-relay.h"

G_BEGIN_DECLS

/* One connection through a relay: what comes from one end is handed to the
 * other, as the knobs say.
 */
typedef struct _SoqRelayStream SoqRelayStream;

/* The stream is over; whoever is told frees it. */
typedef void (*SoqRelayStreamFunc) (SoqRelayStream *stream,
                                    gpointer        user_data);

SoqRelayStream *soq_relay_stream_new (SoqReactor          *reactor,
                                      GSocket             *client,
                                      const SoqRelayKnobs *knobs,
                                      SoqRelayCounts      *counts,
                                      SoqRelayStreamFunc   ended,
                                      gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
void            soq_relay_stream_free (SoqRelayStream *self);

void soq_relay_stream_connected (SoqRelayStream *self,
                                 GSocket        *server);
void soq_relay_stream_reset (SoqRelayStream *self);
void soq_relay_stream_knobs_changed (SoqRelayStream *self);

G_END_DECLS
