/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SOQ_NICK_COLORS 12

guint       soq_nick_color_index (const char *nick);
const char *soq_nick_color_get (guint    index,
                                gboolean dark);

G_END_DECLS
