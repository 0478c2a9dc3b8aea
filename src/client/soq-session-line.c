/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-irc-names.h"
#include "soq-irc-text.h"

/* What one line says, without doing anything about it: so that what was said
 * before we came reads as what is said now.
 */

/* Bytes of a msgid; what is longer is none that we remember. */
#define ID_MOST 256

/* A clock that is ahead by more than this is not believed. */
#define AHEAD (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

const char *
soq_session_param (const SoqSessionLine *line,
                   guint                 i)
{
  return soq_irc_message_get_param (line->message, i);
}

const char *
soq_session_last_param (const SoqSessionLine *line)
{
  guint n = line->message->n_params;

  return n > 0 ? line->message->params[n - 1] : "";
}

/* The parameters from @first on, as one text. */
char *
soq_session_join_params (const SoqSessionLine *line,
                         guint                 first)
{
  if (first >= line->message->n_params)
    return g_strdup ("");

  return g_strjoinv (" ", (char **) (guintptr) (line->message->params + first));
}

static gint64
read_time (const SoqIrcMessage *message)
{
  gint64                now = g_get_real_time ();
  const char           *tag = soq_irc_message_get_tag (message, "time");
  g_autoptr (GDateTime) when = tag != NULL ? g_date_time_new_from_iso8601 (tag, NULL) : NULL;
  gint64                time;

  if (when == NULL)
    return now;

  time = g_date_time_to_unix (when) * G_USEC_PER_SEC + g_date_time_get_microsecond (when);

  return time <= 0 || time > now + AHEAD ? now : time;
}

/* Fills @line; what it borrows besides @message is in @nick and @mask. */
void
soq_session_read_line (SoqSession          *self,
                       const SoqIrcMessage *message,
                       SoqSessionLine      *line,
                       char               **nick,
                       char               **mask)
{
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;

  if (message->source != NULL)
    soq_irc_source_split (message->source, nick, &user, &host);
  if (user != NULL && host != NULL && *user != '\0' && *host != '\0')
    *mask = g_strdup_printf ("%s@%s", user, host);

  *line = (SoqSessionLine){
    .message = message,
    .nick = *nick != NULL ? *nick : "",
    .mask = *mask,
    .time = read_time (message),
    .mine = *nick != NULL && soq_session_is_me (self, *nick),
  };
}

/* Punctuation beyond ASCII stands beside a name: “ana：”, “«ana»”, “ana…”. */
static gboolean
is_of_nick (gunichar c)
{
  if (c > 127)
    return g_unichar_isalnum (c) || g_unichar_ismark (c);

  return g_ascii_isalnum ((char) c) || (c != 0 && strchr ("[]\\`_^{|}-", (int) c) != NULL);
}

/* Whether @nick stands in @text as a word of its own. */
static gboolean
names (const char *text,
       const char *nick)
{
  g_autofree char *plain = soq_irc_text_strip (text);
  gsize            length = strlen (nick);
  gunichar         before = 0;

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_strncasecmp (p, nick, length) == 0 && !is_of_nick (before) &&
          !is_of_nick (g_utf8_get_char (p + length)))
        return TRUE;
      before = g_utf8_get_char (p);
    }

  return FALSE;
}

SoqMessage *
soq_session_new_message (SoqSession           *self,
                         const SoqSessionLine *line,
                         SoqMessageKind        kind,
                         const char           *nick,
                         const char           *text,
                         const char           *detail)
{
  const char *id = soq_irc_message_get_tag (line->message, "msgid");
  gboolean    said = kind == SOQ_MESSAGE_TEXT || kind == SOQ_MESSAGE_ACTION ||
                  kind == SOQ_MESSAGE_NOTICE;

  return soq_message_new_full (&(SoqMessageInfo){
    .kind = kind,
    .time = line->time,
    .nick = nick,
    .text = text,
    .detail = detail,
    .id = id != NULL && *id != '\0' && strlen (id) <= ID_MOST ? id : NULL,
    .outgoing = line->mine,
    .old = line->old,
    .mention = said && !line->mine && nick != NULL && self->nick != NULL && text != NULL &&
               names (text, self->nick),
  });
}

