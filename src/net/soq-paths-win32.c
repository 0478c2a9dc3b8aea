/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-paths.h"

#define PORTABLE "portable.txt"

/* The folder that has bin/: it can be anywhere. */
static char *
find_root (void)
{
  return g_win32_get_package_installation_directory_of_module (NULL);
}

/* Where everything is kept if the program is portable: a file beside bin/ or
 * beside the program says so.
 */
static char *
find_portable_dir (void)
{
  g_autofree char *root = find_root ();
  g_autofree char *beside_bin = g_build_filename (root, PORTABLE, NULL);
  g_autofree char *in_bin = g_build_filename (root, "bin", PORTABLE, NULL);

  if (!g_file_test (beside_bin, G_FILE_TEST_EXISTS) && !g_file_test (in_bin, G_FILE_TEST_EXISTS))
    return NULL;

  return g_build_filename (root, "data", NULL);
}

/* To Windows both are the same: AppData\Local. A portable program's stay apart
 * from its own files.
 */
static char *
dup_user_dir (const char *usual)
{
  char *portable = find_portable_dir ();

  return portable != NULL ? portable : g_build_filename (usual, PACKAGE_NAME, NULL);
}

char *
soq_paths_dup_config_dir (void)
{
  return dup_user_dir (g_get_user_config_dir ());
}

char *
soq_paths_dup_data_dir (void)
{
  return dup_user_dir (g_get_user_data_dir ());
}

/* libintl opens files by names in the code page of the system. */
char *
soq_paths_dup_locale_dir (void)
{
  g_autofree char *root = find_root ();
  g_autofree char *path = g_build_filename (root, "share", "locale", NULL);

  return g_win32_locale_filename_from_utf8 (path);
}

const char *const *
soq_paths_get_bundled_domains (void)
{
  static const char *const domains[] = { "libadwaita", NULL };

  return domains;
}
