/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_APPLICATION (soq_application_get_type ())

G_DECLARE_FINAL_TYPE (SoqApplication, soq_application, SOQ, APPLICATION, AdwApplication)

SoqApplication *soq_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
