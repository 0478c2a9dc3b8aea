/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-say.h"

#include "soq-command.h"
#include "soq-error.h"
#include "soq-irc-message.h"
#include "soq-session-private.h"
#include "soq-split.h"

/* What we say, and where we go. */

/* More messages at once would take minutes. */
#define PIECES 200

/* What stands before our words when others get them, as long as we do not
 * know: “~”, the user, “@”, and the longest host that servers show.
 */
#define MASK_MOST (1 + SOQ_SESSION_USER + 1 + 63)

#define ACTION_BEGIN "\001ACTION "
#define ACTION_END   "\001"

static const char *
get_command (SoqMessageKind kind)
{
  return kind == SOQ_MESSAGE_NOTICE ? "NOTICE" : "PRIVMSG";
}

/* How much of a line is left for the text, when it reaches the others as
 * “:nick!user@host PRIVMSG target :text”.
 */
static gsize
get_room (SoqSession    *self,
          const char    *target,
          SoqMessageKind kind)
{
  gsize taken = strlen (": ! ") + strlen (self->nick) +
                (self->mask != NULL ? strlen (self->mask) : MASK_MOST) +
                strlen (get_command (kind)) + strlen (" ") + strlen (target) + strlen (" :\r\n");

  if (kind == SOQ_MESSAGE_ACTION)
    taken += strlen (ACTION_BEGIN ACTION_END);

  return SOQ_IRC_LINE > taken + 8 ? SOQ_IRC_LINE - taken : 8;
}

/* Where what we say is shown, if it is not said back. */
static SoqConversation *
find_own_place (SoqSession    *self,
                const char    *target,
                SoqMessageKind kind)
{
  const char      *whole = soq_irc_isupport_skip_status (self->isupport, target);
  SoqConversation *conversation = soq_session_find (self, whole);

  if (conversation != NULL)
    return conversation;

  if (whole != target)
    return soq_session_get_context (self);

  if (kind == SOQ_MESSAGE_NOTICE || soq_irc_isupport_is_channel (self->isupport, target) ||
      strchr (target, ',') != NULL || soq_session_has_cap (self, "echo-message"))
    return soq_session_get_context (self);

  return soq_session_open_private (self, target);
}

static gboolean
send_piece (SoqSession    *self,
            const char    *target,
            SoqMessageKind kind,
            const char    *piece,
            GError       **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char    *action = NULL;
  const char         *params[] = { target, piece, NULL };

  if (kind == SOQ_MESSAGE_ACTION)
    params[1] = action = g_strconcat (ACTION_BEGIN, piece, ACTION_END, NULL);

  return soq_irc_append_line (line, NULL, get_command (kind), params, error) &&
         soq_session_send_said (self, line->str, find_own_place (self, target, kind), kind, piece,
                                error);
}

/**
 * soq_session_say_to:
 * @self: a session
 * @target: a nick or a channel
 * @kind: %SOQ_MESSAGE_TEXT, %SOQ_MESSAGE_ACTION or %SOQ_MESSAGE_NOTICE
 * @text: what to say; one line or several
 * @error: return location for a [enum@SoqError] or a [enum@SoqIrcError]
 *
 * Says something, in as many messages as it takes.
 *
 * Returns: whether it is on its way
 */
