/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include <errno.h>
#include <glib/gstdio.h>

/* What lies in the data folder: bans, accounts, and a message of the day that
 * the owner wrote in the window. The history is in soq-server-history.c.
 */

static char *
dup_motd_path (const SoqServerConfig *config)
{
  return g_build_filename (config->data_dir, "motd.txt", NULL);
}

/**
 * soq_server_load_kept_motd:
 * @config: a configuration with a data folder and without a message of the day
 * @error: return location for an error of the file
 *
 * Returns: whether the message that was written in the window could be read,
 *   or there is none
 */
gboolean
soq_server_load_kept_motd (SoqServerConfig *config,
                           GError         **error)
{
  g_autofree char *path = dup_motd_path (config);

  return !g_file_test (path, G_FILE_TEST_EXISTS) ||
         soq_server_config_load_motd (config, path, error);
}

/**
 * soq_server_load_data:
 * @self: a server with its configuration
 * @error: return location for a #GFileError, or an error that names the line
 *
 * Returns: whether what is kept could be read; without a folder nothing is
 */
gboolean
soq_server_load_data (SoqServer *self,
                      GError   **error)
{
  g_autofree char   *bans = NULL;
  g_autofree char   *accounts = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->config->data_dir == NULL)
    return TRUE;

  if (g_mkdir_with_parents (self->config->data_dir, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno),
                   "Cannot make the folder %s: %s", self->config->data_dir, g_strerror (errno));
      return FALSE;
    }

  /* What the configuration says wins over what was written in the window. */
  if (self->config->motd == NULL && !soq_server_load_kept_motd (self->config, &local_error))
    soq_server_tell (self, SOQ_EVENT_WARNING, NULL, local_error->message);
  g_clear_object (&self->bans);
  self->bans = soq_bans_new ();
  bans = g_build_filename (self->config->data_dir, "bans.ini", NULL);
  g_clear_object (&self->accounts);
  self->accounts = soq_accounts_new ();
  accounts = g_build_filename (self->config->data_dir, "accounts.ini", NULL);

  return soq_bans_load (self->bans, bans, error) &&
         soq_accounts_load (self->accounts, accounts, error);
}

/**
 * soq_server_open_data:
 * @self: a stopped server
 * @config: how it will run; copied
 * @error: return location for an error, as of soq_server_start ()
 *
 * Reads what is kept in the data folder, so that it can be seen and changed
 * before the server starts.
 *
 * Returns: whether all of it could be read
 */
gboolean
soq_server_open_data (SoqServer             *self,
                      const SoqServerConfig *config,
                      GError               **error)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (config != NULL, FALSE);
  g_return_val_if_fail (self->state == SOQ_SERVER_STATE_STOPPED, FALSE);

  soq_server_config_free (self->config);
  self->config = soq_server_config_copy (config);

  return soq_server_load_data (self, error);
}

/**
 * soq_server_get_motd:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what everybody who joins is told
 */
const char *
soq_server_get_motd (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return self->config->motd;
}

/**
 * soq_server_set_motd:
 * @self: a server
 * @text: what everybody who joins is told from now on; empty for nothing
 * @error: return location for a #GFileError: it holds, but cannot be kept
 *
 * Keeps it in the data folder, if there is one.
 *
 * Returns: whether all went well
 */
gboolean
soq_server_set_motd (SoqServer  *self,
                     const char *text,
                     GError    **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  g_free (self->config->motd);
  self->config->motd = *text != '\0' ? g_strdup (text) : NULL;
  if (self->config->data_dir == NULL)
    return TRUE;

  path = dup_motd_path (self->config);
  if (*text != '\0')
    return g_file_set_contents (path, text, -1, error);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno),
               "Cannot remove %s: %s", path, g_strerror (errno));

  return FALSE;
}
