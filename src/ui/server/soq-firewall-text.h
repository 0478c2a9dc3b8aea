/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* What to say when no other computer reached a server, by what the system has
 * for a firewall; NULL where nothing can be known.
 */
const char *soq_firewall_text (void);
