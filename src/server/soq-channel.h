/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-channel-board.h"
#include "soq-irc-modes.h"
#include "soq-user.h"

G_BEGIN_DECLS

/* What a member may do (PREFIX=(ov)@+). */
typedef enum
{
  SOQ_MEMBER_OPERATOR = 1 << 0,
  SOQ_MEMBER_VOICE = 1 << 1,
} SoqMember;

/* Channel modes without a parameter (CHANMODES, type D). */
typedef enum
{
  SOQ_CHANNEL_INVITE_ONLY = 1 << 0, /* i */
  SOQ_CHANNEL_MODERATED = 1 << 1,   /* m */
  SOQ_CHANNEL_NO_EXTERNAL = 1 << 2, /* n */
  SOQ_CHANNEL_SECRET = 1 << 3,      /* s */
  SOQ_CHANNEL_TOPIC_LOCK = 1 << 4,  /* t */
} SoqChannelFlag;

#define SOQ_CHANNEL_FLAG_LETTERS "imnst"

/* Channel modes that are lists of masks (type A), in the order of letters. */
typedef enum
{
  SOQ_CHANNEL_EXCEPTIONS,  /* I */
  SOQ_CHANNEL_BANS,        /* b */
  SOQ_CHANNEL_BAN_EXCEPTS, /* e */
  SOQ_CHANNEL_N_LISTS,
} SoqChannelList;

#define SOQ_CHANNEL_LIST_LETTERS "Ibe"

extern const SoqIrcModeTypes soq_channel_mode_types;

/* One mask of a list. */
typedef struct
{
  char  *mask;   /* (owned): nick!user@host */
  char  *setter; /* (owned) */
  gint64 time;   /* s since 1970, UTC */
} SoqChannelMask;

/* Who hears whom, and by which rules. What one member says is written once
 * for all who asked for the same.
 */
struct _SoqChannel
{
  SoqChannelBoard *board; /* (borrowed) (nullable): where the owner sees it */

  char       *name;    /* (owned): as the first one wrote it */
  char       *folded;  /* (owned): its key in the server's table */
  GHashTable *members; /* (owned): (borrowed) SoqPeer → a set of SoqMember */

  char  *topic;        /* (owned) (nullable) */
  char  *topic_setter; /* (owned) (nullable) */
  gint64 topic_time;   /* s since 1970, UTC */
  gint64 created;      /* s since 1970, UTC */

  GPtrArray *lists[SOQ_CHANNEL_N_LISTS]; /* (owned) (nullable) of SoqChannelMask */
  char      *key;                        /* (owned) (nullable): +k */
  guint      limit;                      /* +l; 0 is none */
  guint      flags;                      /* a set of SoqChannelFlag */
  gboolean   permanent;                  /* it stays when nobody is in it */
};

SoqChannel *soq_channel_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void        soq_channel_free (SoqChannel *self);

const char *soq_channel_get_name (SoqChannel *self);
void        soq_channel_changed (SoqChannel *self);

gboolean soq_channel_add (SoqChannel *self,
                          SoqPeer    *peer);
gboolean soq_channel_remove (SoqChannel *self,
                             SoqPeer    *peer);
gboolean soq_channel_contains (SoqChannel *self,
                               SoqPeer    *peer);
guint    soq_channel_count (SoqChannel *self);
GList   *soq_channel_list_members (SoqChannel *self) G_GNUC_WARN_UNUSED_RESULT;

guint       soq_channel_get_status (SoqChannel *self,
                                    SoqPeer    *peer);
void        soq_channel_set_status (SoqChannel *self,
                                    SoqPeer    *peer,
                                    guint       status);
const char *soq_member_get_prefix (guint    status,
                                   gboolean all);

void  soq_channel_set_topic (SoqChannel *self,
                             const char *topic,
                             const char *setter);
char *soq_channel_dup_modes (SoqChannel *self,
                             gboolean    with_key) G_GNUC_WARN_UNUSED_RESULT;

gboolean soq_channel_is_listed (SoqChannel    *self,
                                SoqChannelList list,
                                SoqUser       *user);
gboolean soq_channel_is_banned (SoqChannel *self,
                                SoqUser    *user);
gboolean soq_channel_may_speak (SoqChannel *self,
                                SoqUser    *user);
gboolean soq_channel_may_rule (SoqChannel *self,
                               SoqUser    *user);
gboolean soq_channel_add_mask (SoqChannel    *self,
                               SoqChannelList list,
                               const char    *mask,
                               const char    *setter);
gboolean soq_channel_remove_mask (SoqChannel    *self,
                                  SoqChannelList list,
                                  const char    *mask);

void soq_channel_send (SoqChannel  *self,
                       SoqOutgoing *out,
                       SoqPeer     *except);
void soq_channel_send_by_cap (SoqChannel  *self,
                              guint        cap,
                              SoqOutgoing *with,
                              SoqOutgoing *without,
                              SoqPeer     *except);
void soq_channel_send_to_status (SoqChannel  *self,
                                 guint        least,
                                 SoqOutgoing *out,
                                 SoqPeer     *except);

G_END_DECLS
