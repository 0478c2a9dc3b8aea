/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-link.h"
#include "soq-test.h"

G_BEGIN_DECLS

#define MEGABYTE (1024 * 1024)

/* What one end was told. */
typedef struct
{
  SoqLink    *link;  /* (owned) (nullable) */
  GByteArray *got;   /* (owned) */
  GError     *error; /* (owned) (nullable): with which it closed */
  guint       turns;
  guint       ended;
  guint       closed;
  guint       secured;
} TlsEnd;

/* Two ends of a connection; the client's is a link or the bare socket. */
typedef struct
{
  SoqReactor *reactor;       /* (owned) */
  GSocket    *client_socket; /* (owned) */
  TlsEnd      server;
  TlsEnd      client;
} TlsPair;

/* Made once: a server's certificate and a person's. */
extern GTlsCertificate *tls_ours;
extern GTlsCertificate *tls_theirs;
extern char            *tls_our_fingerprint;
extern char            *tls_our_path;

extern const SoqLinkHandler tls_handler;

int      tls_setup_group (void **state);
int      tls_teardown_group (void **state);
int      tls_setup (void **state);
int      tls_teardown (void **state);
void     tls_settle (void);
void     tls_start_server (TlsPair *self,
                           gboolean required);
void     tls_start_client (TlsPair    *self,
                           const char *identity,
                           const char *accepted);
void     tls_secure_both (TlsPair *self);
void     tls_advance (TlsPair *self,
                      gint64   microseconds);
guint    tls_count_turns (void);
GSocket *tls_listen (GSocketAddress **address);
GSocket *tls_accept_one (const char *host,
                         GSocket   **other);
void     tls_expect_text (TlsEnd     *end,
                          const char *text);
void     tls_write_raw (TlsPair    *self,
                        const void *data,
                        gsize       length);

#define tls_test(function) cmocka_unit_test_setup_teardown (function, tls_setup, tls_teardown)

/* Each main () runs its tests with this, so that a computer without TLS skips them. */
#define tls_run(name, tests)                                                              \
  (soq_tls_init (),                                                                       \
   soq_tls_is_supported ()                                                                \
     ? cmocka_run_group_tests_name ((name), (tests), tls_setup_group, tls_teardown_group) \
     : (print_message ("1..0 # SKIP GIO has no TLS here\n"), 0))

G_END_DECLS
