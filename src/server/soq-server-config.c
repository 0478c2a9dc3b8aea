/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-config-private.h"

#include "soq-address.h"
#include "soq-error.h"
#include "soq-irc-names.h"
#include "soq-limits.h"
#include "soq-private-file.h"

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
  if (!soq_irc_nick_is_valid (value) && !soq_irc_hostname_is_valid (value))
    return fail (error, value,
                 "a host name with a dot, or 1 to 32 of the letters a to z, digits and -_[]{}\\|^`, not beginning with a digit or -");

  return set_text (self, key, value, error);
}

static gboolean
set_network (SoqServerConfig *self,
             const Key       *key,
             const char      *value,
             GError         **error)
{
  if (*value == '\0' || strlen (value) > 50)
    return fail (error, value, "a name of 1 to 50 bytes");

  return set_text (self, key, value, error);
}

/* It shares a line of IRC with the names of two people and of the server. */
static gboolean
set_description (SoqServerConfig *self,
                 const Key       *key,
                 const char      *value,
                 GError         **error)
{
  if (strpbrk (value, "\r\n") != NULL || strlen (value) > SOQ_LIMIT_DESCRIPTION)
    return fail (error, "this", "one line of at most 200 bytes");

  return set_text (self, key, value, error);
}

/* What goes through IRC as one parameter. */
static gboolean
set_word (SoqServerConfig *self,
          const Key       *key,
          const char      *value,
          GError         **error)
{
  if (strpbrk (value, " \r\n") != NULL || *value == ':')
    return fail (error, "this", "one word that does not begin with a colon");

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
  { "server", "network", set_network, get_text, FIELD (network), 0, 0 },
  { "server", "description", set_description, get_text, FIELD (description), 0, 0 },
  { "server", "password", set_word, get_text, FIELD (password), 0, 0 },
  { "server", "admin", set_text, get_text, FIELD (admin), 0, 0 },
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
  { "limits", "registration-seconds", set_number, get_number, FIELD (registration_seconds),
    1, 3600 },
  { "limits", "ping-seconds", set_number, get_number, FIELD (ping_seconds), 1, 86400 },
  { "tls", "certificate", set_text, get_text, FIELD (tls_certificate), 0, 0 },
  { "tls", "key", set_text, get_text, FIELD (tls_key), 0, 0 },
  { "tls", "port", set_number, get_number, FIELD (tls_port), 0, G_MAXUINT16 },
  { "history", "days", set_number, get_number, FIELD (history_days), 0, 36500 },
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
  self->network = g_strdup ("Soquete");
  self->operators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->overrides = g_ptr_array_new_with_free_func (g_free);
  self->registration_seconds = SOQ_LIMIT_REGISTRATION_SECONDS;
  self->ping_seconds = SOQ_LIMIT_PING_SECONDS;
  self->history_days = 30;
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

static GHashTable *
copy_operators (GHashTable *operators)
{
  GHashTable    *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer       name;
  gpointer       password;

  g_hash_table_iter_init (&iter, operators);
  while (g_hash_table_iter_next (&iter, &name, &password))
    g_hash_table_insert (copy, g_strdup (name), g_strdup (password));

  return copy;
}

static gpointer
copy_text (gconstpointer text,
           gpointer      user_data)
{
  return g_strdup (text);
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
  copy->network = g_strdup (self->network);
  copy->description = g_strdup (self->description);
  copy->password = g_strdup (self->password);
  copy->admin = g_strdup (self->admin);
  copy->tls_certificate = g_strdup (self->tls_certificate);
  copy->tls_key = g_strdup (self->tls_key);
  copy->path = g_strdup (self->path);
  copy->operators = copy_operators (self->operators);
  copy->overrides = g_ptr_array_copy (self->overrides, copy_text, NULL);
  g_ptr_array_set_free_func (copy->overrides, g_free);

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
  g_free (self->network);
  g_free (self->description);
  g_free (self->password);
  g_free (self->admin);
  g_free (self->tls_certificate);
  g_free (self->tls_key);
  g_free (self->path);
  g_hash_table_unref (self->operators);
  g_ptr_array_unref (self->overrides);
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

/**
 * soq_server_config_fail_unknown:
 * @group: a group
 * @name: a key that is not in it, if there is such a group
 * @error: return location for the error
 */
/* A path stands in the file as it is: to a key file a backslash would be the
 * begin of a special character, and Windows has one in every path.
 */
gboolean
soq_server_config_is_path (const char *name)
{
  static const char *const paths[] = { "certificate", "data-dir", "key", "motd", NULL };

  return g_strv_contains (paths, name);
}

void
soq_server_config_fail_unknown (const char *group,
                                const char *name,
                                GError    **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group))
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", keys[i].name);

  if (known->len == 0)
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                 "there is no group [%s]: the groups are [server], [limits], [tls], [history] and [operators]",
                 group);
  else
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                 "there is no key “%s” in [%s]: it has %s", name, group, known->str);
}

