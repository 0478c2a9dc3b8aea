/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-secrets.h"

/**
 * soq_secrets_are_kept:
 *
 * Returns: whether this system keeps passwords for us
 */
gboolean
soq_secrets_are_kept (void)
{
  return FALSE;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "This system keeps no passwords for us");

  return FALSE;
}

/**
 * soq_secrets_find:
 * @place: `HOST:PORT`
 * @account: (out) (transfer full): the account there, or "" for none
 * @password: (out) (transfer full): its password, or that of the server
 *
 * Returns: whether a password is kept for @place
 */
gboolean
soq_secrets_find (const char *place,
                  char      **account,
                  char      **password)
{
  return FALSE;
}

/**
 * soq_secrets_set:
 * @place: `HOST:PORT`
 * @account: (nullable): the account there
 * @password: what to keep
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it is kept
 */
gboolean
soq_secrets_set (const char *place,
                 const char *account,
                 const char *password,
                 GError    **error)
{
  return refuse (error);
}

/**
 * soq_secrets_forget:
 * @place: `HOST:PORT`
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether nothing is kept for @place now
 */
gboolean
soq_secrets_forget (const char *place,
                    GError    **error)
{
  return refuse (error);
}
