/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-ladder.h"
#include "soq-line-refs.h"
#include "soq-wire-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_WIRE_VIEW (soq_wire_view_get_type ())

G_DECLARE_FINAL_TYPE (SoqWireView, soq_wire_view, SOQ, WIRE_VIEW, AdwBin)

void soq_wire_view_set_trace (SoqWireView *self,
                              SoqTrace    *trace);
void soq_wire_view_show_beginning (SoqWireView *self);
void soq_wire_view_show_lost (SoqWireView *self);
void soq_wire_view_set_whole (SoqWireView *self,
                              gboolean     whole);
void soq_wire_view_set_hint (SoqWireView *self,
                             const char  *hint);

SoqLadder    *soq_wire_view_get_ladder (SoqWireView *self);
SoqWireModel *soq_wire_view_get_model (SoqWireView *self);

void soq_wire_view_show (SoqWireView      *self,
                         const SoqLineRef *ref);

gboolean soq_wire_view_save (SoqWireView *self,
                             const char  *path,
                             GError     **error);

G_END_DECLS
