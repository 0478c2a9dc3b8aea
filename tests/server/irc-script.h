/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "server-fixture.h"

G_BEGIN_DECLS

/* A conversation with the server as a list of lines, “WHO SIGN TEXT”:
 *
 *   ann + server-time    connects as an IRC client, with these capabilities
 *   ann !                connects and says nothing
 *   joe |                connects as a plain-text client of that name
 *   ann > JOIN #x        sends a line
 *   ann < :ann!* JOIN #x the next line that ann gets; “*” and “?” are wild,
 *                        “%” at the beginning is the server
 *   ann ~                whatever ann got is read and forgotten
 *   ann .                ann's connection is over
 *   @ 60                 a minute goes by
 *
 * Whatever is not expected fails: before each line is sent, and at the end,
 * nobody may have anything unread.
 */
void irc_script_at (Room              *room,
                    const char *const *steps,
                    const char        *file,
                    int                line);

#define irc_script(room, ...) \
  irc_script_at ((room), (const char *const[]){ __VA_ARGS__, NULL }, __FILE__, __LINE__)

Guest *irc_guest (Room       *room,
                  const char *name);
void   irc_forget_guests (Room *room);

G_END_DECLS
