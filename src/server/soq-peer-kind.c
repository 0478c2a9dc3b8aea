/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-peer-kind.h"

G_DEFINE_ENUM_TYPE (SoqPeerKind,
                    soq_peer_kind,
                    G_DEFINE_ENUM_VALUE (SOQ_PEER_KIND_SILENT, "silent"),
                    G_DEFINE_ENUM_VALUE (SOQ_PEER_KIND_PLAIN, "plain"),
                    G_DEFINE_ENUM_VALUE (SOQ_PEER_KIND_UDP, "udp"),
                    G_DEFINE_ENUM_VALUE (SOQ_PEER_KIND_IRC, "irc"))

/* A line of IRC with its newline (RFC 1459, section 2.3). What is longer is
 * text that happens to begin like it; we do not keep on waiting for its end.
 */
#define IRC_LINE 512

/* What an IRC client may say before it is registered. */
static const char *const irc_commands[] = {
  "CAP",
  "NICK",
  "PASS",
  "PING",
  "QUIT",
  "USER",
  "WEBIRC",
};

static SoqPeerKind
compare (const char   *command,
         const guint8 *data,
         gsize         length)
{
  gsize n = strlen (command);

  if (g_ascii_strncasecmp (command, (const char *) data, MIN (n, length)) != 0)
    return SOQ_PEER_KIND_PLAIN;

  if (length <= n)
    return SOQ_PEER_KIND_SILENT;

  if (data[n] != ' ' && data[n] != '\r' && data[n] != '\n')
    return SOQ_PEER_KIND_PLAIN;

  if (memchr (data + n, '\n', MIN (length, IRC_LINE) - n) != NULL)
    return SOQ_PEER_KIND_IRC;

  return length < IRC_LINE ? SOQ_PEER_KIND_SILENT : SOQ_PEER_KIND_PLAIN;
}

/**
 * soq_peer_kind_detect:
 * @data: (array length=length): the first bytes of a peer
 * @length: how many
 *
 * Tells IRC from plain text by the first line: one that starts with a command
 * that an IRC client begins with is IRC, everything else is plain text. The
 * answer for more bytes is never another kind than the one for fewer, once it
 * is not %SOQ_PEER_KIND_SILENT.
 *
 * Returns: the kind, %SOQ_PEER_KIND_SILENT while it can still be either
 */
SoqPeerKind
soq_peer_kind_detect (const guint8 *data,
                      gsize         length)
{
  SoqPeerKind kind = SOQ_PEER_KIND_PLAIN;

  g_return_val_if_fail (data != NULL || length == 0, SOQ_PEER_KIND_SILENT);

  if (length == 0)
    return SOQ_PEER_KIND_SILENT;

  for (guint i = 0; i < G_N_ELEMENTS (irc_commands) && kind == SOQ_PEER_KIND_PLAIN; i++)
    kind = compare (irc_commands[i], data, length);

  return kind;
}

/**
 * soq_peer_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name in logs, in English
 */
const char *
soq_peer_kind_to_string (SoqPeerKind kind)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (SOQ_TYPE_PEER_KIND);
  GEnumValue            *value = g_enum_get_value (enum_class, (int) kind);

  return value != NULL ? value->value_nick : "unknown";
}
