/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-address.h"
#include "soq-irc-names.h"
#include "soq-limits.h"

/* Who is let in, under which name, and what happens when he leaves. */

static guint
count_at (SoqServer  *self,
          const char *address)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, address));
}

static void
add_to_count (SoqServer  *self,
              const char *address,
              int         n)
{
  guint count = (guint) ((int) count_at (self, address) + n);

  if (count == 0)
    g_hash_table_remove (self->addresses, address);
  else
    g_hash_table_insert (self->addresses, g_strdup (address), GUINT_TO_POINTER (count));
}

static char *
find_refusal (SoqServer    *self,
              GInetAddress *inet,
              const char   *host)
{
  SoqBan *ban = inet != NULL ? soq_bans_find (self->bans, inet) : NULL;

  if (ban != NULL && soq_ban_get_reason (ban) != NULL && *soq_ban_get_reason (ban) != '\0')
    return g_strdup_printf ("You are banned from this server: %s", soq_ban_get_reason (ban));

  if (ban != NULL)
    return g_strdup ("You are banned from this server.");

  if (g_list_model_get_n_items (G_LIST_MODEL (self->peers)) >= self->config->max_clients)
    return g_strdup_printf ("The server is full: it takes %u clients. Try again later.",
                            self->config->max_clients);

  if (inet != NULL && !g_inet_address_get_is_loopback (inet) &&
      count_at (self, host) >= self->config->max_clients_per_address)
    return g_strdup_printf ("There are %u connections from your address; that is all the server takes.",
                            self->config->max_clients_per_address);

  return NULL;
}

/**
 * soq_server_refuse:
 * @self: a running server
 * @remote: who wants to come in
 *
 * Returns: (transfer full) (nullable): why it may not, or %NULL if it may
 */
char *
soq_server_refuse (SoqServer      *self,
                   GSocketAddress *remote)
{
  g_autoptr (GInetAddress) inet = soq_socket_address_dup_inet (remote);
  g_autofree char         *host = soq_socket_address_dup_host (remote);
  char                    *refusal = find_refusal (self, inet, host);

  if (refusal != NULL)
    soq_server_emit (self, soq_event_new_at (SOQ_EVENT_REFUSED, host,
                                             soq_socket_address_get_port (remote), refusal));

  return refusal;
}

/* Nobody speaks for the server. */
static gboolean
is_own_name (SoqServer  *self,
             const char *folded)
{
  g_autofree char *own = soq_irc_casefold (self->config->name);

  return g_str_equal (folded, own);
}

static char *
new_guest_nick (SoqServer *self)
{
  /* Numbers begin anew in an empty room, so the first guest is guest-1. */
  if (g_hash_table_size (self->nicks) == 0)
    self->last_guest = 0;

  for (;;)
    {
      g_autofree char *nick = g_strdup_printf ("guest-%u", ++self->last_guest);

      if (!g_hash_table_contains (self->nicks, nick) && !is_own_name (self, nick))
        return g_steal_pointer (&nick);
    }
}

/**
 * soq_server_is_nick_free:
 * @self: a server
 * @nick: a valid nick
 * @peer: who wants it
 *
 * Returns: whether nobody else has it
 */
gboolean
soq_server_is_nick_free (SoqServer  *self,
                         const char *nick,
                         SoqPeer    *peer)
{
  g_autofree char *folded = soq_irc_casefold (nick);
  SoqPeer         *owner = g_hash_table_lookup (self->nicks, folded);

  return (owner == NULL || owner == peer) && !is_own_name (self, folded);
}

/**
 * soq_server_release_nick:
 * @self: a server
 * @peer: a peer; it keeps its nick for show
 *
 * Lets others have the nick of @peer.
 */
void
soq_server_release_nick (SoqServer *self,
                         SoqPeer   *peer)
{
  g_autofree char *folded = NULL;

  if (soq_peer_get_nick (peer) == NULL)
    return;

  folded = soq_irc_casefold (soq_peer_get_nick (peer));
  if (g_hash_table_lookup (self->nicks, folded) == peer)
    g_hash_table_remove (self->nicks, folded);
}

/**
 * soq_server_drop_nick:
 * @self: a server
 * @peer: a peer that will choose a nick, or leaves without one
 */
void
soq_server_drop_nick (SoqServer *self,
                      SoqPeer   *peer)
{
  g_autofree char *newest = g_strdup_printf ("guest-%u", self->last_guest);

  /* The next guest gets the number that this one did not need. */
  if (self->last_guest > 0 && g_strcmp0 (soq_peer_get_nick (peer), newest) == 0)
    self->last_guest--;

  soq_server_release_nick (self, peer);
  soq_peer_set_nick (peer, NULL);
}

/**
 * soq_server_rename_peer:
 * @self: a server
 * @peer: a peer
 * @nick: a valid nick
 *
 * Returns: whether @nick was free; else nothing changed
 */
