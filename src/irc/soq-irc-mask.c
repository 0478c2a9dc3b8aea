/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-mask.h"

/**
 * soq_irc_mask_match:
 * @mask: text with “*” for any bytes and “?” for one
 * @text: what shall match
 *
 * Compares without case, by the mapping “ascii”. Only the last “*” is ever
 * gone back to, so that no mask can take long: at most the product of both
 * lengths, and in practice their sum.
 *
 * Returns: whether all of @text matches
 */
gboolean
soq_irc_mask_match (const char *mask,
                    const char *text)
{
  const char *star = NULL;
  const char *retry = NULL;

  g_return_val_if_fail (mask != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  while (*text != '\0')
    {
      if (*mask == '*')
        {
          star = ++mask;
          retry = text;
        }
      else if (*mask == '?' ||
               (*mask != '\0' && g_ascii_tolower (*mask) == g_ascii_tolower (*text)))
        {
          mask++;
          text++;
        }
      else if (star != NULL)
        {
          mask = star;
          text = ++retry;
        }
      else
        {
          return FALSE;
        }
    }

  while (*mask == '*')
    mask++;

  return *mask == '\0';
}

/**
 * soq_irc_mask_complete:
 * @mask: a nick, an address, user\@host, or a whole mask
 *
 * Makes nick!user\@host of what people type as a mask.
 *
 * Returns: (transfer full): a mask with all three parts
 */
char *
soq_irc_mask_complete (const char *mask)
{
  const char *bang;
  const char *at;

  g_return_val_if_fail (mask != NULL, NULL);

  bang = strchr (mask, '!');
  at = strchr (bang != NULL ? bang : mask, '@');

  if (bang != NULL && at != NULL)
    return g_strdup (mask);
  if (bang != NULL)
    return g_strconcat (mask, "@*", NULL);
  if (at != NULL)
    return g_strconcat ("*!", mask, NULL);
  if (strpbrk (mask, ".:") != NULL)
    return g_strconcat ("*!*@", mask, NULL);

  return g_strconcat (mask, "!*@*", NULL);
}
