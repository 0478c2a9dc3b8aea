/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-text.h"

#include "soq-irc-names.h"

/* How a server of ours writes to plain-text peers; and how netcat's chat
 * writes, of which it is an extension. Pure, and total: a line that is
 * nothing of this is text without a name.
 */

static char *
take_nick (const char **text,
           const char  *end)
{
  const char *found = strstr (*text, end);
  char       *nick;

  if (found == NULL || found - *text > SOQ_IRC_NICK_LENGTH)
    return NULL;

  nick = g_strndup (*text, (gsize) (found - *text));
  if (!soq_irc_nick_is_valid (nick))
    {
      g_free (nick);
      return NULL;
    }

  *text = found + strlen (end);

  return nick;
}

static SoqMessage *
parse_about (const char *text)
{
  const char      *rest = text;
  g_autofree char *nick = take_nick (&rest, " ");
  g_autofree char *new_nick = NULL;

  if (nick == NULL)
    return soq_message_new (SOQ_MESSAGE_NOTICE, NULL, text, FALSE);

  if (g_str_equal (rest, "joined."))
    return soq_message_new (SOQ_MESSAGE_JOIN, nick, NULL, FALSE);

  if (g_str_equal (rest, "left."))
    return soq_message_new (SOQ_MESSAGE_PART, nick, NULL, FALSE);

  if (g_str_has_prefix (rest, "left: "))
    return soq_message_new (SOQ_MESSAGE_PART, nick, rest + strlen ("left: "), FALSE);

  if (g_str_has_prefix (rest, "is now known as "))
    {
      rest += strlen ("is now known as ");
      new_nick = take_nick (&rest, ".");
      if (new_nick != NULL)
        return soq_message_new (SOQ_MESSAGE_RENAME, nick, new_nick, FALSE);
    }

  /* An action reads like a notice; both are shown alike. */
  return soq_message_new (SOQ_MESSAGE_NOTICE, NULL, text, FALSE);
}

/**
 * soq_plain_text_parse:
 * @line: what a server sent; valid UTF-8
 *
 * Returns: (transfer full): what it says
 */
SoqMessage *
soq_plain_text_parse (const char *line)
{
  const char      *rest = line + 1;
  g_autofree char *nick = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  if (*line == '<')
    {
      nick = take_nick (&rest, "> ");
      if (nick != NULL)
        return soq_message_new (SOQ_MESSAGE_TEXT, nick, rest, FALSE);
    }

  if (g_str_has_prefix (line, "* "))
    return parse_about (line + 2);

  if (*line == '*')
    {
      nick = take_nick (&rest, "* ");
      if (nick != NULL)
        return soq_message_new (SOQ_MESSAGE_PRIVATE, nick, rest, FALSE);
    }

  return soq_message_new (SOQ_MESSAGE_TEXT, NULL, line, FALSE);
}

/* The nick between @begin, which starts the line, and @end. */
static char *
find_nick (const char *line,
           const char *begin,
           const char *end)
{
  const char *rest;

  if (!g_str_has_prefix (line, begin))
    return NULL;

  rest = line + strlen (begin);

  return take_nick (&rest, end);
}

/**
 * soq_plain_text_find_greeting:
 * @line: what a server sent
 *
 * Tells whether @line is how a server of ours greets.
 *
 * Returns: (transfer full) (nullable): the name that we have there, or %NULL
 *   if it is no greeting
 */
char *
soq_plain_text_find_greeting (const char *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  return find_nick (line, "* You are ", " in #");
}

/**
 * soq_plain_text_find_taken:
 * @line: what a server of ours sent
 *
 * Returns: (transfer full) (nullable): the name that we asked for and that
 *   somebody else has, if @line says so
 */
char *
soq_plain_text_find_taken (const char *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  return find_nick (line, "* The name ", " is taken.");
}

/**
 * soq_plain_text_find_given:
 * @line: what a server of ours sent
 *
 * Returns: (transfer full) (nullable): the name that we have from now on, if
 *   @line says so
 */
char *
soq_plain_text_find_given (const char *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  return find_nick (line, "* You are now known as ", ".");
}
