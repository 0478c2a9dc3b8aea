/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-serving.h"
#include "soq-timeline.h"

G_BEGIN_DECLS

#define SOQ_TYPE_LAB_SERVER (soq_lab_server_get_type ())

G_DECLARE_FINAL_TYPE (SoqLabServer, soq_lab_server, SOQ, LAB_SERVER, GObject)

SoqLabServer *soq_lab_server_new (void) G_GNUC_WARN_UNUSED_RESULT;

void soq_lab_server_set_mode (SoqLabServer  *self,
                              SoqServingMode mode);

void soq_lab_server_set_reply (SoqLabServer   *self,
                               SoqServingReply reply);

gboolean soq_lab_server_start (SoqLabServer *self,
                               const char   *address,
                               guint16       port,
                               GError      **error);
void     soq_lab_server_stop (SoqLabServer *self);
gboolean soq_lab_server_is_running (SoqLabServer *self);
guint16  soq_lab_server_get_port (SoqLabServer *self);

SoqTrace    *soq_lab_server_get_trace (SoqLabServer *self);
SoqTimeline *soq_lab_server_dup_timeline (SoqLabServer *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
