/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-irc-caps.h"
#include "soq-irc-message.h"
#include "soq-irc-names.h"
#include "soq-irc-reply.h"
#include "soq-plain-format.h"

/* Who is in the room and who hears of what: joining, leaving, and what all
 * who know somebody are told.
 */

/**
 * soq_server_find_user:
 * @self: a server
 * @nick: a nick in any case
 *
 * Returns: (transfer none) (nullable): who has it and is in the room
 */
SoqUser *
soq_server_find_user (SoqServer  *self,
                      const char *nick)
{
  g_autofree char *folded = soq_irc_casefold (nick);
  SoqPeer         *peer = g_hash_table_lookup (self->nicks, folded);
  SoqUser         *user = peer != NULL ? soq_peer_get_user (peer) : NULL;

  return user != NULL && user->registered ? user : NULL;
}

/**
 * soq_server_find_channel:
 * @self: a server
 * @name: a name in any case
 *
 * Returns: (transfer none) (nullable): the channel, if there is one
 */
SoqChannel *
soq_server_find_channel (SoqServer  *self,
                         const char *name)
{
  g_autofree char *folded = soq_irc_casefold (name);

  return g_hash_table_lookup (self->channels, folded);
}

/**
 * soq_server_open_channel:
 * @self: a server
 * @name: a valid name that no channel has
 *
 * Returns: (transfer none): a new channel
 */
SoqChannel *
soq_server_open_channel (SoqServer  *self,
                         const char *name)
{
  SoqChannel *channel = soq_channel_new (name);

  g_hash_table_insert (self->channels, channel->folded, channel);
  channel->board = self->board;
  soq_channel_changed (channel);

  return channel;
}

static void
forget_if_empty (SoqServer  *self,
                 SoqChannel *channel)
{
  if (soq_channel_count (channel) == 0 && !channel->permanent)
    g_hash_table_remove (self->channels, channel->folded);
}

/**
 * soq_server_dup_message_id:
 * @self: a server
 *
 * Returns: (transfer full): a msgid that no other message has or had
 */
char *
soq_server_dup_message_id (SoqServer *self)
{
  return g_strdup_printf ("%s-%" G_GINT64_MODIFIER "x", self->id_prefix, ++self->last_message_id);
}

char *
soq_server_dup_batch_id (SoqServer *self)
{
  return g_strdup_printf ("%u", ++self->last_batch);
}

/**
 * soq_server_new_message:
 * @user: who says it
 * @command: what kind of message it is
 * @...: its parameters, ended by %NULL
 *
 * Returns: (transfer full): a message in the name of @user, with an id
 */
SoqOutgoing *
soq_server_new_message (SoqUser    *user,
                        const char *command,
                        ...)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  g_autofree char      *id = soq_server_dup_message_id (user->server);
  SoqOutgoing          *out;
  va_list               args;

  va_start (args, command);
  do
    g_ptr_array_add (params, va_arg (args, char *));
  while (g_ptr_array_index (params, params->len - 1) != NULL);
  va_end (args);

  out = soq_outgoing_new_v (soq_user_get_source (user), command,
                            (const char *const *) params->pdata);
  soq_outgoing_set_id (out, id);
  soq_outgoing_set_account (out, user->account);
  if ((user->modes & SOQ_USER_MODE_BOT) != 0)
    soq_outgoing_set_tags (out, "bot");

  return out;
}

static void
send_to_friend (SoqUser *friend,
                guint        visit,
                guint        cap,
                SoqOutgoing *with,
                SoqOutgoing *without)
{
  SoqOutgoing *out = soq_user_has (friend, cap) ? with : without;

  if (friend->visit == visit)
    return;

  friend->visit = visit;
  if (out != NULL)
    soq_user_send (friend, out);
}

