/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_preferences_new (GtkApplication *application,
                                SoqSettings    *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
