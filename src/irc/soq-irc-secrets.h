/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SoqIrcSecrets SoqIrcSecrets;

SoqIrcSecrets *soq_irc_secrets_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           soq_irc_secrets_free (SoqIrcSecrets *self);
void           soq_irc_secrets_mask (SoqIrcSecrets *self,
                                     guint8        *bytes,
                                     gsize          length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqIrcSecrets, soq_irc_secrets_free)

G_END_DECLS
