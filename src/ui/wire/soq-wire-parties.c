/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-parties.h"

#include "soq-wire-event.h"

#include <glib/gi18n.h>
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
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * soq_wire_parties_copy:
 * @self: parties
 *
 * Returns: (transfer full): those that there are now; who else comes is not
 *   told by what @self knows
 */
SoqWireParties *
soq_wire_parties_copy (SoqWireParties *self)
{
  SoqWireParties *copy = soq_wire_parties_new ();

  for (guint i = 0; i < self->array->len; i++)
    {
      SoqWireParty *party = g_memdup2 (self->array->pdata[i], sizeof (SoqWireParty));

      party->key = g_strdup (party->key);
      party->name = g_strdup (party->name);
      party->address = g_strdup (party->address);
      if (party->title != NULL)
        g_hash_table_insert (copy->titles, g_strdup (party->key), g_strdup (party->title));
      party->title = g_hash_table_lookup (copy->titles, party->key);
      g_ptr_array_add (copy->array, party);
    }

  return copy;
}

void
soq_wire_parties_free (SoqWireParties *self)
{
  g_ptr_array_unref (self->array);
  g_hash_table_unref (self->aliases);
  g_hash_table_unref (self->titles);
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

  alias = g_hash_table_lookup (self->aliases, address);
  if (alias != NULL)
    return g_strdup (alias);

  return is_server ? g_strdup_printf ("server%s", colon) : g_strdup (address);
}

/* From the left. */
static guint
rank (const SoqWireParty *party,
      gboolean            has_relay)
{
  if (!has_relay)
    return party->is_mine ? 0 : 1;
  if (party->is_between)
    return 1;

  return party->is_server ? 2 : 0;
}

static void
place (SoqWireParties *self)
{
  gboolean has_relay = FALSE;
  guint    position = 0;

  for (guint i = 0; i < self->array->len; i++)
    has_relay = has_relay || get (self, i)->is_between;
  for (guint wanted = 0; wanted <= 2; wanted++)
    for (guint i = 0; i < self->array->len; i++)
      if (rank (get (self, i), has_relay) == wanted)
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

static void
set_address (SoqWireParty *party,
             const char   *address)
{
  g_free (party->address);
  party->address = g_strdup (address);
}

/* A relay is found where it listens. Who takes part in several scenes has
 * another address in each, and the newest one would say nothing of the others.
 */
static void
meet_again (SoqWireParties *self,
            SoqWireParty   *party,
            const char     *address,
            gboolean        is_server)
{
  if (party->title == NULL)
    {
      set_address (party, address);
      return;
    }

  if (is_server != party->is_server && !party->is_between)
    {
      party->is_between = TRUE;
      place (self);
    }
  if (address == NULL || (party->is_server && !is_server))
    return;

  if ((is_server && !party->is_server) || party->address == NULL)
    set_address (party, address);
  else if (strcmp (party->address, address) != 0)
    set_address (party, "");
  party->is_server = is_server;
}

static guint
add (SoqWireParties *self,
     char           *key, /* (transfer full) */
     const char     *address,
     gboolean        is_server)
{
  guint         found = find (self, key);
  SoqWireParty *party;

  if (found != SOQ_WIRE_NOBODY)
    {
      meet_again (self, get (self, found), address, is_server);
      g_free (key);
      return found;
    }

  party = g_new0 (SoqWireParty, 1);
  party->key = key;
  party->title = g_hash_table_lookup (self->titles, key);
  party->address = g_strdup (address);
  party->is_server = is_server;
  g_ptr_array_add (self->array, party);
  place (self);

  return self->array->len - 1;
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
  char *key = dup_key (self, address, is_server);

  return key != NULL ? add (self, key, address, is_server) : SOQ_WIRE_NOBODY;
}

static char *
dup_titled_key (SoqWireParties *self,
                const char     *title)
{
  char *key = g_strdup_printf ("as %s", title);

  if (!g_hash_table_contains (self->titles, key))
    g_hash_table_insert (self->titles, g_strdup (key), g_strdup (title));

  return key;
}

/**
 * soq_wire_parties_add_titled:
 * @self: parties
 * @title: (not copied): what it is, translatable
 * @address: (nullable): of its socket
 * @is_server: whether that is a server's
 *
 * Returns: the number of the party with that title
 */
guint
soq_wire_parties_add_titled (SoqWireParties *self,
                             const char     *title,
                             const char     *address,
                             gboolean        is_server)
{
  return add (self, dup_titled_key (self, title), address, is_server);
}

/**
 * soq_wire_parties_entitle:
 * @self: parties
 * @address: of a socket
 * @title: (not copied): what the one is who has it, translatable
 *
 * Returns: whether that was not known
 */
gboolean
soq_wire_parties_entitle (SoqWireParties *self,
                          const char     *address,
                          const char     *title)
{
  if (g_hash_table_contains (self->aliases, address))
    return FALSE;

  return g_hash_table_insert (self->aliases, g_strdup (address), dup_titled_key (self, title));
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

/**
 * soq_wire_party_dup_title:
 * @self: a party
 *
 * Returns: (transfer full): its name, or what it is, translated
 */
char *
soq_wire_party_dup_title (const SoqWireParty *self)
{
  if (self->title != NULL)
    return g_strdup (_(self->title));
  if (self->name != NULL && !g_str_has_suffix (self->key, ":?"))
    return g_strdup (self->name);

  return g_strdup (self->is_server ? _("Server") : _("Client"));
}

/**
 * soq_wire_party_is_stranger:
 * @self: a party
 *
 * Returns: whether an address is all that is known of it
 */
gboolean
soq_wire_party_is_stranger (const SoqWireParty *self)
{
  return self->title == NULL && self->name == NULL && !self->is_server;
}
