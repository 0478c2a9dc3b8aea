/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gio/gnetworking.h>

G_BEGIN_DECLS

/* The socket calls as the system has them. Those of Berkeley and of Winsock
 * differ in their types and in a few names; soq-lab-native-unix.c and
 * soq-lab-native-win32.c hold what differs, and meson picks one.
 */

/**
 * SoqLabError:
 * @SOQ_LAB_ERROR_NONE: the call did what it should
 * @SOQ_LAB_ERROR_WOULD_BLOCK: there is nothing to do now
 * @SOQ_LAB_ERROR_IN_PROGRESS: it goes on without us
 * @SOQ_LAB_ERROR_REFUSED: nobody listens there
 * @SOQ_LAB_ERROR_IN_USE: somebody has that address
 * @SOQ_LAB_ERROR_RESET: the other end broke the connection
 * @SOQ_LAB_ERROR_TIMED_OUT: nothing came in time
 * @SOQ_LAB_ERROR_OTHER: anything else
 *
 * Why a call failed, in the same words on every system.
 */
typedef enum
{
  SOQ_LAB_ERROR_NONE,
  SOQ_LAB_ERROR_WOULD_BLOCK,
  SOQ_LAB_ERROR_IN_PROGRESS,
  SOQ_LAB_ERROR_REFUSED,
  SOQ_LAB_ERROR_IN_USE,
  SOQ_LAB_ERROR_RESET,
  SOQ_LAB_ERROR_TIMED_OUT,
  SOQ_LAB_ERROR_OTHER,
} SoqLabError;

/**
 * SoqLabReady:
 * @SOQ_LAB_READY_IN: there is something to receive or to accept, or an end
 * @SOQ_LAB_READY_OUT: there is room to send
 */
typedef enum
{
  SOQ_LAB_READY_NONE = 0,
  SOQ_LAB_READY_IN = 1 << 0,
  SOQ_LAB_READY_OUT = 1 << 1,
} SoqLabReady;

typedef struct
{
  int         descriptor;
  SoqLabReady wanted;
  SoqLabReady ready;
} SoqLabPoll;

int         soq_native_get_error (void);
SoqLabError soq_native_classify (int code);
gboolean    soq_native_keeps_ports (void);

int      soq_native_socket (int family,
                            int type);
gboolean soq_native_setsockopt (int           descriptor,
                                int           level,
                                int           option,
                                gconstpointer value,
                                gsize         length);
gboolean soq_native_set_receive_timeout (int    descriptor,
                                         gint64 microseconds);
gboolean soq_native_set_blocking (int      descriptor,
                                  gboolean blocking);
gboolean soq_native_bind (int           descriptor,
                          gconstpointer address,
                          gsize         length);
gboolean soq_native_listen (int descriptor,
                            int backlog);
int      soq_native_accept (int      descriptor,
                            gpointer address,
                            gsize   *length);
gboolean soq_native_connect (int           descriptor,
                             gconstpointer address,
                             gsize         length);
gboolean soq_native_getsockname (int      descriptor,
                                 gpointer address,
                                 gsize   *length);
gssize   soq_native_send (int           descriptor,
                          const guint8 *data,
                          gsize         length);
gssize   soq_native_recv (int     descriptor,
                          guint8 *buffer,
                          gsize   size);
gssize   soq_native_sendto (int           descriptor,
                            const guint8 *data,
                            gsize         length,
                            gconstpointer address,
                            gsize         address_length);
gssize   soq_native_recvfrom (int      descriptor,
                              guint8  *buffer,
                              gsize    size,
                              gpointer address,
                              gsize   *address_length);
gboolean soq_native_shutdown (int descriptor,
                              int how);
void     soq_native_close (int descriptor);
gboolean soq_native_interrupt (int descriptor);
gboolean soq_native_poll (SoqLabPoll *polls,
                          guint       n_polls,
                          int         milliseconds);

G_END_DECLS
