/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-irc-modes.h"

G_BEGIN_DECLS

/* A token that a server may make us keep, and how many of them. */
#define SOQ_IRC_ISUPPORT_TOKENS 256

typedef struct _SoqIrcIsupport SoqIrcIsupport;

SoqIrcIsupport *soq_irc_isupport_new (void) G_GNUC_WARN_UNUSED_RESULT;
void            soq_irc_isupport_free (SoqIrcIsupport *self);

void soq_irc_isupport_take (SoqIrcIsupport *self,
                            const char     *token);

const char *soq_irc_isupport_get (const SoqIrcIsupport *self,
                                  const char           *name);
guint       soq_irc_isupport_get_number (const SoqIrcIsupport *self,
                                         const char           *name,
                                         guint                 fallback,
                                         guint                 most);

const SoqIrcModeTypes *soq_irc_isupport_get_mode_types (const SoqIrcIsupport *self);
const char            *soq_irc_isupport_get_prefixes (const SoqIrcIsupport *self);

char       *soq_irc_isupport_fold (const SoqIrcIsupport *self,
                                   const char           *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean    soq_irc_isupport_is_channel (const SoqIrcIsupport *self,
                                         const char           *target);
const char *soq_irc_isupport_skip_status (const SoqIrcIsupport *self,
                                          const char           *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqIrcIsupport, soq_irc_isupport_free)

G_END_DECLS
