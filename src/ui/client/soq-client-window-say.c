/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-command.h"
#include "soq-error-text.h"

#include <glib/gi18n.h>

/* What the person sends; and what was begun, or even sent, in the moment when
 * the conversation that it is for was not there yet.
 */

static gboolean
may_wait (SoqClientWindow *self,
          const GError    *error)
{
  return (g_error_matches (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOBODY) ||
          g_error_matches (error, SOQ_COMMAND_ERROR, SOQ_COMMAND_ERROR_NOT_JOINED)) &&
         soq_client_is_joining (self->client, self->current);
}

/**
 * soq_client_window_send:
 * @self: a window
 * @text: what the person sends in the conversation that is shown
 *
 * Returns: whether it was sent; else the person is told why
 */
gboolean
soq_client_window_send (SoqClientWindow *self,
                        const char      *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *reason = NULL;
  gboolean           said;

  g_clear_pointer (&self->held, g_free);
  self->sending = TRUE;
  said = soq_client_say (self->client, self->current, text, &error);
  self->sending = FALSE;
  if (said)
    {
      soq_conversation_view_go_to_end (g_hash_table_lookup (self->views, self->current));
      return TRUE;
    }

  if (may_wait (self, error))
    {
      self->held = soq_composer_dup_text (self->composer);
      soq_client_window_tell (self, _("This is sent as soon as you are in the channel."));
      return FALSE;
    }

  reason = soq_say_error_text (error, text);
  soq_client_window_tell (self, reason);

  return FALSE;
}

/* What was begun in one conversation must not be sent in another. */
void
soq_client_window_keep_draft (SoqClientWindow *self)
{
  g_object_set_data_full (G_OBJECT (self->current), "draft",
                          self->sending ? NULL : soq_composer_dup_text (self->composer), g_free);
}

/* We are in: what was sent too early is sent now, unless it was changed. */
static void
entered_cb (SoqClientWindow *self,
            SoqConversation *conversation)
{
  g_autofree char *held = NULL;
  g_autofree char *typed = NULL;

  if (conversation != self->current)
    return;

  held = g_steal_pointer (&self->held);
  typed = soq_composer_dup_text (self->composer);
  if (held != NULL && g_str_equal (held, typed))
    soq_composer_send (self->composer);
}

/* Nothing can be said to a server. Who types before the first channel is there
 * means that one, and must not lose the beginning of the sentence.
 */
static char *
steal_begun (SoqClientWindow *self,
             SoqConversation *conversation)
{
  g_autofree char *typed = soq_composer_dup_text (self->composer);
  const char      *draft = g_object_get_data (G_OBJECT (conversation), "draft");

  if (soq_conversation_get_kind (self->current) != SOQ_CONVERSATION_SERVER ||
      conversation == self->current || *typed == '/' || (draft != NULL && *draft != '\0'))
    return NULL;

  soq_composer_set_text (self->composer, "");

  return g_steal_pointer (&typed);
}

static void
show_cb (SoqClientWindow *self,
         SoqConversation *conversation)
{
  g_autofree char *begun = steal_begun (self, conversation);

  soq_client_window_show_conversation (self, conversation);
  if (begun != NULL)
    soq_composer_set_text (self->composer, begun);
}

static void
scroll_cb (SoqClientWindow *self,
           int              pages)
{
  soq_conversation_view_scroll (g_hash_table_lookup (self->views, self->current), pages);
}

void
soq_client_window_init_say (SoqClientWindow *self)
{
  g_signal_connect_object (self->composer, "scroll", G_CALLBACK (scroll_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "names-needed", G_CALLBACK (soq_client_window_complete),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "show-conversation", G_CALLBACK (show_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "entered", G_CALLBACK (entered_cb), self,
                           G_CONNECT_SWAPPED);
}
