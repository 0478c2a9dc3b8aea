/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-session-echo.h"

/* Where what is said is shown. */

SoqConversation *
soq_session_get_console (SoqSession *self)
{
  return self->client->conversation;
}

/* Where the person asked something last: there the answer is looked for. */
SoqConversation *
soq_session_get_context (SoqSession *self)
{
  return self->context != NULL ? self->context : soq_session_get_console (self);
}

void
soq_session_set_context (SoqSession      *self,
                         SoqConversation *conversation)
{
  g_set_object (&self->context, conversation);
}

/* Returns the channel or the private conversation with that name, or NULL. */
SoqConversation *
soq_session_find (SoqSession *self,
                  const char *target)
{
  g_autofree char *key = soq_irc_isupport_fold (self->isupport, target);
  GListModel      *conversations = G_LIST_MODEL (self->client->conversations);

  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (soq_conversation_get_key (conversation), key))
        return conversation; /* the list owns it */
    }

  return NULL;
}

/* Channels come first, then private conversations, each in order of names. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  SoqConversation    *first = (SoqConversation *) (guintptr) a;
  SoqConversation    *second = (SoqConversation *) (guintptr) b;
  SoqConversationKind first_kind = soq_conversation_get_kind (first);
  SoqConversationKind second_kind = soq_conversation_get_kind (second);

  if (first_kind != second_kind)
    return first_kind < second_kind ? -1 : 1;

  return strcmp (soq_conversation_get_key (first), soq_conversation_get_key (second));
}

static guint
count_private (GListModel *conversations)
{
  guint n = 0;

  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_PRIVATE)
        n++;
    }

  return n;
}

static gboolean
is_full (GListModel         *conversations,
         SoqConversationKind kind)
{
  return g_list_model_get_n_items (conversations) >= SOQ_SESSION_CONVERSATIONS ||
         (kind == SOQ_CONVERSATION_PRIVATE && count_private (conversations) >= SOQ_SESSION_PRIVATE);
}

/* Returns the conversation with that name, a new one if there is none; or the
 * one with the server if a flood of names has made too many.
 */
SoqConversation *
soq_session_ensure (SoqSession         *self,
                    SoqConversationKind kind,
                    const char         *target)
{
  SoqConversation            *found = soq_session_find (self, target);
  GListStore                 *conversations = self->client->conversations;
  g_autoptr (SoqConversation) conversation = NULL;
  g_autofree char            *key = NULL;

  if (found != NULL)
    return found;

  if (is_full (G_LIST_MODEL (conversations), kind))
    return soq_session_get_console (self);

  key = soq_irc_isupport_fold (self->isupport, target);
  conversation = soq_conversation_new_full (kind, key, target);
  soq_conversation_set_tap (conversation, soq_link_get_tap (self->link));
  g_list_store_insert_sorted (conversations, conversation, compare, NULL);

  return conversation; /* the list owns it */
}

/**
 * soq_session_open_private:
 * @self: a session
 * @nick: somebody
 *
 * Returns: (transfer none): the conversation with that one
 */
SoqConversation *
soq_session_open_private (SoqSession *self,
                          const char *nick)
{
  /* What is said to it would go to the channel of that name. */
  if (soq_irc_isupport_is_channel (self->isupport, nick))
    return soq_session_get_console (self);

  return soq_session_ensure (self, SOQ_CONVERSATION_PRIVATE, nick);
}

void
soq_session_show (SoqSession           *self,
                  const SoqSessionLine *line,
                  SoqConversation      *conversation,
                  SoqMessageKind        kind,
                  const char           *nick,
                  const char           *text,
                  const char           *detail)
{
  soq_conversation_append (conversation,
                           soq_session_new_message (self, line, kind, nick, text, detail));
}

/* What we said is shown at once where the server does not say it back. */
void
soq_session_show_own (SoqSession      *self,
                      SoqConversation *conversation,
                      SoqMessageKind   kind,
                      const char      *text,
                      const char      *target)
{
  if (soq_session_has_cap (self, "echo-message"))
    {
      soq_session_await_echo (self, conversation, text);
      return;
    }

  soq_conversation_append (conversation, soq_message_new_full (&(SoqMessageInfo){
                                           .kind = kind,
                                           .nick = self->nick,
                                           .text = text,
                                           .detail = soq_session_find_part (self, target),
                                           .outgoing = TRUE,
                                         }));
}
