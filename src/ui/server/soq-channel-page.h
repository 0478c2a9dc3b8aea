/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CHANNEL_PAGE (soq_channel_page_get_type ())

G_DECLARE_FINAL_TYPE (SoqChannelPage, soq_channel_page, SOQ, CHANNEL_PAGE, GtkBox)

void              soq_channel_page_set_model (SoqChannelPage *self,
                                              GListModel     *channels);
SoqChannelInfo   *soq_channel_page_get_channel (SoqChannelPage *self);
SoqChannelMember *soq_channel_page_get_member (SoqChannelPage *self);

G_END_DECLS
