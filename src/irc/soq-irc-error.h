/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqIrcError:
 * @SOQ_IRC_ERROR_EMPTY: there is no command
 * @SOQ_IRC_ERROR_BAD_BYTE: a CR, LF or NUL stands inside a line
 * @SOQ_IRC_ERROR_TOO_LONG: the line is longer than the protocol allows
 * @SOQ_IRC_ERROR_TAGS_TOO_LONG: its tags are longer than the protocol allows
 * @SOQ_IRC_ERROR_BAD_PARAMETER: a parameter that would be read as another one
 */
typedef enum
{
  SOQ_IRC_ERROR_EMPTY,
  SOQ_IRC_ERROR_BAD_BYTE,
  SOQ_IRC_ERROR_TOO_LONG,
  SOQ_IRC_ERROR_TAGS_TOO_LONG,
  SOQ_IRC_ERROR_BAD_PARAMETER,
} SoqIrcError;

#define SOQ_IRC_ERROR (soq_irc_error_quark ())

GQuark soq_irc_error_quark (void);

G_END_DECLS
