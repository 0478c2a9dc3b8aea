/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-event-line.h"

#include "soq-address.h"
#include "soq-irc-text.h"
#include "soq-server.h"

#include <glib/gi18n.h>

/* The reasons that the server itself gives are few, and read by people; what
 * a peer or the system says is shown as it is.
 */
/* clang-format off */
static const char *const reasons[] = {
  N_("closed by the client"),
  N_("connection reset by the client"),
  N_("SendQ exceeded: it did not read what it was sent"),
  N_("silent for a minute"),
  N_("said the quit word"),
  N_("spoke IRC, which this server does not"),
  N_("the server stopped"),
  N_("kicked"),
  N_("banned"),
  N_("quit"),
};
/* clang-format on */

static const char *
translate_reason (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i], reason))
      return _(reasons[i]);

  return reason;
}

static char *
describe_place (SoqEvent *event)
{
  return soq_host_and_port (soq_event_get_address (event), soq_event_get_port (event));
}

static char *
describe_peer (SoqEvent *event)
{
  g_autofree char *place = describe_place (event);

  /* An IRC client that has not said who it is. */
  if (soq_event_get_nick (event) == NULL)
    return g_steal_pointer (&place);

  return g_strdup_printf ("%s (%s)", soq_event_get_nick (event), place);
}

/* What happened to somebody in a channel, or NULL. */
static char *
describe_in_channel (SoqEvent   *event,
                     const char *peer,
                     const char *text)
{
  const char *channel = soq_event_get_target (event);

  switch (soq_event_get_event_type (event))
    {
    case SOQ_EVENT_JOINED:
      /* Translators: the first %s is a client with its address, the second a channel. */
      return g_strdup_printf (_("%s joined %s"), peer, channel);

    case SOQ_EVENT_PARTED:
      if (*text == '\0')
        /* Translators: a client with its address, and a channel. */
        return g_strdup_printf (_("%s left %s"), peer, channel);
      /* Translators: a client with its address, a channel, and a reason. */
      return g_strdup_printf (_("%s left %s: %s"), peer, channel, text);

    case SOQ_EVENT_KICKED:
      /* Translators: a client with its address, a channel, and who did it and why. */
      return g_strdup_printf (_("%s was sent out of %s %s"), peer, channel, text);

    case SOQ_EVENT_TOPIC:
      /* Translators: a client with its address, a channel, and the topic. */
      return g_strdup_printf (_("%s changed the topic of %s: %s"), peer, channel, text);

    case SOQ_EVENT_MODE:
      /* Translators: a client with its address, a channel, and IRC modes. */
      return g_strdup_printf (_("%s changed modes of %s: %s"), peer, channel, text);

    case SOQ_EVENT_LISTENING:
    case SOQ_EVENT_STOPPED:
    case SOQ_EVENT_CONNECTED:
    case SOQ_EVENT_SECURED:
    case SOQ_EVENT_REGISTERED:
    case SOQ_EVENT_RENAMED:
    case SOQ_EVENT_MESSAGE:
    case SOQ_EVENT_ACTION:
    case SOQ_EVENT_SAID:
    case SOQ_EVENT_DISCONNECTED:
    case SOQ_EVENT_REFUSED:
    case SOQ_EVENT_NOTICE:
    case SOQ_EVENT_WARNING:
    default:
      return NULL;
    }
}

static char *
describe_about_peer (SoqEvent   *event,
                     const char *text)
{
  g_autofree char *peer = describe_peer (event);
  char            *in_channel = soq_event_get_target (event) != NULL
                                  ? describe_in_channel (event, peer, text)
                                  : NULL;

  if (in_channel != NULL)
    return in_channel;

  switch (soq_event_get_event_type (event))
    {
    case SOQ_EVENT_CONNECTED:
      /* Translators: %s is a client with its address. */
      return g_strdup_printf (_("%s connected"), peer);

    case SOQ_EVENT_REGISTERED:
      /* Translators: %s is a client with its address. */
      return g_strdup_printf (_("%s speaks IRC"), peer);

    case SOQ_EVENT_RENAMED:
      /* Translators: the first %s is a client with its address, the second its old name. */
      return g_strdup_printf (_("%s was called %s before"), peer, text);

    case SOQ_EVENT_DISCONNECTED:
      /* Translators: the first %s is a client with its address, the second a reason. */
      return g_strdup_printf (_("%s left: %s"), peer, translate_reason (text));

    case SOQ_EVENT_SECURED:
    case SOQ_EVENT_JOINED:
    case SOQ_EVENT_PARTED:
    case SOQ_EVENT_KICKED:
    case SOQ_EVENT_TOPIC:
    case SOQ_EVENT_MODE:
    case SOQ_EVENT_WARNING:
    case SOQ_EVENT_NOTICE:
    case SOQ_EVENT_LISTENING:
    case SOQ_EVENT_STOPPED:
    case SOQ_EVENT_MESSAGE:
    case SOQ_EVENT_ACTION:
    case SOQ_EVENT_SAID:
    case SOQ_EVENT_REFUSED:
    default:
      return g_strdup_printf ("%s: %s", peer, text);
    }
}

