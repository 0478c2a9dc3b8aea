/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-address.h"
#include "soq-trace.h"

G_BEGIN_DECLS

/**
 * SoqRelayKnobs:
 * @piece: send pieces of at most so many bytes, one by one; 0 for as it comes
 * @join: collect for so many milliseconds, and send it at once
 * @delay: hand on so many milliseconds later
 * @rate: send so many bytes in a second and each direction; 0 for any number
 * @drop: lose so many datagrams of a hundred
 *
 * What a relay does with what it carries. The first four are for TCP, @delay
 * and @drop for UDP.
 */
typedef struct
{
  guint piece;
  guint join;
  guint delay;
  guint rate;
  guint drop;
} SoqRelayKnobs;

/**
 * SoqRelayCounts:
 * @clients: who came so far
 * @open: who is there now
 * @forwarded: bytes that were handed on
 * @datagrams: datagrams that were handed on
 * @dropped: datagrams that were not
 * @failed: connections to the server that could not be made
 */
typedef struct
{
  guint   clients;
  guint   open;
  guint64 forwarded;
  guint64 datagrams;
  guint64 dropped;
  guint   failed;
} SoqRelayCounts;

#define SOQ_TYPE_RELAY (soq_relay_get_type ())

G_DECLARE_FINAL_TYPE (SoqRelay, soq_relay, SOQ, RELAY, GObject)

SoqRelay *soq_relay_new (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_relay_start (SoqRelay         *self,
                          const char       *address,
                          guint16           port,
                          const SoqAddress *server,
                          GError          **error);
void     soq_relay_stop (SoqRelay *self);
gboolean soq_relay_is_running (SoqRelay *self);
guint16  soq_relay_get_port (SoqRelay *self);

void soq_relay_set_knobs (SoqRelay            *self,
                          const SoqRelayKnobs *knobs);
void soq_relay_reset_all (SoqRelay *self);

SoqTrace             *soq_relay_get_trace (SoqRelay *self);
void                  soq_relay_set_trace (SoqRelay *self,
                                           SoqTrace *trace);
const SoqRelayCounts *soq_relay_get_counts (SoqRelay *self);

G_END_DECLS
