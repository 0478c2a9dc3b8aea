/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-call.h"

#include "soq-platform.h"

/* Those that are missing are called differently on each system. */
static const char *const names[SOQ_N_CALLS] = {
  [SOQ_CALL_GETADDRINFO] = "getaddrinfo",
  [SOQ_CALL_SOCKET] = "socket",
  [SOQ_CALL_SETSOCKOPT] = "setsockopt",
  [SOQ_CALL_BIND] = "bind",
  [SOQ_CALL_LISTEN] = "listen",
  [SOQ_CALL_ACCEPT] = "accept",
  [SOQ_CALL_CONNECT] = "connect",
  [SOQ_CALL_GETSOCKNAME] = "getsockname",
  [SOQ_CALL_SEND] = "send",
  [SOQ_CALL_SENDTO] = "sendto",
  [SOQ_CALL_RECV] = "recv",
  [SOQ_CALL_RECVFROM] = "recvfrom",
  [SOQ_CALL_SHUTDOWN] = "shutdown",
  [SOQ_CALL_ENCRYPT] = "encrypt",
  [SOQ_CALL_DECRYPT] = "decrypt",
};

/**
 * soq_call_get_name:
 * @call: a call
 *
 * Returns: its name on this system
 */
const char *
soq_call_get_name (SoqCall call)
{
  g_return_val_if_fail (call < SOQ_N_CALLS, NULL);

  return names[call] != NULL ? names[call] : soq_platform_get_call_name (call);
}

SoqCallDirection
soq_call_get_direction (SoqCall call)
{
  switch ((int) call)
    {
    case SOQ_CALL_SEND:
    case SOQ_CALL_SENDTO:
    case SOQ_CALL_SENDMSG:
    case SOQ_CALL_ENCRYPT:
      return SOQ_CALL_OUT;

    case SOQ_CALL_RECV:
    case SOQ_CALL_RECVFROM:
    case SOQ_CALL_RECVMSG:
    case SOQ_CALL_DECRYPT:
      return SOQ_CALL_IN;

    default:
      return SOQ_CALL_NEITHER;
    }
}

/**
 * soq_call_is_kernel:
 * @call: a call
 *
 * Returns: whether a tool that watches the program from outside sees it
 */
gboolean
soq_call_is_kernel (SoqCall call)
{
  return call != SOQ_CALL_ENCRYPT && call != SOQ_CALL_DECRYPT && call != SOQ_CALL_GETADDRINFO;
}
