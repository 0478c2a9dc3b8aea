/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_TYPE_ACCOUNT (soq_account_get_type ())

G_DECLARE_FINAL_TYPE (SoqAccount, soq_account, SOQ, ACCOUNT, GObject)

SoqAccount *soq_account_new (const char *name,
                             const char *hash,
                             GDateTime  *created) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_account_get_name (SoqAccount *self);
GDateTime  *soq_account_get_created (SoqAccount *self);

const char *soq_account_get_hash (SoqAccount *self);
void        soq_account_set_hash (SoqAccount *self,
                                  const char *hash);

const char *const *soq_account_get_fingerprints (SoqAccount *self);
void               soq_account_set_fingerprints (SoqAccount        *self,
                                                 const char *const *fingerprints);

G_END_DECLS
