/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-irc-mask.h"
#include "soq-limits.h"
#include "soq-platform.h"
#include "soq-text.h"

/* JOIN (modern.ircdocs.horse, “JOIN message”). */

static gboolean
is_invited (SoqUser    *user,
            SoqChannel *channel)
{
  return (user->invitations != NULL &&
          g_hash_table_contains (user->invitations, channel->folded)) ||
         soq_channel_is_listed (channel, SOQ_CHANNEL_EXCEPTIONS, user);
}

static gboolean
was_invited (SoqUser    *user,
             SoqChannel *channel)
{
  return user->invitations != NULL && g_hash_table_contains (user->invitations, channel->folded);
}

/* Returns whether @user may come in, or tells it why not. An invitation by
 * name opens every door but that of a wrong key.
 */
static gboolean
may_join (SoqUser    *user,
          SoqChannel *channel,
          const char *key)
{
  const char *name = soq_channel_get_name (channel);

  if (channel->key != NULL && g_strcmp0 (channel->key, key) != 0)
    soq_irc_reply (user, SOQ_IRC_ERR_BADCHANNELKEY, name, "Cannot join channel (+k)", NULL);
  else if (was_invited (user, channel))
    return TRUE;
  else if ((channel->flags & SOQ_CHANNEL_INVITE_ONLY) != 0 && !is_invited (user, channel))
    soq_irc_reply (user, SOQ_IRC_ERR_INVITEONLYCHAN, name, "Cannot join channel (+i)", NULL);
  else if (soq_channel_is_banned (channel, user))
    soq_irc_reply (user, SOQ_IRC_ERR_BANNEDFROMCHAN, name, "Cannot join channel (+b)", NULL);
  else if (channel->limit > 0 && soq_channel_count (channel) >= channel->limit)
    soq_irc_reply (user, SOQ_IRC_ERR_CHANNELISFULL, name, "Cannot join channel (+l)", NULL);
  else
    return TRUE;

  return FALSE;
}

static void
send_topic (SoqUser    *user,
            SoqChannel *channel)
{
  const char      *name = soq_channel_get_name (channel);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, channel->topic_time);

  soq_irc_reply (user, SOQ_IRC_RPL_TOPIC, name, channel->topic, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_TOPICWHOTIME, name, channel->topic_setter, time, NULL);
}

static void
send_names_line (SoqUser    *user,
                 SoqChannel *channel,
                 GString    *names)
{
  gboolean is_secret = (channel->flags & SOQ_CHANNEL_SECRET) != 0;

  if (names->len == 0)
    return;

  soq_irc_reply (user, SOQ_IRC_RPL_NAMREPLY, is_secret ? "@" : "=",
                 soq_channel_get_name (channel), names->str, NULL);
  g_string_truncate (names, 0);
}

static void
append_member (SoqUser *user,
               GString *names,
               SoqUser *member,
               guint    status)
{
  if (names->len > 0)
    g_string_append_c (names, ' ');
  g_string_append (names,
                   soq_member_get_prefix (status, soq_user_has (user, SOQ_IRC_CAP_MULTI_PREFIX)));
  g_string_append (names, soq_user_has (user, SOQ_IRC_CAP_USERHOST_IN_NAMES)
                            ? soq_user_get_source (member)
                            : soq_user_get_nick (member));
}

/* Strangers see no secret channels, and no invisible members of others. */
static void
send_members (SoqUser    *user,
              SoqChannel *channel)
{
  gboolean inside = soq_channel_contains (channel, user->peer);
  gsize    limit = SOQ_IRC_LINE - strlen (user->server->irc_name) -
                strlen (soq_channel_get_name (channel)) - 2 * SOQ_IRC_NICK_LENGTH - 100;
  GString       *names = g_string_new (NULL);
  GHashTableIter iter;
  gpointer       peer;
  gpointer       status;

  if (inside || soq_user_is_operator (user) || (channel->flags & SOQ_CHANNEL_SECRET) == 0)
    {
      g_hash_table_iter_init (&iter, channel->members);
      while (g_hash_table_iter_next (&iter, &peer, &status))
        {
          SoqUser *member = soq_peer_get_user (peer);

          if (!inside && (member->modes & SOQ_USER_MODE_INVISIBLE) != 0)
            continue;

          append_member (user, names, member, GPOINTER_TO_UINT (status));
          if (names->len > limit)
            send_names_line (user, channel, names);
        }
    }

  send_names_line (user, channel, names);
  g_string_free (names, TRUE);
}

