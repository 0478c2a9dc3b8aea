/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-reactor.h"
#include "soq-tap.h"

G_BEGIN_DECLS

/**
 * SoqLinkState:
 * @SOQ_LINK_STATE_OPEN: bytes go both ways
 * @SOQ_LINK_STATE_FINISHING: what is queued is still sent, nothing more is
 *   taken
 * @SOQ_LINK_STATE_CLOSED: the socket is closed
 */
typedef enum
{
  SOQ_LINK_STATE_OPEN,
  SOQ_LINK_STATE_FINISHING,
  SOQ_LINK_STATE_CLOSED,
} SoqLinkState;

#define SOQ_TYPE_LINK (soq_link_get_type ())

G_DECLARE_FINAL_TYPE (SoqLink, soq_link, SOQ, LINK, GObject)

/**
 * SoqLinkHandler:
 * @received: bytes came; they are good until the function returns
 * @ended: the other end will send no more, but may still read
 * @closed: the link is closed, told exactly once and last, but never from
 *   inside a call of [method@SoqLink.send]; @error is %NULL when it ended as
 *   it should
 * @secured: (nullable): the TLS handshake is done; only what is received from
 *   now on is safe from others
 *
 * What the owner of a link wants to know. Any function may close the link.
 */
typedef struct
{
  void (*received) (SoqLink      *link,
                    const guint8 *data,
                    gsize         length,
                    gpointer      user_data);
  void (*ended) (SoqLink *link,
                 gpointer user_data);
  void (*closed) (SoqLink      *link,
                  const GError *error,
                  gpointer      user_data);
  void (*secured) (SoqLink *link,
                   gpointer user_data);
} SoqLinkHandler;

SoqLink *soq_link_new (SoqReactor *reactor,
                       GSocket    *socket) G_GNUC_WARN_UNUSED_RESULT;

void soq_link_set_receive_size (SoqLink *self,
                                gsize    size);
void soq_link_set_send_limit (SoqLink *self,
                              gsize    limit);

void soq_link_accept_tls (SoqLink         *self,
                          GTlsCertificate *certificate,
                          gboolean         required);
void soq_link_await_tls (SoqLink *self,
                         gint64   microseconds);
void soq_link_start_tls (SoqLink         *self,
                         const char      *server_identity,
                         GTlsCertificate *client_certificate,
                         const char      *accepted_fingerprint);

void soq_link_start (SoqLink              *self,
                     const SoqLinkHandler *handler,
                     gpointer              user_data);
void soq_link_set_handler (SoqLink              *self,
                           const SoqLinkHandler *handler,
                           gpointer              user_data);
void soq_link_pause (SoqLink *self);
void soq_link_resume (SoqLink *self);

gboolean soq_link_send (SoqLink *self,
                        GBytes  *bytes);
gboolean soq_link_send_text (SoqLink    *self,
                             const char *text);

void soq_link_end (SoqLink *self);
void soq_link_finish (SoqLink *self);
void soq_link_close (SoqLink *self);

SoqLinkState soq_link_get_state (SoqLink *self);
gboolean     soq_link_has_ended (SoqLink *self);
gboolean     soq_link_has_hung_up (SoqLink *self);
guint64      soq_link_get_bytes_in (SoqLink *self);
guint64      soq_link_get_bytes_out (SoqLink *self);
gsize        soq_link_get_queued (SoqLink *self);

gboolean             soq_link_is_secure (SoqLink *self);
gboolean             soq_link_is_securing (SoqLink *self);
const char          *soq_link_get_tls_version (SoqLink *self);
GTlsCertificate     *soq_link_get_peer_certificate (SoqLink *self);
GTlsCertificateFlags soq_link_get_certificate_errors (SoqLink *self);
char                *soq_link_dup_peer_fingerprint (SoqLink *self) G_GNUC_WARN_UNUSED_RESULT;

GSocketAddress *soq_link_get_remote_address (SoqLink *self);
GSocket        *soq_link_get_socket (SoqLink *self);
SoqTap         *soq_link_get_tap (SoqLink *self);

G_END_DECLS
