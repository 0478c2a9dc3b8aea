/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_HEX_VIEW (soq_hex_view_get_type ())

G_DECLARE_FINAL_TYPE (SoqHexView, soq_hex_view, SOQ, HEX_VIEW, AdwBin)

void soq_hex_view_set_bytes (SoqHexView *self,
                             GBytes     *bytes,
                             gboolean    marks);

G_END_DECLS
