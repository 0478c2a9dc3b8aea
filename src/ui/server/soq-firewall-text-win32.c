/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-firewall-text.h"

#include <glib/gi18n.h>

const char *
soq_firewall_text (void)
{
  return _("No other computer has reached this server yet. If others try and cannot, Windows Firewall keeps them out: type “firewall” in the Start menu, choose “Allow an app through Windows Firewall”, and tick Soquete for private and public networks.");
}
