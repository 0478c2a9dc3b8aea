/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-error.h"
#include "soq-platform.h"

/* What goes out. Networks disconnect who sends faster than they read, and each
 * reads at a pace of its own. So only a few lines are under way at a time: a
 * PING behind them is answered once they were read, and lets the next ones go.
 */

/* Some servers keep twenty lines of a client that they have not read, others
 * 8 KiB; more is a flood.
 */
#define WINDOW_LINES 10
#define WINDOW_BYTES 4096

/* A PING each, so that the window moves on before it is used up. */
#define LINES_PER_PING 5

/* Who does not answer a PING has read what came before it after this time, and
 * all is read when nothing was said for so long.
 */
#define PATIENCE (30 * G_USEC_PER_SEC)
#define IDLE     (10 * G_USEC_PER_SEC)

static char *
format_args (GError    **error,
             const char *command,
             va_list     args)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  GString              *out = g_string_new (NULL);

  do
    g_ptr_array_add (params, va_arg (args, char *));
  while (g_ptr_array_index (params, params->len - 1) != NULL);

  if (!soq_irc_append_line (out, NULL, command, (const char *const *) params->pdata, error))
    {
      g_string_free (out, TRUE);
      return NULL;
    }

  return g_string_free (out, FALSE);
}

void
soq_session_waiting_free (gpointer data)
{
  SoqSessionWaiting *waiting = data;

  g_free (waiting->line);
  g_free (waiting->text);
  g_clear_object (&waiting->conversation);
  g_free (waiting);
}

static void
forget_sent (SoqSession *self)
{
  g_queue_clear_full (&self->pings, g_free);
  self->sent_lines = 0;
  self->sent_bytes = 0;
  self->new_lines = 0;
  self->new_bytes = 0;
}

static gboolean
has_room (SoqSession *self,
          const char *line)
{
  return self->sent_lines == 0 ||
         (self->sent_lines < WINDOW_LINES && self->sent_bytes + strlen (line) <= WINDOW_BYTES);
}

static void
send_ping (SoqSession *self)
{
  SoqSessionPing  *ping = g_new0 (SoqSessionPing, 1);
  g_autofree char *token = NULL;

  ping->number = ++self->n_pings;
  ping->lines = self->new_lines;
  ping->bytes = self->new_bytes;
  g_queue_push_tail (&self->pings, ping);
  self->new_lines = 0;
  self->new_bytes = 0;
  token = g_strdup_printf ("soquete-%u", ping->number);
  soq_session_send_now (self, "PING", token, NULL);
}

/* It leaves, and is shown where it is said. */
static void
send_first (SoqSession *self)
{
  SoqSessionWaiting *first = g_queue_pop_head (&self->waiting);
  gsize              length = strlen (first->line);

  self->waiting_bytes -= length;
  self->sent_lines++;
  self->sent_bytes += length;
  self->new_lines++;
  self->new_bytes += length;
  self->sent_time = soq_clock_now ();
  soq_link_send_text (self->link, first->line);
  if (first->conversation != NULL)
    {
      g_auto (GStrv) words = g_strsplit (first->line, " ", 3);

      soq_session_show_own (self, first->conversation, first->kind, first->text, words[1]);
    }
  if (self->new_lines == LINES_PER_PING)
    send_ping (self);
  soq_session_waiting_free (first);
}

/* Sends what may go out now; an answer, or patience, brings us back. */
static void
send_waiting (SoqSession *self)
{
  SoqTimers *timers = soq_reactor_get_timers (self->client->reactor);

  while (self->waiting.length > 0 && self->link != NULL &&
         has_room (self, ((SoqSessionWaiting *) g_queue_peek_head (&self->waiting))->line))
    send_first (self);

  if (self->waiting.length == 0)
    {
      soq_timers_unset (timers, &self->pace);
    }
  else
    {
      if (self->new_lines > 0)
        send_ping (self);
      soq_timers_set (timers, &self->pace, PATIENCE);
    }

  soq_client_tell_waiting (self->client);
}

void
soq_session_pace_cb (gpointer user_data)
{
  SoqSession *self = user_data;

  forget_sent (self);
  send_waiting (self);
}

/**
 * soq_session_take_pong:
 * @self: a session
 * @token: what the server answers to
 */
void
soq_session_take_pong (SoqSession *self,
                       const char *token)
{
  SoqSessionPing *ping;
  guint64         number;

  if (!g_str_has_prefix (token, "soquete-") ||
      !g_ascii_string_to_unsigned (token + strlen ("soquete-"), 10, 1, G_MAXUINT, &number,
                                   NULL))
    return;

  while ((ping = g_queue_peek_head (&self->pings)) != NULL && ping->number <= number)
    {
      self->sent_lines -= ping->lines;
      self->sent_bytes -= ping->bytes;
      g_free (g_queue_pop_head (&self->pings));
    }

  send_waiting (self);
}

