/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_TYPE_BAN (soq_ban_get_type ())

G_DECLARE_FINAL_TYPE (SoqBan, soq_ban, SOQ, BAN, GObject)

const char *soq_ban_get_mask (SoqBan *self);
const char *soq_ban_get_reason (SoqBan *self);
GDateTime  *soq_ban_get_until (SoqBan *self);

#define SOQ_TYPE_BANS (soq_bans_get_type ())

G_DECLARE_FINAL_TYPE (SoqBans, soq_bans, SOQ, BANS, GObject)

SoqBans *soq_bans_new (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_bans_load (SoqBans    *self,
                        const char *path,
                        GError    **error);
gboolean soq_bans_add (SoqBans    *self,
                       const char *mask,
                       const char *reason,
                       GDateTime  *until,
                       GError    **error);
gboolean soq_bans_remove (SoqBans    *self,
                          const char *mask,
                          GError    **error);
SoqBan  *soq_bans_find (SoqBans      *self,
                        GInetAddress *address);

GListModel *soq_bans_get_list (SoqBans *self);

G_END_DECLS
