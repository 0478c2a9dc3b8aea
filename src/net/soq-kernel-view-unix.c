/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-kernel-view.h"

#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#ifdef __linux__
#include <linux/sockios.h>
#include <linux/tcp.h>
#endif

#define UNKNOWN ((SoqKernelView){ -1, -1, -1, -1, -1, -1, -1 })

/**
 * soq_kernel_view_read:
 * @self: (out caller-allocates): what the kernel says
 * @socket: a connected TCP socket
 *
 * Asks the kernel, with getsockopt () and ioctl (); they do not stand in a
 * trace, as the program itself has no use for them.
 *
 * Returns: whether it told anything; on other systems it does not
 */
gboolean
soq_kernel_view_read (SoqKernelView *self,
                      GSocket       *socket)
{
#ifdef __linux__
  struct tcp_info info = { 0 };
  socklen_t       length = sizeof info;
  int             fd = g_socket_get_fd (socket);
  int             queued = 0;
  int             unsent = 0;
  int             unread = 0;

  *self = UNKNOWN;
  if (fd < 0 || getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return FALSE;

  self->round_trip = info.tcpi_rtt;
  self->retransmitted = (gint64) info.tcpi_bytes_retrans;
  self->congestion_window = (gint64) info.tcpi_snd_cwnd * info.tcpi_snd_mss;
  /* A kernel that is older than 5.4 leaves it out. */
  if (length >= offsetof (struct tcp_info, tcpi_snd_wnd) + sizeof info.tcpi_snd_wnd)
    self->send_window = info.tcpi_snd_wnd;
  if (ioctl (fd, SIOCOUTQ, &queued) == 0 && ioctl (fd, SIOCOUTQNSD, &unsent) == 0)
    {
      self->unsent = unsent;
      self->unacknowledged = queued - unsent;
    }
  if (ioctl (fd, SIOCINQ, &unread) == 0)
    self->unread = unread;

  return TRUE;
#else
  *self = UNKNOWN;

  return FALSE;
#endif
}
