/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-session.h"

#include "soq-irc-caps.h"
#include "soq-irc-commands.h"
#include "soq-irc-error.h"
#include "soq-limits.h"
#include "soq-platform.h"
#include "soq-session.h"
#include "soq-text.h"

/* What an IRC client sends, from its lines to its commands, and what becomes
 * of one who sends nothing.
 */

static SoqTimers *
timers (SoqUser *user)
{
  return soq_server_get_timers (user->server);
}

/* Answers to commands with a label (labeled-response). */

static void
begin_answer (SoqUser    *user,
              const char *label)
{
  if (label == NULL || !soq_user_has (user, SOQ_IRC_CAP_LABELED_RESPONSE))
    return;

  soq_user_set_text (&user->label, label);
  user->captured = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_outgoing_unref);
}

static void
send_labeled (SoqUser     *user,
              SoqOutgoing *out,
              const char  *label,
              const char  *batch)
{
  g_autoptr (GBytes) bytes = soq_outgoing_dup_labeled (out, user->caps, label, batch);

  soq_peer_send (user->peer, bytes);
}

static void
send_batch (SoqUser    *user,
            GPtrArray  *answers,
            const char *label)
{
  SoqServer              *server = user->server;
  g_autofree char        *id = soq_server_dup_batch_id (server);
  g_autofree char        *begin = g_strconcat ("+", id, NULL);
  g_autofree char        *end = g_strconcat ("-", id, NULL);
  g_autoptr (SoqOutgoing) first = NULL;
  g_autoptr (SoqOutgoing) last = NULL;

  first = soq_outgoing_new (server->irc_name, "BATCH", begin, "labeled-response", NULL);
  last = soq_outgoing_new (server->irc_name, "BATCH", end, NULL);
  send_labeled (user, first, label, NULL);
  for (guint i = 0; i < answers->len; i++)
    send_labeled (user, g_ptr_array_index (answers, i), NULL, id);
  send_labeled (user, last, NULL, NULL);
}

static void
send_answers (SoqUser    *user,
              GPtrArray  *answers,
              const char *label)
{
  g_autoptr (SoqOutgoing) ack = NULL;

  if (answers->len == 0)
    {
      ack = soq_outgoing_new (user->server->irc_name, "ACK", NULL);
      send_labeled (user, ack, label, NULL);
    }
  else if (answers->len == 1)
    {
      send_labeled (user, g_ptr_array_index (answers, 0), label, NULL);
    }
  else if (soq_user_has (user, SOQ_IRC_CAP_BATCH))
    {
      send_batch (user, answers, label);
    }
  else
    {
      /* Without batches there is no way to mark several. */
      for (guint i = 0; i < answers->len; i++)
        send_labeled (user, g_ptr_array_index (answers, i), NULL, NULL);
    }
}

static void
end_answer (SoqUser *user)
{
  g_autoptr (GPtrArray) answers = g_steal_pointer (&user->captured);
  g_autofree char      *label = NULL;

  if (answers == NULL)
    return;

  /* It answers later, when the thread is done. */
  if (user->held && answers->len == 0)
    return;

  label = g_steal_pointer (&user->label);
  send_answers (user, answers, label);
}

/**
 * soq_irc_session_hold:
 * @user: an IRC user whose command waits for a thread
 *
 * Takes no further command of @user until soq_irc_session_resume (), so that
 * answers keep the order of their questions.
 */
void
soq_irc_session_hold (SoqUser *user)
{
  g_return_if_fail (user != NULL);

  user->held = TRUE;
  soq_session_hold (user->peer);
}

/**
 * soq_irc_session_resume:
 * @user: a user that is held
 *
 * Begins the answer to the command that waited. soq_irc_session_done () ends
 * it and takes the next command.
 */
void
soq_irc_session_resume (SoqUser *user)
{
  g_return_if_fail (user != NULL);
  g_return_if_fail (user->held);

  user->held = FALSE;
  if (user->label != NULL)
    user->captured = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_outgoing_unref);
}

void
soq_irc_session_done (SoqUser *user)
{
  g_return_if_fail (user != NULL);

  end_answer (user);
  soq_session_release (user->peer);
}

/* Lines and commands. */

