/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-close.h"
#include "soq-error.h"
#include "soq-settings.h"
#include "soq-toast.h"
#include "soq-window-size.h"
#include "soq-window-trace.h"

#include <glib/gi18n.h>

/* Below that of drawing: a server that never pauses must not stop the window. */
#define SOCKET_PRIORITY (GDK_PRIORITY_REDRAW + 10)

/* How long a server that has spoken may take to let us in before it is shown. */
#define EARLY_MILLISECONDS 2000

/* Wide enough for a list, a conversation and its members. */
#define IRC_WIDTH  940
#define LEAST_WIDE 600

/**
 * SoqClientWindow:
 *
 * One person's connection: first the page that asks where to, then what is
 * said there: one conversation, or over IRC several. The window owns its
 * client; closing it disconnects.
 */

G_DEFINE_FINAL_TYPE (SoqClientWindow, soq_client_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
shows_conversation (SoqClientWindow *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->pages), "conversation");
}

gboolean
soq_client_window_speaks_irc (SoqClientWindow *self)
{
  return soq_client_get_protocol (self->client) == SOQ_PROTOCOL_IRC;
}

void
soq_client_window_tell (SoqClientWindow *self,
                        const char      *text)
{
  adw_toast_overlay_add_toast (self->toasts, soq_toast_new (text));
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
  gtk_widget_action_set_enabled (widget, "win.end-input", soq_client_may_end (self->client));
  gtk_widget_action_set_enabled (widget, "win.join",
                                 state == SOQ_CLIENT_STATE_ONLINE &&
                                   soq_client_window_speaks_irc (self));
}

/* A program at the other end may wait for an empty line, or count the blanks;
 * where a line has no end there is no empty one.
 */
static void
update_composer (SoqClientWindow *self)
{
  gboolean plain = soq_client_window_is_connected (self) && !soq_client_window_speaks_irc (self);
  gboolean ends = plain && (soq_client_window_get_address (self)->transport == SOQ_TRANSPORT_UDP ||
                            soq_place_get_line_ending (soq_client_get_place (self->client)) !=
                              SOQ_LINE_ENDING_NONE);

  soq_composer_set_verbatim (self->composer, ends);
}

/* For three columns more room is taken, unless the person gave it a size. */
static void
make_room (SoqClientWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (soq_client_window_speaks_irc (self) && !self->has_size && width >= LEAST_WIDE &&
      width < IRC_WIDTH)
    gtk_window_set_default_size (GTK_WINDOW (self), IRC_WIDTH, height);
}

/* Whether what was connected to is known well enough to talk. */
static gboolean
may_talk (SoqClientWindow *self)
{
  SoqProtocol protocol = soq_place_get_protocol (soq_client_get_place (self->client));

  return soq_client_get_state (self->client) == SOQ_CLIENT_STATE_ONLINE ||
         (soq_client_window_is_connected (self) && protocol == SOQ_PROTOCOL_PLAIN);
}

static void
show_page (SoqClientWindow *self)
{
  make_room (self);
  soq_client_window_show_conversation (self, self->current);
  gtk_stack_set_visible_child_name (self->pages, "conversation");
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* Only once there was a conversation does a lost connection stay on its page. */
static void
choose_page (SoqClientWindow *self)
{
  if (soq_client_get_place (self->client) == NULL || shows_conversation (self) ||
      !may_talk (self))
    return;

  soq_settings_add_recent_place (soq_settings_get_default (),
                                 soq_client_get_place (self->client));
  show_page (self);
}

static gboolean
early_cb (gpointer user_data)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (user_data);

  self->early = 0;
  if (soq_client_get_state (self->client) == SOQ_CLIENT_STATE_REGISTERING)
    show_page (self);

  return G_SOURCE_REMOVE;
}

/* A bouncer asks for its password in a notice, and lets nobody in until it is
 * answered; other servers have something to say too, but go on by themselves.
 */
