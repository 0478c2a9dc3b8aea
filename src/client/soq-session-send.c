/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-error.h"
#include "soq-platform.h"

/* What goes out. Networks disconnect who floods them, so of what a person says
 * a few lines go out at once and then a steady trickle.
 */

#define BURST            10
#define LINES_PER_SECOND 2

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

static void
refill (SoqSession *self)
{
  gint64 now = soq_clock_now ();
  double seconds = (double) (now - self->allowance_time) / G_USEC_PER_SEC;

  if (self->allowance_time == 0)
    self->allowance = BURST;
  else
    self->allowance = MIN (BURST, self->allowance + seconds * LINES_PER_SECOND);
  self->allowance_time = now;
}

/* Sends what may go out now, and comes again for the rest. */
void
soq_session_pace_cb (gpointer user_data)
{
  SoqSession *self = user_data;

  refill (self);
  while (self->waiting.length > 0 && self->allowance >= 1)
    {
      g_autofree char *line = g_queue_pop_head (&self->waiting);

      self->allowance--;
      self->waiting_bytes -= strlen (line);
      soq_link_send_text (self->link, line);
    }

  if (self->waiting.length > 0)
    soq_timers_set (soq_reactor_get_timers (self->client->reactor), &self->pace,
                    G_USEC_PER_SEC / LINES_PER_SECOND);
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
  if (self->link == NULL || soq_link_get_state (self->link) != SOQ_LINK_STATE_OPEN)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_NOT_CONNECTED,
                   "The connection is over; this was not sent");
      return FALSE;
    }

  if (soq_link_get_queued (self->link) + self->waiting_bytes + strlen (line) >
      SOQ_CLIENT_SEND_LIMIT)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE,
                   "The server does not read what it is sent; this was not sent");
      return FALSE;
    }

  g_queue_push_tail (&self->waiting, g_strdup (line));
  self->waiting_bytes += strlen (line);
  if (!soq_timer_is_set (&self->pace))
    soq_session_pace_cb (self);

  return TRUE;
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
 * Says goodbye, after all that was said before.
 */
void
soq_session_quit (SoqSession *self,
                  const char *reason)
{
  if (self->link == NULL)
    return;

  while (self->waiting.length > 0)
    {
      g_autofree char *line = g_queue_pop_head (&self->waiting);

      soq_link_send_text (self->link, line);
    }
  self->waiting_bytes = 0;

  soq_session_send_now (self, "QUIT", reason != NULL ? reason : "Soquete", NULL);
}
