/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-tap.h"

G_BEGIN_DECLS

/**
 * SoqMessageKind:
 * @SOQ_MESSAGE_TEXT: somebody said it
 * @SOQ_MESSAGE_ACTION: somebody did it (/me)
 * @SOQ_MESSAGE_PRIVATE: the server's owner said it to us alone
 * @SOQ_MESSAGE_NOTICE: the server tells us
 * @SOQ_MESSAGE_COMMAND: what we told the server to do
 * @SOQ_MESSAGE_JOIN: somebody came
 * @SOQ_MESSAGE_PART: somebody left; the text may say why
 * @SOQ_MESSAGE_RENAME: somebody has another name, which is the text
 * @SOQ_MESSAGE_CONNECTED: the connection was made; the text says where to
 * @SOQ_MESSAGE_CLOSED: the connection is over; the text says what went wrong
 * @SOQ_MESSAGE_ENDED: we send no more, and may still be answered
 * @SOQ_MESSAGE_OTHER_ENDED: the other end sends no more, and may still listen
 * @SOQ_MESSAGE_INFO: what the server says besides; the detail may say to what
 * @SOQ_MESSAGE_ERROR: what the server refused, in its words; likewise
 * @SOQ_MESSAGE_QUIT: somebody left the network; the text may say why
 * @SOQ_MESSAGE_KICK: somebody was put out by the one in the detail
 * @SOQ_MESSAGE_MODE: somebody changed the modes that the text names
 * @SOQ_MESSAGE_MODES: the modes of the channel in the detail
 * @SOQ_MESSAGE_TOPIC: somebody set the topic, which is the text
 * @SOQ_MESSAGE_TOPIC_IS: the topic that was set before we came
 * @SOQ_MESSAGE_TOPIC_BY: who set it; the text is when, in seconds since 1970
 * @SOQ_MESSAGE_CREATED: when the channel was made; likewise
 * @SOQ_MESSAGE_NAMES: who is in the channel of the detail
 * @SOQ_MESSAGE_INVITE: somebody invites us, or who is in the detail, to the text
 * @SOQ_MESSAGE_INVITING: we invited somebody
 * @SOQ_MESSAGE_AWAY: somebody is away; the text says why
 * @SOQ_MESSAGE_NICK_REFUSED: we cannot have the name in the detail, says the text
 * @SOQ_MESSAGE_WHOIS_USER: the detail is USER\@HOST, the text the full name
 * @SOQ_MESSAGE_WHOIS_SERVER: the text is where somebody is connected
 * @SOQ_MESSAGE_WHOIS_IDLE: the text is for how many seconds, the detail since
 *   when that one is connected, in seconds since 1970, if it is known
 * @SOQ_MESSAGE_WHOIS_CHANNELS: the text is where somebody is
 * @SOQ_MESSAGE_WHOIS_ACCOUNT: the text is the account
 * @SOQ_MESSAGE_WHOIS_OTHER: the text is what else the server says
 * @SOQ_MESSAGE_WHOWAS: like WHOIS_USER, of somebody who left
 * @SOQ_MESSAGE_WHO: one of the answers to WHO; the detail is where
 * @SOQ_MESSAGE_LISTED: a channel, with its topic; the detail counts who is there
 * @SOQ_MESSAGE_CTCP: somebody asks for the text
 * @SOQ_MESSAGE_CTCP_REPLY: the text is the answer to what the detail asks
 * @SOQ_MESSAGE_HELP: a command; the detail is what it does
 * @SOQ_MESSAGE_UNCONFIRMED: we said the text, and the server did not say it back
 */
