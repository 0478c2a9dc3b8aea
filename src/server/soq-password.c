/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-password.h"

#include "soq-limits.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <stdio.h>
#include <string.h>

/* Passwords are kept as scrypt hashes (RFC 7914), written as other programs
 * do: “$scrypt$ln=14,r=8,p=1$SALT$HASH”, with base64 that has no padding. One
 * hash takes 16 MiB and some tens of milliseconds: that is what it is for, and
 * why it is not done in the main loop.
 */

#define PREFIX    "$scrypt$"
#define LN        14
#define R         8
#define P         1
#define SALT_SIZE 16
#define HASH_SIZE 32

/* A hash that somebody wrote into a file may ask for more than ours, but not
 * for all there is.
 */
#define MEMORY_MAX (128 * 1024 * 1024)
#define BYTES_MAX  64

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

typedef struct
{
  guint  ln;
  guint  r;
  guint  p;
  guint8 salt[BYTES_MAX];
  gsize  salt_length;
  guint8 hash[BYTES_MAX];
  gsize  hash_length;
} Hash;

typedef struct
{
  char    *password; /* (owned) */
  char    *stored;   /* (owned) (nullable): to hash only, or nothing to compare with */
  gboolean checks;
} Work;

/**
 * soq_password_free:
 * @password: (transfer full) (nullable): a password
 *
 * Frees it, and leaves nothing of it in memory.
 */
void
soq_password_free (char *password)
{
  if (password == NULL)
    return;

  OPENSSL_cleanse (password, strlen (password));
  g_free (password);
}

static gboolean
decode (const char *text,
        gsize       length,
        guint8     *into,
        gsize      *n)
{
  static const char *const padding[] = { "", NULL, "==", "=" };
  g_autofree char         *padded = NULL;
  g_autofree guchar       *bytes = NULL;

  if (length == 0 || length > BYTES_MAX * 2 || length % 4 == 1 ||
      strspn (text, BASE64) < length)
    return FALSE;

  padded = g_strdup_printf ("%.*s%s", (int) length, text, padding[length % 4]);
  bytes = g_base64_decode (padded, n);
  if (*n == 0 || *n > BYTES_MAX)
    return FALSE;

  memcpy (into, bytes, *n);

  return TRUE;
}

static char *
encode (const guint8 *bytes,
        gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  text[strcspn (text, "=")] = '\0';

  return text;
}

static gboolean
parse (const char *stored,
       Hash       *hash)
{
  const char *salt;
  const char *end;
  int         n = 0;

  if (sscanf (stored, PREFIX "ln=%2u,r=%2u,p=%2u$%n", &hash->ln, &hash->r, &hash->p, &n) != 3 ||
      n == 0)
    return FALSE;

  salt = stored + n;
  end = strchr (salt, '$');

  return end != NULL && hash->ln >= 1 && hash->ln <= 20 &&
         hash->r >= 1 && hash->p >= 1 && hash->p <= 16 &&
         decode (salt, (gsize) (end - salt), hash->salt, &hash->salt_length) &&
         decode (end + 1, strlen (end + 1), hash->hash, &hash->hash_length);
}

static gboolean
compute (const char *password,
         const Hash *parameters,
         guint8     *into,
         gsize       length)
{
  return EVP_PBE_scrypt (password, strlen (password),
                         parameters->salt, parameters->salt_length,
                         G_GUINT64_CONSTANT (1) << parameters->ln, parameters->r, parameters->p,
                         MEMORY_MAX, into, length) == 1;
}

/**
 * soq_password_hash:
 * @password: what somebody chose, %SOQ_LIMIT_PASSWORD bytes at most
 *
 * Slow on purpose; the main loop uses soq_password_hash_async ().
 *
 * Returns: (transfer full) (nullable): what to keep of it, different each
 *   time; %NULL if it is too long, or there is no memory
 */
char *
soq_password_hash (const char *password)
{
  Hash             hash = { .ln = LN, .r = R, .p = P, .salt_length = SALT_SIZE };
  g_autofree char *salt_text = NULL;
  g_autofree char *hash_text = NULL;

  g_return_val_if_fail (password != NULL, NULL);

  if (strlen (password) > SOQ_LIMIT_PASSWORD || RAND_bytes (hash.salt, SALT_SIZE) != 1 ||
      !compute (password, &hash, hash.hash, HASH_SIZE))
    return NULL;

  salt_text = encode (hash.salt, SALT_SIZE);
  hash_text = encode (hash.hash, HASH_SIZE);

  return g_strdup_printf (PREFIX "ln=%d,r=%d,p=%d$%s$%s", LN, R, P, salt_text, hash_text);
}

