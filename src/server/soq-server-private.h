/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel.h"
#include "soq-listener.h"
#include "soq-ring-list.h"
#include "soq-server.h"

G_BEGIN_DECLS

/* What the parts of the server know of each other. */

struct _SoqServer
{
  GObject parent_instance;

  SoqServerConfig *config;    /* (owned): of the run, or of the last one */
  SoqReactor      *reactor;   /* (owned) */
  SoqListener     *listener;  /* (owned) */
  GPtrArray       *datagrams; /* (owned) of SoqDatagram: the UDP sockets */

  GListStore  *peers;  /* (owned) of SoqPeer */
  SoqRingList *events; /* (owned) of SoqEvent */
  SoqBans     *bans;   /* (owned) */
  SoqChannel  *lobby;  /* (owned) */

  GHashTable *nicks;          /* (owned): folded nick → (borrowed) SoqPeer */
  GHashTable *addresses;      /* (owned): IP → number of peers */
  GHashTable *datagram_peers; /* (owned): HOST:PORT → (borrowed) SoqPeer */

  guint64        message_count;
  guint          last_id;
  guint          last_guest;
  SoqServerState state;
  gboolean       had_peers; /* in this run */
};

SoqTimers *soq_server_get_timers (SoqServer *self);

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
void     soq_server_enter_lobby (SoqServer *self,
                                 SoqPeer   *peer);
void     soq_server_leave_lobby (SoqServer  *self,
                                 SoqPeer    *peer,
                                 const char *reason);

G_END_DECLS
