/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-command.h"
#include "soq-error-text.h"
#include "soq-irc-text.h"
#include "soq-message-line.h"
#include "soq-notify.h"
#include "soq-settings.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/* Which conversation is shown, and what is shown of it. Each has a view of its
 * own, made when it is first looked at, so that it stays where it was scrolled
 * to.
 */

/* People who are offered to Tab, of a channel of thousands. */
#define NAMES 2000

static gboolean
is_for_us (SoqConversation *conversation,
           SoqMessage      *message)
{
  SoqMessageKind kind = soq_message_get_kind (message);

  if (soq_message_get_outgoing (message) || soq_message_get_old (message))
    return FALSE;

  switch (soq_conversation_get_kind (conversation))
    {
    case SOQ_CONVERSATION_PRIVATE:
      return soq_message_is_said (message);

    case SOQ_CONVERSATION_CHANNEL:
      return soq_message_get_mention (message);

    case SOQ_CONVERSATION_SERVER:
    default:
      return kind <= SOQ_MESSAGE_PRIVATE;
    }
}

static void
tell_desktop (SoqClientWindow *self,
              SoqConversation *conversation,
              SoqMessage      *message)
{
  const char      *channel = NULL;
  g_autofree char *network = NULL;
  g_autofree char *text = NULL;

  if (!is_for_us (conversation, message) || soq_message_get_text (message) == NULL)
    return;

  if (soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_CHANNEL)
    channel = soq_conversation_get_title (conversation);
  text = soq_irc_text_strip (soq_message_get_text (message));
  network = soq_client_window_speaks_irc (self)
              ? soq_text_one_line (soq_conversation_get_title (
                  soq_client_get_conversation (self->client)))
              : soq_address_to_string (soq_client_window_get_address (self));
  soq_notify_message (GTK_WINDOW (self), soq_message_get_nick (message), channel, network, text);
}

static void
append (SoqClientWindow     *self,
        SoqConversationView *view,
        SoqMessage          *message)
{
  g_autofree char *text = NULL;
  SoqLine          line;

  soq_message_fill_line (message, &line, &text);
  line.formatted = soq_client_window_speaks_irc (self);
  soq_conversation_view_append (view, &line);
}

static void
messages_changed_cb (SoqClientWindow *self,
                     guint            position,
                     guint            removed,
                     guint            added,
                     GListModel      *messages)
{
  SoqConversation     *conversation = g_object_get_data (G_OBJECT (messages), "conversation");
  SoqConversationView *view = g_hash_table_lookup (self->views, conversation);

  if (view != NULL && removed > 0 && g_list_model_get_n_items (messages) == added)
    soq_conversation_view_clear (view);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);

      if (view != NULL)
        append (self, view, message);
      if (i + 1 == position + added || soq_message_get_mention (message))
        tell_desktop (self, conversation, message);
    }
}

static void
show_bytes_cb (SoqClientWindow  *self,
               const SoqLineRef *ref)
{
  gtk_toggle_button_set_active (self->wire_button, TRUE);
  soq_wire_view_show (self->wire, ref);
}

static SoqConversationView *
ensure_view (SoqClientWindow *self,
             SoqConversation *conversation)
{
  SoqSettings *settings = soq_settings_get_default ();
  GListModel  *messages = soq_conversation_get_messages (conversation);
  GtkWidget   *view = g_hash_table_lookup (self->views, conversation);

  if (view != NULL)
    return SOQ_CONVERSATION_VIEW (view);

  view = soq_conversation_view_new ();
  gtk_widget_set_vexpand (view, TRUE);
  soq_conversation_view_watch_bytes (SOQ_CONVERSATION_VIEW (view));
  g_signal_connect_object (view, "show-bytes", G_CALLBACK (show_bytes_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (settings, "timestamps", view, "show-timestamps", G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "compact", view, "compact", G_BINDING_SYNC_CREATE);
  gtk_stack_add_child (self->stack, view);
  g_hash_table_insert (self->views, conversation, view);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);

      append (self, SOQ_CONVERSATION_VIEW (view), message);
    }

  return SOQ_CONVERSATION_VIEW (view);
}

static void
show_topic (SoqClientWindow *self)
{
  const char      *topic = soq_conversation_get_topic (self->current);
  gboolean         channel;
  g_autofree char *plain = topic != NULL ? soq_irc_text_strip (topic) : NULL;
  g_autofree char *printable = plain != NULL ? soq_text_printable (plain) : NULL;

  channel = soq_conversation_get_kind (self->current) == SOQ_CONVERSATION_CHANNEL;
  gtk_label_set_text (self->topic, printable != NULL ? printable : _("No topic"));
  gtk_widget_set_tooltip_text (self->topic_button, printable);
  gtk_widget_set_visible (self->topic_button, channel);
  (topic != NULL ? gtk_widget_remove_css_class
                 : gtk_widget_add_css_class) (GTK_WIDGET (self->topic), "dim-label");
}

