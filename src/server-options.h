/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server-config.h"

G_BEGIN_DECLS

/**
 * SoqServerOptions:
 * @config: (owned): how the server shall run
 * @make_certificate: (owned) (nullable): a folder to make a certificate in,
 *   instead of serving
 * @trace: (owned) (nullable): a file to write the socket calls to
 * @show_version: whether only the version was asked for
 *
 * What the command line of soquete-server says.
 */
typedef struct
{
  SoqServerConfig *config;
  char            *make_certificate;
  char            *trace;
  gboolean         show_version;
} SoqServerOptions;

gboolean soq_server_options_parse (SoqServerOptions *self,
                                   char           ***arguments,
                                   GError          **error);
void     soq_server_options_clear (SoqServerOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SoqServerOptions, soq_server_options_clear)

G_END_DECLS
