/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-irc-numerics.h"
#include "soq-user.h"

G_BEGIN_DECLS

void soq_irc_reply (SoqUser      *user,
                    SoqIrcNumeric numeric,
                    ...) G_GNUC_NULL_TERMINATED;
void soq_irc_send (SoqUser    *user,
                   const char *command,
                   const char *first,
                   ...) G_GNUC_NULL_TERMINATED;
void soq_irc_notice (SoqUser    *user,
                     const char *format,
                     ...) G_GNUC_PRINTF (2, 3);

void soq_irc_need_more_params (SoqUser    *user,
                               const char *command);
void soq_irc_no_such_nick (SoqUser    *user,
                           const char *nick);
void soq_irc_no_such_channel (SoqUser    *user,
                              const char *channel);

G_END_DECLS
