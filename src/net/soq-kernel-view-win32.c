/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

/* SIO_TCP_INFO came with Windows 10, version 1703. */
#define NTDDI_VERSION 0x0A000003

#include "soq-kernel-view.h"

#include <winsock2.h>
#include <ws2tcpip.h>
#include <mstcpip.h>

#define UNKNOWN ((SoqKernelView){ -1, -1, -1, -1, -1, -1, -1 })

/* Windows does not tell how much waits to be sent. */
gboolean
soq_kernel_view_read (SoqKernelView *self,
                      GSocket       *socket)
{
  SOCKET      fd = (SOCKET) g_socket_get_fd (socket);
  DWORD       version = 0;
  DWORD       length = 0;
  TCP_INFO_v0 info = { 0 };
  u_long      unread = 0;

  *self = UNKNOWN;
  if (ioctlsocket (fd, FIONREAD, &unread) != 0)
    return FALSE;

  self->unread = unread;
  if (WSAIoctl (fd, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info, &length, NULL,
                NULL) == 0)
    {
      self->round_trip = info.RttUs;
      self->retransmitted = info.BytesRetrans;
      self->congestion_window = info.Cwnd;
      self->send_window = info.SndWnd;
      self->unacknowledged = info.BytesInFlight;
    }

  return TRUE;
}
