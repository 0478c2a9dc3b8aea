/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-chat-trace.h"

#include "soq-irc-secrets.h"

static gpointer
begin (void)
{
  return soq_irc_secrets_new ();
}

static void
mask (gpointer state,
      guint8  *bytes,
      gsize    length)
{
  soq_irc_secrets_mask (state, bytes, length);
}

static void
end (gpointer state)
{
  soq_irc_secrets_free (state);
}

/**
 * soq_chat_trace_new:
 *
 * Returns: (transfer full): a trace for sockets that speak IRC, without its
 *   passwords
 */
SoqTrace *
soq_chat_trace_new (void)
{
  static const SoqTraceMask secrets = { begin, mask, end };

  return soq_trace_new (&secrets);
}
