/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-irc-names.h"

/* Who is in which channel, with which modes, and what it is about. */

/* Channels with more members are not asked for who is away. */
#define WHO_MOST 400

/* Names of one channel that may wait for the end of the list. */
#define NAMES_MOST SOQ_PEOPLE_MOST

/* What we asked for ourselves is known by this (WHOX, “token”). */
#define WHO_TOKEN "524"

static char *
fold (SoqSession *self,
      const char *name)
{
  return soq_irc_isupport_fold (self->isupport, name);
}

static SoqConversation *
find_channel (SoqSession *self,
              const char *name)
{
  SoqConversation *conversation = soq_session_find (self, name);

  if (conversation == NULL ||
      soq_conversation_get_kind (conversation) != SOQ_CONVERSATION_CHANNEL)
    return NULL;

  return conversation;
}

static SoqPerson *
find_member (SoqSession      *self,
             SoqConversation *conversation,
             const char      *nick)
{
  g_autofree char *key = fold (self, nick);

  return soq_people_find (soq_conversation_get_members (conversation), key);
}

static guint
find_rank (SoqSession *self,
           const char *prefix)
{
  const char *signs = soq_irc_isupport_get_prefixes (self->isupport);
  const char *found = *prefix != '\0' ? strchr (signs, *prefix) : NULL;

  return found != NULL ? (guint) (found - signs) : SOQ_PERSON_NO_RANK;
}

/* 353 names somebody: “@+nick”, or “@+nick!user@host”. */
static SoqPerson *
new_named (SoqSession *self,
           const char *name)
{
  gsize            n = strspn (name, soq_irc_isupport_get_prefixes (self->isupport));
  g_autofree char *prefix = g_strndup (name, n);
  g_autofree char *nick = g_strndup (name + n, strcspn (name + n, "!"));
  g_autofree char *key = fold (self, nick);
  const char      *mask = strchr (name + n, '!');
  SoqPerson       *member;

  if (*nick == '\0')
    return NULL;

  member = soq_person_new (key, nick);
  soq_person_set_prefix (member, prefix, find_rank (self, prefix));
  if (mask != NULL)
    soq_person_set_mask (member, mask + 1);

  return member;
}

static void
collect_names (SoqSession *self,
               const char *name,
               const char *list)
{
  g_autofree char *key = fold (self, name);
  GString         *names = g_hash_table_lookup (self->names, key);
  gsize            length = strlen (list) + 1;

  if (self->names_bytes + length > SOQ_SESSION_NAMES_BYTES)
    return;

  if (names == NULL)
    {
      names = g_string_new (NULL);
      g_hash_table_insert (self->names, g_steal_pointer (&key), names);
    }
  g_string_append (names, list);
  g_string_append_c (names, ' ');
  self->names_bytes += length;
}

void
soq_session_names_free (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
forget_names (SoqSession *self,
              const char *name)
{
  g_autofree char *key = fold (self, name);
  GString         *names = g_hash_table_lookup (self->names, key);

  if (names == NULL)
    return;

  self->names_bytes -= names->len;
  g_hash_table_remove (self->names, key);
}

/* Those who were named so far are there. Returns whether any were. */
static gboolean
settle_names (SoqSession      *self,
              SoqConversation *channel)
{
  g_autofree char      *key = fold (self, soq_conversation_get_title (channel));
  GString              *list = g_hash_table_lookup (self->names, key);
  g_autoptr (GPtrArray) members = NULL;
  g_auto (GStrv)        names = NULL;

  if (list == NULL)
    return FALSE;

  members = g_ptr_array_new_with_free_func (g_object_unref);
  names = g_strsplit (list->str, " ", -1);
  for (guint i = 0; names[i] != NULL && members->len < NAMES_MOST; i++)
    {
      SoqPerson *member = new_named (self, names[i]);

      if (member != NULL)
        g_ptr_array_add (members, member);
    }

  forget_names (self, key);
  soq_people_add_all (soq_conversation_get_members (channel), members);

  return TRUE;
}

/* Somebody may come, leave or change while the list of names is on its way;
 * what it has said is older than that.
 */
static void
settle_all_names (SoqSession *self)
{
  GListModel *conversations = G_LIST_MODEL (self->client->conversations);

  if (g_hash_table_size (self->names) == 0)
    return;

  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (soq_conversation_get_joined (conversation))
        settle_names (self, conversation);
    }
}

