/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Somebody who was here under a nick. */
typedef struct
{
  char  *nick;
  char  *folded;
  char  *username;
  char  *host;
  char  *realname;
  gint64 time; /* µs since 1970, UTC */
} SoqWhowas;

void soq_whowas_add (GQueue     *whowas,
                     const char *nick,
                     const char *username,
                     const char *host,
                     const char *realname);
void soq_whowas_clear (GQueue *whowas);

G_END_DECLS
