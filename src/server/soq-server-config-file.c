/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-config-private.h"

#include "soq-error.h"

/* Reading the configuration from files. */

static gboolean
is_group_line (const char *line,
               const char *group)
{
  gsize n = strlen (group);

  return line[0] == '[' && strncmp (line + 1, group, n) == 0 && line[n + 1] == ']';
}

static gboolean
is_key_line (const char *line,
             const char *key)
{
  gsize n = strlen (key);

  if (strncmp (line, key, n) != 0)
    return FALSE;

  line += n;
  while (*line == ' ' || *line == '\t')
    line++;

  return *line == '=';
}

/* GKeyFile does not tell where a key stands. The last one counts. */
static guint
find_line (const char *data,
           const char *group,
           const char *key)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
  gboolean       inside = FALSE;
  guint          found = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strchug (lines[i]);

      if (*line == '[')
        inside = is_group_line (line, group);
      if (inside && (key != NULL ? is_key_line (line, key) : *line == '['))
        found = i + 1;
    }

  return found;
}

static gboolean
load_key (SoqServerConfig *self,
          GKeyFile        *file,
          const char      *group,
          const char      *key,
          GError         **error)
{
  g_autofree char *value = NULL;

  value = soq_server_config_is_path (key) ? g_key_file_get_value (file, group, key, error)
                                          : g_key_file_get_string (file, group, key, error);
  if (value == NULL)
    return FALSE;

  g_strstrip (value);
  if (soq_server_config_set (self, group, key, value, error))
    return TRUE;

  if (soq_server_config_has_key (group, key))
    g_prefix_error (error, "%s: ", key);

  return FALSE;
}

static gboolean
load_group (SoqServerConfig *self,
            GKeyFile        *file,
            const char      *group,
            const char      *path,
            const char      *data,
            GError         **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    if (!load_key (self, file, group, names[i], error))
      {
        g_prefix_error (error, "%s, line %u: ", path, find_line (data, group, names[i]));
        return FALSE;
      }

  if (names[0] == NULL && !soq_server_config_has_group (group))
    {
      soq_server_config_fail_unknown (group, "", error);
      g_prefix_error (error, "%s, line %u: ", path, find_line (data, group, NULL));
      return FALSE;
    }

  return TRUE;
}

/**
 * soq_server_config_load_data:
 * @self: a configuration
 * @path: what to call @data in errors
 * @data: the text of a key file
 * @error: return location for an error that names the line and the remedy
 *
 * Returns: whether all of it could be used
 */
gboolean
soq_server_config_load_data (SoqServerConfig *self,
                             const char      *path,
                             const char      *data,
                             GError         **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv)       groups = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL && data != NULL, FALSE);

  if (!g_key_file_load_from_data (file, data, (gsize) -1, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!load_group (self, file, groups[i], path, data, error))
      return FALSE;

  return TRUE;
}

/**
 * soq_server_config_load:
 * @self: a configuration
 * @path: (type filename): a key file
 * @error: return location for a #GFileError, or an error that names the line
 *   and the remedy
 *
 * Returns: whether all of it could be used
 */
gboolean
soq_server_config_load (SoqServerConfig *self,
                        const char      *path,
                        GError         **error)
{
  g_autofree char *data = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_file_get_contents (path, &data, NULL, error))
    return FALSE;

  g_free (self->path);
  self->path = g_strdup (path);

  return soq_server_config_load_data (self, path, data, error);
}

/**
 * soq_server_config_reload:
 * @self: a configuration that was read from a file
 * @error: return location for an error as of soq_server_config_load ()
 *
 * Reads the file again. What won over it then wins again.
 *
 * Returns: (transfer full) (nullable): what it says now
 */
SoqServerConfig *
soq_server_config_reload (const SoqServerConfig *self,
                          GError               **error)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();

  g_return_val_if_fail (self != NULL && self->path != NULL, NULL);

  if (!soq_server_config_load (config, self->path, error))
    return NULL;

  for (guint i = 0; i + 2 < self->overrides->len; i += 3)
    if (!soq_server_config_override (config, g_ptr_array_index (self->overrides, i),
                                     g_ptr_array_index (self->overrides, i + 1),
                                     g_ptr_array_index (self->overrides, i + 2), error))
      return NULL;

  return g_steal_pointer (&config);
}

/**
 * soq_server_config_load_motd:
 * @self: a configuration
 * @path: (type filename): a text file
 * @error: return location for a #GFileError or %SOQ_ERROR_BAD_CONFIG
 *
 * Takes the message of the day from @path.
 *
 * Returns: whether it could be read
 */
gboolean
soq_server_config_load_motd (SoqServerConfig *self,
                             const char      *path,
                             GError         **error)
{
  g_autofree char *motd = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_file_get_contents (path, &motd, NULL, error))
    return FALSE;

  if (!g_utf8_validate (motd, -1, NULL))
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                   "%s is not text in UTF-8", path);
      return FALSE;
    }

  g_free (self->motd);
  self->motd = g_steal_pointer (&motd);
  g_strchomp (self->motd);

  return TRUE;
}
