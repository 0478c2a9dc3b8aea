/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session.h"

#include "soq-error.h"
#include "soq-framer.h"
#include "soq-irc-message.h"
#include "soq-irc-session.h"
#include "soq-limits.h"
#include "soq-plain-room.h"
#include "soq-platform.h"
#include "soq-privacy.h"
#include "soq-server-private.h"
#include "soq-throttle.h"
#include "soq-tls.h"

/* What reads the link of one peer: it finds out which kind of peer this is,
 * cuts its bytes into messages and hands them on, no faster than the throttle
 * allows. The peer owns it, so it holds neither the peer nor the server.
 */
typedef struct
{
  SoqServer  *server;  /* (borrowed) */
  SoqPeer    *peer;    /* (borrowed): its owner */
  SoqFramer  *framer;  /* (owned) */
  SoqReactor *reactor; /* (owned) */
  SoqTimer    silence; /* it has not shown what it is; then: a chunk is over */
  SoqTimer    wait;    /* until the throttle lets the next message through */
  SoqThrottle throttle;
  guint64     answers; /* what it had been sent when it last said something */
  gboolean    held;    /* a command waits for its answer; the next ones wait too */
  gboolean    known;   /* its bytes have shown what it is, whatever it is listed as */
  SoqPrivacy  privacy; /* of plain text */
} Session;

static SoqTimers *
timers (Session *self)
{
  return soq_reactor_get_timers (self->reactor);
}

static gboolean
is_gone (Session *self)
{
  return soq_link_get_state (soq_peer_get_link (self->peer)) != SOQ_LINK_STATE_OPEN;
}

static gboolean
is_chat (Session *self)
{
  return soq_server_get_mode (self->server) == SOQ_REPLY_MODE_CHAT;
}

/* Who was silent may have heard the chat meanwhile. */
static void
become_irc (Session *self)
{
  self->known = TRUE;
  soq_timers_unset (timers (self), &self->silence);
  soq_server_leave_lobby (self->server, self->peer, TRUE);
  soq_peer_set_kind (self->peer, SOQ_PEER_KIND_IRC);
  soq_framer_set_limit (self->framer, SOQ_IRC_CLIENT_TAGS + SOQ_IRC_LINE - 1);
  soq_irc_session_begin (self->server, soq_peer_get_user (self->peer));
}

static void
hear_chat (Session *self)
{
  if (soq_peer_get_kind (self->peer) == SOQ_PEER_KIND_PLAIN)
    return;

  soq_peer_set_kind (self->peer, SOQ_PEER_KIND_PLAIN);
  if (is_chat (self))
    soq_server_enter_lobby (self->server, self->peer);
}

static void
become_plain (Session *self)
{
  self->known = TRUE;
  soq_timers_unset (timers (self), &self->silence);
  hear_chat (self);
}

/* A link that takes TLS sees its beginning itself; this one came too late, or
 * to a server that has none. It is nothing to be shown to people.
 */
static gboolean
refuse_tls (Session *self)
{
  gsize         length;
  const guint8 *data = soq_framer_peek (self->framer, &length);

  if (self->known || !is_chat (self) || !soq_tls_is_hello (data, length))
    return FALSE;

  self->known = TRUE;
  soq_peer_set_reason (self->peer, soq_server_get_certificate (self->server) == NULL
                                     ? "it speaks TLS, which this server does not"
                                     : "it began TLS after it had been sent text");
  soq_link_close (soq_peer_get_link (self->peer));

  return TRUE;
}

/* Returns whether it is known what the peer is. As long as it has said nothing
 * it may become anything, also if it hears the chat.
 */
static gboolean
find_kind (Session *self)
{
  gsize         length;
  const guint8 *data;

  if (self->known)
    return TRUE;

  data = soq_framer_peek (self->framer, &length);
  switch (soq_peer_kind_detect (data, length))
    {
    case SOQ_PEER_KIND_IRC:
      become_irc (self);
      return TRUE;

    case SOQ_PEER_KIND_PLAIN:
      become_plain (self);
      return TRUE;

    case SOQ_PEER_KIND_SILENT:
    case SOQ_PEER_KIND_UDP:
    default:
      return FALSE;
    }
}

/* Nothing more came, or will come, of a first line that may be two things.
 * What follows a command of IRC may be a password; where nobody hears it, it
 * is text like all other.
 */
