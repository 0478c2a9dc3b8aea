/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-call.h"

G_BEGIN_DECLS

/* What differs between systems, and the clock. soq-platform-unix.c and
 * soq-platform-win32.c hold the differing parts; meson picks one.
 */

typedef gint64 (*SoqClockFunc) (void);

gint64 soq_clock_now (void);
void   soq_clock_set (SoqClockFunc clock);

void  soq_platform_give_memory_back (void);
void  soq_platform_raise_descriptor_limit (void);
guint soq_platform_count_free_descriptors (void);

const char        *soq_platform_get_call_name (SoqCall call);
const char        *soq_platform_get_error_name (const GError *error);
const char        *soq_platform_get_code_name (int code);
const char *const *soq_platform_get_bind_options (gboolean stream,
                                                  gboolean reuse);

GPtrArray *soq_platform_list_addresses (void) G_GNUC_WARN_UNUSED_RESULT;

char **soq_platform_dup_arguments (char **argv) G_GNUC_WARN_UNUSED_RESULT;

void soq_platform_watch_quit (GSourceFunc func,
                              gpointer    user_data);
void soq_platform_watch_reload (GSourceFunc func,
                                gpointer    user_data);

G_END_DECLS
