/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-error.h"
#include "soq-irc-caps.h"
#include "soq-irc-message.h"
#include "soq-irc-names.h"
#include "soq-irc-reply.h"
#include "soq-limits.h"

/* What the server offers to IRC clients. */

/**
 * soq_server_name_run:
 * @self: a server that is being started
 *
 * Finds out what the server is called, and what its messages are called.
 */
void
soq_server_name_run (SoqServer *self)
{
  const char *name = self->config->name;

  self->started = g_get_real_time ();
  self->last_message_id = 0;

  /* A dot tells the name of a server from a nick. */
  g_free (self->irc_name);
  self->irc_name = strchr (name, '.') != NULL ? g_strdup (name)
                                              : g_strconcat (name, ".soquete", NULL);

  g_free (self->id_prefix);
  self->id_prefix = g_strdup_printf ("%" G_GINT64_MODIFIER "x%08x", (guint64) self->started,
                                     g_random_int ());
}

/**
 * soq_server_describe:
 * @self: a server
 *
 * Returns: what IRC clients are told about it: the name of the network, if its
 *   owner does not say anything else
 */
const char *
soq_server_describe (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return self->config->description != NULL ? self->config->description : self->config->network;
}

/**
 * soq_server_get_caps:
 * @self: a server
 *
 * Returns: a set of SoqIrcCaps: what clients can have now
 */
guint
soq_server_get_caps (SoqServer *self)
{
  guint all = (1u << SOQ_IRC_N_CAPS) - 1;

  return soq_server_may_offer_sts (self) ? all : all & ~(guint) SOQ_IRC_CAP_STS;
}

/**
 * soq_server_dup_cap_value:
 * @user: an IRC user that knows CAP 302
 * @cap: one bit of SoqIrcCaps
 *
 * Returns: (transfer full) (nullable): its value, if it has one
 */
char *
soq_server_dup_cap_value (SoqUser *user,
                          guint    cap)
{
  switch (cap)
    {
    case SOQ_IRC_CAP_SASL:
      return g_strdup (soq_peer_is_secure (user->peer) ? "EXTERNAL,PLAIN" : "PLAIN");

    case SOQ_IRC_CAP_ACCOUNT_REGISTRATION:
      return g_strdup ("before-connect,custom-account-name");

    case SOQ_IRC_CAP_STS:
      return soq_server_dup_sts (user);

    default:
      return NULL;
    }
}

/* One word of the network's name: it must be a token. */
static char *
make_network_token (const char *network)
{
  GString *token = g_string_new ("NETWORK=");

  for (; *network != '\0'; network++)
    if (*network == ' ')
      g_string_append (token, "\\x20");
    else if (*network != '=' && *network != '\\')
      g_string_append_c (token, *network);

  return g_string_free (token, FALSE);
}

#define STRING(number)  STRING_ (number)
#define STRING_(number) #number
#define TARGETS         STRING (SOQ_LIMIT_TARGETS)

/* The tokens of RPL_ISUPPORT; a line holds 13 at most. */

/* clang-format off */
static const char first_tokens[] =
  "AWAYLEN=" STRING (SOQ_LIMIT_AWAY_LENGTH) " BOT=B CASEMAPPING=ascii"
  " CHANLIMIT=#:" STRING (SOQ_LIMIT_CHANNELS) " CHANMODES=Ibe,k,l,imnst"
  " CHANNELLEN=" STRING (SOQ_IRC_CHANNEL_LENGTH) " CHANTYPES=# ELIST=CMNTU EXCEPTS=e INVEX=I"
  " KICKLEN=" STRING (SOQ_LIMIT_KICK_LENGTH) " LINELEN=" STRING (SOQ_IRC_LINE);

/* And the network. */
static const char second_tokens[] =
  "CHATHISTORY=" STRING (SOQ_LIMIT_CHATHISTORY) " MSGREFTYPES=msgid,timestamp"
  " MAXLIST=Ibe:" STRING (SOQ_LIMIT_MASKS) " MODES=" STRING (SOQ_LIMIT_MODES)
  " MONITOR=" STRING (SOQ_LIMIT_MONITORED) " NICKLEN=" STRING (SOQ_IRC_NICK_LENGTH)
  " PREFIX=(ov)@+ SAFELIST STATUSMSG=@+ ";

