/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-config.h"

#include "soq-address.h"
#include "soq-error.h"
#include "soq-irc-names.h"
#include "soq-limits.h"

G_DEFINE_ENUM_TYPE (SoqReplyMode,
                    soq_reply_mode,
                    G_DEFINE_ENUM_VALUE (SOQ_REPLY_MODE_CHAT, "chat"),
                    G_DEFINE_ENUM_VALUE (SOQ_REPLY_MODE_ECHO, "echo"),
                    G_DEFINE_ENUM_VALUE (SOQ_REPLY_MODE_UPPERCASE, "uppercase"),
                    G_DEFINE_ENUM_VALUE (SOQ_REPLY_MODE_BY_HAND, "by-hand"),
                    G_DEFINE_ENUM_VALUE (SOQ_REPLY_MODE_SILENT, "silent"))

typedef struct _Key Key;

/* Reads a value into its field, or says in @error what would be right. */
typedef gboolean (*SetFunc) (SoqServerConfig *self,
                             const Key       *key,
                             const char      *value,
                             GError         **error);

/* Writes a field as it stands in the file. */
typedef char *(*GetFunc) (SoqServerConfig *self,
                          const Key       *key);

struct _Key
{
  const char *group;
  const char *name;
  SetFunc     set;
  GetFunc     get;
  gsize       offset; /* of the field */
  guint       least;  /* of a number */
  guint       most;
};

static gpointer
field (SoqServerConfig *self,
       const Key       *key)
{
  return (guint8 *) self + key->offset;
}

static gboolean
fail (GError    **error,
      const char *value,
      const char *right)
{
  g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
               "“%s” cannot be used: it must be %s", value, right);

  return FALSE;
}

static gboolean
set_text (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          GError         **error)
{
  char **text = field (self, key);

  if (!g_utf8_validate (value, -1, NULL))
    return fail (error, "?", "text in UTF-8");

  g_free (*text);
  *text = *value != '\0' ? g_strdup (value) : NULL;

  return TRUE;
}

static gboolean
set_name (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          GError         **error)
{
  if (!soq_irc_nick_is_valid (value))
    return fail (error, value,
                 "1 to 32 of the letters a to z, digits and -_[]{}\\|^`, not beginning with a digit or -");

  return set_text (self, key, value, error);
}

static gboolean
set_number (SoqServerConfig *self,
            const Key       *key,
            const char      *value,
            GError         **error)
{
  guint           *number = field (self, key);
  g_autofree char *range = g_strdup_printf ("a number from %u to %u", key->least, key->most);
  guint64          parsed;

  if (!g_ascii_string_to_unsigned (value, 10, key->least, key->most, &parsed, NULL))
    return fail (error, value, range);

  *number = (guint) parsed;

  return TRUE;
}

static gboolean
set_switch (SoqServerConfig *self,
            const Key       *key,
            const char      *value,
            GError         **error)
{
  gboolean *on = field (self, key);

  if (!g_str_equal (value, "true") && !g_str_equal (value, "false"))
    return fail (error, value, "true or false");

  *on = g_str_equal (value, "true");

  return TRUE;
}

static gboolean
set_mode (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          GError         **error)
{
  g_autoptr (GEnumClass) modes = g_type_class_ref (SOQ_TYPE_REPLY_MODE);
  GEnumValue            *mode = g_enum_get_value_by_nick (modes, value);

  /* By hand takes a window to answer in. */
  if (mode == NULL || mode->value == SOQ_REPLY_MODE_BY_HAND)
    return fail (error, value, "chat, echo, uppercase or silent");

  self->mode = (guint) mode->value;

  return TRUE;
}

static gboolean
is_address (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 0);

  return address != NULL;
}

static gboolean
is_mask (const char *text)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (text, NULL);

  return mask != NULL;
}

