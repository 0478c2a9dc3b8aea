/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqIrcModeKind:
 * @SOQ_IRC_MODE_UNKNOWN: no such mode here
 * @SOQ_IRC_MODE_LIST: type A of CHANMODES: a list of masks
 * @SOQ_IRC_MODE_ALWAYS: type B: a parameter when set and when unset
 * @SOQ_IRC_MODE_SET: type C: a parameter only when set
 * @SOQ_IRC_MODE_FLAG: type D: never a parameter
 * @SOQ_IRC_MODE_PREFIX: of PREFIX: the parameter is a member
 */
typedef enum
{
  SOQ_IRC_MODE_UNKNOWN,
  SOQ_IRC_MODE_LIST,
  SOQ_IRC_MODE_ALWAYS,
  SOQ_IRC_MODE_SET,
  SOQ_IRC_MODE_FLAG,
  SOQ_IRC_MODE_PREFIX,
} SoqIrcModeKind;

/**
 * SoqIrcModeTypes:
 * @lists: letters of type A
 * @always: letters of type B
 * @set: letters of type C
 * @flags: letters of type D
 * @prefixes: letters of the PREFIX token, the highest first
 *
 * Which modes there are (modern.ircdocs.horse, “CHANMODES” and “PREFIX”).
 */
typedef struct
{
  const char *lists;
  const char *always;
  const char *set;
  const char *flags;
  const char *prefixes;
} SoqIrcModeTypes;

/**
 * SoqIrcModeChange:
 * @add: whether it is set
 * @letter: which
 * @kind: of which kind
 * @param: (borrowed) (nullable): its parameter
 */
typedef struct
{
  gboolean       add;
  char           letter;
  SoqIrcModeKind kind;
  const char    *param;
} SoqIrcModeChange;

SoqIrcModeKind soq_irc_mode_types_find (const SoqIrcModeTypes *types,
                                        char                   letter);
GArray        *soq_irc_modes_parse (const SoqIrcModeTypes *types,
                                    const char            *modes,
                                    const char *const     *params) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
