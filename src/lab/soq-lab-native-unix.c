/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-native.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

int
soq_native_get_error (void)
{
  return errno;
}

/**
 * soq_native_classify:
 * @code: of soq_native_get_error ()
 *
 * A recv () that has a time limit says EAGAIN when that is over, like one that
 * does not wait at all; whoever set the limit knows which of them it was.
 *
 * Returns: what it means
 */
SoqLabError
soq_native_classify (int code)
{
  switch (code)
    {
    case EAGAIN:
      return SOQ_LAB_ERROR_WOULD_BLOCK;

    case EINPROGRESS:
    case EALREADY:
      return SOQ_LAB_ERROR_IN_PROGRESS;

    case ECONNREFUSED:
      return SOQ_LAB_ERROR_REFUSED;

    case EADDRINUSE:
      return SOQ_LAB_ERROR_IN_USE;

    case ECONNRESET:
      return SOQ_LAB_ERROR_RESET;

    case ETIMEDOUT:
      return SOQ_LAB_ERROR_TIMED_OUT;

    default:
      return SOQ_LAB_ERROR_OTHER;
    }
}

/**
 * soq_native_keeps_ports:
 *
 * Returns: whether the port of a server that has closed its connections cannot
 *   be had for a while without SO_REUSEADDR
 */
gboolean
soq_native_keeps_ports (void)
{
  return TRUE;
}

static int
keep_from_children (int descriptor)
{
  if (descriptor >= 0)
    fcntl (descriptor, F_SETFD, FD_CLOEXEC);

  return descriptor;
}

int
soq_native_socket (int family,
                   int type)
{
  return keep_from_children (socket (family, type, 0));
}

gboolean
soq_native_setsockopt (int           descriptor,
                       int           level,
                       int           option,
                       gconstpointer value,
                       gsize         length)
{
  return setsockopt (descriptor, level, option, value, (socklen_t) length) == 0;
}

gboolean
soq_native_set_receive_timeout (int    descriptor,
                                gint64 microseconds)
{
  struct timeval time = { microseconds / G_USEC_PER_SEC, microseconds % G_USEC_PER_SEC };

  return setsockopt (descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) == 0;
}

gboolean
soq_native_set_blocking (int      descriptor,
                         gboolean blocking)
{
  int flags = fcntl (descriptor, F_GETFL);

  flags = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;

  return fcntl (descriptor, F_SETFL, flags) == 0;
}

gboolean
soq_native_bind (int           descriptor,
                 gconstpointer address,
                 gsize         length)
{
  return bind (descriptor, address, (socklen_t) length) == 0;
}

gboolean
soq_native_listen (int descriptor,
                   int backlog)
{
  return listen (descriptor, backlog) == 0;
}

int
soq_native_accept (int      descriptor,
                   gpointer address,
                   gsize   *length)
{
  socklen_t native = (socklen_t) *length;
  int       accepted = accept (descriptor, address, &native);

  *length = native;

  return keep_from_children (accepted);
}

gboolean
soq_native_connect (int           descriptor,
                    gconstpointer address,
                    gsize         length)
{
  return connect (descriptor, address, (socklen_t) length) == 0;
}

gboolean
soq_native_getsockname (int      descriptor,
                        gpointer address,
                        gsize   *length)
{
  socklen_t native = (socklen_t) *length;
  gboolean  ok = getsockname (descriptor, address, &native) == 0;

  *length = native;

  return ok;
}

/* Without the flag, sending to somebody who has left would end the program. */
gssize
soq_native_send (int           descriptor,
                 const guint8 *data,
                 gsize         length)
{
  return send (descriptor, data, length, MSG_NOSIGNAL);
}

gssize
soq_native_recv (int     descriptor,
                 guint8 *buffer,
                 gsize   size)
{
  return recv (descriptor, buffer, size, 0);
}

gssize
soq_native_sendto (int           descriptor,
                   const guint8 *data,
                   gsize         length,
                   gconstpointer address,
                   gsize         address_length)
{
  return sendto (descriptor, data, length, 0, address, (socklen_t) address_length);
}

gssize
soq_native_recvfrom (int      descriptor,
                     guint8  *buffer,
                     gsize    size,
                     gpointer address,
                     gsize   *address_length)
{
  socklen_t native = (socklen_t) *address_length;
  gssize    n = recvfrom (descriptor, buffer, size, 0, address, &native);

  *address_length = native;

  return n;
}

gboolean
soq_native_shutdown (int descriptor,
                     int how)
{
  return shutdown (descriptor, how) == 0;
}

void
soq_native_close (int descriptor)
{
  close (descriptor);
}

/**
 * soq_native_interrupt:
 * @descriptor: a socket that another thread may be waiting in
 *
 * Ends whatever waits in a call on it. Closing it would not: a thread that
 * waits keeps the socket alive.
 *
 * Returns: whether it must still be closed
 */
gboolean
soq_native_interrupt (int descriptor)
{
  shutdown (descriptor, SHUT_RDWR);

  return TRUE;
}

/**
 * soq_native_poll:
 * @polls: (array length=n_polls): what to wait for; says in the end what is
 *   ready
 * @n_polls: how many
 * @milliseconds: how long to wait at most
 *
 * Returns: whether anything is ready
 */
gboolean
soq_native_poll (SoqLabPoll *polls,
                 guint       n_polls,
                 int         milliseconds)
{
  g_autofree struct pollfd *native = g_new0 (struct pollfd, n_polls);
  int                       n;

  for (guint i = 0; i < n_polls; i++)
    {
      native[i].fd = polls[i].descriptor;
      native[i].events = (short) (((polls[i].wanted & SOQ_LAB_READY_IN) != 0 ? POLLIN : 0) |
                                  ((polls[i].wanted & SOQ_LAB_READY_OUT) != 0 ? POLLOUT : 0));
    }

  n = poll (native, n_polls, milliseconds);

  for (guint i = 0; i < n_polls; i++)
    {
      gboolean in = n > 0 && (native[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
      gboolean out = n > 0 && (native[i].revents & POLLOUT) != 0;

      polls[i].ready = (in ? SOQ_LAB_READY_IN : 0) | (out ? SOQ_LAB_READY_OUT : 0);
    }

  return n > 0;
}
