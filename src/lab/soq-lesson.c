/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lesson.h"

#include <glib/gi18n.h>

/* clang-format off */
static const SoqLesson lessons[] = {
  { "line", N_("Line server"),
    N_("The client sends each line that is typed; the server prints it with the client's address. "
       "Look at how each finds out where a line ends."),
    8800, SOQ_TRANSPORT_TCP, SOQ_REPLY_MODE_SILENT },
  { "request", N_("Request and answer"),
    N_("The client asks and waits; a person at the server types the answer. "
       "Start a second client meanwhile, and see it wait."),
    5000, SOQ_TRANSPORT_TCP, SOQ_REPLY_MODE_BY_HAND },
  { "echo", N_("Echo"),
    N_("The server sends everything back. "
       "Both ends count bytes, because neither send() nor recv() has to take them all at once."),
    12345, SOQ_TRANSPORT_TCP, SOQ_REPLY_MODE_ECHO },
  { "uppercase", N_("UPPERCASE over TCP"),
    N_("The server answers in capitals. "
       "In Python it has a thread for each client, and the client has one for what arrives."),
    12000, SOQ_TRANSPORT_TCP, SOQ_REPLY_MODE_UPPERCASE },
  { "uppercase_udp", N_("UPPERCASE over UDP"),
    N_("The same without connections: each datagram is a message, and may get lost. "
       "So the client does not wait for ever."),
    12000, SOQ_TRANSPORT_UDP, SOQ_REPLY_MODE_UPPERCASE },
};
/* clang-format on */

/**
 * soq_lessons_get:
 * @n_lessons: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_lessons): all lessons
 */
const SoqLesson *
soq_lessons_get (guint *n_lessons)
{
  *n_lessons = G_N_ELEMENTS (lessons);

  return lessons;
}

/**
 * soq_lesson_dup_file_name:
 * @self: a lesson
 * @server: whether it is the server's program
 * @suffix: “py” or “c”
 *
 * Returns: (transfer full): how the file of a program is called
 */
char *
soq_lesson_dup_file_name (const SoqLesson *self,
                          gboolean         server,
                          const char      *suffix)
{
  return g_strdup_printf ("%s_%s.%s", self->id, server ? "server" : "client", suffix);
}
