/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-help.h"
#include "soq-irc-mask.h"

/* What the server says of itself. */

/* Some queries may name a server; there is only this one. Returns whether it
 * is meant.
 */
static gboolean
is_me (SoqUser             *user,
       const SoqIrcMessage *message,
       guint                param)
{
  const char *target = soq_irc_message_get_param (message, param);

  if (target == NULL || soq_irc_mask_match (target, user->server->irc_name) ||
      soq_server_find_user (user->server, target) != NULL)
    return TRUE;

  soq_irc_reply (user, SOQ_IRC_ERR_NOSUCHSERVER, target, "No such server", NULL);

  return FALSE;
}

/**
 * soq_irc_send_motd:
 * @user: whom to tell
 *
 * Sends the message of the day, or that there is none.
 */
void
soq_irc_send_motd (SoqUser *user)
{
  const char      *motd = user->server->config->motd;
  g_auto (GStrv)   lines = NULL;
  g_autofree char *start = NULL;

  if (motd == NULL)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_NOMOTD, "MOTD File is missing", NULL);
      return;
    }

  start = g_strdup_printf ("- %s Message of the day - ", user->server->irc_name);
  soq_irc_reply (user, SOQ_IRC_RPL_MOTDSTART, start, NULL);
  lines = g_strsplit (motd, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_strconcat ("- ", lines[i], NULL);

      soq_irc_reply (user, SOQ_IRC_RPL_MOTD, line, NULL);
    }
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFMOTD, "End of /MOTD command.", NULL);
}

void
soq_irc_run_motd (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  if (is_me (user, message, 0))
    soq_irc_send_motd (user);
}

static guint
count_channels (SoqServer *server)
{
  guint n = g_hash_table_size (server->channels);

  /* The lobby is there even when nobody is. */
  return soq_channel_count (server->lobby) > 0 ? n : n - 1;
}

static void
reply_count (SoqUser      *user,
             SoqIrcNumeric numeric,
             guint         n,
             const char   *text)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  soq_irc_reply (user, numeric, number, text, NULL);
}

static void
reply_counts (SoqUser      *user,
              SoqIrcNumeric numeric,
              const char   *what)
{
  SoqServer       *server = user->server;
  g_autofree char *now = g_strdup_printf ("%u", server->n_registered);
  g_autofree char *most = g_strdup_printf ("%u", server->most_registered);
  g_autofree char *text = g_strdup_printf ("Current %s users %s, max %s", what, now, most);

  soq_irc_reply (user, numeric, now, most, text, NULL);
}

/**
 * soq_irc_send_lusers:
 * @user: whom to tell
 *
 * Says how many are here (modern.ircdocs.horse, “LUSERS message”).
 */
void
soq_irc_send_lusers (SoqUser *user)
{
  SoqServer       *server = user->server;
  guint            peers = g_list_model_get_n_items (G_LIST_MODEL (server->peers));
  guint            unknown = peers - server->n_registered - server->n_leaving;
  g_autofree char *all = NULL;
  g_autofree char *here = NULL;

  all = g_strdup_printf ("There are %u users and %u invisible on 1 servers",
                         server->n_registered - server->n_invisible, server->n_invisible);
  here = g_strdup_printf ("I have %u clients and 0 servers", server->n_registered);

  soq_irc_reply (user, SOQ_IRC_RPL_LUSERCLIENT, all, NULL);
  reply_count (user, SOQ_IRC_RPL_LUSEROP, server->n_operators, "operator(s) online");
  if (unknown > 0)
    reply_count (user, SOQ_IRC_RPL_LUSERUNKNOWN, unknown, "unknown connection(s)");
  reply_count (user, SOQ_IRC_RPL_LUSERCHANNELS, count_channels (server), "channels formed");
  soq_irc_reply (user, SOQ_IRC_RPL_LUSERME, here, NULL);
  reply_counts (user, SOQ_IRC_RPL_LOCALUSERS, "local");
  reply_counts (user, SOQ_IRC_RPL_GLOBALUSERS, "global");
}

void
soq_irc_run_lusers (SoqUser             *user,
                    const SoqIrcMessage *message)
{
  if (is_me (user, message, 1))
    soq_irc_send_lusers (user);
}

