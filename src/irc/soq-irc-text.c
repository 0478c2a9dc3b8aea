/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-text.h"

/* The colours 0 to 98 (modern.ircdocs.horse/formatting, “Colors”). */
static const guint32 colors[] = {
  0xffffff,
  0x000000,
  0x00007f,
  0x009300,
  0xff0000,
  0x7f0000,
  0x9c009c,
  0xfc7f00,
  0xffff00,
  0x00fc00,
  0x009393,
  0x00ffff,
  0x0000fc,
  0xff00ff,
  0x7f7f7f,
  0xd2d2d2,
  0x470000,
  0x472100,
  0x474700,
  0x324700,
  0x004700,
  0x00472c,
  0x004747,
  0x002747,
  0x000047,
  0x2e0047,
  0x470047,
  0x47002a,
  0x740000,
  0x743a00,
  0x747400,
  0x517400,
  0x007400,
  0x007449,
  0x007474,
  0x004074,
  0x000074,
  0x4b0074,
  0x740074,
  0x740045,
  0xb50000,
  0xb56300,
  0xb5b500,
  0x7db500,
  0x00b500,
  0x00b571,
  0x00b5b5,
  0x0063b5,
  0x0000b5,
  0x7500b5,
  0xb500b5,
  0xb5006b,
  0xff0000,
  0xff8c00,
  0xffff00,
  0xb2ff00,
  0x00ff00,
  0x00ffa0,
  0x00ffff,
  0x008cff,
  0x0000ff,
  0xa500ff,
  0xff00ff,
  0xff0098,
  0xff5959,
  0xffb459,
  0xffff71,
  0xcfff60,
  0x6fff6f,
  0x65ffc9,
  0x6dffff,
  0x59b4ff,
  0x5959ff,
  0xc459ff,
  0xff66ff,
  0xff59bc,
  0xff9c9c,
  0xffd39c,
  0xffff9c,
  0xe2ff9c,
  0x9cff9c,
  0x9cffdb,
  0x9cffff,
  0x9cd3ff,
  0x9c9cff,
  0xdc9cff,
  0xff9cff,
  0xff94d3,
  0x000000,
  0x131313,
  0x282828,
  0x363636,
  0x4d4d4d,
  0x656565,
  0x818181,
  0x9f9f9f,
  0xbcbcbc,
  0xe2e2e2,
  0xffffff,
};

typedef struct
{
  guint32 foreground;
  guint32 background;
  guint   style;
} Look;

static const Look plain = { SOQ_IRC_NO_COLOR, SOQ_IRC_NO_COLOR, 0 };

typedef struct
{
  GString *text;
  GArray  *runs; /* of SoqIrcRun */
  Look     look; /* of what comes next */
  gsize    start;
} Writer;

static gboolean
look_is_plain (const Look *look)
{
  return look->foreground == SOQ_IRC_NO_COLOR && look->background == SOQ_IRC_NO_COLOR &&
         look->style == 0;
}

static void
end_run (Writer *self)
{
  SoqIrcRun run = {
    .start = self->start,
    .length = self->text->len - self->start,
    .foreground = self->look.foreground,
    .background = self->look.background,
    .style = self->look.style,
  };

  if (run.length > 0 && !look_is_plain (&self->look))
    g_array_append_val (self->runs, run);
  self->start = self->text->len;
}

static const char *
read_color (const char *p,
            guint32    *color)
{
  guint n = (guint) (*p++ - '0');

  if (g_ascii_isdigit (*p))
    n = n * 10 + (guint) (*p++ - '0');
  *color = n < G_N_ELEMENTS (colors) ? colors[n] : SOQ_IRC_NO_COLOR;

  return p;
}

/* “,” belongs to the colour only when digits follow. */
static const char *
take_colors (Writer     *self,
             const char *p)
{
  if (!g_ascii_isdigit (*p))
    {
      self->look.foreground = SOQ_IRC_NO_COLOR;
      self->look.background = SOQ_IRC_NO_COLOR;
      return p;
    }

  p = read_color (p, &self->look.foreground);
  if (p[0] == ',' && g_ascii_isdigit (p[1]))
    p = read_color (p + 1, &self->look.background);

  return p;
}

static gboolean
is_hex_color (const char *p)
{
  for (guint i = 0; i < 6; i++)
    if (!g_ascii_isxdigit (p[i]))
      return FALSE;

  return TRUE;
}

static const char *
read_hex_color (const char *p,
                guint32    *color)
{
  *color = 0;
  for (guint i = 0; i < 6; i++)
    *color = *color << 4 | (guint32) g_ascii_xdigit_value (*p++);

  return p;
}

static const char *
take_hex_colors (Writer     *self,
                 const char *p)
{
  if (!is_hex_color (p))
    {
      self->look.foreground = SOQ_IRC_NO_COLOR;
      self->look.background = SOQ_IRC_NO_COLOR;
      return p;
    }

  p = read_hex_color (p, &self->look.foreground);
  if (p[0] == ',' && is_hex_color (p + 1))
    p = read_hex_color (p + 1, &self->look.background);

  return p;
}

static guint
find_style (char c)
{
  switch (c)
    {
    case 0x02:
      return SOQ_IRC_STYLE_BOLD;

    case 0x11:
      return SOQ_IRC_STYLE_MONOSPACE;

    case 0x16:
      return SOQ_IRC_STYLE_REVERSE;

    case 0x1d:
      return SOQ_IRC_STYLE_ITALIC;

    case 0x1e:
      return SOQ_IRC_STYLE_STRIKE;

    case 0x1f:
      return SOQ_IRC_STYLE_UNDERLINE;

    default:
      return 0;
    }
}

/* Returns what follows the code at @p, or @p if there is none. */
static const char *
take_code (Writer     *self,
           const char *p)
{
  guint style = find_style (*p);

  if (style == 0 && *p != 0x03 && *p != 0x04 && *p != 0x0f)
    return p;

  end_run (self);
  if (*p == 0x03)
    return take_colors (self, p + 1);
  if (*p == 0x04)
    return take_hex_colors (self, p + 1);
  if (*p == 0x0f)
    self->look = plain;
  self->look.style ^= style;

  return p + 1;
}

/**
 * soq_irc_text_parse:
 * @text: a message with formatting codes
 * @runs: (out) (transfer full) (element-type SoqIrcRun): where its text does
 *   not look plain, in order, without overlaps
 *
 * Takes the codes for bold, italic, underline, strike, monospace, colours,
 * hex colours, reverse and reset out of a text
 * (modern.ircdocs.horse/formatting). Other bytes stay as they are.
 *
 * Returns: (transfer full): the text without codes
 */
char *
soq_irc_text_parse (const char *text,
                    GArray    **runs)
{
  Writer self = { .look = plain };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (runs != NULL, NULL);

  self.text = g_string_new (NULL);
  self.runs = g_array_new (FALSE, FALSE, sizeof (SoqIrcRun));
  while (*text != '\0')
    {
      const char *next = take_code (&self, text);

      if (next == text)
        g_string_append_c (self.text, *next++);
      text = next;
    }

  end_run (&self);
  *runs = self.runs;

  return g_string_free (self.text, FALSE);
}

/**
 * soq_irc_text_strip:
 * @text: a message with formatting codes
 *
 * Returns: (transfer full): the text without them
 */
char *
soq_irc_text_strip (const char *text)
{
  g_autoptr (GArray) runs = NULL;

  return soq_irc_text_parse (text, &runs);
}
