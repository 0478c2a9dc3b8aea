/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-echo.h"

#include "soq-irc-text.h"

/* With echo-message what we said is shown when the server says it back. What it
 * never says back must not vanish: it is shown as not confirmed.
 */

#define ECHO_TIME (15 * 1000 * 1000)

/* What we said, waiting for its echo. */
typedef struct
{
  SoqConversation *conversation; /* (owned) */
  char            *text;         /* (owned): without formatting, to know it again */
  char            *said;         /* (owned) */
} Unconfirmed;

static void
unconfirmed_free (Unconfirmed *self)
{
  g_object_unref (self->conversation);
  g_free (self->text);
  g_free (self->said);
  g_free (self);
}

static void
wait_for_echo (SoqSession *self)
{
  SoqTimers *timers = soq_reactor_get_timers (self->client->reactor);

  if (self->unconfirmed.length > 0)
    soq_timers_set (timers, &self->echo, ECHO_TIME);
  else
    soq_timers_unset (timers, &self->echo);
}

/* It may have been closed meanwhile. */
static SoqConversation *
find_place (SoqSession      *self,
            SoqConversation *conversation)
{
  if (g_list_store_find (self->client->conversations, conversation, NULL))
    return conversation;

  return soq_session_get_console (self);
}

/* Shows what was not said back, and waits for it no longer. */
void
soq_session_give_up_echoes (SoqSession *self)
{
  Unconfirmed *unconfirmed;

  while ((unconfirmed = g_queue_pop_head (&self->unconfirmed)) != NULL)
    {
      soq_conversation_append (find_place (self, unconfirmed->conversation),
                               soq_message_new (SOQ_MESSAGE_UNCONFIRMED, NULL, unconfirmed->said,
                                                FALSE));
      unconfirmed_free (unconfirmed);
    }
  wait_for_echo (self);
}

/* What still waits here was not sent yet. */
void
soq_session_echo_cb (gpointer user_data)
{
  SoqSession *self = user_data;

  if (self->waiting.length > 0)
    wait_for_echo (self);
  else
    soq_session_give_up_echoes (self);
}

void
soq_session_await_echo (SoqSession      *self,
                        SoqConversation *conversation,
                        const char      *text)
{
  Unconfirmed *unconfirmed = g_new0 (Unconfirmed, 1);

  unconfirmed->conversation = g_object_ref (conversation);
  unconfirmed->text = soq_irc_text_strip (text);
  unconfirmed->said = g_strdup (text);
  g_queue_push_tail (&self->unconfirmed, unconfirmed);
  if (self->unconfirmed.length > SOQ_SESSION_UNCONFIRMED)
    unconfirmed_free (g_queue_pop_head (&self->unconfirmed));
  wait_for_echo (self);
}

/* @text came back. The server may have taken its colours away. */
void
soq_session_confirm (SoqSession *self,
                     const char *text)
{
  g_autofree char *plain = soq_irc_text_strip (text);

  for (GList *l = self->unconfirmed.head; l != NULL; l = l->next)
    if (g_str_equal (((Unconfirmed *) l->data)->text, plain))
      {
        unconfirmed_free (l->data);
        g_queue_delete_link (&self->unconfirmed, l);
        break;
      }
  wait_for_echo (self);
}
