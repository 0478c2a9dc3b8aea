/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-limits.h"
#include "soq-platform.h"

/* PRIVMSG, NOTICE and TAGMSG. */

typedef struct
{
  SoqUser    *user;    /* (borrowed): who says it */
  const char *command; /* in capitals */
  const char *text;    /* (nullable): of TAGMSG */
  const char *tags;    /* client-only tags, as they go out */
  gboolean    quiet;   /* NOTICE is never answered */
} Saying;

/* What only clients understand is passed on (message-tags, “Client-only tags”);
 * everything else in tags is the server's to say.
 */
static char *
dup_client_tags (SoqUser             *user,
                 const SoqIrcMessage *message)
{
  GString *tags = g_string_new (NULL);

  if ((user->modes & SOQ_USER_MODE_BOT) != 0)
    soq_irc_append_tag (tags, "bot", NULL);

  if (soq_user_has (user, SOQ_IRC_CAP_MESSAGE_TAGS))
    for (guint i = 0; i < message->n_tags; i++)
      if (*message->tags[i].key == '+')
        soq_irc_append_tag (tags, message->tags[i].key, message->tags[i].value);

  return g_string_free (tags, FALSE);
}

static SoqOutgoing *
new_message (const Saying *self,
             const char   *target)
{
  SoqOutgoing *out = soq_server_new_message (self->user, self->command, target, self->text, NULL);

  soq_outgoing_set_tags (out, self->tags);

  return out;
}

/* That somebody was typing means nothing later. */
static gboolean
is_kept (const Saying *self)
{
  return self->text != NULL || strstr (self->tags, "+typing") == NULL;
}

static void
echo (const Saying *self,
      SoqOutgoing  *out)
{
  if (soq_user_has (self->user, SOQ_IRC_CAP_ECHO_MESSAGE))
    soq_user_send (self->user, out);
}

/* Tags without a text mean nothing to those who do not know tags. */
static guint
needed_cap (const Saying *self)
{
  return self->text == NULL ? SOQ_IRC_CAP_MESSAGE_TAGS : 0;
}

static char *
find_action (const char *text)
{
  g_autofree char *action = NULL;

  if (!g_str_has_prefix (text, "\001ACTION "))
    return NULL;

  action = g_strdup (text + strlen ("\001ACTION "));
  g_strdelimit (action, "\001", '\0');

  return g_steal_pointer (&action);
}

static void
tell_owner (const Saying *self,
            SoqChannel   *channel)
{
  SoqServer       *server = self->user->server;
  g_autofree char *action = NULL;

  if (self->text == NULL)
    return;

  server->message_count++;
  action = find_action (self->text);
  if (action != NULL || *self->text != '\001')
    soq_server_tell_in (server, action != NULL ? SOQ_EVENT_ACTION : SOQ_EVENT_MESSAGE,
                        self->user->peer, soq_channel_get_name (channel),
                        action != NULL ? action : self->text);
}

static void
say_in_channel (const Saying *self,
                SoqChannel   *channel,
                const char   *target,
                guint         least)
{
  g_autoptr (SoqOutgoing) out = NULL;

  if (!soq_channel_may_speak (channel, self->user))
    {
      if (!self->quiet)
        soq_irc_reply (self->user, SOQ_IRC_ERR_CANNOTSENDTOCHAN, soq_channel_get_name (channel),
                       "Cannot send to channel", NULL);
      return;
    }

  out = new_message (self, target);
  if (least != 0)
    soq_channel_send_to_status (channel, least, out, self->user->peer);
  else
    soq_channel_send_by_cap (channel, needed_cap (self), out,
                             needed_cap (self) == 0 ? out : NULL, self->user->peer);
  echo (self, out);
  if (least != 0)
    return;

  if (is_kept (self))
    soq_server_record (self->user->server, channel, out, self->text == NULL);
  tell_owner (self, channel);
}

/* Returns the channel behind the prefixes of a STATUSMSG target, and who of it
 * is meant.
 */
