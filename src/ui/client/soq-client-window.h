/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CLIENT_WINDOW (soq_client_window_get_type ())

G_DECLARE_FINAL_TYPE (SoqClientWindow, soq_client_window, SOQ, CLIENT_WINDOW, AdwApplicationWindow)

SoqClientWindow *soq_client_window_new (GtkApplication *application) G_GNUC_WARN_UNUSED_RESULT;

SoqClient *soq_client_window_get_client (SoqClientWindow *self);
void       soq_client_window_connect_to (SoqClientWindow *self,
                                         SoqPlace        *place);
gboolean   soq_client_window_is_in_use (SoqClientWindow *self);

G_END_DECLS
