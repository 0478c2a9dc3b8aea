/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-native.h"

/* GLib has called WSAStartup () before any of this is called: the trace and
 * the addresses are its.
 */

#define NATIVE(descriptor) ((SOCKET) (guint) (descriptor))

int
soq_native_get_error (void)
{
  return WSAGetLastError ();
}

SoqLabError
soq_native_classify (int code)
{
  switch (code)
    {
    case WSAEWOULDBLOCK:
      return SOQ_LAB_ERROR_WOULD_BLOCK;

    case WSAEINPROGRESS:
    case WSAEALREADY:
      return SOQ_LAB_ERROR_IN_PROGRESS;

    case WSAECONNREFUSED:
      return SOQ_LAB_ERROR_REFUSED;

    case WSAEADDRINUSE:
    case WSAEACCES: /* somebody has it with SO_EXCLUSIVEADDRUSE */
      return SOQ_LAB_ERROR_IN_USE;

    case WSAECONNRESET:
    case WSAECONNABORTED:
      return SOQ_LAB_ERROR_RESET;

    case WSAETIMEDOUT:
      return SOQ_LAB_ERROR_TIMED_OUT;

    default:
      return SOQ_LAB_ERROR_OTHER;
    }
}

gboolean
soq_native_keeps_ports (void)
{
  return FALSE;
}

/* A handle of the system fits into 32 bits, and -1 is no socket. */
static int
from_native (SOCKET native)
{
  return native != INVALID_SOCKET ? (int) native : -1;
}

int
soq_native_socket (int family,
                   int type)
{
  return from_native (socket (family, type, 0));
}

gboolean
soq_native_setsockopt (int           descriptor,
                       int           level,
                       int           option,
                       gconstpointer value,
                       gsize         length)
{
  return setsockopt (NATIVE (descriptor), level, option, value, (int) length) == 0;
}

gboolean
soq_native_set_receive_timeout (int    descriptor,
                                gint64 microseconds)
{
  DWORD milliseconds = (DWORD) (microseconds / 1000);

  return soq_native_setsockopt (descriptor, SOL_SOCKET, SO_RCVTIMEO, &milliseconds,
                                sizeof milliseconds);
}

gboolean
soq_native_set_blocking (int      descriptor,
                         gboolean blocking)
{
  u_long value = blocking ? 0 : 1;

  return ioctlsocket (NATIVE (descriptor), (long) FIONBIO, &value) == 0;
}

gboolean
soq_native_bind (int           descriptor,
                 gconstpointer address,
                 gsize         length)
{
  return bind (NATIVE (descriptor), address, (int) length) == 0;
}

gboolean
soq_native_listen (int descriptor,
                   int backlog)
{
  return listen (NATIVE (descriptor), backlog) == 0;
}

int
soq_native_accept (int      descriptor,
                   gpointer address,
                   gsize   *length)
{
  int native = (int) *length;
  int accepted = from_native (accept (NATIVE (descriptor), address, &native));

  *length = (gsize) native;

  return accepted;
}

gboolean
soq_native_connect (int           descriptor,
                    gconstpointer address,
                    gsize         length)
{
  return connect (NATIVE (descriptor), address, (int) length) == 0;
}

gboolean
soq_native_getsockname (int      descriptor,
                        gpointer address,
                        gsize   *length)
{
  int      native = (int) *length;
  gboolean ok = getsockname (NATIVE (descriptor), address, &native) == 0;

  *length = (gsize) native;

  return ok;
}

gssize
soq_native_send (int           descriptor,
                 const guint8 *data,
                 gsize         length)
{
  return send (NATIVE (descriptor), (const char *) data, (int) length, 0);
}

gssize
soq_native_recv (int     descriptor,
                 guint8 *buffer,
                 gsize   size)
{
  return recv (NATIVE (descriptor), (char *) buffer, (int) size, 0);
}

gssize
soq_native_sendto (int           descriptor,
                   const guint8 *data,
                   gsize         length,
                   gconstpointer address,
                   gsize         address_length)
{
  return sendto (NATIVE (descriptor), (const char *) data, (int) length, 0, address,
                 (int) address_length);
}

gssize
soq_native_recvfrom (int      descriptor,
                     guint8  *buffer,
                     gsize    size,
                     gpointer address,
                     gsize   *address_length)
{
  int    native = (int) *address_length;
  gssize n = recvfrom (NATIVE (descriptor), (char *) buffer, (int) size, 0, address, &native);

  *address_length = (gsize) native;

  return n;
}

gboolean
soq_native_shutdown (int descriptor,
                     int how)
{
  return shutdown (NATIVE (descriptor), how) == 0;
}

void
soq_native_close (int descriptor)
{
  closesocket (NATIVE (descriptor));
}

/* Here only closing it wakes a thread that waits in accept (). */
gboolean
soq_native_interrupt (int descriptor)
{
  closesocket (NATIVE (descriptor));

  return FALSE;
}

gboolean
soq_native_poll (SoqLabPoll *polls,
                 guint       n_polls,
                 int         milliseconds)
{
  g_autofree WSAPOLLFD *native = g_new0 (WSAPOLLFD, n_polls);
  int                   n;

  for (guint i = 0; i < n_polls; i++)
    {
      native[i].fd = NATIVE (polls[i].descriptor);
      native[i].events = (SHORT) (((polls[i].wanted & SOQ_LAB_READY_IN) != 0 ? POLLRDNORM : 0) |
                                  ((polls[i].wanted & SOQ_LAB_READY_OUT) != 0 ? POLLWRNORM : 0));
    }

  n = WSAPoll (native, n_polls, milliseconds);

  for (guint i = 0; i < n_polls; i++)
    {
      gboolean in = n > 0 && (native[i].revents & (POLLRDNORM | POLLHUP | POLLERR)) != 0;
      gboolean out = n > 0 && (native[i].revents & POLLWRNORM) != 0;

      polls[i].ready = (in ? SOQ_LAB_READY_IN : 0) | (out ? SOQ_LAB_READY_OUT : 0);
    }

  return n > 0;
}
