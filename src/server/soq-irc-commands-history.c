/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-irc-session.h"
#include "soq-limits.h"

/* CHATHISTORY (ircv3.net/specs/extensions/chathistory). */

typedef struct
{
  const char         *name;
  SoqHistoryQueryType type;
  guint               points; /* how many references it takes */
} Subcommand;

static const Subcommand subcommands[] = {
  { "AFTER", SOQ_HISTORY_AFTER, 1 },
  { "AROUND", SOQ_HISTORY_AROUND, 1 },
  { "BEFORE", SOQ_HISTORY_BEFORE, 1 },
  { "BETWEEN", SOQ_HISTORY_BETWEEN, 2 },
  { "LATEST", SOQ_HISTORY_LATEST, 1 },
  { "TARGETS", SOQ_HISTORY_TARGETS, 2 },
};

/* A question that waits for its answer. */
typedef struct
{
  SoqPeer          *peer;       /* (owned): who asks */
  const Subcommand *subcommand; /* (borrowed) */
  char             *target;     /* (owned) (nullable): as the answer names it */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->peer);
  g_free (self->target);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static const Subcommand *
find_subcommand (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    if (g_ascii_strcasecmp (subcommands[i].name, name) == 0)
      return &subcommands[i];

  return NULL;
}

/* “timestamp=…”, “msgid=…” or “*”. */
static gboolean
parse_point (const char      *text,
             gboolean         may_be_open,
             SoqHistoryPoint *point)
{
  g_autoptr (GDateTime) time = NULL;

  *point = (SoqHistoryPoint){ NULL, 0 };
  if (g_str_equal (text, "*"))
    return may_be_open;

  if (g_str_has_prefix (text, "msgid=") && text[strlen ("msgid=")] != '\0')
    {
      point->id = text + strlen ("msgid=");
      return TRUE;
    }

  if (!g_str_has_prefix (text, "timestamp="))
    return FALSE;

  time = g_date_time_new_from_iso8601 (text + strlen ("timestamp="), NULL);
  if (time == NULL)
    return FALSE;

  point->time = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);

  return point->time > 0;
}

static void
refuse (SoqUser    *user,
        const char *code,
        const char *subcommand,
        const char *context,
        const char *text)
{
  if (context != NULL)
    soq_irc_send (user, "FAIL", "CHATHISTORY", code, subcommand, context, text, NULL);
  else
    soq_irc_send (user, "FAIL", "CHATHISTORY", code, subcommand, text, NULL);
}

/* Returns: (transfer full) (nullable): under which name the history keeps it. */
static char *
find_target (SoqUser          *user,
             const Subcommand *subcommand,
             const char       *name)
{
  SoqChannel *channel = soq_server_find_channel (user->server, name);

  if (channel != NULL && soq_channel_contains (channel, user->peer))
    return g_strdup (channel->folded);

  if (*name != '#' && user->account != NULL && soq_irc_nick_is_valid (name))
    return soq_server_dup_mailbox (user, name);

  refuse (user, "INVALID_TARGET", subcommand->name, name, "Messages could not be retrieved");

  return NULL;
}

static GStrv
list_channels (SoqUser *user)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GHashTableIter           iter;
  gpointer                 channel;

  if (user->channels != NULL)
    {
      g_hash_table_iter_init (&iter, user->channels);
      while (g_hash_table_iter_next (&iter, &channel, NULL))
        g_strv_builder_add (names, ((SoqChannel *) channel)->folded);
    }

  return g_strv_builder_end (names);
}

static SoqOutgoing *
new_from_entry (const SoqHistoryEntry *entry)
{
  g_autoptr (SoqIrcMessage) message = NULL;
  GString                  *tags = NULL;
  SoqOutgoing              *out;

  message = soq_irc_message_parse (entry->line, strlen (entry->line), NULL);
  if (message == NULL || !soq_irc_command_is_valid (message->command))
    return NULL;

  tags = g_string_new (NULL);
  for (guint i = 0; i < message->n_tags; i++)
    if (!g_str_equal (message->tags[i].key, "account"))
      soq_irc_append_tag (tags, message->tags[i].key, message->tags[i].value);

  out = soq_outgoing_new_v (message->source, message->command, message->params);
  soq_outgoing_set_time (out, entry->time);
  soq_outgoing_set_id (out, entry->id);
  soq_outgoing_set_account (out, soq_irc_message_get_tag (message, "account"));
  soq_outgoing_set_tags (out, tags->str);
  g_string_free (tags, TRUE);

  return out;
}

static SoqOutgoing *
new_target_line (SoqUser               *user,
                 const SoqHistoryEntry *entry)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->time / G_USEC_PER_SEC);
  g_autofree char      *seconds = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S");
  g_autofree char      *time = NULL;
  SoqChannel           *channel = soq_server_find_channel (user->server, entry->target);

  time = g_strdup_printf ("%s.%03dZ", seconds, (int) (entry->time % G_USEC_PER_SEC / 1000));

  return soq_outgoing_new (user->server->irc_name, "CHATHISTORY", "TARGETS",
                           channel != NULL ? soq_channel_get_name (channel) : entry->target,
                           time, NULL);
}

static void
send_in_batch (SoqUser     *user,
               SoqOutgoing *out,
               const char  *batch)
{
  if (out == NULL)
    return;

  if (g_str_equal (soq_outgoing_get_command (out), "TAGMSG") &&
      !soq_user_has (user, SOQ_IRC_CAP_MESSAGE_TAGS))
    return;

  soq_outgoing_set_batch (out, batch);
  soq_user_send (user, out);
}

