/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-visitor.h"

#include "soq-limits.h"

#include <string.h>

#define RECEIVE_SIZE 4096

/**
 * soq_visitor_new:
 * @socket: (transfer full): what accept () returned
 *
 * Returns: (transfer full): a client
 */
SoqVisitor *
soq_visitor_new (SoqLabSocket *socket)
{
  SoqVisitor *self = g_new0 (SoqVisitor, 1);

  self->socket = socket;
  self->line = g_string_new (NULL);
  self->answer = g_byte_array_new ();

  return self;
}

void
soq_visitor_free (SoqVisitor *self)
{
  soq_lab_socket_free (self->socket);
  g_string_free (self->line, TRUE);
  g_byte_array_unref (self->answer);
  g_free (self);
}

/* Letters beyond ASCII are made capitals too, if all their bytes are there:
 * half a letter at the end of what came stays as it is.
 */
static void
answer_in_capitals (SoqVisitor   *self,
                    const guint8 *data,
                    gsize         length)
{
  const char      *end;
  g_autofree char *text = NULL;

  g_utf8_validate_len ((const char *) data, length, &end);
  text = g_utf8_strup ((const char *) data, end - (const char *) data);
  g_byte_array_append (self->answer, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (self->answer, (const guint8 *) end,
                       (guint) ((const char *) data + length - end));
}

static void
answer_lines (SoqVisitor   *self,
              const guint8 *data,
              gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *answer = NULL;

      if (data[i] != '\n')
        {
          if (self->line->len < SOQ_LIMIT_LINE)
            g_string_append_c (self->line, (char) data[i]);
          continue;
        }

      answer = g_strdup_printf ("%u: ", ++self->lines);
      g_byte_array_append (self->answer, (const guint8 *) answer, (guint) strlen (answer));
      g_byte_array_append (self->answer, (const guint8 *) self->line->str,
                           (guint) self->line->len);
      g_byte_array_append (self->answer, (const guint8 *) "\n", 1);
      g_string_truncate (self->line, 0);
    }
}

static void
answer (SoqVisitor     *self,
        SoqServingReply reply,
        const guint8   *data,
        gsize           length)
{
  if (reply == SOQ_SERVING_UPPERCASE)
    answer_in_capitals (self, data, length);
  else if (reply == SOQ_SERVING_LINES)
    answer_lines (self, data, length);
  else
    g_byte_array_append (self->answer, data, (guint) length);
}

/**
 * soq_visitor_receive:
 * @self: a client
 * @serving: what to answer
 *
 * Receives once, makes the answer, and sends as much of it as goes.
 */
void
soq_visitor_receive (SoqVisitor *self,
                     SoqServing *serving)
{
  guint8 buffer[RECEIVE_SIZE];
  gssize n = soq_lab_recv (self->socket, buffer, sizeof buffer);

  if (n < 0 && soq_lab_socket_get_error (self->socket) == SOQ_LAB_ERROR_WOULD_BLOCK)
    return;

  if (n <= 0)
    {
      self->over = TRUE;
      return;
    }

  answer (self, (SoqServingReply) g_atomic_int_get (&serving->reply), buffer, (gsize) n);
  soq_visitor_send (self);
}

/**
 * soq_visitor_send:
 * @self: a client
 *
 * Sends what waits: all of it on a blocking socket, and on another what the
 * kernel takes.
 */
void
soq_visitor_send (SoqVisitor *self)
{
  while (self->answer->len > 0)
    {
      gssize n = soq_lab_send (self->socket, self->answer->data, self->answer->len);

      if (n < 0)
        {
          self->over = soq_lab_socket_get_error (self->socket) != SOQ_LAB_ERROR_WOULD_BLOCK;
          return;
        }
      g_byte_array_remove_range (self->answer, 0, (guint) n);
    }
}
