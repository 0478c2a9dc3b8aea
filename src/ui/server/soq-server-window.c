/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-window-private.h"

#include "soq-address.h"
#include "soq-error-text.h"
#include "soq-event-line.h"
#include "soq-firewall-text.h"
#include "soq-hyphens.h"
#include "soq-list-mirror.h"
#include "soq-notify.h"
#include "soq-paths.h"
#include "soq-server-error-text.h"
#include "soq-settings.h"
#include "soq-window-size.h"
#include "soq-window-trace.h"

#include <glib/gi18n.h>

/**
 * SoqServerWindow:
 *
 * A server that one can see: who is connected, from where, and what they say.
 * The window owns its server; closing the window stops it.
 */
G_DEFINE_FINAL_TYPE (SoqServerWindow, soq_server_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
new_address_button (const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("edit-copy-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy this address"));

  return button;
}

static void
copy_button_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "address"));
}

/* Only where nothing else is listened on: it leads others to themselves. */
static gboolean
is_for_others (GPtrArray  *hosts,
               const char *host)
{
  for (guint i = 0; i < hosts->len; i++)
    if (!soq_host_is_loopback (g_ptr_array_index (hosts, i)))
      return !soq_host_is_loopback (host);

  return TRUE;
}

static void
show_addresses (SoqServerWindow *self)
{
  g_autoptr (GPtrArray) hosts = soq_server_dup_reachable_addresses (self->server);
  GtkWidget            *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->addresses))) != NULL)
    gtk_box_remove (self->addresses, child);

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);
      GtkWidget  *button;
      char       *text;

      if (!is_for_others (hosts, host))
        continue;

      text = soq_host_and_port (host, soq_server_get_port (self->server));
      button = new_address_button (text);
      g_object_set_data_full (G_OBJECT (button), "address", text, g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (copy_button_cb), NULL);
      gtk_box_append (self->addresses, button);
    }

  gtk_widget_set_visible (self->address_bar, hosts->len > 0);
}

static void
show_statistics (SoqServerWindow *self)
{
  guint            n = g_list_model_get_n_items (soq_server_get_peers (self->server));
  guint64          count = soq_server_get_message_count (self->server);
  gint64           now = g_get_monotonic_time ();
  gint64           elapsed = MAX (1, now - self->counted_at);
  guint64          rate = (count - self->counted) * G_USEC_PER_SEC / (guint64) elapsed;
  g_autofree char *clients = NULL;
  g_autofree char *speed = NULL;
  g_autofree char *text = NULL;

  self->counted = count;
  self->counted_at = now;

  /* Translators: %u is how many clients are connected. */
  clients = g_strdup_printf (ngettext ("%u client", "%u clients", n), n);
  speed = g_strdup_printf ("%'" G_GUINT64_FORMAT, rate);
  /* Translators: the first %s is “2 clients”, the second a number. */
  text = g_strdup_printf (_("%s · %s msg/s"), clients, speed);
  gtk_label_set_text (self->statistics, text);
}

static gboolean
statistics_cb (gpointer user_data)
{
  show_statistics (SOQ_SERVER_WINDOW (user_data));

  return G_SOURCE_CONTINUE;
}

static void
follow_statistics (SoqServerWindow *self,
                   gboolean         running)
{
  if (!running)
    {
      g_clear_handle_id (&self->statistics_id, g_source_remove);
    }
  else if (self->statistics_id == 0)
    {
      self->statistics_id = g_timeout_add_seconds (1, statistics_cb, self);
      g_source_set_name_by_id (self->statistics_id, "[soquete] statistics");
    }

  show_statistics (self);
}

static void
show_start_button (SoqServerWindow *self,
                   gboolean         running)
{
  gtk_button_set_label (GTK_BUTTON (self->start_button), running ? _("_Stop") : _("_Start"));
  gtk_widget_remove_css_class (self->start_button, running ? "suggested-action"
                                                           : "destructive-action");
  gtk_widget_add_css_class (self->start_button, running ? "destructive-action"
                                                        : "suggested-action");
}

