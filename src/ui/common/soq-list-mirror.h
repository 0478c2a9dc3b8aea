/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GListModel *soq_list_mirror_new (GListModel *source) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
