/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The rank of who has no mode in a channel. */
#define SOQ_MEMBER_NO_RANK G_MAXUINT

#define SOQ_TYPE_MEMBER (soq_member_get_type ())

G_DECLARE_FINAL_TYPE (SoqMember, soq_member, SOQ, MEMBER, GObject)

SoqMember *soq_member_new (const char *key,
                           const char *nick) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_member_get_key (SoqMember *self);
const char *soq_member_get_nick (SoqMember *self);
void        soq_member_set_nick (SoqMember  *self,
                                 const char *key,
                                 const char *nick);

const char *soq_member_get_prefix (SoqMember *self);
guint       soq_member_get_rank (SoqMember *self);
void        soq_member_set_prefix (SoqMember  *self,
                                   const char *prefix,
                                   guint       rank);

const char *soq_member_get_mask (SoqMember *self);
void        soq_member_set_mask (SoqMember  *self,
                                 const char *mask);

const char *soq_member_get_account (SoqMember *self);
void        soq_member_set_account (SoqMember  *self,
                                    const char *account);

gboolean soq_member_get_away (SoqMember *self);
void     soq_member_set_away (SoqMember *self,
                              gboolean   away);

int soq_member_compare (SoqMember *a,
                        SoqMember *b);

G_END_DECLS
