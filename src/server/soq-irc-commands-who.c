/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-irc-mask.h"
#include "soq-platform.h"

/* WHO, WHOIS, WHOWAS, USERHOST and ISON: who is here. */

#define HOPS "0"

static gboolean
share_channel (SoqUser *a,
               SoqUser *b)
{
  GHashTableIter iter;
  gpointer       channel;

  if (a->channels == NULL || b->channels == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, a->channels);
  while (g_hash_table_iter_next (&iter, &channel, NULL))
    if (g_hash_table_contains (b->channels, channel))
      return TRUE;

  return FALSE;
}

static gboolean
may_see_user (SoqUser *user,
              SoqUser *other)
{
  return user == other || (other->modes & SOQ_USER_MODE_INVISIBLE) == 0 ||
         soq_user_is_operator (user) || share_channel (user, other);
}

static const char *
get_realname (SoqUser *user)
{
  return user->realname != NULL ? user->realname : soq_user_get_nick (user);
}

static char *
idle_seconds (SoqUser *user)
{
  gint64 idle = user->spoke > 0 ? soq_clock_now () - user->spoke : 0;

  return g_strdup_printf ("%" G_GINT64_FORMAT, MAX (idle, 0) / G_USEC_PER_SEC);
}

/* WHO and WHOX (modern.ircdocs.horse, “WHO message”;
 * ircv3.net/specs/extensions/whox).
 */
typedef struct
{
  SoqUser    *user;    /* (borrowed): who asks */
  SoqChannel *channel; /* (borrowed) (nullable): which one was asked for */
  const char *fields;  /* (nullable): of WHOX */
  const char *token;   /* (nullable): of WHOX */
} Who;

/* A channel that tells the asker something about @other. */
static SoqChannel *
pick_channel (const Who *self,
              SoqUser   *other)
{
  GHashTableIter iter;
  gpointer       channel;

  if (self->channel != NULL || other->channels == NULL)
    return self->channel;

  g_hash_table_iter_init (&iter, other->channels);
  while (g_hash_table_iter_next (&iter, &channel, NULL))
    if (self->user->channels != NULL && g_hash_table_contains (self->user->channels, channel))
      return channel;

  return NULL;
}

static char *
make_flags (const Who  *self,
            SoqUser    *other,
            SoqChannel *channel)
{
  gboolean all = soq_user_has (self->user, SOQ_IRC_CAP_MULTI_PREFIX);

  return g_strconcat (other->away != NULL ? "G" : "H",
                      soq_user_is_operator (other) ? "*" : "",
                      channel != NULL
                        ? soq_member_get_prefix (soq_channel_get_status (channel, other->peer), all)
                        : "",
                      (other->modes & SOQ_USER_MODE_BOT) != 0 ? "B" : "",
                      NULL);
}

static void
reply_who (const Who  *self,
           SoqUser    *other,
           SoqChannel *channel,
           const char *flags)
{
  g_autofree char *text = g_strdup_printf (HOPS " %s", get_realname (other));

  soq_irc_reply (self->user, SOQ_IRC_RPL_WHOREPLY,
                 channel != NULL ? soq_channel_get_name (channel) : "*",
                 other->username, other->host, self->user->server->irc_name,
                 soq_user_get_nick (other), flags, text, NULL);
}

static void
add_field (GStrvBuilder *params,
           const Who    *self,
           char          field,
           const char   *value)
{
  if (strchr (self->fields, field) != NULL && value != NULL)
    g_strv_builder_add (params, value);
}

