/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client.h"
#include "soq-link.h"

G_BEGIN_DECLS

typedef struct _SoqSession SoqSession;

SoqSession *soq_session_new (SoqClient *client,
                             SoqLink   *link) G_GNUC_WARN_UNUSED_RESULT;
void        soq_session_begin (SoqSession *self);
void        soq_session_close (SoqSession *self);

void soq_session_receive (SoqSession   *self,
                          const guint8 *data,
                          gsize         length);
void soq_session_quit (SoqSession *self,
                       const char *reason);

gboolean    soq_session_is_registered (SoqSession *self);
const char *soq_session_get_farewell (SoqSession *self);
const char *soq_session_get_nick (SoqSession *self);
gboolean    soq_session_set_nick (SoqSession *self,
                                  const char *nick,
                                  GError    **error);

void     soq_session_answered (SoqSession *self);
gboolean soq_session_say (SoqSession      *self,
                          SoqConversation *conversation,
                          const char      *text,
                          GError         **error);

SoqConversation *soq_session_open_private (SoqSession *self,
                                           const char *nick);
gboolean         soq_session_join (SoqSession *self,
                                   const char *channel,
                                   const char *key,
                                   GError    **error);
gboolean         soq_session_join_shown (SoqSession *self,
                                         const char *channel,
                                         const char *key,
                                         GError    **error);
gboolean         soq_session_send_part (SoqSession      *self,
                                        SoqConversation *conversation,
                                        const char      *reason,
                                        GError         **error);
gboolean         soq_session_set_topic (SoqSession      *self,
                                        SoqConversation *conversation,
                                        const char      *topic,
                                        GError         **error);
guint            soq_session_count_waiting (SoqSession      *self,
                                            SoqConversation *conversation);
void             soq_session_stop_saying (SoqSession      *self,
                                          SoqConversation *conversation);
gboolean         soq_session_is_asking (SoqSession *self);
gboolean         soq_session_is_joining (SoqSession      *self,
                                         SoqConversation *conversation);
SoqPerson       *soq_session_find_self (SoqSession      *self,
                                        SoqConversation *conversation);
gboolean         soq_session_is_me (SoqSession *self,
                                    const char *nick);

G_END_DECLS