static void
early_messages_cb (SoqClientWindow *self)
{
  if (self->early != 0 || !soq_client_window_speaks_irc (self) ||
      soq_client_get_state (self->client) != SOQ_CLIENT_STATE_REGISTERING)
    return;

  self->early = g_timeout_add (EARLY_MILLISECONDS, early_cb, self);
  g_source_set_name_by_id (self->early, "[soquete] early notice");
}

/* What was typed is not lost: the connect page, or the banner, says why. */
static void
ask_trust (SoqClientWindow *self)
{
  if (soq_client_get_state (self->client) == SOQ_CLIENT_STATE_OFFLINE &&
      g_error_matches (soq_client_get_error (self->client), SOQ_ERROR, SOQ_ERROR_CERTIFICATE))
    soq_client_window_ask_trust (self);
}

/* Buttons that go away with their state must not take the caret with them. */
static void
keep_caret (SoqClientWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!shows_conversation (self))
    return;

  if (focus == NULL || focus == self->disconnect_button || !gtk_widget_is_visible (focus) ||
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self->connect_page)) ||
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self->banner)))
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
state_cb (SoqClientWindow *self)
{
  SoqClientState   state = soq_client_get_state (self->client);
  g_autofree char *trouble = soq_client_window_describe_error (self);

  /* First, so that the button that cancels can take the focus. */
  update_actions (self);
  update_composer (self);
  choose_page (self);
  soq_connect_page_set_busy (self->connect_page, state != SOQ_CLIENT_STATE_OFFLINE &&
                                                   !shows_conversation (self));
  soq_connect_page_set_trouble (self->connect_page, trouble);
  gtk_widget_set_visible (self->disconnect_button,
                          soq_client_window_is_connected (self) &&
                            !soq_client_window_speaks_irc (self));
  soq_client_window_show_title (self);
  soq_client_window_update_panes (self);
  soq_client_window_show_banner (self);
  keep_caret (self);
  ask_trust (self);
}

static void
connect_cb (SoqClientWindow *self,
            SoqPlace        *place)
{
  g_autofree char *where = soq_address_to_string (soq_place_get_address (place));
  g_autofree char *trusted = soq_settings_dup_trusted (soq_settings_get_default (), where);

  soq_client_set_nick (self->client, soq_connect_page_get_name (self->connect_page));
  soq_client_set_login (self->client, soq_connect_page_get_account (self->connect_page),
                        soq_connect_page_get_password (self->connect_page));
  soq_client_set_trusted (self->client, trusted);
  soq_client_set_stays (self->client, soq_connect_page_get_stays (self->connect_page));
  soq_client_connect (self->client, place);
}

static gboolean
send_cb (SoqClientWindow *self,
         const char      *text)
{
  return soq_client_window_send (self, text);
}

static void
nick_needed_cb (SoqClientWindow *self,
                const char      *refused,
                const char      *reason)
{
  soq_client_window_ask_nick (self, refused, reason);
}

static void
disconnect_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  soq_client_disconnect (SOQ_CLIENT_WINDOW (widget)->client);
}

static void
end_input_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (widget);

  soq_client_end (self->client);
  update_actions (self);
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
  soq_client_window_clear_view (SOQ_CLIENT_WINDOW (widget));
}

static void
join_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  soq_client_window_ask_channel (SOQ_CLIENT_WINDOW (widget));
}

static void
topic_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  soq_client_window_ask_topic (SOQ_CLIENT_WINDOW (widget));
}

static void
close_conversation_action (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (widget);

  soq_client_close_conversation (self->client, self->current);
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  soq_client_window_move (SOQ_CLIENT_WINDOW (widget), g_str_has_prefix (name, "win.next") ? 1 : -1);
}

static void
show_conversations_action (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (widget);

  if (soq_client_window_speaks_irc (self))
    {
      soq_split_view_set_show_sidebar (self->split, TRUE);
      gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
    }
}

static void
toggle_members_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (SOQ_CLIENT_WINDOW (widget)->members_button);

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
toggle_wire_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  GtkToggleButton *button = SOQ_CLIENT_WINDOW (widget)->wire_button;

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

