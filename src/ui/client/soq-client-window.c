/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window.h"

#include "soq-composer.h"
#include "soq-connect-page.h"
#include "soq-conversation-view.h"
#include "soq-error-text.h"
#include "soq-message-line.h"
#include "soq-notify.h"
#include "soq-platform.h"
#include "soq-settings.h"

#include <glib/gi18n.h>

/**
 * SoqClientWindow:
 *
 * One person's connection: first the page that asks where to, then the
 * conversation. The window owns its client; closing it disconnects.
 */
struct _SoqClientWindow
{
  AdwApplicationWindow parent_instance;

  SoqClient *client;    /* (owned) */
  guint      countdown; /* timer while a retry is waited for */

  /* All (borrowed), of the template. */
  AdwToastOverlay     *toasts;
  AdwWindowTitle      *title;
  GtkWidget           *disconnect_button;
  GtkStack            *pages;
  SoqConnectPage      *connect_page;
  GtkRevealer         *banner;
  GtkLabel            *banner_label;
  GtkWidget           *stop_button;
  SoqConversationView *view;
  SoqComposer         *composer;
};

G_DEFINE_FINAL_TYPE (SoqClientWindow, soq_client_window, ADW_TYPE_APPLICATION_WINDOW)

static const SoqAddress *
get_address (SoqClientWindow *self)
{
  return soq_place_get_address (soq_client_get_place (self->client));
}

static char *
describe_error (SoqClientWindow *self)
{
  const GError *error = soq_client_get_error (self->client);

  return error != NULL ? soq_error_text (error, get_address (self)) : NULL;
}

static void
show_title (SoqClientWindow *self)
{
  SoqClientState   state = soq_client_get_state (self->client);
  g_autofree char *place = NULL;
  g_autofree char *subtitle = NULL;
  const char      *transport;

  if (soq_client_get_place (self->client) == NULL)
    return;

  place = soq_address_to_string (get_address (self));
  transport = get_address (self)->transport == SOQ_TRANSPORT_UDP ? "UDP" : "TCP";
  if (state == SOQ_CLIENT_STATE_ONLINE || state == SOQ_CLIENT_STATE_REGISTERING)
    /* Translators: the first %s is TCP or UDP, the second the person's name. */
    subtitle = g_strdup_printf (_("%s, as %s"), transport, soq_client_get_nick (self->client));
  else if (state == SOQ_CLIENT_STATE_CONNECTING)
    subtitle = g_strdup (_("Connecting…"));
  else
    subtitle = g_strdup (_("Not connected"));

  adw_window_title_set_title (self->title, place);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), place);
}

