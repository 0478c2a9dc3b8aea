/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-place-text.h"

#include <glib/gi18n.h>

static const char *
get_kind (SoqPlace *place)
{
  if (soq_place_get_address (place)->transport == SOQ_TRANSPORT_UDP)
    return "UDP";

  switch (soq_place_get_protocol (place))
    {
    case SOQ_PROTOCOL_IRC:
      return "IRC";

    case SOQ_PROTOCOL_PLAIN:
      return "TCP";

    case SOQ_PROTOCOL_AUTOMATIC:
    default:
      return _("Automatic");
    }
}

/**
 * soq_place_describe:
 * @place: a place
 *
 * Returns: (transfer full): what is spoken there, and where one goes
 */
char *
soq_place_describe (SoqPlace *place)
{
  const char *const *channels = soq_place_get_channels (place);
  GString           *text = g_string_new (get_kind (place));

  if (soq_place_get_tls (place))
    g_string_append (text, ", TLS");
  for (guint i = 0; channels[i] != NULL; i++)
    {
      g_string_append (text, ", ");
      g_string_append_len (text, channels[i], (gssize) strcspn (channels[i], " "));
    }

  return g_string_free (text, FALSE);
}