static void
reply_whox (const Who  *self,
            SoqUser    *other,
            SoqChannel *channel,
            const char *flags)
{
  g_autoptr (GStrvBuilder) params = g_strv_builder_new ();
  g_autofree char         *idle = idle_seconds (other);
  g_autoptr (SoqOutgoing)  out = NULL;
  g_auto (GStrv)           all = NULL;

  g_strv_builder_add (params, soq_user_get_nick (self->user));
  add_field (params, self, 't', self->token != NULL ? self->token : "0");
  add_field (params, self, 'c', channel != NULL ? soq_channel_get_name (channel) : "*");
  add_field (params, self, 'u', other->username);
  add_field (params, self, 'i', other->host);
  add_field (params, self, 'h', other->host);
  add_field (params, self, 's', self->user->server->irc_name);
  add_field (params, self, 'n', soq_user_get_nick (other));
  add_field (params, self, 'f', flags);
  add_field (params, self, 'd', HOPS);
  add_field (params, self, 'l', idle);
  add_field (params, self, 'a', other->account != NULL ? other->account : "0");
  add_field (params, self, 'o', "n/a");
  add_field (params, self, 'r', get_realname (other));

  all = g_strv_builder_end (params);
  out = soq_outgoing_new_v (self->user->server->irc_name, "354", (const char *const *) all);
  soq_user_send (self->user, out);
}

static void
tell_who (const Who *self,
          SoqUser   *other)
{
  SoqChannel      *channel = pick_channel (self, other);
  g_autofree char *flags = make_flags (self, other, channel);

  if (self->fields != NULL)
    reply_whox (self, other, channel, flags);
  else
    reply_who (self, other, channel, flags);
}

static gboolean
matches_who (SoqUser    *other,
             const char *mask)
{
  return soq_irc_mask_match (mask, soq_user_get_nick (other)) ||
         soq_irc_mask_match (mask, other->username) ||
         soq_irc_mask_match (mask, other->host) ||
         soq_irc_mask_match (mask, get_realname (other));
}

static void
who_in_channel (Who     *self,
                gboolean operators)
{
  gboolean       inside = soq_channel_contains (self->channel, self->user->peer);
  GHashTableIter iter;
  gpointer       peer;

  if (!inside && (self->channel->flags & SOQ_CHANNEL_SECRET) != 0 &&
      !soq_user_is_operator (self->user))
    return;

  g_hash_table_iter_init (&iter, self->channel->members);
  while (g_hash_table_iter_next (&iter, &peer, NULL))
    {
      SoqUser *other = soq_peer_get_user (peer);

      if ((inside || may_see_user (self->user, other)) &&
          (!operators || soq_user_is_operator (other)))
        tell_who (self, other);
    }
}

static void
who_by_mask (Who        *self,
             const char *mask,
             gboolean    operators)
{
  GHashTableIter iter;
  gpointer       peer;

  g_hash_table_iter_init (&iter, self->user->server->nicks);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    {
      SoqUser *other = soq_peer_get_user (peer);

      if (other->registered && matches_who (other, mask) && may_see_user (self->user, other) &&
          (!operators || soq_user_is_operator (other)))
        tell_who (self, other);
    }
}

void
soq_irc_run_who (SoqUser             *user,
                 const SoqIrcMessage *message)
{
  const char    *mask = message->params[0];
  const char    *options = soq_irc_message_get_param (message, 1);
  g_auto (GStrv) whox = NULL;
  Who            who = { .user = user };
  gboolean       operators = options != NULL && *options != '%' && strchr (options, 'o') != NULL;
  SoqUser       *exact;

  if (options != NULL && strchr (options, '%') != NULL)
    {
      whox = g_strsplit (strchr (options, '%') + 1, ",", 2);
      who.fields = whox[0] != NULL ? whox[0] : "";
      who.token = whox[0] != NULL ? whox[1] : NULL;
    }

  if (*mask == '#')
    who.channel = soq_server_find_channel (user->server, mask);

  exact = soq_server_find_user (user->server, mask);
  if (who.channel != NULL)
    who_in_channel (&who, operators);
  else if (exact != NULL && !operators)
    tell_who (&who, exact);
  else if (*mask != '#')
    who_by_mask (&who, g_str_equal (mask, "0") ? "*" : mask, operators);

  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFWHO, mask, "End of WHO list", NULL);
}

