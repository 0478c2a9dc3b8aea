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

/**
 * soq_paths_get_bundled_domains:
 *
 * A library that came with us looks for its translations where it was built,
 * unless it asks where it is; those that do not ask have to be told.
 *
 * Returns: (array zero-terminated=1): the text domains of the libraries whose
 *   translations lie beside ours and would not be found
 */
const char *const *
soq_paths_get_bundled_domains (void)
{
  static const char *const none[] = { NULL };

  return none;
}
