/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

void soq_plain_commands_run (SoqServer  *server,
                             SoqPeer    *peer,
                             const char *line);

gboolean soq_plain_commands_say (SoqServer  *server,
                                 SoqPeer    *peer,
                                 const char *text,
                                 gboolean    is_action);

G_END_DECLS
