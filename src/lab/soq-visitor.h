/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-serving.h"

G_BEGIN_DECLS

/* A client, as the small servers of the lab see it. */
typedef struct
{
  SoqLabSocket *socket; /* (owned) */
  GString      *line;   /* (owned): the beginning of a line */
  guint         lines;  /* that came */
  GByteArray   *answer; /* (owned): what is still to be sent */
  gboolean      over;   /* nothing more to be done with it */
} SoqVisitor;

SoqVisitor *soq_visitor_new (SoqLabSocket *socket) G_GNUC_WARN_UNUSED_RESULT;
void        soq_visitor_free (SoqVisitor *self);

void soq_visitor_receive (SoqVisitor *self,
                          SoqServing *serving);
void soq_visitor_send (SoqVisitor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqVisitor, soq_visitor_free)

G_END_DECLS
