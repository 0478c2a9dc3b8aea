/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-accounts.h"

#include "soq-irc-names.h"
#include "soq-limits.h"
#include "soq-private-file.h"

#include <string.h>

#define GROUP_PREFIX "account "

/* Pairs of hexadecimal digits of a SHA-256, with colons between. */
#define DIGITS             64
#define FINGERPRINT_LENGTH 95

/**
 * SoqAccounts:
 *
 * The names that belong to somebody. Once a file was loaded every change is
 * kept in it, or refused: what a person was told is true after a restart. A
 * file that cannot be read is never written.
 */
struct _SoqAccounts
{
  GObject parent_instance;

  GListStore *list;           /* (owned) of SoqAccount */
  GHashTable *by_name;        /* (owned): lower case → (borrowed) SoqAccount */
  GHashTable *by_fingerprint; /* (owned): (owned) → (borrowed) SoqAccount */
  char       *path;           /* (owned) (nullable): where they are kept */
  gboolean    is_broken;      /* that file could not be read */
};

G_DEFINE_FINAL_TYPE (SoqAccounts, soq_accounts, G_TYPE_OBJECT)

GQuark
soq_accounts_error_quark (void)
{
  return g_quark_from_static_string ("soq-accounts-error-quark");
}

static void
soq_accounts_finalize (GObject *object)
{
  SoqAccounts *self = SOQ_ACCOUNTS (object);

  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_fingerprint);
  g_clear_object (&self->list);
  g_free (self->path);

  G_OBJECT_CLASS (soq_accounts_parent_class)->finalize (object);
}

static void
soq_accounts_class_init (SoqAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_accounts_finalize;
}

static void
soq_accounts_init (SoqAccounts *self)
{
  self->list = g_list_store_new (SOQ_TYPE_ACCOUNT);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_fingerprint = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SoqAccounts *
soq_accounts_new (void)
{
  return g_object_new (SOQ_TYPE_ACCOUNTS, NULL);
}

/* Returns: (transfer full) (nullable): upper case with colons, %NULL if it is
 *   no fingerprint
 */
static char *
normalize (const char *fingerprint)
{
  g_autoptr (GString) text = g_string_sized_new (FINGERPRINT_LENGTH);
  guint               n = 0;

  for (const char *p = fingerprint; *p != '\0'; p++)
    {
      if (*p == ':')
        continue;
      if (!g_ascii_isxdigit (*p) || n == DIGITS)
        return NULL;
      if (n > 0 && n % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (*p));
      n++;
    }

  return n == DIGITS ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
require_fingerprint (const char *fingerprint,
                     GError    **error)
{
  char *normal = normalize (fingerprint);

  if (normal == NULL)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_BAD_FINGERPRINT,
                 "“%s” is not the fingerprint of a certificate: "
                 "it must be a SHA-256, %d hexadecimal digits",
                 fingerprint, DIGITS);

  return normal;
}

static SoqAccount *
require_account (SoqAccounts *self,
                 const char  *name,
                 GError     **error)
{
  SoqAccount *account = soq_accounts_find (self, name);

  if (account == NULL)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_UNKNOWN,
                 "There is no account “%s”", name);

  return account;
}

static guint
count_fingerprints (SoqAccount *account)
{
  const char *const *fingerprints = soq_account_get_fingerprints (account);
  guint              n = 0;

  while (fingerprints[n] != NULL)
    n++;

  return n;
}

static char *
to_text (SoqAccounts *self,
         gsize       *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  guint                n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoqAccount) account = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char       *group = g_strdup_printf (GROUP_PREFIX "%u", i + 1);
      g_autofree char       *created = NULL;
      const char *const     *fingerprints = soq_account_get_fingerprints (account);
      const char            *hash = soq_account_get_hash (account);

      created = g_date_time_format_iso8601 (soq_account_get_created (account));
      g_key_file_set_string (file, group, "name", soq_account_get_name (account));
      g_key_file_set_string (file, group, "created", created);
      if (hash != NULL)
        g_key_file_set_string (file, group, "password", hash);
      if (fingerprints[0] != NULL)
        g_key_file_set_string_list (file, group, "fingerprints", fingerprints,
                                    count_fingerprints (account));
    }

  return g_key_file_to_data (file, length, NULL);
}

