/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel.h"
#include "soq-server.h"

G_BEGIN_DECLS

gboolean soq_server_load_certificate (SoqServer             *self,
                                      const SoqServerConfig *config,
                                      GTlsCertificate      **certificate,
                                      GError               **error);
gboolean soq_server_listen_secure (SoqServer *self,
                                   GError   **error);
void     soq_server_secured (SoqServer *self,
                             SoqPeer   *peer);
char    *soq_server_dup_sts (SoqUser *user) G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_server_may_offer_sts (SoqServer *self);

G_END_DECLS
