/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation.h"
#include "soq-place.h"
#include "soq-trace.h"

G_BEGIN_DECLS

/**
 * SoqClientState:
 * @SOQ_CLIENT_STATE_OFFLINE: no connection, and none is sought
 * @SOQ_CLIENT_STATE_CONNECTING: looking the name up, and connecting
 * @SOQ_CLIENT_STATE_REGISTERING: connected; we find out what the server is
 * @SOQ_CLIENT_STATE_ONLINE: what is said goes out
 * @SOQ_CLIENT_STATE_WAITING: the connection was lost; it is tried again soon
 */
typedef enum
{
  SOQ_CLIENT_STATE_OFFLINE,
  SOQ_CLIENT_STATE_CONNECTING,
  SOQ_CLIENT_STATE_REGISTERING,
  SOQ_CLIENT_STATE_ONLINE,
  SOQ_CLIENT_STATE_WAITING,
} SoqClientState;

#define SOQ_TYPE_CLIENT_STATE (soq_client_state_get_type ())

GType soq_client_state_get_type (void);

#define SOQ_TYPE_CLIENT (soq_client_get_type ())

G_DECLARE_FINAL_TYPE (SoqClient, soq_client, SOQ, CLIENT, GObject)

SoqClient *soq_client_new (void) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_client_get_nick (SoqClient *self);
void        soq_client_set_priority (SoqClient *self,
                                     int        priority);
void        soq_client_set_nick (SoqClient  *self,
                                 const char *nick);

gboolean soq_client_change_nick (SoqClient  *self,
                                 const char *nick,
                                 GError    **error);

void soq_client_set_login (SoqClient  *self,
                           const char *account,
                           const char *password);
void soq_client_set_trusted (SoqClient  *self,
                             const char *fingerprint);

void soq_client_set_quit_word (SoqClient  *self,
                               const char *quit_word);

void soq_client_set_trace (SoqClient *self,
                           SoqTrace  *trace);

void soq_client_connect (SoqClient *self,
                         SoqPlace  *place);
void soq_client_disconnect (SoqClient *self);
void soq_client_retry_now (SoqClient *self);

gboolean soq_client_may_end (SoqClient *self);
void     soq_client_end (SoqClient *self);
void     soq_client_set_stays (SoqClient *self,
                               gboolean   stays);

gboolean soq_client_send (SoqClient  *self,
                          const char *text,
                          GError    **error);
gboolean soq_client_say (SoqClient       *self,
                         SoqConversation *conversation,
                         const char      *text,
                         GError         **error);

SoqClientState soq_client_get_state (SoqClient *self);
SoqPlace      *soq_client_get_place (SoqClient *self);
const GError  *soq_client_get_error (SoqClient *self);
gint64         soq_client_get_retry_time (SoqClient *self);

SoqProtocol      soq_client_get_protocol (SoqClient *self);
gboolean         soq_client_is_secure (SoqClient *self);
GTlsCertificate *soq_client_get_certificate (SoqClient            *self,
                                             GTlsCertificateFlags *errors);

GListModel      *soq_client_get_conversations (SoqClient *self);
SoqConversation *soq_client_get_conversation (SoqClient *self);
SoqConversation *soq_client_open_private (SoqClient  *self,
                                          const char *nick);
gboolean         soq_client_join (SoqClient  *self,
                                  const char *channel,
                                  const char *key,
                                  GError    **error);
guint            soq_client_count_waiting (SoqClient       *self,
                                           SoqConversation *conversation);
void             soq_client_stop_saying (SoqClient       *self,
                                         SoqConversation *conversation);
gboolean         soq_client_is_joining (SoqClient       *self,
                                        SoqConversation *conversation);
gboolean         soq_client_set_topic (SoqClient       *self,
                                       SoqConversation *conversation,
                                       const char      *topic,
                                       GError         **error);
void             soq_client_close_conversation (SoqClient       *self,
                                                SoqConversation *conversation);
SoqPerson       *soq_client_find_self (SoqClient       *self,
                                       SoqConversation *conversation);

G_END_DECLS