static void
show_state (SoqServerWindow *self)
{
  SoqServerState   state = soq_server_get_state (self->server);
  gboolean         running = state == SOQ_SERVER_STATE_RUNNING;
  g_autofree char *subtitle = NULL;

  if (running)
    /* Translators: %u is a port. */
    subtitle = g_strdup_printf (_("Listening on port %u"), soq_server_get_port (self->server));
  else if (state == SOQ_SERVER_STATE_STOPPING)
    subtitle = g_strdup (_("Stopping…"));
  else
    subtitle = g_strdup (_("Stopped"));

  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_label_set_text (self->peers_empty,
                      running
                      ? _("Nobody is connected yet. Others connect to one of the addresses above.")
                      : _("Press Start to let others connect."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->composer), running);
  show_start_button (self, running);
  show_addresses (self);
  follow_statistics (self, running);
  soq_server_window_update_actions (self);
}

static void
resting_cb (SoqServerWindow *self)
{
  gboolean resting;

  g_object_get (self->server, "resting", &resting, NULL);
  if (resting)
    soq_server_window_show_trouble (self,
                                    _("The system lets this program open no more connections. New clients wait until others leave."));
  else
    gtk_revealer_set_reveal_child (self->trouble, FALSE);
}

static void
append_event (SoqServerWindow *self,
              SoqEvent        *event)
{
  g_auto (SoqEventText) text = { 0 };

  soq_event_text_init (&text, event, self->config->name);
  if (text.is_message || text.is_both)
    soq_conversation_view_append (self->messages, &text.line);
  if (!text.is_message)
    soq_conversation_view_append (self->log, &text.line);
}

static void
events_changed_cb (SoqServerWindow *self,
                   guint            position,
                   guint            removed,
                   guint            added,
                   GListModel      *events)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SoqEvent) event = g_list_model_get_item (events, i);

      append_event (self, event);
      if (i + 1 == position + added && soq_event_get_event_type (event) == SOQ_EVENT_MESSAGE)
        soq_notify_message (GTK_WINDOW (self), soq_event_get_nick (event),
                            soq_event_get_target (event), gtk_window_get_title (GTK_WINDOW (self)),
                            soq_event_get_text (event));
    }
}

static void
peers_changed_cb (SoqServerWindow *self)
{
  guint n = g_list_model_get_n_items (self->peers);

  gtk_stack_set_visible_child_name (self->peers_stack, n > 0 ? "table" : "empty");
  show_statistics (self);
  soq_server_window_update_actions (self);
}

static void
selected_cb (SoqServerWindow *self)
{
  /* The table goes with its selection, and before the window. */
  if (self->table == NULL)
    return;

  soq_server_window_update_actions (self);
}

static void
mode_cb (SoqServerWindow *self)
{
  guint mode = gtk_drop_down_get_selected (self->mode);

  if (self->server == NULL || mode == GTK_INVALID_LIST_POSITION)
    return;

  self->config->mode = mode;
  soq_server_set_mode (self->server, (SoqReplyMode) mode);
  soq_server_window_update_composer (self);
}

static void
unreached_cb (gpointer user_data)
{
  soq_server_window_show_trouble (SOQ_SERVER_WINDOW (user_data), soq_firewall_text ());
}

static void
dismiss_trouble_cb (SoqServerWindow *self)
{
  gtk_revealer_set_reveal_child (self->trouble, FALSE);
}

static gboolean
send_cb (SoqServerWindow *self,
         const char      *text)
{
  if (soq_server_get_state (self->server) != SOQ_SERVER_STATE_RUNNING)
    return FALSE;

  if (g_list_model_get_n_items (soq_server_get_peers (self->server)) == 0)
    {
      soq_server_window_show_trouble (self, _("Nobody is connected who could read this."));
      return FALSE;
    }

  if (!soq_server_window_say (self, text))
    return FALSE;

  soq_conversation_view_go_to_end (self->messages);

  return TRUE;
}

static void
scroll_cb (SoqServerWindow *self,
           int              pages)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->views);

  soq_conversation_view_scroll (SOQ_IS_CONVERSATION_VIEW (shown) ? SOQ_CONVERSATION_VIEW (shown)
                                                                 : self->messages,
                                pages);
}

static void
follow_settings (SoqServerWindow *self)
{
  SoqSettings *settings = soq_settings_get_default ();
  guint        mode;

  g_object_bind_property (settings, "timestamps", self->messages, "show-timestamps",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "timestamps", self->log, "show-timestamps",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "compact", self->messages, "compact", G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "compact", self->log, "compact", G_BINDING_SYNC_CREATE);

  self->config->port = soq_settings_get_port (settings);
  g_object_get (settings, "server-mode", &mode, NULL);
  gtk_drop_down_set_selected (self->mode, mode);
}

