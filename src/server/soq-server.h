/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-account.h"
#include "soq-bans.h"
#include "soq-channel-info.h"
#include "soq-event.h"
#include "soq-server-config.h"
#include "soq-trace.h"

G_BEGIN_DECLS

/* The channel that everybody who speaks plain text is in. */
#define SOQ_LOBBY "#lobby"

/**
 * SoqServerState:
 * @SOQ_SERVER_STATE_STOPPED: nothing is open
 * @SOQ_SERVER_STATE_RUNNING: it listens
 * @SOQ_SERVER_STATE_STOPPING: it listens no more and waits, two seconds at
 *   most, until everybody got what was sent
 */
typedef enum
{
  SOQ_SERVER_STATE_STOPPED,
  SOQ_SERVER_STATE_RUNNING,
  SOQ_SERVER_STATE_STOPPING,
} SoqServerState;

#define SOQ_TYPE_SERVER_STATE (soq_server_state_get_type ())

GType soq_server_state_get_type (void);

#define SOQ_TYPE_SERVER (soq_server_get_type ())

G_DECLARE_FINAL_TYPE (SoqServer, soq_server, SOQ, SERVER, GObject)

SoqServer *soq_server_new (void) G_GNUC_WARN_UNUSED_RESULT;

void soq_server_set_trace (SoqServer *self,
                           SoqTrace  *trace);

gboolean soq_server_start (SoqServer             *self,
                           const SoqServerConfig *config,
                           GError               **error);
void     soq_server_stop (SoqServer  *self,
                          const char *reason);

gboolean soq_server_open_data (SoqServer             *self,
                               const SoqServerConfig *config,
                               GError               **error);
gboolean soq_server_reload (SoqServer *self,
                            GError   **error);

SoqServerState soq_server_get_state (SoqServer *self);

guint16          soq_server_get_port (SoqServer *self);
guint16          soq_server_get_tls_port (SoqServer *self);
GTlsCertificate *soq_server_get_certificate (SoqServer *self);
GPtrArray       *soq_server_dup_reachable_addresses (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;
GListModel      *soq_server_get_peers (SoqServer *self);
GListModel      *soq_server_get_events (SoqServer *self);
GListModel      *soq_server_get_bans (SoqServer *self);
guint64          soq_server_get_message_count (SoqServer *self);

SoqReplyMode soq_server_get_mode (SoqServer *self);
void         soq_server_set_mode (SoqServer   *self,
                                  SoqReplyMode mode);

guint    soq_server_say (SoqServer  *self,
                         SoqPeer    *to,
                         const char *text);
void     soq_server_kick (SoqServer  *self,
                          SoqPeer    *peer,
                          const char *reason);
gboolean soq_server_ban (SoqServer  *self,
                         const char *mask,
                         const char *reason,
                         GDateTime  *until,
                         GError    **error);
gboolean soq_server_unban (SoqServer  *self,
                           const char *mask,
                           GError    **error);

const char *soq_server_get_motd (SoqServer *self);
gboolean    soq_server_set_motd (SoqServer  *self,
                                 const char *text,
                                 GError    **error);

GListModel *soq_server_get_channels (SoqServer *self);
gboolean    soq_server_set_topic (SoqServer  *self,
                                  const char *channel,
                                  const char *text);
gboolean    soq_server_set_member_status (SoqServer  *self,
                                          const char *channel,
                                          SoqPeer    *peer,
                                          char        sign,
                                          char        letter);
gboolean    soq_server_kick_from_channel (SoqServer  *self,
                                          const char *channel,
                                          SoqPeer    *peer,
                                          const char *reason);
guint       soq_server_say_in (SoqServer  *self,
                               const char *channel,
                               const char *text);

GListModel *soq_server_get_accounts (SoqServer *self);
void        soq_server_set_account_async (SoqServer          *self,
                                          const char         *name,
                                          const char         *password,
                                          gboolean            is_new,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean    soq_server_set_account_finish (SoqServer    *self,
                                           GAsyncResult *result,
                                           GError      **error);
gboolean    soq_server_remove_account (SoqServer  *self,
                                       const char *name,
                                       GError    **error);

G_END_DECLS
