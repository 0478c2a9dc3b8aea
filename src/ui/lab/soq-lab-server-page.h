/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-lab-server.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_LAB_SERVER_PAGE (soq_lab_server_page_get_type ())

G_DECLARE_FINAL_TYPE (SoqLabServerPage, soq_lab_server_page, SOQ, LAB_SERVER_PAGE, AdwBin)

GtkWidget *soq_lab_server_page_new (void) G_GNUC_WARN_UNUSED_RESULT;

SoqLabServer *soq_lab_server_page_get_server (SoqLabServerPage *self);

G_END_DECLS
