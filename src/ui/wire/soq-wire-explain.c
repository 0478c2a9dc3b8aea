/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-explain.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer than this, in microseconds, a call has waited. */
#define WAITED 5000

/* clang-format off */
static const char *const calls[SOQ_N_CALLS] = {
  [SOQ_CALL_GETADDRINFO] =
    N_("Looks up the addresses that belong to a name. A name can have several, of IPv4 "
       "and of IPv6."),
  [SOQ_CALL_SOCKET] =
    N_("Asks the kernel for a socket. It has neither an address nor a connection yet; "
       "its number is what every later call names."),
  [SOQ_CALL_SETSOCKOPT] =
    N_("Sets an option of the socket: how it shall behave later."),
  [SOQ_CALL_BIND] =
    N_("Gives the socket an address and a port of its own, at which others find it. Port "
       "0 lets the kernel choose."),
  [SOQ_CALL_LISTEN] =
    N_("Makes it a socket that waits for connections. The number is how many may wait in "
       "the kernel until they are accepted: the backlog."),
  [SOQ_CALL_ACCEPT] =
    N_("Takes one waiting connection and returns a new socket for it. The listening "
       "socket goes on listening."),
  [SOQ_CALL_CONNECT] =
    N_("Connects to a server. Over TCP the two kernels shake hands now, whether or not "
       "the server has called accept(); over UDP only the destination is remembered."),
  [SOQ_CALL_GETSOCKNAME] =
    N_("Asks which address and port the socket has, for example after the kernel has "
       "chosen a port."),
  [SOQ_CALL_SEND] =
    N_("Hands bytes to the kernel, which sends them when it can. That it returns does "
       "not mean that the other end has them."),
  [SOQ_CALL_SENDTO] =
    N_("Hands one datagram to the kernel, with the address it goes to. Nobody tells "
       "whether it arrives."),
  [SOQ_CALL_SENDMSG] =
    N_("Hands bytes from several places of memory to the kernel at once: send() or "
       "sendto() for many pieces."),
  [SOQ_CALL_RECV] =
    N_("Takes what has arrived, at most as many bytes as asked for. TCP is a stream: how "
       "the sender cut the bytes is not kept."),
  [SOQ_CALL_RECVFROM] =
    N_("Takes one datagram, and tells who sent it. What does not fit into the buffer is "
       "lost."),
  [SOQ_CALL_RECVMSG] =
    N_("Takes what has arrived, with more about it than recv() tells, such as who sent "
       "it."),
  [SOQ_CALL_SHUTDOWN] =
    N_("Says that nothing more will be sent. The other direction stays open: the other "
       "end reads to the end, and may still answer."),
  [SOQ_CALL_CLOSE] =
    N_("Gives the socket back to the kernel, which ends the connection if it is not over "
       "yet. The number can be used again."),
  [SOQ_CALL_ENCRYPT] =
    N_("No call to the kernel: what is meant, before TLS encrypts it. What really goes "
       "through the socket stands in the send() beside it."),
  [SOQ_CALL_DECRYPT] =
    N_("No call to the kernel: what TLS made of the bytes that came through the socket."),
};

static const struct
{
  const char *name;
  const char *text;
} errors[] = {
  { "EAGAIN",
    N_("There is nothing to take, or no room, right now. This socket does not block, so "
       "the program does something else and asks again when the kernel says so.") },
  { "ECONNREFUSED",
    N_("Nobody listens there: the other computer answered that the port is closed. Is "
       "the server running, and is the port right?") },
  { "ECONNRESET",
    N_("The other end has thrown the connection away instead of ending it.") },
  { "EPIPE",
    N_("The connection is over for sending: the other end has gone.") },
  { "EADDRINUSE",
    N_("Another socket has that port.") },
  { "EADDRNOTAVAIL",
    N_("No network interface of this computer has that address.") },
  { "EACCES",
    N_("It is not allowed: ports below 1024 are the administrator’s.") },
  { "ETIMEDOUT",
    N_("Nobody answered in time.") },
  { "EINPROGRESS",
    N_("The connection is being made; this socket does not wait for it.") },
  { "ENETUNREACH",
    N_("This computer knows no way to that network.") },
  { "EHOSTUNREACH",
    N_("No way leads to that computer.") },
  { "EMSGSIZE",
    N_("It is too long for one datagram.") },
  { "ENOTCONN",
    N_("The socket is not connected (any more).") },
};
/* clang-format on */

/**
 * soq_wire_explain_call:
 * @call: a call
 *
 * Returns: (transfer none): what it does, translated
 */
const char *
soq_wire_explain_call (SoqCall call)
{
  g_return_val_if_fail (call < SOQ_N_CALLS, NULL);

  return _(calls[call]);
}

