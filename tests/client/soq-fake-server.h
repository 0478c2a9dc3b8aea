/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client-private.h"
#include "soq-ring-list.h"
#include "soq-test.h"

G_BEGIN_DECLS

/* A server on a port of its own that says what the test tells it to say, to
 * whoever connected last, and keeps what that one sends.
 */
typedef struct _SoqFakeServer SoqFakeServer;

SoqFakeServer *soq_fake_server_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           soq_fake_server_free (SoqFakeServer *self);

guint16     soq_fake_server_get_port (SoqFakeServer *self);
guint       soq_fake_server_get_n_accepted (SoqFakeServer *self);
const char *soq_fake_server_get_received (SoqFakeServer *self);
gsize       soq_fake_server_get_n_received (SoqFakeServer *self);
gboolean    soq_fake_server_has_ended (SoqFakeServer *self);

void soq_fake_server_send (SoqFakeServer *self,
                           const char    *data,
                           gssize         length);
void soq_fake_server_end (SoqFakeServer *self);
void soq_fake_server_close_peer (SoqFakeServer *self);
void soq_fake_server_reset_peer (SoqFakeServer *self);
void soq_fake_server_stop (SoqFakeServer *self);

/* A client and the server that it talks to. Time stands still until the test
 * lets it pass.
 */
typedef struct
{
  SoqFakeServer *server; /* (owned) */
  SoqClient     *client; /* (owned) */
  GString       *states; /* (owned): a letter for each state it went through */
} SoqClientFixture;

int soq_client_fixture_setup (void **state);
int soq_client_fixture_teardown (void **state);

void soq_client_fixture_connect (SoqClientFixture *self,
                                 SoqLineEnding     line_ending);
void soq_client_fixture_connect_irc (SoqClientFixture *self);
void soq_client_fixture_welcome (SoqClientFixture *self,
                                 const char       *caps,
                                 const char       *isupport);
void soq_client_fixture_hear (SoqClientFixture *self,
                              const char       *lines);
void soq_client_fixture_greet (SoqClientFixture *self);
void soq_client_fixture_say (SoqClientFixture *self,
                             const char       *text);
void soq_client_fixture_pass_time (SoqClientFixture *self,
                                   gint64            microseconds);
void soq_client_fixture_wait_for (SoqClientFixture *self,
                                  SoqClientState    state);

/* Over IRC: the conversation with that title, or NULL; what was said there. */
SoqConversation *soq_client_fixture_find (SoqClientFixture *self,
                                          const char       *title);
char            *soq_client_fixture_dup_lines (SoqConversation *conversation)
  G_GNUC_WARN_UNUSED_RESULT;
char *soq_client_fixture_dup_members (SoqConversation *conversation)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean soq_client_fixture_has_sent (SoqClientFixture *self,
                                      const char       *text);

guint       soq_client_fixture_get_n_messages (SoqClientFixture *self);
SoqMessage *soq_client_fixture_get_message (SoqClientFixture *self,
                                            guint             position);

#define soq_client_fixture_expect_received(fixture, text) \
  soq_client_fixture_expect_received_at ((fixture), (text), __FILE__, __LINE__)
#define soq_client_fixture_expect_message(fixture, position, kind, nick, text)                   \
  soq_client_fixture_expect_message_at ((fixture), (position), (kind), (nick), (text), __FILE__, \
                                        __LINE__)

void soq_client_fixture_expect_received_at (SoqClientFixture *self,
                                            const char       *text,
                                            const char       *file,
                                            int               line);
void soq_client_fixture_expect_message_at (SoqClientFixture *self,
                                           guint             position,
                                           SoqMessageKind    kind,
                                           const char       *nick,
                                           const char       *text,
                                           const char       *file,
                                           int               line);

G_END_DECLS
