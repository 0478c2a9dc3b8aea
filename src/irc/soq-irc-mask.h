/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean soq_irc_mask_match (const char *mask,
                             const char *text);
char    *soq_irc_mask_complete (const char *mask) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
