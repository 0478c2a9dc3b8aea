/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-secrets.h"

#include <string.h>
#include <windows.h>
#include <wincred.h>

gboolean
soq_secrets_are_kept (void)
{
  return TRUE;
}

static wchar_t *
to_wide (const char *text)
{
  return (wchar_t *) g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
}

/* By this name the person finds it in the Credential Manager. */
static wchar_t *
dup_target (const char *place)
{
  g_autofree char *text = g_strdup_printf ("Soquete %s", place);

  return to_wide (text);
}

static gboolean
fail (GError **error)
{
  int              code = (int) GetLastError ();
  g_autofree char *message = g_win32_error_message (code);

  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_win32_error (code), message);

  return FALSE;
}

gboolean
soq_secrets_find (const char *place,
                  char      **account,
                  char      **password)
{
  g_autofree wchar_t *target = NULL;
  g_autofree char    *text = NULL;
  g_autofree char    *user = NULL;
  CREDENTIALW        *found = NULL;

  g_return_val_if_fail (place != NULL, FALSE);
  g_return_val_if_fail (account != NULL && password != NULL, FALSE);

  target = dup_target (place);
  if (!CredReadW (target, CRED_TYPE_GENERIC, 0, &found))
    return FALSE;

  text = g_strndup ((const char *) found->CredentialBlob, found->CredentialBlobSize);
  if (found->UserName != NULL)
    user = g_utf16_to_utf8 (found->UserName, -1, NULL, NULL, NULL);
  SecureZeroMemory (found->CredentialBlob, found->CredentialBlobSize);
  CredFree (found);

  /* Another program may have written it. */
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  *account = user != NULL ? g_steal_pointer (&user) : g_strdup ("");
  *password = g_steal_pointer (&text);

  return TRUE;
}

gboolean
soq_secrets_set (const char *place,
                 const char *account,
                 const char *password,
                 GError    **error)
{
  g_autofree wchar_t *target = NULL;
  g_autofree wchar_t *user = NULL;
  g_autofree char    *copy = NULL;
  CREDENTIALW         credential = { 0 };

  g_return_val_if_fail (place != NULL && password != NULL, FALSE);

  target = dup_target (place);
  user = to_wide (account != NULL ? account : "");
  copy = g_strdup (password);
  credential.Type = CRED_TYPE_GENERIC;
  credential.TargetName = target;
  credential.UserName = user;
  credential.CredentialBlob = (guint8 *) copy;
  credential.CredentialBlobSize = (DWORD) strlen (copy);
  /* For this person on this computer, and not on others that they log in to. */
  credential.Persist = CRED_PERSIST_LOCAL_MACHINE;

  return CredWriteW (&credential, 0) || fail (error);
}

gboolean
soq_secrets_forget (const char *place,
                    GError    **error)
{
  g_autofree wchar_t *target = NULL;

  g_return_val_if_fail (place != NULL, FALSE);

  target = dup_target (place);
  if (CredDeleteW (target, CRED_TYPE_GENERIC, 0) || GetLastError () == ERROR_NOT_FOUND)
    return TRUE;

  return fail (error);
}