static void
send_names (SoqUser    *user,
            SoqChannel *channel)
{
  send_members (user, channel);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFNAMES, soq_channel_get_name (channel),
                 "End of /NAMES list", NULL);
}

static SoqChannel *
find_or_open (SoqUser    *user,
              const char *name,
              guint      *status)
{
  SoqServer  *server = user->server;
  SoqChannel *channel = soq_server_find_channel (server, name);

  *status = 0;
  if (channel != NULL)
    return channel;

  if (!soq_irc_channel_is_valid (name))
    {
      soq_irc_no_such_channel (user, name);
      return NULL;
    }

  if (g_hash_table_size (server->channels) >= SOQ_LIMIT_ALL_CHANNELS)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_TOOMANYCHANNELS, name,
                     "The server has as many channels as it can", NULL);
      return NULL;
    }

  *status = SOQ_MEMBER_OPERATOR;

  return soq_server_open_channel (server, name);
}

static void
join_one (SoqUser    *user,
          const char *name,
          const char *key)
{
  SoqChannel *channel;
  guint       status;

  if (user->channels != NULL && g_hash_table_size (user->channels) >= SOQ_LIMIT_CHANNELS)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_TOOMANYCHANNELS, name,
                     "You have joined too many channels", NULL);
      return;
    }

  channel = find_or_open (user, name, &status);
  if (channel == NULL || soq_channel_contains (channel, user->peer) ||
      !may_join (user, channel, key))
    return;

  soq_server_join (user, channel, status);
  if (channel->topic != NULL)
    send_topic (user, channel);
  send_names (user, channel);
}

static void
part_all (SoqUser *user)
{
  g_autoptr (GList) channels = user->channels != NULL ? g_hash_table_get_keys (user->channels)
                                                      : NULL;

  for (GList *l = channels; l != NULL; l = l->next)
    {
      SoqChannel             *channel = l->data;
      g_autoptr (SoqOutgoing) out = NULL;

      out = soq_server_new_message (user, "PART", soq_channel_get_name (channel), NULL);
      soq_server_tell_in (user->server, SOQ_EVENT_PARTED, user->peer,
                          soq_channel_get_name (channel), NULL);
      soq_server_part (user, channel, out);
    }
}

void
soq_irc_run_join (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  g_auto (GStrv) names = g_strsplit (message->params[0], ",", -1);
  g_auto (GStrv) keys = NULL;
  guint          n_keys;

  if (g_str_equal (message->params[0], "0"))
    {
      part_all (user);
      return;
    }

  if (names[0] == NULL)
    soq_irc_no_such_channel (user, "*");

  keys = g_strsplit (message->n_params > 1 ? message->params[1] : "", ",", -1);
  n_keys = g_strv_length (keys);
  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0')
      join_one (user, names[i], i < n_keys && *keys[i] != '\0' ? keys[i] : NULL);
}

/* PART */

/* Returns the channel that @user is in, or tells it why not. Operators of the
 * server have a say in all of them.
 */
static SoqChannel *
find_own_channel (SoqUser    *user,
                  const char *name,
                  gboolean    for_rule)
{
  SoqChannel *channel = soq_server_find_channel (user->server, name);

  if (channel == NULL)
    soq_irc_no_such_channel (user, name);
  else if (!soq_channel_contains (channel, user->peer) &&
           !(for_rule && soq_user_is_operator (user)))
    soq_irc_reply (user, SOQ_IRC_ERR_NOTONCHANNEL, name, "You're not on that channel", NULL);
  else
    return channel;

  return NULL;
}

