/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-nick-color.h"

/* Hues around the circle, each dark enough to read on white and light enough
 * to read on the dark background of libadwaita's views (#1e1e1e): at least
 * 4.5 to 1, as WCAG 2.1 asks in 1.4.3. A test computes it.
 */
static const struct
{
  const char *light;
  const char *dark;
} colors[SOQ_NICK_COLORS] = {
  { "#b3261e", "#ff8a80" },
  { "#a04100", "#ffab70" },
  { "#7a5900", "#f0c34a" },
  { "#566500", "#c3d95b" },
  { "#2c6b12", "#8fdc78" },
  { "#006d43", "#5fdca4" },
  { "#00696e", "#56d7de" },
  { "#00639b", "#7cc4ff" },
  { "#1a56c4", "#9db9ff" },
  { "#5b45c9", "#c0b0ff" },
  { "#8a2fb8", "#e2a1ff" },
  { "#a82471", "#ff9ccf" },
};

/**
 * soq_nick_color_index:
 * @nick: a nick
 *
 * Returns: which of the colours it has, in every window and every run
 */
guint
soq_nick_color_index (const char *nick)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (nick != NULL, 0);

  folded = g_ascii_strdown (nick, -1);

  return g_str_hash (folded) % SOQ_NICK_COLORS;
}

/**
 * soq_nick_color_get:
 * @index: below %SOQ_NICK_COLORS
 * @dark: whether the background is dark
 *
 * Returns: (transfer none): the colour as `#rrggbb`
 */
const char *
soq_nick_color_get (guint    index,
                    gboolean dark)
{
  g_return_val_if_fail (index < SOQ_NICK_COLORS, NULL);

  return dark ? colors[index].dark : colors[index].light;
}
