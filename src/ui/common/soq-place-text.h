/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-place.h"

G_BEGIN_DECLS

char *soq_place_describe (SoqPlace *place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
