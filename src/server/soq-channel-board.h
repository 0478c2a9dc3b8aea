/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel-info.h"
#include "soq-timers.h"

G_BEGIN_DECLS

typedef struct _SoqChannelBoard SoqChannelBoard;

SoqChannelBoard *soq_channel_board_new (SoqTimers *timers) G_GNUC_WARN_UNUSED_RESULT;
void             soq_channel_board_free (SoqChannelBoard *self);

void soq_channel_board_note (SoqChannelBoard *self,
                             SoqChannel      *channel);
void soq_channel_board_forget (SoqChannelBoard *self,
                               SoqChannel      *channel);
void soq_channel_board_flush (SoqChannelBoard *self);

GListModel *soq_channel_board_get_list (SoqChannelBoard *self);

G_END_DECLS