/* WHOIS */

static void
tell_channels (SoqUser *user,
               SoqUser *other)
{
  GString       *names = g_string_new (NULL);
  GHashTableIter iter;
  gpointer       value;

  if (other->channels != NULL)
    {
      g_hash_table_iter_init (&iter, other->channels);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        {
          SoqChannel *channel = value;
          gboolean    hidden = (channel->flags & SOQ_CHANNEL_SECRET) != 0 ||
                            (other->modes & SOQ_USER_MODE_INVISIBLE) != 0;

          if (hidden && user != other && !soq_user_is_operator (user) &&
              !soq_channel_contains (channel, user->peer))
            continue;
          if (names->len + strlen (soq_channel_get_name (channel)) > 300)
            {
              soq_irc_reply (user, SOQ_IRC_RPL_WHOISCHANNELS, soq_user_get_nick (other),
                             names->str, NULL);
              g_string_truncate (names, 0);
            }
          if (names->len > 0)
            g_string_append_c (names, ' ');
          g_string_append (names,
                           soq_member_get_prefix (soq_channel_get_status (channel, other->peer),
                                                  soq_user_has (user,
                                                                SOQ_IRC_CAP_MULTI_PREFIX)));
          g_string_append (names, soq_channel_get_name (channel));
        }
    }

  if (names->len > 0)
    soq_irc_reply (user, SOQ_IRC_RPL_WHOISCHANNELS, soq_user_get_nick (other), names->str, NULL);
  g_string_free (names, TRUE);
}

static void
tell_idle (SoqUser *user,
           SoqUser *other)
{
  g_autofree char *idle = idle_seconds (other);
  g_autofree char *since = NULL;

  since = g_strdup_printf ("%" G_GINT64_FORMAT, soq_peer_get_since (other->peer) / G_USEC_PER_SEC);
  soq_irc_reply (user, SOQ_IRC_RPL_WHOISIDLE, soq_user_get_nick (other), idle, since,
                 "seconds idle, signon time", NULL);
}

static void
tell_connection (SoqUser *user,
                 SoqUser *other)
{
  const char      *nick = soq_user_get_nick (other);
  g_autofree char *host = g_strdup_printf ("is connecting from %s@%s %s", other->username,
                                           other->host,
                                           soq_peer_get_address (other->peer));
  g_autofree char *modes = soq_user_dup_modes (other);
  g_autofree char *text = g_strdup_printf ("is using modes %s", modes);

  soq_irc_reply (user, SOQ_IRC_RPL_WHOISHOST, nick, host, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_WHOISMODES, nick, text, NULL);
}

static void
tell_whois (SoqUser *user,
            SoqUser *other)
{
  SoqServer  *server = user->server;
  const char *nick = soq_user_get_nick (other);

  soq_irc_reply (user, SOQ_IRC_RPL_WHOISUSER, nick, other->username, other->host, "*",
                 get_realname (other), NULL);
  tell_channels (user, other);
  soq_irc_reply (user, SOQ_IRC_RPL_WHOISSERVER, nick, server->irc_name,
                 soq_server_describe (server), NULL);
  if (soq_user_is_operator (other))
    soq_irc_reply (user, SOQ_IRC_RPL_WHOISOPERATOR, nick, "is an IRC operator", NULL);
  if (other->away != NULL)
    soq_irc_reply (user, SOQ_IRC_RPL_AWAY, nick, other->away, NULL);
  if (other->account != NULL)
    soq_irc_reply (user, SOQ_IRC_RPL_WHOISACCOUNT, nick, other->account, "is logged in as", NULL);
  if ((other->modes & SOQ_USER_MODE_BOT) != 0)
    soq_irc_reply (user, SOQ_IRC_RPL_WHOISBOT, nick, "is a bot", NULL);
  if (soq_peer_is_secure (other->peer))
    soq_irc_reply (user, SOQ_IRC_RPL_WHOISSECURE, nick, "is using a secure connection", NULL);
  if (user == other || soq_user_is_operator (user))
    tell_connection (user, other);
  tell_idle (user, other);
}

