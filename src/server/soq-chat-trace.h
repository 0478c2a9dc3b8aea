/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

SoqTrace *soq_chat_trace_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
