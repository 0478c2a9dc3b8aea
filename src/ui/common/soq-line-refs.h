/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-line.h"

G_BEGIN_DECLS

/**
 * SoqLineRef:
 * @mark: where in a trace its bytes are; all 0 if that is not known
 * @outgoing: whether they went out
 * @text: (owned) (nullable): what the bytes must contain
 *
 * What is known of a line that is shown.
 */
typedef struct
{
  SoqTraceMark mark;
  gboolean     outgoing;
  char        *text;
} SoqLineRef;

/* One reference for each line of a text buffer. */
typedef struct _SoqLineRefs SoqLineRefs;

SoqLineRefs *soq_line_refs_new (void) G_GNUC_WARN_UNUSED_RESULT;
void         soq_line_refs_free (SoqLineRefs *self);

void soq_line_refs_push (SoqLineRefs   *self,
                         const SoqLine *line);
void soq_line_refs_pop (SoqLineRefs *self);
void soq_line_refs_trim (SoqLineRefs *self,
                         guint        n);
void soq_line_refs_clear (SoqLineRefs *self);

const SoqLineRef *soq_line_refs_get (SoqLineRefs *self,
                                     guint        line);
int               soq_line_refs_find (SoqLineRefs *self,
                                      guint        socket,
                                      guint64      number,
                                      gboolean     outgoing);

G_END_DECLS
