/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-link-private.h"

#include "soq-calls.h"
#include "soq-error.h"
#include "soq-limits.h"

#include <gio/gnetworking.h>

/* Pieces that one gathered write takes. */
#define VECTORS 64

/* Do not let one turn pile up more than this before the kernel gets some: a
 * burst of many senders would otherwise overflow the queue of a peer who
 * reads as fast as he can.
 */
#define FLUSH_AT (64 * 1024)

/**
 * SoqLink:
 *
 * One connected stream socket: what is read is handed to the owner at once,
 * what is sent waits in a bounded queue until the end of the turn and then
 * goes out in one gathered write. It knows no protocol.
 *
 * With TLS the owner sees the same face: what it sends and receives, and what
 * is counted, are the bytes that are not encrypted.
 *
 * It lives in the thread of its reactor's main context, from open to closed
 * once, and never holds its owner.
 */
G_DEFINE_FINAL_TYPE (SoqLink, soq_link, G_TYPE_OBJECT)

void
soq_link_update_watch (SoqLink *self)
{
  GIOCondition condition = 0;

  if (self->watch == NULL)
    return;

  /* The socket belongs to the handshake as long as that takes. */
  if (self->tls != NULL && soq_link_tls_is_handshaking (self->tls))
    {
      soq_watch_set_condition (self->watch, 0);
      return;
    }

  if (!self->paused && !self->ended)
    condition |= G_IO_IN;
  if (self->write_armed)
    condition |= G_IO_OUT;

  /* A connection that is over for both is told of by HUP alone, for as long
   * as one looks; whoever is paused would be told without end.
   */
  if (condition == 0 && !self->hung_up)
    condition = G_IO_PRI;

  soq_watch_set_condition (self->watch, condition);
}

static void
drop_queue (SoqLink *self)
{
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  self->queue_head = 0;
  self->queued = 0;
}

void
soq_link_close_with (SoqLink      *self,
                     const GError *error)
{
  g_assert (SOQ_IS_LINK (self));

  if (self->state == SOQ_LINK_STATE_CLOSED)
    return;

  self->state = SOQ_LINK_STATE_CLOSED;
  soq_reactor_undefer (self->reactor, &self->flush);
  soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->patience);
  g_clear_pointer (&self->watch, soq_watch_free);
  drop_queue (self);
  if (self->tls == NULL || soq_link_tls_stop (self->tls))
    soq_call_close (self->socket);

  if (self->handler != NULL && self->handler->closed != NULL)
    self->handler->closed (self, error, self->user_data);
}

static void
shut_writing (SoqLink *self)
{
  if (self->shut)
    return;

  /* TLS has a last word of its own, which the kernel must have room for. */
  if (self->tls != NULL && !soq_link_tls_shut (self->tls))
    {
      self->write_armed = TRUE;
      soq_link_update_watch (self);
      return;
    }

  self->shut = TRUE;

  /* It fails if the other end is gone, which reading will tell. */
  soq_call_shutdown (self->socket, self->tap);
  if (self->ended)
    soq_link_close_with (self, NULL);
}

static void
drop_sent (SoqLink *self,
           gsize    n)
{
  self->queued -= n;
  self->bytes_out += n;
  n += self->queue_head;

  while (self->queue.length > 0)
    {
      GBytes *first = g_queue_peek_head (&self->queue);

      if (n < g_bytes_get_size (first))
        break;

      n -= g_bytes_get_size (first);
      g_bytes_unref (g_queue_pop_head (&self->queue));
    }

  self->queue_head = n;
}

static guint
gather (SoqLink       *self,
        GOutputVector *vectors)
{
  guint n = 0;

  for (GList *l = self->queue.head; l != NULL && n < VECTORS; l = l->next, n++)
    {
      gsize         length;
      const guint8 *data = g_bytes_get_data (l->data, &length);
      gsize         skip = n == 0 ? self->queue_head : 0;

      vectors[n].buffer = data + skip;
      vectors[n].size = length - skip;
    }

  return n;
}

static gssize
send_vectors (SoqLink       *self,
              GOutputVector *vectors,
              guint          n,
              GError       **error)
{
  if (self->tls != NULL)
    return soq_link_tls_send (self->tls, vectors, n, error);

  return soq_call_send (self->socket, self->tap, vectors, n, error);
}

/* Gives the kernel what it takes. Returns FALSE and sets failure when the
 * connection is broken.
 */
