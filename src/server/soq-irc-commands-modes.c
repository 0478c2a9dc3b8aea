/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-mask.h"
#include "soq-limits.h"

/* MODE (modern.ircdocs.horse, “MODE message”). */

/* What was changed, to be told as one MODE. */
typedef struct
{
  SoqUser    *user;    /* (borrowed): who changes it */
  SoqChannel *channel; /* (borrowed) */
  GString    *letters;
  GPtrArray  *params; /* of (owned) text */
  int         sign;   /* of the last letter */
  gboolean    refused;
} Changes;

static void
note (Changes    *self,
      gboolean    add,
      char        letter,
      const char *param)
{
  int sign = add ? '+' : '-';

  if (self->sign != sign)
    g_string_append_c (self->letters, (char) sign);
  self->sign = sign;
  g_string_append_c (self->letters, letter);
  if (param != NULL)
    g_ptr_array_add (self->params, g_strdup (param));
}

static gboolean
is_channel_operator (Changes *self)
{
  return self->user == NULL || soq_channel_may_rule (self->channel, self->user);
}

/* Tells it once for all the modes of one command. */
static gboolean
may_change (Changes *self)
{
  const char *name = soq_channel_get_name (self->channel);

  if (is_channel_operator (self))
    return TRUE;

  if (!self->refused && !soq_channel_contains (self->channel, self->user->peer))
    soq_irc_reply (self->user, SOQ_IRC_ERR_NOTONCHANNEL, name, "You're not on that channel", NULL);
  else if (!self->refused)
    soq_irc_reply (self->user, SOQ_IRC_ERR_CHANOPRIVSNEEDED, name,
                   "You're not channel operator", NULL);
  self->refused = TRUE;

  return FALSE;
}

static void
refuse_param (Changes    *self,
              char        letter,
              const char *param,
              const char *text)
{
  char mode[2] = { letter, '\0' };

  if (self->user != NULL)
    soq_irc_reply (self->user, SOQ_IRC_ERR_INVALIDMODEPARAM, soq_channel_get_name (self->channel),
                   mode, param, text, NULL);
}

static const struct
{
  SoqIrcNumeric item;
  SoqIrcNumeric end;
  const char   *text;
} list_replies[SOQ_CHANNEL_N_LISTS] = {
  { SOQ_IRC_RPL_INVITELIST, SOQ_IRC_RPL_ENDOFINVITELIST, "End of channel invite list" },
  { SOQ_IRC_RPL_BANLIST, SOQ_IRC_RPL_ENDOFBANLIST, "End of channel ban list" },
  { SOQ_IRC_RPL_EXCEPTLIST, SOQ_IRC_RPL_ENDOFEXCEPTLIST, "End of channel exception list" },
};

static SoqChannelList
find_list (char letter)
{
  return (SoqChannelList) (strchr (SOQ_CHANNEL_LIST_LETTERS, letter) - SOQ_CHANNEL_LIST_LETTERS);
}

/* Everybody may see who is banned; who may pass is for operators. Clients wait
 * for the end of a list that they asked for, also if they may not have it.
 */
static void
show_list (Changes *self,
           char     letter)
{
  SoqChannelList list = find_list (letter);
  const char    *name = soq_channel_get_name (self->channel);
  GPtrArray     *masks = self->channel->lists[list];

  if (list != SOQ_CHANNEL_BANS && !may_change (self))
    masks = NULL;

  for (guint i = 0; masks != NULL && i < masks->len; i++)
    {
      const SoqChannelMask *mask = g_ptr_array_index (masks, i);
      g_autofree char      *time = g_strdup_printf ("%" G_GINT64_FORMAT, mask->time);

      soq_irc_reply (self->user, list_replies[list].item, name, mask->mask, mask->setter, time,
                     NULL);
    }
  soq_irc_reply (self->user, list_replies[list].end, name, list_replies[list].text, NULL);
}

