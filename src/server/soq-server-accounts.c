/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-limits.h"
#include "soq-password.h"

/* What the owner does with accounts. Hashing a password takes a while and is
 * done in a thread.
 */

typedef struct
{
  char    *name;   /* (owned) */
  gboolean is_new; /* the account is to be made */
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_free (self->name);
  g_free (self);
}

/**
 * soq_server_get_accounts:
 * @self: a server
 *
 * Returns: (transfer none): the accounts, as a list of SoqAccount; another one
 *   after each start with a data folder
 */
GListModel *
soq_server_get_accounts (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return soq_accounts_get_list (self->accounts);
}

static void
hashed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask)  task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *hash = soq_password_hash_finish (result, &error);
  SoqServer         *self = g_task_get_source_object (task);
  Change            *change = g_task_get_task_data (task);

  if (hash == NULL ||
      !(change->is_new ? soq_accounts_add (self->accounts, change->name, hash, &error)
                       : soq_accounts_set_hash (self->accounts, change->name, hash, &error)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * soq_server_set_account_async:
 * @self: a server
 * @name: the name of an account
 * @password: its password from now on, of 1 to 1024 bytes
 * @is_new: whether to make the account
 * @callback: called when that is done
 * @user_data: data for @callback
 */
void
soq_server_set_account_async (SoqServer          *self,
                              const char         *name,
                              const char         *password,
                              gboolean            is_new,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask  *task;
  Change *change;

  g_return_if_fail (SOQ_IS_SERVER (self));
  g_return_if_fail (name != NULL && password != NULL);

  change = g_new0 (Change, 1);
  change->name = g_strdup (name);
  change->is_new = is_new;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, soq_server_set_account_async);
  g_task_set_task_data (task, change, change_free);
  soq_password_hash_async (password, NULL, hashed_cb, task);
}

/**
 * soq_server_set_account_finish:
 * @self: a server
 * @result: what the callback got
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Returns: whether the account has that password now
 */
gboolean
soq_server_set_account_finish (SoqServer    *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * soq_server_remove_account:
 * @self: a server
 * @name: the name of an account
 * @error: return location for a [enum@SoqAccountsError] or #GFileError
 *
 * Who is logged in to it stays so until it leaves.
 *
 * Returns: whether there was one, and is none now
 */
gboolean
soq_server_remove_account (SoqServer  *self,
                           const char *name,
                           GError    **error)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return soq_accounts_remove (self->accounts, name, error);
}
