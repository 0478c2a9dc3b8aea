/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-line.h"

/* Where the links in a message are. Pure. */

/* What a link may begin with; “www.” belongs to its host. */
static const struct
{
  const char *text;
  gboolean    is_host;
} beginnings[] = {
  { "http://", FALSE },
  { "https://", FALSE },
  { "irc://", FALSE },
  { "ircs://", FALSE },
  { "www.", TRUE },
};

/* Returns where the host begins if a link begins at @text, or NULL. */
static const char *
match_beginning (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      gsize length = strlen (beginnings[i].text);

      if (g_ascii_strncasecmp (text, beginnings[i].text, length) != 0)
        continue;
      if (!beginnings[i].is_host)
        return text + length;

      /* “www.” alone, or with more dots, is no host. */
      return g_unichar_isalnum (g_utf8_get_char (text + length)) ? text : NULL;
    }

  return NULL;
}

/* The punctuation of scripts without blanks stands where the link ends. */
static gboolean
is_full_width_mark (gunichar c)
{
  return (c >= 0x3000 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff0f) ||
         (c >= 0xff1a && c <= 0xff20) || (c >= 0xff3b && c <= 0xff40) ||
         (c >= 0xff5b && c <= 0xff65);
}

static gboolean
ends_link (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return g_unichar_isspace (c) || is_full_width_mark (c) || g_str_has_prefix (text, "**") ||
         g_utf8_strchr ("<>\"“”„«»`", -1, c) != NULL;
}

static gboolean
ends_sentence (gunichar c)
{
  return g_utf8_strchr (".,;:!?'’…)]}", -1, c) != NULL;
}

static gboolean
has_open_parenthesis (const char *start,
                      const char *end)
{
  int open = 0;

  for (const char *p = start; p < end; p++)
    open += *p == '(' ? 1 : *p == ')' ? -1
                                      : 0;

  return open > 0;
}

/* Where the link ends whose host begins at @host; @host itself if there is
 * none.
 */
static const char *
find_end (const char *host)
{
  const char *end = host;

  while (*end != '\0' && !ends_link (end))
    end = g_utf8_next_char (end);

  while (end > host)
    {
      const char *last = g_utf8_prev_char (end);

      if (!ends_sentence (g_utf8_get_char (last)) ||
          (*last == ')' && has_open_parenthesis (host, last)))
        break;
      end = last;
    }

  return end;
}

/**
 * soq_line_find_link:
 * @text: valid UTF-8
 * @start: (out): where the link begins, in bytes
 * @length: (out): its length in bytes
 *
 * Finds the first link in @text, to a page or to a chat; its scheme may be left
 * out before “www.”. Punctuation at its end belongs to the sentence around it.
 *
 * Returns: whether there is one
 */
gboolean
soq_line_find_link (const char *text,
                    gsize      *start,
                    gsize      *length)
{
  gunichar before = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *host = before < 128 && g_ascii_isalnum ((char) before) ? NULL
                                                                         : match_beginning (p);
      const char *end = host != NULL ? find_end (host) : NULL;

      if (host != NULL && end > host)
        {
          *start = (gsize) (p - text);
          *length = (gsize) (end - p);
          return TRUE;
        }

      before = g_utf8_get_char (p);
    }

  return FALSE;
}
