/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-address.h"
#include "soq-server-config.h"

G_BEGIN_DECLS

/**
 * SoqLesson:
 * @id: its name; its programs are called ID_server and ID_client
 * @title: (translatable): what people call it
 * @what: (translatable): what there is to see, in two sentences
 * @port: the port that classes use for it
 * @transport: TCP or UDP
 * @mode: how a server of ours plays the part of its server
 *
 * A pair of small programs, in Python and in C, that a class writes.
 */
typedef struct
{
  const char  *id;
  const char  *title;
  const char  *what;
  guint16      port;
  SoqTransport transport;
  SoqReplyMode mode;
} SoqLesson;

const SoqLesson *soq_lessons_get (guint *n_lessons);
char            *soq_lesson_dup_file_name (const SoqLesson *self,
                                           gboolean         server,
                                           const char      *suffix) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