static gboolean
is_allowed (SoqUser             *user,
            const SoqIrcCommand *command)
{
  if (!user->registered && (command->when & SOQ_IRC_BEFORE) == 0)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NOTREGISTERED, "You have not registered", NULL);
      return FALSE;
    }

  if ((command->when & SOQ_IRC_OPERATOR) != 0 && !soq_user_is_operator (user))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NOPRIVILEGES,
                     "Permission Denied- You're not an IRC operator", NULL);
      return FALSE;
    }

  return TRUE;
}

static void
run (SoqUser             *user,
     const SoqIrcMessage *message)
{
  const SoqIrcCommand *command = soq_irc_command_find (message->command);

  if (command == NULL)
    {
      if (user->registered)
        soq_irc_reply (user, SOQ_IRC_ERR_UNKNOWNCOMMAND, message->command, "Unknown command", NULL);
      else
        soq_irc_reply (user, SOQ_IRC_ERR_NOTREGISTERED, "You have not registered", NULL);
      return;
    }

  if (!is_allowed (user, command))
    return;

  if (message->n_params < command->least)
    soq_irc_need_more_params (user, command->name);
  else
    command->run (user, message);
}

static void
refuse_bytes (SoqUser             *user,
              const SoqIrcMessage *message)
{
  /* Old clients know this one, and ask for another nick. */
  if (soq_irc_message_is (message, "NICK"))
    soq_irc_reply (user, SOQ_IRC_ERR_ERRONEUSNICKNAME, "*", "Erroneous nickname", NULL);
  else
    soq_irc_send (user, "FAIL", message->command, "INVALID_UTF8",
                  "Message rejected: this server takes UTF-8 only", NULL);
}

/* The command of a line whose bytes are not UTF-8 may itself not be. */
static gboolean
is_text (SoqUser             *user,
         const SoqIrcMessage *message,
         const char          *line,
         gsize                length)
{
  if (g_utf8_validate_len (line, length, NULL))
    return TRUE;

  if (soq_irc_command_is_valid (message->command))
    refuse_bytes (user, message);
  else
    soq_irc_reply (user, SOQ_IRC_ERR_UNKNOWNCOMMAND, "*", "Unknown command", NULL);

  return FALSE;
}

/* Old clients send the real name as their system writes it, and would not get
 * in. What a name is written in nobody says: Latin-1 takes any bytes.
 *
 * Returns: (nullable): the line as UTF-8, if it is one to be translated
 */