static gboolean
write_queue (SoqLink *self)
{
  if (soq_link_tls_must_wait (self))
    return TRUE;

  while (self->queued > 0)
    {
      GOutputVector      vectors[VECTORS];
      guint              n = gather (self, vectors);
      g_autoptr (GError) error = NULL;
      gssize             sent = send_vectors (self, vectors, n, &error);

      if (sent >= 0)
        {
          drop_sent (self, (gsize) sent);
          continue;
        }

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          self->write_armed = TRUE;
          soq_link_update_watch (self);
          return TRUE;
        }

      if (self->failure == NULL)
        self->failure = g_steal_pointer (&error);
      return FALSE;
    }

  self->write_armed = FALSE;
  soq_link_update_watch (self);

  return TRUE;
}

/* The other end is gone, but what it said before may still lie unread, here
 * or with an owner who paused; so reading goes on to its end.
 */
static void
give_up_writing (SoqLink *self)
{
  self->broken = TRUE;
  self->write_armed = FALSE;
  drop_queue (self);
  soq_link_update_watch (self);

  if (self->state == SOQ_LINK_STATE_FINISHING || (self->ended && !self->paused))
    soq_link_close_with (self, self->failure);
}

static void
flush_cb (gpointer user_data)
{
  g_autoptr (SoqLink) self = g_object_ref (SOQ_LINK (user_data));

  if (self->failure == NULL && write_queue (self))
    {
      if (soq_link_tls_must_wait (self))
        return;
      if ((self->state == SOQ_LINK_STATE_FINISHING || self->ending) && self->queued == 0)
        shut_writing (self);
      return;
    }

  if (g_error_matches (self->failure, SOQ_ERROR, SOQ_ERROR_SEND_QUEUE))
    soq_link_close_with (self, self->failure);
  else
    give_up_writing (self);
}

static void
patience_cb (gpointer user_data)
{
  g_autoptr (SoqLink) self = g_object_ref (SOQ_LINK (user_data));

  soq_link_close_with (self, NULL);
}

static void
handle_end (SoqLink *self)
{
  self->ended = TRUE;
  soq_link_update_watch (self);

  if (self->shut)
    soq_link_close_with (self, NULL);
  else if (self->handler->ended != NULL)
    self->handler->ended (self, self->user_data);
}

static gssize
receive_some (SoqLink *self,
              guint8  *buffer,
              gsize    size,
              GError **error)
{
  if (self->tls != NULL)
    return soq_link_tls_receive (self->tls, buffer, size, error);

  return soq_call_recv (self->socket, self->tap, buffer, size, error);
}

void
soq_link_receive (SoqLink *self)
{
  g_autoptr (GError) error = NULL;
  gsize              size;
  guint8            *buffer = soq_reactor_get_buffer (self->reactor, &size);
  gssize             n;

  n = receive_some (self, buffer, MIN (size, self->receive_size), &error);
  if (n > 0)
    {
      self->bytes_in += (gsize) n;
      if (self->state == SOQ_LINK_STATE_OPEN)
        self->handler->received (self, buffer, (gsize) n, self->user_data);
    }
  else if (n == 0)
    handle_end (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    soq_link_close_with (self, error);
}

/* Both directions are over. If the owner paused, it still works on what came
 * before; nothing else is to come.
 */
static void
handle_hang_up (SoqLink *self)
{
  if (self->paused)
    {
      self->hung_up = TRUE;
      self->write_armed = FALSE;
      soq_link_update_watch (self);
      return;
    }

  soq_link_close_with (self, NULL);
}

static void
ready_cb (GIOCondition ready,
          gpointer     user_data)
{
  g_autoptr (SoqLink) self = g_object_ref (SOQ_LINK (user_data));
  gboolean            reads = !self->paused && !self->ended;

  if (reads && self->tls != NULL && !soq_link_tls_look (self))
    return;

  if (reads && (ready & (G_IO_IN | G_IO_HUP | G_IO_ERR)) != 0)
    soq_link_receive (self);
  else if ((ready & (G_IO_HUP | G_IO_ERR)) != 0)
    handle_hang_up (self);

  if (self->state != SOQ_LINK_STATE_CLOSED && (ready & G_IO_OUT) != 0)
    flush_cb (self);
}

static void
soq_link_dispose (GObject *object)
{
  SoqLink *self = SOQ_LINK (object);

  self->handler = NULL;
  soq_link_close_with (self, NULL);

  G_OBJECT_CLASS (soq_link_parent_class)->dispose (object);
}

static void
soq_link_finalize (GObject *object)
{
  SoqLink *self = SOQ_LINK (object);

  g_clear_pointer (&self->tls, soq_link_tls_free);
  g_clear_error (&self->failure);
  g_clear_object (&self->remote);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->reactor, soq_reactor_unref);

  G_OBJECT_CLASS (soq_link_parent_class)->finalize (object);
}