typedef enum
{
  SOQ_MESSAGE_TEXT,
  SOQ_MESSAGE_ACTION,
  SOQ_MESSAGE_PRIVATE,
  SOQ_MESSAGE_NOTICE,
  SOQ_MESSAGE_COMMAND,
  SOQ_MESSAGE_JOIN,
  SOQ_MESSAGE_PART,
  SOQ_MESSAGE_RENAME,
  SOQ_MESSAGE_CONNECTED,
  SOQ_MESSAGE_CLOSED,
  SOQ_MESSAGE_ENDED,
  SOQ_MESSAGE_OTHER_ENDED,
  SOQ_MESSAGE_INFO,
  SOQ_MESSAGE_ERROR,
  SOQ_MESSAGE_QUIT,
  SOQ_MESSAGE_KICK,
  SOQ_MESSAGE_MODE,
  SOQ_MESSAGE_MODES,
  SOQ_MESSAGE_TOPIC,
  SOQ_MESSAGE_TOPIC_IS,
  SOQ_MESSAGE_TOPIC_BY,
  SOQ_MESSAGE_CREATED,
  SOQ_MESSAGE_NAMES,
  SOQ_MESSAGE_INVITE,
  SOQ_MESSAGE_INVITING,
  SOQ_MESSAGE_AWAY,
  SOQ_MESSAGE_NICK_REFUSED,
  SOQ_MESSAGE_WHOIS_USER,
  SOQ_MESSAGE_WHOIS_SERVER,
  SOQ_MESSAGE_WHOIS_IDLE,
  SOQ_MESSAGE_WHOIS_CHANNELS,
  SOQ_MESSAGE_WHOIS_ACCOUNT,
  SOQ_MESSAGE_WHOIS_OTHER,
  SOQ_MESSAGE_WHOWAS,
  SOQ_MESSAGE_WHO,
  SOQ_MESSAGE_LISTED,
  SOQ_MESSAGE_CTCP,
  SOQ_MESSAGE_CTCP_REPLY,
  SOQ_MESSAGE_HELP,
  SOQ_MESSAGE_UNCONFIRMED,
} SoqMessageKind;

/**
 * SoqMessageInfo:
 * @kind: what it is
 * @time: when it was said, in µs since 1970, UTC; 0 for now
 * @nick: (nullable): whom it is about
 * @text: (nullable): what was said; valid UTF-8
 * @detail: (nullable): what else belongs to it
 * @id: (nullable): what the server calls it
 * @outgoing: whether we said it
 * @mention: whether it calls us by name
 * @old: whether it was said before we came
 *
 * What there is to know of a message.
 */
typedef struct
{
  SoqMessageKind kind;
  gint64         time;
  const char    *nick;
  const char    *text;
  const char    *detail;
  const char    *id;
  gboolean       outgoing;
  gboolean       mention;
  gboolean       old;
} SoqMessageInfo;

#define SOQ_TYPE_MESSAGE_KIND (soq_message_kind_get_type ())
GType soq_message_kind_get_type (void);

#define SOQ_TYPE_MESSAGE (soq_message_get_type ())
G_DECLARE_FINAL_TYPE (SoqMessage, soq_message, SOQ, MESSAGE, GObject)
SoqMessage    *soq_message_new (SoqMessageKind kind,
                                const char    *nick,
                                const char    *text,
                                gboolean       outgoing) G_GNUC_WARN_UNUSED_RESULT;
SoqMessage    *soq_message_new_full (const SoqMessageInfo *info) G_GNUC_WARN_UNUSED_RESULT;
SoqMessageKind soq_message_get_kind (SoqMessage *self);
gsize          soq_message_get_size (SoqMessage *self);
gint64         soq_message_get_time (SoqMessage *self);
const char    *soq_message_get_nick (SoqMessage *self);
const char    *soq_message_get_text (SoqMessage *self);
const char    *soq_message_get_detail (SoqMessage *self);
const char    *soq_message_get_id (SoqMessage *self);
gboolean       soq_message_get_outgoing (SoqMessage *self);
gboolean       soq_message_get_mention (SoqMessage *self);
gboolean       soq_message_get_old (SoqMessage *self);
gboolean       soq_message_is_said (SoqMessage *self);
SoqTraceMark   soq_message_get_mark (SoqMessage *self);
void           soq_message_set_mark (SoqMessage *self, SoqTraceMark mark);

G_END_DECLS
