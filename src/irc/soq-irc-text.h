/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No colour of its own. */
#define SOQ_IRC_NO_COLOR G_MAXUINT32

typedef enum
{
  SOQ_IRC_STYLE_BOLD = 1 << 0,
  SOQ_IRC_STYLE_ITALIC = 1 << 1,
  SOQ_IRC_STYLE_UNDERLINE = 1 << 2,
  SOQ_IRC_STYLE_STRIKE = 1 << 3,
  SOQ_IRC_STYLE_MONOSPACE = 1 << 4,
  SOQ_IRC_STYLE_REVERSE = 1 << 5,
} SoqIrcStyle;

/**
 * SoqIrcRun:
 * @start: the first byte of the run in the plain text
 * @length: its length in bytes, never 0
 * @foreground: 0xRRGGBB, or %SOQ_IRC_NO_COLOR
 * @background: 0xRRGGBB, or %SOQ_IRC_NO_COLOR
 * @style: a set of SoqIrcStyle
 */
typedef struct
{
  gsize   start;
  gsize   length;
  guint32 foreground;
  guint32 background;
  guint   style;
} SoqIrcRun;

char *soq_irc_text_parse (const char *text,
                          GArray    **runs) G_GNUC_WARN_UNUSED_RESULT;
char *soq_irc_text_strip (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