/* Winsock has the same errors under its own names. */
static const char *
explain_error (const char *error)
{
  if (strcmp (error, "WSAEWOULDBLOCK") == 0)
    error = "EAGAIN";
  else if (g_str_has_prefix (error, "WSA"))
    error += 3;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (strcmp (errors[i].name, error) == 0)
      return _(errors[i].text);

  return NULL;
}

static char *
explain_bytes (const SoqTraceRecord *record)
{
  gboolean         in = soq_call_get_direction (record->call) == SOQ_CALL_IN;
  g_autofree char *taken = g_strdup_printf ("%" G_GINT64_FORMAT, record->result);
  g_autofree char *given = g_strdup_printf ("%" G_GINT64_FORMAT, record->size);

  if (in && record->result == 0 && soq_trace_socket_is_stream (record->socket))
    return g_strdup (_("0 bytes: the other end has said that it sends nothing more."));

  if (in || record->result == record->size)
    return NULL;

  /* Translators: both are numbers of bytes. */
  return g_strdup_printf (_("The kernel took only %s of %s bytes: its buffer is full, because the other end reads too slowly. The rest has to be sent later."),
                             taken, given);
}

/**
 * soq_wire_explain_outcome:
 * @record: a record
 *
 * Returns: (transfer full) (nullable): what is remarkable about how it ended,
 *   translated
 */
char *
soq_wire_explain_outcome (const SoqTraceRecord *record)
{
  gint64 waited;

  g_return_val_if_fail (record != NULL, NULL);

  waited = record->end - record->begin;
  if (soq_trace_record_is_lost (record))
    return g_strdup (_("Lost: the relay threw this datagram away. It did not pass it on, and told nobody."));
  if (waited >= WAITED && g_strcmp0 (record->error, "EAGAIN") == 0)
    return g_strdup (_("Nothing came within the time limit of the socket."));

  if (record->error != NULL)
    return g_strdup (explain_error (record->error));
  if (record->result < 0)
    return g_strdup (_("It failed; GLib keeps to itself why."));

  if (soq_call_get_direction (record->call) != SOQ_CALL_NEITHER)
    {
      char *text = explain_bytes (record);

      if (text != NULL)
        return text;
    }

  if (waited < WAITED)
    return NULL;

  /* Translators: %.3f are seconds. */
  return g_strdup_printf (_("The call took %.3f s: it waited for the other end."),
                             (double) waited / G_USEC_PER_SEC);
}

static char *
explain_in (const SoqWireSpan *span)
{
  guint calls_before = span->before + 1;

  if (span->starts_inside && span->whole == 1 && !span->ends_inside)
    /* Translators: %u is at least 2. */
    return g_strdup_printf (_("The end of a message that came in %u calls: one send() is not one recv()."),
                               calls_before);

  if (span->starts_inside && span->whole == 0)
    return g_strdup (_("The middle of a message: it began in an earlier call and ends in a later one."));

  if (span->whole == 0)
    return g_strdup (_("No newline: the beginning of a message whose rest comes later, or a message that has no end mark."));

  if (!span->starts_inside && !span->ends_inside)
    return g_strdup_printf (ngettext ("Exactly %u message.", "These %u messages came in one call.",
                                      span->whole),
                            span->whole);

  /* Translators: %u is how many messages end in one call. */
  return g_strdup_printf (ngettext ("%u message ends here, and a part of another is with it: the bytes are a stream.",
                                    "%u messages end here, and a part of another is with them: the bytes are a stream.",
                                    span->whole),
                          span->whole);
}

static char *
explain_out (const SoqWireSpan *span)
{
  if (span->whole == 0)
    return g_strdup (_("No newline: a part of a message, or a message that has no end mark."));

  return g_strdup_printf (ngettext ("%u message, given to the kernel in one call.",
                                    "%u messages, given to the kernel in one call.", span->whole),
                          span->whole);
}

/**
 * soq_wire_explain_span:
 * @record: a record with bytes
 * @span: how they lie to the messages
 *
 * Returns: (transfer full): that in a sentence, translated
 */
char *
soq_wire_explain_span (const SoqTraceRecord *record,
                       const SoqWireSpan    *span)
{
  g_return_val_if_fail (record != NULL && span != NULL, NULL);

  if ((record->flags & SOQ_CALL_PEEKED) != 0)
    return g_strdup (_("Only looked at: the bytes stay in the kernel and come again."));

  if ((record->flags & SOQ_CALL_ENCRYPTED) != 0)
    return g_strdup (_("Encrypted by TLS: nobody on the way can read them. What they mean stands beside it."));

  if (!soq_trace_socket_is_stream (record->socket))
    return g_strdup (_("One datagram: it arrives whole or not at all, and is never joined with another."));

  return soq_call_get_direction (record->call) == SOQ_CALL_IN ? explain_in (span)
                                                              : explain_out (span);
}