static gboolean
queue_line (SoqSession        *self,
            SoqSessionWaiting *waiting,
            GError           **error)
{
  gsize length = strlen (waiting->line);

  if (self->link == NULL || soq_link_get_state (self->link) != SOQ_LINK_STATE_OPEN)
    {
      soq_session_waiting_free (waiting);
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED,
                   "The connection is over; this was not sent");
      return FALSE;
    }

  if (soq_link_get_queued (self->link) + self->waiting_bytes + length > SOQ_CLIENT_SEND_LIMIT)
    {
      soq_session_waiting_free (waiting);
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE,
                   "The server does not read what it is sent; this was not sent");
      return FALSE;
    }

  if (self->waiting.length == 0 && soq_clock_now () - self->sent_time > IDLE)
    forget_sent (self);
  g_queue_push_tail (&self->waiting, waiting);
  self->waiting_bytes += length;
  send_waiting (self);

  return TRUE;
}

/**
 * soq_session_send_line:
 * @self: a session
 * @line: a line with its CR LF
 * @error: return location for %SOQ_ERROR_SEND_QUEUE or %SOQ_ERROR_NOT_CONNECTED
 *
 * Returns: whether it goes out, now or soon
 */
gboolean
soq_session_send_line (SoqSession *self,
                       const char *line,
                       GError    **error)
{
  SoqSessionWaiting *waiting = g_new0 (SoqSessionWaiting, 1);

  waiting->line = g_strdup (line);

  return queue_line (self, waiting, error);
}

/* The same of something that is said in @conversation: it is shown there when
 * it leaves, and comes back if it never does.
 */
gboolean
soq_session_send_said (SoqSession      *self,
                       const char      *line,
                       SoqConversation *conversation,
                       SoqMessageKind   kind,
                       const char      *text,
                       GError         **error)
{
  SoqSessionWaiting *waiting = g_new0 (SoqSessionWaiting, 1);

  waiting->line = g_strdup (line);
  waiting->conversation = g_object_ref (conversation);
  waiting->kind = kind;
  waiting->text = g_strdup (text);

  return queue_line (self, waiting, error);
}

/* What was to be said in @conversation is not; the person gets it back. */
void
soq_session_drop_said (SoqSession      *self,
                       SoqConversation *conversation)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint               lines = 0;

  for (GList *link = self->waiting.head, *next; link != NULL; link = next)
    {
      SoqSessionWaiting *waiting = link->data;

      next = link->next;
      if (waiting->conversation != conversation)
        continue;

      g_string_append_printf (text, "%s%s", lines > 0 ? "\n" : "", waiting->text);
      lines++;
      self->waiting_bytes -= strlen (waiting->line);
      g_queue_delete_link (&self->waiting, link);
      soq_session_waiting_free (waiting);
    }

  if (lines > 0)
    soq_client_tell_unsent (self->client, conversation, text->str, lines);
}

/**
 * soq_session_count_waiting:
 * @self: a session
 * @conversation: one of its conversations
 *
 * Returns: how many lines are to be said there as soon as the server reads on
 */
guint
soq_session_count_waiting (SoqSession      *self,
                           SoqConversation *conversation)
{
  guint n = 0;

  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    if (((SoqSessionWaiting *) link->data)->conversation == conversation)
      n++;

  return n;
}

/**
 * soq_session_stop_saying:
 * @self: a session
 * @conversation: one of its conversations
 *
 * Says nothing of what still waits; [signal@SoqClient::unsent] has it.
 */
void
soq_session_stop_saying (SoqSession      *self,
                         SoqConversation *conversation)
{
  soq_session_drop_said (self, conversation);
  soq_client_tell_waiting (self->client);
}

/* Of all conversations, before the connection is let go. */
void
soq_session_drop_all_said (SoqSession *self)
{
  for (;;)
    {
      SoqConversation *conversation = NULL;

      for (GList *link = self->waiting.head; link != NULL && conversation == NULL;
           link = link->next)
        conversation = ((SoqSessionWaiting *) link->data)->conversation;
      if (conversation == NULL)
        return;

      g_object_ref (conversation);
      soq_session_drop_said (self, conversation);
      g_object_unref (conversation);
    }
}

/* Sends a line in its turn; its parameters end with a NULL. */
gboolean
soq_session_send (SoqSession *self,
                  GError    **error,
                  const char *command,
                  ...)
{
  g_autofree char *line = NULL;
  va_list          args;

  va_start (args, command);
  line = format_args (error, command, args);
  va_end (args);

  return line != NULL && soq_session_send_line (self, line, error);
}

/* Sends a line before all that waits: what the protocol needs to go on. */
void
soq_session_send_now (SoqSession *self,
                      const char *command,
                      ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *line = NULL;
  va_list            args;

  va_start (args, command);
  line = format_args (&error, command, args);
  va_end (args);

  if (line == NULL)
    g_debug ("%s cannot be sent: %s", command, error->message);
  else if (self->link != NULL)
    soq_link_send_text (self->link, line);
}

/**
 * soq_session_quit:
 * @self: a session
 * @reason: (nullable): what others shall read
 *
 * Says goodbye, after what the server would read at once; what is said later
 * comes back to the person.
 */
void
soq_session_quit (SoqSession *self,
                  const char *reason)
{
  if (self->link == NULL)
    return;

  for (guint i = 0; i < WINDOW_LINES && self->waiting.length > 0; i++)
    send_first (self);
  soq_session_drop_all_said (self);

  soq_session_send_now (self, "QUIT", reason != NULL ? reason : "Soquete", NULL);
}
