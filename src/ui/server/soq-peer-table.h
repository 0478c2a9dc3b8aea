/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-peer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_PEER_TABLE (soq_peer_table_get_type ())

G_DECLARE_FINAL_TYPE (SoqPeerTable, soq_peer_table, SOQ, PEER_TABLE, GtkWidget)

void     soq_peer_table_set_model (SoqPeerTable *self,
                                   GListModel   *peers);
void     soq_peer_table_set_menu (SoqPeerTable *self,
                                  GMenuModel   *menu);
SoqPeer *soq_peer_table_get_selected (SoqPeerTable *self);

const char *soq_peer_kind_get_label (SoqPeerKind kind);

G_END_DECLS
