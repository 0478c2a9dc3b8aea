/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-tls.h"

/* What GIO uses by itself, without the versions that RFC 8996 retires. */
#define PRIORITY "NORMAL:%COMPAT:-VERS-TLS1.0:-VERS-TLS1.1"

/* How every TLS connection begins: the type of a handshake record, and the
 * first byte of its version (RFC 8446, appendix B.1).
 */
#define HANDSHAKE_RECORD 0x16
#define RECORD_VERSION   0x03

/**
 * soq_tls_init:
 *
 * Makes TLS 1.2 the oldest that is spoken. To be called first in main (),
 * while there is one thread only: GIO reads it from the environment, once.
 * Whoever has set G_TLS_GNUTLS_PRIORITY keeps it; a link still refuses what
 * is older than TLS 1.2.
 */
void
soq_tls_init (void)
{
  g_setenv ("G_TLS_GNUTLS_PRIORITY", PRIORITY, FALSE);
}

/**
 * soq_tls_is_supported:
 *
 * Returns: whether GIO has something to speak TLS with; without
 *   glib-networking it has not
 */
gboolean
soq_tls_is_supported (void)
{
  return g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

/**
 * soq_tls_is_hello:
 * @data: (array length=length): the first bytes of a connection
 * @length: how many
 *
 * No text begins with these bytes.
 *
 * Returns: whether it may be TLS
 */
gboolean
soq_tls_is_hello (const guint8 *data,
                  gsize         length)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  return length > 0 && data[0] == HANDSHAKE_RECORD && (length == 1 || data[1] == RECORD_VERSION);
}

/**
 * soq_tls_version_to_string:
 * @version: the version of a connection
 *
 * Returns: (nullable): how people call it, or %NULL if it is too old to be
 *   safe, unknown, or no TLS over TCP
 */
const char *
soq_tls_version_to_string (GTlsProtocolVersion version)
{
  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_2)
    return "TLS 1.2";
  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return "TLS 1.3";

  return NULL;
}
