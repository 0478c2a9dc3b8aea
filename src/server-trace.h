/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

/* The file of --trace. */
typedef struct _ServerTrace ServerTrace;

ServerTrace *server_trace_open (SoqServer  *server,
                                const char *path,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     server_trace_close (ServerTrace *self);

G_END_DECLS
