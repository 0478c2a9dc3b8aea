/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-certificate.h"

#include "soq-error.h"
#include "soq-limits.h"
#include "soq-private-file.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

/* Certificates: libcrypto makes them and reads what is in them, GIO uses
 * them. Nothing here is called for each message.
 */

/* Clocks of the computers in a room differ. */
#define SECONDS_BEFORE (24 * 60 * 60)

/* A serial number that nobody can guess: RFC 5280, section 4.1.2.2 allows 20
 * bytes, with the highest bit clear.
 */
#define SERIAL_BITS 159

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_NAME, GENERAL_NAME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_NAMES, GENERAL_NAMES_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)

/* What libcrypto says is for programmers; it goes behind our sentence. */
static void
take_crypto_error (GError    **error,
                   const char *what)
{
  unsigned long code = ERR_get_error ();
  const char   *reason = code != 0 ? ERR_reason_error_string (code) : NULL;

  ERR_clear_error ();
  g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE, "%s: %s", what,
               reason != NULL ? reason : "unknown reason");
}

static GENERAL_NAME *
make_general_name (const char *name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  g_autoptr (GENERAL_NAME) general = GENERAL_NAME_new ();
  g_autofree char         *ascii = NULL;
  ASN1_STRING             *value = NULL;

  if (address != NULL)
    {
      value = ASN1_OCTET_STRING_new ();
      ASN1_STRING_set (value, g_inet_address_to_bytes (address),
                       (int) g_inet_address_get_native_size (address));
      GENERAL_NAME_set0_value (general, GEN_IPADD, value);
      return g_steal_pointer (&general);
    }

  ascii = g_hostname_to_ascii (name);
  if (ascii == NULL || *ascii == '\0' || strlen (ascii) > 253 ||
      strpbrk (ascii, " ,;:/\\\"\t\r\n") != NULL)
    return NULL;

  value = ASN1_IA5STRING_new ();
  ASN1_STRING_set (value, ascii, (int) strlen (ascii));
  GENERAL_NAME_set0_value (general, GEN_DNS, value);

  return g_steal_pointer (&general);
}

static gboolean
add_names (X509              *certificate,
           const char *const *names,
           GError           **error)
{
  g_autoptr (GENERAL_NAMES) list = GENERAL_NAMES_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      GENERAL_NAME *name = make_general_name (names[i]);

      if (name == NULL)
        {
          g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST,
                       "A certificate cannot be for “%s”: "
                       "it must be a host name or an IP address",
                       names[i]);
          return FALSE;
        }
      sk_GENERAL_NAME_push (list, name);
    }

  if (X509_add1_ext_i2d (certificate, NID_subject_alt_name, list, 0, X509V3_ADD_DEFAULT) == 1)
    return TRUE;

  take_crypto_error (error, "Cannot put the names into the certificate");

  return FALSE;
}

static gboolean
add_extension (X509       *certificate,
               int         nid,
               const char *value)
{
  g_autoptr (X509_EXTENSION) extension = X509V3_EXT_conf_nid (NULL, NULL, nid, value);

  return extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
}

