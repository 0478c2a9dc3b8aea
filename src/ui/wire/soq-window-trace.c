/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-window-trace.h"

#include "soq-chat-trace.h"

/**
 * soq_window_trace_new:
 *
 * All windows of the program write into one trace, so that a connection from
 * one to another is seen from both ends.
 *
 * Returns: (transfer full): a branch of it
 */
SoqTrace *
soq_window_trace_new (void)
{
  static SoqTrace *trace;

  if (trace == NULL)
    trace = soq_chat_trace_new ();

  return soq_trace_new_branch (trace);
}
