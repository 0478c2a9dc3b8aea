/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-tap.h"

G_BEGIN_DECLS

#define SOQ_TYPE_TAPPED_STREAM (soq_tapped_stream_get_type ())

G_DECLARE_FINAL_TYPE (SoqTappedStream, soq_tapped_stream, SOQ, TAPPED_STREAM, GIOStream)

GIOStream *soq_tapped_stream_new (GSocket *socket) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
