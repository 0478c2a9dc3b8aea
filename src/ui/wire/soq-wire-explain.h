/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-event.h"

G_BEGIN_DECLS

/* Sentences about a call, for a person who learns. */

const char *soq_wire_explain_call (SoqCall call);
char       *soq_wire_explain_outcome (const SoqTraceRecord *record) G_GNUC_WARN_UNUSED_RESULT;
char       *soq_wire_explain_span (const SoqTraceRecord *record,
                                   const SoqWireSpan    *span) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
