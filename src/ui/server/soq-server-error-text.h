/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *soq_account_error_text (const GError *error,
                              const char   *name) G_GNUC_WARN_UNUSED_RESULT;
char *soq_ban_error_text (const GError *error,
                          const char   *mask) G_GNUC_WARN_UNUSED_RESULT;
char *soq_certificate_error_text (const GError *error,
                                  const char   *path) G_GNUC_WARN_UNUSED_RESULT;
char *soq_data_error_text (const GError *error,
                           const char   *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