static char *
dup_translated (const SoqIrcMessage *message,
                const char          *line,
                gsize                length)
{
  if (!soq_irc_message_is (message, "USER") || g_utf8_validate_len (line, length, NULL))
    return NULL;

  return g_convert (line, (gssize) length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

static void
run_line (SoqUser             *user,
          const SoqIrcMessage *message,
          const char          *line,
          gsize                length)
{
  begin_answer (user, soq_irc_message_get_tag (message, "label"));
  if (is_text (user, message, line, length))
    run (user, message);
  end_answer (user);
}

static void
take_line (SoqUser    *user,
           const char *line,
           gsize       length)
{
  g_autoptr (SoqIrcMessage) message = NULL;
  g_autoptr (SoqIrcMessage) again = NULL;
  g_autofree char          *translated = NULL;
  g_autoptr (GError)        error = NULL;

  /* What .NET writes before the first text of a stream. */
  if (length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
    {
      line += 3;
      length -= 3;
    }

  if (!soq_irc_line_fits (line, length, SOQ_IRC_CLIENT_TAGS, &error))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_INPUTTOOLONG, "Input line was too long", NULL);
      return;
    }

  message = soq_irc_message_parse (line, length, &error);
  if (message == NULL)
    {
      /* Empty lines are ignored (modern.ircdocs.horse, “Client-to-Server
       * Protocol Structure”).
       */
      if (g_error_matches (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_BYTE))
        soq_irc_reply (user, SOQ_IRC_ERR_UNKNOWNERROR, "*", error->message, NULL);
      return;
    }

  translated = dup_translated (message, line, length);
  if (translated != NULL)
    again = soq_irc_message_parse (translated, strlen (translated), NULL);
  if (again != NULL)
    run_line (user, again, translated, strlen (translated));
  else
    run_line (user, message, line, length);
}

/**
 * soq_irc_session_take:
 * @user: an IRC user; the caller holds references to its peer and server
 * @frame: a line of it
 *
 * Does what the line says. The user may be gone afterwards.
 */
void
soq_irc_session_take (SoqUser        *user,
                      const SoqFrame *frame)
{
  g_return_if_fail (user != NULL);
  g_return_if_fail (frame != NULL);

  user->heard = soq_clock_now ();
  user->pinged = FALSE;
  soq_peer_count_in (user->peer, frame->raw_length);

  if (frame->end == SOQ_FRAME_END_LIMIT)
    {
      if (!user->skips)
        soq_irc_reply (user, SOQ_IRC_ERR_INPUTTOOLONG, "Input line was too long", NULL);
      user->skips = TRUE;
      return;
    }

  if (user->skips)
    user->skips = FALSE;
  else
    take_line (user, (const char *) frame->data, frame->length);
}

/**
 * soq_irc_session_want_newline:
 * @user: an IRC user whose first line has no end yet
 *
 * Tells it what the line waits for, as it may be a person who types.
 */
void
soq_irc_session_want_newline (SoqUser *user)
{
  g_return_if_fail (user != NULL);

  soq_irc_send (user, "NOTICE", "*",
                "This line begins like one of IRC. Nobody is shown it; end it with a newline.",
                NULL);
}

/* Silence. */

/* The line begins with the word, whatever the client asked for, and has its
 * colon: programs of twenty lines compare, and others answer to no PING that
 * has a source.
 */
static void
send_ping (SoqUser *user)
{
  g_autoptr (SoqOutgoing) out = soq_outgoing_new (NULL, "PING", user->server->irc_name, NULL);
  g_autoptr (GBytes)      bytes = soq_outgoing_dup_labeled (out, 0, NULL, NULL);

  soq_peer_send (user->peer, bytes);
}

static void
patience_cb (gpointer user_data)
{
  SoqUser                            *user = user_data;
  G_GNUC_UNUSED g_autoptr (SoqPeer)   peer = g_object_ref (user->peer);
  G_GNUC_UNUSED g_autoptr (SoqServer) server = g_object_ref (user->server);
  gint64                              ping = user->server->config->ping_seconds * G_USEC_PER_SEC;
  gint64                              silence = soq_clock_now () - user->heard;

  if (!user->registered)
    {
      soq_irc_session_refuse (user, "Registration timed out");
    }
  else if (user->pinged)
    {
      g_autofree char *reason = g_strdup_printf ("Ping timeout: %u seconds",
                                                 (guint) (silence / G_USEC_PER_SEC));

      soq_irc_session_refuse (user, reason);
    }
  else if (silence >= ping)
    {
      user->pinged = TRUE;
      send_ping (user);
      soq_timers_set (timers (user), &user->patience, SOQ_TIME_PONG);
    }
  else
    {
      soq_timers_set (timers (user), &user->patience, ping - silence);
    }
}

/**
 * soq_irc_session_begin:
 * @server: a running server
 * @user: a user that turned out to speak IRC
 */
void
soq_irc_session_begin (SoqServer *server,
                       SoqUser   *user)
{
  g_return_if_fail (SOQ_IS_SERVER (server));
  g_return_if_fail (user != NULL);

  soq_server_drop_nick (server, user->peer);
  user->heard = soq_clock_now ();
  user->patience.func = patience_cb;
  user->patience.user_data = user;
  soq_timers_set (timers (user), &user->patience,
                  server->config->registration_seconds * G_USEC_PER_SEC);
}

/**
 * soq_irc_session_register:
 * @user: a user that gave all it has to give
 *
 * From now on its silence is answered by PING.
 */
void
soq_irc_session_register (SoqUser *user)
{
  g_return_if_fail (user != NULL);

  user->registered = TRUE;
  user->spoke = soq_clock_now ();
  soq_timers_set (timers (user), &user->patience,
                  user->server->config->ping_seconds * G_USEC_PER_SEC);
}

/**
 * soq_irc_session_refuse:
 * @user: a user
 * @reason: why it has to go
 *
 * Tells it with ERROR and ends its connection; the others see it leave.
 */
void
soq_irc_session_refuse (SoqUser    *user,
                        const char *reason)
{
  g_autoptr (SoqOutgoing) out = NULL;
  g_autofree char        *text = NULL;

  g_return_if_fail (user != NULL);
  g_return_if_fail (reason != NULL);

  soq_timers_unset (timers (user), &user->patience);
  text = g_strdup_printf ("Closing link: %s", reason);
  out = soq_outgoing_new (NULL, "ERROR", text, NULL);
  soq_user_send (user, out);
  soq_server_quit_user (user->server, user, reason);
  soq_peer_finish (user->peer, reason);
}
