/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_accounts_window_new (GtkWindow *parent,
                                    SoqServer *server);

G_END_DECLS
