/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

void soq_connect_tap_attach (GSocketClient *client,
                             const char    *host,
                             SoqTrace      *trace);
void soq_connect_tap_finish (GSocketClient     *client,
                             GSocketConnection *connection,
                             const GError      *error);

G_END_DECLS
