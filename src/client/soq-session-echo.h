/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-session-private.h"

G_BEGIN_DECLS

void soq_session_await_echo (SoqSession      *self,
                             SoqConversation *conversation,
                             const char      *text);
void soq_session_confirm (SoqSession *self,
                          const char *text);
void soq_session_give_up_echoes (SoqSession *self);
void soq_session_echo_cb (gpointer user_data);

G_END_DECLS
