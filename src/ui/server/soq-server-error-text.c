/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-error-text.h"

#include "soq-accounts.h"
#include "soq-error-text.h"
#include "soq-error.h"

#include <glib/gi18n.h>

/* Sentences for the owner of a server. */

/**
 * soq_account_error_text:
 * @error: why an account was not changed
 * @name: its name, as it was typed
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_account_error_text (const GError *error,
                        const char   *name)
{
  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (error->domain != SOQ_ACCOUNTS_ERROR)
    return soq_file_error_text (error, "accounts.ini");

  switch ((SoqAccountsError) error->code)
    {
    case SOQ_ACCOUNTS_ERROR_BAD_NAME:
      /* Translators: %s is what somebody typed. */
      return g_strdup_printf (_("No account can be called “%s”: a name has 1 to 32 letters, digits or -_[]{}\\|^`, and no accents, and begins with no digit"), name);

    case SOQ_ACCOUNTS_ERROR_EXISTS:
      /* Translators: %s is the name of an account. */
      return g_strdup_printf (_("There is an account “%s” already: choose another name"), name);

    case SOQ_ACCOUNTS_ERROR_UNKNOWN:
      /* Translators: %s is the name of an account. */
      return g_strdup_printf (_("There is no account “%s” any more"), name);

    case SOQ_ACCOUNTS_ERROR_TOO_MANY:
      return g_strdup (_("There are too many accounts: remove one first"));

    case SOQ_ACCOUNTS_ERROR_BAD_FINGERPRINT:
    case SOQ_ACCOUNTS_ERROR_FILE:
    default:
      return g_strdup (_("The file of the accounts could not be read, so that none can be changed: mend accounts.ini and start again"));
    }
}

/**
 * soq_ban_error_text:
 * @error: why an address was not banned, or the ban not kept
 * @mask: the address, as it was typed
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_ban_error_text (const GError *error,
                    const char   *mask)
{
  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (mask != NULL, NULL);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST))
    /* Translators: %s is what somebody typed. */
    return g_strdup_printf (_("“%s” is no address that can be banned: it must be like 192.0.2.1 or 192.0.2.0/24"), mask);

  return soq_file_error_text (error, "bans.ini");
}

/**
 * soq_certificate_error_text:
 * @error: why a certificate cannot be used, or was not made
 * @path: (type filename): its file
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_certificate_error_text (const GError *error,
                            const char   *path)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!g_error_matches (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE))
    return soq_file_error_text (error, path);

  name = g_filename_display_name (path);

  /* Translators: %s is a file. */
  return g_strdup_printf (_("%s cannot be used with its key: both must be PEM files that were made together, and the key must have no password"), name);
}

/**
 * soq_data_error_text:
 * @error: why what a server has kept could not be read, or kept
 * @folder: (type filename): where
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_data_error_text (const GError *error,
                     const char   *folder)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  if (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR)
    return soq_file_error_text (error, folder);

  name = g_filename_display_name (folder);

  /* Translators: %s is a file or a folder. */
  return g_strdup_printf (_("Not all in %s could be read: a file there is damaged. Mend it or take it away, and start again"), name);
}