static void
show_event (SoqSession           *self,
            const SoqSessionLine *line,
            SoqConversation      *conversation)
{
  SoqMessage *message = soq_session_new_event (self, line);

  if (message != NULL)
    soq_conversation_append (conversation, message);
}

/* For each channel in which whoever sent @line is. */
void
soq_session_for_each_channel (SoqSession           *self,
                              const SoqSessionLine *line,
                              SoqSessionChannelFunc func)
{
  GListModel      *conversations = G_LIST_MODEL (self->client->conversations);
  g_autofree char *key = fold (self, line->nick);

  settle_all_names (self);
  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);
      SoqPeople                  *members = soq_conversation_get_members (conversation);
      SoqPerson                  *member = soq_people_find (members, key);

      if (member != NULL)
        func (self, line, conversation, member);
    }
}

/* What let us in lets us in again. */
static void
keep_key (SoqSession      *self,
          SoqConversation *channel)
{
  const char *key = g_hash_table_lookup (self->asked_in, soq_conversation_get_key (channel));

  if (key != NULL)
    soq_conversation_set_password (channel, key);
}

static void
enter (SoqSession           *self,
       const SoqSessionLine *line,
       const char           *name)
{
  SoqConversation *channel = soq_session_ensure (self, SOQ_CONVERSATION_CHANNEL, name);

  if (soq_conversation_get_kind (channel) != SOQ_CONVERSATION_CHANNEL)
    return;

  if (line->mask != NULL)
    {
      g_free (self->mask);
      self->mask = g_strdup (line->mask);
    }

  forget_names (self, name);
  g_hash_table_remove (self->parting, soq_conversation_get_key (channel));
  soq_people_clear (soq_conversation_get_members (channel));
  soq_conversation_set_wanted (channel, TRUE);
  soq_conversation_set_joined (channel, TRUE);
  keep_key (self, channel);
  soq_session_ask_history (self, channel);
  if (g_hash_table_contains (self->shown, soq_conversation_get_key (channel)))
    soq_client_show_conversation (self->client, channel);
  soq_session_end_joining (self, name);
  soq_client_session_entered (self->client, channel);
}

static void
add_member (SoqSession           *self,
            const SoqSessionLine *line,
            SoqConversation      *channel)
{
  g_autofree char      *key = fold (self, line->nick);
  g_autoptr (SoqPerson) member = soq_person_new (key, line->nick);
  const char           *account = soq_session_param (line, 1);

  soq_person_set_mask (member, line->mask);
  if (account != NULL && !g_str_equal (account, "*"))
    soq_person_set_account (member, account);
  soq_people_add (soq_conversation_get_members (channel), member);
}

/* Of a server that says “CHANTYPES=&” we may be in “#a” nevertheless. */
static gboolean
is_channel (SoqSession *self,
            const char *name)
{
  return soq_irc_isupport_is_channel (self->isupport, name) || *name == '#' || *name == '&';
}

static void
take_join (SoqSession           *self,
           const SoqSessionLine *line)
{
  const char      *name = soq_session_param (line, 0);
  SoqConversation *channel;

  if (!is_channel (self, name) || *line->nick == '\0')
    return;

  if (line->mine)
    enter (self, line, name);

  channel = find_channel (self, name);
  if (channel == NULL || !soq_conversation_get_joined (channel))
    return;

  add_member (self, line, channel);
  show_event (self, line, channel);
}

static void
leave (SoqSession      *self,
       SoqConversation *channel,
       gboolean         close)
{
  soq_conversation_release (channel);
  soq_conversation_set_wanted (channel, FALSE);
  soq_conversation_set_joined (channel, FALSE);
  if (close)
    soq_client_remove_conversation (self->client, channel);
}

static void
remove_member (SoqSession      *self,
               SoqConversation *channel,
               const char      *nick)
{
  g_autofree char *key = fold (self, nick);

  soq_people_remove (soq_conversation_get_members (channel), key);
}

