/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-peer.h"

G_BEGIN_DECLS

typedef struct _SoqChannel SoqChannel;

SoqChannel *soq_channel_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void        soq_channel_free (SoqChannel *self);

const char *soq_channel_get_name (SoqChannel *self);

gboolean soq_channel_add (SoqChannel *self,
                          SoqPeer    *peer);
gboolean soq_channel_remove (SoqChannel *self,
                             SoqPeer    *peer);
gboolean soq_channel_contains (SoqChannel *self,
                               SoqPeer    *peer);
GList   *soq_channel_list_members (SoqChannel *self) G_GNUC_WARN_UNUSED_RESULT;
guint    soq_channel_count (SoqChannel *self);
void     soq_channel_send (SoqChannel *self,
                           GBytes     *bytes,
                           SoqPeer    *except);

G_END_DECLS