static void
send_to_watchers (SoqUser     *user,
                  guint        visit,
                  guint        cap,
                  SoqOutgoing *with)
{
  GHashTable    *watchers = soq_server_get_watchers (user->server, soq_user_get_nick (user));
  GHashTableIter iter;
  gpointer       watcher;

  if (watchers == NULL || cap == 0)
    return;

  g_hash_table_iter_init (&iter, watchers);
  while (g_hash_table_iter_next (&iter, &watcher, NULL))
    send_to_friend (watcher, visit, cap | SOQ_IRC_CAP_EXTENDED_MONITOR, with, NULL);
}

/**
 * soq_server_send_to_friends:
 * @user: somebody
 * @cap: a set of SoqIrcCaps
 * @with: for those who asked for all of @cap
 * @without: (nullable): for the others
 *
 * Tells everybody who shares a channel with @user once, but not @user. Who
 * watches its nick with extended-monitor gets @with too.
 */
void
soq_server_send_to_friends (SoqUser     *user,
                            guint        cap,
                            SoqOutgoing *with,
                            SoqOutgoing *without)
{
  guint          visit = ++user->server->last_visit;
  GHashTableIter iter;
  gpointer       channel;

  user->visit = visit;
  if (user->channels != NULL)
    {
      g_hash_table_iter_init (&iter, user->channels);
      while (g_hash_table_iter_next (&iter, &channel, NULL))
        {
          GHashTableIter members;
          gpointer       peer;

          g_hash_table_iter_init (&members, ((SoqChannel *) channel)->members);
          while (g_hash_table_iter_next (&members, &peer, NULL))
            send_to_friend (soq_peer_get_user (peer), visit, cap, with, without);
        }
    }

  send_to_watchers (user, visit, cap, with);
}

/* A line of IRC holds less than a message of plain text may have. Returns the
 * length of the next part, cut between two characters, after a space if there
 * is one.
 */
static gsize
find_part (const char *text,
           gsize       limit)
{
  gsize length = strlen (text);
  gsize cut = limit;

  if (length <= limit)
    return length;

  while (((guint8) text[cut] & 0xc0) == 0x80)
    cut--;
  for (gsize i = cut; i > limit / 2; i--)
    if (text[i - 1] == ' ')
      return i;

  return cut;
}

static void
say_part (SoqUser    *user,
          SoqChannel *channel,
          const char *text,
          gboolean    is_action,
          GBytes     *plain)
{
  const char             *name = soq_channel_get_name (channel);
  g_autofree char        *action = is_action ? g_strdup_printf ("\001ACTION %s\001", text) : NULL;
  g_autoptr (SoqOutgoing) out = NULL;

  out = soq_server_new_message (user, "PRIVMSG", name, action != NULL ? action : text, NULL);
  soq_outgoing_set_plain (out, plain);
  soq_channel_send (channel, out, user->peer);
  soq_server_record (user->server, channel, out, FALSE);
}

/**
 * soq_server_say_in_parts:
 * @user: a user that writes plain text
 * @channel: where it may speak
 * @text: what it says, however long; of several lines (datagrams hold such)
 *   each is a message
 * @is_action: whether it says what it does
 *
 * Tells the other members what @user says: those who read plain text as one
 * message, IRC users in as many as it takes.
 */
void
soq_server_say_in_parts (SoqUser    *user,
                         SoqChannel *channel,
                         const char *text,
                         gboolean    is_action)
{
  const char *nick = soq_user_get_nick (user);
  gsize       taken = strlen (soq_user_get_source (user)) +
                strlen (soq_channel_get_name (channel)) + strlen (": PRIVMSG  :\001ACTION \001");
  g_auto (GStrv)     lines = g_strsplit_set (text, "\r\n", -1);
  g_autoptr (GBytes) plain = is_action ? soq_plain_format_action (nick, text)
                                       : soq_plain_format_message (nick, text);

  for (guint i = 0; lines[i] != NULL; i++)
    for (const char *rest = lines[i]; *rest != '\0';)
      {
        gsize            length = find_part (rest, SOQ_IRC_LINE - 2 - taken);
        g_autofree char *part = g_strndup (rest, length);

        say_part (user, channel, part, is_action, plain);
        g_clear_pointer (&plain, g_bytes_unref);
        rest += length;
      }
}

