/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-irc-mask.h"

/* Takes the input for a mask and a text, split by NUL. A slow but obvious
 * matcher must agree where it can tell in time.
 */
static gboolean
matches (const char *mask,
         const char *text)
{
  if (*mask == '\0')
    return *text == '\0';
  if (*mask == '*')
    return matches (mask + 1, text) || (*text != '\0' && matches (mask, text + 1));

  return *text != '\0' &&
         (*mask == '?' || g_ascii_tolower (*mask) == g_ascii_tolower (*text)) &&
         matches (mask + 1, text + 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *mask = g_strndup ((const char *) data, size);
  gsize            length = strlen (mask);
  g_autofree char *text = NULL;
  g_autofree char *complete = soq_irc_mask_complete (mask);
  gboolean         result;

  text = g_strndup ((const char *) data + MIN (length + 1, size), size - MIN (length + 1, size));
  result = soq_irc_mask_match (mask, text);
  if (strlen (mask) + strlen (text) < 24)
    g_assert_true (result == matches (mask, text));
  g_assert_nonnull (strchr (complete, '!'));
  g_assert_nonnull (strchr (complete, '@'));

  return 0;
}
