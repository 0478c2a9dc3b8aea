/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-datagram.h"
#include "soq-relay.h"

G_BEGIN_DECLS

/* The datagrams that go through a relay: each client has a socket of its own
 * towards the server, by which answers find their way back.
 */
typedef struct _SoqRelayFlows SoqRelayFlows;

SoqRelayFlows *soq_relay_flows_new (SoqReactor          *reactor,
                                    GSocketAddress      *local,
                                    SoqTrace            *trace,
                                    const SoqRelayKnobs *knobs,
                                    SoqRelayCounts      *counts,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void           soq_relay_flows_free (SoqRelayFlows *self);

guint16 soq_relay_flows_get_port (SoqRelayFlows *self);
void    soq_relay_flows_set_server (SoqRelayFlows  *self,
                                    GSocketAddress *server);
void    soq_relay_flows_reset (SoqRelayFlows *self);

G_END_DECLS
