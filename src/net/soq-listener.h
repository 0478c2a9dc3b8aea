/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

#define SOQ_TYPE_LISTENER (soq_listener_get_type ())

G_DECLARE_FINAL_TYPE (SoqListener, soq_listener, SOQ, LISTENER, GObject)

SoqListener *soq_listener_new (void) G_GNUC_WARN_UNUSED_RESULT;

void     soq_listener_set_trace (SoqListener *self,
                                 SoqTrace    *trace);
gboolean soq_listener_listen (SoqListener       *self,
                              const char *const *addresses,
                              guint16            port,
                              int                backlog,
                              GError           **error);
void     soq_listener_close (SoqListener *self);

GPtrArray *soq_listener_get_local_addresses (SoqListener *self);
guint16    soq_listener_get_port (SoqListener *self);
gboolean   soq_listener_get_resting (SoqListener *self);

GPtrArray *soq_reachable_addresses (GPtrArray *local_addresses) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
