/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation.h"
#include "soq-irc-message.h"
#include "soq-session.h"

G_BEGIN_DECLS

/**
 * SoqSessionLine:
 * @message: (borrowed): the line
 * @nick: (borrowed): who sent it; empty if nobody
 * @mask: (borrowed) (nullable): USER\@HOST of that one
 * @time: when, by the server if it says so
 * @mine: whether it was us
 * @old: whether it was said before we came
 *
 * A line and what the handlers want to know of it.
 */
typedef struct
{
  const SoqIrcMessage *message;
  const char          *nick;
  const char          *mask;
  gint64               time;
  gboolean             mine;
  gboolean             old;
} SoqSessionLine;

typedef void (*SoqSessionHandler) (SoqSession           *self,
                                   const SoqSessionLine *line);

/* A table of these ends with one without a command. Lines with fewer
 * parameters are not handed on.
 */
typedef struct
{
  const char       *command;
  guint             least_params;
  SoqSessionHandler handle;
} SoqSessionEntry;

typedef void (*SoqSessionChannelFunc) (SoqSession           *self,
                                       const SoqSessionLine *line,
                                       SoqConversation      *channel,
                                       SoqPerson            *member);

void soq_session_for_each_channel (SoqSession           *self,
                                   const SoqSessionLine *line,
                                   SoqSessionChannelFunc func);

extern const SoqSessionEntry soq_session_registration[];
extern const SoqSessionEntry soq_session_people[];
extern const SoqSessionEntry soq_session_rooms[];
extern const SoqSessionEntry soq_session_talk[];
extern const SoqSessionEntry soq_session_answers[];
extern const SoqSessionEntry soq_session_history[];

const char *soq_session_param (const SoqSessionLine *line,
                               guint                 i);
const char *soq_session_last_param (const SoqSessionLine *line);
char       *soq_session_join_params (const SoqSessionLine *line,
                                     guint                 first) G_GNUC_WARN_UNUSED_RESULT;
void        soq_session_read_line (SoqSession          *self,
                                   const SoqIrcMessage *message,
                                   SoqSessionLine      *line,
                                   char               **nick,
                                   char               **mask);
void        soq_session_dispatch (SoqSession          *self,
                                  const SoqIrcMessage *message,
                                  gboolean             old);

SoqMessage *soq_session_new_message (SoqSession           *self,
                                     const SoqSessionLine *line,
                                     SoqMessageKind        kind,
                                     const char           *nick,
                                     const char           *text,
                                     const char           *detail) G_GNUC_WARN_UNUSED_RESULT;
const char *soq_session_find_part (SoqSession *self,
                                   const char *target);
SoqMessage *soq_session_new_said (SoqSession           *self,
                                  const SoqSessionLine *line) G_GNUC_WARN_UNUSED_RESULT;
SoqMessage *soq_session_new_event (SoqSession           *self,
                                   const SoqSessionLine *line) G_GNUC_WARN_UNUSED_RESULT;

SoqConversation *soq_session_get_console (SoqSession *self);
SoqConversation *soq_session_get_context (SoqSession *self);
void             soq_session_set_context (SoqSession      *self,
                                          SoqConversation *conversation);
SoqConversation *soq_session_find (SoqSession *self,
                                   const char *target);
SoqConversation *soq_session_ensure (SoqSession         *self,
                                     SoqConversationKind kind,
                                     const char         *target);
void             soq_session_show (SoqSession           *self,
                                   const SoqSessionLine *line,
                                   SoqConversation      *conversation,
                                   SoqMessageKind        kind,
                                   const char           *nick,
                                   const char           *text,
                                   const char           *detail);

void soq_session_show_own (SoqSession      *self,
                           SoqConversation *conversation,
                           SoqMessageKind   kind,
                           const char      *text,
                           const char      *target);

G_END_DECLS
