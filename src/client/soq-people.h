/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-person.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* More people than that in one channel are not listed. */
#define SOQ_PEOPLE_MOST 20000

#define SOQ_TYPE_PEOPLE (soq_people_get_type ())

G_DECLARE_FINAL_TYPE (SoqPeople, soq_people, SOQ, PEOPLE, GObject)

SoqPeople *soq_people_new (void) G_GNUC_WARN_UNUSED_RESULT;

SoqPerson *soq_people_find (SoqPeople  *self,
                            const char *key);

void     soq_people_add (SoqPeople *self,
                         SoqPerson *member);
void     soq_people_add_all (SoqPeople *self,
                             GPtrArray *members);
gboolean soq_people_remove (SoqPeople  *self,
                            const char *key);
gboolean soq_people_rename (SoqPeople  *self,
                            const char *key,
                            const char *new_key,
                            const char *new_nick);
void     soq_people_set_prefix (SoqPeople  *self,
                                const char *key,
                                const char *prefix,
                                guint       rank);
void     soq_people_clear (SoqPeople *self);
guint    soq_people_count (SoqPeople *self);
void     soq_people_flush (SoqPeople *self);

G_END_DECLS
