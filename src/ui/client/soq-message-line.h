/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-line.h"
#include "soq-message.h"

G_BEGIN_DECLS

void soq_message_fill_line (SoqMessage *message,
                            SoqLine    *line,
                            char      **text);

G_END_DECLS
