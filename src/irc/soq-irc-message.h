/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest line with its CR LF, in bytes (RFC 1459, section 2.3), and the
 * longest tags with their “@” and space (message-tags, “Size limit”).
 */
#define SOQ_IRC_LINE        512
#define SOQ_IRC_TAGS        8191
#define SOQ_IRC_CLIENT_TAGS 4096

/**
 * SoqIrcTag:
 * @key: (borrowed): with its “+” and its vendor, if it has them
 * @value: (borrowed): without escapes; empty when there is none
 */
typedef struct
{
  const char *key;
  const char *value;
} SoqIrcTag;

/**
 * SoqIrcMessage:
 * @source: (nullable): who sent it, as nick!user\@host or as a server
 * @command: never empty; as it came, commands have no case
 * @params: (array zero-terminated=1): its parameters
 * @n_params: how many
 * @tags: (array length=n_tags): its tags, each key once
 * @n_tags: how many
 *
 * One parsed line. Everything in it belongs to it.
 */
typedef struct
{
  const char        *source;
  const char        *command;
  const char *const *params;
  guint              n_params;
  const SoqIrcTag   *tags;
  guint              n_tags;
} SoqIrcMessage;

gboolean soq_irc_line_fits (const char *line,
                            gsize       length,
                            gsize       tag_limit,
                            GError    **error);

SoqIrcMessage *soq_irc_message_parse (const char *line,
                                      gsize       length,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void           soq_irc_message_free (SoqIrcMessage *self);

const char *soq_irc_message_get_tag (const SoqIrcMessage *self,
                                     const char          *key);
const char *soq_irc_message_get_param (const SoqIrcMessage *self,
                                       guint                i);
gboolean    soq_irc_message_is (const SoqIrcMessage *self,
                                const char          *command);

gboolean soq_irc_append_tag (GString    *tags,
                             const char *key,
                             const char *value);
gboolean soq_irc_append_line (GString           *out,
                              const char        *source,
                              const char        *command,
                              const char *const *params,
                              GError           **error);
char    *soq_irc_format (GError    **error,
                         const char *source,
                         const char *command,
                         ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqIrcMessage, soq_irc_message_free)

G_END_DECLS