static gboolean
set_list (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          gboolean (*is_valid) (const char *),
          const char *right,
          GError    **error)
{
  char                  ***list = field (self, key);
  g_auto (GStrv)           items = g_strsplit_set (value, "; ,", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; items[i] != NULL; i++)
    {
      if (*items[i] == '\0')
        continue;
      if (!is_valid (items[i]))
        return fail (error, items[i], right);

      g_strv_builder_add (builder, items[i]);
    }

  g_strfreev (*list);
  *list = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
set_addresses (SoqServerConfig *self,
               const Key       *key,
               const char      *value,
               GError         **error)
{
  return set_list (self, key, value, is_address,
                   "an IP address like 0.0.0.0, 192.0.2.1 or ::1", error);
}

static gboolean
set_masks (SoqServerConfig *self,
           const Key       *key,
           const char      *value,
           GError         **error)
{
  return set_list (self, key, value, is_mask,
                   "addresses or blocks like 192.0.2.1 or 192.0.2.0/24", error);
}

static gboolean
set_motd (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          GError         **error)
{
  return soq_server_config_load_motd (self, value, error);
}

static char *
get_text (SoqServerConfig *self,
          const Key       *key)
{
  char **text = field (self, key);

  return g_strdup (*text != NULL ? *text : "");
}

static char *
get_number (SoqServerConfig *self,
            const Key       *key)
{
  guint *number = field (self, key);

  return g_strdup_printf ("%u", *number);
}

static char *
get_switch (SoqServerConfig *self,
            const Key       *key)
{
  gboolean *on = field (self, key);

  return g_strdup (*on ? "true" : "false");
}

static char *
get_list (SoqServerConfig *self,
          const Key       *key)
{
  char ***list = field (self, key);

  return *list != NULL ? g_strjoinv (", ", *list) : g_strdup ("");
}

static char *
get_mode (SoqServerConfig *self,
          const Key       *key)
{
  g_autoptr (GEnumClass) modes = g_type_class_ref (SOQ_TYPE_REPLY_MODE);

  return g_strdup (g_enum_get_value (modes, (int) self->mode)->value_nick);
}

#define FIELD(name) G_STRUCT_OFFSET (SoqServerConfig, name)

static const Key keys[] = {
  { "server", "address", set_addresses, get_list, FIELD (addresses), 0, 0 },
  { "server", "port", set_number, get_number, FIELD (port), 0, G_MAXUINT16 },
  { "server", "udp", set_switch, get_switch, FIELD (udp), 0, 0 },
  { "server", "mode", set_mode, get_mode, FIELD (mode), 0, 0 },
  { "server", "name", set_name, get_text, FIELD (name), 0, 0 },
  { "server", "motd", set_motd, get_text, FIELD (motd), 0, 0 },
  { "server", "data-dir", set_text, get_text, FIELD (data_dir), 0, 0 },
  { "server", "backlog", set_number, get_number, FIELD (backlog), 1, 65535 },
  { "server", "receive-size", set_number, get_number, FIELD (receive_size),
    1, SOQ_LIMIT_RECEIVE_SIZE },
  { "server", "stop-when-empty", set_switch, get_switch, FIELD (stop_when_empty), 0, 0 },
  { "server", "stop-word", set_text, get_text, FIELD (stop_word), 0, 0 },
  { "server", "stop-word-addresses", set_masks, get_list, FIELD (stop_word_addresses), 0, 0 },
  { "server", "quit-word", set_text, get_text, FIELD (quit_word), 0, 0 },
  { "server", "log-json", set_switch, get_switch, FIELD (log_json), 0, 0 },
  { "limits", "throttle", set_switch, get_switch, FIELD (throttle), 0, 0 },
  { "limits", "max-clients", set_number, get_number, FIELD (max_clients), 1, 1000000 },
  { "limits", "max-clients-per-address", set_number, get_number, FIELD (max_clients_per_address),
    1, 1000000 },
  { "limits", "line", set_number, get_number, FIELD (line), 16, 1024 * 1024 },
  { "limits", "send-queue", set_number, get_number, FIELD (send_queue), 4096, 1024 * 1024 * 1024 },
};

/**
 * soq_server_config_new:
 *
 * Returns: (transfer full): what a server does when nobody says anything else
 */
SoqServerConfig *
soq_server_config_new (void)
{
  SoqServerConfig *self = g_new0 (SoqServerConfig, 1);

  self->name = g_strdup ("server");
  self->stop_word_addresses = g_strsplit ("127.0.0.0/8 ::1", " ", -1);
  self->port = SOQ_DEFAULT_PORT;
  self->backlog = SOQ_LIMIT_BACKLOG;
  self->receive_size = SOQ_LIMIT_RECEIVE_SIZE;
  self->line = SOQ_LIMIT_LINE;
  self->send_queue = SOQ_LIMIT_SEND_QUEUE;
  self->max_clients = SOQ_LIMIT_CLIENTS;
  self->max_clients_per_address = SOQ_LIMIT_CLIENTS_PER_ADDRESS;
  self->throttle = TRUE;

  return self;
}

SoqServerConfig *
soq_server_config_copy (const SoqServerConfig *self)
{
  SoqServerConfig *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (SoqServerConfig, 1);
  *copy = *self;
  copy->addresses = g_strdupv (self->addresses);
  copy->name = g_strdup (self->name);
  copy->motd = g_strdup (self->motd);
  copy->stop_word = g_strdup (self->stop_word);
  copy->stop_word_addresses = g_strdupv (self->stop_word_addresses);
  copy->quit_word = g_strdup (self->quit_word);
  copy->data_dir = g_strdup (self->data_dir);

  return copy;
}

void
soq_server_config_free (SoqServerConfig *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->addresses);
  g_free (self->name);
  g_free (self->motd);
  g_free (self->stop_word);
  g_strfreev (self->stop_word_addresses);
  g_free (self->quit_word);
  g_free (self->data_dir);
  g_free (self);
}