static gboolean
save (SoqAccounts *self,
      GError     **error)
{
  g_autofree char *text = NULL;
  gsize            length;

  if (self->path == NULL)
    return TRUE;

  text = to_text (self, &length);
  if (soq_private_file_write (self->path, text, length,
                              G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, error))
    return TRUE;

  g_prefix_error (error, "Nothing was changed, for it cannot be kept: ");

  return FALSE;
}

/* Whether a change may be made at all. */
static gboolean
may_change (SoqAccounts *self,
            GError     **error)
{
  if (!self->is_broken)
    return TRUE;

  g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_FILE,
               "The accounts in %s could not be read, so they cannot be changed: "
               "mend that file and start again",
               self->path);

  return FALSE;
}

static void
insert (SoqAccounts *self,
        SoqAccount  *account,
        guint        position)
{
  const char *const *fingerprints = soq_account_get_fingerprints (account);
  char              *key = g_ascii_strdown (soq_account_get_name (account), -1);

  g_list_store_insert (self->list, position, account);
  g_hash_table_insert (self->by_name, key, account);
  for (guint i = 0; fingerprints[i] != NULL; i++)
    g_hash_table_insert (self->by_fingerprint, g_strdup (fingerprints[i]), account);
}

static void
take_out (SoqAccounts *self,
          SoqAccount  *account,
          guint        position)
{
  g_autofree char   *key = g_ascii_strdown (soq_account_get_name (account), -1);
  const char *const *fingerprints = soq_account_get_fingerprints (account);

  for (guint i = 0; fingerprints[i] != NULL; i++)
    g_hash_table_remove (self->by_fingerprint, fingerprints[i]);
  g_hash_table_remove (self->by_name, key);
  g_list_store_remove (self->list, position);
}

static gboolean
check_new (SoqAccounts *self,
           const char  *name,
           GError     **error)
{
  if (!soq_irc_nick_is_valid (name))
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_BAD_NAME,
                 "“%s” cannot be the name of an account: "
                 "it must be 1 to %d letters of A to Z, digits and -_[]{}\\|^`, "
                 "and begin with no digit",
                 name, SOQ_IRC_NICK_LENGTH);
  else if (soq_accounts_find (self, name) != NULL)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_EXISTS,
                 "There is an account “%s” already", name);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) >= SOQ_LIMIT_ACCOUNTS)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_TOO_MANY,
                 "There are %d accounts already: one must go before another can come",
                 SOQ_LIMIT_ACCOUNTS);
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_new_fingerprint (SoqAccounts *self,
                       SoqAccount  *account,
                       const char  *fingerprint,
                       GError     **error)
{
  SoqAccount *owner = g_hash_table_lookup (self->by_fingerprint, fingerprint);

  if (owner != NULL)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_EXISTS,
                 "That certificate belongs to the account “%s” already",
                 soq_account_get_name (owner));
  else if (count_fingerprints (account) >= SOQ_LIMIT_ACCOUNT_FINGERPRINTS)
    g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_TOO_MANY,
                 "“%s” has %d certificates already: one must go before another can come",
                 soq_account_get_name (account), SOQ_LIMIT_ACCOUNT_FINGERPRINTS);
  else
    return TRUE;

  return FALSE;
}

static gboolean
load_fingerprints (SoqAccounts *self,
                   SoqAccount  *account,
                   GKeyFile    *file,
                   const char  *group,
                   GError     **error)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (file, group, "fingerprints", NULL, NULL);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!soq_accounts_add_fingerprint (self, soq_account_get_name (account), texts[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
load_account (SoqAccounts *self,
              GKeyFile    *file,
              const char  *group,
              GError     **error)
{
  g_autofree char       *name = g_key_file_get_string (file, group, "name", error);
  g_autofree char       *hash = g_key_file_get_string (file, group, "password", NULL);
  g_autofree char       *created = g_key_file_get_string (file, group, "created", NULL);
  g_autoptr (GDateTime)  date = NULL;
  g_autoptr (SoqAccount) account = NULL;

  if (name == NULL || !check_new (self, name, error))
    return FALSE;

  date = g_date_time_new_from_iso8601 (created != NULL ? created : "1970-01-01T00:00:00Z", NULL);
  if (date == NULL)
    {
      g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_FILE,
                   "“%s” is no date: it must be like 2024-05-17T09:30:00Z", created);
      return FALSE;
    }

  account = soq_account_new (name, hash, date);
  insert (self, account, g_list_model_get_n_items (G_LIST_MODEL (self->list)));

  return load_fingerprints (self, account, file, group, error);
}

/* The line where a group begins, from 1. */
static guint
find_line (const char *text,
           const char *group)
{
  g_autofree char *head = g_strdup_printf ("[%s]", group);
  g_auto (GStrv)   lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_equal (g_strstrip (lines[i]), head))
      return i + 1;

  return 0;
}

