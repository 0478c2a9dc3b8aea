/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-framer.h"
#include "soq-server.h"
#include "soq-user.h"

G_BEGIN_DECLS

void soq_irc_session_begin (SoqServer *server,
                            SoqUser   *user);
void soq_irc_session_take (SoqUser        *user,
                           const SoqFrame *frame);
void soq_irc_session_want_newline (SoqUser *user);

void soq_irc_session_register (SoqUser *user);
void soq_irc_session_refuse (SoqUser    *user,
                             const char *reason);

void soq_irc_session_hold (SoqUser *user);
void soq_irc_session_resume (SoqUser *user);
void soq_irc_session_done (SoqUser *user);

G_END_DECLS