/* The entry stays: what is written is seen going out. */
static void
wire_toggled_cb (SoqClientWindow *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->wire_button);

  gtk_stack_set_visible_child (self->faces, shown ? GTK_WIDGET (self->wire)
                                                  : GTK_WIDGET (self->stack));
  gtk_widget_set_visible (GTK_WIDGET (soq_connect_page_get_wire (self->connect_page)), shown);
}

static void
focus_entry_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SOQ_CLIENT_WINDOW (widget)->composer));
}

/* The key that closes windows closes conversations first, as it does tabs. */
static gboolean
close_key_cb (GtkEventControllerKey *controller,
              guint                  key,
              guint                  code,
              GdkModifierType        state,
              SoqClientWindow       *self)
{
  GtkEventController *keys = GTK_EVENT_CONTROLLER (controller);
  GdkEvent           *event = gtk_event_controller_get_current_event (keys);
  GtkApplication     *application = gtk_window_get_application (GTK_WINDOW (self));
  g_auto (GStrv)      accelerators = NULL;

  if (application == NULL || !shows_conversation (self) ||
      soq_conversation_get_kind (self->current) == SOQ_CONVERSATION_SERVER)
    return GDK_EVENT_PROPAGATE;

  accelerators = gtk_application_get_accels_for_action (application, "window.close");
  for (guint i = 0; accelerators[i] != NULL; i++)
    {
      guint           wanted;
      GdkModifierType modifiers;

      if (gtk_accelerator_parse (accelerators[i], &wanted, &modifiers) &&
          gdk_key_event_matches (event, wanted, modifiers) == GDK_KEY_MATCH_EXACT)
        {
          soq_client_close_conversation (self->client, self->current);
          return GDK_EVENT_STOP;
        }
    }

  return GDK_EVENT_PROPAGATE;
}

static void
watch_close_key (SoqClientWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (close_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
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

  gtk_widget_grab_focus (shows_conversation (self) ? GTK_WIDGET (self->composer)
                                                   : GTK_WIDGET (self->connect_page));
}

/* What is lost with the window, or NULL. */
static char *
describe_use (SoqClientWindow *self)
{
  g_autofree char *typed = soq_composer_dup_text (self->composer);
  g_autofree char *place = NULL;

  if (soq_client_window_is_connected (self))
    {
      place = soq_address_to_string (soq_client_window_get_address (self));
      /* Translators: %s is an address. */
      return g_strdup_printf (_("You are connected to %s and will be disconnected."), place);
    }

  return *typed != '\0' ? g_strdup (_("What you have written was not sent and will be lost."))
                        : NULL;
}

/**
 * soq_client_window_is_in_use:
 * @self: a window
 *
 * Returns: whether something would be lost with it
 */
gboolean
soq_client_window_is_in_use (SoqClientWindow *self)
{
  g_autofree char *use = NULL;

  g_return_val_if_fail (SOQ_IS_CLIENT_WINDOW (self), FALSE);

  use = describe_use (self);

  return use != NULL;
}

static gboolean
soq_client_window_close_request (GtkWindow *window)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (window);
  g_autofree char *use = describe_use (self);

  if (use != NULL && !soq_close_may (window, use))
    return GDK_EVENT_STOP;

  soq_client_disconnect (self->client);

  return GTK_WINDOW_CLASS (soq_client_window_parent_class)->close_request (window);
}

