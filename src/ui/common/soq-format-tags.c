/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-format-tags.h"

#include <math.h>

/* Looks that are kept: more than that nobody means, and each costs. */
#define LOOKS 200

/* What text is read on: a view of libadwaita; and what it must have to be
 * read there (WCAG 2.1, 1.4.3).
 */
#define LIGHT    0xffffff
#define DARK     0x1e1e1e
#define CONTRAST 4.5

typedef struct
{
  guint32     foreground;
  guint32     background;
  guint       style;
  GtkTextTag *tag; /* (borrowed): of the buffer */
} Look;

/**
 * SoqFormatTags:
 *
 * How the formatting of IRC looks in one text buffer: a tag for each
 * combination that was seen. Colours are moved as far as it takes to read
 * them on what is behind them.
 */
struct _SoqFormatTags
{
  GtkTextBuffer *buffer; /* (borrowed) */
  GArray        *looks;  /* (owned) of Look */
  gboolean       dark;
};

SoqFormatTags *
soq_format_tags_new (GtkTextBuffer *buffer)
{
  SoqFormatTags *self = g_new0 (SoqFormatTags, 1);

  self->buffer = buffer;
  self->looks = g_array_new (FALSE, FALSE, sizeof (Look));

  return self;
}

void
soq_format_tags_free (SoqFormatTags *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->looks);
  g_free (self);
}

static double
get_part (guint32 color,
          int     shift)
{
  double part = ((color >> shift) & 0xff) / 255.0;

  return part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
get_luminance (guint32 color)
{
  return 0.2126 * get_part (color, 16) + 0.7152 * get_part (color, 8) +
         0.0722 * get_part (color, 0);
}

/**
 * soq_color_contrast:
 * @a: 0xRRGGBB
 * @b: 0xRRGGBB
 *
 * Returns: how much they differ, from 1 to 21, as WCAG 2.1 has it
 */
double
soq_color_contrast (guint32 a,
                    guint32 b)
{
  double first = get_luminance (a);
  double second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static guint32
mix (guint32 color,
     guint32 other,
     guint   sixteenths)
{
  guint32 mixed = 0;

  for (int shift = 0; shift <= 16; shift += 8)
    {
      guint32 part = ((color >> shift) & 0xff) * (16 - sixteenths) +
                     ((other >> shift) & 0xff) * sixteenths;

      mixed |= (part / 16) << shift;
    }

  return mixed;
}

/**
 * soq_color_readable:
 * @color: 0xRRGGBB
 * @background: what is behind it
 *
 * Returns: @color, or the nearest to it towards black or white that can be
 *   read
 */
guint32
soq_color_readable (guint32 color,
                    guint32 background)
{
  guint32 end = soq_color_contrast (0x000000, background) >
                    soq_color_contrast (0xffffff, background)
                  ? 0x000000
                  : 0xffffff;

  for (guint i = 0; i < 16; i++)
    if (soq_color_contrast (mix (color, end, i), background) >= CONTRAST)
      return mix (color, end, i);

  return end;
}

static void
set_color (GtkTextTag *tag,
           const char *property,
           guint32     color)
{
  char name[8];

  g_snprintf (name, sizeof name, "#%06x", color & 0xffffff);
  g_object_set (tag, property, name, NULL);
}

static void
show_colors (SoqFormatTags *self,
             const Look    *look)
{
  guint32  page = self->dark ? DARK : LIGHT;
  guint32  ink = self->dark ? LIGHT : 0x000000;
  guint32  foreground = look->foreground;
  guint32  background = look->background;
  gboolean reverse = (look->style & SOQ_IRC_STYLE_REVERSE) != 0;

  if (reverse)
    {
      foreground = look->background != SOQ_IRC_NO_COLOR ? look->background : page;
      background = look->foreground != SOQ_IRC_NO_COLOR ? look->foreground : ink;
    }
  if (background != SOQ_IRC_NO_COLOR)
    set_color (look->tag, "background", background);
  if (foreground == SOQ_IRC_NO_COLOR && background != SOQ_IRC_NO_COLOR)
    foreground = ink;
  if (foreground != SOQ_IRC_NO_COLOR)
    set_color (look->tag, "foreground",
               soq_color_readable (foreground,
                                   background != SOQ_IRC_NO_COLOR ? background : page));
}

static void
show_style (const Look *look)
{
  if (look->style & SOQ_IRC_STYLE_BOLD)
    g_object_set (look->tag, "weight", PANGO_WEIGHT_BOLD, NULL);
  if (look->style & SOQ_IRC_STYLE_ITALIC)
    g_object_set (look->tag, "style", PANGO_STYLE_ITALIC, NULL);
  if (look->style & SOQ_IRC_STYLE_UNDERLINE)
    g_object_set (look->tag, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  if (look->style & SOQ_IRC_STYLE_STRIKE)
    g_object_set (look->tag, "strikethrough", TRUE, NULL);
  if (look->style & SOQ_IRC_STYLE_MONOSPACE)
    g_object_set (look->tag, "family", "monospace", NULL);
}

/**
 * soq_format_tags_find:
 * @self: the tags
 * @run: formatted text
 *
 * Returns: (transfer none) (nullable): the tag that it gets; %NULL if it looks
 *   like all else, or if there were too many looks already
 */
GtkTextTag *
soq_format_tags_find (SoqFormatTags   *self,
                      const SoqIrcRun *run)
{
  Look look = { run->foreground, run->background, run->style, NULL };

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->looks->len; i++)
    {
      const Look *other = &g_array_index (self->looks, Look, i);

      if (other->foreground == look.foreground && other->background == look.background &&
          other->style == look.style)
        return other->tag;
    }

  if (self->looks->len >= LOOKS ||
      (look.style == 0 && look.foreground == SOQ_IRC_NO_COLOR &&
       look.background == SOQ_IRC_NO_COLOR))
    return NULL;

  look.tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  show_style (&look);
  show_colors (self, &look);
  g_array_append_val (self->looks, look);

  return look.tag;
}

/**
 * soq_format_tags_set_dark:
 * @self: the tags
 * @dark: whether the background is dark
 */
void
soq_format_tags_set_dark (SoqFormatTags *self,
                          gboolean       dark)
{
  g_return_if_fail (self != NULL);

  self->dark = dark;
  for (guint i = 0; i < self->looks->len; i++)
    show_colors (self, &g_array_index (self->looks, Look, i));
}
