/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client.h"
#include "soq-datagram.h"
#include "soq-framer.h"
#include "soq-link.h"

G_BEGIN_DECLS

/* What may wait to be sent before saying more is refused, in bytes. */
#define SOQ_CLIENT_SEND_LIMIT (1024 * 1024)

struct _SoqClient
{
  GObject parent_instance;

  SoqReactor      *reactor;       /* (owned) */
  SoqConversation *conversation;  /* (owned) */
  GListStore      *conversations; /* (owned) of SoqConversation */

  SoqPlace     *place;       /* (owned) (nullable) before the first connect */
  GCancellable *cancellable; /* (owned) (nullable) while offline or waiting */
  SoqLink      *link;        /* (owned) (nullable): over TCP */
  SoqFramer    *framer;      /* (owned) (nullable): with the link */
  SoqDatagram  *datagram;    /* (owned) (nullable): over UDP */
  GQueue        waiting;     /* of (owned) char *: said while registering */
  gsize         n_waiting;   /* bytes in it */
  GError       *error;       /* (owned) (nullable) */

  char    *nick;      /* (owned) (nullable): what we want to be called */
  char    *guest;     /* (owned) (nullable): what a server of ours greeted */
  gboolean refused;   /* it did not give us the nick: we still are the guest */
  char    *quit_word; /* (owned) (nullable) */
  SoqTimer greeting;  /* until the server counts as not ours */
  SoqTimer idle;      /* until a text without a newline counts as one */
  SoqTimer retry;
  gint64   retry_time;
  gint64   online_since; /* soq_clock_now (), 0 while it is not */
  guint    retries;      /* since the last connection that lasted */

  SoqClientState state;
  gboolean       ours;  /* the server greeted as ours do */
  gboolean       leave; /* as soon as what waits is sent */
};

void soq_client_send_waiting (SoqClient *self);
void soq_client_drop_waiting (SoqClient *self);
void soq_client_part (SoqLink *link);

G_END_DECLS
