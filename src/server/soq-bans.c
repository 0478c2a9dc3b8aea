/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-bans.h"

#include "soq-error.h"
#include "soq-private-file.h"

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
  GDateTime        *until;  /* (owned) (nullable): for ever */
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
  g_clear_pointer (&self->until, g_date_time_unref);

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

/**
 * soq_ban_get_until:
 * @self: a ban
 *
 * Returns: (transfer none) (nullable): when it ends; %NULL for never
 */
GDateTime *
soq_ban_get_until (SoqBan *self)
{
  g_return_val_if_fail (SOQ_IS_BAN (self), NULL);

  return self->until;
}

static gboolean
is_over (SoqBan    *self,
         GDateTime *now)
{
  return self->until != NULL && g_date_time_compare (self->until, now) <= 0;
}

SoqBans *
soq_bans_new (void)
{
  return g_object_new (SOQ_TYPE_BANS, NULL);
}

static SoqBan *
new_ban (const char *mask,
         const char *reason,
         GDateTime  *until,
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
  ban->until = until != NULL ? g_date_time_ref (until) : NULL;

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
  g_autofree char     *text = NULL;
  gsize                length;

  if (self->path == NULL)
    return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char   *group = g_strconcat (GROUP_PREFIX, ban->text, NULL);

      g_key_file_set_string (file, group, "reason", ban->reason != NULL ? ban->reason : "");
      if (ban->until != NULL)
        {
          g_autofree char *until = g_date_time_format_iso8601 (ban->until);

          g_key_file_set_string (file, group, "until", until);
        }
    }

  text = g_key_file_to_data (file, &length, NULL);
  if (soq_private_file_write (self->path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, error))
    return TRUE;

  g_prefix_error (error, "The ban holds until the server ends, but cannot be kept: ");

  return FALSE;
}

static gboolean
load_ban (SoqBans    *self,
          GKeyFile   *file,
          const char *group,
          GError    **error)
{
  g_autofree char      *reason = g_key_file_get_string (file, group, "reason", NULL);
  g_autofree char      *end = g_key_file_get_string (file, group, "until", NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) until = end != NULL ? g_date_time_new_from_iso8601 (end, utc) : NULL;

  if (end != NULL && until == NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                   "[%s]: “%s” is no time: it must be like 2024-05-17T09:30:00Z", group, end);
      return FALSE;
    }

  return soq_bans_add (self, group + strlen (GROUP_PREFIX), reason, until, error);
}

/* Drops what is over. */
static void
expire (SoqBans *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gboolean              changed = FALSE;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->list)); i > 0; i--)
    {
      g_autoptr (SoqBan) ban = g_list_model_get_item (G_LIST_MODEL (self->list), i - 1);

      if (!is_over (ban, now))
        continue;

      g_list_store_remove (self->list, i - 1);
      changed = TRUE;
    }

  if (changed)
    save (self, NULL);
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
    if (g_str_has_prefix (groups[i], GROUP_PREFIX) && !load_ban (self, file, groups[i], error))
      {
        g_prefix_error (error, "%s: ", path);
        return FALSE;
      }

  self->path = g_strdup (path);
  expire (self);

  return TRUE;
}

/**
 * soq_bans_add:
 * @self: the bans
 * @mask: an address, or a block like 192.0.2.0/24
 * @reason: (nullable): why
 * @until: (nullable): when it ends; %NULL for never
 * @error: return location for an error: %SOQ_ERROR_BAD_HOST, and then nothing
 *   is banned; or why the file cannot be written, and then it is banned
 *
 * Returns: whether all went well
 */
gboolean
soq_bans_add (SoqBans    *self,
              const char *mask,
              const char *reason,
              GDateTime  *until,
              GError    **error)
{
  g_autoptr (SoqBan) ban = NULL;
  guint              position;

  g_return_val_if_fail (SOQ_IS_BANS (self), FALSE);
  g_return_val_if_fail (mask != NULL, FALSE);

  ban = new_ban (mask, reason, until, error);
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

  expire (self);
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
 * Returns: (transfer none): the bans as a list of SoqBan, without those that
 *   are over by now
 */
GListModel *
soq_bans_get_list (SoqBans *self)
{
  g_return_val_if_fail (SOQ_IS_BANS (self), NULL);

  expire (self);
  return G_LIST_MODEL (self->list);
}