/**
 * soq_server_split_message:
 * @self: a server
 * @source: who says something
 * @target: to whom: a nick, or a channel
 * @text: what is said, however long, in one or several lines
 *
 * Returns: (transfer full) (element-type SoqOutgoing): as many messages as it
 *   takes, each with an id
 */
GPtrArray *
soq_server_split_message (SoqServer  *self,
                          const char *source,
                          const char *target,
                          const char *text)
{
  GPtrArray     *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_outgoing_unref);
  gsize          taken = strlen (source) + strlen (target) + strlen (": PRIVMSG  :");
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    for (const char *rest = lines[i]; *rest != '\0';)
      {
        gsize            length = find_part (rest, SOQ_IRC_LINE - 2 - taken);
        g_autofree char *part = g_strndup (rest, length);
        g_autofree char *id = soq_server_dup_message_id (self);
        SoqOutgoing     *out = soq_outgoing_new (source, "PRIVMSG", target, part, NULL);

        soq_outgoing_set_id (out, id);
        g_ptr_array_add (parts, out);
        rest += length;
      }

  return parts;
}

/**
 * soq_server_send_in_parts:
 * @user: an IRC user
 * @source: who says something to it
 * @target: its nick, or a channel
 * @text: what is said, however long, in one or several lines
 *
 * Returns: whether something is on its way
 */
gboolean
soq_server_send_in_parts (SoqUser    *user,
                          const char *source,
                          const char *target,
                          const char *text)
{
  g_autoptr (GPtrArray) parts = NULL;
  gboolean              sent = FALSE;

  parts = soq_server_split_message (user->server, source, target, text);
  for (guint i = 0; i < parts->len; i++)
    sent = soq_user_send (user, g_ptr_array_index (parts, i)) || sent;

  return sent;
}

static void
tell_join (SoqChannel *channel,
           SoqUser    *user)
{
  const char             *name = soq_channel_get_name (channel);
  const char             *account = user->account != NULL ? user->account : "*";
  const char             *realname = user->realname != NULL ? user->realname
                                                            : soq_user_get_nick (user);
  g_autoptr (SoqOutgoing) join = soq_server_new_message (user, "JOIN", name, NULL);
  g_autoptr (SoqOutgoing) extended = NULL;
  g_autoptr (SoqOutgoing) away = NULL;
  gboolean                sees_itself = soq_user_is_irc (user);

  extended = soq_outgoing_new (soq_user_get_source (user), "JOIN", name, account, realname, NULL);
  soq_outgoing_set_id (extended, soq_outgoing_get_id (join));
  soq_outgoing_set_time (extended, soq_outgoing_get_time (join));
  soq_outgoing_set_account (extended, user->account);
  soq_channel_send_by_cap (channel, SOQ_IRC_CAP_EXTENDED_JOIN, extended, join,
                           sees_itself ? NULL : user->peer);
  soq_server_record (user->server, channel, join, TRUE);

  if (user->away == NULL)
    return;

  away = soq_outgoing_new (soq_user_get_source (user), "AWAY", user->away, NULL);
  soq_channel_send_by_cap (channel, SOQ_IRC_CAP_AWAY_NOTIFY, away, NULL, user->peer);
}

/**
 * soq_server_join:
 * @user: somebody who may join
 * @channel: where to
 * @status: what it may do there, a set of #SoqMember
 *
 * Lets @user hear what is said in @channel and tells everybody there.
 */
void
soq_server_join (SoqUser    *user,
                 SoqChannel *channel,
                 guint       status)
{
  if (!soq_channel_add (channel, user->peer))
    return;

  soq_channel_set_status (channel, user->peer, status);
  if (user->invitations != NULL)
    g_hash_table_remove (user->invitations, channel->folded);
  tell_join (channel, user);
  soq_server_tell_in (user->server, SOQ_EVENT_JOINED, user->peer,
                      soq_channel_get_name (channel), NULL);
}