/* A PART that nobody here asked for takes nothing away: what was said, and what
 * is being typed, stays.
 */
static gboolean
is_parting (SoqSession      *self,
            SoqConversation *channel)
{
  return g_hash_table_remove (self->parting, soq_conversation_get_key (channel));
}

static void
take_part (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 0));

  if (channel == NULL)
    return;

  settle_names (self, channel);
  show_event (self, line, channel);
  if (line->mine)
    leave (self, channel, is_parting (self, channel));
  else
    remove_member (self, channel, line->nick);
}

static void
take_kick (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 0));
  const char      *whom = soq_session_param (line, 1);

  if (channel == NULL)
    return;

  settle_names (self, channel);
  show_event (self, line, channel);
  if (soq_session_is_me (self, whom))
    leave (self, channel, FALSE);
  else
    remove_member (self, channel, whom);
}

static void
quit_one (SoqSession           *self,
          const SoqSessionLine *line,
          SoqConversation      *channel,
          SoqPerson            *member)
{
  show_event (self, line, channel);
  soq_people_remove (soq_conversation_get_members (channel), soq_person_get_key (member));
}

static gboolean
is_same_nick (SoqSession *self,
              const char *a,
              const char *b)
{
  g_autofree char *folded_a = fold (self, a);
  g_autofree char *folded_b = fold (self, b);

  return g_str_equal (folded_a, folded_b);
}

/* Somebody gave up @nick. If it is the name that we want, such as that of a
 * connection of ours that the server had not noticed to be lost, we take it.
 */
static void
reclaim_nick (SoqSession *self,
              const char *nick)
{
  const char *wanted = self->client->nick;

  if (wanted != NULL && self->registered && self->nick_asked == NULL &&
      !soq_session_is_me (self, wanted) && is_same_nick (self, wanted, nick))
    soq_session_send (self, NULL, "NICK", wanted, NULL);
}

static void
take_quit (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation *private = soq_session_find (self, line->nick);

  reclaim_nick (self, line->nick);

  soq_session_for_each_channel (self, line, quit_one);
  if (private != NULL &&
      soq_conversation_get_kind (private) == SOQ_CONVERSATION_PRIVATE)
    show_event (self, line, private);
}

static void
rename_one (SoqSession           *self,
            const SoqSessionLine *line,
            SoqConversation      *channel,
            SoqPerson            *member)
{
  const char      *nick = soq_session_param (line, 0);
  g_autofree char *old_key = g_strdup (soq_person_get_key (member));
  g_autofree char *key = fold (self, nick);

  soq_people_rename (soq_conversation_get_members (channel), old_key, key, nick);
  show_event (self, line, channel);
}

static void
rename_private (SoqSession           *self,
                const SoqSessionLine *line)
{
  const char *nick = soq_session_param (line, 0);
  SoqConversation *private = soq_session_find (self, line->nick);
  SoqConversation *other = soq_session_find (self, nick);
  g_autofree char *key = fold (self, nick);

  if (private == NULL || soq_conversation_get_kind (private) != SOQ_CONVERSATION_PRIVATE)
    return;

  /* Two conversations cannot have one name; the other one has it already. */
  if ((other == NULL || other == private) && !is_channel (self, nick))
    soq_conversation_set_title (private, key, nick);
  show_event (self, line, private);
}

/* What we asked for we want from now on; what others made of us we do not. */
static void
take_own_nick (SoqSession *self,
               const char *nick)
{
  if (self->nick_asked != NULL && is_same_nick (self, self->nick_asked, nick))
    soq_client_set_nick (self->client, nick);
  g_clear_pointer (&self->nick_asked, g_free);
  soq_session_set_own_nick (self, nick);
}

static void
take_nick (SoqSession           *self,
           const SoqSessionLine *line)
{
  const char *nick = soq_session_param (line, 0);

  if (*nick == '\0' || *line->nick == '\0')
    return;

  if (line->mine)
    take_own_nick (self, nick);
  else
    reclaim_nick (self, line->nick);
  soq_session_for_each_channel (self, line, rename_one);
  if (line->mine)
    show_event (self, line, soq_session_get_console (self));
  else
    rename_private (self, line);
}

