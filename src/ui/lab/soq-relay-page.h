/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-relay.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SOQ_TYPE_RELAY_PAGE (soq_relay_page_get_type ())

G_DECLARE_FINAL_TYPE (SoqRelayPage, soq_relay_page, SOQ, RELAY_PAGE, AdwBin)

GtkWidget *soq_relay_page_new (void) G_GNUC_WARN_UNUSED_RESULT;

SoqRelay *soq_relay_page_get_relay (SoqRelayPage *self);

G_END_DECLS
