/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     soq_private_file_protect (const char *path);
gboolean soq_private_file_write (const char           *path,
                                 const char           *contents,
                                 gsize                 length,
                                 GFileSetContentsFlags flags,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
