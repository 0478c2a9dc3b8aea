/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-peer-kind.h"

/* However the first bytes come, the answer is the same once there is one. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  SoqPeerKind final = soq_peer_kind_detect (data, size);
  SoqPeerKind before = SOQ_PEER_KIND_SILENT;

  for (gsize i = 0; i <= MIN (size, 600); i++)
    {
      SoqPeerKind kind = soq_peer_kind_detect (data, i);

      g_assert_true (before == SOQ_PEER_KIND_SILENT || kind == before);
      before = kind;
    }
  g_assert_true (size > 600 || before == final);
  g_assert_true (size < 512 || final != SOQ_PEER_KIND_SILENT);

  return 0;
}
