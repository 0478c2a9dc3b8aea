/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-message.h"

G_BEGIN_DECLS

SoqMessage *soq_plain_text_parse (const char *line) G_GNUC_WARN_UNUSED_RESULT;
char       *soq_plain_text_find_greeting (const char *line) G_GNUC_WARN_UNUSED_RESULT;
char       *soq_plain_text_find_taken (const char *line) G_GNUC_WARN_UNUSED_RESULT;
char       *soq_plain_text_find_given (const char *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
