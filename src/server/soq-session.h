/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

void soq_session_attach (SoqServer  *server,
                         SoqPeer    *peer,
                         SoqReactor *reactor);
void soq_session_hold (SoqPeer *peer);
void soq_session_release (SoqPeer *peer);

G_END_DECLS
