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
is_host_full (SoqTlsPlace *self)
{
  guint n = 0;

  for (GList *l = get_places ()->busy.head; l != NULL; l = l->next)
    if (is_same_host (self, l->data))
      n++;

  return n >= SOQ_LIMIT_TLS_HANDSHAKES_PER_ADDRESS;
}

static gboolean
is_free (SoqTlsPlace *self)
{
  return get_places ()->busy.length < SOQ_LIMIT_TLS_HANDSHAKES && !is_host_full (self);
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

static guint
count_leaving (void)
{
  guint n = 0;

  for (GList *l = get_places ()->busy.head; l != NULL; l = l->next)
    if (((SoqTlsPlace *) l->data)->leaving)
      n++;

  return n;
}

/* Whether @other could begin if @self ended. */
static gboolean
stands_in_the_way (SoqTlsPlace *self,
                   SoqTlsPlace *other)
{
  return is_same_host (self, other) || !is_host_full (other);
}

/**
 * soq_tls_place_give_way:
 * @self: what has a place for long, waits for one, or neither
 *
 * Asks whether somebody who waits should have the place. Of several that are
 * asked, only as many give way as there are who wait.
 *
 * Returns: whether @self is to end its handshake
 */
gboolean
soq_tls_place_give_way (SoqTlsPlace *self)
{
  Places *places = get_places ();

  if (self->queue != &places->busy || count_leaving () >= places->waiting.length)
    return FALSE;

  for (GList *l = places->waiting.head; l != NULL && !self->leaving; l = l->next)
    self->leaving = stands_in_the_way (self, l->data);

  return self->leaving;
}

/**
 * soq_tls_place_is_crowded:
 * @self: what wants a place
 *
 * Returns: whether it does not even find one to wait at
 */
gboolean
soq_tls_place_is_crowded (SoqTlsPlace *self)
{
  Places *places = get_places ();

  return self->queue != &places->waiting && !is_free (self) &&
         places->waiting.length >= SOQ_LIMIT_TLS_HANDSHAKES_WAITING;
}