static void
part_one (SoqUser    *user,
          const char *name,
          const char *reason)
{
  SoqChannel             *channel = find_own_channel (user, name, FALSE);
  g_autoptr (SoqOutgoing) out = NULL;

  if (channel == NULL)
    return;

  out = soq_server_new_message (user, "PART", soq_channel_get_name (channel), reason, NULL);
  soq_server_tell_in (user->server, SOQ_EVENT_PARTED, user->peer,
                      soq_channel_get_name (channel), reason);
  soq_server_part (user, channel, out);
}

void
soq_irc_run_part (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  g_auto (GStrv) names = g_strsplit (message->params[0], ",", -1);
  const char    *reason = soq_irc_message_get_param (message, 1);

  if (reason != NULL && *reason == '\0')
    reason = NULL;
  for (guint i = 0; names[i] != NULL; i++)
    part_one (user, names[i], reason);
}

/* TOPIC */

static void
change_topic (SoqUser    *user,
              SoqChannel *channel,
              const char *given)
{
  const char             *name = soq_channel_get_name (channel);
  g_autofree char        *topic = soq_text_cut (given, SOQ_LIMIT_TOPIC_LENGTH);
  g_autoptr (SoqOutgoing) out = NULL;

  if ((channel->flags & SOQ_CHANNEL_TOPIC_LOCK) != 0 &&
      !soq_channel_may_rule (channel, user))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_CHANOPRIVSNEEDED, name, "You're not channel operator", NULL);
      return;
    }

  soq_channel_set_topic (channel, topic, soq_user_get_source (user));
  out = soq_server_new_message (user, "TOPIC", name, topic, NULL);
  soq_channel_send (channel, out, NULL);
  soq_server_record (user->server, channel, out, TRUE);
  soq_server_tell_in (user->server, SOQ_EVENT_TOPIC, user->peer, name, topic);
}

void
soq_irc_run_topic (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  SoqChannel *channel = find_own_channel (user, message->params[0], TRUE);

  if (channel == NULL)
    return;

  if (message->n_params > 1)
    change_topic (user, channel, message->params[1]);
  else if (channel->topic != NULL)
    send_topic (user, channel);
  else
    soq_irc_reply (user, SOQ_IRC_RPL_NOTOPIC, soq_channel_get_name (channel), "No topic is set",
                   NULL);
}

/* NAMES */

void
soq_irc_run_names (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  const char    *name = soq_irc_message_get_param (message, 0);
  SoqChannel    *channel = NULL;
  GHashTableIter iter;
  gpointer       value;

  if (name != NULL)
    {
      g_auto (GStrv) names = g_strsplit (name, ",", 2);

      channel = names[0] != NULL ? soq_server_find_channel (user->server, names[0]) : NULL;
      if (channel != NULL)
        send_names (user, channel);
      else
        soq_irc_reply (user, SOQ_IRC_RPL_ENDOFNAMES, names[0] != NULL ? names[0] : "*",
                       "End of /NAMES list", NULL);
      return;
    }

  g_hash_table_iter_init (&iter, user->server->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    send_members (user, value);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFNAMES, "*", "End of /NAMES list", NULL);
}

/* LIST, with the filters of ELIST=CMNTU. */

static gboolean
compare (gint64      value,
         const char *condition)
{
  gint64 bound = g_ascii_strtoll (condition + 1, NULL, 10);

  return *condition == '<' ? value < bound : value > bound;
}

static gint64
minutes_since (gint64 seconds)
{
  return (g_get_real_time () / G_USEC_PER_SEC - seconds) / 60;
}

static gboolean
is_condition (const char *text)
{
  return (text[0] == '<' || text[0] == '>') && g_ascii_isdigit (text[1]);
}