static void
change_list (Changes                *self,
             const SoqIrcModeChange *change)
{
  SoqChannelList   list = find_list (change->letter);
  const char      *setter = self->user != NULL ? soq_user_get_source (self->user)
                                               : "server";
  g_autofree char *mask = NULL;

  if (change->param == NULL)
    {
      if (self->user != NULL)
        show_list (self, change->letter);
      return;
    }
  if (!may_change (self))
    return;
  if (*change->param == '\0' || *change->param == ':' || strchr (change->param, ' ') != NULL ||
      strlen (change->param) > 160)
    {
      refuse_param (self, change->letter, "*", "A mask is one word, like nick!user@host");
      return;
    }

  mask = soq_irc_mask_complete (change->param);
  if (!change->add)
    {
      if (soq_channel_remove_mask (self->channel, list, mask))
        note (self, FALSE, change->letter, mask);
      return;
    }

  if (self->channel->lists[list] != NULL && self->channel->lists[list]->len >= SOQ_LIMIT_MASKS)
    {
      char letter[2] = { change->letter, '\0' };

      if (self->user != NULL)
        soq_irc_reply (self->user, SOQ_IRC_ERR_BANLISTFULL, soq_channel_get_name (self->channel),
                       letter, "Channel list is full", NULL);
      return;
    }

  if (soq_channel_add_mask (self->channel, list, mask, setter))
    note (self, TRUE, change->letter, mask);
}

static void
change_key (Changes                *self,
            const SoqIrcModeChange *change)
{
  const char *key = change->param;

  if (!may_change (self))
    return;

  if (!change->add)
    {
      if (self->channel->key != NULL)
        note (self, FALSE, 'k', key != NULL && *key != '\0' ? self->channel->key : NULL);
      soq_user_set_text (&self->channel->key, NULL);
      return;
    }

  if (key == NULL)
    {
      refuse_param (self, 'k', "*", "You must specify a parameter for the key mode");
      return;
    }
  if (*key == '\0' || *key == ':' || strlen (key) > SOQ_LIMIT_KEY_LENGTH ||
      strpbrk (key, " ,") != NULL)
    {
      refuse_param (self, 'k', "*", "A key is one word without commas, of 32 bytes at most");
      return;
    }
  if (g_strcmp0 (self->channel->key, key) == 0)
    return;

  soq_user_set_text (&self->channel->key, key);
  note (self, TRUE, 'k', key);
}

static void
change_limit (Changes                *self,
              const SoqIrcModeChange *change)
{
  g_autofree char *text = NULL;
  guint64          limit;

  if (!may_change (self))
    return;

  if (!change->add)
    {
      if (self->channel->limit > 0)
        note (self, FALSE, 'l', NULL);
      self->channel->limit = 0;
      return;
    }

  if (change->param == NULL ||
      !g_ascii_string_to_unsigned (change->param, 10, 1, G_MAXINT, &limit, NULL))
    {
      refuse_param (self, 'l', change->param != NULL ? change->param : "*",
                    "A limit is a number from 1");
      return;
    }
  if (self->channel->limit == (guint) limit)
    return;

  self->channel->limit = (guint) limit;
  text = g_strdup_printf ("%u", self->channel->limit);
  note (self, TRUE, 'l', text);
}

static void
change_flag (Changes                *self,
             const SoqIrcModeChange *change)
{
  guint bit = 1u << (strchr (SOQ_CHANNEL_FLAG_LETTERS, change->letter) - SOQ_CHANNEL_FLAG_LETTERS);

  if (!may_change (self))
    return;

  if (change->add == ((self->channel->flags & bit) != 0))
    return;

  self->channel->flags ^= bit;
  note (self, change->add, change->letter, NULL);
}

