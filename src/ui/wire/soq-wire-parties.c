/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-parties.h"

#include "soq-wire-event.h"

#include <string.h>

static void
free_party (gpointer data)
{
  SoqWireParty *party = data;

  g_free (party->key);
  g_free (party->name);
  g_free (party->address);
  g_free (party);
}

SoqWireParties *
soq_wire_parties_new (void)
{
  SoqWireParties *self = g_new0 (SoqWireParties, 1);

  self->array = g_ptr_array_new_with_free_func (free_party);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
soq_wire_parties_free (SoqWireParties *self)
{
  g_ptr_array_unref (self->array);
  g_hash_table_unref (self->aliases);
  g_free (self);
}

/* They appear again; who they are stays known. */
void
soq_wire_parties_clear (SoqWireParties *self)
{
  g_ptr_array_set_size (self->array, 0);
}

void
soq_wire_parties_forget (SoqWireParties *self)
{
  soq_wire_parties_clear (self);
  g_hash_table_remove_all (self->aliases);
}

static SoqWireParty *
get (SoqWireParties *self,
     guint           i)
{
  return g_ptr_array_index (self->array, i);
}

static char *
dup_key (SoqWireParties *self,
         const char     *address,
         gboolean        is_server)
{
  const char *colon = address != NULL ? strrchr (address, ':') : NULL;
  const char *alias;

  if (colon == NULL)
    return NULL;

  if (is_server)
    return g_strdup_printf ("server%s", colon);

  alias = g_hash_table_lookup (self->aliases, address);

  return g_strdup (alias != NULL ? alias : address);
}

static void
place (SoqWireParties *self)
{
  guint position = 0;

  for (guint i = 0; i < self->array->len; i++)
    if (get (self, i)->is_mine)
      get (self, i)->position = position++;
  for (guint i = 0; i < self->array->len; i++)
    if (!get (self, i)->is_mine)
      get (self, i)->position = position++;
}

static guint
find (SoqWireParties *self,
      const char     *key)
{
  for (guint i = 0; i < self->array->len; i++)
    if (strcmp (get (self, i)->key, key) == 0)
      return i;

  return SOQ_WIRE_NOBODY;
}

/**
 * soq_wire_parties_add:
 * @self: parties
 * @address: (nullable): an address of one
 * @is_server: whether it is a server
 *
 * Returns: the number of the party that has that address, now at the latest;
 *   %SOQ_WIRE_NOBODY if there is no address
 */
guint
soq_wire_parties_add (SoqWireParties *self,
                      const char     *address,
                      gboolean        is_server)
{
  g_autofree char *key = dup_key (self, address, is_server);
  SoqWireParty    *party;
  guint            found;

  if (key == NULL)
    return SOQ_WIRE_NOBODY;

  found = find (self, key);
  if (found != SOQ_WIRE_NOBODY)
    {
      /* The newest of its addresses. */
      g_free (get (self, found)->address);
      get (self, found)->address = g_strdup (address);
      return found;
    }

  party = g_new0 (SoqWireParty, 1);
  party->key = g_steal_pointer (&key);
  party->address = g_strdup (address);
  party->is_server = is_server;
  g_ptr_array_add (self->array, party);
  place (self);

  return self->array->len - 1;
}

/**
 * soq_wire_parties_add_nameless:
 * @self: parties
 * @socket: a socket that has no address yet, or never got one
 *
 * Returns: the number of the first party that it could belong to
 */
guint
soq_wire_parties_add_nameless (SoqWireParties *self,
                               SoqTraceSocket *socket)
{
  gboolean is_server = soq_trace_socket_is_server (socket);

  for (guint i = 0; i < self->array->len; i++)
    if (get (self, i)->is_server == is_server)
      return i;

  return soq_wire_parties_add (self, is_server ? "server:?" : "client:?", FALSE);
}

/**
 * soq_wire_parties_add_alias:
 * @self: parties
 * @address: of a client's socket
 * @branch: of the trace that it is written through
 *
 * Returns: whether that was not known
 */
gboolean
soq_wire_parties_add_alias (SoqWireParties *self,
                            const char     *address,
                            guint           branch)
{
  if (g_hash_table_contains (self->aliases, address))
    return FALSE;

  return g_hash_table_insert (self->aliases, g_strdup (address),
                              g_strdup_printf ("window %u", branch));
}

/**
 * soq_wire_parties_claim:
 * @self: parties
 * @party: the number of one
 *
 * It is us.
 */
void
soq_wire_parties_claim (SoqWireParties *self,
                        guint           party)
{
  if (get (self, party)->is_mine)
    return;

  get (self, party)->is_mine = TRUE;
  place (self);
}
