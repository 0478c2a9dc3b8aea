/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/**
 * SoqWireParty:
 * @key: what tells it from others
 * @name: (nullable): who it is
 * @title: (nullable) (translatable): what it is in a scene, such as “Relay”
 * @address: where it is; empty for who had several addresses in its time
 * @is_server: whether it is a server
 * @is_between: whether it is a client too: a relay
 * @is_mine: whether it is the part of the program whose view this is
 * @position: its place from the left: who is mine comes first, but a relay
 *   stands between its clients and its servers
 *
 * One column of a ladder: a server, or a client at one address.
 */
typedef struct
{
  char       *key;
  char       *name;
  const char *title;
  char       *address;
  gboolean    is_server;
  gboolean    is_between;
  gboolean    is_mine;
  guint       position;
} SoqWireParty;

/**
 * SoqWireParties:
 * @array: of #SoqWireParty, in the order in which they appeared
 * @aliases: the address of a socket → the key of its party
 * @titles: key → title of parties that have one
 *
 * Who the columns are. A server is told by its port, as its address may be any
 * of the computer's; a client by its address and port, and one of our windows
 * by its branch of the trace, as each of its connections has another port. Who
 * has a title is told by that.
 */
typedef struct
{
  GPtrArray  *array;
  GHashTable *aliases;
  GHashTable *titles;
} SoqWireParties;

SoqWireParties *soq_wire_parties_new (void) G_GNUC_WARN_UNUSED_RESULT;
SoqWireParties *soq_wire_parties_copy (SoqWireParties *self) G_GNUC_WARN_UNUSED_RESULT;
void            soq_wire_parties_free (SoqWireParties *self);
void            soq_wire_parties_clear (SoqWireParties *self);
void            soq_wire_parties_forget (SoqWireParties *self);

guint    soq_wire_parties_add (SoqWireParties *self,
                               const char     *address,
                               gboolean        is_server);
guint    soq_wire_parties_add_titled (SoqWireParties *self,
                                      const char     *title,
                                      const char     *address,
                                      gboolean        is_server);
guint    soq_wire_parties_add_nameless (SoqWireParties *self,
                                        SoqTraceSocket *socket);
gboolean soq_wire_parties_add_alias (SoqWireParties *self,
                                     const char     *address,
                                     guint           branch);
gboolean soq_wire_parties_entitle (SoqWireParties *self,
                                   const char     *address,
                                   const char     *title);
void     soq_wire_parties_claim (SoqWireParties *self,
                                 guint           party);

char    *soq_wire_party_dup_title (const SoqWireParty *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_wire_party_is_stranger (const SoqWireParty *self);

G_END_DECLS
