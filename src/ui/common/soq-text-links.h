/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  soq_text_links_attach (GtkTextView *view,
                             GtkTextTag  *tag);
char *soq_text_links_dup_at (GtkTextView *view,
                             double       x,
                             double       y) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
