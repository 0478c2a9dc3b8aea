/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-irc-text.h"

/* Any text: the runs are in order, within the plain text, and not empty. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char   *text = g_strndup ((const char *) data, size);
  g_autoptr (GArray) runs = NULL;
  g_autofree char   *plain = soq_irc_text_parse (text, &runs);
  gsize              end = 0;

  g_assert_cmpuint (strlen (plain), <=, strlen (text));
  for (guint i = 0; i < runs->len; i++)
    {
      const SoqIrcRun *run = &g_array_index (runs, SoqIrcRun, i);

      g_assert_cmpuint (run->length, >, 0);
      g_assert_cmpuint (run->start, >=, end);
      end = run->start + run->length;
    }
  g_assert_cmpuint (end, <=, strlen (plain));

  return 0;
}
