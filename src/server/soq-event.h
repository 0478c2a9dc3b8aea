/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-peer.h"

G_BEGIN_DECLS

/**
 * SoqEventType:
 * @SOQ_EVENT_LISTENING: the server listens on an address
 * @SOQ_EVENT_STOPPED: the server has stopped
 * @SOQ_EVENT_CONNECTED: a peer connected, or was heard for the first time
 * @SOQ_EVENT_SECURED: a peer speaks TLS; the text says which
 * @SOQ_EVENT_REGISTERED: an IRC client said who it is
 * @SOQ_EVENT_JOINED: a peer is in a channel
 * @SOQ_EVENT_PARTED: a peer left a channel; the text may say why
 * @SOQ_EVENT_KICKED: a peer was sent out of a channel; the text says by whom
 * @SOQ_EVENT_TOPIC: a peer set the topic of a channel, which is the text
 * @SOQ_EVENT_MODE: a peer changed modes of a channel, which are the text
 * @SOQ_EVENT_RENAMED: a peer has another name; the text is the old one
 * @SOQ_EVENT_MESSAGE: a peer said something
 * @SOQ_EVENT_ACTION: a peer said what it does (/me)
 * @SOQ_EVENT_SAID: the owner said something, to the peer or to all
 * @SOQ_EVENT_DISCONNECTED: a peer is gone; the text says why
 * @SOQ_EVENT_REFUSED: somebody was not let in; the text says why
 * @SOQ_EVENT_NOTICE: something worth knowing
 * @SOQ_EVENT_WARNING: something the owner should look at
 */
typedef enum
{
  SOQ_EVENT_LISTENING,
  SOQ_EVENT_STOPPED,
  SOQ_EVENT_CONNECTED,
  SOQ_EVENT_SECURED,
  SOQ_EVENT_REGISTERED,
  SOQ_EVENT_JOINED,
  SOQ_EVENT_PARTED,
  SOQ_EVENT_KICKED,
  SOQ_EVENT_TOPIC,
  SOQ_EVENT_MODE,
  SOQ_EVENT_RENAMED,
  SOQ_EVENT_MESSAGE,
  SOQ_EVENT_ACTION,
  SOQ_EVENT_SAID,
  SOQ_EVENT_DISCONNECTED,
  SOQ_EVENT_REFUSED,
  SOQ_EVENT_NOTICE,
  SOQ_EVENT_WARNING,
} SoqEventType;

#define SOQ_TYPE_EVENT_TYPE (soq_event_type_get_type ())

GType soq_event_type_get_type (void);

#define SOQ_TYPE_EVENT (soq_event_get_type ())

G_DECLARE_FINAL_TYPE (SoqEvent, soq_event, SOQ, EVENT, GObject)

SoqEvent *soq_event_new (SoqEventType type,
                         SoqPeer     *peer,
                         const char  *text) G_GNUC_WARN_UNUSED_RESULT;
SoqEvent *soq_event_new_at (SoqEventType type,
                            const char  *address,
                            guint16      port,
                            const char  *text) G_GNUC_WARN_UNUSED_RESULT;

void soq_event_set_target (SoqEvent   *self,
                           const char *target);

SoqEventType soq_event_get_event_type (SoqEvent *self);
gint64       soq_event_get_time (SoqEvent *self);
guint        soq_event_get_peer_id (SoqEvent *self);
SoqPeerKind  soq_event_get_peer_kind (SoqEvent *self);
const char  *soq_event_get_nick (SoqEvent *self);
const char  *soq_event_get_address (SoqEvent *self);
guint16      soq_event_get_port (SoqEvent *self);
const char  *soq_event_get_target (SoqEvent *self);
const char  *soq_event_get_text (SoqEvent *self);
SoqTraceMark soq_event_get_mark (SoqEvent *self);

char *soq_event_to_json (SoqEvent *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