static gboolean
load_all (SoqAccounts *self,
          const char  *text,
          gsize        length,
          GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv)       groups = NULL;

  if (length == 0)
    return TRUE;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, error))
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], GROUP_PREFIX) && !load_account (self, file, groups[i], error))
      {
        g_prefix_error (error, "line %u, [%s]: ", find_line (text, groups[i]), groups[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
read_text (const char *path,
           char      **text,
           gsize      *length,
           GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  *length = 0;
  if (!g_file_get_contents (path, text, length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "Cannot read %s: ", path);
      return FALSE;
    }

  if (*length <= SOQ_LIMIT_ACCOUNTS_FILE)
    return TRUE;

  g_set_error (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_FILE,
               "%s is too large: it must have at most %d bytes", path, SOQ_LIMIT_ACCOUNTS_FILE);

  return FALSE;
}

/**
 * soq_accounts_load:
 * @self: the accounts, still without any
 * @path: (type filename): a key file; it need not exist yet
 * @error: return location for a #GFileError, #GKeyFileError or
 *   [enum@SoqAccountsError]; its text says which line is wrong
 *
 * Reads the accounts of @path, and keeps every later change there, readable
 * for its owner only. If it cannot be read there are no accounts, and none can
 * be made.
 *
 * Returns: whether it could be read
 */
gboolean
soq_accounts_load (SoqAccounts *self,
                   const char  *path,
                   GError     **error)
{
  g_autofree char *text = NULL;
  gsize            length;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (path != NULL && self->path == NULL, FALSE);

  self->is_broken = !read_text (path, &text, &length, error);
  if (!self->is_broken && !load_all (self, text, length, error))
    {
      g_prefix_error (error, "%s: ", path);
      self->is_broken = TRUE;
      g_hash_table_remove_all (self->by_name);
      g_hash_table_remove_all (self->by_fingerprint);
      g_list_store_remove_all (self->list);
    }
  self->path = g_strdup (path);

  return !self->is_broken;
}

/**
 * soq_accounts_find:
 * @self: the accounts
 * @name: a name, in upper or lower case
 *
 * Returns: (transfer none) (nullable): the account of that name
 */
SoqAccount *
soq_accounts_find (SoqAccounts *self,
                   const char  *name)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->by_name, key);
}

/**
 * soq_accounts_find_by_fingerprint:
 * @self: the accounts
 * @fingerprint: of a certificate, as soq_certificate_dup_fingerprint () tells it
 *
 * Returns: (transfer none) (nullable): whose certificate it is
 */
SoqAccount *
soq_accounts_find_by_fingerprint (SoqAccounts *self,
                                  const char  *fingerprint)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (fingerprint != NULL, NULL);

  normal = normalize (fingerprint);

  return normal != NULL ? g_hash_table_lookup (self->by_fingerprint, normal) : NULL;
}

/**
 * soq_accounts_add:
 * @self: the accounts
 * @name: a nick that nobody owns
 * @hash: (nullable): what soq_password_hash () returned; %NULL for an account
 *   that only a certificate opens
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether there is such an account now
 */
gboolean
soq_accounts_add (SoqAccounts *self,
                  const char  *name,
                  const char  *hash,
                  GError     **error)
{
  g_autoptr (SoqAccount) account = NULL;
  g_autoptr (GDateTime)  now = g_date_time_new_now_utc ();
  guint                  n;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!may_change (self, error) || !check_new (self, name, error))
    return FALSE;

  account = soq_account_new (name, hash, now);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  insert (self, account, n);
  if (save (self, error))
    return TRUE;

  take_out (self, account, n);

  return FALSE;
}

/**
 * soq_accounts_remove:
 * @self: the accounts
 * @name: of the account
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether it is gone
 */
gboolean
soq_accounts_remove (SoqAccounts *self,
                     const char  *name,
                     GError     **error)
{
  g_autoptr (SoqAccount) account = NULL;
  guint                  position;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!may_change (self, error))
    return FALSE;
  account = require_account (self, name, error);
  if (account == NULL)
    return FALSE;

  g_object_ref (account);
  g_list_store_find (self->list, account, &position);
  take_out (self, account, position);
  if (save (self, error))
    return TRUE;

  insert (self, account, position);

  return FALSE;
}

