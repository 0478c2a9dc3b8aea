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
 * People who came, or who left, one after another: they share one line. Only
 * those who are named are kept, however many there are.
 */
struct _SoqLineFold
{
  GPtrArray  *nicks; /* (owned) of (owned) char *: the first ones */
  guint       n;     /* how many people */
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
  gboolean continues = self->n > 0 && self->kind == line->kind;

  if (!continues)
    soq_line_fold_reset (self);

  if (line->kind != SOQ_LINE_JOIN && line->kind != SOQ_LINE_PART)
    return FALSE;

  self->kind = line->kind;
  if (self->n++ < NAMED)
    g_ptr_array_add (self->nicks, g_strdup (line->nick));

  return continues;
}

void
soq_line_fold_reset (SoqLineFold *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->nicks, 0);
  self->n = 0;
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
  guint            n = self->n;
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

static void
append_tidy (GString    *text,
             const char *line,
             gboolean    times)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", times ? 3 : 2);
  guint          n = g_strv_length (columns);
  const char    *time = times && n > 1 ? columns[0] : "";
  const char    *nick = n == (times ? 3 : 2) ? columns[n - 2] : "";

  if (n == 0)
    return;

  if (*time != '\0')
    g_string_append_printf (text, "%s ", time);
  if (g_str_equal (nick, SOQ_LINE_ACTION_MARK))
    g_string_append (text, "* ");
  else if (*nick != '\0')
    g_string_append_printf (text, "<%s> ", nick);
  g_string_append (text, columns[n - 1]);
}

/**
 * soq_line_tidy:
 * @slice: lines of a conversation view, whose columns are divided by tabs;
 *   the first and the last one may be parts of lines
 * @times: whether the first column is the time
 *
 * Returns: (transfer full): the same as people know it: `12:34 <ana> text`
 */
char *
soq_line_tidy (const char *slice,
               gboolean    times)
{
  g_auto (GStrv)      lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (slice != NULL, NULL);

  lines = g_strsplit (slice, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? "\n" : "");
      append_tidy (text, lines[i], times);
    }

  return g_strdup (text->str);
}
