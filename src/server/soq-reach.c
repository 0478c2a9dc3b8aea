/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-reach.h"

#include "soq-peer.h"
#include "soq-server-private.h"

/* Long enough for a class to have read the address from the screen. */
#define PATIENCE (60 * G_USEC_PER_SEC)

/**
 * SoqReach:
 *
 * Whether other computers reach a server. If none did a while after the start,
 * although it listens for them, a firewall may be in the way; then the owner is
 * told once.
 */
struct _SoqReach
{
  SoqServer   *server; /* (owned) */
  SoqTimer     patience;
  gboolean     reached; /* ever, so there is no firewall */
  SoqReachFunc func;
  gpointer     user_data; /* (borrowed) */
};

/* Our own addresses are reached whatever a firewall says. */
static gboolean
is_another_computer (SoqPeer   *peer,
                     GPtrArray *ours)
{
  GInetAddress *address = soq_peer_get_inet_address (peer);

  return address != NULL && !g_inet_address_get_is_loopback (address) &&
         !g_ptr_array_find_with_equal_func (ours, soq_peer_get_address (peer), g_str_equal, NULL);
}

static gboolean
is_for_others (GPtrArray *ours)
{
  for (guint i = 0; i < ours->len; i++)
    {
      const char              *text = g_ptr_array_index (ours, i);
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

      if (address != NULL && !g_inet_address_get_is_loopback (address))
        return TRUE;
    }

  return FALSE;
}

static void
unset_patience (SoqReach *self)
{
  soq_timers_unset (soq_server_get_timers (self->server), &self->patience);
}

static void
patience_cb (gpointer user_data)
{
  SoqReach             *self = user_data;
  g_autoptr (GPtrArray) ours = soq_server_dup_reachable_addresses (self->server);

  if (is_for_others (ours))
    self->func (self->user_data);
}

static void
state_cb (SoqReach *self)
{
  if (soq_server_get_state (self->server) != SOQ_SERVER_STATE_RUNNING)
    unset_patience (self);
  else if (!self->reached && !soq_timer_is_set (&self->patience))
    soq_timers_set (soq_server_get_timers (self->server), &self->patience, PATIENCE);
}

static void
peers_changed_cb (SoqReach   *self,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *peers)
{
  g_autoptr (GPtrArray) ours = NULL;

  if (self->reached || added == 0)
    return;

  ours = soq_server_dup_reachable_addresses (self->server);
  for (guint i = position; i < position + added && !self->reached; i++)
    {
      g_autoptr (SoqPeer) peer = g_list_model_get_item (peers, i);

      self->reached = is_another_computer (peer, ours);
    }
  if (self->reached)
    unset_patience (self);
}

/**
 * soq_reach_new:
 * @server: a server that is not started yet
 * @func: called when it runs for a minute and no other computer came
 * @user_data: data for @func
 *
 * Returns: (transfer full): what looks after it
 */
SoqReach *
soq_reach_new (SoqServer   *server,
               SoqReachFunc func,
               gpointer     user_data)
{
  SoqReach *self;

  g_return_val_if_fail (SOQ_IS_SERVER (server), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (SoqReach, 1);
  self->server = g_object_ref (server);
  self->func = func;
  self->user_data = user_data;
  self->patience.func = patience_cb;
  self->patience.user_data = self;
  g_signal_connect_swapped (server, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (soq_server_get_peers (server), "items-changed",
                            G_CALLBACK (peers_changed_cb), self);

  return self;
}

void
soq_reach_free (SoqReach *self)
{
  g_return_if_fail (self != NULL);

  unset_patience (self);
  g_signal_handlers_disconnect_by_data (soq_server_get_peers (self->server), self);
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_object_unref (self->server);
  g_free (self);
}
