/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-event.h"

G_DEFINE_FINAL_TYPE (SoqWireEvent, soq_wire_event, G_TYPE_OBJECT)

static void
soq_wire_event_finalize (GObject *object)
{
  SoqWireEvent *self = SOQ_WIRE_EVENT (object);

  soq_trace_record_unref (self->record);
  g_clear_pointer (&self->sources, g_array_unref);

  G_OBJECT_CLASS (soq_wire_event_parent_class)->finalize (object);
}

static void
soq_wire_event_class_init (SoqWireEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_wire_event_finalize;
}

static void
soq_wire_event_init (SoqWireEvent *self)
{
  self->own = SOQ_WIRE_NOBODY;
  self->other = SOQ_WIRE_NOBODY;
}

SoqWireEvent *
soq_wire_event_new (SoqTraceRecord *record)
{
  SoqWireEvent *self = g_object_new (SOQ_TYPE_WIRE_EVENT, NULL);

  self->record = soq_trace_record_ref (record);

  return self;
}