static void
show_countdown (SoqClientWindow *self)
{
  gint64           left = soq_client_get_retry_time (self->client) - soq_clock_now ();
  guint            seconds = (guint) MAX (1, (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *reason = describe_error (self);
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  /* Translators: %u is a number of seconds. */
  when = g_strdup_printf (ngettext ("Trying again in %u s.", "Trying again in %u s.", seconds),
                          seconds);
  text = g_strdup_printf ("%s\n%s", reason != NULL ? reason
                                                   : _("The server closed the connection"), when);
  gtk_label_set_text (self->banner_label, text);
}

static gboolean
countdown_cb (gpointer user_data)
{
  show_countdown (SOQ_CLIENT_WINDOW (user_data));

  return G_SOURCE_CONTINUE;
}

static void
show_banner (SoqClientWindow *self)
{
  SoqClientState   state = soq_client_get_state (self->client);
  gboolean         waiting = state == SOQ_CLIENT_STATE_WAITING;
  g_autofree char *reason = NULL;

  g_clear_handle_id (&self->countdown, g_source_remove);
  if (waiting)
    {
      show_countdown (self);
      self->countdown = g_timeout_add (500, countdown_cb, self);
      g_source_set_name_by_id (self->countdown, "[soquete] countdown");
    }
  else if (state == SOQ_CLIENT_STATE_OFFLINE)
    {
      reason = describe_error (self);
      gtk_label_set_text (self->banner_label, reason != NULL ? reason
                                                             : _("You are not connected."));
    }
  else if (state == SOQ_CLIENT_STATE_CONNECTING)
    {
      gtk_label_set_text (self->banner_label, _("Connecting…"));
    }

  gtk_widget_set_visible (self->stop_button, waiting || state == SOQ_CLIENT_STATE_CONNECTING);
  gtk_revealer_set_reveal_child (self->banner, state != SOQ_CLIENT_STATE_ONLINE &&
                                                 state != SOQ_CLIENT_STATE_REGISTERING);
}

static void
update_actions (SoqClientWindow *self)
{
  SoqClientState state = soq_client_get_state (self->client);
  GtkWidget     *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.disconnect", state != SOQ_CLIENT_STATE_OFFLINE);
  gtk_widget_action_set_enabled (widget, "win.reconnect",
                                 soq_client_get_place (self->client) != NULL &&
                                   (state == SOQ_CLIENT_STATE_OFFLINE ||
                                    state == SOQ_CLIENT_STATE_WAITING));
}

static gboolean
is_connected (SoqClientWindow *self)
{
  SoqClientState state = soq_client_get_state (self->client);

  return state == SOQ_CLIENT_STATE_ONLINE || state == SOQ_CLIENT_STATE_REGISTERING;
}

/* Only once there was a conversation does a lost connection stay on its page. */
static void
choose_page (SoqClientWindow *self)
{
  gboolean talking = g_str_equal (gtk_stack_get_visible_child_name (self->pages), "conversation");

  if (!talking && is_connected (self))
    {
      soq_settings_add_recent_place (soq_settings_get_default (),
                                     soq_client_get_place (self->client));
      gtk_stack_set_visible_child_name (self->pages, "conversation");
      gtk_widget_grab_focus (GTK_WIDGET (self->composer));
    }
}

static void
state_cb (SoqClientWindow *self)
{
  SoqClientState   state = soq_client_get_state (self->client);
  g_autofree char *trouble = describe_error (self);

  choose_page (self);
  soq_connect_page_set_busy (self->connect_page, state == SOQ_CLIENT_STATE_CONNECTING);
  soq_connect_page_set_trouble (self->connect_page, trouble);
  gtk_widget_set_visible (self->disconnect_button, is_connected (self));
  show_title (self);
  show_banner (self);
  update_actions (self);
}

static void
update_names (SoqClientWindow *self)
{
  SoqConversation         *conversation = soq_client_get_conversation (self->client);
  GListModel              *speakers = soq_conversation_get_names (conversation);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           names = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (speakers); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (speakers, i);

      g_strv_builder_add (builder, soq_message_get_nick (message));
    }

  names = g_strv_builder_end (builder);
  soq_composer_set_names (self->composer, (const char *const *) names);
}

static void
tell_desktop (SoqClientWindow *self,
              SoqMessage      *message)
{
  if (!soq_message_get_outgoing (message) && soq_message_get_kind (message) <= SOQ_MESSAGE_PRIVATE)
    soq_notify_message (GTK_WINDOW (self), soq_message_get_nick (message),
                        soq_message_get_text (message));
}

static void
messages_changed_cb (SoqClientWindow *self,
                     guint            position,
                     guint            removed,
                     guint            added,
                     GListModel      *messages)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);
      g_autofree char       *text = NULL;
      SoqLine                line;

      soq_message_fill_line (message, &line, &text);
      soq_conversation_view_append (self->view, &line);
      if (i + 1 == position + added)
        tell_desktop (self, message);
    }

  update_names (self);
}

static void
connect_cb (SoqClientWindow *self,
            SoqPlace        *place)
{
  soq_client_set_nick (self->client, soq_connect_page_get_name (self->connect_page));
  soq_client_connect (self->client, place);
}

static gboolean
send_cb (SoqClientWindow *self,
         const char      *text)
{
  g_autoptr (GError) error = NULL;

  if (soq_client_send (self->client, text, &error))
    return TRUE;

  adw_toast_overlay_add_toast (self->toasts,
                               adw_toast_new (_("That was not sent: there is no connection that takes it.")));

  return FALSE;
}

