/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-line-refs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CONVERSATION_VIEW (soq_conversation_view_get_type ())

G_DECLARE_FINAL_TYPE (SoqConversationView, soq_conversation_view, SOQ, CONVERSATION_VIEW, AdwBin)

GtkWidget *soq_conversation_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

void     soq_conversation_view_append (SoqConversationView *self,
                                       const SoqLine       *line);
void     soq_conversation_view_watch_bytes (SoqConversationView *self);
gboolean soq_conversation_view_show_line (SoqConversationView *self,
                                          guint                socket,
                                          guint64              number,
                                          gboolean             outgoing);
void     soq_conversation_view_scroll (SoqConversationView *self,
                                       int                  pages);
void     soq_conversation_view_go_to_end (SoqConversationView *self);
void     soq_conversation_view_clear (SoqConversationView *self);
char    *soq_conversation_view_dup_text (SoqConversationView *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
