/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     soq_tls_init (void);
gboolean soq_tls_is_supported (void);
gboolean soq_tls_is_hello (const guint8 *data,
                           gsize         length);

const char *soq_tls_version_to_string (GTlsProtocolVersion version);

G_END_DECLS
