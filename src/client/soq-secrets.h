/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Passwords that the system keeps for a person, one for each place: Windows'
 * Credential Manager. Elsewhere nothing is kept, and nobody is offered it.
 */

gboolean soq_secrets_are_kept (void);

gboolean soq_secrets_find (const char *place,
                           char      **account,
                           char      **password);
gboolean soq_secrets_set (const char *place,
                          const char *account,
                          const char *password,
                          GError    **error);
gboolean soq_secrets_forget (const char *place,
                             GError    **error);

G_END_DECLS