static void
soq_client_window_dispose (GObject *object)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  g_clear_handle_id (&self->early, g_source_remove);
  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      soq_client_disconnect (self->client);
    }
  if (self->views != NULL)
    soq_client_window_drop_conversations (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SOQ_TYPE_CLIENT_WINDOW);
  g_clear_object (&self->client);
  g_clear_pointer (&self->held, g_free);

  G_OBJECT_CLASS (soq_client_window_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (SOQ_TYPE_COMPOSER);
  g_type_ensure (SOQ_TYPE_CONNECT_PAGE);
  g_type_ensure (SOQ_TYPE_CONVERSATION_LIST);
  g_type_ensure (SOQ_TYPE_CONVERSATION_VIEW);
  g_type_ensure (SOQ_TYPE_MEMBER_LIST);
  g_type_ensure (SOQ_TYPE_SPLIT_VIEW);
  g_type_ensure (SOQ_TYPE_WIRE_VIEW);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SoqClientWindow, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-client-window.ui");
  BIND (toasts);
  BIND (pages);
  BIND (connect_page);
  BIND (split);
  BIND (side);
  BIND (side_title);
  BIND (list);
  BIND (title);
  BIND (back_button);
  BIND (disconnect_button);
  BIND (members_button);
  BIND (secure);
  BIND (banner);
  BIND (banner_label);
  BIND (stop_button);
  BIND (members_split);
  BIND (topic_button);
  BIND (topic);
  BIND (faces);
  BIND (stack);
  BIND (wire);
  BIND (wire_button);
  BIND (composer);
  BIND (members);
  gtk_widget_class_bind_template_callback (widget_class, wire_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.disconnect", disconnect_action },
    { "win.end-input", end_input_action },
    { "win.reconnect", reconnect_action },
    { "win.clear", clear_action },
    { "win.focus-entry", focus_entry_action },
    { "win.join", join_action },
    { "win.topic", topic_action },
    { "win.close-conversation", close_conversation_action },
    { "win.next-conversation", move_action },
    { "win.previous-conversation", move_action },
    { "win.show-conversations", show_conversations_action },
    { "win.toggle-members", toggle_members_action },
    { "win.toggle-wire", toggle_wire_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
}

static void
soq_client_window_class_init (SoqClientWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_client_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = soq_client_window_close_request;
  widget_class->map = soq_client_window_map;

  ensure_types ();
  bind_template (widget_class);
  install_actions (widget_class);
}

static gboolean
show_message_cb (SoqClientWindow *self,
                 guint            socket,
                 guint64          number,
                 gboolean         outgoing)
{
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);

  if (!SOQ_IS_CONVERSATION_VIEW (view) ||
      !soq_conversation_view_show_line (SOQ_CONVERSATION_VIEW (view), socket, number, outgoing))
    return FALSE;

  gtk_toggle_button_set_active (self->wire_button, FALSE);

  return TRUE;
}

static void
set_up_wire (SoqClientWindow *self)
{
  g_autoptr (SoqTrace) trace = soq_window_trace_new ();
  SoqWireView         *views[] = { self->wire, soq_connect_page_get_wire (self->connect_page) };

  g_signal_connect_object (self->wire, "show-message", G_CALLBACK (show_message_cb), self,
                           G_CONNECT_SWAPPED);

  soq_client_set_trace (self->client, trace);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      soq_wire_view_set_trace (views[i], trace);
      soq_wire_view_set_hint (views[i], _("Each socket call of this connection is shown here as it happens, with its bytes."));
    }
}

static void
soq_client_window_init (SoqClientWindow *self)
{
  SoqSettings *settings = soq_settings_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->client = soq_client_new ();
  soq_client_set_priority (self->client, SOCKET_PRIORITY);
  set_up_wire (self);
  g_signal_connect_object (self->client, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::nick", G_CALLBACK (soq_client_window_show_title),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "nick-needed", G_CALLBACK (nick_needed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (soq_conversation_get_messages (
                             soq_client_get_conversation (self->client)),
                           "items-changed", G_CALLBACK (early_messages_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::quit-word", G_CALLBACK (quit_word_cb), self,
                           G_CONNECT_SWAPPED);
  soq_client_window_init_conversations (self);
  soq_client_window_init_say (self);
  watch_close_key (self);
  self->has_size = soq_window_size_keep (GTK_WINDOW (self), "client");
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
 * @place: where to connect to, as if the person had typed it
 */
void
soq_client_window_connect_to (SoqClientWindow *self,
                              SoqPlace        *place)
{
  g_return_if_fail (SOQ_IS_CLIENT_WINDOW (self));
  g_return_if_fail (SOQ_IS_PLACE (place));

  soq_connect_page_set_place (self->connect_page, place);
  connect_cb (self, place);
}