/**
 * soq_accounts_set_hash:
 * @self: the accounts
 * @name: of the account
 * @hash: (nullable): what soq_password_hash () returned; %NULL for no password
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether the password was changed
 */
gboolean
soq_accounts_set_hash (SoqAccounts *self,
                       const char  *name,
                       const char  *hash,
                       GError     **error)
{
  g_autofree char *before = NULL;
  SoqAccount      *account;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!may_change (self, error))
    return FALSE;
  account = require_account (self, name, error);
  if (account == NULL)
    return FALSE;

  before = g_strdup (soq_account_get_hash (account));
  soq_account_set_hash (account, hash);
  if (save (self, error))
    return TRUE;

  soq_account_set_hash (account, before);

  return FALSE;
}

static void
give_fingerprint (SoqAccounts *self,
                  SoqAccount  *account,
                  const char  *fingerprint)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           all = NULL;
  const char *const       *before = soq_account_get_fingerprints (account);

  for (guint i = 0; before[i] != NULL; i++)
    g_strv_builder_add (builder, before[i]);
  g_strv_builder_add (builder, fingerprint);
  all = g_strv_builder_end (builder);
  soq_account_set_fingerprints (account, (const char *const *) all);
  g_hash_table_insert (self->by_fingerprint, g_strdup (fingerprint), account);
}

static void
take_fingerprint (SoqAccounts *self,
                  SoqAccount  *account,
                  const char  *fingerprint)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           rest = NULL;
  const char *const       *all = soq_account_get_fingerprints (account);

  for (guint i = 0; all[i] != NULL; i++)
    if (!g_str_equal (all[i], fingerprint))
      g_strv_builder_add (builder, all[i]);
  rest = g_strv_builder_end (builder);
  soq_account_set_fingerprints (account, (const char *const *) rest);
  g_hash_table_remove (self->by_fingerprint, fingerprint);
}

/**
 * soq_accounts_add_fingerprint:
 * @self: the accounts
 * @name: of the account
 * @fingerprint: of a certificate, as soq_certificate_dup_fingerprint () tells
 *   it; colons and upper case do not matter
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether the certificate opens the account now
 */
gboolean
soq_accounts_add_fingerprint (SoqAccounts *self,
                              const char  *name,
                              const char  *fingerprint,
                              GError     **error)
{
  g_autofree char *normal = NULL;
  SoqAccount      *account;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (name != NULL && fingerprint != NULL, FALSE);

  if (!may_change (self, error))
    return FALSE;
  account = require_account (self, name, error);
  normal = account != NULL ? require_fingerprint (fingerprint, error) : NULL;
  if (normal == NULL || !check_new_fingerprint (self, account, normal, error))
    return FALSE;

  give_fingerprint (self, account, normal);
  if (save (self, error))
    return TRUE;

  take_fingerprint (self, account, normal);

  return FALSE;
}

/**
 * soq_accounts_remove_fingerprint:
 * @self: the accounts
 * @name: of the account
 * @fingerprint: of a certificate
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether the certificate does not open the account now
 */
gboolean
soq_accounts_remove_fingerprint (SoqAccounts *self,
                                 const char  *name,
                                 const char  *fingerprint,
                                 GError     **error)
{
  g_autofree char *normal = NULL;
  SoqAccount      *account;

  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), FALSE);
  g_return_val_if_fail (name != NULL && fingerprint != NULL, FALSE);

  if (!may_change (self, error))
    return FALSE;
  account = require_account (self, name, error);
  normal = account != NULL ? require_fingerprint (fingerprint, error) : NULL;
  if (normal == NULL)
    return FALSE;
  if (g_hash_table_lookup (self->by_fingerprint, normal) != account)
    return TRUE;

  take_fingerprint (self, account, normal);
  if (save (self, error))
    return TRUE;

  give_fingerprint (self, account, normal);

  return FALSE;
}

/**
 * soq_accounts_get_list:
 * @self: the accounts
 *
 * Returns: (transfer none): the accounts as a list of SoqAccount
 */
GListModel *
soq_accounts_get_list (SoqAccounts *self)
{
  g_return_val_if_fail (SOQ_IS_ACCOUNTS (self), NULL);

  return G_LIST_MODEL (self->list);
}
