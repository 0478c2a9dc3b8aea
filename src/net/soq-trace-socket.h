/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqTraceRole:
 * @SOQ_TRACE_ROLE_LISTENER: a server's socket that accepts
 * @SOQ_TRACE_ROLE_ACCEPTED: a server's end of a connection
 * @SOQ_TRACE_ROLE_CONNECTED: a client's end of a connection
 * @SOQ_TRACE_ROLE_DATAGRAM_SERVER: a server's socket for datagrams
 * @SOQ_TRACE_ROLE_DATAGRAM_CLIENT: a client's socket for datagrams
 * @SOQ_TRACE_ROLE_RESOLVER: no socket, but a look-up of a name
 */
typedef enum
{
  SOQ_TRACE_ROLE_LISTENER,
  SOQ_TRACE_ROLE_ACCEPTED,
  SOQ_TRACE_ROLE_CONNECTED,
  SOQ_TRACE_ROLE_DATAGRAM_SERVER,
  SOQ_TRACE_ROLE_DATAGRAM_CLIENT,
  SOQ_TRACE_ROLE_RESOLVER,
} SoqTraceRole;

/* One socket, in words. It outlives the socket. */
typedef struct _SoqTraceSocket SoqTraceSocket;

/**
 * SoqTracePart:
 * @branch: of the trace
 * @who: (nullable) (translatable): who has its sockets, such as “Relay”
 * @scene: (nullable) (translatable): what is played with them
 *
 * What the sockets of one part of a program have in common. Both texts are
 * never freed.
 */
typedef struct
{
  guint       branch;
  const char *who;
  const char *scene;
} SoqTracePart;

SoqTraceSocket *soq_trace_socket_new (guint               id,
                                      const SoqTracePart *part,
                                      SoqTraceRole        role,
                                      int                 descriptor) G_GNUC_WARN_UNUSED_RESULT;
SoqTraceSocket *soq_trace_socket_ref (SoqTraceSocket *self);
void            soq_trace_socket_unref (SoqTraceSocket *self);

guint        soq_trace_socket_get_id (SoqTraceSocket *self);
SoqTraceRole soq_trace_socket_get_role (SoqTraceSocket *self);
const char  *soq_trace_socket_get_role_name (SoqTraceSocket *self);
gboolean     soq_trace_socket_is_server (SoqTraceSocket *self);
gboolean     soq_trace_socket_is_stream (SoqTraceSocket *self);
int          soq_trace_socket_get_descriptor (SoqTraceSocket *self);
guint        soq_trace_socket_get_branch (SoqTraceSocket *self);
const char  *soq_trace_socket_get_who (SoqTraceSocket *self);
const char  *soq_trace_socket_get_scene (SoqTraceSocket *self);
GSocket     *soq_trace_socket_dup_live (SoqTraceSocket *self) G_GNUC_WARN_UNUSED_RESULT;
void         soq_trace_socket_set_live (SoqTraceSocket *self,
                                        GSocket        *socket);

char *soq_trace_socket_dup_local (SoqTraceSocket *self) G_GNUC_WARN_UNUSED_RESULT;
char *soq_trace_socket_dup_remote (SoqTraceSocket *self) G_GNUC_WARN_UNUSED_RESULT;
char *soq_trace_socket_dup_name (SoqTraceSocket *self) G_GNUC_WARN_UNUSED_RESULT;
void  soq_trace_socket_set_addresses (SoqTraceSocket *self,
                                      GSocketAddress *local,
                                      GSocketAddress *remote);
void  soq_trace_socket_set_name (SoqTraceSocket *self,
                                 const char     *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqTraceSocket, soq_trace_socket_unref)

G_END_DECLS
