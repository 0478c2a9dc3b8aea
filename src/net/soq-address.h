/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_DEFAULT_PORT 5000

typedef enum
{
  SOQ_TRANSPORT_TCP,
  SOQ_TRANSPORT_UDP,
} SoqTransport;

#define SOQ_TYPE_TRANSPORT (soq_transport_get_type ())

GType soq_transport_get_type (void);

/**
 * SoqAddress:
 * @transport: how to talk to it
 * @host: (owned): a name, or an IPv4 or IPv6 address without brackets
 * @port: 1 to 65535
 *
 * Where a server is, as a person writes it.
 */
typedef struct
{
  SoqTransport transport;
  char        *host;
  guint16      port;
} SoqAddress;

#define SOQ_TYPE_ADDRESS (soq_address_get_type ())

GType soq_address_get_type (void);

SoqAddress *soq_address_new (SoqTransport transport,
                             const char  *host,
                             guint16      port) G_GNUC_WARN_UNUSED_RESULT;
SoqAddress *soq_address_parse (const char *text,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;
SoqAddress *soq_address_parse_authority (const char  *text,
                                         SoqTransport transport,
                                         guint16      port,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
SoqAddress *soq_address_copy (const SoqAddress *self) G_GNUC_WARN_UNUSED_RESULT;
void        soq_address_free (SoqAddress *self);
gboolean    soq_address_equal (const SoqAddress *a,
                               const SoqAddress *b);
char       *soq_address_to_string (const SoqAddress *self) G_GNUC_WARN_UNUSED_RESULT;
char       *soq_address_to_uri (const SoqAddress *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_port_parse (const char *text,
                         guint       least,
                         guint16    *port,
                         GError    **error);

char         *soq_host_and_port (const char *host,
                                 guint16     port) G_GNUC_WARN_UNUSED_RESULT;
char         *soq_socket_address_dup_host (GSocketAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char         *soq_socket_address_dup_text (GSocketAddress *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean      soq_host_is_loopback (const char *host);
gboolean      soq_socket_is_own_peer (GSocket *socket);
guint16       soq_socket_address_get_port (GSocketAddress *address);
GInetAddress *soq_socket_address_dup_inet (GSocketAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqAddress, soq_address_free)

G_END_DECLS
