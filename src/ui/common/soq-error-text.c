/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error-text.h"

#include "soq-accounts.h"
#include "soq-command.h"
#include "soq-error.h"
#include "soq-irc-error.h"

#include <glib/gi18n.h>

/* Sentences for people: what happened, where, and what to do. The texts of
 * the errors themselves are for logs.
 */

typedef struct
{
  GQuark (*domain) (void);
  int         code;
  const char *text; /* %s is the host, %u the port */
} Sentence;

/* clang-format off */
static const Sentence sentences[] = {
  /* Translators: %s is a host, %u a port. */
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED,
    N_("Connection refused by %s, port %u: is the server running?") },
  /* Translators: %s is a host, %u a port. */
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE,
    N_("There is no way to %s, port %u: are both computers in the same network?") },
  /* Translators: %s is a host, %u a port. */
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE,
    N_("There is no network to %s, port %u: is this computer connected?") },
  /* Translators: %s is a host, %u a port. */
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT,
    N_("%s, port %u, did not answer: a firewall may drop the connection, or the computer is off") },
  /* Translators: %s is a host, %u a port. */
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED,
    N_("The connection was reset by %s, port %u: the server ended without saying so") },
  /* Translators: %s is a host, %u a port. */
  { soq_error_quark, SOQ_ERROR_SEND_QUEUE,
    N_("%s, port %u, does not read what it is sent, so the connection was closed") },
  /* Translators: %s is a host, %u a port. */
  { soq_error_quark, SOQ_ERROR_CERTIFICATE,
    N_("The certificate of %s, port %u, does not check out, so nothing was sent") },
  /* Translators: %s is a host, %u a port. */
  { soq_error_quark, SOQ_ERROR_NO_ACCOUNTS,
    N_("%s, port %u, has no accounts: leave the account empty, or connect to another server") },
  /* Translators: %s is a host, %u a port. */
  { soq_error_quark, SOQ_ERROR_NOT_IRC,
    N_("%s, port %u, does not speak IRC: choose another kind of connection, or another port") },
  /* Translators: %s is a host, %u a port. */
  { soq_error_quark, SOQ_ERROR_NO_ANSWER,
    N_("%s, port %u, does not answer any more: the network or the server may be gone") },
  /* Translators: %s is a host, %u a port. */
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS,
    N_("%s, port %u, does not encrypt: is TLS meant for another port there?") },
  { g_tls_error_quark, G_TLS_ERROR_MISC,
    N_("%s, port %u, does not encrypt: is TLS meant for another port there?") },
};
/* clang-format on */

static const char *
find_sentence (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_error_matches (error, sentences[i].domain (), sentences[i].code))
      return _(sentences[i].text);

  return NULL;
}

static char *
fill (const char       *format,
      const SoqAddress *address)
{
  g_autoptr (GString) text = g_string_new (format);
  g_autofree char    *port = g_strdup_printf ("%u", address->port);

  g_string_replace (text, "%u", port, 1);
  g_string_replace (text, "%s", address->host, 1);

  return g_strdup (text->str);
}

/**
 * soq_error_text:
 * @error: why something failed
 * @address: where
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_error_text (const GError     *error,
                const SoqAddress *address)
{
  const char *sentence;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (address != NULL, NULL);

  if (error->domain == G_RESOLVER_ERROR)
    /* Translators: %s is a host name. */
    return g_strdup_printf (_("No computer is called “%s”: check the name, or type its IP address"),
                               address->host);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_LOGIN))
    /* Translators: the first %s is a host, the second what the server says. */
    return g_strdup_printf (_("%s does not take the name of the account or the password: %s"),
                               address->host, error->message);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_REFUSED))
    /* Translators: the first %s is a host, the second what the server says. */
    return g_strdup_printf (_("%s does not let you in: %s"), address->host, error->message);

  sentence = find_sentence (error);
  if (sentence != NULL)
    return fill (sentence, address);

  /* Translators: the first %s is a host, %u a port, the second %s what the system says. */
  return g_strdup_printf (_("%s, port %u: %s"), address->host, address->port, error->message);
}

