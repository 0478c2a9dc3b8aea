/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-plain-format.h"

/* What the owner of a server does in it. */

/* What plain-text peers get: in a chat with the server's name before it; else a
 * program waits for just the answer.
 */
static GBytes *
format_plain (SoqServer  *self,
              SoqPeer    *to,
              const char *text)
{
  g_autofree char *line = NULL;

  if (soq_server_get_mode (self) == SOQ_REPLY_MODE_CHAT)
    return to != NULL
             ? soq_plain_format_private (self->config->name, text)
             : soq_plain_format_message (self->config->name, text);

  line = g_strconcat (text, "\n", NULL);

  return g_bytes_new (line, strlen (line));
}

/**
 * soq_server_dup_owner:
 * @self: a server
 *
 * Returns: (transfer full): as whom the owner speaks in IRC
 */
char *
soq_server_dup_owner (SoqServer *self)
{
  return g_strdup_printf ("%s!owner@%s", self->config->name, self->irc_name);
}

static gboolean
hears_everybody (SoqServer *self,
                 SoqPeer   *peer)
{
  return !soq_user_is_irc (soq_peer_get_user (peer)) || soq_channel_contains (self->lobby, peer);
}

/* Sends @parts to one that speaks IRC, @plain to another. */
static gboolean
say_to (SoqPeer   *peer,
        GBytes    *plain,
        GPtrArray *parts)
{
  SoqUser *user = soq_peer_get_user (peer);
  gboolean sent = FALSE;

  if (!soq_user_is_irc (user))
    return soq_peer_send (peer, plain);

  for (guint i = 0; i < parts->len; i++)
    sent = soq_user_send (user, g_ptr_array_index (parts, i)) || sent;

  return sent;
}

/* What IRC gets of it, kept if it is for all. */
static GPtrArray *
make_parts (SoqServer  *self,
            SoqPeer    *to,
            const char *text)
{
  g_autofree char *source = soq_server_dup_owner (self);
  const char      *target = to != NULL ? soq_user_get_nick (soq_peer_get_user (to)) : SOQ_LOBBY;
  GPtrArray       *parts = soq_server_split_message (self, source, target, text);

  for (guint i = 0; to == NULL && i < parts->len; i++)
    soq_server_record (self, self->lobby, g_ptr_array_index (parts, i), FALSE);

  return parts;
}

/**
 * soq_server_say:
 * @self: a running server
 * @to: (nullable): who shall hear it, or %NULL for everybody
 * @text: what the owner says; one line or several
 *
 * Says something as the server: in a chat with its name before it, to
 * everybody in the lobby; in the other modes as it is, as a program at the
 * other end expects its answer.
 *
 * Returns: how many peers were sent it
 */
guint
soq_server_say (SoqServer  *self,
                SoqPeer    *to,
                const char *text)
{
  g_autoptr (GBytes)    plain = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GPtrArray) peers = NULL;
  guint                 n = 0;

  g_return_val_if_fail (SOQ_IS_SERVER (self), 0);
  g_return_val_if_fail (to == NULL || SOQ_IS_PEER (to), 0);
  g_return_val_if_fail (text != NULL, 0);

  plain = format_plain (self, to, text);
  parts = make_parts (self, to, text);
  peers = soq_server_copy_peers (self);
  soq_server_tell (self, SOQ_EVENT_SAID, to, text);

  for (guint i = 0; i < peers->len; i++)
    {
      SoqPeer *peer = g_ptr_array_index (peers, i);

      if (to != NULL ? peer != to : !hears_everybody (self, peer))
        continue;
      if (!say_to (peer, plain, parts))
        continue;

      n++;
      if (soq_peer_get_link (peer) != NULL && soq_link_has_ended (soq_peer_get_link (peer)))
        soq_peer_finish (peer, SOQ_REASON_CLOSED);
    }

  return n;
}

/**
 * soq_server_kick:
 * @self: a server
 * @peer: who shall go
 * @reason: (nullable): why
 */
void
soq_server_kick (SoqServer  *self,
                 SoqPeer    *peer,
                 const char *reason)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SOQ_IS_SERVER (self));
  g_return_if_fail (SOQ_IS_PEER (peer));

  text = reason != NULL && *reason != '\0'
           ? g_strdup_printf ("kicked: %s", reason)
           : g_strdup ("kicked");
  soq_server_send_away (self, peer, reason != NULL && *reason != '\0' ? text : "You were kicked.", text);
}

/**
 * soq_server_ban:
 * @self: a server
 * @mask: an address, or a block like 192.0.2.0/24
 * @reason: (nullable): why
 * @until: (nullable): when it ends; %NULL for never
 * @error: return location for an error, as of soq_bans_add ()
 *
 * Keeps @mask out, and sends away who is there from it.
 *
 * Returns: whether all went well
 */
gboolean
soq_server_ban (SoqServer  *self,
                const char *mask,
                const char *reason,
                GDateTime  *until,
                GError    **error)
{
  g_autoptr (GPtrArray) peers = NULL;
  gboolean              ok;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (mask != NULL, FALSE);

  ok = soq_bans_add (self->bans, mask, reason, until, error);
  peers = soq_server_copy_peers (self);
  for (guint i = 0; i < peers->len; i++)
    {
      SoqPeer      *peer = g_ptr_array_index (peers, i);
      GInetAddress *inet = soq_peer_get_inet_address (peer);

      if (inet != NULL && soq_bans_find (self->bans, inet) != NULL)
        soq_server_send_away (self, peer, "You were banned from this server.", "banned");
    }

  return ok;
}

gboolean
soq_server_unban (SoqServer  *self,
                  const char *mask,
                  GError    **error)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (mask != NULL, FALSE);

  return soq_bans_remove (self->bans, mask, error);
}

/**
 * soq_server_get_bans:
 * @self: a server
 *
 * Returns: (transfer none): who may not come in now, as a list of SoqBan;
 *   another one after each start with a data folder
 */
GListModel *
soq_server_get_bans (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return soq_bans_get_list (self->bans);
}
