/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-reactor-private.h"

/* The portable way of waiting: a GSource for each socket. */

struct _SoqWatch
{
  SoqReactor  *reactor; /* (owned) */
  GSocket     *socket;  /* (owned) */
  GSource     *source;  /* (owned) (nullable) while nothing is waited for */
  GIOCondition condition;
  SoqWatchFunc func;
  gpointer     user_data; /* (borrowed) */
};

SoqWaiter *
soq_waiter_new (GMainContext *context)
{
  return NULL;
}

void
soq_waiter_free (SoqWaiter *self)
{
}

/* Each socket has a source of its own, which asks the reactor. */
void
soq_waiter_set_priority (SoqWaiter *self,
                         int        priority)
{
}

static gboolean
ready_cb (GSocket     *socket,
          GIOCondition ready,
          gpointer     user_data)
{
  SoqWatch *self = user_data;

  self->func (ready, self->user_data);

  return G_SOURCE_CONTINUE;
}

static void
drop_source (SoqWatch *self)
{
  if (self->source == NULL)
    return;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * soq_reactor_watch:
 * @self: a reactor
 * @socket: a non-blocking socket
 * @func: called whenever it is ready; it may free the watch
 * @user_data: data for @func
 *
 * Begins to watch @socket, for nothing at first.
 *
 * Returns: (transfer full): the watch
 */
SoqWatch *
soq_reactor_watch (SoqReactor  *self,
                   GSocket     *socket,
                   SoqWatchFunc func,
                   gpointer     user_data)
{
  SoqWatch *watch;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  watch = g_new0 (SoqWatch, 1);
  watch->reactor = soq_reactor_ref (self);
  watch->socket = g_object_ref (socket);
  watch->func = func;
  watch->user_data = user_data;

  return watch;
}

/**
 * soq_watch_set_condition:
 * @self: a watch
 * @condition: what to wait for. While it is 0 nothing is told, not even that
 *   the other end is gone; otherwise errors and hang-ups are always told
 */
void
soq_watch_set_condition (SoqWatch    *self,
                         GIOCondition condition)
{
  g_return_if_fail (self != NULL);

  if (self->condition == condition)
    return;

  drop_source (self);
  self->condition = condition;
  if (condition == 0)
    return;

  self->source = g_socket_create_source (self->socket, condition, NULL);
  g_source_set_static_name (self->source, "[soquete] socket");
  g_source_set_callback (self->source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_set_priority (self->source, self->reactor->priority);
  g_source_attach (self->source, self->reactor->context);
}

void
soq_watch_free (SoqWatch *self)
{
  g_return_if_fail (self != NULL);

  drop_source (self);
  g_object_unref (self->socket);
  soq_reactor_unref (self->reactor);
  g_free (self);
}
