/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-shortcuts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_SHORTCUT_ROW (soq_shortcut_row_get_type ())

G_DECLARE_FINAL_TYPE (SoqShortcutRow, soq_shortcut_row, SOQ, SHORTCUT_ROW, AdwActionRow)

GtkWidget *soq_shortcut_row_new (const SoqShortcut *shortcut,
                                 GtkApplication    *application,
                                 SoqSettings       *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
