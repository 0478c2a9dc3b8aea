/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-split.h"

/* How much of @text goes into the first piece: as many whole words as fit, or,
 * of a word that does not fit by itself, as many whole characters.
 */
static gsize
find_end (const char *text,
          gsize       most)
{
  const char *limit = text + most;
  const char *end = text;
  const char *space = NULL;

  while (*end != '\0')
    {
      const char *next = g_utf8_next_char (end);

      if (next > limit)
        break;
      if (*end == ' ' && end > text)
        space = end;
      end = next;
    }

  if (*end != '\0' && *end != ' ' && space != NULL)
    end = space;

  return (gsize) (end - text);
}

/* Who could not even hold one character gets it nevertheless. */
static void
split_line (GStrvBuilder *pieces,
            const char   *line,
            gsize         most)
{
  while (*line != '\0')
    {
      gsize            length = MAX (find_end (line, most),
                                     (gsize) (g_utf8_next_char (line) - line));
      g_autofree char *piece = g_strndup (line, length);

      g_strv_builder_add (pieces, piece);
      line += length;
      if (*line == ' ')
        line++;
    }
}

/**
 * soq_split_text:
 * @text: what somebody wants to say; valid UTF-8, one line or several
 * @most: bytes of one message
 *
 * Divides @text into messages of at most @most bytes: at its line ends, then
 * between words, and within a word only if that is too long by itself. Empty
 * lines are left out.
 *
 * Returns: (transfer full): the messages, in order
 */
char **
soq_split_text (const char *text,
                gsize       most)
{
  g_autoptr (GStrvBuilder) pieces = g_strv_builder_new ();
  g_auto (GStrv)           lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_suffix (lines[i], "\r"))
        lines[i][strlen (lines[i]) - 1] = '\0';
      split_line (pieces, lines[i], most);
    }

  return g_strv_builder_end (pieces);
}
