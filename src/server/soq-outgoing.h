/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why somebody quit who did not say. Plain-text peers are spared it. */
#define SOQ_OUTGOING_CLOSED "Connection closed"

typedef struct _SoqOutgoing SoqOutgoing;

SoqOutgoing *soq_outgoing_new (const char *source,
                               const char *command,
                               ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
SoqOutgoing *soq_outgoing_new_v (const char        *source,
                                 const char        *command,
                                 const char *const *params) G_GNUC_WARN_UNUSED_RESULT;
SoqOutgoing *soq_outgoing_ref (SoqOutgoing *self) G_GNUC_WARN_UNUSED_RESULT;
void         soq_outgoing_unref (SoqOutgoing *self);

void soq_outgoing_set_time (SoqOutgoing *self,
                            gint64       time);
void soq_outgoing_set_id (SoqOutgoing *self,
                          const char  *id);
void soq_outgoing_set_account (SoqOutgoing *self,
                               const char  *account);
void soq_outgoing_set_tags (SoqOutgoing *self,
                            const char  *tags);
void soq_outgoing_set_batch (SoqOutgoing *self,
                             const char  *batch);
void soq_outgoing_set_plain (SoqOutgoing *self,
                             GBytes      *plain);

const char *soq_outgoing_get_command (SoqOutgoing *self);
gint64      soq_outgoing_get_time (SoqOutgoing *self);
const char *soq_outgoing_get_id (SoqOutgoing *self);
char       *soq_outgoing_dup_record (SoqOutgoing *self) G_GNUC_WARN_UNUSED_RESULT;

GBytes *soq_outgoing_get_bytes (SoqOutgoing *self,
                                guint        caps);
GBytes *soq_outgoing_dup_labeled (SoqOutgoing *self,
                                  guint        caps,
                                  const char  *label,
                                  const char  *batch) G_GNUC_WARN_UNUSED_RESULT;
GBytes *soq_outgoing_get_plain (SoqOutgoing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqOutgoing, soq_outgoing_unref)

G_END_DECLS
