/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-framer.h"
#include "soq-server.h"

G_BEGIN_DECLS

void soq_plain_room_take (SoqServer      *server,
                          SoqPeer        *peer,
                          const SoqFrame *frame);
void soq_plain_room_hold_back (SoqServer *server,
                               SoqPeer   *peer);

G_END_DECLS
