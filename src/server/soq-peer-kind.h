/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SoqPeerKind:
 * @SOQ_PEER_KIND_SILENT: connected, and has not said a byte
 * @SOQ_PEER_KIND_PLAIN: speaks plain text
 * @SOQ_PEER_KIND_UDP: sends datagrams
 * @SOQ_PEER_KIND_IRC: began as IRC clients do
 */
typedef enum
{
  SOQ_PEER_KIND_SILENT,
  SOQ_PEER_KIND_PLAIN,
  SOQ_PEER_KIND_UDP,
  SOQ_PEER_KIND_IRC,
} SoqPeerKind;

#define SOQ_TYPE_PEER_KIND (soq_peer_kind_get_type ())

GType soq_peer_kind_get_type (void);

SoqPeerKind soq_peer_kind_detect (const guint8 *data,
                                  gsize         length);
gboolean    soq_peer_kind_has_command (const guint8 *data,
                                       gsize         length);
gboolean    soq_peer_kind_is_registration (const char *text);
const char *soq_peer_kind_to_string (SoqPeerKind kind);

G_END_DECLS