static gboolean
set_serial (X509 *certificate)
{
  g_autoptr (BIGNUM) serial = BN_new ();

  return BN_rand (serial, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER (serial, X509_get_serialNumber (certificate)) != NULL;
}

/* A common name has at most 64 bytes; the alternative names are what counts. */
static gboolean
set_subject (X509       *certificate,
             const char *name)
{
  g_autofree char *common = g_utf8_make_valid (name, (gssize) MIN (strlen (name), 60));
  X509_NAME       *subject = X509_get_subject_name (certificate);

  return X509_NAME_add_entry_by_NID (subject, NID_commonName, MBSTRING_UTF8,
                                     (const unsigned char *) common, -1, -1, 0) == 1 &&
         X509_set_issuer_name (certificate, subject) == 1;
}

/* It has no key usage: with one, NSS finds that the certificate may not sign
 * itself, and Pidgin refuses it for that without asking anybody. Without one
 * the key may do what its kind can (RFC 5280, section 4.2.1.3).
 */
static X509 *
make_self_signed (EVP_PKEY          *key,
                  const char *const *names,
                  guint              days,
                  GError           **error)
{
  g_autoptr (X509) certificate = X509_new ();

  if (!add_names (certificate, names, error))
    return NULL;

  if (X509_set_version (certificate, X509_VERSION_3) == 1 &&
      set_serial (certificate) &&
      set_subject (certificate, names[0]) &&
      X509_gmtime_adj (X509_getm_notBefore (certificate), -SECONDS_BEFORE) != NULL &&
      X509_time_adj_ex (X509_getm_notAfter (certificate), (int) days, 0, NULL) != NULL &&
      X509_set_pubkey (certificate, key) == 1 &&
      add_extension (certificate, NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension (certificate, NID_ext_key_usage, "serverAuth,clientAuth") &&
      X509_sign (certificate, key, EVP_sha256 ()) > 0)
    return g_steal_pointer (&certificate);

  take_crypto_error (error, "Cannot make a certificate");

  return NULL;
}

static gboolean
save_pem (const char *path,
          BIO        *pem,
          int         mode,
          GError    **error)
{
  char *data = NULL;
  long  length = BIO_get_mem_data (pem, &data);

  if (g_file_set_contents_full (path, data, length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                mode, error))
    return TRUE;

  g_prefix_error (error, "Cannot write %s: ", path);

  return FALSE;
}

/**
 * soq_certificate_make:
 * @path_certificate: (type filename): where the certificate goes, as PEM
 * @path_key: (type filename): where its private key goes, as PEM; only its
 *   owner can read that file
 * @names: (array zero-terminated=1): host names and IP addresses that the
 *   certificate is for, at least one
 * @days: how long it is good, from 1 to 36500
 * @error: return location for a #GFileError, %SOQ_ERROR_BAD_HOST or
 *   %SOQ_ERROR_CERTIFICATE
 *
 * Makes a key (P-256) and a certificate that it signs itself. Each file is
 * complete or is what it was before.
 *
 * Returns: whether both were written
 */
gboolean
soq_certificate_make (const char        *path_certificate,
                      const char        *path_key,
                      const char *const *names,
                      guint              days,
                      GError           **error)
{
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (X509)     certificate = NULL;
  g_autoptr (BIO)      key_pem = BIO_new (BIO_s_secmem ());
  g_autoptr (BIO)      certificate_pem = BIO_new (BIO_s_mem ());

  g_return_val_if_fail (path_certificate != NULL && path_key != NULL, FALSE);
  g_return_val_if_fail (!g_str_equal (path_certificate, path_key), FALSE);
  g_return_val_if_fail (names != NULL && names[0] != NULL, FALSE);
  g_return_val_if_fail (days >= 1 && days <= 36500, FALSE);

  key = EVP_EC_gen ("P-256");
  if (key == NULL)
    {
      take_crypto_error (error, "Cannot make a key");
      return FALSE;
    }

  certificate = make_self_signed (key, names, days, error);
  if (certificate == NULL)
    return FALSE;

  if (PEM_write_bio_PKCS8PrivateKey (key_pem, key, NULL, NULL, 0, NULL, NULL) != 1 ||
      PEM_write_bio_X509 (certificate_pem, certificate) != 1)
    {
      take_crypto_error (error, "Cannot write the certificate");
      return FALSE;
    }

  soq_private_file_protect (path_key);

  return save_pem (path_key, key_pem, 0600, error) &&
         save_pem (path_certificate, certificate_pem, 0644, error);
}

static char *
read_small_file (const char *path,
                 const char *what,
                 GError    **error)
{
  g_autoptr (GFile)        file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char         *text = g_malloc0 (SOQ_LIMIT_CERTIFICATE_FILE + 1);
  gsize                    length = 0;

  stream = G_INPUT_STREAM (g_file_read (file, NULL, error));
  if (stream == NULL ||
      !g_input_stream_read_all (stream, text, SOQ_LIMIT_CERTIFICATE_FILE, &length, NULL, error))
    {
      g_prefix_error (error, "Cannot read the %s: ", what);
      return NULL;
    }

  if (length < SOQ_LIMIT_CERTIFICATE_FILE)
    return g_steal_pointer (&text);

  g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
               "%s is too large for a %s: it must have less than %d bytes",
               path, what, SOQ_LIMIT_CERTIFICATE_FILE);

  return NULL;
}

static X509 *
parse_certificate (const char *path,
                   const char *text,
                   GError    **error)
{
  g_autoptr (BIO)  bio = BIO_new_mem_buf (text, -1);
  g_autoptr (X509) certificate = PEM_read_bio_X509 (bio, NULL, NULL, NULL);

  ERR_clear_error ();
  if (certificate != NULL)
    return g_steal_pointer (&certificate);

  g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
               "%s holds no certificate: it must be a PEM file, "
               "with the certificate after a line “-----BEGIN CERTIFICATE-----”",
               path);

  return NULL;
}

