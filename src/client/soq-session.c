/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-error.h"
#include "soq-irc-names.h"
#include "soq-platform.h"
#include "soq-session-echo.h"
#include "soq-text.h"

#define PING_AFTER (90 * 1000 * 1000)
#define PING_WAIT  (60 * 1000 * 1000)

/* Replies to CTCP that may go out at once, and how long one more takes. */
#define REPLIES 4

/**
 * SoqSession:
 *
 * One connection that speaks IRC, from its first byte to its last. What it
 * learns it writes into the conversations of its client, which outlive it.
 *
 * Any handler may end it; whoever calls into it holds a reference meanwhile.
 */

SoqSession *
soq_session_ref (SoqSession *self)
{
  self->references++;

  return self;
}

void
soq_session_unref (SoqSession *self)
{
  if (--self->references > 0)
    return;

  g_assert (self->link == NULL);
  soq_framer_free (self->framer);
  soq_irc_isupport_free (self->isupport);
  g_hash_table_unref (self->handlers);
  g_hash_table_unref (self->offered);
  g_hash_table_unref (self->caps);
  g_hash_table_unref (self->requested);
  g_hash_table_unref (self->parting);
  g_hash_table_unref (self->batches);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->whos);
  g_hash_table_unref (self->missed);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->asked_in);
  g_queue_clear_full (&self->waiting, soq_session_waiting_free);
  g_queue_clear_full (&self->pings, g_free);
  g_clear_object (&self->context);
  g_free (self->nick);
  g_free (self->nick_asked);
  g_free (self->mask);
  g_free (self->farewell);
  g_free (self);
}

static SoqTimers *
get_timers (SoqSession *self)
{
  return soq_reactor_get_timers (self->client->reactor);
}

static void
alive_cb (gpointer user_data)
{
  SoqSession        *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!self->asked)
    {
      self->asked = TRUE;
      soq_session_send_now (self, "PING", "soquete", NULL);
      soq_timers_set (get_timers (self), &self->alive, PING_WAIT);
      return;
    }

  error = g_error_new_literal (SOQ_ERROR, SOQ_ERROR_NO_ANSWER, "The server does not answer");
  soq_client_lose (self->client, error);
}

/* Who takes far too long to welcome us is not a server of IRC; who welcomed us
 * and says no message of the day is one nevertheless.
 */
static void
patience_cb (gpointer user_data)
{
  SoqSession *self = soq_session_ref (user_data);

  if (self->registered)
    soq_session_welcome (self);
  else
    soq_session_fail (self, SOQ_ERROR_NOT_IRC, "The server does not answer as one of IRC does");

  soq_session_unref (self);
}

static void
add_handlers (SoqSession            *self,
              const SoqSessionEntry *entries)
{
  for (const SoqSessionEntry *entry = entries; entry->command != NULL; entry++)
    g_hash_table_insert (self->handlers, (char *) (guintptr) entry->command,
                         (gpointer) (guintptr) entry);
}

static void
init_tables (SoqSession *self)
{
  self->handlers = g_hash_table_new (g_str_hash, g_str_equal);
  add_handlers (self, soq_session_registration);
  add_handlers (self, soq_session_people);
  add_handlers (self, soq_session_rooms);
  add_handlers (self, soq_session_talk);
  add_handlers (self, soq_session_answers);
  add_handlers (self, soq_session_history);

  self->offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->caps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->requested = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->parting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->batches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, soq_session_batch_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       soq_session_names_free);
  self->whos = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asked_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->missed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * soq_session_new:
 * @client: whose session it is; must outlive its end
 * @link: a link that is open, or will be once it is encrypted
 *
 * Returns: (transfer full): a session, ended with soq_session_close ()
 */
SoqSession *
soq_session_new (SoqClient *client,
                 SoqLink   *link)
{
  SoqSession *self = g_new0 (SoqSession, 1);

  self->references = 1;
  self->client = client;
  self->link = g_object_ref (link);
  self->framer = soq_framer_new (SOQ_IRC_TAGS + SOQ_IRC_LINE);
  self->isupport = soq_irc_isupport_new ();
  self->nick_most = SOQ_IRC_NICK_LENGTH;
  self->replies = REPLIES;
  self->replies_time = soq_clock_now ();
  self->alive = (SoqTimer){ .func = alive_cb, .user_data = self };
  self->patience = (SoqTimer){ .func = patience_cb, .user_data = self };
  self->pace = (SoqTimer){ .func = soq_session_pace_cb, .user_data = self };
  self->echo = (SoqTimer){ .func = soq_session_echo_cb, .user_data = self };
  g_queue_init (&self->unconfirmed);
  self->release = (SoqTimer){ .func = soq_session_release_cb, .user_data = self };
  g_queue_init (&self->waiting);
  g_queue_init (&self->pings);
  init_tables (self);

  return self;
}

/**
 * soq_session_begin:
 * @self: a session whose link is open
 *
 * Says who we are.
 */
void
soq_session_begin (SoqSession *self)
{
  soq_timers_set (get_timers (self), &self->alive, PING_AFTER);
  soq_session_register (self);
}

/**
 * soq_session_close:
 * @self: (transfer full): a session
 *
 * Ends it without a word; it does nothing more, and the link is the caller's.
 */