gboolean
soq_server_rename_peer (SoqServer  *self,
                        SoqPeer    *peer,
                        const char *nick)
{
  if (!soq_server_is_nick_free (self, nick, peer))
    return FALSE;

  soq_server_release_nick (self, peer);
  g_hash_table_insert (self->nicks, soq_irc_casefold (nick), peer);
  soq_peer_set_nick (peer, nick);

  return TRUE;
}

/**
 * soq_server_add_peer:
 * @self: a running server
 * @peer: a new peer
 *
 * Lists @peer under a guest's name.
 */
void
soq_server_add_peer (SoqServer *self,
                     SoqPeer   *peer)
{
  g_autofree char *nick = new_guest_nick (self);

  self->had_peers = TRUE;
  soq_peer_get_user (peer)->server = self;
  soq_server_rename_peer (self, peer, nick);
  add_to_count (self, soq_peer_get_address (peer), 1);
  g_list_store_append (self->peers, peer);
  soq_server_tell (self, SOQ_EVENT_CONNECTED, peer, NULL);
}

static void
send_lines (SoqServer  *self,
            SoqPeer    *peer,
            const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    soq_server_notice (self, peer, "%s", lines[i]);
}

/**
 * soq_server_enter_lobby:
 * @self: a running server in chat mode
 * @peer: a peer that is plain
 *
 * Lets @peer hear what others say and tells the others.
 */
void
soq_server_enter_lobby (SoqServer *self,
                        SoqPeer   *peer)
{
  SoqUser *user = soq_peer_get_user (peer);
  guint    others = soq_channel_count (self->lobby);

  if (soq_channel_contains (self->lobby, peer))
    return;

  user->registered = TRUE;
  soq_server_count_user (user, 1);
  soq_server_notice (self, peer, "You are %s in %s, with %u %s. /help lists the commands.",
                     soq_peer_get_nick (peer), soq_channel_get_name (self->lobby),
                     others, others == 1 ? "other" : "others");
  send_lines (self, peer, self->config->motd);
  soq_server_join (user, self->lobby, 0);
  soq_server_tell_watchers (user, TRUE);
}

/**
 * soq_server_leave_lobby:
 * @self: a server
 * @peer: a plain peer that stays connected
 * @visibly: whether those who read plain text are told; not if they leave too
 *
 * Lets @peer hear no more of what others say.
 */
void
soq_server_leave_lobby (SoqServer *self,
                        SoqPeer   *peer,
                        gboolean   visibly)
{
  SoqUser                *user = soq_peer_get_user (peer);
  g_autoptr (SoqOutgoing) out = NULL;

  if (!soq_channel_remove (self->lobby, peer))
    return;

  out = soq_server_new_message (user, "PART", soq_channel_get_name (self->lobby), NULL);
  if (!visibly)
    soq_outgoing_set_plain (out, NULL);
  soq_channel_send (self->lobby, out, NULL);
  soq_server_record (self, self->lobby, out, TRUE);
  soq_server_tell_watchers (user, FALSE);
  user->registered = FALSE;
  soq_server_count_user (user, -1);
}

static void
forget (SoqServer *self,
        SoqPeer   *peer)
{
  g_autofree char *key = soq_host_and_port (soq_peer_get_address (peer), soq_peer_get_port (peer));
  guint            position;

  if (!g_list_store_find (self->peers, peer, &position))
    return;

  soq_server_release_nick (self, peer);
  self->n_leaving--;
  add_to_count (self, soq_peer_get_address (peer), -1);
  if (soq_peer_get_link (peer) == NULL)
    g_hash_table_remove (self->datagram_peers, key);
  g_list_store_remove (self->peers, position);
}

/**
 * soq_server_remove_peer:
 * @self: a server
 * @peer: a peer whose link is closed, or one without a link
 * @reason: why, if nothing else was said before
 *
 * Forgets @peer and tells the others.
 */
void
soq_server_remove_peer (SoqServer  *self,
                        SoqPeer    *peer,
                        const char *reason)
{
  G_GNUC_UNUSED g_autoptr (SoqPeer)   guard = g_object_ref (peer);
  G_GNUC_UNUSED g_autoptr (SoqServer) self_guard = g_object_ref (self);

  soq_peer_set_reason (peer, reason);
  reason = soq_peer_get_reason (peer);

  /* What it said last may have been two reasons to go. */
  if (!g_list_store_find (self->peers, peer, NULL))
    return;

  soq_server_quit_user (self, soq_peer_get_user (peer), reason);
  forget (self, peer);
  soq_server_tell (self, SOQ_EVENT_DISCONNECTED, peer, reason);
  soq_peer_set_session (peer, NULL, NULL);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->peers)) == 0)
    soq_server_become_empty (self);
}
