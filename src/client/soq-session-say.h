/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-session.h"

G_BEGIN_DECLS

gboolean soq_session_say_to (SoqSession    *self,
                             const char    *target,
                             SoqMessageKind kind,
                             const char    *text,
                             GError       **error);
gboolean soq_session_say_in (SoqSession      *self,
                             SoqConversation *conversation,
                             SoqMessageKind   kind,
                             const char      *text,
                             GError         **error);
gboolean soq_session_send_raw (SoqSession *self,
                               const char *line,
                               GError    **error);
gboolean soq_session_tell_names (SoqSession      *self,
                                 SoqConversation *conversation,
                                 const char      *name);

G_END_DECLS
