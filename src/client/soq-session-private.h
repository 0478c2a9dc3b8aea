/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-client-private.h"
#include "soq-irc-isupport.h"
#include "soq-irc-message.h"
#include "soq-session.h"

G_BEGIN_DECLS

/* What a server may make us keep. */
#define SOQ_SESSION_CONVERSATIONS 300
#define SOQ_SESSION_BATCHES       16
#define SOQ_SESSION_BATCH_LINES   1200
#define SOQ_SESSION_HISTORY       100

/* Bytes of the user name that we give. */
#define SOQ_SESSION_USER 9

/**
 * SoqSessionLine:
 * @message: (borrowed): the line
 * @nick: (borrowed): who sent it; empty if nobody
 * @mask: (borrowed) (nullable): USER\@HOST of that one
 * @time: when, by the server if it says so
 * @mine: whether it was us
 * @old: whether it was said before we came
 *
 * A line and what the handlers want to know of it.
 */
typedef struct
{
  const SoqIrcMessage *message;
  const char          *nick;
  const char          *mask;
  gint64               time;
  gboolean             mine;
  gboolean             old;
} SoqSessionLine;

typedef void (*SoqSessionHandler) (SoqSession           *self,
                                   const SoqSessionLine *line);

/* A table of these ends with one without a command. Lines with fewer
 * parameters are not handed on.
 */
typedef struct
{
  const char       *command;
  guint             least_params;
  SoqSessionHandler handle;
} SoqSessionEntry;

typedef struct
{
  char      *target;  /* (owned): the conversation that it is about */
  GPtrArray *lines;   /* (owned) of (owned) SoqIrcMessage */
  gboolean   history; /* whether its lines wait for its end */
  gboolean   missed;  /* said while we were away, rather than before we came */
} SoqSessionBatch;

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

  /* Registration */
  GHashTable *offered;    /* (owned) of (owned) name to (owned) value */
  GHashTable *caps;       /* (owned) of (owned) names: what is on */
  guint       requests;   /* CAP REQ without an answer */
  guint       nick_tries; /* names that were refused */
  gsize       nick_most;  /* bytes of a name, as far as we know */
  SoqTimer    patience;   /* for the registration, then for the welcome */

  /* Sending */
  GQueue   waiting;       /* of (owned) char *: lines that are held back */
  gsize    waiting_bytes; /* in it */
  double   allowance;     /* lines that may go out at once */
  gint64   allowance_time;
  SoqTimer pace;

  /* Receiving */
  GHashTable *batches; /* (owned) of (owned) reference to (owned) SoqSessionBatch */
  GHashTable *names;   /* (owned) of (owned) key to (owned) GPtrArray of SoqMember */
  GHashTable *whos;    /* (owned) of (owned) keys: WHO that nobody asked for */
  GHashTable *shown;   /* (owned) of (owned) keys: channels to show once we are in */
  GHashTable *missed;  /* (owned) of (owned) keys: history after the last message */
  SoqTimer    alive;   /* until we ask whether the server is there */
  SoqTimer    release; /* until held conversations are shown as they are */
  gboolean    asked;   /* we did, and it has not answered */
  double      replies; /* answers to CTCP that may go out at once */
  gint64      replies_time;

  SoqConversation *context; /* (owned) (nullable): where something was asked last */

  gboolean skipping;   /* the rest of a line that was too long */
  gboolean cap_done;   /* CAP END was sent */
  gboolean logging_in; /* AUTHENTICATE was sent */
  gboolean logged_in;
  gboolean registered; /* 001 came */
  gboolean welcomed;   /* and the message of the day after it */
};

extern const SoqSessionEntry soq_session_registration[];
extern const SoqSessionEntry soq_session_rooms[];
extern const SoqSessionEntry soq_session_talk[];
extern const SoqSessionEntry soq_session_answers[];
extern const SoqSessionEntry soq_session_history[];

SoqSession *soq_session_ref (SoqSession *self);
void        soq_session_unref (SoqSession *self);

/* Sending */

gboolean soq_session_send (SoqSession *self,
                           GError    **error,
                           const char *command,
                           ...) G_GNUC_NULL_TERMINATED;
void     soq_session_send_now (SoqSession *self,
                               const char *command,
                               ...) G_GNUC_NULL_TERMINATED;
gboolean soq_session_send_line (SoqSession *self,
                                const char *line,
                                GError    **error);
void     soq_session_pace_cb (gpointer user_data);

/* Lines */

const char *soq_session_param (const SoqSessionLine *line,
                               guint                 i);
const char *soq_session_last_param (const SoqSessionLine *line);
char       *soq_session_join_params (const SoqSessionLine *line,
                                     guint                 first) G_GNUC_WARN_UNUSED_RESULT;
void        soq_session_read_line (SoqSession          *self,
                                   const SoqIrcMessage *message,
                                   SoqSessionLine      *line,
                                   char               **nick,
                                   char               **mask);
void        soq_session_dispatch (SoqSession          *self,
                                  const SoqIrcMessage *message,
                                  gboolean             old);

SoqMessage *soq_session_new_message (SoqSession           *self,
                                     const SoqSessionLine *line,
                                     SoqMessageKind        kind,
                                     const char           *nick,
                                     const char           *text,
                                     const char           *detail) G_GNUC_WARN_UNUSED_RESULT;
SoqMessage *soq_session_new_said (SoqSession           *self,
                                  const SoqSessionLine *line) G_GNUC_WARN_UNUSED_RESULT;
SoqMessage *soq_session_new_event (SoqSession           *self,
                                   const SoqSessionLine *line) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_session_has_cap (SoqSession *self,
                              const char *cap);

/* Conversations */

SoqConversation *soq_session_get_console (SoqSession *self);
SoqConversation *soq_session_get_context (SoqSession *self);
void             soq_session_set_context (SoqSession      *self,
                                          SoqConversation *conversation);
SoqConversation *soq_session_find (SoqSession *self,
                                   const char *target);
SoqConversation *soq_session_ensure (SoqSession         *self,
                                     SoqConversationKind kind,
                                     const char         *target);
void             soq_session_show (SoqSession           *self,
                                   const SoqSessionLine *line,
                                   SoqConversation      *conversation,
                                   SoqMessageKind        kind,
                                   const char           *nick,
                                   const char           *text,
                                   const char           *detail);

/* Registration */

void soq_session_register (SoqSession *self);
void soq_session_fail (SoqSession *self,
                       int         code,
                       const char *reason);
void soq_session_welcome (SoqSession *self);
void soq_session_set_own_nick (SoqSession *self,
                               const char *nick);

/* History */

void             soq_session_batch_free (gpointer data);
void             soq_session_ask_history (SoqSession      *self,
                                          SoqConversation *conversation);
SoqSessionBatch *soq_session_find_history (SoqSession          *self,
                                           const SoqIrcMessage *message);
void             soq_session_release_cb (gpointer user_data);
void             soq_session_release_all (SoqSession *self);

/* Rooms */

void soq_session_add_names (SoqSession           *self,
                            const SoqSessionLine *line);

/* Talk */

void soq_session_show_own (SoqSession      *self,
                           SoqConversation *conversation,
                           SoqMessageKind   kind,
                           const char      *text);

G_END_DECLS
