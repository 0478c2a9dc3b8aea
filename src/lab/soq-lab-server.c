/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-server.h"

#include "soq-address.h"

/* How many may wait to be accepted: the one who waits is what this is about. */
#define BACKLOG 16

/* What the threads of a server share, from start to stop. */
typedef struct
{
  SoqLabSocket *listener; /* (owned) */
  SoqServing   *serving;  /* (borrowed): of the server, which waits for the threads */
} Running;

/**
 * SoqLabServer:
 *
 * A small server that can be switched between the three ways to serve while
 * people are connected with programs of their own: whoever is accepted next is
 * served in the new way. Its calls are in its trace. Threads of its own do it;
 * it is used from one.
 */
struct _SoqLabServer
{
  GObject parent_instance;

  SoqStage  *stage; /* (owned): a new one for each start */
  Running    running;
  SoqServing serving;
  guint16    port; /* 0 while it does not run */
};

G_DEFINE_FINAL_TYPE (SoqLabServer, soq_lab_server, G_TYPE_OBJECT)

static void
serve_cb (SoqStage *stage,
          gpointer  user_data)
{
  Running *running = user_data;

  soq_serve (running->listener, running->serving);
  soq_lab_socket_free (running->listener);
}

static void
soq_lab_server_dispose (GObject *object)
{
  soq_lab_server_stop (SOQ_LAB_SERVER (object));

  G_OBJECT_CLASS (soq_lab_server_parent_class)->dispose (object);
}

static void
soq_lab_server_finalize (GObject *object)
{
  soq_stage_unref (SOQ_LAB_SERVER (object)->stage);

  G_OBJECT_CLASS (soq_lab_server_parent_class)->finalize (object);
}

static void
soq_lab_server_class_init (SoqLabServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_lab_server_dispose;
  object_class->finalize = soq_lab_server_finalize;
}

static void
soq_lab_server_init (SoqLabServer *self)
{
  self->stage = soq_stage_new (NULL);
}

SoqLabServer *
soq_lab_server_new (void)
{
  return g_object_new (SOQ_TYPE_LAB_SERVER, NULL);
}

/**
 * soq_lab_server_set_mode:
 * @self: a server, which may be running
 * @mode: how to serve whoever is accepted from now on
 */
void
soq_lab_server_set_mode (SoqLabServer  *self,
                         SoqServingMode mode)
{
  g_return_if_fail (SOQ_IS_LAB_SERVER (self));

  g_atomic_int_set (&self->serving.mode, (int) mode);
}

void
soq_lab_server_set_reply (SoqLabServer   *self,
                          SoqServingReply reply)
{
  g_return_if_fail (SOQ_IS_LAB_SERVER (self));

  g_atomic_int_set (&self->serving.reply, (int) reply);
}

static void
set_failure (GError        **error,
             SoqLabSocket   *socket,
             GSocketAddress *address)
{
  g_autofree char *text = soq_socket_address_dup_text (address);
  gboolean         in_use = soq_lab_socket_get_error (socket) == SOQ_LAB_ERROR_IN_USE;

  g_set_error (error, G_IO_ERROR, in_use ? G_IO_ERROR_ADDRESS_IN_USE : G_IO_ERROR_FAILED,
               "Cannot listen on %s: %s", text, soq_lab_socket_get_error_name (socket));
}

static SoqLabSocket *
open_listener (SoqStage       *stage,
               GSocketAddress *address,
               GError        **error)
{
  SoqLabSocket *socket = soq_lab_socket (stage, SOQ_TRACE_ROLE_LISTENER,
                                         g_socket_address_get_family (address),
                                         G_SOCKET_TYPE_STREAM);

  /* Elsewhere it would let two servers have one port. */
  if (soq_native_keeps_ports ())
    soq_lab_setsockopt (socket, SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
  if (soq_lab_bind (socket, address) && soq_lab_listen (socket, BACKLOG))
    return socket;

  set_failure (error, socket, address);
  soq_lab_socket_free (socket);

  return NULL;
}

/**
 * soq_lab_server_start:
 * @self: a server that does not run
 * @address: the IP address to listen on
 * @port: the port, or 0 for any
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it listens
 */
gboolean
soq_lab_server_start (SoqLabServer *self,
                      const char   *address,
                      guint16       port,
                      GError      **error)
{
  g_autoptr (GSocketAddress) wanted = NULL;
  g_autoptr (GSocketAddress) got = NULL;

  g_return_val_if_fail (SOQ_IS_LAB_SERVER (self), FALSE);
  g_return_val_if_fail (self->port == 0, FALSE);

  wanted = g_inet_socket_address_new_from_string (address, port);
  g_return_val_if_fail (wanted != NULL, FALSE);

  soq_stage_unref (self->stage);
  self->stage = soq_stage_new (NULL);
  self->running.listener = open_listener (self->stage, wanted, error);
  if (self->running.listener == NULL)
    return FALSE;

  got = soq_lab_getsockname (self->running.listener);
  self->port = soq_socket_address_get_port (got);
  self->running.serving = &self->serving;
  self->serving.threads = 0;
  soq_stage_spawn (self->stage, "lab-server", serve_cb, &self->running);

  return TRUE;
}

/**
 * soq_lab_server_stop:
 * @self: a server; nothing happens if it does not run
 *
 * Disconnects everybody. What they wait for is interrupted, so their threads
 * end within a turn of the loop.
 */
void
soq_lab_server_stop (SoqLabServer *self)
{
  g_return_if_fail (SOQ_IS_LAB_SERVER (self));

  if (self->port == 0)
    return;

  self->port = 0;
  soq_stage_stop (self->stage);
  soq_stage_join (self->stage);
}

gboolean
soq_lab_server_is_running (SoqLabServer *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_SERVER (self), FALSE);

  return self->port != 0;
}

guint16
soq_lab_server_get_port (SoqLabServer *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_SERVER (self), 0);

  return self->port;
}

/**
 * soq_lab_server_get_trace:
 * @self: a server
 *
 * Returns: (transfer none): what it called since it was started; each start
 *   begins a new one
 */
SoqTrace *
soq_lab_server_get_trace (SoqLabServer *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_SERVER (self), NULL);

  return soq_stage_get_trace (self->stage);
}

SoqTimeline *
soq_lab_server_dup_timeline (SoqLabServer *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_SERVER (self), NULL);

  return soq_timeline_new (soq_stage_get_trace (self->stage));
}
