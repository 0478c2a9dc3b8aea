/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SOQ_TYPE_RING_LIST (soq_ring_list_get_type ())

G_DECLARE_FINAL_TYPE (SoqRingList, soq_ring_list, SOQ, RING_LIST, GObject)

typedef gsize (*SoqRingListSizeFunc) (gpointer item);

SoqRingList *soq_ring_list_new (GType item_type,
                                guint capacity) G_GNUC_WARN_UNUSED_RESULT;

void soq_ring_list_set_limit (SoqRingList        *self,
                              SoqRingListSizeFunc size_of,
                              gsize               limit);
void soq_ring_list_append (SoqRingList *self,
                           gpointer     item);
void soq_ring_list_flush (SoqRingList *self);
void soq_ring_list_clear (SoqRingList *self);

G_END_DECLS