static gboolean
passes (SoqChannel *channel,
        const char *filter)
{
  const char *name = soq_channel_get_name (channel);

  if (is_condition (filter))
    return compare (soq_channel_count (channel), filter);
  if (g_ascii_toupper (*filter) == 'C' && is_condition (filter + 1))
    return compare (minutes_since (channel->created), filter + 1);
  if (g_ascii_toupper (*filter) == 'T' && is_condition (filter + 1))
    return channel->topic != NULL && compare (minutes_since (channel->topic_time), filter + 1);
  if (*filter == '!')
    return !soq_irc_mask_match (filter + 1, name);

  return soq_irc_mask_match (filter, name);
}

/* Names are alternatives, conditions must all hold. */
static gboolean
passes_all (SoqChannel *channel,
            char      **filters)
{
  gboolean has_names = FALSE;
  gboolean named = FALSE;

  for (guint i = 0; filters[i] != NULL; i++)
    {
      gboolean ok = passes (channel, filters[i]);

      if (*filters[i] == '#' || *filters[i] == '*')
        {
          has_names = TRUE;
          named = named || ok;
        }
      else if (*filters[i] != '\0' && !ok)
        {
          return FALSE;
        }
    }

  return named || !has_names;
}

static gboolean
may_see (SoqUser    *user,
         SoqChannel *channel)
{
  return (channel->flags & SOQ_CHANNEL_SECRET) == 0 || soq_user_is_operator (user) ||
         soq_channel_contains (channel, user->peer);
}

void
soq_irc_run_list (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char    *given = soq_irc_message_get_param (message, 0);
  g_auto (GStrv) filters = g_strsplit (given != NULL ? given : "", ",", -1);
  GHashTableIter iter;
  gpointer       value;

  soq_irc_reply (user, SOQ_IRC_RPL_LISTSTART, "Channel", "Users  Name", NULL);
  g_hash_table_iter_init (&iter, user->server->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SoqChannel      *channel = value;
      g_autofree char *count = g_strdup_printf ("%u", soq_channel_count (channel));

      if (soq_channel_count (channel) > 0 && may_see (user, channel) &&
          passes_all (channel, filters))
        soq_irc_reply (user, SOQ_IRC_RPL_LIST, soq_channel_get_name (channel), count,
                       channel->topic != NULL ? channel->topic : "", NULL);
    }
  soq_irc_reply (user, SOQ_IRC_RPL_LISTEND, "End of /LIST", NULL);
}

/* INVITE */

static void
send_invitations (SoqUser *user)
{
  GHashTableIter iter;
  gpointer       folded;

  if (user->invitations != NULL)
    {
      g_hash_table_iter_init (&iter, user->invitations);
      while (g_hash_table_iter_next (&iter, &folded, NULL))
        soq_irc_reply (user, SOQ_IRC_RPL_INVITELIST_OWN, folded, NULL);
    }
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFINVITELIST_OWN, "End of /INVITE list", NULL);
}

static gboolean
may_invite (SoqUser    *user,
            SoqChannel *channel,
            SoqUser    *guest)
{
  const char *name = soq_channel_get_name (channel);

  if ((channel->flags & SOQ_CHANNEL_INVITE_ONLY) != 0 &&
      !soq_channel_may_rule (channel, user))
    soq_irc_reply (user, SOQ_IRC_ERR_CHANOPRIVSNEEDED, name, "You're not channel operator", NULL);
  else if (soq_channel_contains (channel, guest->peer))
    soq_irc_reply (user, SOQ_IRC_ERR_USERONCHANNEL, soq_user_get_nick (guest), name,
                   "is already on channel", NULL);
  else
    return TRUE;

  return FALSE;
}

static void
remember_invitation (SoqUser    *guest,
                     SoqChannel *channel)
{
  if (guest->invitations == NULL)
    guest->invitations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_hash_table_size (guest->invitations) < SOQ_LIMIT_INVITATIONS)
    g_hash_table_add (guest->invitations, g_strdup (channel->folded));
}

