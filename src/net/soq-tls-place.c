/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-tls-place.h"

#include "soq-limits.h"

/* The handshakes with clients of one thread. */
typedef struct
{
  GQueue busy;    /* of (borrowed) SoqTlsPlace, by their own nodes */
  GQueue waiting; /* the same */
} Places;

static GPrivate places_key = G_PRIVATE_INIT (g_free);

static Places *
get_places (void)
{
  Places *places = g_private_get (&places_key);

  if (places == NULL)
    {
      places = g_new0 (Places, 1);
      g_private_set (&places_key, places);
    }

  return places;
}

static void
leave_queue (SoqTlsPlace *self)
{
  if (self->queue != NULL)
    g_queue_unlink (self->queue, &self->node);
  self->queue = NULL;
}

static void
enter_queue (SoqTlsPlace *self,
             GQueue      *queue)
{
  leave_queue (self);
  self->queue = queue;
  self->node.data = self;
  g_queue_push_tail_link (queue, &self->node);
}

static gboolean
is_same_host (SoqTlsPlace *self,
              SoqTlsPlace *other)
{
  if (!G_IS_INET_SOCKET_ADDRESS (self->remote) || !G_IS_INET_SOCKET_ADDRESS (other->remote))
    return FALSE;

  return g_inet_address_equal (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (self->remote)),
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (other->remote)));
}

static gboolean
is_free (SoqTlsPlace *self)
{
  Places *places = get_places ();
  guint   n = 0;

  for (GList *l = places->busy.head; l != NULL; l = l->next)
    if (is_same_host (self, l->data))
      n++;

  return places->busy.length < SOQ_LIMIT_TLS_HANDSHAKES &&
         n < SOQ_LIMIT_TLS_HANDSHAKES_PER_ADDRESS;
}

/**
 * soq_tls_place_take:
 * @self: what wants a place; it must not move or go before it is given back
 *
 * Returns: whether it has one; else it waits, and its step will run
 */
gboolean
soq_tls_place_take (SoqTlsPlace *self)
{
  gboolean got = is_free (self);

  enter_queue (self, got ? &get_places ()->busy : &get_places ()->waiting);

  return got;
}

/**
 * soq_tls_place_give:
 * @self: what has a place, waits for one, or neither
 *
 * Gives it back. Somebody who waits may have it.
 */
void
soq_tls_place_give (SoqTlsPlace *self)
{
  leave_queue (self);
  for (GList *l = get_places ()->waiting.head; l != NULL; l = l->next)
    {
      SoqTlsPlace *next = l->data;

      if (is_free (next))
        {
          leave_queue (next);
          soq_reactor_defer (next->reactor, next->step);
          return;
        }
    }
}
