/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SoqError:
 * @SOQ_ERROR_BAD_HOST: a host name or address that cannot be one
 * @SOQ_ERROR_BAD_PORT: a port that is not a number from 1 to 65535
 * @SOQ_ERROR_BAD_SCHEME: an address of a kind that we do not know
 * @SOQ_ERROR_SEND_QUEUE: the other end does not read what it is sent
 * @SOQ_ERROR_NOT_OUR_ADDRESS: no network interface here has that address
 * @SOQ_ERROR_TOO_LONG: more than fits, for example into one datagram
 * @SOQ_ERROR_NOT_CONNECTED: nothing to send to
 * @SOQ_ERROR_BAD_CONFIG: a setting that cannot be used
 * @SOQ_ERROR_CERTIFICATE: a certificate that cannot be used, or that the other
 *   end showed and that does not check out
 * @SOQ_ERROR_TLS_REQUIRED: the other end speaks without TLS where it must not
 * @SOQ_ERROR_REFUSED: a server does not want us, and says why
 * @SOQ_ERROR_LOGIN: a server does not take the password or the account
 * @SOQ_ERROR_NO_ACCOUNTS: an account was given, and the server has none
 * @SOQ_ERROR_NOT_IRC: a server does not speak IRC
 * @SOQ_ERROR_NO_ANSWER: the other end is silent for too long
 * @SOQ_ERROR_BAD_FILE_NAME: a file whose name does not say what is in it
 */
typedef enum
{
  SOQ_ERROR_BAD_HOST,
  SOQ_ERROR_BAD_PORT,
  SOQ_ERROR_BAD_SCHEME,
  SOQ_ERROR_SEND_QUEUE,
  SOQ_ERROR_NOT_OUR_ADDRESS,
  SOQ_ERROR_TOO_LONG,
  SOQ_ERROR_NOT_CONNECTED,
  SOQ_ERROR_BAD_CONFIG,
  SOQ_ERROR_CERTIFICATE,
  SOQ_ERROR_TLS_REQUIRED,
  SOQ_ERROR_REFUSED,
  SOQ_ERROR_LOGIN,
  SOQ_ERROR_NO_ACCOUNTS,
  SOQ_ERROR_NOT_IRC,
  SOQ_ERROR_NO_ANSWER,
  SOQ_ERROR_BAD_FILE_NAME,
} SoqError;

#define SOQ_ERROR (soq_error_quark ())

GQuark soq_error_quark (void);

G_END_DECLS