/* The text of “\001ACTION text\001”, or NULL. */
static char *
find_action (const char *text)
{
  char *action;

  if (!g_str_has_prefix (text, "\001ACTION "))
    return NULL;

  action = g_strdup (text + strlen ("\001ACTION "));
  if (g_str_has_suffix (action, "\001"))
    action[strlen (action) - 1] = '\0';

  return action;
}

/* Returns @target if it is only a part of a channel, as “@#channel” is its
 * operators; else NULL.
 */
const char *
soq_session_find_part (SoqSession *self,
                       const char *target)
{
  return soq_irc_isupport_skip_status (self->isupport, target) != target ? target : NULL;
}

/* Returns what PRIVMSG or NOTICE says, or NULL if it is for a program. */
SoqMessage *
soq_session_new_said (SoqSession           *self,
                      const SoqSessionLine *line)
{
  const char      *text = soq_session_param (line, 1);
  g_autofree char *action = find_action (text);
  gboolean         notice = soq_irc_message_is (line->message, "NOTICE");
  gboolean         server = line->mask == NULL && (strchr (line->nick, '.') != NULL ||
                                           *line->nick == '\0');

  if (action == NULL && *text == '\001')
    return NULL;

  return soq_session_new_message (self, line,
                                  action != NULL ? SOQ_MESSAGE_ACTION
                                  : notice       ? SOQ_MESSAGE_NOTICE
                                                 : SOQ_MESSAGE_TEXT,
                                  notice && server ? NULL : line->nick,
                                  action != NULL ? action : text,
                                  soq_session_find_part (self, soq_session_param (line, 0)));
}

static const char *
param_or_null (const SoqSessionLine *line,
               guint                 i)
{
  const char *param = soq_irc_message_get_param (line->message, i);

  return param != NULL && *param != '\0' ? param : NULL;
}

static SoqMessage *
new_kick (SoqSession           *self,
          const SoqSessionLine *line)
{
  const char *whom = soq_session_param (line, 1);
  const char *reason = param_or_null (line, 2);

  /* Servers put a name where no reason was given. */
  if (reason != NULL && (g_str_equal (reason, line->nick) || g_str_equal (reason, whom)))
    reason = NULL;

  return soq_session_new_message (self, line, SOQ_MESSAGE_KICK, whom, reason, line->nick);
}

/* Returns what happened in a channel by this line, or NULL if it is none of
 * such lines. The caller has seen that it has its parameters.
 */
SoqMessage *
soq_session_new_event (SoqSession           *self,
                       const SoqSessionLine *line)
{
  const SoqIrcMessage *message = line->message;
  g_autofree char     *modes = NULL;

  if (soq_irc_message_is (message, "JOIN"))
    return soq_session_new_message (self, line, SOQ_MESSAGE_JOIN, line->nick, NULL, NULL);
  if (soq_irc_message_is (message, "PART"))
    return soq_session_new_message (self, line, SOQ_MESSAGE_PART, line->nick,
                                    param_or_null (line, 1), NULL);
  if (soq_irc_message_is (message, "QUIT"))
    return soq_session_new_message (self, line, SOQ_MESSAGE_QUIT, line->nick,
                                    param_or_null (line, 0), NULL);
  if (soq_irc_message_is (message, "NICK") && message->n_params >= 1)
    return soq_session_new_message (self, line, SOQ_MESSAGE_RENAME, line->nick,
                                    soq_session_param (line, 0), NULL);
  if (soq_irc_message_is (message, "KICK") && message->n_params >= 2)
    return new_kick (self, line);
  if (soq_irc_message_is (message, "TOPIC") && message->n_params >= 2)
    return soq_session_new_message (self, line, SOQ_MESSAGE_TOPIC, line->nick,
                                    soq_session_param (line, 1), NULL);
  if (soq_irc_message_is (message, "MODE") && message->n_params >= 2)
    {
      modes = soq_session_join_params (line, 1);
      return soq_session_new_message (self, line, SOQ_MESSAGE_MODE, line->nick, modes, NULL);
    }

  return NULL;
}