void
soq_irc_run_version (SoqUser             *user,
                     const SoqIrcMessage *message)
{
  const char *description = user->server->config->description;

  if (!is_me (user, message, 0))
    return;

  soq_irc_reply (user, SOQ_IRC_RPL_VERSION, SOQ_VERSION_NAME, user->server->irc_name,
                 description != NULL ? description : "A chat whose sockets you can see", NULL);
  soq_irc_send_isupport (user);
}

void
soq_irc_run_time (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *text = g_date_time_format (now, "%Y-%m-%d %H:%M:%S %z");

  if (is_me (user, message, 0))
    soq_irc_reply (user, SOQ_IRC_RPL_TIME, user->server->irc_name, text, NULL);
}

void
soq_irc_run_admin (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  SoqServer       *server = user->server;
  g_autofree char *text = NULL;

  if (!is_me (user, message, 0))
    return;

  text = g_strdup_printf ("Administrative info about %s", server->irc_name);
  soq_irc_reply (user, SOQ_IRC_RPL_ADMINME, server->irc_name, text, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ADMINLOC1, server->config->network, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ADMINLOC2, "A Soquete server", NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ADMINEMAIL,
                 server->config->admin != NULL ? server->config->admin
                                               : "Nobody left an address here",
                 NULL);
}

void
soq_irc_run_info (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  g_autoptr (GDateTime) started = NULL;
  g_autofree char      *since = NULL;
  g_autofree char      *text = NULL;

  if (!is_me (user, message, 0))
    return;

  started = g_date_time_new_from_unix_local (user->server->started / G_USEC_PER_SEC);
  since = g_date_time_format (started, "%Y-%m-%d %H:%M:%S %z");
  text = g_strdup_printf ("On-line since %s", since);
  soq_irc_reply (user, SOQ_IRC_RPL_INFO, SOQ_VERSION_NAME ": a chat whose sockets you can see",
                 NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_INFO, "IRC, plain text and UDP meet in one room: " SOQ_LOBBY,
                 NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_INFO, text, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFINFO, "End of /INFO list", NULL);
}

void
soq_irc_run_help (SoqUser             *user,
                  const SoqIrcMessage *message)
{
  const char        *subject = soq_irc_message_get_param (message, 0);
  const char *const *lines;

  if (subject == NULL || *subject == '\0')
    subject = "*";

  lines = soq_irc_help_find (subject);
  if (lines == NULL)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_HELPNOTFOUND, subject, "No help available on this topic",
                     NULL);
      return;
    }

  soq_irc_reply (user, SOQ_IRC_RPL_HELPSTART, subject, lines[0], NULL);
  for (guint i = 1; lines[i] != NULL; i++)
    soq_irc_reply (user, SOQ_IRC_RPL_HELPTXT, subject, lines[i], NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFHELP, subject, "End of /HELP", NULL);
}

void
soq_irc_run_links (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  SoqServer       *server = user->server;
  const char      *mask = soq_irc_message_get_param (message, message->n_params > 1 ? 1 : 0);
  g_autofree char *text = g_strdup_printf ("0 %s", soq_server_describe (server));

  if (mask == NULL)
    mask = "*";
  if (soq_irc_mask_match (mask, server->irc_name))
    soq_irc_reply (user, SOQ_IRC_RPL_LINKS, server->irc_name, server->irc_name, text, NULL);
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFLINKS, mask, "End of /LINKS list", NULL);
}

void
soq_irc_run_stats (SoqUser             *user,
                   const SoqIrcMessage *message)
{
  const char *query = soq_irc_message_get_param (message, 0);
  char        letter[2] = { query != NULL && g_ascii_isalpha (*query) ? *query : '*', '\0' };

  if (letter[0] == 'u')
    {
      gint64           up = (g_get_real_time () - user->server->started) / G_USEC_PER_SEC;
      g_autofree char *text = NULL;

      text = g_strdup_printf ("Server Up %" G_GINT64_FORMAT " days %02d:%02d:%02d", up / 86400,
                              (int) (up / 3600 % 24), (int) (up / 60 % 60), (int) (up % 60));
      soq_irc_reply (user, SOQ_IRC_RPL_STATSUPTIME, text, NULL);
    }
  soq_irc_reply (user, SOQ_IRC_RPL_ENDOFSTATS, letter, "End of /STATS report", NULL);
}
