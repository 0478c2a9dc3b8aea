/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-paths.h"

/**
 * soq_paths_dup_config_dir:
 *
 * Returns: (transfer full) (type filename): where what a person chose is kept
 */
char *
soq_paths_dup_config_dir (void)
{
  return g_build_filename (g_get_user_config_dir (), PACKAGE_NAME, NULL);
}

/**
 * soq_paths_dup_data_dir:
 *
 * Returns: (transfer full) (type filename): where servers keep accounts and
 *   history
 */
char *
soq_paths_dup_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), PACKAGE_NAME, NULL);
}

/**
 * soq_paths_dup_locale_dir:
 *
 * Returns: (transfer full) (type filename): where translations are installed
 */
char *
soq_paths_dup_locale_dir (void)
{
  return g_strdup (LOCALEDIR);
}
