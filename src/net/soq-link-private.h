/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-link.h"

G_BEGIN_DECLS

/* Between soq-link.c, which has the queue and the states, and soq-link-tls.c,
 * which encrypts.
 */

typedef struct _SoqLinkTls SoqLinkTls;

struct _SoqLink
{
  GObject parent_instance;

  SoqReactor     *reactor; /* (owned) */
  GSocket        *socket;  /* (owned): closed with the link, gone with it */
  SoqTap         *tap;     /* (borrowed) (nullable): lives as long as the socket */
  GSocketAddress *remote;  /* (owned) (nullable): unknown if it left at once */
  SoqLinkTls     *tls;     /* (owned) (nullable) while it is an ordinary link */
  SoqWatch       *watch;   /* (owned) (nullable) before start and once closed */

  const SoqLinkHandler *handler;   /* (borrowed) (nullable) before start */
  gpointer              user_data; /* (borrowed) */

  GQueue      queue;      /* of (owned) GBytes that wait for the kernel */
  gsize       queue_head; /* bytes of the first one that are sent */
  gsize       queued;     /* bytes in the queue */
  gsize       send_limit;
  gsize       receive_size;
  GError     *failure; /* (owned) (nullable): why to close when the turn ends */
  SoqDeferred flush;
  SoqTimer    patience; /* how long a finished link waits for the other end */

  guint64 bytes_in;
  guint64 bytes_out;

  SoqLinkState state;
  gboolean     paused;      /* the owner does not want to read now */
  gboolean     ended;       /* the other end sends no more */
  gboolean     ending;      /* nor do we, once the queue is empty */
  gboolean     shut;        /* we told it that we send no more */
  gboolean     write_armed; /* the kernel's buffer was full */
  gboolean     hung_up;     /* while paused: there is nothing to wait for */
  gboolean     broken;      /* what is sent does not arrive */
};

void soq_link_close_with (SoqLink      *self,
                          const GError *error);
void soq_link_update_watch (SoqLink *self);
void soq_link_receive (SoqLink *self);

void     soq_link_tls_free (SoqLinkTls *self);
void     soq_link_tls_start (SoqLinkTls *self);
gboolean soq_link_tls_stop (SoqLinkTls *self);
void     soq_link_tls_read_later (SoqLinkTls *self);

gboolean soq_link_tls_is_handshaking (SoqLinkTls *self);
gboolean soq_link_tls_look (SoqLink *link);
gboolean soq_link_tls_must_wait (SoqLink *link);

gssize   soq_link_tls_receive (SoqLinkTls *self,
                               guint8     *buffer,
                               gsize       size,
                               GError    **error);
gssize   soq_link_tls_send (SoqLinkTls          *self,
                            const GOutputVector *vectors,
                            guint                n_vectors,
                            GError             **error);
gboolean soq_link_tls_shut (SoqLinkTls *self);

G_END_DECLS