gboolean
soq_session_say_to (SoqSession    *self,
                    const char    *target,
                    SoqMessageKind kind,
                    const char    *text,
                    GError       **error)
{
  g_auto (GStrv) pieces = soq_split_text (text, get_room (self, target, kind));

  if (g_strv_length (pieces) > PIECES)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG, "That is more than %d messages at once",
                   PIECES);
      return FALSE;
    }

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      if (!send_piece (self, target, kind, pieces[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
soq_session_say_in (SoqSession      *self,
                    SoqConversation *conversation,
                    SoqMessageKind   kind,
                    const char      *text,
                    GError         **error)
{
  SoqConversationKind place = soq_conversation_get_kind (conversation);

  if (place == SOQ_CONVERSATION_SERVER)
    {
      g_set_error_literal (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOBODY,
                           "Nobody hears what is said to the server");
      return FALSE;
    }

  if (place == SOQ_CONVERSATION_CHANNEL && !soq_conversation_get_joined (conversation))
    {
      g_set_error_literal (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOT_JOINED,
                           "We are not in this channel");
      return FALSE;
    }

  return soq_session_say_to (self, soq_conversation_get_title (conversation), kind, text, error);
}

/**
 * soq_session_send_raw:
 * @self: a session
 * @line: a line as it was typed, with its CR LF
 * @error: return location for a [enum@SoqIrcError] or a [enum@SoqError]
 *
 * Returns: whether it is on its way; one that would be two lines or is too
 *   long is not
 */
gboolean
soq_session_send_raw (SoqSession *self,
                      const char *line,
                      GError    **error)
{
  if (strcspn (line, "\r\n") + 2 != strlen (line) || strlen (line) > SOQ_IRC_LINE)
    {
      g_set_error_literal (error, SOQ_ERROR, SOQ_ERROR_TOO_LONG,
                           "That is more than one line of IRC");
      return FALSE;
    }

  return soq_session_send_line (self, line, error);
}

/* A channel may be typed without its #; several with commas between them. */
static char *
complete_channel (SoqSession *self,
                  const char *channel)
{
  g_autofree char *marked = NULL;

  marked = soq_irc_isupport_is_channel (self->isupport, channel) ? g_strdup (channel)
                                                                 : g_strconcat ("#", channel, NULL);
  if (marked[1] == '\0' || strpbrk (marked, " \a") != NULL)
    return NULL;

  return g_steal_pointer (&marked);
}

/* Which channels wait for an answer, and what opened each of them. */
static void
remember_joining (SoqSession *self,
                  const char *names,
                  const char *keys)
{
  g_auto (GStrv) each = g_strsplit (names, ",", -1);
  g_auto (GStrv) key = g_strsplit (keys != NULL ? keys : "", ",", -1);
  guint          n_keys = g_strv_length (key);

  for (guint i = 0; each[i] != NULL; i++)
    if (g_hash_table_size (self->asked_in) < SOQ_SESSION_CONVERSATIONS)
      g_hash_table_insert (self->asked_in, soq_irc_isupport_fold (self->isupport, each[i]),
                           i < n_keys && *key[i] != '\0' ? g_strdup (key[i]) : NULL);
}

/**
 * soq_session_join:
 * @self: a session
 * @channel: where to go; without its sign it is meant with #
 * @key: (nullable): what lets us in
 * @error: return location for %SOQ_COMMAND_ERROR_BAD_CHANNEL or another
 *
 * Returns: whether it was asked for
 */
gboolean
soq_session_join (SoqSession *self,
                  const char *channel,
                  const char *key,
                  GError    **error)
{
  g_autofree char *name = complete_channel (self, channel);

  if (name == NULL)
    {
      g_set_error_literal (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_BAD_CHANNEL,
                           "No channel is called like that");
      return FALSE;
    }

  if (!soq_session_send (self, error, "JOIN", name, key, NULL))
    return FALSE;

  remember_joining (self, name, key);

  return TRUE;
}

/* The server has answered: we are in, or are not let in. */
void
soq_session_end_joining (SoqSession *self,
                         const char *channel)
{
  g_autofree char *key = soq_irc_isupport_fold (self->isupport, channel);

  g_hash_table_remove (self->asked_in, key);
  g_hash_table_remove (self->shown, key);
  if (self->welcomed)
    soq_client_session_answered (self->client);
}

/**
 * soq_session_is_asking:
 * @self: a session
 *
 * Returns: whether a JOIN of ours has no answer yet
 */
gboolean
soq_session_is_asking (SoqSession *self)
{
  return g_hash_table_size (self->asked_in) > 0;
}

/**
 * soq_session_is_joining:
 * @self: a session
 * @conversation: one of its conversations
 *
 * Returns: whether soon we may be in that channel or, of the conversation with
 *   the server, in one that will be shown instead
 */
gboolean
soq_session_is_joining (SoqSession      *self,
                        SoqConversation *conversation)
{
  switch (soq_conversation_get_kind (conversation))
    {
    case SOQ_CONVERSATION_CHANNEL:
      return !soq_conversation_get_joined (conversation) &&
             (self->welcomed
                ? g_hash_table_contains (self->asked_in, soq_conversation_get_key (conversation))
                : soq_conversation_get_wanted (conversation));

    case SOQ_CONVERSATION_SERVER:
      return self->welcomed ? g_hash_table_size (self->shown) > 0
                            : !self->client->answered &&
                                (self->client->lobby != NULL ||
                                 *soq_place_get_channels (self->client->place) != NULL);

    case SOQ_CONVERSATION_PRIVATE:
    default:
      return FALSE;
    }
}

/* The same, and it is shown as soon as we are there. */
gboolean
soq_session_join_shown (SoqSession *self,
                        const char *channel,
                        const char *key,
                        GError    **error)
{
  g_autofree char *name = complete_channel (self, channel);
  SoqConversation *conversation;

  if (!soq_session_join (self, channel, key, error))
    return FALSE;

  /* Of several the first one. */
  name[strcspn (name, ",")] = '\0';
  conversation = soq_session_find (self, name);
  if (conversation != NULL && soq_conversation_get_joined (conversation))
    soq_client_show_conversation (self->client, conversation);
  else if (g_hash_table_size (self->shown) < SOQ_SESSION_CONVERSATIONS)
    g_hash_table_add (self->shown, soq_irc_isupport_fold (self->isupport, name));

  return TRUE;
}

gboolean
soq_session_send_part (SoqSession      *self,
                       SoqConversation *conversation,
                       const char      *reason,
                       GError         **error)
{
  if (!soq_conversation_get_joined (conversation))
    {
      soq_client_remove_conversation (self->client, conversation);
      return TRUE;
    }

  if (!soq_session_send (self, error, "PART", soq_conversation_get_title (conversation), reason,
                         NULL))
    return FALSE;

  g_hash_table_add (self->parting, g_strdup (soq_conversation_get_key (conversation)));

  return TRUE;
}

gboolean
soq_session_set_topic (SoqSession      *self,
                       SoqConversation *conversation,
                       const char      *topic,
                       GError         **error)
{
  return soq_session_send (self, error, "TOPIC", soq_conversation_get_title (conversation), topic,
                           NULL);
}

/**
 * soq_session_find_self:
 * @self: a session
 * @conversation: a channel
 *
 * Returns: (transfer none) (nullable): us, as a member of it
 */
SoqPerson *
soq_session_find_self (SoqSession      *self,
                       SoqConversation *conversation)
{
  g_autofree char *key = soq_irc_isupport_fold (self->isupport, self->nick);

  return soq_people_find (soq_conversation_get_members (conversation), key);
}

/* Of a channel in which we are, who is there is known. */
gboolean
soq_session_tell_names (SoqSession      *self,
                        SoqConversation *conversation,
                        const char      *name)
{
  SoqConversation    *channel = soq_session_find (self, name);
  g_autoptr (GString) names = g_string_new (NULL);
  GListModel         *members;

  if (channel == NULL || !soq_conversation_get_joined (channel))
    return FALSE;

  members = G_LIST_MODEL (soq_conversation_get_members (channel));
  soq_people_flush (SOQ_PEOPLE (members));
  for (guint i = 0; i < MIN (g_list_model_get_n_items (members), 500); i++)
    {
      g_autoptr (SoqPerson) member = g_list_model_get_item (members, i);

      g_string_append_printf (names, "%s%.1s%s", i > 0 ? " " : "", soq_person_get_prefix (member),
                              soq_person_get_nick (member));
    }

  soq_conversation_append (conversation, soq_message_new_full (&(SoqMessageInfo){
                                           .kind = SOQ_MESSAGE_NAMES,
                                           .text = names->str,
                                           .detail = soq_conversation_get_title (channel),
                                         }));

  return TRUE;
}
