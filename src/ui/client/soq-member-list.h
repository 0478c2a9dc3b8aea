/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_MEMBER_LIST (soq_member_list_get_type ())

G_DECLARE_FINAL_TYPE (SoqMemberList, soq_member_list, SOQ, MEMBER_LIST, AdwBin)

void soq_member_list_set_members (SoqMemberList *self,
                                  SoqPeople     *members);
void soq_member_list_set_operator (SoqMemberList *self,
                                   gboolean       is_operator);

G_END_DECLS