static void
take_topic (SoqSession           *self,
            const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 0));

  if (channel == NULL)
    return;

  soq_conversation_set_topic (channel, soq_session_param (line, 1));
  show_event (self, line, channel);
}

/* The signs of @prefix, with that of one more mode or of one less, the highest
 * first.
 */
static char *
change_prefix (SoqSession *self,
               const char *prefix,
               char        letter,
               gboolean    add)
{
  const char *letters = soq_irc_isupport_get_mode_types (self->isupport)->prefixes;
  const char *signs = soq_irc_isupport_get_prefixes (self->isupport);
  GString    *changed = g_string_new (NULL);

  for (gsize i = 0; signs[i] != '\0'; i++)
    {
      gboolean has = strchr (prefix, signs[i]) != NULL;

      if (letters[i] == letter ? add : has)
        g_string_append_c (changed, signs[i]);
    }

  return g_string_free (changed, FALSE);
}

static void
change_mode (SoqSession             *self,
             SoqConversation        *channel,
             const SoqIrcModeChange *change)
{
  SoqPerson       *member;
  g_autofree char *prefix = NULL;

  if (change->letter == 'k' && change->kind != SOQ_IRC_MODE_PREFIX)
    {
      if (!change->add)
        soq_conversation_set_password (channel, NULL);
      else if (change->param != NULL && !g_str_equal (change->param, "*"))
        soq_conversation_set_password (channel, change->param);
      return;
    }

  if (change->kind != SOQ_IRC_MODE_PREFIX || change->param == NULL)
    return;

  member = find_member (self, channel, change->param);
  if (member == NULL)
    return;

  prefix = change_prefix (self, soq_person_get_prefix (member), change->letter, change->add);
  soq_people_set_prefix (soq_conversation_get_members (channel), soq_person_get_key (member),
                         prefix, find_rank (self, prefix));
}

static void
take_mode (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation   *channel = find_channel (self, soq_session_param (line, 0));
  g_autoptr (GArray) changes = NULL;

  if (channel == NULL)
    {
      show_event (self, line, soq_session_get_console (self));
      return;
    }

  settle_names (self, channel);
  changes = soq_irc_modes_parse (soq_irc_isupport_get_mode_types (self->isupport),
                                 soq_session_param (line, 1), line->message->params + 2);
  for (guint i = 0; i < changes->len; i++)
    change_mode (self, channel, &g_array_index (changes, SoqIrcModeChange, i));
  show_event (self, line, channel);
}

static void
take_names (SoqSession           *self,
            const SoqSessionLine *line)
{
  const char      *name = soq_session_param (line, 2);
  const char      *list = soq_session_param (line, 3);
  SoqConversation *channel = find_channel (self, name);

  /* Of a channel in which we are not, it is an answer to look at. */
  if (channel == NULL || !soq_conversation_get_joined (channel))
    {
      soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_NAMES, NULL,
                        list, name);
      return;
    }

  collect_names (self, name, list);
}

/* Whether somebody is away nobody says of those who were before us. */
static void
ask_who (SoqSession      *self,
         SoqConversation *channel)
{
  const char      *name = soq_conversation_get_title (channel);
  guint            n;
  g_autofree char *key = fold (self, name);

  n = soq_people_count (soq_conversation_get_members (channel));
  if (n > WHO_MOST || !soq_session_has_cap (self, "away-notify") ||
      soq_irc_isupport_get (self->isupport, "WHOX") == NULL ||
      !g_hash_table_add (self->whos, g_steal_pointer (&key)))
    return;

  soq_session_send (self, NULL, "WHO", name, "%tcuhnfa," WHO_TOKEN, NULL);
}

static void
take_names_end (SoqSession           *self,
                const SoqSessionLine *line)
{
  const char      *name = soq_session_param (line, 1);
  SoqConversation *channel = find_channel (self, name);

  if (channel != NULL && soq_conversation_get_joined (channel) && settle_names (self, channel))
    ask_who (self, channel);
  else
    forget_names (self, name);
}

