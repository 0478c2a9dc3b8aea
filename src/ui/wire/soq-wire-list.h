/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-wire-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_WIRE_LIST (soq_wire_list_get_type ())

G_DECLARE_FINAL_TYPE (SoqWireList, soq_wire_list, SOQ, WIRE_LIST, AdwBin)

void  soq_wire_list_set_model (SoqWireList  *self,
                               SoqWireModel *model);
guint soq_wire_list_get_selected (SoqWireList *self);
void  soq_wire_list_select (SoqWireList *self,
                            guint        position);

G_END_DECLS
