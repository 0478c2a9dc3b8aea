/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-names.h"

static gboolean
is_special (char c)
{
  return c != '\0' && strchr ("[]\\`_^{|}", c) != NULL;
}

static gboolean
may_begin (char c)
{
  return g_ascii_isalpha (c) || is_special (c);
}

static gboolean
may_follow (char c)
{
  return may_begin (c) || g_ascii_isdigit (c) || c == '-';
}

/**
 * soq_irc_nick_is_valid:
 * @nick: what somebody wants to be called
 *
 * Tells whether @nick follows the grammar of RFC 2812, section 2.3.1, with at
 * most %SOQ_IRC_NICK_LENGTH bytes. Nicks are ASCII: no list of look-alike
 * letters of other scripts is ever complete.
 *
 * Returns: whether it can be a nick
 */
gboolean
soq_irc_nick_is_valid (const char *nick)
{
  g_return_val_if_fail (nick != NULL, FALSE);

  if (!may_begin (*nick) || strlen (nick) > SOQ_IRC_NICK_LENGTH)
    return FALSE;

  for (const char *p = nick + 1; *p != '\0'; p++)
    if (!may_follow (*p))
      return FALSE;

  return TRUE;
}

/**
 * soq_irc_nick_suggest:
 * @name: any text, such as a person's name
 *
 * Makes a nick of a name: “João da Silva” becomes “Joao”.
 *
 * Returns: (transfer full) (nullable): a valid nick, or %NULL if nothing of
 *   @name can be used
 */
char *
soq_irc_nick_suggest (const char *name)
{
  g_autofree char *ascii = NULL;
  GString         *nick = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (!g_utf8_validate (name, -1, NULL))
    return NULL;

  /* The locale decides how to transliterate; "C" knows the Latin letters. */
  ascii = g_str_to_ascii (name, "C");
  nick = g_string_new (NULL);
  for (const char *p = ascii; *p != '\0' && nick->len < SOQ_IRC_NICK_LENGTH; p++)
    {
      if (nick->len == 0 ? may_begin (*p) : may_follow (*p))
        g_string_append_c (nick, *p);
      else if (nick->len > 0 && *p == ' ')
        break;
    }

  if (nick->len == 0)
    {
      g_string_free (nick, TRUE);
      return NULL;
    }

  return g_string_free (nick, FALSE);
}

/**
 * soq_irc_channel_is_valid:
 * @channel: what somebody calls a channel
 *
 * Tells whether @channel begins with “#” and has no space, comma, BELL or
 * other control character (modern.ircdocs.horse, “Channels”), with at most
 * %SOQ_IRC_CHANNEL_LENGTH bytes of UTF-8.
 *
 * Returns: whether it can be a channel
 */
gboolean
soq_irc_channel_is_valid (const char *channel)
{
  gsize length;

  g_return_val_if_fail (channel != NULL, FALSE);

  length = strlen (channel);
  if (channel[0] != '#' || length < 2 || length > SOQ_IRC_CHANNEL_LENGTH ||
      !g_utf8_validate (channel, -1, NULL))
    return FALSE;

  for (const char *p = channel; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == ',' || c == ':' || g_unichar_isspace (c) || g_unichar_iscntrl (c) ||
          g_unichar_type (c) == G_UNICODE_FORMAT)
        return FALSE;
    }

  return TRUE;
}

static const char *
find_dot (const char *text)
{
  while (*text != '\0' && *text != '.')
    text++;

  return text;
}

static gboolean
label_is_valid (const char *label,
                gsize       length)
{
  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;

  return TRUE;
}

/**
 * soq_irc_hostname_is_valid:
 * @host: what a server or a client is called
 *
 * Tells whether @host is a host name with a dot in it (RFC 1123, section 2.1):
 * without one it could be taken for a nick.
 *
 * Returns: whether it is
 */
gboolean
soq_irc_hostname_is_valid (const char *host)
{
  guint labels = 0;

  g_return_val_if_fail (host != NULL, FALSE);

  if (strlen (host) > 253)
    return FALSE;

  for (;;)
    {
      const char *dot = find_dot (host);

      /* The root may stand at the end, as in “services.”. */
      if (*host == '\0' && labels > 0)
        return TRUE;

      if (!label_is_valid (host, (gsize) (dot - host)))
        return FALSE;

      labels++;
      if (*dot == '\0')
        return labels > 1;

      host = dot + 1;
    }
}

/**
 * soq_irc_command_is_valid:
 * @command: the command of a line
 *
 * Returns: whether it is made of letters, or of three digits
 */
gboolean
soq_irc_command_is_valid (const char *command)
{
  gsize length;

  g_return_val_if_fail (command != NULL, FALSE);

  length = strlen (command);
  if (strspn (command, "0123456789") == length)
    return length == 3;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalpha (command[i]))
      return FALSE;

  return length > 0;
}

/**
 * soq_irc_casefold:
 * @name: a nick or a channel
 *
 * Folds case by the mapping “ascii” of CASEMAPPING (modern.ircdocs.horse).
 *
 * Returns: (transfer full): the same for all spellings of one name
 */
char *
soq_irc_casefold (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_ascii_strdown (name, -1);
}

/**
 * soq_irc_names_equal:
 * @a: a nick or a channel
 * @b: another one
 *
 * Returns: whether both name the same, by the mapping “ascii”
 */
gboolean
soq_irc_names_equal (const char *a,
                     const char *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return g_ascii_strcasecmp (a, b) == 0;
}

/**
 * soq_irc_source_split:
 * @source: who sent a message, nick!user\@host
 * @nick: (out) (transfer full): the nick, or the name of a server
 * @user: (out) (transfer full) (optional): empty if there is none
 * @host: (out) (transfer full) (optional): empty if there is none
 */
void
soq_irc_source_split (const char *source,
                      char      **nick,
                      char      **user,
                      char      **host)
{
  gsize       n;
  const char *at;
  const char *bang;

  g_return_if_fail (source != NULL);
  g_return_if_fail (nick != NULL);

  n = strcspn (source, "!@");
  at = strchr (source + n, '@');
  bang = source[n] == '!' ? source + n + 1 : NULL;

  *nick = g_strndup (source, n);
  if (user != NULL && bang == NULL)
    *user = g_strdup ("");
  else if (user != NULL)
    *user = at != NULL ? g_strndup (bang, (gsize) (at - bang)) : g_strdup (bang);
  if (host != NULL)
    *host = g_strdup (at != NULL ? at + 1 : "");
}

char *
soq_irc_source_dup_nick (const char *source)
{
  g_return_val_if_fail (source != NULL, NULL);

  return g_strndup (source, strcspn (source, "!@"));
}
