/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-member.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* More people than that in one channel are not listed. */
#define SOQ_MEMBERS_MOST 20000

#define SOQ_TYPE_MEMBERS (soq_members_get_type ())

G_DECLARE_FINAL_TYPE (SoqMembers, soq_members, SOQ, MEMBERS, GObject)

SoqMembers *soq_members_new (void) G_GNUC_WARN_UNUSED_RESULT;

SoqMember *soq_members_find (SoqMembers *self,
                             const char *key);

void     soq_members_add (SoqMembers *self,
                          SoqMember  *member);
void     soq_members_add_all (SoqMembers *self,
                              GPtrArray  *members);
gboolean soq_members_remove (SoqMembers *self,
                             const char *key);
gboolean soq_members_rename (SoqMembers *self,
                             const char *key,
                             const char *new_key,
                             const char *new_nick);
void     soq_members_set_prefix (SoqMembers *self,
                                 const char *key,
                                 const char *prefix,
                                 guint       rank);
void     soq_members_clear (SoqMembers *self);

G_END_DECLS
