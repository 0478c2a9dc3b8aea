/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-application.h"
#include "soq-paths.h"
#include "soq-platform.h"
#include "soq-tls.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (SoqApplication) application = NULL;
  g_autofree char           *locale_dir = g_strdup (g_getenv ("SOQUETE_LOCALEDIR"));

  if (locale_dir == NULL)
    locale_dir = soq_paths_dup_locale_dir ();
  soq_tls_init ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Soquete");
  soq_platform_give_memory_back ();
  soq_platform_raise_descriptor_limit ();
  application = soq_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