/* Where each server window of this program keeps its things: no two in the
 * same folder.
 */
static GHashTable *folders; /* a set of (owned) paths in use */

static char *
take_folder (void)
{
  if (folders == NULL)
    folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup ("server") : g_strdup_printf ("server-%u", i);
      g_autofree char *dir = soq_paths_dup_data_dir ();
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_hash_table_add (folders, g_strdup (path)))
        return g_steal_pointer (&path);
    }
}

static void
show_data_trouble (SoqServerWindow *self,
                   const GError    *error,
                   const char      *path)
{
  g_autofree char *text = soq_data_error_text (error, path);

  soq_server_window_show_trouble (self, text);
}

/* What was set in a window before, and what the server has kept. */
static void
load_data (SoqServerWindow *self)
{
  g_autofree char   *path = NULL;
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;

  self->config->data_dir = take_folder ();
  path = g_build_filename (self->config->data_dir, "server.conf", NULL);
  if (g_file_get_contents (path, &text, NULL, NULL) &&
      !soq_server_config_load_data (self->config, path, text, &error))
    {
      show_data_trouble (self, error, path);
      g_clear_error (&error);
    }
  if (!soq_server_open_data (self->server, self->config, &error))
    show_data_trouble (self, error, self->config->data_dir);
}

static gboolean
soq_server_window_close_request (GtkWindow *window)
{
  if (!soq_server_window_may_close (SOQ_SERVER_WINDOW (window)))
    return GDK_EVENT_STOP;

  soq_server_stop (SOQ_SERVER_WINDOW (window)->server, NULL);

  return GTK_WINDOW_CLASS (soq_server_window_parent_class)->close_request (window);
}

static void
soq_server_window_dispose (GObject *object)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (object);

  g_clear_handle_id (&self->statistics_id, g_source_remove);
  g_clear_pointer (&self->reach, soq_reach_free);
  g_clear_object (&self->chosen);
  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->channels, self);
      g_signal_handlers_disconnect_by_data (self->server, self);
      g_signal_handlers_disconnect_by_data (self->peers, self);
      g_signal_handlers_disconnect_by_data (soq_server_get_events (self->server), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), SOQ_TYPE_SERVER_WINDOW);
  g_clear_object (&self->peers);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (soq_server_window_parent_class)->dispose (object);
}

static void
soq_server_window_finalize (GObject *object)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (object);

  g_hash_table_remove (folders, self->config->data_dir);
  g_clear_pointer (&self->config, soq_server_config_free);

  G_OBJECT_CLASS (soq_server_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, start_button);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, address_bar);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, addresses);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, statistics);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, mode);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, peers_stack);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, peers_empty);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, table);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, views);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, messages);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, log);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, wire);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, channels);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, target);
  gtk_widget_class_bind_template_child (widget_class, SoqServerWindow, composer);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_trouble_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
soq_server_window_class_init (SoqServerWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_server_window_dispose;
  object_class->finalize = soq_server_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = soq_server_window_close_request;

  g_type_ensure (SOQ_TYPE_ADAPTIVE_PANED);
  g_type_ensure (SOQ_TYPE_CHANNEL_PAGE);
  g_type_ensure (SOQ_TYPE_COMPOSER);
  g_type_ensure (SOQ_TYPE_CONVERSATION_VIEW);
  g_type_ensure (SOQ_TYPE_WIRE_VIEW);
  g_type_ensure (SOQ_TYPE_PEER_TABLE);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-server-window.ui");
  bind_children (widget_class);
  soq_server_window_install_actions (widget_class);
  soq_server_window_install_channel_actions (widget_class);
}

static void
set_up_table (SoqServerWindow *self)
{
  const char            *path = RESOURCE_BASE "/soq-peer-menu.ui";
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);

  soq_peer_table_set_menu (self->table,
                           G_MENU_MODEL (gtk_builder_get_object (builder, "peer_menu")));
  soq_peer_table_set_model (self->table, self->peers);
}

static void
show_bytes_cb (SoqServerWindow  *self,
               const SoqLineRef *ref)
{
  gtk_stack_set_visible_child_name (self->views, "wire");
  soq_wire_view_show (self->wire, ref);
}

