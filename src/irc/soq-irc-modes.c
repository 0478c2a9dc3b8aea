/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-modes.h"

static gboolean
has (const char *letters,
     char        letter)
{
  return letters != NULL && strchr (letters, letter) != NULL;
}

/**
 * soq_irc_mode_types_find:
 * @types: the modes there are
 * @letter: one of them, or not
 *
 * Returns: of which kind it is
 */
SoqIrcModeKind
soq_irc_mode_types_find (const SoqIrcModeTypes *types,
                         char                   letter)
{
  g_return_val_if_fail (types != NULL, SOQ_IRC_MODE_UNKNOWN);

  if (letter == '\0')
    return SOQ_IRC_MODE_UNKNOWN;
  if (has (types->prefixes, letter))
    return SOQ_IRC_MODE_PREFIX;
  if (has (types->lists, letter))
    return SOQ_IRC_MODE_LIST;
  if (has (types->always, letter))
    return SOQ_IRC_MODE_ALWAYS;
  if (has (types->set, letter))
    return SOQ_IRC_MODE_SET;
  if (has (types->flags, letter))
    return SOQ_IRC_MODE_FLAG;

  return SOQ_IRC_MODE_UNKNOWN;
}

static gboolean
takes_param (SoqIrcModeKind kind,
             gboolean       add)
{
  switch (kind)
    {
    case SOQ_IRC_MODE_LIST:
    case SOQ_IRC_MODE_ALWAYS:
    case SOQ_IRC_MODE_PREFIX:
      return TRUE;

    case SOQ_IRC_MODE_SET:
      return add;

    case SOQ_IRC_MODE_FLAG:
    case SOQ_IRC_MODE_UNKNOWN:
    default:
      return FALSE;
    }
}

/**
 * soq_irc_modes_parse:
 * @types: the modes there are
 * @modes: letters and signs, such as “+o-v”
 * @params: (array zero-terminated=1): the parameters, in the order of the
 *   letters that take one
 *
 * Reads the arguments of MODE. A letter that should have a parameter and has
 * none left gets %NULL: for a list it asks to see it, for others it is an
 * error that the caller tells.
 *
 * Returns: (transfer full) (element-type SoqIrcModeChange): the changes; their
 *   parameters are those of @params
 */
GArray *
soq_irc_modes_parse (const SoqIrcModeTypes *types,
                     const char            *modes,
                     const char *const     *params)
{
  GArray  *changes;
  gboolean add = TRUE;

  g_return_val_if_fail (types != NULL, NULL);
  g_return_val_if_fail (modes != NULL, NULL);
  g_return_val_if_fail (params != NULL, NULL);

  changes = g_array_new (FALSE, FALSE, sizeof (SoqIrcModeChange));
  for (; *modes != '\0'; modes++)
    {
      SoqIrcModeChange change = { add, *modes, SOQ_IRC_MODE_UNKNOWN, NULL };

      if (*modes == '+' || *modes == '-')
        {
          add = *modes == '+';
          continue;
        }

      change.kind = soq_irc_mode_types_find (types, *modes);
      if (takes_param (change.kind, add) && *params != NULL)
        change.param = *params++;
      g_array_append_val (changes, change);
    }

  return changes;
}