void
soq_irc_run_whois (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  const char    *given = soq_irc_message_get_param (message, message->n_params > 1 ? 1 : 0);
  g_auto (GStrv) nicks = g_strsplit (given != NULL ? given : "", ",", 2);
  SoqUser       *other;

  if (nicks[0] == NULL || *nicks[0] == '\0')
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NONICKNAMEGIVEN, "No nickname given", NULL);
      return;
    }

  other = soq_server_find_user (user->server, nicks[0]);
  if (other != NULL)
    tell_whois (user, other);
  else
    soq_irc_no_such_nick (user, nicks[0]);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFWHOIS,
                 other != NULL ? soq_user_get_nick (other) : nicks[0], "End of /WHOIS list", NULL);
}

/* WHOWAS */

static void
tell_whowas (SoqUser         *user,
             const SoqWhowas *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (entry->time / G_USEC_PER_SEC);
  g_autofree char      *text = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

  soq_irc_reply (user, SOQ_IRC_RPL_WHOWASUSER, entry->nick, entry->username, entry->host, "*",
                 entry->realname, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_WHOISSERVER, entry->nick, user->server->irc_name, text, NULL);
}

void
soq_irc_run_whowas (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  const char      *nick = soq_irc_message_get_param (message, 0);
  const char      *count = soq_irc_message_get_param (message, 1);
  gint64           limit = count != NULL ? g_ascii_strtoll (count, NULL, 10) : 0;
  g_autofree char *folded = NULL;
  gint64           found = 0;

  if (nick == NULL || *nick == '\0')
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NONICKNAMEGIVEN, "No nickname given", NULL);
      return;
    }

  folded = soq_irc_casefold (nick);
  for (GList *l = user->server->whowas.head; l != NULL &&
                                             (limit <= 0 || found < limit);
       l = l->next)
    {
      const SoqWhowas *entry = l->data;

      if (!g_str_equal (entry->folded, folded))
        continue;

      tell_whowas (user, entry);
      found++;
    }

  if (found == 0)
    soq_irc_reply (user, SOQ_IRC_ERR_WASNOSUCHNICK, nick, "There was no such nickname", NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFWHOWAS, nick, "End of WHOWAS", NULL);
}

/* USERHOST and ISON: several nicks, one line. */

void
soq_irc_run_userhost (SoqUser             *user,
                      const SoqIrcMessage *message)
{
  GString *hosts = g_string_new (NULL);

  for (guint i = 0; i < message->n_params && i < 5; i++)
    {
      SoqUser *other = soq_server_find_user (user->server, message->params[i]);

      if (other == NULL)
        continue;

      g_string_append_printf (hosts, "%s%s%s=%s%s@%s", hosts->len > 0 ? " " : "",
                              soq_user_get_nick (other), soq_user_is_operator (other) ? "*" : "",
                              other->away != NULL ? "-" : "+", other->username, other->host);
    }

  soq_irc_reply (user, SOQ_IRC_RPL_USERHOST, hosts->str, NULL);
  g_string_free (hosts, TRUE);
}

void
soq_irc_run_ison (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  GString *online = g_string_new (NULL);

  for (guint i = 0; i < message->n_params; i++)
    {
      g_auto (GStrv) nicks = g_strsplit (message->params[i], " ", -1);

      for (guint j = 0; nicks[j] != NULL; j++)
        {
          SoqUser *other = soq_server_find_user (user->server, nicks[j]);

          if (other != NULL && online->len + SOQ_IRC_NICK_LENGTH < 380)
            g_string_append_printf (online, "%s%s", online->len > 0 ? " " : "",
                                    soq_user_get_nick (other));
        }
    }

  soq_irc_reply (user, SOQ_IRC_RPL_ISON, online->str, NULL);
  g_string_free (online, TRUE);
}
