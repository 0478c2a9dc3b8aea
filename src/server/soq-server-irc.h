/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel.h"
#include "soq-server.h"

G_BEGIN_DECLS

#define SOQ_VERSION_NAME PACKAGE_NAME "-" PACKAGE_VERSION

void        soq_server_name_run (SoqServer *self);
const char *soq_server_describe (SoqServer *self);

guint  soq_server_get_caps (SoqServer *self);
char  *soq_server_dup_cap_value (SoqUser *user,
                                 guint    cap) G_GNUC_WARN_UNUSED_RESULT;
char **soq_server_dup_isupport (SoqServer *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
