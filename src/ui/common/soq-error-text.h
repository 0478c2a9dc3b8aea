/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-address.h"

G_BEGIN_DECLS

char *soq_error_text (const GError     *error,
                      const SoqAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char *soq_say_error_text (const GError *error,
                          const char   *typed) G_GNUC_WARN_UNUSED_RESULT;
char *soq_listen_error_text (const GError *error,
                             guint         port) G_GNUC_WARN_UNUSED_RESULT;
char *soq_file_error_text (const GError *error,
                           const char   *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
