/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqReplyMode:
 * @SOQ_REPLY_MODE_CHAT: everybody hears what somebody says
 * @SOQ_REPLY_MODE_ECHO: each gets back the bytes that he sent
 * @SOQ_REPLY_MODE_UPPERCASE: each gets back what he sent, in capitals
 * @SOQ_REPLY_MODE_BY_HAND: the owner answers
 * @SOQ_REPLY_MODE_SILENT: nobody answers
 */
typedef enum
{
  SOQ_REPLY_MODE_CHAT,
  SOQ_REPLY_MODE_ECHO,
  SOQ_REPLY_MODE_UPPERCASE,
  SOQ_REPLY_MODE_BY_HAND,
  SOQ_REPLY_MODE_SILENT,
} SoqReplyMode;

#define SOQ_TYPE_REPLY_MODE (soq_reply_mode_get_type ())

GType soq_reply_mode_get_type (void);

/**
 * SoqServerConfig:
 * @addresses: (owned) (nullable): IP addresses to listen on, %NULL for all
 * @name: (owned): what the server is called when it says something itself
 * @motd: (owned) (nullable): text for everybody who joins the room
 * @stop_word: (owned) (nullable): what stops the server when a peer says it
 * @stop_word_addresses: (owned): addresses and blocks that may say it
 * @quit_word: (owned) (nullable): a peer who says it is disconnected
 * @data_dir: (owned) (nullable) (type filename): where bans, accounts and the
 *   history are kept
 * @network: (owned): what the network is called in IRC
 * @description: (owned) (nullable): what IRC clients are told about the server
 * @password: (owned) (nullable): what IRC clients must say to come in
 * @admin: (owned) (nullable): how to reach who runs it
 * @tls_certificate: (owned) (nullable) (type filename): PEM; no TLS without it
 * @tls_key: (owned) (nullable) (type filename): PEM; in @tls_certificate if
 *   not set
 * @operators: (owned): name → password, or its hash
 * @path: (owned) (nullable) (type filename): the file that it was read from
 * @overrides: (owned): what wins over that file: group, key and value in turn
 * @backlog: connections that wait in the kernel
 * @receive_size: bytes that one recv () asks for
 * @line: longest message in bytes
 * @send_queue: bytes that may wait for one peer
 * @port: 0 for any
 * @tls_port: where everybody must speak TLS; 0 for none
 * @registration_seconds: how long an IRC client may take to register
 * @ping_seconds: how long it may be silent until it is asked for a sign
 * @history_days: how long messages are kept; 0 for ever
 *
 * Everything about a server that its owner can choose.
 */
typedef struct
{
  char **addresses;
  char  *name;
  char  *motd;
  char  *stop_word;
  char **stop_word_addresses;
  char  *quit_word;
  char  *data_dir;
  char  *network;
  char  *description;
  char  *password;
  char  *admin;
  char  *tls_certificate;
  char  *tls_key;
  char  *path;

  GHashTable *operators;
  GPtrArray  *overrides;

  guint    port;
  guint    tls_port;
  guint    registration_seconds;
  guint    ping_seconds;
  guint    history_days;
  guint    mode; /* a SoqReplyMode */
  guint    backlog;
  guint    receive_size;
  guint    line;
  guint    send_queue;
  guint    max_clients;
  guint    max_clients_per_address;
  gboolean udp;
  gboolean throttle;
  gboolean stop_when_empty;
  gboolean log_json;
} SoqServerConfig;

SoqServerConfig *soq_server_config_new (void) G_GNUC_WARN_UNUSED_RESULT;
SoqServerConfig *soq_server_config_copy (const SoqServerConfig *self) G_GNUC_WARN_UNUSED_RESULT;
void             soq_server_config_free (SoqServerConfig *self);

gboolean         soq_server_config_set (SoqServerConfig *self,
                                        const char      *group,
                                        const char      *key,
                                        const char      *value,
                                        GError         **error);
gboolean         soq_server_config_override (SoqServerConfig *self,
                                             const char      *group,
                                             const char      *key,
                                             const char      *value,
                                             GError         **error);
char            *soq_server_config_dup_value (SoqServerConfig *self,
                                              const char      *group,
                                              const char      *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean         soq_server_config_load (SoqServerConfig *self,
                                         const char      *path,
                                         GError         **error);
gboolean         soq_server_config_save (SoqServerConfig *self,
                                         const char      *path,
                                         GError         **error);
gboolean         soq_server_config_load_data (SoqServerConfig *self,
                                              const char      *path,
                                              const char      *data,
                                              GError         **error);
SoqServerConfig *soq_server_config_reload (const SoqServerConfig *self,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         soq_server_config_load_motd (SoqServerConfig *self,
                                              const char      *path,
                                              GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqServerConfig, soq_server_config_free)

G_END_DECLS
