/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *soq_text_from_bytes (const guint8 *data,
                           gsize         length) G_GNUC_WARN_UNUSED_RESULT;
char *soq_text_make_valid (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *soq_text_cut (const char *text,
                    gsize       limit) G_GNUC_WARN_UNUSED_RESULT;
char *soq_text_printable (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *soq_text_break_words (const char *text,
                            gsize       limit) G_GNUC_WARN_UNUSED_RESULT;
char *soq_text_one_line (const char *text) G_GNUC_WARN_UNUSED_RESULT;

void soq_text_append_json (GString    *json,
                           const char *name,
                           const char *value);

G_END_DECLS
