/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-adaptive-paned.h"
#include "soq-channel-page.h"
#include "soq-composer.h"
#include "soq-conversation-view.h"
#include "soq-peer-table.h"
#include "soq-reach.h"
#include "soq-server-window.h"
#include "soq-wire-view.h"

G_BEGIN_DECLS

struct _SoqServerWindow
{
  AdwApplicationWindow parent_instance;

  SoqServer       *server; /* (owned) */
  GListModel      *peers;  /* (owned): of the server, a turn later */
  SoqServerConfig *config; /* (owned): of the next start */

  /* All (borrowed), of the template. */
  AdwWindowTitle      *title;
  GtkWidget           *start_button;
  GtkRevealer         *trouble;
  GtkLabel            *trouble_label;
  GtkWidget           *address_bar;
  GtkBox              *addresses;
  GtkLabel            *statistics;
  GtkDropDown         *mode;
  SoqAdaptivePaned    *paned;
  GtkStack            *peers_stack;
  GtkLabel            *peers_empty;
  SoqPeerTable        *table;
  GtkStack            *views;
  SoqConversationView *messages;
  SoqWireView         *wire;
  SoqConversationView *log;
  SoqChannelPage      *channels;
  GtkDropDown         *target;
  SoqComposer         *composer;

  GObject *chosen;      /* (owned) (nullable): who hears what is written */
  gboolean chosen_left; /* and nobody else was chosen since */

  SoqReach *reach; /* (owned) (nullable): where a firewall can be told of */

  guint   statistics_id;
  guint64 counted;    /* messages, when the statistics were last shown */
  gint64  counted_at; /* µs, monotonic */
};

void soq_server_window_install_actions (GtkWidgetClass *widget_class);
void soq_server_window_update_actions (SoqServerWindow *self);
void soq_server_window_ask_kick (SoqServerWindow *self,
                                 SoqPeer         *peer);
void soq_server_window_ask_ban (SoqServerWindow *self,
                                SoqPeer         *peer);

void     soq_server_window_install_channel_actions (GtkWidgetClass *widget_class);
void     soq_server_window_update_channel_actions (SoqServerWindow *self);
void     soq_server_window_build_target (SoqServerWindow *self);
void     soq_server_window_write_to (SoqServerWindow *self,
                                     gpointer         target);
gboolean soq_server_window_say (SoqServerWindow *self,
                                const char      *text);

gboolean soq_server_window_may_close (SoqServerWindow *self);
void     soq_server_window_update_composer (SoqServerWindow *self);

G_END_DECLS
