/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SoqCompletion SoqCompletion;

SoqCompletion *soq_completion_new (const char        *text,
                                   gsize              cursor,
                                   const char *const *names) G_GNUC_WARN_UNUSED_RESULT;
void           soq_completion_free (SoqCompletion *self);
gboolean       soq_completion_next (SoqCompletion *self,
                                    gboolean       backwards,
                                    gsize         *start,
                                    gsize         *length,
                                    const char   **replacement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqCompletion, soq_completion_free)

G_END_DECLS
