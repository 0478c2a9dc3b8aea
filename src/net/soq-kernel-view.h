/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqKernelView:
 * @round_trip: how long a segment and its answer take, smoothed, in
 *   microseconds; -1 as every other field if it is not known
 * @retransmitted: bytes that were sent again, since the beginning
 * @congestion_window: how many bytes may be under way
 * @send_window: how many bytes the other end has room for
 * @unacknowledged: bytes that were sent and not confirmed
 * @unsent: bytes that wait in the kernel to be sent
 * @unread: bytes that came and that we have not taken
 *
 * What the kernel knows of one TCP connection.
 */
typedef struct
{
  gint64 round_trip;
  gint64 retransmitted;
  gint64 congestion_window;
  gint64 send_window;
  gint64 unacknowledged;
  gint64 unsent;
  gint64 unread;
} SoqKernelView;

gboolean soq_kernel_view_read (SoqKernelView *self,
                               GSocket       *socket);

G_END_DECLS
