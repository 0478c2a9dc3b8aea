/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_SERVER_WINDOW (soq_server_window_get_type ())

G_DECLARE_FINAL_TYPE (SoqServerWindow, soq_server_window, SOQ, SERVER_WINDOW, AdwApplicationWindow)

SoqServerWindow *soq_server_window_new (GtkApplication *application) G_GNUC_WARN_UNUSED_RESULT;

SoqServer *soq_server_window_get_server (SoqServerWindow *self);
void       soq_server_window_set_port (SoqServerWindow *self,
                                       guint            port);
void       soq_server_window_set_reply (SoqServerWindow *self,
                                        SoqReplyMode     mode,
                                        gboolean         udp);
gboolean   soq_server_window_start (SoqServerWindow *self);

void     soq_server_window_show_trouble (SoqServerWindow *self,
                                         const char      *text);
gboolean soq_server_window_is_in_use (SoqServerWindow *self);

G_END_DECLS
