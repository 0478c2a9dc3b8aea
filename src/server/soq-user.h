/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-outgoing.h"
#include "soq-peer.h"

G_BEGIN_DECLS

typedef struct _SoqChannel SoqChannel;
typedef struct _SoqServer  SoqServer;

/* Modes of a user (modern.ircdocs.horse, “User Modes”). */
typedef enum
{
  SOQ_USER_MODE_BOT = 1 << 0,       /* B */
  SOQ_USER_MODE_INVISIBLE = 1 << 1, /* i */
  SOQ_USER_MODE_OPERATOR = 1 << 2,  /* o */
  SOQ_USER_MODE_WALLOPS = 1 << 3,   /* w */
} SoqUserMode;

#define SOQ_USER_MODE_LETTERS "Biow"

/* What a peer is in the room. Everybody has one of these, plain-text peers
 * too: IRC users see them in lists and talk to them by name. What only few
 * need is made when it is first needed, so that an idle client stays small.
 */
typedef struct _SoqUser
{
  SoqPeer   *peer;   /* (borrowed): its owner */
  SoqServer *server; /* (borrowed) */

  char *username; /* (owned) */
  char *realname; /* (owned) (nullable): before USER */
  char *host;     /* (owned): its IP address, as one word of IRC */
  char *source;   /* (owned) (nullable): nick!user@host, made when asked for */
  char *account;  /* (owned) (nullable) */
  char *away;     /* (owned) (nullable): why */

  GHashTable *channels;    /* (owned) (nullable): a set of (borrowed) SoqChannel */
  GHashTable *invitations; /* (owned) (nullable): a set of folded names */
  GHashTable *monitored;   /* (owned) (nullable): folded nick → as it was given */

  /* While a command with a label is run: what it makes us send to its sender,
   * to be marked as its answer.
   */
  GPtrArray *captured; /* (owned) (nullable) of SoqOutgoing */
  char      *label;    /* (owned) (nullable): of the command in work */

  /* Until it is registered, and while it logs in. */
  char    *password;  /* (owned) (nullable): of PASS */
  char    *wanted;    /* (owned) (nullable): a nick that was taken */
  char    *mechanism; /* (owned) (nullable): of SASL */
  GString *sasl;      /* (owned) (nullable): what came of its answer */
  guint    failed_logins;

  SoqTimer patience;    /* to register; then the next look at its silence */
  gint64   heard;       /* when it last sent a line, monotonic µs */
  gint64   spoke;       /* when it last said something to somebody */
  guint    caps;        /* a set of SoqIrcCaps */
  guint    modes;       /* a set of SoqUserMode */
  guint    cap_version; /* of CAP LS */
  guint    visit;       /* the last round of the server that came by */
  gboolean negotiating; /* CAP END is awaited */
  gboolean left;        /* it is on its way out */
  gboolean registered;  /* it is in the room */
  gboolean pinged;      /* and has not answered yet */
  gboolean held;        /* a command of it waits for a thread */
  gboolean skips;       /* the rest of a line that was too long */
} SoqUser;

SoqUser *soq_user_new (SoqPeer *peer) G_GNUC_WARN_UNUSED_RESULT;
void     soq_user_free (SoqUser *self);

const char *soq_user_get_nick (SoqUser *self);
const char *soq_user_get_source (SoqUser *self);
void        soq_user_renamed (SoqUser *self);
gboolean    soq_user_is_irc (SoqUser *self);
gboolean    soq_user_has (SoqUser *self,
                          guint    caps);
gboolean    soq_user_is_operator (SoqUser *self);
char       *soq_user_dup_modes (SoqUser *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_user_send (SoqUser     *self,
                        SoqOutgoing *out);

gboolean soq_user_send_apart (SoqUser     *self,
                              SoqOutgoing *out);

void soq_user_set_text (char      **field,
                        const char *text);

G_END_DECLS
