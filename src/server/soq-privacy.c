/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-privacy.h"

#include "soq-peer-kind.h"

#include <string.h>

/* Somebody who was taken for plain text, by its first line or because it wrote
 * slowly, may still be an IRC client and send its password.
 */

static gboolean
is_registration (const guint8 *beginning,
                 guint         n,
                 const guint8 *data,
                 gsize         length)
{
  g_autofree char *text = g_malloc (n + length + 1);

  if (n > 0)
    memcpy (text, beginning, n);
  if (length > 0)
    memcpy (text + n, data, length);
  text[n + length] = '\0';

  return soq_peer_kind_is_registration (text);
}

/* Who never sends a newline would stay on one line for ever. */
static gboolean
goes_on (SoqPrivacy     *self,
         const SoqFrame *frame)
{
  return self->length > 0 &&
         (self->lines || self->length + frame->length <= SOQ_PRIVACY_BEGINNING);
}

static void
remember (SoqPrivacy     *self,
          const SoqFrame *frame)
{
  gsize n = MIN (frame->length, SOQ_PRIVACY_BEGINNING - self->length);

  if (frame->end == SOQ_FRAME_END_NEWLINE)
    {
      self->lines = TRUE;
      self->length = 0;
      return;
    }

  if (n > 0)
    memcpy (self->beginning + self->length, frame->data, n);
  self->length += (guint) n;
}

/**
 * soq_privacy_holds_back:
 * @self: of one peer, in the order of its frames
 * @frame: what it said
 *
 * Returns: whether it looks like what an IRC client sends to register, and is
 *   not to be shown to anybody; also if only its line does, of which parts
 *   were shown
 */
gboolean
soq_privacy_holds_back (SoqPrivacy     *self,
                        const SoqFrame *frame)
{
  gboolean held = is_registration (NULL, 0, frame->data, frame->length);

  if (!held && goes_on (self, frame))
    held = is_registration (self->beginning, self->length, frame->data, frame->length);
  remember (self, frame);

  return held;
}