/* clang-format off */
static const struct
{
  SoqCommandError code;
  const char     *text; /* {command} is what was typed, {usage} how to type it */
} command_sentences[] = {
  /* Translators: {command} stays; it is a word with a slash, such as “/nonsense”. */
  { SOQ_COMMAND_ERROR_UNKNOWN,
    N_("There is no command {command}. /help lists them; two slashes send it as text.") },
  /* Translators: {usage} stays; it is such as “/kick NICK [REASON]”. */
  { SOQ_COMMAND_ERROR_TOO_FEW, N_("Something is missing: {usage}") },
  /* Translators: {usage} stays; it is such as “/kick NICK [REASON]”. */
  { SOQ_COMMAND_ERROR_NOT_HERE, N_("This is no channel: choose one first. {usage}") },
  { SOQ_COMMAND_ERROR_NOBODY,
    N_("Nobody hears you here: /join a channel, or write to somebody with /msg.") },
  { SOQ_COMMAND_ERROR_NOT_JOINED, N_("You are not in this channel: /join it first.") },
  { SOQ_COMMAND_ERROR_BAD_CHANNEL, N_("No channel can be called like that.") },
  { SOQ_COMMAND_ERROR_BAD_NICK, N_("Nobody can be called like that.") },
};
/* clang-format on */

static char *
describe_command (const char *format,
                  const char *typed)
{
  const SoqCommand   *command = soq_commands_find (typed);
  g_autofree char    *word = g_strndup (typed, strcspn (typed, " \n"));
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "{command}", word, 1);
  g_string_replace (text, "{usage}", command != NULL ? _(command->usage) : "", 1);

  return g_strdup (g_strchomp (text->str));
}

/**
 * soq_say_error_text:
 * @error: why something was not said
 * @typed: what it was
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_say_error_text (const GError *error,
                    const char   *typed)
{
  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (typed != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (command_sentences); i++)
    if (g_error_matches (error, SOQ_COMMAND_ERROR, (int) command_sentences[i].code))
      return describe_command (_(command_sentences[i].text), typed);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG) || error->domain == SOQ_IRC_ERROR)
    return g_strdup (_("That is too long, or of too many lines: send it in parts."));

  return g_strdup (_("That was not sent: there is no connection that takes it."));
}

/**
 * soq_listen_error_text:
 * @error: why a server could not start
 * @port: where it should listen
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_listen_error_text (const GError *error,
                       guint         port)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    /* Translators: %u is a port. */
    return g_strdup_printf (_("Port %u is taken by another program: end that program, or choose another port"), port);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    /* Translators: %u is a port. */
    return g_strdup_printf (_("Port %u is for the administrator: choose one above 1023"), port);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS))
    return g_strdup (_("That address is not one of this computer: choose one of the list"));

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST))
    return g_strdup (_("That is not an IP address: it must be like 192.0.2.1 or ::1"));

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE))
    return g_strdup (_("The certificate cannot be used with its key: look after them in the settings of the server"));

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG))
    return g_strdup (_("The settings do not fit together: a port for TLS needs a certificate"));

  if (error->domain == SOQ_ACCOUNTS_ERROR || error->domain == G_KEY_FILE_ERROR)
    return g_strdup (_("The server cannot start: a file in its folder is damaged"));

  /* Translators: %s is what the system says. */
  return g_strdup_printf (_("The server cannot start: %s"), error->message);
}

/**
 * soq_file_error_text:
 * @error: a #GFileError or #GIOErrorEnum, or any other
 * @path: (type filename): what could not be read or written
 *
 * Returns: (transfer full): a sentence in the person's language
 */
char *
soq_file_error_text (const GError *error,
                     const char   *path)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_name (path);
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    /* Translators: %s is a file. */
    return g_strdup_printf (_("There is no room left for %s: delete something, or choose another folder"), name);

  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    /* Translators: %s is a file. */
    return g_strdup_printf (_("There is no %s: was it moved?"), name);

  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM) ||
      g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    /* Translators: %s is a file. */
    return g_strdup_printf (_("This account of the computer has no right to use %s"), name);

  /* Translators: %s is a file. */
  return g_strdup_printf (_("%s could not be read or written"), name);
}