static void
disconnect_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  soq_client_disconnect (SOQ_CLIENT_WINDOW (widget)->client);
}

static void
reconnect_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  soq_client_retry_now (SOQ_CLIENT_WINDOW (widget)->client);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  soq_conversation_view_clear (SOQ_CLIENT_WINDOW (widget)->view);
}

static void
focus_entry_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SOQ_CLIENT_WINDOW (widget)->composer));
}

static void
follow_settings (SoqClientWindow *self)
{
  SoqSettings *settings = soq_settings_get_default ();

  g_object_bind_property (settings, "timestamps", self->view, "show-timestamps",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "compact", self->view, "compact", G_BINDING_SYNC_CREATE);
}

static void
quit_word_cb (SoqClientWindow *self)
{
  soq_client_set_quit_word (self->client, soq_settings_get_quit_word (soq_settings_get_default ()));
}

/* Not before it is seen: an entry that has the focus of a window without one
 * never hears that it lost it.
 */
static void
soq_client_window_map (GtkWidget *widget)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (widget);

  GTK_WIDGET_CLASS (soq_client_window_parent_class)->map (widget);

  gtk_widget_grab_focus (soq_client_get_state (self->client) == SOQ_CLIENT_STATE_OFFLINE
                           ? GTK_WIDGET (self->connect_page)
                           : GTK_WIDGET (self->composer));
}

static gboolean
soq_client_window_close_request (GtkWindow *window)
{
  soq_client_disconnect (SOQ_CLIENT_WINDOW (window)->client);

  return GTK_WINDOW_CLASS (soq_client_window_parent_class)->close_request (window);
}

static void
soq_client_window_dispose (GObject *object)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      soq_client_disconnect (self->client);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), SOQ_TYPE_CLIENT_WINDOW);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (soq_client_window_parent_class)->dispose (object);
}

static void
soq_client_window_class_init (SoqClientWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_client_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = soq_client_window_close_request;
  widget_class->map = soq_client_window_map;

  g_type_ensure (SOQ_TYPE_COMPOSER);
  g_type_ensure (SOQ_TYPE_CONNECT_PAGE);
  g_type_ensure (SOQ_TYPE_CONVERSATION_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-client-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, disconnect_button);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, connect_page);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, view);
  gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, composer);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);

  gtk_widget_class_install_action (widget_class, "win.disconnect", NULL, disconnect_action);
  gtk_widget_class_install_action (widget_class, "win.reconnect", NULL, reconnect_action);
  gtk_widget_class_install_action (widget_class, "win.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "win.focus-entry", NULL, focus_entry_action);
}

static void
soq_client_window_init (SoqClientWindow *self)
{
  SoqSettings *settings = soq_settings_get_default ();
  GListModel  *messages;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->client = soq_client_new ();
  messages = soq_conversation_get_messages (soq_client_get_conversation (self->client));
  g_signal_connect_object (self->client, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::quit-word", G_CALLBACK (quit_word_cb), self,
                           G_CONNECT_SWAPPED);
  follow_settings (self);
  quit_word_cb (self);
  update_actions (self);
}

SoqClientWindow *
soq_client_window_new (GtkApplication *application)
{
  return g_object_new (SOQ_TYPE_CLIENT_WINDOW, "application", application, NULL);
}

/**
 * soq_client_window_get_client:
 * @self: a window
 *
 * Returns: (transfer none): its client
 */
SoqClient *
soq_client_window_get_client (SoqClientWindow *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT_WINDOW (self), NULL);

  return self->client;
}

/**
 * soq_client_window_connect_to:
 * @self: a window
 * @address: where to connect to, as if the person had typed it
 */
void
soq_client_window_connect_to (SoqClientWindow  *self,
                              const SoqAddress *address)
{
  g_autoptr (SoqPlace) place = NULL;

  g_return_if_fail (SOQ_IS_CLIENT_WINDOW (self));
  g_return_if_fail (address != NULL);

  place = soq_place_new (address, SOQ_LINE_ENDING_LF);
  soq_connect_page_set_place (self->connect_page, place);
  connect_cb (self, place);
}