/* Nobody is there to type a password. */
static int
no_password_cb (char *buffer,
                int   size,
                int   writing,
                void *asked)
{
  *(gboolean *) asked = TRUE;

  return 0;
}

static gboolean
check_key (const char *path,
           const char *text,
           const char *path_certificate,
           X509       *certificate,
           GError    **error)
{
  gboolean             asked = FALSE;
  g_autoptr (BIO)      bio = BIO_new_mem_buf (text, -1);
  g_autoptr (EVP_PKEY) key = PEM_read_bio_PrivateKey (bio, NULL, no_password_cb, &asked);

  ERR_clear_error ();
  if (key == NULL && asked)
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
                 "The private key in %s is locked with a password: it must be without one", path);
  else if (key == NULL)
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
                 "%s holds no private key: it must be a PEM file, "
                 "with the key after a line “-----BEGIN PRIVATE KEY-----”",
                 path);
  else if (X509_check_private_key (certificate, key) != 1)
    g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
                 "The key in %s does not belong to the certificate in %s: "
                 "they must have been made together",
                 path, path_certificate);
  else
    return TRUE;

  ERR_clear_error ();

  return FALSE;
}

/**
 * soq_certificate_load:
 * @path_certificate: (type filename): a PEM file with the certificate, and
 *   after it those that vouch for it
 * @path_key: (type filename) (nullable): a PEM file with its private key;
 *   %NULL if the key is in @path_certificate
 * @error: return location for a #GIOErrorEnum, #GTlsError or
 *   %SOQ_ERROR_CERTIFICATE; its text says which file, what is wrong with it,
 *   and what would be right
 *
 * Returns: (transfer full) (nullable): the certificate with its key
 */
GTlsCertificate *
soq_certificate_load (const char *path_certificate,
                      const char *path_key,
                      GError    **error)
{
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  g_autoptr (X509) parsed = NULL;
  GTlsCertificate *certificate;

  g_return_val_if_fail (path_certificate != NULL, NULL);

  text = read_small_file (path_certificate, "certificate", error);
  if (text == NULL)
    return NULL;
  parsed = parse_certificate (path_certificate, text, error);
  if (parsed == NULL)
    return NULL;

  if (path_key != NULL)
    key = read_small_file (path_key, "private key", error);
  else
    key = g_strdup ("");
  if (key == NULL)
    return NULL;

  both = g_strconcat (text, "\n", key, NULL);
  if (path_key == NULL)
    path_key = path_certificate;
  if (!check_key (path_key, *key != '\0' ? key : text, path_certificate, parsed, error))
    return NULL;

  certificate = g_tls_certificate_new_from_pem (both, -1, error);
  if (certificate == NULL)
    g_prefix_error (error, "Cannot use the certificate in %s: ", path_certificate);

  return certificate;
}

static GByteArray *
get_der (GTlsCertificate *certificate)
{
  GByteArray *der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return der;
}

static X509 *
parse_der (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = get_der (certificate);
  const unsigned char   *data;
  X509                  *parsed;

  if (der == NULL)
    return NULL;

  data = der->data;
  parsed = d2i_X509 (NULL, &data, (long) der->len);
  ERR_clear_error ();

  return parsed;
}

