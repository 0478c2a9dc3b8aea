/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON: just what the lab's exports need. */
typedef struct
{
  GString *text;  /* (owned) */
  gboolean first; /* nothing stands in this object or array yet */
  guint    depth;
} SoqLabJson;

void  soq_lab_json_init (SoqLabJson *self);
void  soq_lab_json_begin (SoqLabJson *self,
                          const char *name,
                          char        bracket);
void  soq_lab_json_end (SoqLabJson *self,
                        char        bracket);
void  soq_lab_json_add_text (SoqLabJson *self,
                             const char *name,
                             const char *value);
void  soq_lab_json_add_seconds (SoqLabJson *self,
                                const char *name,
                                gint64      microseconds);
void  soq_lab_json_add_number (SoqLabJson *self,
                               const char *name,
                               gint64      value);
void  soq_lab_json_add_boolean (SoqLabJson *self,
                                const char *name,
                                gboolean    value);
char *soq_lab_json_finish (SoqLabJson *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
