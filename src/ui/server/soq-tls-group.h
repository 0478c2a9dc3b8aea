/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server-config.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_tls_group_new (SoqServerConfig *config);

G_END_DECLS
