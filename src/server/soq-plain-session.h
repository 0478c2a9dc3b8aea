/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

void soq_plain_session_attach (SoqServer  *server,
                               SoqPeer    *peer,
                               SoqReactor *reactor);

G_END_DECLS
