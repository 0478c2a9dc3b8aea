/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-user.h"

G_BEGIN_DECLS

/* A channel and its members, for who shows them. They change by themselves,
 * but no more often than a person can see.
 */

#define SOQ_TYPE_CHANNEL_MEMBER (soq_channel_member_get_type ())

G_DECLARE_FINAL_TYPE (SoqChannelMember, soq_channel_member, SOQ, CHANNEL_MEMBER, GObject)

SoqPeer    *soq_channel_member_get_peer (SoqChannelMember *self);
const char *soq_channel_member_get_status (SoqChannelMember *self);

#define SOQ_TYPE_CHANNEL_INFO (soq_channel_info_get_type ())

G_DECLARE_FINAL_TYPE (SoqChannelInfo, soq_channel_info, SOQ, CHANNEL_INFO, GObject)

SoqChannelInfo *soq_channel_info_new (SoqChannel *channel) G_GNUC_WARN_UNUSED_RESULT;
void            soq_channel_info_update (SoqChannelInfo *self);
void            soq_channel_info_end (SoqChannelInfo *self);

const char *soq_channel_info_get_name (SoqChannelInfo *self);
const char *soq_channel_info_get_topic (SoqChannelInfo *self);
const char *soq_channel_info_get_modes (SoqChannelInfo *self);
guint       soq_channel_info_get_count (SoqChannelInfo *self);
GListModel *soq_channel_info_get_members (SoqChannelInfo *self);

G_END_DECLS