static gboolean
set_operator (SoqServerConfig *self,
              const char      *name,
              const char      *password,
              GError         **error)
{
  if (*password == '\0' || strpbrk (password, " \r\n") != NULL || strchr (name, ' ') != NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                   "operator “%s”: it must be NAME=PASSWORD or NAME=HASH, both one word", name);
      return FALSE;
    }

  g_hash_table_insert (self->operators, g_strdup (name), g_strdup (password));

  return TRUE;
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

  if (g_str_equal (group, "operators"))
    return set_operator (self, key, value, error);

  known = find_key (group, key);
  if (known == NULL)
    {
      soq_server_config_fail_unknown (group, key, error);
      return FALSE;
    }

  return known->set (self, known, value, error);
}

/**
 * soq_server_config_override:
 * @self: a configuration
 * @group: as of soq_server_config_set ()
 * @key: as of soq_server_config_set ()
 * @value: as of soq_server_config_set ()
 * @error: as of soq_server_config_set ()
 *
 * Sets one value that the file, read again, shall not change.
 *
 * Returns: whether @value could be used
 */
gboolean
soq_server_config_override (SoqServerConfig *self,
                            const char      *group,
                            const char      *key,
                            const char      *value,
                            GError         **error)
{
  if (!soq_server_config_set (self, group, key, value, error))
    return FALSE;

  g_ptr_array_add (self->overrides, g_strdup (group));
  g_ptr_array_add (self->overrides, g_strdup (key));
  g_ptr_array_add (self->overrides, g_strdup (value));

  return TRUE;
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

/**
 * soq_server_config_has_group:
 * @group: the name of a group
 *
 * Returns: whether there are keys in it
 */
gboolean
soq_server_config_has_group (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group))
      return TRUE;

  return g_str_equal (group, "operators");
}

/**
 * soq_server_config_has_key:
 * @group: the name of a group
 * @name: the name of a key
 *
 * Returns: whether @group has such a key
 */
gboolean
soq_server_config_has_key (const char *group,
                           const char *name)
{
  return find_key (group, name) != NULL;
}

/* The window has its own places for these. */
static gboolean
is_kept_elsewhere (const Key *key)
{
  return key->set == set_motd || key->set == set_mode ||
         key->offset == FIELD (port) || key->offset == FIELD (data_dir);
}

/**
 * soq_server_config_save:
 * @self: a configuration
 * @path: (type filename): a key file, which only its owner can read
 * @error: return location for a #GFileError
 *
 * Keeps what a window can set, as far as it is not as it always is; but not
 * the port, the mode, the data folder and the message of the day.
 *
 * Returns: whether it was written
 */
gboolean
soq_server_config_save (SoqServerConfig *self,
                        const char      *path,
                        GError         **error)
{
  g_autoptr (SoqServerConfig) plain = soq_server_config_new ();
  g_autoptr (GKeyFile)        file = g_key_file_new ();
  g_autofree char            *text = NULL;
  gsize                       length;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *value = keys[i].get (self, &keys[i]);
      g_autofree char *usual = keys[i].get (plain, &keys[i]);

      if (!is_kept_elsewhere (&keys[i]) && !g_str_equal (value, usual))
        {
          if (soq_server_config_is_path (keys[i].name))
            g_key_file_set_value (file, keys[i].group, keys[i].name, value);
          else
            g_key_file_set_string (file, keys[i].group, keys[i].name, value);
        }
    }

  text = g_key_file_to_data (file, &length, NULL);

  return soq_private_file_write (path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, error);
}
