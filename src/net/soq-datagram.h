/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-reactor.h"
#include "soq-trace.h"

G_BEGIN_DECLS

#define SOQ_TYPE_DATAGRAM (soq_datagram_get_type ())

G_DECLARE_FINAL_TYPE (SoqDatagram, soq_datagram, SOQ, DATAGRAM, GObject)

/**
 * SoqDatagramHandler:
 * @received: a datagram came from @from; @data is good until the function
 *   returns
 * @failed: (nullable): sending or receiving failed, on a connected socket for
 *   example because nobody listens there; it may go on all the same
 */
typedef struct
{
  void (*received) (SoqDatagram    *datagram,
                    GSocketAddress *from,
                    const guint8   *data,
                    gsize           length,
                    gpointer        user_data);
  void (*failed) (SoqDatagram  *datagram,
                  const GError *error,
                  gpointer      user_data);
} SoqDatagramHandler;

SoqDatagram *soq_datagram_new_bound (SoqReactor     *reactor,
                                     GSocketAddress *local,
                                     SoqTrace       *trace,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
SoqDatagram *soq_datagram_new_connected (SoqReactor     *reactor,
                                         GSocketAddress *remote,
                                         SoqTrace       *trace,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void soq_datagram_start (SoqDatagram              *self,
                         const SoqDatagramHandler *handler,
                         gpointer                  user_data);

gboolean soq_datagram_send (SoqDatagram    *self,
                            GSocketAddress *to,
                            const guint8   *data,
                            gsize           length,
                            GError        **error);

void soq_datagram_close (SoqDatagram *self);

guint16 soq_datagram_get_port (SoqDatagram *self);
guint64 soq_datagram_get_last_call (SoqDatagram *self);

G_END_DECLS
