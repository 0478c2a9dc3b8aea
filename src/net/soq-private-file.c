/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-private-file.h"

#include <glib/gstdio.h>

/* Files that only their owner may read, for there are passwords, keys or what
 * people said in them.
 */

#define MODE 0600

/**
 * soq_private_file_protect:
 * @path: (type filename): a file, which need not exist
 *
 * Takes a file away from everybody but its owner. On Windows the folder that it
 * is in does that.
 */
void
soq_private_file_protect (const char *path)
{
  GStatBuf found;

  g_return_if_fail (path != NULL);

  if (g_stat (path, &found) == 0 && (found.st_mode & 0077) != 0)
    g_chmod (path, MODE);
}

/**
 * soq_private_file_write:
 * @path: (type filename): a file, which need not exist
 * @contents: what is in it then
 * @length: of @contents, in bytes
 * @flags: how surely it is on disk
 * @error: return location for a #GFileError
 *
 * The mode that g_file_set_contents_full () takes is the one of a new file
 * only: in GLib 2.84 a file that others could read stays so, in 2.74 it does not.
 *
 * Returns: whether it is on disk
 */
gboolean
soq_private_file_write (const char           *path,
                        const char           *contents,
                        gsize                 length,
                        GFileSetContentsFlags flags,
                        GError              **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (contents != NULL, FALSE);

  /* Before, so that nobody else ever sees what comes. */
  soq_private_file_protect (path);

  return g_file_set_contents_full (path, contents, (gssize) length, flags, MODE, error);
}
