/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-bans.h"

#include "soq-error.h"

#define GROUP_PREFIX "ban "

/**
 * SoqBan:
 *
 * One address, or block of addresses, that may not come in.
 */
struct _SoqBan
{
  GObject parent_instance;

  GInetAddressMask *mask;   /* (owned) */
  char             *text;   /* (owned): the mask as one writes it */
  char             *reason; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SoqBan, soq_ban, G_TYPE_OBJECT)

/**
 * SoqBans:
 *
 * Who may not come in. Once a file was loaded every change is kept in it.
 */
struct _SoqBans
{
  GObject parent_instance;

  GListStore *list; /* (owned) of SoqBan */
  char       *path; /* (owned) (nullable): where it is kept */
};

G_DEFINE_FINAL_TYPE (SoqBans, soq_bans, G_TYPE_OBJECT)

static void
soq_ban_finalize (GObject *object)
{
  SoqBan *self = SOQ_BAN (object);

  g_clear_object (&self->mask);
  g_free (self->text);
  g_free (self->reason);

  G_OBJECT_CLASS (soq_ban_parent_class)->finalize (object);
}

static void
soq_ban_class_init (SoqBanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_ban_finalize;
}

static void
soq_ban_init (SoqBan *self)
{
}

static void
soq_bans_finalize (GObject *object)
{
  SoqBans *self = SOQ_BANS (object);

  g_clear_object (&self->list);
  g_free (self->path);

  G_OBJECT_CLASS (soq_bans_parent_class)->finalize (object);
}

static void
soq_bans_class_init (SoqBansClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_bans_finalize;
}

static void
soq_bans_init (SoqBans *self)
{
  self->list = g_list_store_new (SOQ_TYPE_BAN);
}

const char *
soq_ban_get_mask (SoqBan *self)
{
  g_return_val_if_fail (SOQ_IS_BAN (self), NULL);

  return self->text;
}

const char *
soq_ban_get_reason (SoqBan *self)
{
  g_return_val_if_fail (SOQ_IS_BAN (self), NULL);

  return self->reason;
}

SoqBans *
soq_bans_new (void)
{
  return g_object_new (SOQ_TYPE_BANS, NULL);
}

static SoqBan *
new_ban (const char *mask,
         const char *reason,
         GError    **error)
{
  g_autoptr (GInetAddressMask) parsed = g_inet_address_mask_new_from_string (mask, NULL);
  SoqBan                      *ban;

  if (parsed == NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST,
                   "“%s” is not an address to ban: it must be like 192.0.2.1 or 192.0.2.0/24",
                   mask);
      return NULL;
    }

  ban = g_object_new (SOQ_TYPE_BAN, NULL);
  ban->text = g_inet_address_mask_to_string (parsed);
  ban->mask = g_steal_pointer (&parsed);
  ban->reason = g_strdup (reason);

  return ban;
}

static gboolean
find_text (SoqBans    *self,
           const char *text,
           guint      *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_str_equal (ban->text, text))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
save (SoqBans *self,
      GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (self->path == NULL)
    return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char   *group = g_strconcat (GROUP_PREFIX, ban->text, NULL);

      g_key_file_set_string (file, group, "reason", ban->reason != NULL ? ban->reason : "");
    }

  if (g_key_file_save_to_file (file, self->path, error))
    return TRUE;

  g_prefix_error (error, "The ban holds until the server ends, but cannot be kept: ");

  return FALSE;
}

/**
 * soq_bans_load:
 * @self: the bans, still without any
 * @path: (type filename): a key file; it need not exist yet
 * @error: return location for a #GFileError, #GKeyFileError or [enum@SoqError]
 *
 * Reads the bans of @path, and keeps every later change there.
 *
 * Returns: whether it could be read
 */
gboolean
soq_bans_load (SoqBans    *self,
               const char *path,
               GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError)   local_error = NULL;
  g_auto (GStrv)       groups = NULL;

  g_return_val_if_fail (SOQ_IS_BANS (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error) &&
      !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "Cannot read %s: ", path);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *reason = g_key_file_get_string (file, groups[i], "reason", NULL);

      if (g_str_has_prefix (groups[i], GROUP_PREFIX) &&
          !soq_bans_add (self, groups[i] + strlen (GROUP_PREFIX), reason, error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }

  self->path = g_strdup (path);

  return TRUE;
}

/**
 * soq_bans_add:
 * @self: the bans
 * @mask: an address, or a block like 192.0.2.0/24
 * @reason: (nullable): why
 * @error: return location for an error: %SOQ_ERROR_BAD_HOST, and then nothing
 *   is banned; or why the file cannot be written, and then it is banned
 *
 * Returns: whether all went well
 */
gboolean
soq_bans_add (SoqBans    *self,
              const char *mask,
              const char *reason,
              GError    **error)
{
  g_autoptr (SoqBan) ban = NULL;
  guint              position;

  g_return_val_if_fail (SOQ_IS_BANS (self), FALSE);
  g_return_val_if_fail (mask != NULL, FALSE);

  ban = new_ban (mask, reason, error);
  if (ban == NULL)
    return FALSE;

  if (find_text (self, ban->text, &position))
    g_list_store_remove (self->list, position);
  g_list_store_append (self->list, ban);

  return save (self, error);
}

/**
 * soq_bans_remove:
 * @self: the bans
 * @mask: as soq_ban_get_mask () tells it
 * @error: return location for why the file cannot be written
 *
 * Returns: whether all went well
 */
gboolean
soq_bans_remove (SoqBans    *self,
                 const char *mask,
                 GError    **error)
{
  guint position;

  g_return_val_if_fail (SOQ_IS_BANS (self), FALSE);
  g_return_val_if_fail (mask != NULL, FALSE);

  if (!find_text (self, mask, &position))
    return TRUE;

  g_list_store_remove (self->list, position);

  return save (self, error);
}

/**
 * soq_bans_find:
 * @self: the bans
 * @address: who wants to come in
 *
 * Returns: (transfer none) (nullable): the ban that keeps @address out
 */
SoqBan *
soq_bans_find (SoqBans      *self,
               GInetAddress *address)
{
  g_return_val_if_fail (SOQ_IS_BANS (self), NULL);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_inet_address_mask_matches (ban->mask, address))
        return ban;
    }

  return NULL;
}

/**
 * soq_bans_get_list:
 * @self: the bans
 *
 * Returns: (transfer none): the bans as a list of SoqBan
 */
GListModel *
soq_bans_get_list (SoqBans *self)
{
  g_return_val_if_fail (SOQ_IS_BANS (self), NULL);

  return G_LIST_MODEL (self->list);
}
