/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-line-refs.h"

struct _SoqLineRefs
{
  GArray *array; /* (owned) of SoqLineRef */
};

static void
clear_ref (gpointer data)
{
  g_clear_pointer (&((SoqLineRef *) data)->text, g_free);
}

SoqLineRefs *
soq_line_refs_new (void)
{
  SoqLineRefs *self = g_new0 (SoqLineRefs, 1);

  self->array = g_array_new (FALSE, TRUE, sizeof (SoqLineRef));
  g_array_set_clear_func (self->array, clear_ref);

  return self;
}

void
soq_line_refs_free (SoqLineRefs *self)
{
  g_array_unref (self->array);
  g_free (self);
}

/**
 * soq_line_refs_push:
 * @self: references
 * @line: (nullable): what the next line of the buffer shows, or %NULL if it
 *   has nothing to refer to
 */
void
soq_line_refs_push (SoqLineRefs   *self,
                    const SoqLine *line)
{
  SoqLineRef ref = { 0 };

  if (line != NULL && line->mark.socket != 0)
    {
      ref.mark = line->mark;
      ref.outgoing = line->outgoing;
      ref.text = g_strdup (line->text);
    }

  g_array_append_val (self->array, ref);
}

/* The last line is taken back. */
void
soq_line_refs_pop (SoqLineRefs *self)
{
  if (self->array->len > 0)
    g_array_set_size (self->array, self->array->len - 1);
}

/* The first lines are gone. */
void
soq_line_refs_trim (SoqLineRefs *self,
                    guint        n)
{
  g_array_remove_range (self->array, 0, MIN (n, self->array->len));
}

void
soq_line_refs_clear (SoqLineRefs *self)
{
  g_array_set_size (self->array, 0);
}

/**
 * soq_line_refs_get:
 * @self: references
 * @line: the number of a line of the buffer, from 0
 *
 * Returns: (transfer none) (nullable): what it refers to
 */
const SoqLineRef *
soq_line_refs_get (SoqLineRefs *self,
                   guint        line)
{
  SoqLineRef *ref;

  if (line >= self->array->len)
    return NULL;

  ref = &g_array_index (self->array, SoqLineRef, line);

  return ref->mark.socket != 0 ? ref : NULL;
}

/**
 * soq_line_refs_find:
 * @self: references
 * @socket: the id of a socket
 * @number: the number of a record of it
 * @outgoing: whether it sent
 *
 * Returns: the line that its bytes brought, or that they took away; -1 if
 *   there is none
 */
int
soq_line_refs_find (SoqLineRefs *self,
                    guint        socket,
                    guint64      number,
                    gboolean     outgoing)
{
  int best = -1;

  for (guint i = 0; i < self->array->len; i++)
    {
      const SoqLineRef *ref = &g_array_index (self->array, SoqLineRef, i);

      if (ref->mark.socket != socket)
        continue;

      /* What came is shown after its call, what goes before. */
      if (!outgoing && ref->mark.number >= number)
        return (int) i;
      if (outgoing && ref->mark.number < number)
        best = (int) i;
    }

  return best;
}
