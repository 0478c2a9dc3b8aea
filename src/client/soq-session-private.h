/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client-private.h"
#include "soq-irc-isupport.h"
#include "soq-irc-message.h"
#include "soq-session-line.h"
#include "soq-session-send.h"

G_BEGIN_DECLS

/* What a server may make us keep. */
#define SOQ_SESSION_CONVERSATIONS 300
#define SOQ_SESSION_PRIVATE       200 /* of them, so that strangers leave room for channels */
#define SOQ_SESSION_BATCHES       16
#define SOQ_SESSION_BATCH_LINES   1200
#define SOQ_SESSION_BATCH_BYTES   (2 * 1024 * 1024)
#define SOQ_SESSION_NAMES_BYTES   (2 * 1024 * 1024)
#define SOQ_SESSION_LINE          2048 /* bytes of a line without its tags */
#define SOQ_SESSION_HISTORY       100
#define SOQ_SESSION_UNCONFIRMED   500

/* Bytes of the user name that we give. */
#define SOQ_SESSION_USER 9

typedef struct
{
  char      *target;  /* (owned): the conversation that it is about */
  GPtrArray *lines;   /* (owned) of (owned) SoqIrcMessage */
  gsize      bytes;   /* that its lines take */
  gboolean   history; /* whether its lines wait for its end */
  gboolean   missed;  /* said while we were away, rather than before we came */
} SoqSessionBatch;

/* Each follows from the one before only. */
typedef enum
{
  SOQ_SESSION_LOGIN_NONE,
  SOQ_SESSION_LOGIN_BEGUN, /* the mechanism was named */
  SOQ_SESSION_LOGIN_SENT,  /* the password was sent */
  SOQ_SESSION_LOGIN_DONE,
} SoqSessionLogin;

struct _SoqSession
{
  guint           references;
  SoqClient      *client; /* (borrowed) */
  SoqLink        *link;   /* (owned) (nullable) once closed */
  SoqFramer      *framer; /* (owned) */
  GHashTable     *handlers;
  SoqIrcIsupport *isupport; /* (owned) */

  /* Who we are */
  char *nick; /* (owned) */
  char *mask; /* (owned) (nullable): USER@HOST, once we saw it */

  char *farewell; /* (owned) (nullable): why the server ends it */

  /* Registration */
  GHashTable     *offered;    /* (owned) of (owned) name to (owned) value */
  GHashTable     *caps;       /* (owned) of (owned) names: what is on */
  GHashTable     *requested;  /* (owned) of (owned) names: CAP REQ without an answer */
  char           *nick_asked; /* (owned) (nullable): by the person, without an answer yet */
  guint           nick_tries; /* names that were refused */
  SoqSessionLogin login;
  gsize           nick_most; /* bytes of a name, as far as we know */
  SoqTimer        patience;  /* for the registration, then for the welcome */

  /* Sending */
  GQueue   waiting;       /* of (owned) SoqSessionWaiting: lines that are held back */
  gsize    waiting_bytes; /* in it */
  GQueue   pings;         /* of (owned) SoqSessionPing: without an answer, the oldest first */
  guint    n_pings;       /* ever sent, to tell them apart */
  guint    sent_lines;    /* that the server may not have read yet */
  gsize    sent_bytes;
  guint    new_lines; /* of these, those after the last PING */
  gsize    new_bytes;
  gint64   sent_time; /* of the last line */
  SoqTimer pace;

  /* Receiving */
  GHashTable *batches;     /* (owned) of (owned) reference to (owned) SoqSessionBatch */
  GHashTable *names;       /* (owned) of (owned) key to (owned) GString: without their end */
  gsize       names_bytes; /* in it */
  gsize       batch_bytes; /* in batches */
  GHashTable *parting;     /* (owned) of (owned) keys: channels that we leave ourselves */
  GHashTable *whos;        /* (owned) of (owned) keys: WHO that nobody asked for */
  GHashTable *shown;       /* (owned) of (owned) keys: channels to show once we are in */
  GHashTable *asked_in;    /* (owned) of (owned) keys to (owned) passwords: JOIN unanswered */
  GHashTable *missed;      /* (owned) of (owned) keys: history after the last message */
  SoqTimer    alive;       /* until we ask whether the server is there */
  SoqTimer    release;     /* until held conversations are shown as they are */
  gboolean    asked;       /* we did, and it has not answered */
  double      replies;     /* answers to CTCP that may go out at once */
  gint64      replies_time;

  GQueue   unconfirmed; /* of (owned): what we said and did not hear back */
  SoqTimer echo;        /* until it is shown as such */

  SoqConversation *context; /* (owned) (nullable): where something was asked last */

  gboolean skipping;   /* the rest of a line that was too long */
  gboolean cap_done;   /* CAP END was sent */
  gboolean nick_sent;  /* NICK was sent before the welcome, and not answered */
  gboolean registered; /* 001 came */
  gboolean welcomed;   /* and the message of the day after it */
};

SoqSession *soq_session_ref (SoqSession *self);
void        soq_session_unref (SoqSession *self);

gboolean soq_session_has_cap (SoqSession *self,
                              const char *cap);

/* Channels */

void soq_session_end_joining (SoqSession *self,
                              const char *channel);

/* Registration */

void soq_session_register (SoqSession *self);
void soq_session_fail (SoqSession *self,
                       int         code,
                       const char *reason);
void soq_session_welcome (SoqSession *self);
void soq_session_set_own_nick (SoqSession *self,
                               const char *nick);

void soq_session_names_free (gpointer data);

/* History */

void             soq_session_batch_free (gpointer data);
void             soq_session_ask_history (SoqSession      *self,
                                          SoqConversation *conversation);
SoqSessionBatch *soq_session_find_history (SoqSession          *self,
                                           const SoqIrcMessage *message);
void             soq_session_release_cb (gpointer user_data);
void             soq_session_release_all (SoqSession *self);

G_END_DECLS
