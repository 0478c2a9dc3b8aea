/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_WIRE_DETAILS (soq_wire_details_get_type ())

G_DECLARE_FINAL_TYPE (SoqWireDetails, soq_wire_details, SOQ, WIRE_DETAILS, AdwBin)

void soq_wire_details_show (SoqWireDetails *self,
                            SoqWireModel   *model,
                            guint           position,
                            gboolean        has_messages);

G_END_DECLS