static void
soq_link_class_init (SoqLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_link_dispose;
  object_class->finalize = soq_link_finalize;
}

static void
soq_link_init (SoqLink *self)
{
  g_queue_init (&self->queue);
  self->send_limit = SOQ_LIMIT_SEND_QUEUE;
  self->receive_size = SOQ_LIMIT_RECEIVE_SIZE;
  self->flush.func = flush_cb;
  self->flush.user_data = self;
  self->patience.func = patience_cb;
  self->patience.user_data = self;
}

/**
 * soq_link_new:
 * @reactor: what tells when the socket is ready
 * @socket: a connected stream socket; the link owns it from now on
 *
 * Returns: (transfer full): an open link that does not read yet
 */
SoqLink *
soq_link_new (SoqReactor *reactor,
              GSocket    *socket)
{
  SoqLink *self;

  g_return_val_if_fail (reactor != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = g_object_new (SOQ_TYPE_LINK, NULL);
  self->reactor = soq_reactor_ref (reactor);
  self->socket = g_object_ref (socket);
  self->tap = soq_tap_of (socket);
  self->remote = g_socket_get_remote_address (socket, NULL);
  g_socket_set_blocking (socket, FALSE);

  /* We gather what belongs together ourselves; Nagle's algorithm would only
   * hold the last piece back for 40 ms. A socket that is no TCP refuses.
   */
  soq_call_setsockopt (socket, IPPROTO_TCP, TCP_NODELAY, 1, "TCP_NODELAY");

  return self;
}

/**
 * soq_link_set_receive_size:
 * @self: a link
 * @size: the most bytes that one recv () asks for, from 1 to
 *   %SOQ_LIMIT_RECEIVE_SIZE
 */
void
soq_link_set_receive_size (SoqLink *self,
                           gsize    size)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (size > 0 && size <= SOQ_LIMIT_RECEIVE_SIZE);

  self->receive_size = size;
}

/**
 * soq_link_set_send_limit:
 * @self: a link
 * @limit: how many bytes may wait for the other end to read; with more the
 *   link closes with %SOQ_ERROR_SEND_QUEUE
 */
void
soq_link_set_send_limit (SoqLink *self,
                         gsize    limit)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (limit > 0);

  self->send_limit = limit;
}

/**
 * soq_link_start:
 * @self: a link
 * @handler: (not nullable): what to tell; must outlive the link
 * @user_data: data for the functions of @handler
 *
 * Begins to read.
 */
void
soq_link_start (SoqLink              *self,
                const SoqLinkHandler *handler,
                gpointer              user_data)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (handler != NULL && handler->received != NULL);
  g_return_if_fail (self->watch == NULL);

  self->handler = handler;
  self->user_data = user_data;
  self->watch = soq_reactor_watch (self->reactor, self->socket, ready_cb, self);
  if (self->tls != NULL)
    soq_link_tls_start (self->tls);
  soq_link_update_watch (self);
}

/**
 * soq_link_set_handler:
 * @self: a link that was started
 * @handler: what to tell from now on; must outlive the link
 * @user_data: data for the functions of @handler
 *
 * Hands the link over to another owner.
 */
void
soq_link_set_handler (SoqLink              *self,
                      const SoqLinkHandler *handler,
                      gpointer              user_data)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (handler != NULL && handler->received != NULL);

  self->handler = handler;
  self->user_data = user_data;
}

/**
 * soq_link_pause:
 * @self: a link
 *
 * Stops reading. What the other end sends waits in the kernel, and in the end
 * the other end waits.
 */
void
soq_link_pause (SoqLink *self)
{
  g_return_if_fail (SOQ_IS_LINK (self));

  self->paused = TRUE;
  soq_link_update_watch (self);
}

void
soq_link_resume (SoqLink *self)
{
  g_return_if_fail (SOQ_IS_LINK (self));

  self->paused = FALSE;
  self->hung_up = FALSE;
  if (self->tls != NULL)
    soq_link_tls_read_later (self->tls);
  soq_link_update_watch (self);
}

