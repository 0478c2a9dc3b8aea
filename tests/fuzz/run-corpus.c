/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

/* Without libFuzzer: runs the inputs of a folder, as a test. */

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) dir = g_dir_open (argv[1], 0, NULL);
  guint            n = 0;

  if (argc != 2 || dir == NULL)
    g_error ("usage: %s FOLDER", argv[0]);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      g_autofree char *data = NULL;
      gsize            size;

      if (!g_file_get_contents (path, &data, &size, NULL))
        g_error ("cannot read %s", path);
      LLVMFuzzerTestOneInput ((const guint8 *) data, size);
      n++;
    }

  g_print ("ok 1 %u inputs\n1..1\n", n);
  g_assert_cmpuint (n, >, 0);

  return 0;
}
