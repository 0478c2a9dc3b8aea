/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-connect-page.h"
#include "soq-conversation-list.h"
#include "soq-conversation-view.h"
#include "soq-member-list.h"
#include "soq-split-view.h"
#include "soq-wire-view.h"

G_BEGIN_DECLS

struct _SoqClientWindow
{
  AdwApplicationWindow parent_instance;

  SoqClient       *client;    /* (owned) */
  SoqConversation *current;   /* (owned): what is shown */
  GHashTable      *views;     /* (owned) of (borrowed) SoqConversation to (borrowed) view */
  guint            countdown; /* timer while a retry is waited for */
  guint            early;     /* timer while a server speaks before it lets us in */
  gboolean         wants_members;
  gboolean         has_size;      /* that the person gave another one */
  gboolean         sending;       /* what stands in the entry */
  char            *held;          /* (owned) (nullable): sent before its channel was entered */
  gboolean         sure;          /* that many lines shall be sent */
  gpointer         asked_for;     /* (unowned): where, only to compare */
  GtkRevealer     *waiting_bar;   /* (borrowed): says that lines wait to be sent */
  GtkLabel        *waiting_label; /* (borrowed) */

  /* All (borrowed), of the template. */
  AdwToastOverlay     *toasts;
  GtkStack            *pages;
  SoqConnectPage      *connect_page;
  SoqSplitView        *split;
  GtkWidget           *side;
  AdwWindowTitle      *side_title;
  SoqConversationList *list;
  AdwWindowTitle      *title;
  GtkWidget           *back_button;
  GtkWidget           *disconnect_button;
  GtkWidget           *members_button;
  GtkImage            *secure;
  GtkRevealer         *banner;
  GtkLabel            *banner_label;
  GtkWidget           *stop_button;
  SoqSplitView        *members_split;
  GtkWidget           *topic_button;
  GtkLabel            *topic;
  GtkStack            *faces; /* what is said, or the wire */
  GtkStack            *stack;
  SoqWireView         *wire;
  GtkToggleButton     *wire_button;
  SoqComposer         *composer;
  SoqMemberList       *members;
};

gboolean soq_client_window_speaks_irc (SoqClientWindow *self);
void     soq_client_window_tell (SoqClientWindow *self,
                                 const char      *text);

/* What it says of its connection */

const SoqAddress *soq_client_window_get_address (SoqClientWindow *self);
char             *soq_client_window_describe_error (SoqClientWindow *self);
gboolean          soq_client_window_is_connected (SoqClientWindow *self);
void              soq_client_window_show_title (SoqClientWindow *self);
void              soq_client_window_show_banner (SoqClientWindow *self);

/* Conversations */

void soq_client_window_init_conversations (SoqClientWindow *self);
void soq_client_window_drop_conversations (SoqClientWindow *self);
void soq_client_window_show_conversation (SoqClientWindow *self,
                                          SoqConversation *conversation);
void soq_client_window_move (SoqClientWindow *self,
                             int              step);
void soq_client_window_update_panes (SoqClientWindow *self);
void soq_client_window_clear_view (SoqClientWindow *self);
void soq_client_window_complete (SoqClientWindow *self);

/* Saying */

void     soq_client_window_init_say (SoqClientWindow *self);
gboolean soq_client_window_send (SoqClientWindow *self,
                                 const char      *text);
void     soq_client_window_keep_draft (SoqClientWindow *self);
void     soq_client_window_show_waiting (SoqClientWindow *self);

/* Dialogs */

void soq_client_window_ask_channel (SoqClientWindow *self);
void soq_client_window_ask_topic (SoqClientWindow *self);
void soq_client_window_ask_nick (SoqClientWindow *self,
                                 const char      *refused,
                                 const char      *reason);
void soq_client_window_ask_trust (SoqClientWindow *self);

G_END_DECLS
