/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

gboolean soq_datagram_session_open (SoqServer *server,
                                    GError   **error);

G_END_DECLS
