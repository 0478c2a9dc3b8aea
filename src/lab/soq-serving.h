/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-socket.h"

G_BEGIN_DECLS

/**
 * SoqServingMode:
 * @SOQ_SERVING_ONE_BY_ONE: one thread, blocking calls: a client is accepted
 *   when the one before has left
 * @SOQ_SERVING_THREADS: blocking calls, and a thread for each client
 * @SOQ_SERVING_LOOP: one thread that asks which sockets are ready, and never
 *   waits in a call on one of them
 */
typedef enum
{
  SOQ_SERVING_ONE_BY_ONE,
  SOQ_SERVING_THREADS,
  SOQ_SERVING_LOOP,
  SOQ_N_SERVING_MODES,
} SoqServingMode;

/**
 * SoqServingReply:
 * @SOQ_SERVING_ECHO: the bytes that came
 * @SOQ_SERVING_UPPERCASE: what came, in capitals
 * @SOQ_SERVING_LINES: for each line, however it came in pieces, its number and
 *   the line
 */
typedef enum
{
  SOQ_SERVING_ECHO,
  SOQ_SERVING_UPPERCASE,
  SOQ_SERVING_LINES,
  SOQ_N_SERVING_REPLIES,
} SoqServingReply;

/* How a server serves. Both modes can be changed by any thread while it does:
 * the serving mode counts for those who are accepted from then on, the reply
 * for what is received from then on.
 */
typedef struct
{
  int   mode;    /* (atomic): a SoqServingMode */
  int   reply;   /* (atomic): a SoqServingReply */
  guint most;    /* clients in all, 0 for any number */
  int   threads; /* (atomic): that serve a client now */
} SoqServing;

const char *soq_serving_mode_get_name (SoqServingMode mode);

void soq_serve (SoqLabSocket *listener,
                SoqServing   *serving);

G_END_DECLS
