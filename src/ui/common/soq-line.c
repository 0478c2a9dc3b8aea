/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-line.h"

#include <glib/gi18n.h>

/* The parts of showing a conversation that need no widget. */

/* Named one by one up to here; “and 5 others” after it. */
#define NAMED 3

/**
 * SoqLineFold:
 *
 * People who came, or who left, one after another: they share one line.
 */
struct _SoqLineFold
{
  GPtrArray  *nicks; /* (owned) of (owned) char * */
  SoqLineKind kind;
};

SoqLineFold *
soq_line_fold_new (void)
{
  SoqLineFold *self = g_new0 (SoqLineFold, 1);

  self->nicks = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
soq_line_fold_free (SoqLineFold *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->nicks);
  g_free (self);
}

/**
 * soq_line_fold_add:
 * @self: a fold
 * @line: the newest line
 *
 * Takes @line if it says that somebody came or left; any other line ends the
 * fold.
 *
 * Returns: whether @line belongs to the line before, which is then to be
 *   written anew
 */
gboolean
soq_line_fold_add (SoqLineFold   *self,
                   const SoqLine *line)
{
  gboolean continues = self->nicks->len > 0 && self->kind == line->kind;

  if (!continues)
    g_ptr_array_set_size (self->nicks, 0);

  if (line->kind != SOQ_LINE_JOIN && line->kind != SOQ_LINE_PART)
    return FALSE;

  self->kind = line->kind;
  g_ptr_array_add (self->nicks, g_strdup (line->nick));

  return continues;
}

void
soq_line_fold_reset (SoqLineFold *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->nicks, 0);
}

static char *
join_nicks (SoqLineFold *self,
            guint        n)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (self->nicks, i));

  return g_string_free (names, FALSE);
}

/**
 * soq_line_fold_to_string:
 * @self: a fold that took a line
 *
 * Returns: (transfer full): what it says
 */
char *
soq_line_fold_to_string (SoqLineFold *self)
{
  guint            n = self->nicks->len;
  gboolean         came = self->kind == SOQ_LINE_JOIN;
  g_autofree char *names = NULL;

  g_return_val_if_fail (n > 0, NULL);

  if (n <= NAMED)
    {
      names = join_nicks (self, n);
      /* Translators: %s is a name or several. */
      return g_strdup_printf (came ? ngettext ("%s joined", "%s joined", n)
                                   : ngettext ("%s left", "%s left", n),
                              names);
    }

  names = join_nicks (self, NAMED - 1);
  n -= NAMED - 1;

  /* Translators: %s are names, %u is how many more people. */
  return g_strdup_printf (came ? ngettext ("%s and %u other joined", "%s and %u others joined", n)
                               : ngettext ("%s and %u other left", "%s and %u others left", n),
                          names, n);
}

static const char *
find_scheme (const char *text)
{
  const char *http = strstr (text, "http://");
  const char *https = strstr (text, "https://");

  if (http == NULL || https == NULL)
    return http != NULL ? http : https;

  return MIN (http, https);
}

static gboolean
ends_sentence (char c)
{
  return strchr (".,;:!?'\")]}>", c) != NULL;
}

/**
 * soq_line_find_link:
 * @text: valid UTF-8
 * @start: (out): where the link begins, in bytes
 * @length: (out): its length in bytes
 *
 * Finds the first http or https link in @text. Punctuation at its end belongs
 * to the sentence around it.
 *
 * Returns: whether there is one
 */
gboolean
soq_line_find_link (const char *text,
                    gsize      *start,
                    gsize      *length)
{
  const char *found;
  const char *end;

  g_return_val_if_fail (text != NULL, FALSE);

  found = find_scheme (text);
  if (found == NULL)
    return FALSE;

  end = found + strcspn (found, " \t\n<>\"");
  while (end > found && ends_sentence (end[-1]))
    end--;

  *start = (gsize) (found - text);
  *length = (gsize) (end - found);

  return *length > strlen ("https://");
}

static void
append_tidy (GString    *text,
             const char *line)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", 3);
  guint          n = g_strv_length (columns);

  if (n == 3 && *columns[1] != '\0')
    {
      g_string_append_printf (text, "%s <%s> %s", columns[0], columns[1], columns[2]);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && *columns[i] != '\0' && *columns[i - 1] != '\0')
        g_string_append_c (text, ' ');
      g_string_append (text, columns[i]);
    }
}

/**
 * soq_line_tidy:
 * @slice: lines of a conversation view, whose columns are divided by tabs
 *
 * Returns: (transfer full): the same as people know it: `12:34 <ana> text`
 */
char *
soq_line_tidy (const char *slice)
{
  g_auto (GStrv)      lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (slice != NULL, NULL);

  lines = g_strsplit (slice, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? "\n" : "");
      append_tidy (text, lines[i]);
    }

  return g_strdup (text->str);
}