static void
show_membership (SoqClientWindow *self)
{
  SoqPerson  *me = soq_client_find_self (self->client, self->current);
  const char *prefix = me != NULL ? soq_person_get_prefix (me) : "";

  soq_member_list_set_operator (self->members, strpbrk (prefix, "~&@%!") != NULL);
}

static void
conversation_cb (SoqClientWindow *self,
                 GParamSpec      *pspec,
                 SoqConversation *conversation)
{
  if (conversation != self->current)
    return;

  show_topic (self);
  soq_client_window_show_title (self);
  soq_client_window_update_panes (self);
}

/* Only who looks reads. */
static void
update_reading (SoqClientWindow *self)
{
  soq_conversation_set_reading (self->current, gtk_window_is_active (GTK_WINDOW (self)));
}

static void
watch (SoqClientWindow *self,
       SoqConversation *conversation)
{
  GListModel *messages = soq_conversation_get_messages (conversation);

  /* The list does not outlive its conversation. */
  g_object_set_data (G_OBJECT (messages), "conversation", conversation);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::topic", G_CALLBACK (conversation_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::title", G_CALLBACK (conversation_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::joined", G_CALLBACK (conversation_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_listed (SoqClientWindow *self,
           gconstpointer    conversation)
{
  GListModel *model = soq_client_get_conversations (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SoqConversation) listed = g_list_model_get_item (model, i);

      if (listed == conversation)
        return TRUE;
    }

  return FALSE;
}

/* Of conversations that are over nothing stays. */
static void
drop_views (SoqClientWindow *self)
{
  GHashTableIter iter;
  gpointer       conversation;
  gpointer       view;

  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, &conversation, &view))
    if (!is_listed (self, conversation))
      {
        gtk_stack_remove (self->stack, view);
        g_hash_table_iter_remove (&iter);
      }
}

static void
conversations_changed_cb (SoqClientWindow *self,
                          guint            position,
                          guint            removed,
                          guint            added,
                          GListModel      *model)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (model, i);

      watch (self, conversation);
    }

  if (removed == 0)
    return;

  if (!is_listed (self, self->current))
    {
      guint                       last = g_list_model_get_n_items (model) - 1;
      g_autoptr (SoqConversation) next = g_list_model_get_item (model, MIN (position, last));

      soq_client_window_show_conversation (self, next);
    }
  drop_views (self);
}

static void
chosen_cb (SoqClientWindow *self,
           SoqConversation *conversation)
{
  soq_client_window_show_conversation (self, conversation);
}

static void
command_cb (SoqClientWindow *self,
            const char      *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *reason = NULL;

  if (soq_client_say (self->client, self->current, text, &error))
    return;

  reason = soq_say_error_text (error, text);
  soq_client_window_tell (self, reason);
}

/* GTK 4.8 does not tell a screen reader which child of a stack is shown, so that
 * the others are hidden altogether.
 */
static void
show_only (SoqClientWindow *self,
           GtkWidget       *view)
{
  GHashTableIter iter;
  gpointer       other;

  gtk_widget_set_visible (view, TRUE);
  gtk_stack_set_visible_child (self->stack, view);
  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (other != view)
      gtk_widget_set_visible (other, FALSE);
}

/**
 * soq_client_window_show_conversation:
 * @self: a window
 * @conversation: what to show
 */
void
soq_client_window_show_conversation (SoqClientWindow *self,
                                     SoqConversation *conversation)
{
  SoqConversationView *view = ensure_view (self, conversation);

  show_only (self, GTK_WIDGET (view));
  soq_split_view_set_show_sidebar (self->split, FALSE);
  soq_conversation_list_select (self->list, conversation);
  if (self->current != conversation)
    {
      soq_client_window_keep_draft (self);
      soq_conversation_set_reading (self->current, FALSE);
      g_set_object (&self->current, conversation);
      soq_composer_set_text (self->composer, g_object_get_data (G_OBJECT (conversation), "draft"));
    }

  update_reading (self);
  soq_member_list_set_members (self->members,
                               soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_CHANNEL
                                 ? soq_conversation_get_members (conversation)
                                 : NULL);
  show_topic (self);
  soq_client_window_show_title (self);
  soq_client_window_show_waiting (self);
  soq_client_window_update_panes (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->composer)))
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * soq_client_window_move:
 * @self: a window
 * @step: 1 for the next conversation, -1 for the one before
 */
void
soq_client_window_move (SoqClientWindow *self,
                        int              step)
{
  GListModel                 *model = soq_client_get_conversations (self->client);
  int                         n = (int) g_list_model_get_n_items (model);
  g_autoptr (SoqConversation) next = NULL;

  for (int i = 0; i < n && next == NULL; i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (model, (guint) i);

      if (conversation == self->current)
        next = g_list_model_get_item (model, (guint) ((i + n + step) % n));
    }

  if (next != NULL)
    soq_client_window_show_conversation (self, next);
}