void
soq_session_close (SoqSession *self)
{
  SoqTimers *timers = get_timers (self);

  soq_timers_unset (timers, &self->alive);
  soq_timers_unset (timers, &self->patience);
  soq_timers_unset (timers, &self->pace);
  soq_timers_unset (timers, &self->release);
  soq_session_give_up_echoes (self);
  soq_session_release_all (self);
  soq_session_drop_all_said (self);
  g_clear_object (&self->link);
  soq_session_unref (self);
}

/* What a server says that no handler knows is shown, if it is an answer. */
static void
take_unknown (SoqSession           *self,
              const SoqSessionLine *line)
{
  g_autofree char *text = NULL;

  if (strspn (line->message->command, "0123456789") != 3 || line->old)
    return;

  text = soq_session_join_params (line, 1);
  soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_INFO, NULL, text, NULL);
}

/* Does what the line says; @old if it was said before we came. */
void
soq_session_dispatch (SoqSession          *self,
                      const SoqIrcMessage *message,
                      gboolean             old)
{
  g_autofree char       *command = g_ascii_strup (message->command, -1);
  g_autofree char       *nick = NULL;
  g_autofree char       *mask = NULL;
  const SoqSessionEntry *entry = g_hash_table_lookup (self->handlers, command);
  SoqSessionLine         line;

  soq_session_read_line (self, message, &line, &nick, &mask);
  line.old = old;
  if (entry == NULL)
    take_unknown (self, &line);
  else if (message->n_params >= entry->least_params)
    entry->handle (self, &line);
  else
    g_debug ("%s has too few parameters: %u", command, message->n_params);
}

/* Lines are longer than RFC 1459 has it on some servers, but what is much
 * longer only fills the window. Tags have a bound of their own.
 */
static gsize
find_length (const guint8 *data,
             gsize         length)
{
  const guint8 *space = length > 0 && *data == '@' ? memchr (data, ' ', length) : NULL;
  gsize         tags = space != NULL ? (gsize) (space - data) : 0;

  return MIN (length, tags + SOQ_SESSION_LINE);
}

static void
add_to_batch (SoqSession      *self,
              SoqSessionBatch *batch,
              SoqIrcMessage   *message,
              gsize            length)
{
  gsize bytes = 2 * length + sizeof *message;

  if (batch->lines->len >= SOQ_SESSION_BATCH_LINES ||
      self->batch_bytes + bytes > SOQ_SESSION_BATCH_BYTES)
    {
      soq_irc_message_free (message);
      return;
    }

  batch->bytes += bytes;
  self->batch_bytes += bytes;
  g_ptr_array_add (batch->lines, message);
}

static void
take_line (SoqSession   *self,
           const guint8 *data,
           gsize         length)
{
  g_autofree char          *text = soq_text_from_bytes (data, find_length (data, length));
  g_autoptr (SoqIrcMessage) message = NULL;
  SoqSessionBatch          *batch;

  /* Some end their lines in CR CR LF. */
  while (g_str_has_suffix (text, "\r"))
    text[strlen (text) - 1] = '\0';
  message = soq_irc_message_parse (text, strlen (text), NULL);

  if (message == NULL)
    return;

  batch = soq_session_find_history (self, message);
  if (batch == NULL)
    soq_session_dispatch (self, message, FALSE);
  else
    add_to_batch (self, batch, g_steal_pointer (&message), length);
}

/* A line that is longer than any may be is left out, all of it. */
static void
take_frame (SoqSession     *self,
            const SoqFrame *frame)
{
  gboolean whole = frame->end != SOQ_FRAME_END_LIMIT;

  if (whole && !self->skipping && frame->length > 0)
    take_line (self, frame->data, frame->length);
  self->skipping = !whole;
}

/**
 * soq_session_receive:
 * @self: a session
 * @data: what the server sent
 * @length: how many bytes
 */
void
soq_session_receive (SoqSession   *self,
                     const guint8 *data,
                     gsize         length)
{
  SoqFrame frame;

  soq_session_ref (self);
  self->asked = FALSE;
  soq_timers_set (get_timers (self), &self->alive, PING_AFTER);
  soq_framer_push (self->framer, data, length);
  while (self->link != NULL && soq_framer_next (self->framer, &frame))
    take_frame (self, &frame);

  if (self->link != NULL)
    soq_framer_settle (self->framer);
  soq_session_unref (self);
}

gboolean
soq_session_is_registered (SoqSession *self)
{
  return self->registered;
}

/**
 * soq_session_get_farewell:
 * @self: a session
 *
 * Returns: (nullable): why the server ends the connection, if it said so
 */
const char *
soq_session_get_farewell (SoqSession *self)
{
  return self->farewell;
}

const char *
soq_session_get_nick (SoqSession *self)
{
  return self->nick;
}

/**
 * soq_session_is_me:
 * @self: a session
 * @nick: somebody
 *
 * Returns: whether that is our name here
 */
gboolean
soq_session_is_me (SoqSession *self,
                   const char *nick)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (self->nick == NULL)
    return FALSE;

  a = soq_irc_isupport_fold (self->isupport, nick);
  b = soq_irc_isupport_fold (self->isupport, self->nick);

  return g_str_equal (a, b);
}