static const char third_tokens[] =
  "TARGMAX=JOIN:,KICK:" TARGETS ",LIST:,NAMES:1,NOTICE:" TARGETS ",PART:,PRIVMSG:" TARGETS
  ",TAGMSG:" TARGETS ",USERHOST:5,WHOIS:1,WHOWAS:1"
  " TOPICLEN=" STRING (SOQ_LIMIT_TOPIC_LENGTH) " USERLEN=" STRING (SOQ_IRC_USER_LENGTH)
  " UTF8ONLY WHOX";
/* clang-format on */

/**
 * soq_server_dup_isupport:
 * @self: a server
 *
 * Returns: (transfer full): the tokens of RPL_ISUPPORT, some on each line
 */
char **
soq_server_dup_isupport (SoqServer *self)
{
  g_autofree char         *network = make_network_token (self->config->network);
  g_autofree char         *second = NULL;
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_strv_builder_add (lines, first_tokens);
  second = g_strconcat (second_tokens, network, NULL);
  g_strv_builder_add (lines, second);
  g_strv_builder_add (lines, third_tokens);

  return g_strv_builder_end (lines);
}

static void
tell_cap (SoqServer  *self,
          const char *subcommand,
          guint       cap)
{
  g_autoptr (GPtrArray) peers = soq_server_copy_peers (self);

  for (guint i = 0; i < peers->len; i++)
    {
      SoqUser         *user = soq_peer_get_user (g_ptr_array_index (peers, i));
      const char      *name = soq_irc_cap_get_name (cap);
      g_autofree char *value = NULL;
      g_autofree char *token = NULL;

      if (!soq_user_has (user, SOQ_IRC_CAP_CAP_NOTIFY) || user->cap_version < 302)
        continue;

      user->caps &= ~cap;
      value = g_str_equal (subcommand, "NEW") ? soq_server_dup_cap_value (user, cap) : NULL;
      token = value != NULL ? g_strdup_printf ("%s=%s", name, value) : g_strdup (name);
      soq_irc_send (user, "CAP", soq_user_get_nick (user), subcommand, token, NULL);
    }
}

/* Who asked for cap-notify is told what can be had now, and what no more. STS
 * never ends: a policy is to be withdrawn by its duration.
 */
static void
tell_new_caps (SoqServer *self,
               guint      before)
{
  guint now = soq_server_get_caps (self);

  for (guint i = 0; i < SOQ_IRC_N_CAPS; i++)
    {
      guint cap = 1u << i;

      if ((now & cap) != 0 && (before & cap) == 0)
        tell_cap (self, "NEW", cap);
      else if ((now & cap) == 0 && (before & cap) != 0 && cap != SOQ_IRC_CAP_STS)
        tell_cap (self, "DEL", cap);
    }
}

/* What cannot change while a server runs stays as it is. */
static void
keep_fixed (SoqServerConfig       *config,
            const SoqServerConfig *running)
{
  g_strfreev (config->addresses);
  config->addresses = g_strdupv (running->addresses);
  g_free (config->data_dir);
  config->data_dir = g_strdup (running->data_dir);
  g_free (config->name);
  config->name = g_strdup (running->name);
  config->port = running->port;
  config->tls_port = running->tls_port;
  config->backlog = running->backlog;
  config->udp = running->udp;
  config->mode = running->mode;
  config->log_json = running->log_json;
}

/**
 * soq_server_reload:
 * @self: a running server that was started from a configuration file
 * @error: return location for an error that names the line and the remedy
 *
 * Reads the configuration again. Addresses, ports, name, data folder and mode
 * stay as they are until the next start; nobody is disconnected.
 *
 * Returns: whether it could be used; else nothing changed
 */
gboolean
soq_server_reload (SoqServer *self,
                   GError   **error)
{
  g_autoptr (SoqServerConfig) config = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  guint                       caps = 0;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);

  if (self->config->path == NULL)
    {
      g_set_error_literal (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                           "the server was started without a configuration file");
      return FALSE;
    }

  config = soq_server_config_reload (self->config, error);
  if (config == NULL)
    return FALSE;

  keep_fixed (config, self->config);
  if (!soq_server_load_certificate (self, config, &certificate, error))
    return FALSE;

  if (config->motd == NULL && config->data_dir != NULL)
    soq_server_load_kept_motd (config, NULL);
  caps = soq_server_get_caps (self);
  soq_server_config_free (self->config);
  self->config = g_steal_pointer (&config);
  g_set_object (&self->certificate, certificate);
  soq_history_set_days (self->history, self->config->history_days);
  tell_new_caps (self, caps);
  soq_server_tell (self, SOQ_EVENT_NOTICE, NULL, "The configuration was read again");

  return TRUE;
}
