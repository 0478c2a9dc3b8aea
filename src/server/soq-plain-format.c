/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-format.h"

#include "soq-text.h"

/* What plain-text peers read. They are often terminals, so nothing that acts
 * on one gets through; and a text of several lines (datagrams hold such) is
 * marked on each of them, so that no line can pass for somebody else's.
 */
static GBytes *
format_lines (const char *prefix,
              const char *text)
{
  g_autofree char *printable = soq_text_printable (text);
  g_auto (GStrv)   lines = g_strsplit (printable, "\n", -1);
  GString         *formatted = g_string_sized_new (strlen (prefix) + strlen (printable) + 2);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' && i > 0)
        continue;

      g_string_append (formatted, prefix);
      g_string_append (formatted, lines[i]);
      g_string_append_c (formatted, '\n');
    }

  return g_string_free_to_bytes (formatted);
}

/**
 * soq_plain_format_message:
 * @nick: who says it
 * @text: what
 *
 * Returns: (transfer full): `<nick> text` and a newline
 */
GBytes *
soq_plain_format_message (const char *nick,
                          const char *text)
{
  g_autofree char *prefix = g_strdup_printf ("<%s> ", nick);

  return format_lines (prefix, text);
}

/**
 * soq_plain_format_action:
 * @nick: who does it
 * @text: what
 *
 * Returns: (transfer full): `* nick text` and a newline
 */
GBytes *
soq_plain_format_action (const char *nick,
                         const char *text)
{
  g_autofree char *prefix = g_strdup_printf ("* %s ", nick);

  return format_lines (prefix, text);
}

/**
 * soq_plain_format_private:
 * @nick: who says it to this peer alone
 * @text: what
 *
 * Returns: (transfer full): `*nick* text` and a newline
 */
GBytes *
soq_plain_format_private (const char *nick,
                          const char *text)
{
  g_autofree char *prefix = g_strdup_printf ("*%s* ", nick);

  return format_lines (prefix, text);
}

/**
 * soq_plain_format_notice:
 * @text: what the server has to say
 *
 * Returns: (transfer full): `* text` and a newline
 */
GBytes *
soq_plain_format_notice (const char *text)
{
  return format_lines ("* ", text);
}