static void
decide_kind (Session *self)
{
  gsize         length;
  const guint8 *data = soq_framer_peek (self->framer, &length);

  if (is_chat (self) && soq_peer_kind_has_command (data, length))
    become_irc (self);
  else
    become_plain (self);
}

static gboolean
is_plain (Session *self)
{
  return soq_peer_get_kind (self->peer) == SOQ_PEER_KIND_PLAIN;
}

/* Returns whether another message may be taken now; else a timer is set. */
static gboolean
may_take (Session *self)
{
  gint64 delay;

  if (soq_framer_get_pending (self->framer) == 0)
    return FALSE;

  delay = soq_throttle_take (&self->throttle, soq_clock_now ());
  if (delay == 0)
    return TRUE;

  soq_link_pause (soq_peer_get_link (self->peer));
  soq_timers_set (timers (self), &self->wait, delay);

  return FALSE;
}

/* A turn takes back what it did not need. */
static void
give_back (Session *self)
{
  self->throttle.paid_until -= self->throttle.interval;
}

static void
take_frame (Session        *self,
            const SoqFrame *frame)
{
  self->answers = soq_peer_get_messages_out (self->peer);
  if (!is_plain (self))
    soq_irc_session_take (soq_peer_get_user (self->peer), frame);
  else if (is_chat (self) && soq_privacy_holds_back (&self->privacy, frame))
    soq_plain_room_hold_back (self->server, self->peer);
  else
    soq_plain_room_take (self->server, self->peer, frame);
}

static void
take_complete (Session *self)
{
  SoqFrame frame;

  while (!is_gone (self) && !self->held && may_take (self))
    {
      if (!soq_framer_next (self->framer, &frame))
        {
          give_back (self);
          return;
        }

      take_frame (self, &frame);
    }
}

static void
take_rest (Session *self)
{
  SoqFrame frame;

  if (!is_gone (self) && !soq_timer_is_set (&self->wait) &&
      soq_framer_flush (self->framer, &frame))
    take_frame (self, &frame);
}

/* In answer by hand, one who asked and said that it will ask no more is still
 * owed its answer.
 */
static gboolean
waits_for_answer (Session *self)
{
  return soq_server_get_mode (self->server) == SOQ_REPLY_MODE_BY_HAND &&
         soq_peer_get_messages_in (self->peer) > 0 &&
         soq_peer_get_messages_out (self->peer) == self->answers;
}

static gboolean
is_waiting (Session *self)
{
  return self->held || soq_timer_is_set (&self->wait);
}

static void
take_end (Session *self)
{
  if (is_waiting (self) || !soq_link_has_ended (soq_peer_get_link (self->peer)))
    return;

  if (is_plain (self))
    take_rest (self);
  if (is_gone (self))
    return;

  if (waits_for_answer (self))
    soq_peer_wait (self->peer);
  else
    soq_peer_finish (self->peer, SOQ_REASON_CLOSED);
}

static void
take (Session *self)
{
  g_autoptr (SoqPeer)                 peer = g_object_ref (self->peer);
  G_GNUC_UNUSED g_autoptr (SoqServer) server = g_object_ref (self->server);

  if (refuse_tls (self))
    return;

  if (!find_kind (self) && soq_link_has_ended (soq_peer_get_link (peer)))
    decide_kind (self);

  if (self->known && !is_waiting (self))
    {
      take_complete (self);
      take_end (self);
    }

  soq_framer_settle (self->framer);
  if (is_gone (self) || is_waiting (self) || soq_framer_get_pending (self->framer) == 0)
    return;

  if (!self->known)
    soq_timers_set (timers (self), &self->silence, SOQ_TIME_SILENT);
  else if (is_plain (self))
    soq_timers_set (timers (self), &self->silence, SOQ_TIME_IDLE_CHUNK);
}

/* Nothing came for a while: a peer that is silent hears the chat from now on;
 * what one sent without a newline is a message.
 */
