/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-accounts.h"
#include "soq-channel.h"
#include "soq-history.h"
#include "soq-listener.h"
#include "soq-ring-list.h"
#include "soq-server-history.h"
#include "soq-server-irc.h"
#include "soq-server-room.h"
#include "soq-server-tls.h"
#include "soq-server.h"
#include "soq-user.h"
#include "soq-whowas.h"

G_BEGIN_DECLS

/* What the parts of the server know of each other. */

/* Why a peer is gone that nobody sent away. */
#define SOQ_REASON_CLOSED "closed by the client"

struct _SoqServer
{
  GObject parent_instance;

  SoqServerConfig *config;      /* (owned): of the run, or of the last one */
  SoqReactor      *reactor;     /* (owned) */
  SoqListener     *listener;    /* (owned) */
  SoqListener     *secure;      /* (owned): where everybody must speak TLS */
  GTlsCertificate *certificate; /* (owned) (nullable): no TLS without it */
  SoqTrace        *trace;       /* (owned) (nullable): where calls are written */
  GPtrArray       *datagrams;   /* (owned) of SoqDatagram: the UDP sockets */

  GListStore  *peers;    /* (owned) of SoqPeer */
  SoqRingList *events;   /* (owned) of SoqEvent */
  SoqHistory  *history;  /* (owned) (nullable) while it is stopped */
  SoqAccounts *accounts; /* (owned) */
  SoqBans     *bans;     /* (owned) */
  GHashTable  *channels; /* (owned): folded name → (owned) SoqChannel */
  SoqChannel  *lobby;    /* (borrowed): one of them */

  SoqChannelBoard *board; /* (owned) (nullable): what the owner sees of them */

  GHashTable *nicks;          /* (owned): folded nick → (borrowed) SoqPeer */
  GHashTable *watchers;       /* (owned): folded nick → a set of SoqUser */
  GHashTable *addresses;      /* (owned): IP → number of peers */
  GHashTable *datagram_peers; /* (owned): HOST:PORT → (borrowed) SoqPeer */

  GQueue  whowas;    /* of (owned) SoqWhowas, the newest first */
  char   *irc_name;  /* (owned): what stands before what the server says */
  char   *id_prefix; /* (owned): another one in each run */
  guint64 last_message_id;
  guint   last_batch;
  guint   last_visit;
  gint64  started; /* µs since 1970, UTC */
  guint   n_registered;
  guint   n_leaving; /* still connected, but no longer here */
  guint   n_operators;
  guint   n_invisible;
  guint   most_registered;

  guint64        message_count;
  guint          last_id;
  guint          last_guest;
  SoqServerState state;
  gboolean       had_peers; /* in this run */
};

SoqTimers *soq_server_get_timers (SoqServer *self);

gboolean soq_server_load_data (SoqServer *self,
                               GError   **error);
gboolean soq_server_load_kept_motd (SoqServerConfig *config,
                                    GError         **error);
char    *soq_server_dup_owner (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;

void       soq_server_emit (SoqServer *self,
                            SoqEvent  *event);
GPtrArray *soq_server_copy_peers (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;
void       soq_server_become_empty (SoqServer *self);
void       soq_server_send_away (SoqServer  *self,
                                 SoqPeer    *peer,
                                 const char *text,
                                 const char *reason);

void soq_server_tell (SoqServer   *self,
                      SoqEventType type,
                      SoqPeer     *peer,
                      const char  *text);
void soq_server_tell_in (SoqServer   *self,
                         SoqEventType type,
                         SoqPeer     *peer,
                         const char  *target,
                         const char  *text);
void soq_server_notice (SoqServer  *self,
                        SoqPeer    *peer,
                        const char *format,
                        ...) G_GNUC_PRINTF (3, 4);

char    *soq_server_refuse (SoqServer      *self,
                            GSocketAddress *remote) G_GNUC_WARN_UNUSED_RESULT;
void     soq_server_add_peer (SoqServer *self,
                              SoqPeer   *peer);
void     soq_server_remove_peer (SoqServer  *self,
                                 SoqPeer    *peer,
                                 const char *reason);
gboolean soq_server_rename_peer (SoqServer  *self,
                                 SoqPeer    *peer,
                                 const char *nick);
gboolean soq_server_is_nick_free (SoqServer  *self,
                                  const char *nick,
                                  SoqPeer    *peer);
void     soq_server_release_nick (SoqServer *self,
                                  SoqPeer   *peer);
void     soq_server_drop_nick (SoqServer *self,
                               SoqPeer   *peer);
void     soq_server_enter_lobby (SoqServer *self,
                                 SoqPeer   *peer);
void     soq_server_leave_lobby (SoqServer *self,
                                 SoqPeer   *peer,
                                 gboolean   visibly);

G_END_DECLS
