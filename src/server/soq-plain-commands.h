/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

void soq_plain_commands_run (SoqServer  *server,
                             SoqPeer    *peer,
                             const char *line);

G_END_DECLS
