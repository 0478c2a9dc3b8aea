/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-private.h"

#include "soq-error.h"

/* What a person says, on its way out. */

static gboolean
is_quit_word (SoqClient  *self,
              const char *text)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (self->quit_word == NULL)
    return FALSE;

  a = g_utf8_casefold (text, -1);
  b = g_utf8_casefold (self->quit_word, -1);

  return g_str_equal (g_strstrip (a), b);
}

/* Each line of @text ends as this place wants it. */
static char *
end_lines (SoqClient  *self,
           const char *text)
{
  SoqLineEnding    ending = soq_place_get_line_ending (self->place);
  g_auto (GStrv)   lines = NULL;
  g_autofree char *joined = NULL;

  if (ending == SOQ_LINE_ENDING_NONE)
    return g_strdup (text);

  if (ending == SOQ_LINE_ENDING_LF)
    return g_strconcat (text, "\n", NULL);

  lines = g_strsplit (text, "\n", -1);
  joined = g_strjoinv ("\r\n", lines);

  return g_strconcat (joined, "\r\n", NULL);
}

static gboolean
send_stream (SoqClient  *self,
             const char *text,
             GError    **error)
{
  g_autofree char *ended = end_lines (self, text);

  if (soq_link_get_queued (self->link) + self->n_waiting + strlen (ended) > SOQ_CLIENT_SEND_LIMIT)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE,
                   "The server does not read what it is sent; this was not sent");
      return FALSE;
    }

  if (self->state == SOQ_CLIENT_STATE_REGISTERING)
    {
      self->n_waiting += strlen (ended);
      g_queue_push_tail (&self->waiting, g_steal_pointer (&ended));
    }
  else if (*ended == '\0' || !soq_link_send_text (self->link, ended))
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED,
                   "The connection is over; this was not sent");
      return FALSE;
    }

  return TRUE;
}

/* What was said while we did not know the server goes out now, in order, and
 * to a server of ours under our name.
 */
void
soq_client_send_waiting (SoqClient *self)
{
  if (self->ours && self->nick != NULL)
    {
      g_autofree char *command = g_strdup_printf ("/nick %s\n", self->nick);

      soq_link_send_text (self->link, command);
    }

  while (self->waiting.length > 0)
    {
      g_autofree char *text = g_queue_pop_head (&self->waiting);

      self->said = TRUE;
      soq_link_send_text (self->link, text);
    }

  self->n_waiting = 0;
}

void
soq_client_drop_waiting (SoqClient *self)
{
  g_queue_clear_full (&self->waiting, g_free);
  self->n_waiting = 0;
}

/* The link goes on alone until what was sent has arrived: its own timer ends
 * it, and this keeps it alive until then.
 */
static void
part_closed_cb (SoqLink      *link,
                const GError *error,
                gpointer      user_data)
{
  g_object_unref (link);
}

static void
part_received_cb (SoqLink      *link,
                  const guint8 *data,
                  gsize         length,
                  gpointer      user_data)
{
}

static const SoqLinkHandler parting_handler = {
  .received = part_received_cb,
  .closed = part_closed_cb,
};

void
soq_client_part (SoqLink *link)
{
  soq_link_set_handler (link, &parting_handler, NULL);
  soq_link_finish (g_object_ref (link));
}

/* A command for a server of ours is shown as what it does, not as said. */
static void
show_own (SoqClient  *self,
          const char *text)
{
  SoqMessageKind kind = SOQ_MESSAGE_TEXT;

  if (self->ours && g_ascii_strncasecmp (text, "/me ", 4) == 0)
    {
      kind = SOQ_MESSAGE_ACTION;
      text += 4;
    }
  else if (self->ours && g_str_has_prefix (text, "//"))
    text++;
  else if (self->ours && *text == '/')
    kind = SOQ_MESSAGE_COMMAND;

  soq_conversation_append (self->conversation,
                           soq_message_new (kind, soq_client_get_nick (self), text, TRUE));
}

/**
 * soq_client_send:
 * @self: a client
 * @text: what to say; one line or several
 * @error: return location for %SOQ_ERROR_NOT_CONNECTED,
 *   %SOQ_ERROR_SEND_QUEUE, %SOQ_ERROR_TOO_LONG, or what the system says of a
 *   datagram
 *
 * Says something, which may be an empty line. Over UDP it is one datagram. The
 * quit word is said too, and then the connection is closed.
 *
 * Returns: whether it is on its way; else nothing was sent
 */
gboolean
soq_client_send (SoqClient  *self,
                 const char *text,
                 GError    **error)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->link == NULL && self->datagram == NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED,
                   "There is no connection; this was not sent");
      return FALSE;
    }

  if (self->link != NULL ? !send_stream (self, text, error)
                         : !soq_datagram_send (self->datagram, NULL, (const guint8 *) text,
                                               strlen (text), error))
    return FALSE;

  self->said = self->said || self->state == SOQ_CLIENT_STATE_ONLINE;
  show_own (self, text);
  if (!is_quit_word (self, text))
    return TRUE;

  if (self->state == SOQ_CLIENT_STATE_REGISTERING)
    self->leave = TRUE;
  else
    soq_client_disconnect (self);

  return TRUE;
}

static gboolean
is_irc_registered (SoqClient *self)
{
  return self->session != NULL && soq_session_is_registered (self->session);
}

static gboolean
refuse (GError **error)
{
  g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED,
               "There is no connection; this was not sent");

  return FALSE;
}

/**
 * soq_client_say:
 * @self: a client
 * @conversation: where
 * @text: what to say, or a command; one line or several
 * @error: return location for what soq_client_send () fails with, or a
 *   [enum@SoqCommandError]
 *
 * Says something in one of the conversations, or does what a command says.
 *
 * Returns: whether it was taken; else nothing was sent
 */
