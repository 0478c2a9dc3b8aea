/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lesson.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *soq_lesson_page_new (const SoqLesson *lesson) G_GNUC_WARN_UNUSED_RESULT;
void       soq_lesson_page_set_server_port (GtkWidget *page, guint port);

G_END_DECLS
