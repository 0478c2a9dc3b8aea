/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client.h"
#include "soq-datagram.h"
#include "soq-framer.h"
#include "soq-link.h"
#include "soq-session.h"

G_BEGIN_DECLS

/* What may wait to be sent before saying more is refused, in bytes. */
#define SOQ_CLIENT_SEND_LIMIT (1024 * 1024)

struct _SoqClient
{
  GObject parent_instance;

  SoqReactor      *reactor;       /* (owned) */
  SoqTrace        *trace;         /* (owned) (nullable): where calls are written */
  SoqConversation *conversation;  /* (owned): with the server */
  GListStore      *conversations; /* (owned) of SoqConversation: that, and more over IRC */

  SoqPlace     *place;       /* (owned) (nullable) before the first connect */
  GCancellable *cancellable; /* (owned) (nullable) while offline or waiting */
  SoqLink      *link;        /* (owned) (nullable): over TCP */
  GSource      *pace;        /* (owned) (nullable): until the link is read again */
  gsize         paced;       /* bytes that were read since then */
  int           priority;    /* of sockets in the main loop */
  SoqFramer    *framer;      /* (owned) (nullable): with the link, for plain text */
  SoqSession   *session;     /* (owned) (nullable): with the link, for IRC */
  SoqDatagram  *datagram;    /* (owned) (nullable): over UDP */
  GQueue        waiting;     /* of (owned) char *: said while registering */
  gsize         n_waiting;   /* bytes in it */
  GError       *error;       /* (owned) (nullable) */

  char *account;  /* (owned) (nullable): to log in with, over IRC */
  char *password; /* (owned) (nullable): of the account, or of the server */

  char                *trusted;            /* (owned) (nullable): a fingerprint */
  GTlsCertificate     *certificate;        /* (owned) (nullable): what the server showed last */
  GTlsCertificateFlags certificate_errors; /* what is wrong with it */

  char    *nick;      /* (owned) (nullable): what we want to be called */
  char    *guest;     /* (owned) (nullable): what a server of ours greeted */
  char    *lobby;     /* (owned) (nullable): where it greeted us */
  gboolean refused;   /* it did not give us the nick: we still are the guest */
  char    *quit_word; /* (owned) (nullable) */
  SoqTimer greeting;  /* until the server counts as not ours */
  SoqTimer idle;      /* until a text without a newline counts as one */
  SoqTimer retry;
  gint64   retry_time;
  gint64   online_since; /* soq_clock_now (), 0 while it is not */
  guint    retries;      /* since the last connection that lasted */

  SoqClientState state;
  gboolean       ours;       /* the server greeted as ours do */
  gboolean       heard;      /* it has said something */
  gboolean       said;       /* so have we, since we are online */
  gboolean       leave;      /* as soon as what waits is sent */
  gboolean       ended;      /* we send nothing more on this connection */
  gboolean       stays;      /* connected when the other end has ended */
  gboolean       speaks_irc; /* this connection does, or the next one will */
  gboolean       found_out;  /* that a server of ours is there, by its greeting */
  gboolean       plain_only; /* it greets, but does not speak IRC */
  gboolean       welcomed;   /* by this place, so that we went to its channels */
  gboolean       answered;   /* and said whether we are let into the first channels */
  gboolean       logged_in;  /* there, with this account and password, at least once */
};

extern const SoqLinkHandler     soq_client_plain_handler;
extern const SoqDatagramHandler soq_client_datagram_handler;

/* The connection */

void     soq_client_begin (SoqClient *self);
void     soq_client_retry_cb (gpointer user_data);
void     soq_client_drop_connection (SoqClient *self);
void     soq_client_go_offline (SoqClient    *self,
                                const GError *error);
void     soq_client_lose (SoqClient    *self,
                          const GError *error);
void     soq_client_settle (SoqClient *self);
gboolean soq_client_fail_to_secure (SoqClient    *self,
                                    const GError *error);
void     soq_client_speak_irc (SoqClient *self);
void     soq_client_part (SoqLink *link);

/* State */

void soq_client_set_state (SoqClient     *self,
                           SoqClientState state);
void soq_client_append (SoqClient     *self,
                        SoqMessageKind kind,
                        const char    *text);
void soq_client_set_refused (SoqClient *self,
                             gboolean   refused);
void soq_client_nick_changed (SoqClient *self);
void soq_client_need_nick (SoqClient  *self,
                           const char *refused,
                           const char *reason);
void soq_client_pace (SoqClient *self,
                      gsize      length);
void soq_client_remove_conversation (SoqClient       *self,
                                     SoqConversation *conversation);
void soq_client_show_conversation (SoqClient       *self,
                                   SoqConversation *conversation);
void soq_client_tell_waiting (SoqClient *self);
void soq_client_tell_unsent (SoqClient       *self,
                             SoqConversation *conversation,
                             const char      *text,
                             guint            lines);
void soq_client_tell_entered (SoqClient       *self,
                              SoqConversation *conversation);

/* Plain text */

void soq_client_go_online (SoqClient *self);
void soq_client_greeting_cb (gpointer user_data);
void soq_client_idle_cb (gpointer user_data);
void soq_client_send_waiting (SoqClient *self);
void soq_client_drop_waiting (SoqClient *self);

/* What a session tells */

void soq_client_session_registered (SoqClient *self);
void soq_client_session_welcomed (SoqClient *self);
void soq_client_session_answered (SoqClient *self);
void soq_client_session_entered (SoqClient       *self,
                                 SoqConversation *conversation);
void soq_client_session_failed (SoqClient    *self,
                                const GError *error);

G_END_DECLS