/**
 * soq_link_send:
 * @self: a link
 * @bytes: what to send; all the receivers of a message can share it
 *
 * Queues @bytes; they go out at the end of the turn. If more waits than the
 * limit allows, the link closes at the end of the turn with
 * %SOQ_ERROR_SEND_QUEUE.
 *
 * Returns: whether the link took @bytes
 */
gboolean
soq_link_send (SoqLink *self,
               GBytes  *bytes)
{
  gsize length;

  g_return_val_if_fail (SOQ_IS_LINK (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  if (self->state != SOQ_LINK_STATE_OPEN || self->failure != NULL || self->broken || self->ending)
    return FALSE;

  length = g_bytes_get_size (bytes);
  if (length == 0)
    return TRUE;

  soq_reactor_defer (self->reactor, &self->flush);
  if (self->queued >= FLUSH_AT && !self->write_armed && !write_queue (self))
    return FALSE;

  if (self->queued + length > self->send_limit)
    {
      self->failure = g_error_new (SOQ_ERROR, SOQ_ERROR_SEND_QUEUE,
                                   "SendQ exceeded: %" G_GSIZE_FORMAT " bytes were not read",
                                   self->queued);
      return FALSE;
    }

  g_queue_push_tail (&self->queue, g_bytes_ref (bytes));
  self->queued += length;

  return TRUE;
}

gboolean
soq_link_send_text (SoqLink    *self,
                    const char *text)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  bytes = g_bytes_new (text, strlen (text));

  return soq_link_send (self, bytes);
}

/**
 * soq_link_end:
 * @self: a link
 *
 * Says that nothing more comes, once what is queued is sent, and goes on
 * reading: shutdown () of one direction. The link closes when the other end
 * has ended too.
 */
void
soq_link_end (SoqLink *self)
{
  g_return_if_fail (SOQ_IS_LINK (self));

  if (self->state != SOQ_LINK_STATE_OPEN || self->ending)
    return;

  self->ending = TRUE;
  soq_reactor_defer (self->reactor, &self->flush);
}

/**
 * soq_link_finish:
 * @self: a link
 *
 * Ends the connection politely: sends what is queued, says that nothing more
 * comes, and closes once the other end has ended too, or after two seconds.
 * What still arrives is thrown away.
 */
void
soq_link_finish (SoqLink *self)
{
  g_return_if_fail (SOQ_IS_LINK (self));

  if (self->state != SOQ_LINK_STATE_OPEN)
    return;

  self->state = SOQ_LINK_STATE_FINISHING;
  soq_link_resume (self);
  soq_timers_set (soq_reactor_get_timers (self->reactor), &self->patience, SOQ_TIME_FINISH);
  soq_reactor_defer (self->reactor, &self->flush);
}

/**
 * soq_link_close:
 * @self: a link
 *
 * Closes the connection now; what is queued is lost.
 */
void
soq_link_close (SoqLink *self)
{
  g_return_if_fail (SOQ_IS_LINK (self));

  soq_link_close_with (self, NULL);
}

SoqLinkState
soq_link_get_state (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), SOQ_LINK_STATE_CLOSED);

  return self->state;
}

/**
 * soq_link_has_ended:
 * @self: a link
 *
 * Returns: whether the other end said that it sends no more
 */
gboolean
soq_link_has_ended (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), TRUE);

  return self->ended;
}

/**
 * soq_link_has_hung_up:
 * @self: a link that is paused
 *
 * Returns: whether the other end is gone for both directions; what it sent
 *   before may still be read
 */
gboolean
soq_link_has_hung_up (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), TRUE);

  return self->hung_up;
}

guint64
soq_link_get_bytes_in (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), 0);

  return self->bytes_in;
}

guint64
soq_link_get_bytes_out (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), 0);

  return self->bytes_out;
}

/**
 * soq_link_get_queued:
 * @self: a link
 *
 * Returns: how many bytes wait to be sent
 */
gsize
soq_link_get_queued (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), 0);

  return self->queued;
}

/**
 * soq_link_get_tap:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): what writes its calls down, if somebody
 *   wants to see them
 */
SoqTap *
soq_link_get_tap (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), NULL);

  return self->tap;
}

/**
 * soq_link_get_socket:
 * @self: a link
 *
 * Returns: (transfer none): its socket, for what the kernel tells about it
 */
GSocket *
soq_link_get_socket (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), NULL);

  return self->socket;
}

/**
 * soq_link_get_remote_address:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): the other end, or %NULL if it was gone
 *   before we looked
 */
GSocketAddress *
soq_link_get_remote_address (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), NULL);

  return self->remote;
}