static void
send_answer (SoqUser        *user,
             const Question *question,
             GPtrArray      *entries)
{
  gboolean         is_targets = question->subcommand->type == SOQ_HISTORY_TARGETS;
  gboolean         has_batch = soq_user_has (user, SOQ_IRC_CAP_BATCH);
  g_autofree char *id = soq_server_dup_batch_id (user->server);
  g_autofree char *begin = g_strconcat ("+", id, NULL);
  g_autofree char *end = g_strconcat ("-", id, NULL);

  if (has_batch && is_targets)
    soq_irc_send (user, "BATCH", begin, "draft/chathistory-targets", NULL);
  else if (has_batch)
    soq_irc_send (user, "BATCH", begin, "chathistory", question->target, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const SoqHistoryEntry  *entry = g_ptr_array_index (entries, i);
      g_autoptr (SoqOutgoing) out = NULL;

      out = is_targets ? new_target_line (user, entry) : new_from_entry (entry);
      send_in_batch (user, out, has_batch ? id : NULL);
    }

  if (has_batch)
    soq_irc_send (user, "BATCH", end, NULL);
}

static void
answer_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Question)  question = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) entries = soq_history_query_finish (SOQ_HISTORY (object), result, &error);
  SoqUser              *user = soq_peer_get_user (question->peer);

  /* It left meanwhile. */
  if (!user->held || soq_peer_get_session (question->peer) == NULL)
    return;

  soq_irc_session_resume (user);
  if (entries != NULL)
    send_answer (user, question, entries);
  else
    refuse (user, "MESSAGE_ERROR", question->subcommand->name,
            question->target != NULL ? question->target : "*", error->message);
  soq_irc_session_done (user);
}

static void
ask (SoqUser               *user,
     const Subcommand      *subcommand,
     const char            *name,
     const char *const     *targets,
     const SoqHistoryPoint *points,
     guint                  limit)
{
  Question *question = g_new0 (Question, 1);

  question->peer = g_object_ref (user->peer);
  question->subcommand = subcommand;
  question->target = g_strdup (name);
  soq_irc_session_hold (user);
  soq_history_query_async (user->server->history, subcommand->type, targets, &points[0], &points[1],
                           limit, soq_user_has (user, SOQ_IRC_CAP_EVENT_PLAYBACK), NULL,
                           answer_cb, question);
}

/* Returns whether the references and the limit can be read. */
static gboolean
parse (SoqUser           *user,
       const Subcommand  *subcommand,
       const char *const *params,
       SoqHistoryPoint   *points,
       guint             *limit)
{
  guint64 number;

  for (guint i = 0; i < subcommand->points; i++)
    if (!parse_point (params[i], subcommand->type == SOQ_HISTORY_LATEST, &points[i]) ||
        (subcommand->type == SOQ_HISTORY_TARGETS && points[i].id != NULL))
      {
        refuse (user, "INVALID_PARAMS", subcommand->name, params[i],
                "A reference is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID");
        return FALSE;
      }

  if (!g_ascii_string_to_unsigned (params[subcommand->points], 10, 0, G_MAXUINT, &number, NULL))
    {
      refuse (user, "INVALID_PARAMS", subcommand->name, params[subcommand->points],
              "The limit must be a number");
      return FALSE;
    }

  *limit = number == 0 ? SOQ_LIMIT_CHATHISTORY : (guint) MIN (number, SOQ_LIMIT_CHATHISTORY);

  return TRUE;
}

static void
run_targets (SoqUser           *user,
             const Subcommand  *subcommand,
             const char *const *params)
{
  g_auto (GStrv)  channels = list_channels (user);
  SoqHistoryPoint points[2] = { { NULL, 0 }, { NULL, 0 } };
  guint           limit;

  if (parse (user, subcommand, params, points, &limit))
    ask (user, subcommand, NULL, (const char *const *) channels, points, limit);
}

static void
run_target (SoqUser           *user,
            const Subcommand  *subcommand,
            const char *const *params)
{
  g_autofree char *target = NULL;
  const char      *targets[2] = { NULL, NULL };
  SoqHistoryPoint  points[2] = { { NULL, 0 }, { NULL, 0 } };
  guint            limit;

  if (!parse (user, subcommand, params + 1, points, &limit))
    return;

  target = find_target (user, subcommand, params[0]);
  if (target == NULL)
    return;

  targets[0] = target;
  ask (user, subcommand, params[0], targets, points, limit);
}

void
soq_irc_run_chathistory (SoqUser             *user,
                         const SoqIrcMessage *message)
{
  const char       *name = soq_irc_message_get_param (message, 0);
  const Subcommand *subcommand = name != NULL ? find_subcommand (name) : NULL;
  guint             needed;

  if (!soq_user_has (user, SOQ_IRC_CAP_CHATHISTORY))
    {
      soq_irc_reply (user, SOQ_IRC_ERR_UNKNOWNCOMMAND, "CHATHISTORY", "Unknown command", NULL);
      return;
    }
  if (subcommand == NULL)
    {
      refuse (user, "INVALID_PARAMS", name != NULL ? name : "*", NULL, "Unknown subcommand");
      return;
    }

  needed = subcommand->points + (subcommand->type == SOQ_HISTORY_TARGETS ? 2 : 3);
  if (message->n_params < needed)
    refuse (user, "INVALID_PARAMS", subcommand->name, NULL, "Not enough parameters");
  else if (subcommand->type == SOQ_HISTORY_TARGETS)
    run_targets (user, subcommand, message->params + 1);
  else
    run_target (user, subcommand, message->params + 1);
}
