/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-text.h"

#define REPLACEMENT_CHARACTER 0xfffd
#define CONTROL_PICTURES      0x2400
#define DELETE_PICTURE        0x2421

/**
 * soq_text_from_bytes:
 * @data: (array length=length): what came from the network
 * @length: how many bytes
 *
 * Makes text of bytes: what is not UTF-8, and NUL, becomes U+FFFD.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
soq_text_from_bytes (const guint8 *data,
                     gsize         length)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0)
    return g_strdup ("");

  return g_utf8_make_valid ((const char *) data, (gssize) length);
}

/**
 * soq_text_make_valid:
 * @text: (nullable): what may be cut between the bytes of a character, or
 *   unescaped from anything
 *
 * Returns: (transfer full) (nullable): the same as valid UTF-8, %NULL for %NULL
 */
char *
soq_text_make_valid (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/**
 * soq_text_cut:
 * @text: valid UTF-8
 * @limit: a number of bytes
 *
 * Returns: (transfer full): the beginning of @text, of at most @limit bytes,
 *   that ends between two characters
 */
char *
soq_text_cut (const char *text,
              gsize       limit)
{
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (length <= limit)
    return g_strdup (text);

  while (limit > 0 && ((guint8) text[limit] & 0xc0) == 0x80)
    limit--;

  return g_strndup (text, limit);
}

static gboolean
acts_on_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gunichar
printable_character (gunichar c)
{
  if (c == '\t' || c == '\n')
    return c;

  if (c < 0x20)
    return CONTROL_PICTURES + c;

  if (c == 0x7f)
    return DELETE_PICTURE;

  /* C1 controls move the cursor of a terminal as ESC [ does, and the line
   * and paragraph separators break one message into two on the screen.
   */
  if ((c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029 || acts_on_direction (c))
    return REPLACEMENT_CHARACTER;

  return c;
}

static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_find_next_char (p, NULL))
    {
      gunichar c = g_utf8_get_char (p);

      if (printable_character (c) != c)
        return FALSE;
    }

  return TRUE;
}

/**
 * soq_text_printable:
 * @text: valid UTF-8
 *
 * Makes text that only reads, and acts on nothing: control characters become
 * their pictures (ESC is ␛), and what overrides the direction of writing
 * becomes U+FFFD. Tab and newline stay.
 *
 * Returns: (transfer full): text for a window, a terminal or a log
 */
char *
soq_text_printable (const char *text)
{
  GString *printable = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (is_printable (text))
    return g_strdup (text);

  printable = g_string_sized_new (strlen (text) + 16);
  for (const char *p = text; *p != '\0'; p = g_utf8_find_next_char (p, NULL))
    g_string_append_unichar (printable, printable_character (g_utf8_get_char (p)));

  return g_string_free (printable, FALSE);
}

/**
 * soq_text_break_words:
 * @text: valid UTF-8
 * @limit: bytes that may stand together without a space, at least 4
 *
 * Breaks what has no spaces into several lines. Pango takes quadratic time to
 * wrap one word: half a second for 8 KiB.
 *
 * Returns: (transfer full) (nullable): @text with line breaks, %NULL if it
 *   needs none
 */
char *
soq_text_break_words (const char *text,
                      gsize       limit)
{
  GString    *broken = NULL;
  const char *word = text;
  const char *done = text;

  g_return_val_if_fail (text != NULL && limit >= 4, NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_isspace (*p))
        word = p + 1;
      if ((gsize) (g_utf8_next_char (p) - word) <= limit)
        continue;

      if (broken == NULL)
        broken = g_string_new (NULL);
      g_string_append_len (broken, done, p - done);
      g_string_append_c (broken, '\n');
      done = word = p;
    }

  if (broken == NULL)
    return NULL;

  g_string_append (broken, done);

  return g_string_free (broken, FALSE);
}

/**
 * soq_text_one_line:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the same as soq_text_printable (), in one line:
 *   for titles, and for names within sentences
 */
char *
soq_text_one_line (const char *text)
{
  return g_strdelimit (soq_text_printable (text), "\t\n", ' ');
}

/* RFC 8259, section 7. Everything outside of ASCII may stand as it is, but a
 * log is read in terminals, where C1 controls act.
 */
static void
append_json_character (GString *json,
                       gunichar c)
{
  if (c == '"' || c == '\\')
    g_string_append_printf (json, "\\%c", (char) c);
  else if (c == '\n')
    g_string_append (json, "\\n");
  else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
    g_string_append_printf (json, "\\u%04x", c);
  else
    g_string_append_unichar (json, c);
}

/**
 * soq_text_append_json:
 * @json: an object that is being written, with a member already
 * @name: what the next member is called
 * @value: (nullable): its value, in UTF-8; with %NULL nothing is appended
 *
 * Writes printable characters only, in one line.
 */
void
soq_text_append_json (GString    *json,
                      const char *name,
                      const char *value)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (name != NULL);

  if (value == NULL)
    return;

  g_string_append_printf (json, ",\"%s\":\"", name);
  for (const char *p = value; *p != '\0'; p = g_utf8_find_next_char (p, NULL))
    append_json_character (json, g_utf8_get_char (p));
  g_string_append_c (json, '"');
}
