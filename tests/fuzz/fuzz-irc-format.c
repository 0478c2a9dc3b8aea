/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-irc-message.h"

/* Takes the input for a source, a command and parameters, split by NUL. What
 * can be made of them is one line that reads as the same parts.
 */

static void
check_line (const GString     *line,
            const char        *source,
            const char        *command,
            const char *const *params)
{
  g_autoptr (SoqIrcMessage) message = NULL;
  guint                     n = 0;

  g_assert_cmpuint (line->len, <=, SOQ_IRC_LINE);
  g_assert_true (g_str_has_suffix (line->str, "\r\n"));
  message = soq_irc_message_parse (line->str, line->len - 2, NULL);
  g_assert_nonnull (message);
  g_assert_cmpstr (message->source, ==, source);
  g_assert_cmpstr (message->command, ==, command);
  for (; params[n] != NULL; n++)
    g_assert_cmpstr (soq_irc_message_get_param (message, n), ==, params[n]);
  g_assert_cmpuint (message->n_params, ==, n);
}

static void
check_tags (const char *key,
            const char *value)
{
  GString                  *line = g_string_new ("@");
  GString                  *tags = g_string_new (NULL);
  g_autoptr (SoqIrcMessage) message = NULL;

  if (soq_irc_append_tag (tags, key, value))
    {
      g_string_append_printf (line, "%s X", tags->str);
      message = soq_irc_message_parse (line->str, line->len, NULL);
      g_assert_nonnull (message);
      g_assert_cmpstr (soq_irc_message_get_tag (message, key), ==, value);
    }
  g_string_free (tags, TRUE);
  g_string_free (line, TRUE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  GString              *line = g_string_new (NULL);
  const char           *source;

  for (gsize i = 0; i < size && parts->len < 20;)
    {
      char *part = g_strndup ((const char *) data + i, size - i);

      g_ptr_array_add (parts, part);
      i += strlen (part) + 1;
    }
  while (parts->len < 2)
    g_ptr_array_add (parts, g_strdup (""));
  g_ptr_array_add (parts, NULL);

  source = *(char *) parts->pdata[0] != '\0' ? parts->pdata[0] : NULL;
  if (soq_irc_append_line (line, source, parts->pdata[1],
                           (const char *const *) parts->pdata + 2, NULL))
    check_line (line, source, parts->pdata[1], (const char *const *) parts->pdata + 2);
  else
    g_assert_cmpuint (line->len, ==, 0);
  g_string_free (line, TRUE);

  check_tags (parts->pdata[0], parts->pdata[1]);

  return 0;
}
