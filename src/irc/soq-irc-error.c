/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-error.h"

GQuark
soq_irc_error_quark (void)
{
  return g_quark_from_static_string ("soq-irc-error-quark");
}
