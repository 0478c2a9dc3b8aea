/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *soq_plain_format_message (const char *nick,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;
GBytes *soq_plain_format_action (const char *nick,
                                 const char *text) G_GNUC_WARN_UNUSED_RESULT;
GBytes *soq_plain_format_private (const char *nick,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;
GBytes *soq_plain_format_notice (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
