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

  if (soq_link_get_queued (self->link) + strlen (ended) > SOQ_CLIENT_SEND_LIMIT)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE,
                   "The server does not read what it is sent; this was not sent");
      return FALSE;
    }

  if (self->state == SOQ_CLIENT_STATE_REGISTERING)
    g_queue_push_tail (&self->waiting, g_steal_pointer (&ended));
  else
    soq_link_send_text (self->link, ended);

  return TRUE;
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

  soq_conversation_append (self->conversation, soq_message_new (kind, self->nick, text, TRUE));
}

/**
 * soq_client_send:
 * @self: a client
 * @text: what to say; one line or several
 * @error: return location for %SOQ_ERROR_NOT_CONNECTED,
 *   %SOQ_ERROR_SEND_QUEUE, %SOQ_ERROR_TOO_LONG, or what the system says of a
 *   datagram
 *
 * Says something. Over UDP it is one datagram. The quit word is said too, and
 * then the connection is closed.
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
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED, "There is no connection; this was not sent");
      return FALSE;
    }

  if (self->link != NULL ? !send_stream (self, text, error)
                         : !soq_datagram_send (self->datagram, NULL, (const guint8 *) text,
                                               strlen (text), error))
    return FALSE;

  show_own (self, text);
  if (!is_quit_word (self, text))
    return TRUE;

  if (self->state == SOQ_CLIENT_STATE_REGISTERING)
    self->leave = TRUE;
  else
    soq_client_disconnect (self);

  return TRUE;
}
