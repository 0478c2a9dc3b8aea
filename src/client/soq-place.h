/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-address.h"

G_BEGIN_DECLS

/**
 * SoqLineEnding:
 * @SOQ_LINE_ENDING_LF: a newline
 * @SOQ_LINE_ENDING_CRLF: a carriage return and a newline
 * @SOQ_LINE_ENDING_NONE: nothing, for servers that take a whole recv () for
 *   one message
 */
typedef enum
{
  SOQ_LINE_ENDING_LF,
  SOQ_LINE_ENDING_CRLF,
  SOQ_LINE_ENDING_NONE,
} SoqLineEnding;

#define SOQ_TYPE_LINE_ENDING (soq_line_ending_get_type ())

GType soq_line_ending_get_type (void);

#define SOQ_TYPE_PLACE (soq_place_get_type ())

G_DECLARE_FINAL_TYPE (SoqPlace, soq_place, SOQ, PLACE, GObject)

SoqPlace *soq_place_new (const SoqAddress *address,
                         SoqLineEnding     line_ending) G_GNUC_WARN_UNUSED_RESULT;
SoqPlace *soq_place_from_string (const char *text,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;
char     *soq_place_to_string (const SoqPlace *self) G_GNUC_WARN_UNUSED_RESULT;

const SoqAddress *soq_place_get_address (const SoqPlace *self);
SoqLineEnding     soq_place_get_line_ending (const SoqPlace *self);

G_END_DECLS
