/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

GSocket *soq_bind (GSocketAddress *address,
                   GSocketType     type,
                   SoqTrace       *trace,
                   GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