static const Key *
find_key (const char *group,
          const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].name, name))
      return &keys[i];

  return NULL;
}

static void
fail_unknown_key (const char *group,
                  const char *name,
                  GError    **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group))
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", keys[i].name);

  if (known->len == 0)
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                 "there is no group [%s]: the groups are [server] and [limits]", group);
  else
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                 "there is no key “%s” in [%s]: it has %s", name, group, known->str);
}

/**
 * soq_server_config_set:
 * @self: a configuration
 * @group: the group of the key, as in the file
 * @key: a key
 * @value: its value, as it stands in the file
 * @error: return location for %SOQ_ERROR_BAD_CONFIG
 *
 * Sets one value; options of the command line come through here too.
 *
 * Returns: whether @value could be used; @self is unchanged if not
 */
gboolean
soq_server_config_set (SoqServerConfig *self,
                       const char      *group,
                       const char      *key,
                       const char      *value,
                       GError         **error)
{
  const Key *known;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (group != NULL && key != NULL && value != NULL, FALSE);

  known = find_key (group, key);
  if (known == NULL)
    {
      fail_unknown_key (group, key, error);
      return FALSE;
    }

  return known->set (self, known, value, error);
}

/**
 * soq_server_config_dup_value:
 * @self: a configuration
 * @group: the group of a key that exists
 * @key: the key
 *
 * Returns: (transfer full): its value, as soq_server_config_set () takes it
 */
char *
soq_server_config_dup_value (SoqServerConfig *self,
                             const char      *group,
                             const char      *key)
{
  const Key *known;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (group != NULL && key != NULL, NULL);

  known = find_key (group, key);
  g_return_val_if_fail (known != NULL, NULL);

  return known->get (self, known);
}

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
  g_autofree char *value = g_key_file_get_string (file, group, key, error);

  if (value == NULL)
    return FALSE;

  g_strstrip (value);
  if (soq_server_config_set (self, group, key, value, error))
    return TRUE;

  if (find_key (group, key) != NULL)
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

  if (names[0] == NULL && !g_str_equal (group, "server") && !g_str_equal (group, "limits"))
    {
      fail_unknown_key (group, "", error);
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

  return soq_server_config_load_data (self, path, data, error);
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
