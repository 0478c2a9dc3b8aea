/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The rank of who has no mode in a channel. */
#define SOQ_PERSON_NO_RANK G_MAXUINT

#define SOQ_TYPE_PERSON (soq_person_get_type ())

G_DECLARE_FINAL_TYPE (SoqPerson, soq_person, SOQ, PERSON, GObject)

SoqPerson *soq_person_new (const char *key,
                           const char *nick) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_person_get_key (SoqPerson *self);
const char *soq_person_get_nick (SoqPerson *self);
void        soq_person_set_nick (SoqPerson  *self,
                                 const char *key,
                                 const char *nick);

const char *soq_person_get_prefix (SoqPerson *self);
guint       soq_person_get_rank (SoqPerson *self);
void        soq_person_set_prefix (SoqPerson  *self,
                                   const char *prefix,
                                   guint       rank);

const char *soq_person_get_mask (SoqPerson *self);
void        soq_person_set_mask (SoqPerson  *self,
                                 const char *mask);

const char *soq_person_get_account (SoqPerson *self);
void        soq_person_set_account (SoqPerson  *self,
                                    const char *account);

gboolean soq_person_get_away (SoqPerson *self);
void     soq_person_set_away (SoqPerson *self,
                              gboolean   away);

int soq_person_compare (SoqPerson *a,
                        SoqPerson *b);

G_END_DECLS
