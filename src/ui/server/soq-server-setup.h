/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_server_setup_new (GtkWindow       *parent,
                                 SoqServer       *server,
                                 SoqServerConfig *config) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
