/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-account.h"

G_BEGIN_DECLS

/**
 * SoqAccountsError:
 * @SOQ_ACCOUNTS_ERROR_BAD_NAME: it cannot be the name of an account
 * @SOQ_ACCOUNTS_ERROR_BAD_FINGERPRINT: it is not the SHA-256 of a certificate
 * @SOQ_ACCOUNTS_ERROR_EXISTS: somebody has that name, or that certificate
 * @SOQ_ACCOUNTS_ERROR_UNKNOWN: nobody has that name
 * @SOQ_ACCOUNTS_ERROR_TOO_MANY: there is no room for another one
 * @SOQ_ACCOUNTS_ERROR_FILE: the file is damaged
 */
typedef enum
{
  SOQ_ACCOUNTS_ERROR_BAD_NAME,
  SOQ_ACCOUNTS_ERROR_BAD_FINGERPRINT,
  SOQ_ACCOUNTS_ERROR_EXISTS,
  SOQ_ACCOUNTS_ERROR_UNKNOWN,
  SOQ_ACCOUNTS_ERROR_TOO_MANY,
  SOQ_ACCOUNTS_ERROR_FILE,
} SoqAccountsError;

#define SOQ_ACCOUNTS_ERROR (soq_accounts_error_quark ())

GQuark soq_accounts_error_quark (void);

#define SOQ_TYPE_ACCOUNTS (soq_accounts_get_type ())

G_DECLARE_FINAL_TYPE (SoqAccounts, soq_accounts, SOQ, ACCOUNTS, GObject)

SoqAccounts *soq_accounts_new (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_accounts_load (SoqAccounts *self,
                            const char  *path,
                            GError     **error);

SoqAccount *soq_accounts_find (SoqAccounts *self,
                               const char  *name);
SoqAccount *soq_accounts_find_by_fingerprint (SoqAccounts *self,
                                              const char  *fingerprint);

gboolean soq_accounts_add (SoqAccounts *self,
                           const char  *name,
                           const char  *hash,
                           GError     **error);
gboolean soq_accounts_remove (SoqAccounts *self,
                              const char  *name,
                              GError     **error);
gboolean soq_accounts_set_hash (SoqAccounts *self,
                                const char  *name,
                                const char  *hash,
                                GError     **error);
gboolean soq_accounts_add_fingerprint (SoqAccounts *self,
                                       const char  *name,
                                       const char  *fingerprint,
                                       GError     **error);
gboolean soq_accounts_remove_fingerprint (SoqAccounts *self,
                                          const char  *name,
                                          const char  *fingerprint,
                                          GError     **error);

GListModel *soq_accounts_get_list (SoqAccounts *self);

G_END_DECLS
