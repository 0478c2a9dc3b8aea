/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-tap.h"

G_BEGIN_DECLS

/* Stands where the name of who does something would stand. */
#define SOQ_LINE_ACTION_MARK "∗"

/**
 * SoqLineKind:
 * @SOQ_LINE_TEXT: somebody said it
 * @SOQ_LINE_ACTION: somebody did it
 * @SOQ_LINE_NOTICE: a machine says it
 * @SOQ_LINE_JOIN: somebody came; lines of this kind in a row become one
 * @SOQ_LINE_PART: somebody left; likewise
 * @SOQ_LINE_STATUS: what happened besides
 * @SOQ_LINE_ERROR: what went wrong
 */
typedef enum
{
  SOQ_LINE_TEXT,
  SOQ_LINE_ACTION,
  SOQ_LINE_NOTICE,
  SOQ_LINE_JOIN,
  SOQ_LINE_PART,
  SOQ_LINE_STATUS,
  SOQ_LINE_ERROR,
} SoqLineKind;

/**
 * SoqLine:
 * @kind: what it is
 * @time: µs since 1970, UTC
 * @nick: (nullable): whom it is about
 * @address: (nullable): where that one is
 * @text: (nullable): valid UTF-8
 * @outgoing: whether we said it
 * @formatted: whether @text may have the formatting codes of IRC in it
 * @mention: whether it is to be noticed
 * @mark: when its bytes came or went; all 0 if that is not known
 *
 * One line of a conversation as it is shown.
 */
typedef struct
{
  SoqLineKind kind;
  gint64      time;
  const char *nick;
  const char *address;
  const char *text;
  gboolean    outgoing;
  gboolean    formatted;
  gboolean    mention;

  SoqTraceMark mark;
} SoqLine;

typedef struct _SoqLineFold SoqLineFold;

SoqLineFold *soq_line_fold_new (void) G_GNUC_WARN_UNUSED_RESULT;
void         soq_line_fold_free (SoqLineFold *self);
gboolean     soq_line_fold_add (SoqLineFold   *self,
                                const SoqLine *line);
void         soq_line_fold_reset (SoqLineFold *self);
char        *soq_line_fold_to_string (SoqLineFold *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_line_find_link (const char *text,
                             gsize      *start,
                             gsize      *length);

char *soq_line_tidy (const char *slice,
                     gboolean    times) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
