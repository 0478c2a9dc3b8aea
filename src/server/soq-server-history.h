/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel.h"
#include "soq-server.h"

G_BEGIN_DECLS

void  soq_server_open_history (SoqServer *self);
void  soq_server_close_history (SoqServer *self);
void  soq_server_record (SoqServer   *self,
                         SoqChannel  *channel,
                         SoqOutgoing *out,
                         gboolean     is_event);
void  soq_server_record_private (SoqUser     *from,
                                 SoqUser     *to,
                                 SoqOutgoing *out,
                                 gboolean     is_event);
char *soq_server_dup_mailbox (SoqUser    *user,
                              const char *nick) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