static gboolean
show_message_cb (SoqServerWindow *self,
                 guint            socket,
                 guint64          number,
                 gboolean         outgoing)
{
  if (!soq_conversation_view_show_line (self->messages, socket, number, outgoing))
    return FALSE;

  gtk_stack_set_visible_child_name (self->views, "messages");

  return TRUE;
}

static void
set_up_wire (SoqServerWindow *self)
{
  g_autoptr (SoqTrace) trace = soq_window_trace_new ();

  soq_conversation_view_watch_bytes (self->messages);
  g_signal_connect_object (self->messages, "show-bytes", G_CALLBACK (show_bytes_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wire, "show-message", G_CALLBACK (show_message_cb), self,
                           G_CONNECT_SWAPPED);

  soq_server_set_trace (self->server, trace);
  soq_wire_view_set_trace (self->wire, trace);
  soq_wire_view_set_hint (self->wire, _("Press Start: each socket call of this server is shown here as it happens, with its bytes."));
}

static void
soq_server_window_init (SoqServerWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->server = soq_server_new ();
  self->peers = soq_list_mirror_new (soq_server_get_peers (self->server));
  if (soq_firewall_text () != NULL)
    self->reach = soq_reach_new (self->server, unreached_cb, self);
  set_up_wire (self);
  self->config = soq_server_config_new ();
  self->counted_at = g_get_monotonic_time ();

  load_data (self);
  soq_hyphens_turn_off_label (self->trouble_label);
  soq_window_size_keep (GTK_WINDOW (self), "server");
  set_up_table (self);
  soq_server_window_build_target (self);
  soq_channel_page_set_model (self->channels, soq_server_get_channels (self->server));
  follow_settings (self);

  g_signal_connect_object (self->composer, "scroll", G_CALLBACK (scroll_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "notify::state", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "notify::resting", G_CALLBACK (resting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (soq_server_get_events (self->server), "items-changed",
                           G_CALLBACK (events_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->peers, "items-changed",
                           G_CALLBACK (peers_changed_cb), self, G_CONNECT_SWAPPED);
  show_state (self);
}

SoqServerWindow *
soq_server_window_new (GtkApplication *application)
{
  return g_object_new (SOQ_TYPE_SERVER_WINDOW, "application", application, NULL);
}

/**
 * soq_server_window_show_trouble:
 * @self: a window
 * @text: a sentence for the person
 *
 * Shows @text above the contents until it is dismissed or no longer true.
 */
void
soq_server_window_show_trouble (SoqServerWindow *self,
                                const char      *text)
{
  gtk_label_set_text (self->trouble_label, text);
  gtk_revealer_set_reveal_child (self->trouble, TRUE);
}

/**
 * soq_server_window_get_server:
 * @self: a window
 *
 * Returns: (transfer none): its server
 */
SoqServer *
soq_server_window_get_server (SoqServerWindow *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER_WINDOW (self), NULL);

  return self->server;
}

/**
 * soq_server_window_set_port:
 * @self: a window
 * @port: where to listen from the next start on; 0 for any
 */
void
soq_server_window_set_port (SoqServerWindow *self,
                            guint            port)
{
  g_return_if_fail (SOQ_IS_SERVER_WINDOW (self));
  g_return_if_fail (port <= G_MAXUINT16);

  self->config->port = port;
}

/**
 * soq_server_window_set_reply:
 * @self: a window
 * @mode: what clients get for what they say
 * @udp: whether it listens for datagrams too, from the next start on
 */
void
soq_server_window_set_reply (SoqServerWindow *self,
                             SoqReplyMode     mode,
                             gboolean         udp)
{
  g_return_if_fail (SOQ_IS_SERVER_WINDOW (self));

  self->config->mode = mode;
  self->config->udp = udp;
  soq_server_set_mode (self->server, mode);
  gtk_drop_down_set_selected (self->mode, mode);
}

/**
 * soq_server_window_start:
 * @self: a window
 *
 * Starts the server, or shows why it cannot.
 *
 * Returns: whether it runs
 */
gboolean
soq_server_window_start (SoqServerWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER_WINDOW (self), FALSE);

  if (soq_server_start (self->server, self->config, &error))
    {
      gtk_revealer_set_reveal_child (self->trouble, FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self->composer));
      return TRUE;
    }

  text = soq_listen_error_text (error, self->config->port);
  soq_server_window_show_trouble (self, text);

  return FALSE;
}
