/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-framer.h"

G_BEGIN_DECLS

#define SOQ_PRIVACY_BEGINNING 64

/**
 * SoqPrivacy:
 *
 * What must be remembered of one plain-text peer to know a password of IRC
 * that comes in pieces. All zero is a good beginning.
 */
typedef struct
{
  /*< private >*/
  guint8   beginning[SOQ_PRIVACY_BEGINNING]; /* of the line, as far as it has come */
  guint    length;
  gboolean lines; /* it ends what it says by newlines */
} SoqPrivacy;

gboolean soq_privacy_holds_back (SoqPrivacy     *self,
                                 const SoqFrame *frame);

G_END_DECLS