static gboolean
check_hash (const char *password,
            const char *stored)
{
  Hash     hash = { 0 };
  guint8   computed[BYTES_MAX];
  gboolean same;

  if (!parse (stored, &hash) || !compute (password, &hash, computed, hash.hash_length))
    return FALSE;

  same = CRYPTO_memcmp (computed, hash.hash, hash.hash_length) == 0;
  OPENSSL_cleanse (computed, sizeof computed);

  return same;
}

/* Digests have one length, so that not even that is told by the time. */
static gboolean
check_plain (const char *password,
             const char *stored)
{
  guint8   first[EVP_MAX_MD_SIZE];
  guint8   second[EVP_MAX_MD_SIZE];
  gboolean same;

  if (EVP_Digest (password, strlen (password), first, NULL, EVP_sha256 (), NULL) != 1 ||
      EVP_Digest (stored, strlen (stored), second, NULL, EVP_sha256 (), NULL) != 1)
    return FALSE;

  same = CRYPTO_memcmp (first, second, 32) == 0;
  OPENSSL_cleanse (first, sizeof first);
  OPENSSL_cleanse (second, sizeof second);

  return same;
}

/**
 * soq_password_check:
 * @password: what somebody typed
 * @stored: what soq_password_hash () returned, or a password as it is
 *
 * How long it takes does not tell how much of @password is right. With a hash
 * it is slow on purpose; the main loop uses soq_password_check_async ().
 *
 * Returns: whether it is the same. A damaged hash is never the same
 */
gboolean
soq_password_check (const char *password,
                    const char *stored)
{
  g_return_val_if_fail (password != NULL, FALSE);
  g_return_val_if_fail (stored != NULL, FALSE);

  if (strlen (password) > SOQ_LIMIT_PASSWORD)
    return FALSE;

  return g_str_has_prefix (stored, PREFIX) ? check_hash (password, stored)
                                           : check_plain (password, stored);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  soq_password_free (work->password);
  soq_password_free (work->stored);
  g_free (work);
}

/* Nobody is to find out by the time which accounts there are. */
static gboolean
check_nothing (const char *password)
{
  g_autofree char *hash = soq_password_hash (password);

  return FALSE;
}

static void
work_cb (gpointer data,
         gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Work             *work = g_task_get_task_data (task);
  char             *hash;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (work->checks)
    {
      g_task_return_boolean (task, work->stored != NULL
                                     ? soq_password_check (work->password, work->stored)
                                     : check_nothing (work->password));
      return;
    }

  hash = soq_password_hash (work->password);
  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             "The password cannot be kept: it must have at most %d bytes",
                             SOQ_LIMIT_PASSWORD);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool = 0;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, GPOINTER_TO_SIZE (g_thread_pool_new (work_cb, NULL,
                                                                   SOQ_LIMIT_PASSWORD_THREADS,
                                                                   FALSE, NULL)));

  return GSIZE_TO_POINTER (pool);
}

static void
start (Work               *work,
       gpointer            tag,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);

  if (g_thread_pool_unprocessed (get_pool ()) >= SOQ_LIMIT_PASSWORDS_WAITING)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             "Too many passwords wait to be checked: try again later");
  else
    g_thread_pool_push (get_pool (), g_steal_pointer (&task), NULL);
}

/**
 * soq_password_hash_async:
 * @password: what somebody chose
 * @cancellable: (nullable): for who does not want to know any more
 * @callback: (scope async): what to call
 * @user_data: data for @callback
 *
 * Does soq_password_hash () in a thread, %SOQ_LIMIT_PASSWORD_THREADS at once.
 */
void
soq_password_hash_async (const char         *password,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  Work *work;

  g_return_if_fail (password != NULL);

  work = g_new0 (Work, 1);
  work->password = g_strdup (password);
  start (work, soq_password_hash_async, cancellable, callback, user_data);
}

/**
 * soq_password_hash_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_BUSY if too many wait,
 *   %G_IO_ERROR_INVALID_ARGUMENT if it is too long, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what to keep
 */
char *
soq_password_hash_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, soq_password_hash_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * soq_password_check_async:
 * @password: what somebody typed
 * @stored: (nullable): what is kept; %NULL if there is no such account, which
 *   takes as long to find out
 * @cancellable: (nullable): for who does not want to know any more
 * @callback: (scope async): what to call
 * @user_data: data for @callback
 *
 * Does soq_password_check () in a thread, %SOQ_LIMIT_PASSWORD_THREADS at once.
 */
void
soq_password_check_async (const char         *password,
                          const char         *stored,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  Work *work;

  g_return_if_fail (password != NULL);

  work = g_new0 (Work, 1);
  work->password = g_strdup (password);
  work->stored = g_strdup (stored);
  work->checks = TRUE;
  start (work, soq_password_check_async, cancellable, callback, user_data);
}

/**
 * soq_password_check_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_BUSY if too many wait, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the password is right; %FALSE without an error if not
 */
gboolean
soq_password_check_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, soq_password_check_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
