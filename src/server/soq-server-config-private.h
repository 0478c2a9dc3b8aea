/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server-config.h"

G_BEGIN_DECLS

/* What the reader of the file asks the table of keys. */

gboolean soq_server_config_has_group (const char *group);
gboolean soq_server_config_has_key (const char *group,
                                    const char *name);
gboolean soq_server_config_is_path (const char *name);
void     soq_server_config_fail_unknown (const char *group,
                                         const char *name,
                                         GError    **error);

G_END_DECLS
