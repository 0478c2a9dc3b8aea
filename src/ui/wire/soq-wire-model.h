/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-event.h"
#include "soq-wire-parties.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_TYPE_WIRE_MODEL (soq_wire_model_get_type ())

G_DECLARE_FINAL_TYPE (SoqWireModel, soq_wire_model, SOQ, WIRE_MODEL, GObject)

SoqWireModel *soq_wire_model_new (void) G_GNUC_WARN_UNUSED_RESULT;
SoqWireModel *soq_wire_model_copy (SoqWireModel *self,
                                   guint         first,
                                   guint         n) G_GNUC_WARN_UNUSED_RESULT;

void     soq_wire_model_set_trace (SoqWireModel *self,
                                   SoqTrace     *trace);
gboolean soq_wire_model_pull (SoqWireModel *self);
void     soq_wire_model_clear (SoqWireModel *self);

void soq_wire_model_set_whole (SoqWireModel *self,
                               gboolean      whole);
void soq_wire_model_set_party (SoqWireModel *self,
                               const char   *key);
void soq_wire_model_set_bytes_only (SoqWireModel *self,
                                    gboolean      bytes_only);
void soq_wire_model_set_text (SoqWireModel *self,
                              const char   *text);
void soq_wire_model_set_time_scale (SoqWireModel *self,
                                    double        pixels_per_second);

GPtrArray    *soq_wire_model_get_rows (SoqWireModel *self);
GPtrArray    *soq_wire_model_get_parties (SoqWireModel *self);
double        soq_wire_model_get_height (SoqWireModel *self);
double        soq_wire_model_get_start (SoqWireModel *self);
gint64        soq_wire_model_get_zero (SoqWireModel *self);
guint         soq_wire_model_find_row_at (SoqWireModel *self,
                                          double        y);
guint         soq_wire_model_find_number (SoqWireModel *self,
                                          guint64       number);
guint         soq_wire_model_find_time (SoqWireModel *self,
                                        gint64        time);
SoqWireEvent *soq_wire_model_get_row (SoqWireModel *self,
                                      guint         position);

void soq_wire_model_measure (SoqWireModel *self,
                             guint         position,
                             SoqWireSpan  *span);

G_END_DECLS
