/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-datagram.h"
#include "soq-link.h"
#include "soq-peer-kind.h"

G_BEGIN_DECLS

#define SOQ_TYPE_PEER (soq_peer_get_type ())

G_DECLARE_FINAL_TYPE (SoqPeer, soq_peer, SOQ, PEER, GObject)

SoqPeer *soq_peer_new_stream (guint       id,
                              SoqReactor *reactor,
                              SoqLink    *link) G_GNUC_WARN_UNUSED_RESULT;
SoqPeer *soq_peer_new_datagram (guint           id,
                                SoqReactor     *reactor,
                                SoqDatagram    *datagram,
                                GSocketAddress *remote) G_GNUC_WARN_UNUSED_RESULT;

guint         soq_peer_get_id (SoqPeer *self);
const char   *soq_peer_get_address (SoqPeer *self);
guint16       soq_peer_get_port (SoqPeer *self);
GInetAddress *soq_peer_get_inet_address (SoqPeer *self);
gint64        soq_peer_get_since (SoqPeer *self);
SoqLink      *soq_peer_get_link (SoqPeer *self);

SoqPeerKind soq_peer_get_kind (SoqPeer *self);
void        soq_peer_set_kind (SoqPeer    *self,
                               SoqPeerKind kind);

gboolean soq_peer_is_secure (SoqPeer *self);
void     soq_peer_secured (SoqPeer *self);

gboolean soq_peer_waits (SoqPeer *self);
void     soq_peer_wait (SoqPeer *self);

void soq_peer_set_account (SoqPeer    *self,
                           const char *account);

const char *soq_peer_get_nick (SoqPeer *self);
void        soq_peer_set_nick (SoqPeer    *self,
                               const char *nick);

const char *soq_peer_get_reason (SoqPeer *self);
void        soq_peer_set_reason (SoqPeer    *self,
                                 const char *reason);

void soq_peer_set_session (SoqPeer       *self,
                           gpointer       session,
                           GDestroyNotify destroy);

gpointer soq_peer_get_session (SoqPeer *self);

struct _SoqUser *soq_peer_get_user (SoqPeer *self);

gboolean soq_peer_send (SoqPeer *self,
                        GBytes  *bytes);
void     soq_peer_set_reply_limit (SoqPeer *self,
                                   gsize    limit);
void     soq_peer_count_in (SoqPeer *self,
                            gsize    bytes);
guint64  soq_peer_get_messages_in (SoqPeer *self);
guint64  soq_peer_get_messages_out (SoqPeer *self);
void     soq_peer_finish (SoqPeer    *self,
                          const char *reason);

G_END_DECLS
