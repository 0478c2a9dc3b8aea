/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-firewall-text.h"

#include <stddef.h>

/* Most have none, and none is like another. */
const char *
soq_firewall_text (void)
{
  return NULL;
}