gboolean
soq_client_say (SoqClient       *self,
                SoqConversation *conversation,
                const char      *text,
                GError         **error)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (SOQ_IS_CONVERSATION (conversation), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!self->speaks_irc)
    return soq_client_send (self, text, error);

  /* What a bouncer asks for before it lets us in. */
  if (!is_irc_registered (self) &&
      (self->session == NULL || g_ascii_strncasecmp (text, "/quote ", strlen ("/quote ")) != 0))
    return refuse (error);

  if (!is_irc_registered (self))
    soq_session_answered (self->session);

  return soq_session_say (self->session, conversation, text, error);
}

/**
 * soq_client_change_nick:
 * @self: a client
 * @nick: a name
 * @error: return location for a [enum@SoqError]
 *
 * Asks the server for another name, also after
 * [signal@SoqClient::nick-needed]; once it was given, the next connection asks
 * for it too.
 *
 * Returns: whether it was asked
 */
gboolean
soq_client_change_nick (SoqClient  *self,
                        const char *nick,
                        GError    **error)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (nick != NULL, FALSE);

  if (self->session == NULL)
    return refuse (error);

  if (!soq_session_set_nick (self->session, nick, error))
    return FALSE;

  /* A name that the server has not given yet it may refuse. */
  if (!soq_session_is_registered (self->session))
    soq_client_set_nick (self, nick);

  return TRUE;
}

/**
 * soq_client_open_private:
 * @self: a client that speaks IRC
 * @nick: somebody
 *
 * Returns: (transfer none) (nullable): the conversation with that one; %NULL
 *   without a connection
 */
SoqConversation *
soq_client_open_private (SoqClient  *self,
                         const char *nick)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);
  g_return_val_if_fail (nick != NULL && *nick != '\0', NULL);

  return is_irc_registered (self) ? soq_session_open_private (self->session, nick) : NULL;
}

/**
 * soq_client_join:
 * @self: a client that speaks IRC
 * @channel: where to go
 * @key: (nullable): its key
 * @error: return location for a [enum@SoqError] or a [enum@SoqCommandError]
 *
 * Returns: whether it was asked for; [signal@SoqClient::show-conversation]
 *   tells when we are there
 */
gboolean
soq_client_join (SoqClient  *self,
                 const char *channel,
                 const char *key,
                 GError    **error)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (channel != NULL, FALSE);

  if (!is_irc_registered (self))
    return refuse (error);

  return soq_session_join_shown (self->session, channel, key, error);
}

/**
 * soq_client_count_waiting:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Returns: how many lines wait to be said there until the server reads on
 */
guint
soq_client_count_waiting (SoqClient       *self,
                          SoqConversation *conversation)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), 0);
  g_return_val_if_fail (SOQ_IS_CONVERSATION (conversation), 0);

  return self->session != NULL ? soq_session_count_waiting (self->session, conversation) : 0;
}

/**
 * soq_client_stop_saying:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Sends nothing of what waits there; [signal@SoqClient::unsent] gives it back.
 */
void
soq_client_stop_saying (SoqClient       *self,
                        SoqConversation *conversation)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));
  g_return_if_fail (SOQ_IS_CONVERSATION (conversation));

  if (self->session != NULL)
    soq_session_stop_saying (self->session, conversation);
}

/**
 * soq_client_is_joining:
 * @self: a client
 * @conversation: one of its conversations
 *
 * Returns: whether we wait to be let into that channel or, of the conversation
 *   with the server, into one that [signal@SoqClient::show-conversation] will
 *   name; [signal@SoqClient::entered] tells when we are in
 */
gboolean
soq_client_is_joining (SoqClient       *self,
                       SoqConversation *conversation)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (SOQ_IS_CONVERSATION (conversation), FALSE);

  return is_irc_registered (self) && soq_session_is_joining (self->session, conversation);
}

/**
 * soq_client_set_topic:
 * @self: a client that speaks IRC
 * @conversation: a channel
 * @topic: what it is about from now on; empty for nothing
 * @error: return location for a [enum@SoqError] or a [enum@SoqIrcError]
 *
 * Returns: whether it was asked for
 */
gboolean
soq_client_set_topic (SoqClient       *self,
                      SoqConversation *conversation,
                      const char      *topic,
                      GError         **error)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (SOQ_IS_CONVERSATION (conversation), FALSE);
  g_return_val_if_fail (topic != NULL, FALSE);

  if (!is_irc_registered (self))
    return refuse (error);

  return soq_session_set_topic (self->session, conversation, topic, error);
}

/**
 * soq_client_close_conversation:
 * @self: a client
 * @conversation: one of its conversations, but not that with the server
 *
 * Leaves it, if it is a channel, and forgets it.
 */
void
soq_client_close_conversation (SoqClient       *self,
                               SoqConversation *conversation)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));
  g_return_if_fail (SOQ_IS_CONVERSATION (conversation));

  if (is_irc_registered (self) && soq_conversation_get_joined (conversation))
    soq_session_send_part (self->session, conversation, NULL, NULL);
  else
    soq_client_remove_conversation (self, conversation);
}

/**
 * soq_client_find_self:
 * @self: a client
 * @conversation: a channel
 *
 * Returns: (transfer none) (nullable): us, as a member of it
 */
SoqPerson *
soq_client_find_self (SoqClient       *self,
                      SoqConversation *conversation)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SOQ_IS_CONVERSATION (conversation), NULL);

  return is_irc_registered (self) ? soq_session_find_self (self->session, conversation) : NULL;
}
