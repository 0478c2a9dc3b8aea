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
