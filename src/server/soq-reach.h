/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server.h"

G_BEGIN_DECLS

typedef struct _SoqReach SoqReach;

typedef void (*SoqReachFunc) (gpointer user_data);

SoqReach *soq_reach_new (SoqServer   *server,
                         SoqReachFunc func,
                         gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;
void      soq_reach_free (SoqReach *self);

G_END_DECLS