static void
silence_cb (gpointer user_data)
{
  Session                            *self = user_data;
  g_autoptr (SoqPeer)                 peer = g_object_ref (self->peer);
  G_GNUC_UNUSED g_autoptr (SoqServer) server = g_object_ref (self->server);

  if (is_gone (self))
    return;

  /* It speaks to us, but nothing of it is readable yet. */
  if (soq_link_is_securing (soq_peer_get_link (peer)))
    {
      soq_timers_set (timers (self), &self->silence, SOQ_TIME_SILENT);
      return;
    }

  if (!self->known && soq_framer_get_pending (self->framer) == 0)
    {
      hear_chat (self);
      return;
    }

  if (!self->known)
    decide_kind (self);
  if (!is_plain (self))
    {
      soq_irc_session_want_newline (soq_peer_get_user (peer));
      return;
    }

  take_complete (self);
  if (!is_gone (self) && !soq_timer_is_set (&self->wait) && may_take (self))
    take_rest (self);
  soq_framer_settle (self->framer);
}

static void
wait_cb (gpointer user_data)
{
  Session            *self = user_data;
  g_autoptr (SoqPeer) peer = g_object_ref (self->peer);
  SoqLink            *link = soq_peer_get_link (peer);

  if (is_gone (self))
    return;

  /* Nobody is left to hear the answers, and thousands of lines may wait. */
  if (!is_plain (self) && soq_link_has_hung_up (link))
    {
      soq_link_close (link);
      return;
    }

  take (self);
  if (!is_gone (self) && !is_waiting (self))
    soq_link_resume (link);
}

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  Session *self = user_data;

  soq_framer_push (self->framer, data, length);
  take (self);
}

static void
ended_cb (SoqLink *link,
          gpointer user_data)
{
  take (user_data);
}

static const char *
explain (const GError *error)
{
  if (error == NULL)
    return SOQ_REASON_CLOSED;

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE))
    return "SendQ exceeded: it did not read what it was sent";

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return "connection reset by the client";

  return error->message;
}

/* The second of silence begins anew: it had to speak of keys first. */
static void
secured_cb (SoqLink *link,
            gpointer user_data)
{
  Session *self = user_data;

  if (soq_peer_get_kind (self->peer) == SOQ_PEER_KIND_SILENT)
    soq_timers_set (timers (self), &self->silence, SOQ_TIME_SILENT);
  soq_server_secured (self->server, self->peer);
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  Session *self = user_data;

  soq_server_remove_peer (self->server, self->peer, explain (error));
}

static const SoqLinkHandler handler = { received_cb, ended_cb, closed_cb, secured_cb };

static void
session_free (gpointer data)
{
  Session *self = data;

  soq_timers_unset (timers (self), &self->silence);
  soq_timers_unset (timers (self), &self->wait);
  soq_framer_free (self->framer);
  soq_reactor_unref (self->reactor);
  g_free (self);
}

/**
 * soq_session_attach:
 * @server: a running server; it outlives @peer
 * @peer: a new peer with a link
 * @reactor: the server's reactor
 *
 * Begins to read the link of @peer.
 */
void
soq_session_attach (SoqServer  *server,
                    SoqPeer    *peer,
                    SoqReactor *reactor)
{
  Session               *self = g_new0 (Session, 1);
  const SoqServerConfig *config = server->config;

  self->server = server;
  self->peer = peer;
  self->reactor = soq_reactor_ref (reactor);
  self->framer = soq_framer_new (config->line);
  self->silence = (SoqTimer){ .func = silence_cb, .user_data = self };
  self->wait = (SoqTimer){ .func = wait_cb, .user_data = self };
  self->throttle.burst = SOQ_LIMIT_BURST;
  self->throttle.interval = config->throttle ? G_USEC_PER_SEC / SOQ_LIMIT_LINES_PER_SECOND : 0;

  soq_peer_set_session (peer, self, session_free);
  soq_timers_set (timers (self), &self->silence, SOQ_TIME_SILENT);
  soq_link_start (soq_peer_get_link (peer), &handler, self);
}

/**
 * soq_session_hold:
 * @peer: a peer with a session
 *
 * Takes nothing more from @peer until soq_session_release ().
 */
void
soq_session_hold (SoqPeer *peer)
{
  Session *self = soq_peer_get_session (peer);

  g_return_if_fail (self != NULL);

  self->held = TRUE;
  soq_link_pause (soq_peer_get_link (peer));
}

/**
 * soq_session_release:
 * @peer: a peer that is held, or was until it left
 *
 * Takes what @peer sent meanwhile.
 */
void
soq_session_release (SoqPeer *peer)
{
  Session *self = soq_peer_get_session (peer);

  if (self == NULL || !self->held)
    return;

  self->held = FALSE;
  wait_cb (self);
}
