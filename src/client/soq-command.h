/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-session.h"

G_BEGIN_DECLS

/**
 * SoqCommandError:
 * @SOQ_COMMAND_ERROR_UNKNOWN: there is no such command
 * @SOQ_COMMAND_ERROR_TOO_FEW: it needs more words after it
 * @SOQ_COMMAND_ERROR_NOT_HERE: it says nothing of this conversation
 * @SOQ_COMMAND_ERROR_NOBODY: nobody hears what is said with the server
 * @SOQ_COMMAND_ERROR_NOT_JOINED: we are not in this channel
 * @SOQ_COMMAND_ERROR_BAD_CHANNEL: no channel can be called like that
 * @SOQ_COMMAND_ERROR_BAD_NICK: nobody can be called like that
 */
typedef enum
{
  SOQ_COMMAND_ERROR_UNKNOWN,
  SOQ_COMMAND_ERROR_TOO_FEW,
  SOQ_COMMAND_ERROR_NOT_HERE,
  SOQ_COMMAND_ERROR_NOBODY,
  SOQ_COMMAND_ERROR_NOT_JOINED,
  SOQ_COMMAND_ERROR_BAD_CHANNEL,
  SOQ_COMMAND_ERROR_BAD_NICK,
} SoqCommandError;

#define SOQ_COMMAND_ERROR (soq_command_error_quark ())

GQuark soq_command_error_quark (void);

/**
 * SoqCommandLine:
 * @conversation: (borrowed): where it was typed
 * @text: (borrowed): what follows the command
 * @words: (borrowed) (array zero-terminated=1): the same, by words
 * @n_words: how many
 *
 * A command as it was typed.
 */
typedef struct
{
  SoqConversation   *conversation;
  const char        *text;
  const char *const *words;
  guint              n_words;
} SoqCommandLine;

/**
 * SoqCommand:
 * @name: without its slash
 * @usage: how to type it, untranslated
 * @summary: what it does, untranslated
 * @least_words: how many must follow it
 * @run: does it
 *
 * What can be typed after a slash.
 */
typedef struct
{
  const char *name;
  const char *usage;
  const char *summary;
  guint       least_words;
  gboolean (*run) (SoqSession           *session,
                   const SoqCommandLine *line,
                   GError              **error);
} SoqCommand;

const SoqCommand *soq_commands_get (guint *n);
const SoqCommand *soq_commands_find (const char *text);

G_END_DECLS