static SoqUser *
find_member (Changes    *self,
             const char *nick)
{
  SoqServer  *server = self->user != NULL ? self->user->server : NULL;
  const char *name = soq_channel_get_name (self->channel);
  SoqUser    *member = soq_server_find_user (server, nick);

  if (member == NULL)
    soq_irc_no_such_nick (self->user, nick);
  else if (!soq_channel_contains (self->channel, member->peer))
    soq_irc_reply (self->user, SOQ_IRC_ERR_USERNOTINCHANNEL, nick, name,
                   "They aren't on that channel", NULL);
  else
    return member;

  return NULL;
}

static void
change_status (Changes                *self,
               const SoqIrcModeChange *change)
{
  guint    bit = change->letter == 'o' ? SOQ_MEMBER_OPERATOR : SOQ_MEMBER_VOICE;
  SoqUser *member;
  guint    status;

  if (change->param == NULL || !may_change (self))
    return;

  member = find_member (self, change->param);
  if (member == NULL)
    return;

  status = soq_channel_get_status (self->channel, member->peer);
  if (change->add == ((status & bit) != 0))
    return;

  soq_channel_set_status (self->channel, member->peer, status ^ bit);
  note (self, change->add, change->letter, soq_user_get_nick (member));
}

static void
change_unknown (Changes                *self,
                const SoqIrcModeChange *change)
{
  char letter[2] = { change->letter, '\0' };

  /* What is no ASCII is one letter of several bytes. */
  if (!g_ascii_isgraph (change->letter))
    letter[0] = '?';
  soq_irc_reply (self->user, SOQ_IRC_ERR_UNKNOWNMODE, letter, "is unknown mode char to me", NULL);
}

typedef void (*ChangeFunc) (Changes                *self,
                            const SoqIrcModeChange *change);

static const ChangeFunc change_funcs[] = {
  [SOQ_IRC_MODE_UNKNOWN] = change_unknown,
  [SOQ_IRC_MODE_LIST] = change_list,
  [SOQ_IRC_MODE_ALWAYS] = change_key,
  [SOQ_IRC_MODE_SET] = change_limit,
  [SOQ_IRC_MODE_FLAG] = change_flag,
  [SOQ_IRC_MODE_PREFIX] = change_status,
};

static void
tell_changes (Changes *self)
{
  g_autoptr (GPtrArray)   params = g_ptr_array_new ();
  g_autofree char        *text = NULL;
  g_autofree char        *id = NULL;
  g_autoptr (SoqOutgoing) out = NULL;
  SoqServer              *server = self->user->server;

  if (self->letters->len == 0)
    return;

  g_ptr_array_add (params, self->channel->name);
  g_ptr_array_add (params, self->letters->str);
  for (guint i = 0; i < self->params->len; i++)
    g_ptr_array_add (params, g_ptr_array_index (self->params, i));
  g_ptr_array_add (params, NULL);

  id = soq_server_dup_message_id (server);
  out = soq_outgoing_new_v (soq_user_get_source (self->user), "MODE",
                            (const char *const *) params->pdata);
  soq_outgoing_set_id (out, id);
  soq_outgoing_set_account (out, self->user->account);
  soq_channel_changed (self->channel);
  soq_channel_send (self->channel, out, NULL);
  soq_server_record (server, self->channel, out, TRUE);
  text = g_strjoinv (" ", (char **) params->pdata + 1);
  soq_server_tell_in (server, SOQ_EVENT_MODE, self->user->peer,
                      soq_channel_get_name (self->channel), text);
}

static void
change_channel (SoqUser             *user,
                SoqChannel          *channel,
                const SoqIrcMessage *message)
{
  g_autoptr (GArray) parsed = NULL;
  Changes            changes = { .user = user, .channel = channel };
  guint              with_param = 0;

  parsed = soq_irc_modes_parse (&soq_channel_mode_types, message->params[1], message->params + 2);
  changes.letters = g_string_new (NULL);
  changes.params = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < parsed->len && i < 32; i++)
    {
      const SoqIrcModeChange *change = &g_array_index (parsed, SoqIrcModeChange, i);

      if (change->param != NULL && ++with_param > SOQ_LIMIT_MODES)
        break;
      change_funcs[change->kind](&changes, change);
    }

  tell_changes (&changes);
  g_string_free (changes.letters, TRUE);
  g_ptr_array_unref (changes.params);
}

