/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-place.h"
#include "soq-wire-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_CONNECT_PAGE (soq_connect_page_get_type ())

G_DECLARE_FINAL_TYPE (SoqConnectPage, soq_connect_page, SOQ, CONNECT_PAGE, AdwBin)

void         soq_connect_page_set_place (SoqConnectPage *self,
                                         SoqPlace       *place);
const char  *soq_connect_page_get_name (SoqConnectPage *self);
const char  *soq_connect_page_get_account (SoqConnectPage *self);
const char  *soq_connect_page_get_password (SoqConnectPage *self);
gboolean     soq_connect_page_get_stays (SoqConnectPage *self);
SoqWireView *soq_connect_page_get_wire (SoqConnectPage *self);
void         soq_connect_page_set_busy (SoqConnectPage *self,
                                        gboolean        busy);
void         soq_connect_page_set_trouble (SoqConnectPage *self,
                                           const char     *text);

G_END_DECLS
