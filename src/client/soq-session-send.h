/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation.h"
#include "soq-session.h"

G_BEGIN_DECLS

/* A line that has not left yet. */
typedef struct
{
  char            *line;
  SoqConversation *conversation; /* (owned) (nullable): where it is said, if it is */
  SoqMessageKind   kind;
  char            *text; /* (owned) (nullable): what is said */
} SoqSessionWaiting;

/* The lines that came before a PING are read once it is answered. */
typedef struct
{
  guint number;
  guint lines;
  gsize bytes;
} SoqSessionPing;

gboolean soq_session_send (SoqSession *self,
                           GError    **error,
                           const char *command,
                           ...) G_GNUC_NULL_TERMINATED;
void     soq_session_send_now (SoqSession *self,
                               const char *command,
                               ...) G_GNUC_NULL_TERMINATED;
gboolean soq_session_send_line (SoqSession *self,
                                const char *line,
                                GError    **error);
gboolean soq_session_send_said (SoqSession      *self,
                                const char      *line,
                                SoqConversation *conversation,
                                SoqMessageKind   kind,
                                const char      *text,
                                GError         **error);
void     soq_session_waiting_free (gpointer data);
void     soq_session_drop_said (SoqSession      *self,
                                SoqConversation *conversation);
void     soq_session_drop_all_said (SoqSession *self);
void     soq_session_take_pong (SoqSession *self,
                                const char *token);
void     soq_session_pace_cb (gpointer user_data);

G_END_DECLS