/**
 * soq_client_window_update_panes:
 * @self: a window
 *
 * A plain conversation has neither a list beside it nor members; a channel has
 * members, which in a narrow window are shown when they are asked for.
 */
void
soq_client_window_update_panes (SoqClientWindow *self)
{
  gboolean irc = soq_client_window_speaks_irc (self);
  gboolean channel = irc &&
                     soq_conversation_get_kind (self->current) == SOQ_CONVERSATION_CHANNEL;
  gboolean narrow = soq_split_view_get_collapsed (self->split);
  gboolean above = soq_split_view_get_collapsed (self->members_split);

  gtk_widget_set_visible (self->side, irc);
  gtk_widget_set_visible (self->back_button, irc && narrow);
  gtk_widget_set_visible (self->members_button, channel);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->members_button),
                                channel && self->wants_members && !above);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.toggle-members", channel);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.topic", channel);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.close-conversation",
                                 soq_conversation_get_kind (self->current) !=
                                   SOQ_CONVERSATION_SERVER);
  show_membership (self);
}

/* What the person chooses in a wide window is how it should be. */
static void
members_toggled_cb (SoqClientWindow *self)
{
  show_membership (self);
  if (!soq_split_view_get_collapsed (self->members_split) &&
      gtk_widget_get_visible (self->members_button) &&
      gtk_widget_get_mapped (self->members_button))
    self->wants_members = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->members_button));
}

static void
members_changed_cb (SoqClientWindow *self)
{
  show_membership (self);
}

void
soq_client_window_clear_view (SoqClientWindow *self)
{
  soq_conversation_view_clear (g_hash_table_lookup (self->views, self->current));
}

static void
add_names (SoqClientWindow *self,
           GStrvBuilder    *builder)
{
  SoqPeople  *members = soq_conversation_get_members (self->current);
  GListModel *speakers = soq_conversation_get_names (self->current);
  gboolean    channel = soq_conversation_get_kind (self->current) == SOQ_CONVERSATION_CHANNEL;

  for (guint i = 0; i < g_list_model_get_n_items (speakers); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (speakers, i);
      const char            *nick = soq_message_get_nick (message);
      g_autofree char       *key = g_ascii_strdown (nick, -1);

      if (!channel || soq_people_find (members, key) != NULL)
        g_strv_builder_add (builder, nick);
    }

  for (guint i = 0; i < MIN (g_list_model_get_n_items (G_LIST_MODEL (members)), NAMES); i++)
    {
      g_autoptr (SoqPerson) member = g_list_model_get_item (G_LIST_MODEL (members), i);

      g_strv_builder_add (builder, soq_person_get_nick (member));
    }
}

static void
add_channels_and_commands (SoqClientWindow *self,
                           GStrvBuilder    *builder)
{
  GListModel       *model = soq_client_get_conversations (self->client);
  guint             n;
  const SoqCommand *commands = soq_commands_get (&n);

  for (guint i = 1; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (model, i);

      g_strv_builder_add (builder, soq_conversation_get_title (conversation));
    }

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_strconcat ("/", commands[i].name, NULL);

      g_strv_builder_add (builder, word);
    }
}

/* Each once: who spoke is a member too. */
static char **
remove_doubles (char **names)
{
  g_autoptr (GHashTable)   seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    if (g_hash_table_add (seen, names[i]))
      g_strv_builder_add (builder, names[i]);

  return g_strv_builder_end (builder);
}

/**
 * soq_client_window_complete:
 * @self: a window
 *
 * Gives the composer what a word can become: who spoke last comes first.
 */
void
soq_client_window_complete (SoqClientWindow *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           names = NULL;
  g_auto (GStrv)           each = NULL;

  add_names (self, builder);
  if (soq_client_window_speaks_irc (self))
    add_channels_and_commands (self, builder);

  names = g_strv_builder_end (builder);
  each = remove_doubles (names);
  soq_composer_set_names (self->composer, (const char *const *) each);
}

void
soq_client_window_init_conversations (SoqClientWindow *self)
{
  GListModel *model = soq_client_get_conversations (self->client);

  self->views = g_hash_table_new (NULL, NULL);
  self->current = g_object_ref (soq_client_get_conversation (self->client));
  self->wants_members = TRUE;
  watch (self, self->current);
  ensure_view (self, self->current);
  soq_conversation_list_set_model (self->list, model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (conversations_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members, "command", G_CALLBACK (command_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members_button, "toggled", G_CALLBACK (members_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::collapsed",
                           G_CALLBACK (soq_client_window_update_panes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members_split, "notify::collapsed",
                           G_CALLBACK (soq_client_window_update_panes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members, "menu-opened", G_CALLBACK (members_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_reading), NULL);
  soq_client_window_update_panes (self);
}

void
soq_client_window_drop_conversations (SoqClientWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, update_reading, NULL);
  g_clear_pointer (&self->views, g_hash_table_unref);
  g_clear_object (&self->current);
}
