/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-completion.h"

/**
 * SoqCompletion:
 *
 * The names that the word before the cursor can become, and which of them it
 * is now. Pure.
 */
struct _SoqCompletion
{
  GPtrArray *candidates; /* (owned) of (owned) char *: with what follows a name */
  gsize      start;      /* of the word, in bytes */
  gsize      length;     /* of what stands there now */
  guint      current;    /* the next candidate */
  gboolean   begun;
};

/* Rather than a command or a channel. */
static gboolean
is_name (const char *word)
{
  return *word != '/' && *word != '#' && *word != '&';
}

/* Whether a name may begin behind @character: “(ana”, “@ana”, “bob,ana”. */
static gboolean
is_mark (gunichar character)
{
  return g_unichar_ispunct (character) &&
         (character > 127 || strchr ("-_/#&", (int) character) == NULL);
}

static void
find_candidates (SoqCompletion     *self,
                 const char        *word,
                 const char *const *names)
{
  for (guint i = 0; *word != '\0' && names[i] != NULL; i++)
    if (g_ascii_strncasecmp (names[i], word, strlen (word)) == 0 &&
        (*names[i] != '/' || self->start == 0))
      g_ptr_array_add (self->candidates,
                       g_strconcat (names[i], self->start == 0 && is_name (names[i]) ? ": " : " ",
                                    NULL));
}

/**
 * soq_completion_new:
 * @text: a message that is being written
 * @cursor: where in it, in bytes
 * @names: (array zero-terminated=1): the best one first
 *
 * Returns: (transfer full): the names that begin as the word does
 */
SoqCompletion *
soq_completion_new (const char        *text,
                    gsize              cursor,
                    const char *const *names)
{
  SoqCompletion   *self = g_new0 (SoqCompletion, 1);
  g_autofree char *word = NULL;

  self->candidates = g_ptr_array_new_with_free_func (g_free);
  self->start = cursor;
  while (self->start > 0 && text[self->start - 1] != ' ' && text[self->start - 1] != '\n')
    self->start--;

  self->length = cursor - self->start;
  word = g_strndup (text + self->start, self->length);
  find_candidates (self, word, names);

  /* Names may hold marks themselves, so that the longest word comes first. */
  for (const char *p = word; *p != '\0' && self->candidates->len == 0; p = g_utf8_next_char (p))
    if (is_mark (g_utf8_get_char (p)))
      {
        self->start = cursor - strlen (g_utf8_next_char (p));
        self->length = cursor - self->start;
        find_candidates (self, g_utf8_next_char (p), names);
      }

  return self;
}

void
soq_completion_free (SoqCompletion *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->candidates);
  g_free (self);
}

/**
 * soq_completion_next:
 * @self: a completion
 * @backwards: whether to go back
 * @start: (out): where to replace, in bytes
 * @length: (out): how much to replace, in bytes
 * @replacement: (out) (transfer none): what to put there
 *
 * Returns: whether there is a name
 */
gboolean
soq_completion_next (SoqCompletion *self,
                     gboolean       backwards,
                     gsize         *start,
                     gsize         *length,
                     const char   **replacement)
{
  guint n = self->candidates->len;

  if (n == 0)
    return FALSE;

  if (self->begun)
    self->current = (self->current + (backwards ? n - 1 : 1)) % n;
  else if (backwards)
    self->current = n - 1;

  self->begun = TRUE;
  *start = self->start;
  *length = self->length;
  *replacement = g_ptr_array_index (self->candidates, self->current);
  self->length = strlen (*replacement);

  return TRUE;
}
