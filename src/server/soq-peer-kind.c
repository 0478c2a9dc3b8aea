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

/* A line of IRC with its newline (RFC 1459, section 2.3). We do not keep on
 * waiting for the end of what is longer.
 */
#define IRC_LINE 512

/* How text begins that .NET writes as UTF-8: U+FEFF. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What an IRC client may say before it is registered. */
static const char *const irc_commands[] = {
  "AUTHENTICATE",
  "CAP",
  "NICK",
  "PASS",
  "PING",
  "QUIT",
  "USER",
  "WEBIRC",
};

static gboolean
ends_word (guint8 byte)
{
  return byte == ' ' || byte == '\r' || byte == '\n';
}

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

  if (!ends_word (data[n]))
    return SOQ_PEER_KIND_PLAIN;

  /* However long it is, it may hold a password, and is not text. */
  if (memchr (data + n, '\n', MIN (length, IRC_LINE) - n) != NULL || length >= IRC_LINE)
    return SOQ_PEER_KIND_IRC;

  return SOQ_PEER_KIND_SILENT;
}

/* Returns the length of the mark at the beginning of text, or of as much of it
 * as has come.
 */
static gsize
skip_mark (const guint8 *data,
           gsize         length)
{
  gsize n = MIN (length, strlen (BYTE_ORDER_MARK));

  return memcmp (data, BYTE_ORDER_MARK, n) == 0 ? n : 0;
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
  gsize       mark;

  g_return_val_if_fail (data != NULL || length == 0, SOQ_PEER_KIND_SILENT);

  mark = length > 0 ? skip_mark (data, length) : 0;
  if (length == mark)
    return SOQ_PEER_KIND_SILENT;

  for (guint i = 0; i < G_N_ELEMENTS (irc_commands) && kind == SOQ_PEER_KIND_PLAIN; i++)
    kind = compare (irc_commands[i], data + mark, length - mark);

  return kind;
}

/**
 * soq_peer_kind_has_command:
 * @data: (array length=length): the first bytes of a peer
 * @length: how many
 *
 * Tells whether the first line has begun with a whole command that an IRC
 * client begins with. What follows it may be a password.
 *
 * Returns: whether it has, also if the line is not complete
 */
gboolean
soq_peer_kind_has_command (const guint8 *data,
                           gsize         length)
{
  gsize mark;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  mark = length > 0 ? skip_mark (data, length) : 0;
  data += mark;
  length -= mark;
  for (guint i = 0; i < G_N_ELEMENTS (irc_commands); i++)
    {
      gsize n = strlen (irc_commands[i]);

      if (length >= n && g_ascii_strncasecmp (irc_commands[i], (const char *) data, n) == 0 &&
          (length == n || ends_word (data[n])))
        return TRUE;
    }

  return FALSE;
}

/* Of an IRC client that we took for somebody else: what it sends to register,
 * and to services. People write words like these too, though not in capitals and hardly with as
 * many parameters.
 */
static const struct
{
  const char *command;
  guint       least; /* parameters, counted as IRC does, if not in capitals */
  guint       most;
} registration[] = {
  { "AUTHENTICATE", 1, 1 },
  { "CAP", G_MAXUINT, G_MAXUINT },
  { "NICK", 1, 1 },
  { "OPER", 2, 2 },
  { "PASS", 1, 1 },
  { "PRIVMSG", G_MAXUINT, G_MAXUINT },
  { "USER", 4, 4 },
  { "WEBIRC", 4, 5 },
};

/* “:” begins the last parameter, which may hold spaces. */
static guint
count_params (const char *text)
{
  guint n = 0;

  while (*text != '\0')
    {
      while (*text == ' ')
        text++;
      if (*text == '\0')
        break;

      n++;
      if (*text == ':')
        break;
      text += strcspn (text, " ");
    }

  return n;
}

/* Some systems begin a connection with bytes of another protocol (telnet). */
static const char *
skip_noise (const char *text)
{
  while (*text != '\0' && !g_ascii_isgraph (*text))
    text++;

  return text;
}

static gboolean
is_registration_line (const char *line)
{
  line = skip_noise (line);
  for (guint i = 0; i < G_N_ELEMENTS (registration); i++)
    {
      const char *command = registration[i].command;
      gsize       n = strlen (command);
      guint       count;

      if (g_ascii_strncasecmp (line, command, n) != 0 || line[n] != ' ')
        continue;

      count = count_params (line + n);

      return strncmp (line, command, n) == 0
               ? count > 0
               : count >= registration[i].least && count <= registration[i].most;
    }

  return FALSE;
}

/**
 * soq_peer_kind_is_registration:
 * @text: what a plain-text peer says, in one or several lines
 *
 * Tells whether a line of @text is what an IRC client sends to register, so
 * that it may hold a password and is nothing to be said aloud.
 *
 * Returns: whether one is
 */
gboolean
soq_peer_kind_is_registration (const char *text)
{
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (is_registration_line (lines[i]))
      return TRUE;

  return FALSE;
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