static const char *
skip_status (const char *target,
             guint      *least)
{
  *least = 0;
  while (*target == '@' || *target == '+')
    {
      /* The lowest one named counts. */
      if (*target == '+')
        *least = SOQ_MEMBER_OPERATOR | SOQ_MEMBER_VOICE;
      else if (*least == 0)
        *least = SOQ_MEMBER_OPERATOR;
      target++;
    }

  return target;
}

static void
say_to_channel (const Saying *self,
                const char   *target)
{
  guint            least;
  const char      *name = skip_status (target, &least);
  SoqChannel      *channel = soq_server_find_channel (self->user->server, name);
  g_autofree char *full = NULL;

  if (channel == NULL)
    {
      if (!self->quiet)
        soq_irc_no_such_channel (self->user, name);
      return;
    }

  full = g_strdup_printf ("%.*s%s", (int) (name - target), target, soq_channel_get_name (channel));
  say_in_channel (self, channel, full, least);
}

static void
say_to_user (const Saying *self,
             const char   *nick)
{
  SoqUser                *target = soq_server_find_user (self->user->server, nick);
  g_autoptr (SoqOutgoing) out = NULL;

  if (target == NULL)
    {
      if (!self->quiet)
        soq_irc_no_such_nick (self->user, nick);
      return;
    }

  out = new_message (self, soq_user_get_nick (target));
  if (soq_user_has (target, needed_cap (self)))
    soq_user_send_apart (target, out);
  echo (self, out);
  if (is_kept (self))
    soq_server_record_private (self->user, target, out, self->text == NULL);

  if (self->text != NULL)
    self->user->server->message_count++;
  if (target->away != NULL && self->text != NULL && !self->quiet)
    soq_irc_reply (self->user, SOQ_IRC_RPL_AWAY, soq_user_get_nick (target), target->away, NULL);
}

static void
say (const Saying *self,
     const char   *targets)
{
  g_auto (GStrv) names = g_strsplit (targets, ",", -1);

  self->user->spoke = soq_clock_now ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i >= SOQ_LIMIT_TARGETS)
        {
          if (!self->quiet)
            soq_irc_reply (self->user, SOQ_IRC_ERR_TOOMANYTARGETS, names[i],
                           "Too many targets: the message went to the first ones only", NULL);
          return;
        }

      if (strchr ("#@+", *names[i]) != NULL && *names[i] != '\0')
        say_to_channel (self, names[i]);
      else if (*names[i] != '\0')
        say_to_user (self, names[i]);
    }
}

void
soq_irc_run_privmsg (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  g_autofree char *tags = dup_client_tags (user, message);
  Saying           saying = { user, "PRIVMSG", NULL, tags, FALSE };

  if (message->n_params == 0 || *message->params[0] == '\0')
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NORECIPIENT, "No recipient given (PRIVMSG)", NULL);
      return;
    }
  if (message->n_params < 2 || *message->params[1] == '\0')
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NOTEXTTOSEND, "No text to send", NULL);
      return;
    }

  saying.text = message->params[1];
  say (&saying, message->params[0]);
}

void
soq_irc_run_notice (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  g_autofree char *tags = dup_client_tags (user, message);
  Saying           saying = { user, "NOTICE", NULL, tags, TRUE };

  if (message->n_params < 2 || *message->params[1] == '\0')
    return;

  saying.text = message->params[1];
  say (&saying, message->params[0]);
}

void
soq_irc_run_tagmsg (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  g_autofree char *tags = NULL;
  Saying           saying = { user, "TAGMSG", NULL, NULL, FALSE };

  if (!soq_user_has (user, SOQ_IRC_CAP_MESSAGE_TAGS))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_UNKNOWNCOMMAND, "TAGMSG", "Unknown command", NULL);
      return;
    }
  if (message->n_params == 0 || *message->params[0] == '\0')
    {
      soq_irc_need_more_params (user, "TAGMSG");
      return;
    }

  tags = dup_client_tags (user, message);
  saying.tags = tags;
  if (*tags != '\0')
    say (&saying, message->params[0]);
}
