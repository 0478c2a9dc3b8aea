/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *soq_password_hash (const char *password) G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_password_check (const char *password,
                             const char *stored);

void  soq_password_hash_async (const char         *password,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
char *soq_password_hash_finish (GAsyncResult *result,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

void     soq_password_check_async (const char         *password,
                                   const char         *stored,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean soq_password_check_finish (GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

void soq_password_free (char *password);

G_END_DECLS