/* 354: me, token, channel, user, host, nick, flags, account. */
static void
take_whox (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 2));
  const char      *account = soq_session_param (line, 7);
  SoqPerson       *member;

  if (channel == NULL || !g_str_equal (soq_session_param (line, 1), WHO_TOKEN))
    return;

  member = find_member (self, channel, soq_session_param (line, 5));
  if (member == NULL)
    return;

  soq_person_set_away (member, *soq_session_param (line, 6) == 'G');
  soq_person_set_account (member, g_str_equal (account, "0") ? NULL : account);
}

/* 315 ends what we asked ourselves without a word. */
static void
take_who_end (SoqSession           *self,
              const SoqSessionLine *line)
{
  g_autofree char *key = fold (self, soq_session_param (line, 1));

  g_hash_table_remove (self->whos, key);
}

/* 332 */
static void
take_topic_is (SoqSession           *self,
               const SoqSessionLine *line)
{
  const char      *name = soq_session_param (line, 1);
  const char      *topic = soq_session_param (line, 2);
  SoqConversation *channel = find_channel (self, name);

  if (channel != NULL)
    soq_conversation_set_topic (channel, topic);
  soq_session_show (self, line, channel != NULL ? channel : soq_session_get_context (self),
                    SOQ_MESSAGE_TOPIC_IS, NULL, topic, name);
}

/* 331 */
static void
take_no_topic (SoqSession           *self,
               const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 1));

  if (channel == NULL)
    return;

  soq_conversation_set_topic (channel, NULL);
  soq_session_show (self, line, channel, SOQ_MESSAGE_INFO, NULL, soq_session_last_param (line),
                    NULL);
}

/* 333: who set the topic, and when. */
static void
take_topic_by (SoqSession           *self,
               const SoqSessionLine *line)
{
  SoqConversation *channel = find_channel (self, soq_session_param (line, 1));
  g_autofree char *nick = soq_irc_source_dup_nick (soq_session_param (line, 2));

  if (channel != NULL)
    soq_session_show (self, line, channel, SOQ_MESSAGE_TOPIC_BY, nick, soq_session_param (line, 3),
                      NULL);
}

/* 324 and 329 */
static void
take_modes_are (SoqSession           *self,
                const SoqSessionLine *line)
{
  const char      *name = soq_session_param (line, 1);
  SoqConversation *channel = find_channel (self, name);
  gboolean         created = soq_irc_message_is (line->message, "329");
  g_autofree char *modes = soq_session_join_params (line, 2);

  soq_session_show (self, line, channel != NULL ? channel : soq_session_get_context (self),
                    created ? SOQ_MESSAGE_CREATED : SOQ_MESSAGE_MODES, NULL, modes, name);
}

static void
take_invite (SoqSession           *self,
             const SoqSessionLine *line)
{
  const char      *whom = soq_session_param (line, 0);
  const char      *name = soq_session_param (line, 1);
  SoqConversation *channel = find_channel (self, name);

  if (soq_session_is_me (self, whom))
    soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_INVITE, line->nick,
                      name, NULL);
  else if (channel != NULL)
    soq_session_show (self, line, channel, SOQ_MESSAGE_INVITE, line->nick, whom, name);
}

/* 341 */
static void
take_inviting (SoqSession           *self,
               const SoqSessionLine *line)
{
  soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_INVITING,
                    soq_session_param (line, 1), soq_session_param (line, 2), NULL);
}

const SoqSessionEntry soq_session_rooms[] = {
  { "INVITE", 2, take_invite },
  { "JOIN", 1, take_join },
  { "KICK", 2, take_kick },
  { "MODE", 2, take_mode },
  { "NICK", 1, take_nick },
  { "PART", 1, take_part },
  { "QUIT", 0, take_quit },
  { "TOPIC", 2, take_topic },
  { "315", 2, take_who_end },
  { "324", 3, take_modes_are },
  { "329", 3, take_modes_are },
  { "331", 2, take_no_topic },
  { "332", 3, take_topic_is },
  { "333", 4, take_topic_by },
  { "341", 3, take_inviting },
  { "353", 4, take_names },
  { "354", 8, take_whox },
  { "366", 2, take_names_end },
  { NULL },
};
