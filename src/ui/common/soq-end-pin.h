/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_END_PIN (soq_end_pin_get_type ())

G_DECLARE_FINAL_TYPE (SoqEndPin, soq_end_pin, SOQ, END_PIN, GObject)

SoqEndPin *soq_end_pin_new (GtkScrolledWindow *scroller) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_end_pin_get_pinned (SoqEndPin *self);
void     soq_end_pin_go_to_end (SoqEndPin *self);
void     soq_end_pin_scroll (SoqEndPin *self,
                             int        pages);

G_END_DECLS