static void
tell_invite (SoqUser     *user,
             SoqChannel  *channel,
             SoqOutgoing *out)
{
  GHashTableIter iter;
  gpointer       peer;
  gpointer       status;

  g_hash_table_iter_init (&iter, channel->members);
  while (g_hash_table_iter_next (&iter, &peer, &status))
    if (peer != user->peer && (GPOINTER_TO_UINT (status) & SOQ_MEMBER_OPERATOR) != 0 &&
        soq_user_has (soq_peer_get_user (peer), SOQ_IRC_CAP_INVITE_NOTIFY))
      soq_user_send (soq_peer_get_user (peer), out);
}

void
soq_irc_run_invite (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  g_autoptr (SoqOutgoing) out = NULL;
  SoqUser                *guest;
  SoqChannel             *channel;
  const char             *nick;
  const char             *name;

  if (message->n_params == 0)
    {
      send_invitations (user);
      return;
    }
  if (message->n_params < 2)
    {
      soq_irc_need_more_params (user, "INVITE");
      return;
    }

  guest = soq_server_find_user (user->server, message->params[0]);
  if (guest == NULL)
    {
      soq_irc_no_such_nick (user, message->params[0]);
      return;
    }
  channel = find_own_channel (user, message->params[1], FALSE);
  if (channel == NULL || !may_invite (user, channel, guest))
    return;

  nick = soq_user_get_nick (guest);
  name = soq_channel_get_name (channel);
  remember_invitation (guest, channel);
  soq_irc_reply (user, SOQ_IRC_RPL_INVITING, nick, name, NULL);
  if (guest->away != NULL)
    soq_irc_reply (user, SOQ_IRC_RPL_AWAY, nick, guest->away, NULL);
  out = soq_server_new_message (user, "INVITE", nick, name, NULL);
  soq_user_send (guest, out);
  tell_invite (user, channel, out);
}

/* KICK */

static void
kick_one (SoqUser    *user,
          SoqChannel *channel,
          const char *nick,
          const char *reason)
{
  const char             *name = soq_channel_get_name (channel);
  SoqUser                *victim = soq_server_find_user (user->server, nick);
  g_autofree char        *text = NULL;
  g_autoptr (SoqOutgoing) out = NULL;

  if (victim == NULL)
    {
      soq_irc_no_such_nick (user, nick);
      return;
    }
  if (!soq_channel_contains (channel, victim->peer))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_USERNOTINCHANNEL, nick, name,
                     "They aren't on that channel", NULL);
      return;
    }

  text = soq_text_cut (reason != NULL ? reason : soq_user_get_nick (user), SOQ_LIMIT_KICK_LENGTH);
  out = soq_server_new_message (user, "KICK", name, soq_user_get_nick (victim), text, NULL);
  soq_server_tell_kick (user->server, victim, channel, soq_user_get_nick (user), text);
  soq_server_part (victim, channel, out);
}

void
soq_irc_run_kick (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  g_auto (GStrv) names = g_strsplit (message->params[0], ",", -1);
  g_auto (GStrv) nicks = g_strsplit (message->params[1], ",", -1);
  const char    *reason = soq_irc_message_get_param (message, 2);
  guint          n_names = g_strv_length (names);

  if (reason != NULL && *reason == '\0')
    reason = NULL;

  for (guint i = 0; nicks[i] != NULL && i < SOQ_LIMIT_TARGETS; i++)
    {
      SoqChannel *channel = n_names > 0 ? find_own_channel (user, names[MIN (i, n_names - 1)], TRUE)
                                        : NULL;

      if (channel == NULL)
        return;

      if (!soq_channel_may_rule (channel, user))
        {
          soq_irc_reply (user, SOQ_IRC_ERR_CHANOPRIVSNEEDED, soq_channel_get_name (channel),
                         "You're not channel operator", NULL);
          return;
        }

      kick_one (user, channel, nicks[i], reason);
    }
}