/**
 * soq_server_part:
 * @user: a member
 * @channel: what it leaves; it may be gone afterwards
 * @out: what all members are told, @user too
 *
 * Takes @user out of @channel.
 */
void
soq_server_part (SoqUser     *user,
                 SoqChannel  *channel,
                 SoqOutgoing *out)
{
  soq_channel_send (channel, out, NULL);
  soq_server_record (user->server, channel, out, TRUE);
  soq_channel_remove (channel, user->peer);
  forget_if_empty (user->server, channel);
}

/**
 * soq_server_tell_kick:
 * @self: a server
 * @victim: who is sent out
 * @channel: of what
 * @by: who does it
 * @reason: why
 *
 * Records it.
 */
void
soq_server_tell_kick (SoqServer  *self,
                      SoqUser    *victim,
                      SoqChannel *channel,
                      const char *by,
                      const char *reason)
{
  g_autofree char *text = g_strdup_printf ("by %s: %s", by, reason);

  soq_server_tell_in (self, SOQ_EVENT_KICKED, victim->peer, soq_channel_get_name (channel), text);
}

static void
leave_channels (SoqUser     *user,
                SoqOutgoing *out)
{
  g_autoptr (GList) channels = NULL;

  if (user->channels == NULL)
    return;

  channels = g_hash_table_get_keys (user->channels);
  for (GList *l = channels; l != NULL; l = l->next)
    {
      if (out != NULL)
        soq_server_record (user->server, l->data, out, TRUE);
      soq_channel_remove (l->data, user->peer);
      forget_if_empty (user->server, l->data);
    }
}

/**
 * soq_server_quit_user:
 * @self: a server
 * @user: a user that leaves, or has left before
 * @reason: why
 *
 * Takes @user out of the room: those who saw it are told, and its nick is
 * free. Its connection is for the caller to end.
 */
void
soq_server_quit_user (SoqServer  *self,
                      SoqUser    *user,
                      const char *reason)
{
  g_autoptr (SoqOutgoing) out = NULL;

  if (!user->left)
    self->n_leaving++;
  user->left = TRUE;

  soq_server_unwatch_all (user);
  if (!user->registered)
    {
      soq_server_drop_nick (self, user->peer);
      return;
    }

  user->registered = FALSE;
  soq_server_count_user (user, -1);
  if (self->state == SOQ_SERVER_STATE_RUNNING)
    {
      if (g_str_equal (reason, SOQ_REASON_CLOSED))
        reason = SOQ_OUTGOING_CLOSED;
      out = soq_server_new_message (user, "QUIT", reason, NULL);
      soq_server_send_to_friends (user, 0, out, out);
    }
  leave_channels (user, out);
  soq_server_tell_watchers (user, FALSE);
  soq_whowas_add (&self->whowas, soq_user_get_nick (user), user->username, user->host,
                  user->realname);
  soq_server_release_nick (self, user->peer);
}

/**
 * soq_server_count_user:
 * @user: a user that enters the room or leaves it
 * @n: 1 or -1
 */
void
soq_server_count_user (SoqUser *user,
                       int      n)
{
  SoqServer *self = user->server;

  self->n_registered = (guint) ((int) self->n_registered + n);
  self->most_registered = MAX (self->most_registered, self->n_registered);
  if (soq_user_is_operator (user))
    self->n_operators = (guint) ((int) self->n_operators + n);
  if ((user->modes & SOQ_USER_MODE_INVISIBLE) != 0)
    self->n_invisible = (guint) ((int) self->n_invisible + n);
}

/**
 * soq_server_change_user_modes:
 * @user: a user
 * @modes: its modes from now on, a set of #SoqUserMode
 */
void
soq_server_change_user_modes (SoqUser *user,
                              guint    modes)
{
  if (user->registered)
    soq_server_count_user (user, -1);
  user->modes = modes;
  if (user->registered)
    soq_server_count_user (user, 1);
}

/* Who watches whom (MONITOR). */