static void
show_channel (SoqUser    *user,
              SoqChannel *channel)
{
  const char             *name = soq_channel_get_name (channel);
  gboolean                inside = soq_channel_contains (channel, user->peer);
  g_autofree char        *modes = soq_channel_dup_modes (channel, inside);
  g_autofree char        *time = g_strdup_printf ("%" G_GINT64_FORMAT, channel->created);
  g_auto (GStrv)          words = g_strsplit (modes, " ", -1);
  g_autoptr (SoqOutgoing) out = NULL;
  const char             *params[] = { soq_user_get_nick (user), name, NULL, NULL, NULL, NULL };

  for (guint i = 0; words[i] != NULL && i < 3; i++)
    params[i + 2] = words[i];

  out = soq_outgoing_new_v (user->server->irc_name, "324", params);
  soq_user_send (user, out);
  soq_irc_reply (user, SOQ_IRC_RPL_CREATIONTIME, name, time, NULL);
}

/* Modes of users. */

static guint
find_user_mode (char letter)
{
  const char *found = letter != '\0' ? strchr (SOQ_USER_MODE_LETTERS, letter) : NULL;

  return found != NULL ? 1u << (found - SOQ_USER_MODE_LETTERS) : 0;
}

static void
change_user (SoqUser    *user,
             const char *modes)
{
  GString                *changed = g_string_new (NULL);
  g_autoptr (SoqOutgoing) out = NULL;
  gboolean                add = TRUE;
  gboolean                unknown = FALSE;
  int                     sign = 0;

  for (; *modes != '\0'; modes++)
    {
      guint bit = find_user_mode (*modes);

      if (*modes == '+' || *modes == '-')
        {
          add = *modes == '+';
          continue;
        }

      unknown = unknown || bit == 0;

      /* Operators are made by OPER only. */
      if (bit == 0 || add == ((user->modes & bit) != 0) || (add && bit == SOQ_USER_MODE_OPERATOR))
        continue;

      soq_server_change_user_modes (user, user->modes ^ bit);
      if (sign != (add ? '+' : '-'))
        g_string_append_c (changed, add ? '+' : '-');
      sign = add ? '+' : '-';
      g_string_append_c (changed, *modes);
    }

  if (unknown)
    soq_irc_reply (user, SOQ_IRC_ERR_UMODEUNKNOWNFLAG, "Unknown MODE flag", NULL);
  if (changed->len > 0)
    {
      out = soq_outgoing_new (soq_user_get_source (user), "MODE", soq_user_get_nick (user),
                              changed->str, NULL);
      soq_user_send (user, out);
    }
  g_string_free (changed, TRUE);
}

static void
run_for_user (SoqUser             *user,
              const SoqIrcMessage *message)
{
  SoqUser *target = soq_server_find_user (user->server, message->params[0]);

  if (target == NULL)
    {
      soq_irc_no_such_nick (user, message->params[0]);
    }
  else if (target != user)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_USERSDONTMATCH, "Can't change mode for other users", NULL);
    }
  else if (message->n_params > 1)
    {
      change_user (user, message->params[1]);
    }
  else
    {
      g_autofree char *modes = soq_user_dup_modes (user);

      soq_irc_reply (user, SOQ_IRC_RPL_UMODEIS, modes, NULL);
    }
}

void
soq_irc_run_mode (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  SoqChannel *channel;

  if (*message->params[0] != '#')
    {
      run_for_user (user, message);
      return;
    }

  channel = soq_server_find_channel (user->server, message->params[0]);
  if (channel == NULL)
    soq_irc_no_such_channel (user, message->params[0]);
  else if (message->n_params > 1)
    change_channel (user, channel, message);
  else
    show_channel (user, channel);
}
