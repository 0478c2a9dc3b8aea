/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-address.h"

G_BEGIN_DECLS

#define SOQ_IRC_PORT     6667
#define SOQ_IRC_TLS_PORT 6697

/**
 * SoqLineEnding:
 * @SOQ_LINE_ENDING_LF: a newline
 * @SOQ_LINE_ENDING_CRLF: a carriage return and a newline
 * @SOQ_LINE_ENDING_NONE: nothing, for servers that take a whole recv () for
 *   one message
 */
typedef enum
{
  SOQ_LINE_ENDING_LF,
  SOQ_LINE_ENDING_CRLF,
  SOQ_LINE_ENDING_NONE,
} SoqLineEnding;

#define SOQ_TYPE_LINE_ENDING (soq_line_ending_get_type ())

GType soq_line_ending_get_type (void);

/**
 * SoqProtocol:
 * @SOQ_PROTOCOL_AUTOMATIC: IRC where one expects it, or where a server of ours
 *   greets; else plain text
 * @SOQ_PROTOCOL_IRC: IRC
 * @SOQ_PROTOCOL_PLAIN: plain text
 */
typedef enum
{
  SOQ_PROTOCOL_AUTOMATIC,
  SOQ_PROTOCOL_IRC,
  SOQ_PROTOCOL_PLAIN,
} SoqProtocol;

/**
 * SoqPlaceInfo:
 * @address: where it is
 * @line_ending: what ends a plain-text message there
 * @protocol: what is spoken there
 * @tls: whether the connection is encrypted
 * @channels: (array zero-terminated=1) (nullable): what to join there, each as
 *   `#CHANNEL` or `#CHANNEL KEY`
 *
 * What there is to know of a place.
 */
typedef struct
{
  const SoqAddress  *address;
  SoqLineEnding      line_ending;
  SoqProtocol        protocol;
  gboolean           tls;
  const char *const *channels;
} SoqPlaceInfo;

#define SOQ_TYPE_PLACE (soq_place_get_type ())

G_DECLARE_FINAL_TYPE (SoqPlace, soq_place, SOQ, PLACE, GObject)

SoqPlace *soq_place_new (const SoqAddress *address,
                         SoqLineEnding     line_ending) G_GNUC_WARN_UNUSED_RESULT;
SoqPlace *soq_place_new_full (const SoqPlaceInfo *info) G_GNUC_WARN_UNUSED_RESULT;
SoqPlace *soq_place_from_string (const char *text,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;
char     *soq_place_to_string (const SoqPlace *self) G_GNUC_WARN_UNUSED_RESULT;

const SoqAddress  *soq_place_get_address (const SoqPlace *self);
SoqLineEnding      soq_place_get_line_ending (const SoqPlace *self);
SoqProtocol        soq_place_get_protocol (const SoqPlace *self);
gboolean           soq_place_get_tls (const SoqPlace *self);
const char *const *soq_place_get_channels (const SoqPlace *self);

gboolean soq_place_expects_irc (const SoqPlace *self);

char **soq_place_parse_channels (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
