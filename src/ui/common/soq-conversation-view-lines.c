/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation-view-private.h"

#include "soq-irc-text.h"
#include "soq-nick-color.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/* How lines of all kinds become text. */

static void
insert (SoqConversationView *self,
        const char          *text,
        int                  length,
        GtkTextTag          *tag)
{
  soq_line_batch_add (self->batch, text, length, tag);
}

static void
insert_time (SoqConversationView *self,
             GDateTime           *when)
{
  /* Translators: how the time stands before a message, as of g_date_time_format (). */
  g_autofree char *text = g_date_time_format (when, _("%H:%M"));
  g_autofree char *column = g_strconcat (text, "\t", NULL);

  insert (self, column, -1, self->tags.time);
}

/* Marks the links; everything else of a message is just text. */
static void
insert_linked (SoqConversationView *self,
               const char          *text,
               GtkTextTag          *tag)
{
  gsize start;
  gsize length;

  while (soq_line_find_link (text, &start, &length))
    {
      insert (self, text, (int) start, tag);
      insert (self, text + start, (int) length, self->tags.link);
      text += start + length;
    }

  insert (self, text, -1, tag);
}

/* The lines of one message stand below each other in the text column. Tabs
 * would leave it.
 */
static void
insert_body (SoqConversationView *self,
             const char          *text,
             GtkTextTag          *tag)
{
  g_autofree char    *printable = soq_text_printable (text != NULL ? text : "");
  g_autoptr (GString) body = g_string_new (printable);
  g_auto (GStrv)      lines = NULL;

  g_string_replace (body, "\t", "    ", 0);
  lines = g_strsplit (body->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        {
          insert (self, "\n", 1, self->tags.line);
          insert (self, "\t", 1, self->tags.time); /* hidden with the times */
          insert (self, "\t", 1, self->tags.line);
        }
      insert_linked (self, lines[i], tag);
    }
}

/* The runs of formatted text, each as a text of its own. */
static void
insert_formatted (SoqConversationView *self,
                  const char          *text,
                  GtkTextTag          *tag)
{
  g_autoptr (GArray) runs = NULL;
  g_autofree char   *plain = soq_irc_text_parse (text, &runs);
  gsize              position = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const SoqIrcRun *run = &g_array_index (runs, SoqIrcRun, i);
      GtkTextTag      *format = soq_format_tags_find (self->formats, run);
      g_autofree char *before = g_strndup (plain + position, run->start - position);
      g_autofree char *inside = g_strndup (plain + run->start, run->length);
      int              start;

      insert_body (self, before, tag);
      start = soq_line_batch_get_length (self->batch);
      insert_body (self, inside, tag);
      if (format != NULL)
        soq_line_batch_cover (self->batch, start, format);
      position = run->start + run->length;
    }

  insert_body (self, plain + position, tag);
}

static void
insert_text (SoqConversationView *self,
             const SoqLine       *line,
             GtkTextTag          *tag)
{
  if (line->formatted && line->text != NULL)
    insert_formatted (self, line->text, tag);
  else
    insert_body (self, line->text, tag);
}

static GtkTextTag *
find_nick_tag (SoqConversationView *self,
               const SoqLine       *line)
{
  return line->outgoing ? self->tags.own : self->tags.nicks[soq_nick_color_index (line->nick)];
}

static void
insert_nick (SoqConversationView *self,
             const SoqLine       *line)
{
  g_autofree char *printable = NULL;

  if (line->nick != NULL)
    {
      printable = soq_text_printable (line->nick);
      insert (self, printable, -1, find_nick_tag (self, line));
    }

  insert (self, "\t", 1, self->tags.line);
}

static void
insert_said (SoqConversationView *self,
             const SoqLine       *line)
{
  insert_nick (self, line);
  if (line->address != NULL)
    {
      insert (self, line->address, -1, self->tags.quiet);
      insert (self, "  ", 2, self->tags.line);
    }

  insert_text (self, line, self->tags.line);
}

static void
insert_action (SoqConversationView *self,
               const SoqLine       *line)
{
  g_autofree char *nick = soq_text_printable (line->nick != NULL ? line->nick : "");

  insert (self, SOQ_LINE_ACTION_MARK "\t", -1, self->tags.quiet);
  insert (self, nick, -1, self->tags.line);
  insert (self, " ", 1, self->tags.line);
  insert_text (self, line, self->tags.line);
}

static void
insert_fold (SoqConversationView *self)
{
  g_autofree char *text = soq_line_fold_to_string (self->fold);

  insert (self, "\t", 1, self->tags.line);
  insert_body (self, text, self->tags.quiet);
}

static void
insert_content (SoqConversationView *self,
                const SoqLine       *line)
{
  switch (line->kind)
    {
    case SOQ_LINE_TEXT:
      insert_said (self, line);
      break;

    case SOQ_LINE_ACTION:
      insert_action (self, line);
      break;

    case SOQ_LINE_JOIN:
    case SOQ_LINE_PART:
      insert_fold (self);
      break;

    case SOQ_LINE_ERROR:
      insert (self, "\t", 1, self->tags.line);
      insert_text (self, line, self->tags.error);
      break;

    case SOQ_LINE_NOTICE:
      insert_nick (self, line);
      insert_text (self, line, self->tags.quiet);
      break;

    case SOQ_LINE_STATUS:
    default:
      insert (self, "\t", 1, self->tags.line);
      insert_text (self, line, self->tags.quiet);
    }
}

static void
insert_day (SoqConversationView *self,
            GDateTime           *when)
{
  g_autofree char *text = NULL;

  if (g_date_time_get_day_of_year (when) == self->last_day)
    return;

  self->last_day = g_date_time_get_day_of_year (when);
  /* Translators: a day between messages, as of g_date_time_format (). */
  text = g_date_time_format (when, _("%A, %e %B %Y"));
  soq_line_batch_begin (self->batch);
  soq_line_refs_push (self->refs, NULL);
  insert (self, text, -1, self->tags.day);
  soq_line_fold_reset (self->fold);
}

/**
 * soq_conversation_view_insert_line:
 * @self: a view
 * @line: the next line
 *
 * Puts it into the batch.
 */
void
soq_conversation_view_insert_line (SoqConversationView *self,
                                   const SoqLine       *line)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (line->time / G_USEC_PER_SEC);
  int                   start;

  insert_day (self, when);
  if (soq_line_fold_add (self->fold, line))
    {
      soq_line_batch_take_back (self->batch);
      soq_line_refs_pop (self->refs);
    }
  soq_line_batch_begin (self->batch);
  soq_line_refs_push (self->refs, line);
  start = soq_line_batch_get_length (self->batch);
  insert_time (self, when);
  insert_content (self, line);
  if (line->mention)
    soq_line_batch_cover (self->batch, start, self->tags.mention);

  if (!soq_end_pin_get_pinned (self->pin) && line->kind <= SOQ_LINE_NOTICE && !line->outgoing)
    self->n_new++;
}
