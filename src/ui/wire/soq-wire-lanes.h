/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-event.h"

G_BEGIN_DECLS

/* Finds out which bytes that were sent came in which call that received, where
 * both ends are traced. By their place in the stream, not by what they are.
 */
typedef struct _SoqWireLanes SoqWireLanes;

SoqWireLanes *soq_wire_lanes_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          soq_wire_lanes_free (SoqWireLanes *self);
void          soq_wire_lanes_clear (SoqWireLanes *self);
void          soq_wire_lanes_add (SoqWireLanes *self,
                                  SoqWireEvent *event);

G_END_DECLS
