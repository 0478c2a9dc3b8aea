/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void soq_text_links_attach (GtkTextView *view,
                            GtkTextTag  *tag);

G_END_DECLS
