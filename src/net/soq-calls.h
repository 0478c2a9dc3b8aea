/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-tap.h"

G_BEGIN_DECLS

/* The calls on a #GSocket that this program makes. Each makes exactly one, and
 * writes it down if the socket has a tap; on a socket without one they cost a
 * look at a pointer.
 */

GSocket        *soq_call_socket (GSocketFamily family,
                                 GSocketType   type,
                                 SoqTrace     *trace,
                                 SoqTraceRole  role,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        soq_call_setsockopt (GSocket    *socket,
                                     int         level,
                                     int         option,
                                     int         value,
                                     const char *name);
gboolean        soq_call_bind (GSocket        *socket,
                               GSocketAddress *address,
                               gboolean        reuse,
                               GError        **error);
gboolean        soq_call_listen (GSocket *socket,
                                 int      backlog,
                                 GError **error);
GSocketAddress *soq_call_getsockname (GSocket *socket,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            soq_call_learn_address (GSocket *socket);
void            soq_call_tell_no_delay (GSocket *socket);
void            soq_call_accepted (GSocket *listening,
                                   GSocket *socket);
gboolean        soq_call_connect (GSocket        *socket,
                                  GSocketAddress *address,
                                  GError        **error);

gssize soq_call_recv (GSocket *socket,
                      SoqTap  *tap,
                      guint8  *buffer,
                      gsize    size,
                      GError **error);
gssize soq_call_peek (GSocket *socket,
                      SoqTap  *tap,
                      guint8  *buffer,
                      gsize    size,
                      GError **error);
gssize soq_call_send (GSocket       *socket,
                      SoqTap        *tap,
                      GOutputVector *vectors,
                      guint          n_vectors,
                      GError       **error);

gssize soq_call_recvfrom (GSocket         *socket,
                          GSocketAddress **from,
                          guint8          *buffer,
                          gsize            size,
                          GError         **error);
gssize soq_call_sendto (GSocket        *socket,
                        GSocketAddress *to,
                        const guint8   *data,
                        gsize           length,
                        GError        **error);

void soq_call_shutdown (GSocket *socket,
                        SoqTap  *tap);
void soq_call_close (GSocket *socket);

G_END_DECLS
