/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-nick-color.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SoqConversationTags:
 * @line: (borrowed): columns and spacing, on every character of a line
 * @time: (borrowed): when
 * @quiet: (borrowed): what matters less than what people say
 * @error: (borrowed): what went wrong
 * @own: (borrowed): our own name
 * @link: (borrowed): what can be opened
 * @day: (borrowed): the day between two lines
 * @mention: (borrowed): a line that is to be noticed
 * @nicks: (borrowed): the names of others
 *
 * How the parts of a conversation look. The text buffer owns the tags.
 */
typedef struct
{
  GtkTextTag *line;
  GtkTextTag *time;
  GtkTextTag *quiet;
  GtkTextTag *error;
  GtkTextTag *own;
  GtkTextTag *link;
  GtkTextTag *day;
  GtkTextTag *mention;
  GtkTextTag *nicks[SOQ_NICK_COLORS];
} SoqConversationTags;

void soq_conversation_tags_init (SoqConversationTags *self,
                                 GtkTextBuffer       *buffer);
void soq_conversation_tags_set_dark (SoqConversationTags *self,
                                     gboolean             dark);
void soq_conversation_tags_set_columns (SoqConversationTags *self,
                                        gboolean             times,
                                        gboolean             names);
void soq_conversation_tags_set_compact (SoqConversationTags *self,
                                        gboolean             compact);

G_END_DECLS
