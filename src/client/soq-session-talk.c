/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-platform.h"
#include "soq-session-echo.h"
#include "soq-text.h"

/* What people say, and what their programs ask ours (CTCP). */

/* Answers to CTCP that may go out at once; one more is allowed after SECONDS.
 * Whoever asks more often than that gets no answer.
 */
#define REPLIES       4
#define REPLY_SECONDS 2

/* Of a CTCP PING no more than this goes back. */
#define PING_MOST 64

static SoqConversation *
find_place (SoqSession           *self,
            const SoqSessionLine *line)
{
  const char      *param = soq_session_param (line, 0);
  const char      *target = soq_irc_isupport_skip_status (self->isupport, param);
  gboolean         notice = soq_irc_message_is (line->message, "NOTICE");
  const char      *other = line->mine ? target : line->nick;
  SoqConversation *channel = soq_session_find (self, target);

  /* One that we are in is one, whatever the server says of names now. */
  if (channel != NULL && soq_conversation_get_kind (channel) != SOQ_CONVERSATION_CHANNEL)
    channel = NULL;
  if (channel != NULL || soq_irc_isupport_is_channel (self->isupport, target))
    return channel != NULL ? channel : soq_session_get_console (self);

  /* What a server says is no conversation, and a notice begins none. A person
   * may be named without an address.
   */
  if (*other == '\0' ||
      (line->mask == NULL && !line->mine && (notice || strpbrk (other, ".*:") != NULL)))
    return soq_session_get_console (self);

  if (notice)
    {
      SoqConversation *private = soq_session_find (self, other);

      if (private != NULL && soq_conversation_get_kind (private) != SOQ_CONVERSATION_PRIVATE)
      private = NULL;

      return private != NULL ? private : soq_session_get_context (self);
    }

  return soq_session_open_private (self, other);
}

static gboolean
may_reply (SoqSession *self)
{
  gint64 now = soq_clock_now ();
  double seconds = (double) (now - self->replies_time) / G_USEC_PER_SEC;

  self->replies_time = now;
  self->replies = MIN (REPLIES, self->replies + seconds / REPLY_SECONDS);
  if (self->replies < 1)
    return FALSE;

  self->replies--;

  return TRUE;
}

static char *
make_reply (const char *query,
            const char *argument)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *time = NULL;
  g_autofree char      *token = NULL;

  if (g_ascii_strcasecmp (query, "VERSION") == 0)
    return g_strdup ("VERSION Soquete " PACKAGE_VERSION);

  if (g_ascii_strcasecmp (query, "PING") == 0)
    {
      token = soq_text_cut (argument, PING_MOST);
      return g_strconcat ("PING ", token, NULL);
    }

  if (g_ascii_strcasecmp (query, "TIME") == 0)
    {
      time = g_date_time_format_iso8601 (now);
      return g_strconcat ("TIME ", time, NULL);
    }

  return NULL;
}

/* “\001QUERY argument\001” */
static void
take_ctcp (SoqSession           *self,
           const SoqSessionLine *line)
{
  const char      *text = soq_session_param (line, 1) + 1;
  g_autofree char *body = g_strndup (text, strcspn (text, "\001"));
  char            *argument = strchr (body, ' ');
  g_autofree char *reply = NULL;
  g_autofree char *wrapped = NULL;

  if (argument != NULL)
    *argument++ = '\0';
  if (*body == '\0' || line->mine || line->old)
    return;

  if (soq_irc_message_is (line->message, "NOTICE"))
    {
      soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_CTCP_REPLY,
                        line->nick, argument != NULL ? argument : "", body);
      return;
    }

  soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_CTCP, line->nick, body,
                    NULL);
  reply = make_reply (body, argument != NULL ? argument : "");
  if (reply == NULL || *line->nick == '\0' ||
      !soq_session_is_me (self, soq_session_param (line, 0)) || !may_reply (self))
    return;

  wrapped = g_strconcat ("\001", reply, "\001", NULL);
  soq_session_send (self, NULL, "NOTICE", line->nick, wrapped, NULL);
}

/* With account-tag each line tells the account. */
static void
learn_account (SoqSession           *self,
               const SoqSessionLine *line,
               SoqConversation      *conversation)
{
  const char      *account = soq_irc_message_get_tag (line->message, "account");
  g_autofree char *key = NULL;
  SoqPerson       *member;

  if (account == NULL || *account == '\0')
    return;

  key = soq_irc_isupport_fold (self->isupport, line->nick);
  member = soq_people_find (soq_conversation_get_members (conversation), key);
  if (member != NULL)
    soq_person_set_account (member, account);
}

static void
take_said (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqMessage      *message = soq_session_new_said (self, line);
  SoqConversation *conversation;

  if (message == NULL)
    {
      take_ctcp (self, line);
      return;
    }

  if (line->mine && !line->old)
    soq_session_confirm (self, soq_message_get_text (message));
  conversation = find_place (self, line);
  learn_account (self, line, conversation);
  soq_conversation_append (conversation, message);
}

/* What operators tell everybody. */
static void
take_wallops (SoqSession           *self,
              const SoqSessionLine *line)
{
  soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_NOTICE,
                    line->mask != NULL ? line->nick : NULL, soq_session_last_param (line), NULL);
}

/* Only tags: typing and the like. */
static void
take_tags (SoqSession           *self,
           const SoqSessionLine *line)
{
}

const SoqSessionEntry soq_session_talk[] = {
  { "NOTICE", 2, take_said },
  { "PRIVMSG", 2, take_said },
  { "TAGMSG", 1, take_tags },
  { "WALLOPS", 1, take_wallops },
  { NULL },
};
