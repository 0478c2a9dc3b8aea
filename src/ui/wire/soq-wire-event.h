/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

#define SOQ_TYPE_WIRE_EVENT (soq_wire_event_get_type ())

G_DECLARE_FINAL_TYPE (SoqWireEvent, soq_wire_event, SOQ, WIRE_EVENT, GObject)

/**
 * SoqWireEvent:
 *
 * One call, and where it stands in a ladder. The model sets the fields; others
 * read them.
 */
struct _SoqWireEvent
{
  GObject parent_instance;

  SoqTraceRecord *record; /* (owned) */
  guint           own;    /* the party that made the call */
  guint           other;  /* the party at the other end, or SOQ_WIRE_NOBODY */
  double          top;    /* where its row begins, in pixels of the whole ladder */
  double          height;
  const char     *scene;   /* (nullable): what begins with it, translatable */
  GArray         *sources; /* (owned) (nullable): numbers of the sends that came in it */
  gboolean        arrived; /* it was sent, and the other end is ours: its arrow is drawn there */
};

#define SOQ_WIRE_NOBODY G_MAXUINT

/* What the first row of a scene has above it, in pixels. */
#define SOQ_WIRE_SCENE_HEIGHT 34.0

SoqWireEvent *soq_wire_event_new (SoqTraceRecord *record) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SoqWireSpan:
 * @before: how many events of the same socket the message that @record begins
 *   with has had before
 * @whole: how many messages end in it
 * @starts_inside: its first byte continues a message
 * @ends_inside: its last byte does not end one
 *
 * How the bytes of one call lie to the messages, of which each ends with a
 * newline.
 */
typedef struct
{
  guint    before;
  guint    whole;
  gboolean starts_inside;
  gboolean ends_inside;
} SoqWireSpan;

G_END_DECLS
