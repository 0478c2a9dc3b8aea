/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/* What writes the calls of one socket into a trace. Every function takes
 * %NULL for a socket that nobody watches, and then does nothing.
 */
typedef struct _SoqTap SoqTap;

/**
 * SoqTraceMark:
 * @socket: the id of a socket, 0 for none
 * @number: of the newest record then
 *
 * A moment of a trace: when something was made of what a socket brought, or
 * was given to it.
 */
typedef struct
{
  guint   socket;
  guint64 number;
} SoqTraceMark;

SoqTap *soq_tap_new (SoqTrace    *trace,
                     SoqTraceRole role,
                     int          descriptor) G_GNUC_WARN_UNUSED_RESULT;
SoqTap *soq_tap_ref (SoqTap *self);
void    soq_tap_unref (SoqTap *self);

SoqTap *soq_tap_attach (GSocket     *socket,
                        SoqTrace    *trace,
                        SoqTraceRole role);
SoqTap *soq_tap_of (GSocket *socket);

SoqTrace       *soq_tap_get_trace (SoqTap *self);
SoqTraceSocket *soq_tap_get_socket (SoqTap *self);
void            soq_tap_set_name (SoqTap     *self,
                                  const char *name);
void            soq_tap_set_encrypted (SoqTap *self);

gint64       soq_tap_begin (SoqTap *self);
guint64      soq_tap_get_last (SoqTap *self);
SoqTraceMark soq_tap_get_mark (SoqTap *self);

void soq_tap_call (SoqTap      *self,
                   SoqCall      call,
                   SoqCallFlags flags,
                   gint64       begin,
                   const char  *argument,
                   gint64       size,
                   gint64       result,
                   const char  *error);
void soq_tap_bytes (SoqTap              *self,
                    SoqCall              call,
                    SoqCallFlags         flags,
                    gint64               begin,
                    const char          *argument,
                    const GOutputVector *vectors,
                    guint                n_vectors,
                    gint64               size,
                    gint64               result,
                    const char          *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTap, soq_tap_unref)

G_END_DECLS
