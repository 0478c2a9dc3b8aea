/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char **soq_split_text (const char *text,
                       gsize       most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
