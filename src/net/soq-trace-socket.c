/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trace-socket.h"

#include "soq-address.h"

/* Whoever makes a call may be in another thread than who looks: the blocking
 * servers of the lab are, and so is a TLS handshake.
 */
struct _SoqTraceSocket
{
  guint        id;
  SoqTracePart part;
  SoqTraceRole role;
  int          descriptor;
  GWeakRef     live; /* the GSocket, while there is one */

  GMutex mutex;  /* guards the following */
  char  *local;  /* (owned) (nullable) */
  char  *remote; /* (owned) (nullable) */
  char  *name;   /* (owned) (nullable): who is at the other end */
};

static void
clear_socket (gpointer data)
{
  SoqTraceSocket *self = data;

  g_weak_ref_clear (&self->live);
  g_mutex_clear (&self->mutex);
  g_free (self->local);
  g_free (self->remote);
  g_free (self->name);
}

/**
 * soq_trace_socket_new:
 * @id: tells it from others of the same trace
 * @part: of the trace
 * @role: what it is for
 * @descriptor: what the system knows it by, or -1
 *
 * For the trace alone.
 *
 * Returns: (transfer full): a socket without addresses
 */
SoqTraceSocket *
soq_trace_socket_new (guint               id,
                      const SoqTracePart *part,
                      SoqTraceRole        role,
                      int                 descriptor)
{
  SoqTraceSocket *self = g_atomic_rc_box_new0 (SoqTraceSocket);

  g_weak_ref_init (&self->live, NULL);
  g_mutex_init (&self->mutex);
  self->id = id;
  self->part = *part;
  self->role = role;
  self->descriptor = descriptor;

  return self;
}

SoqTraceSocket *
soq_trace_socket_ref (SoqTraceSocket *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
soq_trace_socket_unref (SoqTraceSocket *self)
{
  g_atomic_rc_box_release_full (self, clear_socket);
}

guint
soq_trace_socket_get_id (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

/**
 * soq_trace_socket_get_branch:
 * @self: a socket
 *
 * Returns: the branch of the trace that it was written through, as of
 *   soq_trace_get_branch ()
 */
guint
soq_trace_socket_get_branch (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->part.branch;
}

/**
 * soq_trace_socket_get_who:
 * @self: a socket
 *
 * Returns: (nullable): whose it is, if that was said: soq_trace_new_part ()
 */
const char *
soq_trace_socket_get_who (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->part.who;
}

/**
 * soq_trace_socket_get_scene:
 * @self: a socket
 *
 * Returns: (nullable): of what it is a part, if that was said, likewise
 */
const char *
soq_trace_socket_get_scene (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->part.scene;
}

/**
 * soq_trace_socket_set_live:
 * @self: a socket
 * @socket: the socket itself
 */
void
soq_trace_socket_set_live (SoqTraceSocket *self,
                           GSocket        *socket)
{
  g_return_if_fail (self != NULL);

  g_weak_ref_set (&self->live, socket);
}

/**
 * soq_trace_socket_dup_live:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): the socket itself, while it is open
 */
GSocket *
soq_trace_socket_dup_live (SoqTraceSocket *self)
{
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  socket = g_weak_ref_get (&self->live);

  return socket != NULL && !g_socket_is_closed (socket) ? g_steal_pointer (&socket) : NULL;
}

SoqTraceRole
soq_trace_socket_get_role (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, SOQ_TRACE_ROLE_LISTENER);

  return self->role;
}

/**
 * soq_trace_socket_get_role_name:
 * @self: a socket
 *
 * Returns: its role in the words of an export
 */
const char *
soq_trace_socket_get_role_name (SoqTraceSocket *self)
{
  static const char *const names[] = {
    [SOQ_TRACE_ROLE_LISTENER] = "listener",
    [SOQ_TRACE_ROLE_ACCEPTED] = "accepted",
    [SOQ_TRACE_ROLE_CONNECTED] = "connected",
    [SOQ_TRACE_ROLE_DATAGRAM_SERVER] = "datagram-server",
    [SOQ_TRACE_ROLE_DATAGRAM_CLIENT] = "datagram-client",
    [SOQ_TRACE_ROLE_RESOLVER] = "resolver",
  };

  return names[soq_trace_socket_get_role (self)];
}

gboolean
soq_trace_socket_is_server (SoqTraceSocket *self)
{
  SoqTraceRole role = soq_trace_socket_get_role (self);

  return role == SOQ_TRACE_ROLE_LISTENER || role == SOQ_TRACE_ROLE_ACCEPTED ||
         role == SOQ_TRACE_ROLE_DATAGRAM_SERVER;
}

gboolean
soq_trace_socket_is_stream (SoqTraceSocket *self)
{
  SoqTraceRole role = soq_trace_socket_get_role (self);

  return role != SOQ_TRACE_ROLE_DATAGRAM_SERVER && role != SOQ_TRACE_ROLE_DATAGRAM_CLIENT;
}

/**
 * soq_trace_socket_get_descriptor:
 * @self: a socket
 *
 * Returns: the number that the system knew it by; another socket may have it
 *   later. -1 if it never was one
 */
int
soq_trace_socket_get_descriptor (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->descriptor;
}

static char *
dup_locked (SoqTraceSocket *self,
            char          **field)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (*field);
  g_mutex_unlock (&self->mutex);

  return text;
}

static void
replace_locked (SoqTraceSocket *self,
                char          **field,
                char           *text)
{
  g_mutex_lock (&self->mutex);
  g_free (*field);
  *field = text;
  g_mutex_unlock (&self->mutex);
}

/**
 * soq_trace_socket_dup_local:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): its own address, “192.0.2.1:5000” or
 *   “[::1]:5000”
 */
char *
soq_trace_socket_dup_local (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->local);
}

char *
soq_trace_socket_dup_remote (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->remote);
}

/**
 * soq_trace_socket_dup_name:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): who is at the other end, if that is
 *   known by a name
 */
char *
soq_trace_socket_dup_name (SoqTraceSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_locked (self, &self->name);
}

/**
 * soq_trace_socket_set_addresses:
 * @self: a socket
 * @local: (nullable): its own address, or %NULL to leave it as it is
 * @remote: (nullable): that of the other end, likewise
 */
void
soq_trace_socket_set_addresses (SoqTraceSocket *self,
                                GSocketAddress *local,
                                GSocketAddress *remote)
{
  g_return_if_fail (self != NULL);

  if (local != NULL)
    replace_locked (self, &self->local, soq_socket_address_dup_text (local));
  if (remote != NULL)
    replace_locked (self, &self->remote, soq_socket_address_dup_text (remote));
}

void
soq_trace_socket_set_name (SoqTraceSocket *self,
                           const char     *name)
{
  g_return_if_fail (self != NULL);

  replace_locked (self, &self->name, g_strdup (name));
}
