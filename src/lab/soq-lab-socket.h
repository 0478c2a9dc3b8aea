/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-native.h"
#include "soq-stage.h"
#include "soq-tap.h"

G_BEGIN_DECLS

/* A socket as a student's program has it: each function makes the one call
 * that it is named after, directly, waits in it if the socket is a blocking
 * one, and writes into the stage's trace how long that took. One thread uses
 * it at a time; stopping the stage ends its wait.
 */
typedef struct _SoqLabSocket SoqLabSocket;

/**
 * SoqLabEnd:
 * @SOQ_LAB_END_READING: no more is received
 * @SOQ_LAB_END_WRITING: no more is sent
 * @SOQ_LAB_END_BOTH: neither
 *
 * What shutdown () ends; the numbers are those of every system.
 */
typedef enum
{
  SOQ_LAB_END_READING = 0,
  SOQ_LAB_END_WRITING = 1,
  SOQ_LAB_END_BOTH = 2,
} SoqLabEnd;

SoqLabSocket *soq_lab_socket (SoqStage     *stage,
                              SoqTraceRole  role,
                              GSocketFamily family,
                              GSocketType   type) G_GNUC_WARN_UNUSED_RESULT;
SoqLabSocket *soq_lab_socket_of (SoqStage     *stage,
                                 const char   *who,
                                 SoqTraceRole  role,
                                 GSocketFamily family,
                                 GSocketType   type) G_GNUC_WARN_UNUSED_RESULT;
void          soq_lab_socket_free (SoqLabSocket *self);

SoqStage   *soq_lab_socket_get_stage (SoqLabSocket *self);
int         soq_lab_socket_get_descriptor (SoqLabSocket *self);
SoqLabError soq_lab_socket_get_error (SoqLabSocket *self);
const char *soq_lab_socket_get_error_name (SoqLabSocket *self);

gboolean soq_lab_set_blocking (SoqLabSocket *self,
                               gboolean      blocking);

gboolean        soq_lab_setsockopt (SoqLabSocket *self,
                                    int           level,
                                    int           option,
                                    int           value,
                                    const char   *name);
gboolean        soq_lab_set_linger (SoqLabSocket *self,
                                    int           seconds);
gboolean        soq_lab_set_receive_timeout (SoqLabSocket *self,
                                             gint64        microseconds);
gboolean        soq_lab_bind (SoqLabSocket   *self,
                              GSocketAddress *address);
gboolean        soq_lab_listen (SoqLabSocket *self,
                                int           backlog);
SoqLabSocket   *soq_lab_accept (SoqLabSocket *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        soq_lab_connect (SoqLabSocket   *self,
                                 GSocketAddress *address);
GSocketAddress *soq_lab_getsockname (SoqLabSocket *self) G_GNUC_WARN_UNUSED_RESULT;

gssize   soq_lab_send (SoqLabSocket *self,
                       const guint8 *data,
                       gsize         length);
gssize   soq_lab_recv (SoqLabSocket *self,
                       guint8       *buffer,
                       gsize         size);
gssize   soq_lab_sendto (SoqLabSocket   *self,
                         const guint8   *data,
                         gsize           length,
                         GSocketAddress *to);
gssize   soq_lab_recvfrom (SoqLabSocket    *self,
                           guint8          *buffer,
                           gsize            size,
                           GSocketAddress **from);
gboolean soq_lab_shutdown (SoqLabSocket *self,
                           SoqLabEnd     end);
void     soq_lab_close (SoqLabSocket *self);

GPtrArray *soq_lab_getaddrinfo (SoqStage   *stage,
                                const char *host,
                                guint16     port,
                                GSocketType type) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqLabSocket, soq_lab_socket_free)

G_END_DECLS
