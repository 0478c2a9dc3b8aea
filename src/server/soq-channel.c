/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-channel.h"

/**
 * SoqChannel:
 *
 * Who hears whom. What one member says is formatted once and shared by the
 * send queues of all the others.
 */
struct _SoqChannel
{
  char       *name;    /* (owned) */
  GHashTable *members; /* (owned): a set of (borrowed) SoqPeer */
};

SoqChannel *
soq_channel_new (const char *name)
{
  SoqChannel *self = g_new0 (SoqChannel, 1);

  self->name = g_strdup (name);
  self->members = g_hash_table_new (NULL, NULL);

  return self;
}

void
soq_channel_free (SoqChannel *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->members);
  g_free (self->name);
  g_free (self);
}

const char *
soq_channel_get_name (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * soq_channel_add:
 * @self: a channel
 * @peer: a peer; whoever owns it removes it from here before it goes
 *
 * Returns: whether it was not a member before
 */
gboolean
soq_channel_add (SoqChannel *self,
                 SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_add (self->members, peer);
}

gboolean
soq_channel_remove (SoqChannel *self,
                    SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_remove (self->members, peer);
}

gboolean
soq_channel_contains (SoqChannel *self,
                      SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->members, peer);
}

static int
compare_nicks (SoqPeer *a,
               SoqPeer *b)
{
  return g_ascii_strcasecmp (soq_peer_get_nick (a), soq_peer_get_nick (b));
}

/**
 * soq_channel_list_members:
 * @self: a channel
 *
 * Returns: (transfer container) (element-type SoqPeer): its members by name
 */
GList *
soq_channel_list_members (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_list_sort (g_hash_table_get_keys (self->members), (GCompareFunc) compare_nicks);
}

guint
soq_channel_count (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->members);
}

/**
 * soq_channel_send:
 * @self: a channel
 * @bytes: a message as it goes out
 * @except: (nullable): a member who does not get it
 *
 * Sends @bytes to the members. Nobody leaves while this goes on: a link that
 * cannot take more says so at the end of the turn.
 */
void
soq_channel_send (SoqChannel *self,
                  GBytes     *bytes,
                  SoqPeer    *except)
{
  GHashTableIter iter;
  gpointer       peer;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &peer, NULL))
    if (peer != except)
      soq_peer_send (peer, bytes);
}