GHashTable *
soq_server_get_watchers (SoqServer  *self,
                         const char *nick)
{
  g_autofree char *folded = soq_irc_casefold (nick);

  return g_hash_table_lookup (self->watchers, folded);
}

/**
 * soq_server_watch:
 * @user: who wants to know
 * @nick: about whom
 *
 * Returns: whether it was not watched before
 */
gboolean
soq_server_watch (SoqUser    *user,
                  const char *nick)
{
  g_autofree char *folded = soq_irc_casefold (nick);
  GHashTable      *watchers = g_hash_table_lookup (user->server->watchers, folded);

  if (watchers == NULL)
    {
      watchers = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (user->server->watchers, g_strdup (folded), watchers);
    }
  if (user->monitored == NULL)
    user->monitored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!g_hash_table_add (watchers, user))
    return FALSE;

  return g_hash_table_insert (user->monitored, g_steal_pointer (&folded), g_strdup (nick));
}

static void
stop_watching (SoqUser    *user,
               const char *folded)
{
  GHashTable *watchers = g_hash_table_lookup (user->server->watchers, folded);

  if (watchers == NULL)
    return;

  g_hash_table_remove (watchers, user);
  if (g_hash_table_size (watchers) == 0)
    g_hash_table_remove (user->server->watchers, folded);
}

void
soq_server_unwatch (SoqUser    *user,
                    const char *nick)
{
  g_autofree char *folded = soq_irc_casefold (nick);

  if (user->monitored == NULL || !g_hash_table_remove (user->monitored, folded))
    return;

  stop_watching (user, folded);
}

void
soq_server_unwatch_all (SoqUser *user)
{
  GHashTableIter iter;
  gpointer       folded;

  if (user->monitored == NULL)
    return;

  g_hash_table_iter_init (&iter, user->monitored);
  while (g_hash_table_iter_next (&iter, &folded, NULL))
    stop_watching (user, folded);
  g_clear_pointer (&user->monitored, g_hash_table_unref);
}

/**
 * soq_server_tell_watchers:
 * @user: somebody who came or left, or changed the nick
 * @online: whether the nick is taken now
 */
void
soq_server_tell_watchers (SoqUser *user,
                          gboolean online)
{
  GHashTable    *watchers = soq_server_get_watchers (user->server, soq_user_get_nick (user));
  GHashTableIter iter;
  gpointer       watcher;

  if (watchers == NULL)
    return;

  g_hash_table_iter_init (&iter, watchers);
  while (g_hash_table_iter_next (&iter, &watcher, NULL))
    soq_irc_reply (watcher, online ? SOQ_IRC_RPL_MONONLINE : SOQ_IRC_RPL_MONOFFLINE,
                   online ? soq_user_get_source (user) : soq_user_get_nick (user), NULL);
}

/**
 * soq_server_rename_user:
 * @user: a user in the room
 * @nick: a valid nick
 *
 * Gives @user another nick and tells everybody who saw it, and itself.
 *
 * Returns: whether @nick was free; else nothing changed
 */
gboolean
soq_server_rename_user (SoqUser    *user,
                        const char *nick)
{
  g_autofree char        *old = g_strdup (soq_user_get_nick (user));
  g_autoptr (SoqOutgoing) out = NULL;
  gboolean                is_same = soq_irc_names_equal (old, nick);

  if (!soq_server_is_nick_free (user->server, nick, user->peer))
    return FALSE;

  if (!is_same)
    {
      soq_server_tell_watchers (user, FALSE);
      soq_whowas_add (&user->server->whowas, old, user->username, user->host, user->realname);
    }
  out = soq_server_new_message (user, "NICK", nick, NULL);
  soq_server_send_to_friends (user, 0, out, out);
  if (soq_user_is_irc (user))
    soq_user_send (user, out);
  soq_server_rename_peer (user->server, user->peer, nick);
  soq_server_tell (user->server, SOQ_EVENT_RENAMED, user->peer, old);
  if (!is_same)
    soq_server_tell_watchers (user, TRUE);

  return TRUE;
}
