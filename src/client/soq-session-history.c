/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

/* What was said before we came, or while we were away (IRCv3, “batch” and
 * “chathistory”). A channel is held until it is there.
 */

#define HISTORY_TIME (5 * 1000 * 1000)

void
soq_session_batch_free (gpointer data)
{
  SoqSessionBatch *batch = data;

  g_free (batch->target);
  g_ptr_array_unref (batch->lines);
  g_free (batch);
}

static guint
get_most (SoqSession *self)
{
  guint most = soq_irc_isupport_get_number (self->isupport, "CHATHISTORY", SOQ_SESSION_HISTORY,
                                            SOQ_SESSION_HISTORY);

  return most > 0 ? most : SOQ_SESSION_HISTORY;
}

/* Asks for what was said in a channel that we just entered. */
void
soq_session_ask_history (SoqSession      *self,
                         SoqConversation *conversation)
{
  const char      *last = soq_conversation_get_last_id (conversation);
  const char      *title = soq_conversation_get_title (conversation);
  g_autofree char *most = g_strdup_printf ("%u", get_most (self));
  g_autofree char *after = last != NULL ? g_strconcat ("msgid=", last, NULL) : NULL;
  gboolean         asked;

  if (!soq_session_has_cap (self, "draft/chathistory") || !soq_session_has_cap (self, "batch"))
    return;

  if (after != NULL)
    {
      g_hash_table_add (self->missed, g_strdup (soq_conversation_get_key (conversation)));
      asked = soq_session_send (self, NULL, "CHATHISTORY", "AFTER", title, after, most, NULL);
    }
  else
    asked = soq_session_send (self, NULL, "CHATHISTORY", "LATEST", title, "*", most, NULL);

  if (!asked)
    return;

  soq_conversation_hold (conversation);
  soq_timers_set (soq_reactor_get_timers (self->client->reactor), &self->release, HISTORY_TIME);
}

void
soq_session_release_all (SoqSession *self)
{
  GListModel *conversations = G_LIST_MODEL (self->client->conversations);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      soq_conversation_release (conversation);
    }
}

/* The server took too long: what is said now matters more. */
void
soq_session_release_cb (gpointer user_data)
{
  soq_session_release_all (user_data);
}

/* Returns the batch that @message waits in, or NULL if it is said now. */
SoqSessionBatch *
soq_session_find_history (SoqSession          *self,
                          const SoqIrcMessage *message)
{
  const char      *reference = soq_irc_message_get_tag (message, "batch");
  SoqSessionBatch *batch;

  if (reference == NULL || soq_irc_message_is (message, "BATCH"))
    return NULL;

  batch = g_hash_table_lookup (self->batches, reference);

  return batch != NULL && batch->history ? batch : NULL;
}

static SoqMessage *
new_old_message (SoqSession          *self,
                 const SoqIrcMessage *message,
                 gboolean             missed)
{
  gboolean said = soq_irc_message_is (message, "PRIVMSG") ||
                  soq_irc_message_is (message, "NOTICE");
  g_autofree char *nick = NULL;
  g_autofree char *mask = NULL;
  SoqSessionLine   line;

  soq_session_read_line (self, message, &line, &nick, &mask);
  line.old = !missed;
  if (said)
    return message->n_params >= 2 ? soq_session_new_said (self, &line) : NULL;

  return soq_session_new_event (self, &line);
}

static void
tell_history (SoqSession      *self,
              SoqSessionBatch *batch)
{
  SoqConversation      *conversation = soq_session_find (self, batch->target);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  if (conversation == NULL)
    return;

  for (guint i = 0; i < batch->lines->len; i++)
    {
      SoqMessage *message;

      message = new_old_message (self, g_ptr_array_index (batch->lines, i), batch->missed);
      if (message != NULL)
        g_ptr_array_add (messages, message);
    }

  soq_conversation_add_history (conversation, messages);
}

/* The batch of history that another one begins within. */
static SoqSessionBatch *
find_outer (SoqSession          *self,
            const SoqIrcMessage *message)
{
  const char      *reference = soq_irc_message_get_tag (message, "batch");
  SoqSessionBatch *outer = NULL;

  if (reference != NULL)
    outer = g_hash_table_lookup (self->batches, reference);

  return outer != NULL && outer->history ? outer : NULL;
}

static void
begin_batch (SoqSession           *self,
             const SoqSessionLine *line,
             const char           *reference)
{
  const char      *type = soq_session_param (line, 1);
  const char      *target = soq_session_param (line, 2);
  SoqSessionBatch *outer = find_outer (self, line->message);
  SoqSessionBatch *batch;

  if (type == NULL || g_hash_table_size (self->batches) >= SOQ_SESSION_BATCHES ||
      g_hash_table_contains (self->batches, reference))
    return;

  batch = g_new0 (SoqSessionBatch, 1);
  batch->target = g_strdup (target != NULL ? target : "");
  if (outer != NULL)
    batch->lines = g_ptr_array_ref (outer->lines);
  else
    batch->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_irc_message_free);
  batch->history = outer != NULL || (g_str_equal (type, "chathistory") && target != NULL);
  if (outer != NULL)
    *batch->target = '\0'; /* it is told with the outer one */
  else if (batch->history)
    {
      g_autofree char *key = soq_irc_isupport_fold (self->isupport, target);

      batch->missed = g_hash_table_remove (self->missed, key);
    }
  g_hash_table_replace (self->batches, g_strdup (reference), batch);
}

static void
take_batch (SoqSession           *self,
            const SoqSessionLine *line)
{
  const char      *reference = soq_session_param (line, 0);
  SoqSessionBatch *batch;

  if (*reference == '+')
    {
      begin_batch (self, line, reference + 1);
      return;
    }

  if (*reference != '-')
    return;

  batch = g_hash_table_lookup (self->batches, reference + 1);
  if (batch != NULL && batch->history)
    tell_history (self, batch);
  if (batch != NULL)
    self->batch_bytes -= batch->bytes;
  g_hash_table_remove (self->batches, reference + 1);
}

const SoqSessionEntry soq_session_history[] = {
  { "BATCH", 1, take_batch },
  { NULL },
};
