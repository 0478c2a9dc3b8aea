/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/* Makes the packets that carry what was sent and received, so that programs
 * for captures can open a trace.
 */
typedef struct _SoqPcapng SoqPcapng;

SoqPcapng *soq_pcapng_new (GByteArray *out,
                           gint64      epoch) G_GNUC_WARN_UNUSED_RESULT;
void       soq_pcapng_free (SoqPcapng *self);
void       soq_pcapng_add (SoqPcapng            *self,
                           const SoqTraceRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqPcapng, soq_pcapng_free)

G_END_DECLS
