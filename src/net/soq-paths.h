/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where things are. soq-paths-unix.c and soq-paths-win32.c differ; meson picks
 * one.
 */

char *soq_paths_dup_config_dir (void) G_GNUC_WARN_UNUSED_RESULT;
char *soq_paths_dup_data_dir (void) G_GNUC_WARN_UNUSED_RESULT;
char *soq_paths_dup_locale_dir (void) G_GNUC_WARN_UNUSED_RESULT;

const char *const *soq_paths_get_bundled_domains (void);

G_END_DECLS