/**
 * soq_certificate_dup_fingerprint:
 * @certificate: a certificate
 *
 * Returns: (transfer full): the SHA-256 of the whole certificate, as 32
 *   hexadecimal pairs like “0A:1B:…” that people can compare
 */
char *
soq_certificate_dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char       *digest = NULL;
  g_autoptr (GString)    text = g_string_sized_new (95);

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  der = get_der (certificate);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  for (guint i = 0; digest[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (digest[i]));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * soq_certificate_group_fingerprint:
 * @fingerprint: hexadecimal digits, whatever stands between them
 *
 * Returns: (transfer full): the same in capitals, in groups of four, four a
 *   line, which people can compare. Wherever one is shown it is written so
 */
char *
soq_certificate_group_fingerprint (const char *fingerprint)
{
  GString *grouped = NULL;
  guint    n = 0;

  g_return_val_if_fail (fingerprint != NULL, NULL);

  grouped = g_string_new (NULL);
  for (const char *p = fingerprint; *p != '\0'; p++)
    {
      if (!g_ascii_isxdigit (*p))
        continue;
      if (n > 0 && n % 4 == 0)
        g_string_append_c (grouped, n % 16 == 0 ? '\n' : ' ');
      g_string_append_c (grouped, g_ascii_toupper (*p));
      n++;
    }

  return g_string_free (grouped, FALSE);
}

/**
 * soq_certificate_dup_subject:
 * @certificate: a certificate
 *
 * Returns: (transfer full): whom it says it is for, its common name; empty if
 *   it has none. Somebody else may have written it: it is only to be shown
 */
char *
soq_certificate_dup_subject (GTlsCertificate *certificate)
{
  g_autoptr (X509) parsed = NULL;
  unsigned char   *utf8 = NULL;
  X509_NAME       *subject;
  X509_NAME_ENTRY *entry;
  char            *text;
  int              at;
  int              length = -1;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  parsed = parse_der (certificate);
  if (parsed == NULL)
    return g_strdup ("");

  subject = X509_get_subject_name (parsed);
  at = X509_NAME_get_index_by_NID (subject, NID_commonName, -1);
  if (at >= 0)
    {
      entry = X509_NAME_get_entry (subject, at);
      length = ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (entry));
    }
  if (length < 0)
    return g_strdup ("");

  text = g_utf8_make_valid ((const char *) utf8, length);
  OPENSSL_free (utf8);

  return text;
}

/**
 * soq_certificate_dup_not_after:
 * @certificate: a certificate
 *
 * Returns: (transfer full) (nullable): until when it is good, in UTC
 */
GDateTime *
soq_certificate_dup_not_after (GTlsCertificate *certificate)
{
  g_autoptr (X509) parsed = NULL;
  struct tm        time = { 0 };

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  parsed = parse_der (certificate);
  if (parsed == NULL || ASN1_TIME_to_tm (X509_get0_notAfter (parsed), &time) != 1)
    return NULL;

  return g_date_time_new_utc (time.tm_year + 1900, time.tm_mon + 1, time.tm_mday,
                              time.tm_hour, time.tm_min, time.tm_sec);
}

/**
 * soq_certificate_dup_problems:
 * @problems: what is wrong with a certificate
 *
 * Returns: (transfer full): the same in words, like “it is for another name,
 *   and it has expired”; empty if nothing is wrong
 */
char *
soq_certificate_dup_problems (GTlsCertificateFlags problems)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char          *text;
  } words[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "nobody whom this computer trusts has signed it" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "it is for another name" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "it is not yet valid" },
    { G_TLS_CERTIFICATE_EXPIRED, "it has expired" },
    { G_TLS_CERTIFICATE_REVOKED, "it was revoked" },
    { G_TLS_CERTIFICATE_INSECURE, "its signature is weak" },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, "it cannot be checked" },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((problems & words[i].flag) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", and " : "", words[i].text);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
