/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel.h"
#include "soq-server.h"

G_BEGIN_DECLS

void soq_server_tell_kick (SoqServer  *self,
                           SoqUser    *victim,
                           SoqChannel *channel,
                           const char *by,
                           const char *reason);

SoqUser     *soq_server_find_user (SoqServer  *self,
                                   const char *nick);
SoqChannel  *soq_server_find_channel (SoqServer  *self,
                                      const char *name);
SoqChannel  *soq_server_open_channel (SoqServer  *self,
                                      const char *name);
char        *soq_server_dup_message_id (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;
char        *soq_server_dup_batch_id (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;
SoqOutgoing *soq_server_new_message (SoqUser    *user,
                                     const char *command,
                                     ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void         soq_server_send_to_friends (SoqUser     *user,
                                         guint        cap,
                                         SoqOutgoing *with,
                                         SoqOutgoing *without);
void         soq_server_say_in_parts (SoqUser    *user,
                                      SoqChannel *channel,
                                      const char *text,
                                      gboolean    is_action);
GPtrArray   *soq_server_split_message (SoqServer  *self,
                                       const char *source,
                                       const char *target,
                                       const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean     soq_server_send_in_parts (SoqUser    *user,
                                       const char *source,
                                       const char *target,
                                       const char *text);
void         soq_server_join (SoqUser    *user,
                              SoqChannel *channel,
                              guint       status);
void         soq_server_part (SoqUser     *user,
                              SoqChannel  *channel,
                              SoqOutgoing *out);
void         soq_server_quit_user (SoqServer  *self,
                                   SoqUser    *user,
                                   const char *reason);
gboolean     soq_server_rename_user (SoqUser    *user,
                                     const char *nick);
void         soq_server_count_user (SoqUser *user,
                                    int      n);
void         soq_server_change_user_modes (SoqUser *user,
                                           guint    modes);
GHashTable  *soq_server_get_watchers (SoqServer  *self,
                                      const char *nick);
gboolean     soq_server_watch (SoqUser    *user,
                               const char *nick);
void         soq_server_unwatch (SoqUser    *user,
                                 const char *nick);
void         soq_server_unwatch_all (SoqUser *user);
void         soq_server_tell_watchers (SoqUser *user,
                                       gboolean online);

G_END_DECLS