static char *
describe (SoqEvent *event)
{
  g_autofree char *place = NULL;
  const char      *text = soq_event_get_text (event);

  if (soq_event_get_peer_id (event) != 0)
    return describe_about_peer (event, text != NULL ? text : "");

  switch (soq_event_get_event_type (event))
    {
    case SOQ_EVENT_LISTENING:
      place = describe_place (event);
      /* Translators: %s is an address with its port. */
      return g_strdup_printf (_("Listening on %s"), place);

    case SOQ_EVENT_STOPPED:
      return g_strdup (_("The server has stopped"));

    case SOQ_EVENT_REFUSED:
      place = describe_place (event);
      /* Translators: the first %s is an address with its port, the second what it was told. */
      return g_strdup_printf (_("%s was not let in: %s"), place, text);

    case SOQ_EVENT_TOPIC:
      /* Translators: a channel, and its topic. */
      return g_strdup_printf (_("You changed the topic of %s: %s"), soq_event_get_target (event),
                                 text);

    case SOQ_EVENT_MODE:
      /* Translators: a channel, and IRC modes. */
      return g_strdup_printf (_("You changed modes of %s: %s"), soq_event_get_target (event), text);

    case SOQ_EVENT_CONNECTED:
    case SOQ_EVENT_SECURED:
    case SOQ_EVENT_REGISTERED:
    case SOQ_EVENT_JOINED:
    case SOQ_EVENT_PARTED:
    case SOQ_EVENT_KICKED:
    case SOQ_EVENT_RENAMED:
    case SOQ_EVENT_MESSAGE:
    case SOQ_EVENT_ACTION:
    case SOQ_EVENT_SAID:
    case SOQ_EVENT_DISCONNECTED:
    case SOQ_EVENT_NOTICE:
    case SOQ_EVENT_WARNING:
    default:
      return g_strdup (text);
    }
}

/* Most is said in the lobby; other channels are named. */
static char *
dup_message (SoqEvent *event)
{
  g_autofree char *text = soq_irc_text_strip (soq_event_get_text (event));
  const char      *channel = soq_event_get_target (event);

  if (channel == NULL || g_str_equal (channel, SOQ_LOBBY))
    return g_steal_pointer (&text);

  return g_strdup_printf ("[%s] %s", channel, text);
}

static void
set_message (SoqEventText *self,
             SoqEvent     *event,
             SoqLineKind   kind)
{
  self->is_message = TRUE;
  self->line.kind = kind;
  self->line.nick = soq_event_get_nick (event);
  self->line.address = soq_event_get_address (event);
  self->text = dup_message (event);
  self->line.text = self->text;
}

/* What the owner said: to all, to a channel, or to the client that the event is about. */
static void
set_said (SoqEventText *self,
          SoqEvent     *event,
          const char   *server_name)
{
  self->is_message = TRUE;
  self->line.kind = SOQ_LINE_TEXT;
  self->line.nick = server_name;
  self->line.outgoing = TRUE;
  self->line.text = soq_event_get_text (event);
  if (soq_event_get_target (event) != NULL)
    self->line.text = self->text = dup_message (event);
  if (soq_event_get_peer_id (event) == 0)
    return;

  /* Translators: the first %s is a client's name, the second what it was told. */
  self->text = g_strdup_printf (_("(to %s) %s"), soq_event_get_nick (event), self->line.text);
  self->line.text = self->text;
}

/**
 * soq_event_text_init:
 * @self: (out caller-allocates): how @event reads
 * @event: an event; must outlive @self
 * @server_name: (not nullable): what the server calls itself
 */
void
soq_event_text_init (SoqEventText *self,
                     SoqEvent     *event,
                     const char   *server_name)
{
  *self = (SoqEventText){ .line = { .time = soq_event_get_time (event),
                                    .mark = soq_event_get_mark (event) } };

  switch (soq_event_get_event_type (event))
    {
    case SOQ_EVENT_MESSAGE:
      set_message (self, event, SOQ_LINE_TEXT);
      break;

    case SOQ_EVENT_ACTION:
      set_message (self, event, SOQ_LINE_ACTION);
      break;

    case SOQ_EVENT_SAID:
      set_said (self, event, server_name);
      break;

    case SOQ_EVENT_WARNING:
      self->line.kind = SOQ_LINE_ERROR;
      self->line.text = self->text = describe (event);
      break;

    case SOQ_EVENT_LISTENING:
    case SOQ_EVENT_STOPPED:
    case SOQ_EVENT_CONNECTED:
    case SOQ_EVENT_SECURED:
    case SOQ_EVENT_REGISTERED:
    case SOQ_EVENT_JOINED:
    case SOQ_EVENT_PARTED:
    case SOQ_EVENT_KICKED:
    case SOQ_EVENT_TOPIC:
    case SOQ_EVENT_MODE:
    case SOQ_EVENT_RENAMED:
    case SOQ_EVENT_DISCONNECTED:
    case SOQ_EVENT_REFUSED:
    case SOQ_EVENT_NOTICE:
    default:
      self->is_both = soq_event_get_event_type (event) == SOQ_EVENT_DISCONNECTED;
      self->line.kind = SOQ_LINE_STATUS;
      self->line.text = self->text = describe (event);
    }
}

void
soq_event_text_clear (SoqEventText *self)
{
  g_clear_pointer (&self->text, g_free);
}
