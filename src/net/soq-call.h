/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqCall:
 * @SOQ_CALL_GETADDRINFO: looks a name up
 * @SOQ_CALL_SOCKET: makes a socket
 * @SOQ_CALL_SETSOCKOPT: sets an option
 * @SOQ_CALL_BIND: gives it an address
 * @SOQ_CALL_LISTEN: makes it one that accepts
 * @SOQ_CALL_ACCEPT: takes a connection
 * @SOQ_CALL_CONNECT: makes a connection
 * @SOQ_CALL_GETSOCKNAME: asks for its address
 * @SOQ_CALL_SEND: hands bytes to the kernel
 * @SOQ_CALL_SENDTO: hands a datagram to the kernel, with its destination
 * @SOQ_CALL_SENDMSG: either of both, from several buffers
 * @SOQ_CALL_RECV: takes bytes from the kernel
 * @SOQ_CALL_RECVFROM: takes a datagram from the kernel, with its sender
 * @SOQ_CALL_RECVMSG: either of both, into several buffers
 * @SOQ_CALL_SHUTDOWN: ends one direction
 * @SOQ_CALL_CLOSE: gives the socket back
 * @SOQ_CALL_ENCRYPT: no call to the kernel: what TLS was given to send
 * @SOQ_CALL_DECRYPT: no call to the kernel: what TLS made of what came
 *
 * What can stand in a trace: calls of the Berkeley socket interface, and what
 * TLS does between them and us.
 */
typedef enum
{
  SOQ_CALL_GETADDRINFO,
  SOQ_CALL_SOCKET,
  SOQ_CALL_SETSOCKOPT,
  SOQ_CALL_BIND,
  SOQ_CALL_LISTEN,
  SOQ_CALL_ACCEPT,
  SOQ_CALL_CONNECT,
  SOQ_CALL_GETSOCKNAME,
  SOQ_CALL_SEND,
  SOQ_CALL_SENDTO,
  SOQ_CALL_SENDMSG,
  SOQ_CALL_RECV,
  SOQ_CALL_RECVFROM,
  SOQ_CALL_RECVMSG,
  SOQ_CALL_SHUTDOWN,
  SOQ_CALL_CLOSE,
  SOQ_CALL_ENCRYPT,
  SOQ_CALL_DECRYPT,
  SOQ_N_CALLS,
} SoqCall;

/**
 * SoqCallFlags:
 * @SOQ_CALL_BY_GLIB: made inside GLib; we know it from what GLib told us
 * @SOQ_CALL_PEEKED: the bytes stay where they are and come again
 * @SOQ_CALL_ENCRYPTED: the bytes are TLS's
 * @SOQ_CALL_CUT: there were more bytes than are kept
 */
typedef enum
{
  SOQ_CALL_NO_FLAGS = 0,
  SOQ_CALL_BY_GLIB = 1 << 0,
  SOQ_CALL_PEEKED = 1 << 1,
  SOQ_CALL_ENCRYPTED = 1 << 2,
  SOQ_CALL_CUT = 1 << 3,
} SoqCallFlags;

/**
 * SoqCallDirection:
 * @SOQ_CALL_NEITHER: no bytes of the conversation
 * @SOQ_CALL_OUT: bytes leave
 * @SOQ_CALL_IN: bytes arrive
 */
typedef enum
{
  SOQ_CALL_NEITHER,
  SOQ_CALL_OUT,
  SOQ_CALL_IN,
} SoqCallDirection;

const char      *soq_call_get_name (SoqCall call);
SoqCallDirection soq_call_get_direction (SoqCall call);
gboolean         soq_call_is_kernel (SoqCall call);

G_END_DECLS
