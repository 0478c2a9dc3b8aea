/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CONVERSATION_LIST (soq_conversation_list_get_type ())

G_DECLARE_FINAL_TYPE (SoqConversationList,
                      soq_conversation_list,
                      SOQ,
                      CONVERSATION_LIST,
                      AdwBin)

void soq_conversation_list_set_model (SoqConversationList *self,
                                      GListModel          *conversations);
void soq_conversation_list_select (SoqConversationList *self,
                                   SoqConversation     *conversation);

G_END_DECLS
