/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-private.h"

#include "soq-limits.h"
#include "soq-plain-text.h"
#include "soq-platform.h"
#include "soq-text.h"

/* A connection that is plain text, as a class writes it; and datagrams. */

void
soq_client_go_online (SoqClient *self)
{
  if (self->state != SOQ_CLIENT_STATE_REGISTERING)
    return;

  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->greeting);
  self->online_since = soq_clock_now ();
  soq_client_send_waiting (self);
  soq_client_set_state (self, SOQ_CLIENT_STATE_ONLINE);
  if (self->leave)
    soq_client_disconnect (self);
}

void
soq_client_greeting_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_client_go_online (self);
}

/* Where a server of ours greets: “* You are guest-3 in #lobby, with …”. */
static char *
find_lobby (const char *greeting)
{
  const char *channel = strstr (greeting, " in #") + strlen (" in ");

  return g_strndup (channel, strcspn (channel, " ,."));
}

/* A server of ours is known by its greeting, and says what it calls us.
 * Returns FALSE if that was the end of this connection.
 */
static gboolean
learn_name (SoqClient  *self,
            const char *text)
{
  g_autofree char *guest = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *given = NULL;

  gboolean late = self->state == SOQ_CLIENT_STATE_ONLINE && !self->heard && self->link != NULL;

  /* It is late where TLS might have come, or with the answer to what we said. */
  self->heard = TRUE;
  if (self->state == SOQ_CLIENT_STATE_REGISTERING || late)
    guest = soq_plain_text_find_greeting (text);
  if (guest != NULL)
    {
      self->ours = TRUE;
      g_free (self->guest);
      self->guest = g_steal_pointer (&guest);
      if (soq_place_get_protocol (self->place) == SOQ_PROTOCOL_AUTOMATIC && !self->plain_only &&
          self->link != NULL && !self->said)
        {
          g_free (self->lobby);
          self->lobby = find_lobby (text);
          soq_client_speak_irc (self);
          return FALSE;
        }
      if (late)
        soq_client_send_waiting (self);
    }

  if (!self->ours)
    return TRUE;

  taken = soq_plain_text_find_taken (text);
  given = soq_plain_text_find_given (text);
  if (taken != NULL && g_strcmp0 (taken, self->nick) == 0)
    {
      soq_client_set_refused (self, TRUE);
    }
  else if (given != NULL)
    {
      soq_client_set_nick (self, given);
      soq_client_set_refused (self, FALSE);
    }

  return TRUE;
}

static void
hear (SoqClient    *self,
      const guint8 *data,
      gsize         length)
{
  g_autofree char *text = soq_text_from_bytes (data, length);

  if (*text == '\0')
    return;

  if (!learn_name (self, text))
    return;

  soq_conversation_append (self->conversation,
                           self->ours
                             ? soq_plain_text_parse (text)
                             : soq_message_new (SOQ_MESSAGE_TEXT, NULL, text, FALSE));
}

static void
take_line (SoqClient    *self,
           const guint8 *data,
           gsize         length)
{
  hear (self, data, length);
  soq_client_go_online (self);
}

static void
take_lines (SoqClient *self)
{
  SoqFrame frame;

  while (self->framer != NULL && soq_framer_next (self->framer, &frame))
    take_line (self, frame.data, frame.length);
}

static void
take_rest (SoqClient *self)
{
  SoqFrame frame;

  if (self->framer != NULL && soq_framer_flush (self->framer, &frame))
    take_line (self, frame.data, frame.length);
  if (self->framer != NULL)
    soq_framer_settle (self->framer);
}

void
soq_client_idle_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  take_rest (self);
}

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_client_pace (self, length);
  soq_framer_push (self->framer, data, length);
  take_lines (self);
  if (self->framer == NULL)
    return;

  soq_framer_settle (self->framer);
  if (soq_framer_get_pending (self->framer) > 0)
    soq_timers_set (soq_reactor_get_timers (self->reactor), &self->idle, SOQ_TIME_IDLE_CHUNK);
}

static void
ended_cb (SoqLink *link,
          gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  take_rest (self);

  /* It may read on, so what was said before we knew it goes out now. */
  soq_client_go_online (self);
  if (self->stays && !self->ours && !self->ended && self->link == link)
    soq_client_append (self, SOQ_MESSAGE_OTHER_ENDED, NULL);
  else
    soq_link_finish (link);
}

static void
closed_cb (SoqLink      *link,
           const GError *error,
           gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));
  SoqFrame              frame;

  if (soq_client_fail_to_secure (self, error))
    return;

  /* Half a line is all that will ever come of it. */
  if (soq_framer_flush (self->framer, &frame))
    hear (self, frame.data, frame.length);

  /* Both have said that they are done: nobody waits for anything. */
  if (self->ended && error == NULL)
    {
      soq_client_append (self, SOQ_MESSAGE_CLOSED, NULL);
      soq_client_go_offline (self, NULL);
    }
  else
    soq_client_lose (self, error);
}

static void
secured_cb (SoqLink *link,
            gpointer user_data)
{
  soq_client_settle (SOQ_CLIENT (user_data));
}

const SoqLinkHandler soq_client_plain_handler = {
  .received = received_cb,
  .ended = ended_cb,
  .closed = closed_cb,
  .secured = secured_cb,
};

static void
datagram_cb (SoqDatagram    *datagram,
             GSocketAddress *from,
             const guint8   *data,
             gsize           length,
             gpointer        user_data)
{
  SoqClient *self = SOQ_CLIENT (user_data);

  while (length > 0 && (data[length - 1] == '\n' || data[length - 1] == '\r'))
    length--;

  take_line (self, data, length);
}

static void
datagram_failed_cb (SoqDatagram  *datagram,
                    const GError *error,
                    gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_client_append (self, SOQ_MESSAGE_CLOSED, error->message);
  soq_client_go_offline (self, error);
}

const SoqDatagramHandler soq_client_datagram_handler = { datagram_cb, datagram_failed_cb };
