/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation-tags.h"

/* Columns, in pixels: how wide those for the time and for the name are, and
 * what is left free before them.
 */
#define TIME_WIDTH  52
#define NICK_WIDTH  104
#define LEFT_MARGIN 12

/**
 * soq_conversation_tags_init:
 * @self: (out caller-allocates): the tags
 * @buffer: where they are used; it owns them
 */
void
soq_conversation_tags_init (SoqConversationTags *self,
                            GtkTextBuffer       *buffer)
{
  /* Pango breaks long words with a hyphen, which nobody sent. */
  self->line = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
  self->time = gtk_text_buffer_create_tag (buffer, NULL, "scale", 0.9, NULL);
  self->quiet = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  self->error = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  self->own = gtk_text_buffer_create_tag (buffer, NULL, "weight", PANGO_WEIGHT_BOLD, NULL);
  self->link = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  self->day = gtk_text_buffer_create_tag (buffer, NULL,
                                          "justification", GTK_JUSTIFY_CENTER,
                                          "left-margin", 0,
                                          "indent", 0,
                                          "pixels-above-lines", 8,
                                          "pixels-below-lines", 8,
                                          NULL);
  self->mention = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  for (guint i = 0; i < SOQ_NICK_COLORS; i++)
    self->nicks[i] = gtk_text_buffer_create_tag (buffer, NULL, "weight", PANGO_WEIGHT_BOLD, NULL);
}

static void
set_color (GtkTextTag *tag,
           const char *color)
{
  g_object_set (tag, "foreground", color, NULL);
}

/**
 * soq_conversation_tags_set_dark:
 * @self: the tags
 * @dark: whether the background is dark
 */
void
soq_conversation_tags_set_dark (SoqConversationTags *self,
                                gboolean             dark)
{
  const char *quiet = dark ? "#a9a9a9" : "#666666";

  for (guint i = 0; i < SOQ_NICK_COLORS; i++)
    set_color (self->nicks[i], soq_nick_color_get (i, dark));
  set_color (self->quiet, quiet);
  set_color (self->time, quiet);
  set_color (self->day, quiet);
  set_color (self->error, dark ? "#ff938c" : "#c01c28");
  g_object_set (self->mention, "paragraph-background", dark ? "#40361a" : "#fbf0cf", NULL);
  set_color (self->link, dark ? "#78aeed" : "#1a5fb4");
}

/**
 * soq_conversation_tags_set_columns:
 * @self: the tags
 * @times: whether there is a column for the time
 * @names: whether there is one for names
 *
 * A line is the time, a tab, the name, a tab, the text; what is too long for
 * its line goes on below the text.
 */
void
soq_conversation_tags_set_columns (SoqConversationTags *self,
                                   gboolean             times,
                                   gboolean             names)
{
  int            first = times ? TIME_WIDTH : 0;
  int            second = first + (names ? NICK_WIDTH : 1);
  PangoTabArray *tabs = pango_tab_array_new (times ? 2 : 1, TRUE);

  if (times)
    pango_tab_array_set_tab (tabs, 0, PANGO_TAB_LEFT, first);
  pango_tab_array_set_tab (tabs, times ? 1 : 0, PANGO_TAB_LEFT, second);

  g_object_set (self->time, "invisible", !times, NULL);
  g_object_set (self->line,
                "tabs", tabs,
                "left-margin", LEFT_MARGIN,
                "indent", -second,
                NULL);
  pango_tab_array_free (tabs);
}

/**
 * soq_conversation_tags_set_compact:
 * @self: the tags
 * @compact: whether lines stand close to each other
 */
void
soq_conversation_tags_set_compact (SoqConversationTags *self,
                                   gboolean             compact)
{
  int space = compact ? 0 : 2;

  g_object_set (self->line,
                "pixels-above-lines", space,
                "pixels-below-lines", space,
                NULL);
}
