/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-window-private.h"

#include "soq-accounts-window.h"
#include "soq-address.h"
#include "soq-bans-window.h"
#include "soq-close.h"
#include "soq-compat.h"
#include "soq-platform.h"
#include "soq-server-error-text.h"
#include "soq-server-setup.h"

#include <glib/gi18n.h>

/* The commands of the server window. */

/* What happens to those who are connected when the server stops, or NULL. */
static char *
describe_use (SoqServerWindow *self)
{
  guint n = g_list_model_get_n_items (soq_server_get_peers (self->server));

  if (soq_server_get_state (self->server) != SOQ_SERVER_STATE_RUNNING || n == 0)
    return NULL;

  /* Translators: %u is how many clients are connected. */
  return g_strdup_printf (ngettext ("%u client is connected and will be disconnected.",
                                    "%u clients are connected and will be disconnected.", n),
                          n);
}

/**
 * soq_server_window_is_in_use:
 * @self: a window
 *
 * Returns: whether others are connected to its server
 */
gboolean
soq_server_window_is_in_use (SoqServerWindow *self)
{
  g_autofree char *use = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER_WINDOW (self), FALSE);

  use = describe_use (self);

  return use != NULL;
}

gboolean
soq_server_window_may_close (SoqServerWindow *self)
{
  g_autofree char *use = describe_use (self);

  return use == NULL || soq_close_may (GTK_WINDOW (self), use);
}

static void
stop_cb (const char *answer,
         guint       choice,
         gpointer    user_data)
{
  soq_server_stop (SOQ_SERVER_WINDOW (user_data)->server, NULL);
}

static void
ask_stop (SoqServerWindow *self,
          const char      *use)
{
  SoqQuestion question = { 0 };

  question.heading = _("Stop the Server?");
  question.body = use;
  question.affirm = _("_Stop");
  question.destructive = TRUE;
  soq_compat_ask (GTK_WIDGET (self), &question, stop_cb, self);
}

static void
start_stop_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  g_autofree char *use = describe_use (self);

  if (use != NULL)
    ask_stop (self, use);
  else if (soq_server_get_state (self->server) == SOQ_SERVER_STATE_RUNNING)
    soq_server_stop (self->server, NULL);
  else
    soq_server_window_start (self);
}

static void
settings_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (soq_server_setup_new (GTK_WINDOW (self), self->server,
                                                        self->config)));
}

static void
copy_address_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SoqServerWindow      *self = SOQ_SERVER_WINDOW (widget);
  g_autoptr (GPtrArray) hosts = soq_server_dup_reachable_addresses (self->server);
  g_autofree char      *text = NULL;

  if (hosts->len == 0)
    return;

  text = soq_host_and_port (g_ptr_array_index (hosts, 0), soq_server_get_port (self->server));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_ip_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  SoqPeer         *peer = soq_peer_table_get_selected (self->table);

  if (peer != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), soq_peer_get_address (peer));
}

static void
private_message_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  soq_server_window_write_to (self, soq_peer_table_get_selected (self->table));
}

static void
focus_entry_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SOQ_SERVER_WINDOW (widget)->composer));
}

static void
clear_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  soq_conversation_view_clear (self->messages);
  soq_conversation_view_clear (self->log);
}

static void
show_view_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_stack_set_visible_child_name (SOQ_SERVER_WINDOW (widget)->views,
                                    name + strlen ("win.show-"));
}

static void
show_bans_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (soq_bans_window_new (GTK_WINDOW (self), self->server)));
}

static void
show_accounts_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (soq_accounts_window_new (GTK_WINDOW (self), self->server)));
}

/* The client that a question is about; it may leave before the answer. */
static void
remember_peer (SoqServerWindow *self,
               SoqPeer         *peer)
{
  g_object_set_data_full (G_OBJECT (self), "asked-about", g_object_ref (peer), g_object_unref);
}

static void
kick_cb (const char *reason,
         guint       choice,
         gpointer    user_data)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (user_data);

  soq_server_kick (self->server, g_object_get_data (G_OBJECT (self), "asked-about"), reason);
}

static void
ban_cb (const char *reason,
        guint       choice,
        gpointer    user_data)
{
  SoqServerWindow      *self = SOQ_SERVER_WINDOW (user_data);
  SoqPeer              *peer = g_object_get_data (G_OBJECT (self), "asked-about");
  g_autoptr (GDateTime) until = soq_ban_length_dup_end (choice);
  g_autoptr (GError)    error = NULL;

  if (!soq_server_ban (self->server, soq_peer_get_address (peer), reason, until, &error))
    {
      g_autofree char *text = soq_ban_error_text (error, soq_peer_get_address (peer));

      soq_server_window_show_trouble (self, text);
    }
}

/**
 * soq_server_window_ask_kick:
 * @self: a window
 * @peer: who shall be disconnected, if the owner agrees
 */
void
soq_server_window_ask_kick (SoqServerWindow *self,
                            SoqPeer         *peer)
{
  SoqQuestion      question = { 0 };
  g_autofree char *heading = NULL;

  remember_peer (self, peer);
  /* Translators: %s is a client's name. */
  heading = g_strdup_printf (_("Kick %s?"), soq_peer_get_nick (peer));
  question.heading = heading;
  question.body = _("The connection is closed. It can connect again.");
  question.affirm = _("_Kick");
  question.destructive = TRUE;
  question.entry_label = _("Reason (optional)");
  soq_compat_ask (GTK_WIDGET (self), &question, kick_cb, self);
}

/* Who is at the server's own computer would be kept out with oneself. */
static gboolean
is_own_address (const char *host)
{
  g_autoptr (GPtrArray)    ours = soq_platform_list_addresses ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL || g_inet_address_get_is_loopback (address))
    return address != NULL;

  for (guint i = 0; i < ours->len; i++)
    if (g_inet_address_equal (g_ptr_array_index (ours, i), address))
      return TRUE;

  return FALSE;
}

/**
 * soq_server_window_ask_ban:
 * @self: a window
 * @peer: whose address shall be kept out, if the owner agrees
 */
void
soq_server_window_ask_ban (SoqServerWindow *self,
                           SoqPeer         *peer)
{
  g_auto (GStrv)   lengths = soq_ban_length_dup_labels ();
  SoqQuestion      question = { 0 };
  g_autofree char *heading = NULL;

  remember_peer (self, peer);
  /* Translators: %s is an IP address. */
  heading = g_strdup_printf (_("Ban %s?"), soq_peer_get_address (peer));
  question.heading = heading;
  question.body = is_own_address (soq_peer_get_address (peer))
    ? _("This is the address of your own computer: everybody who connects from it, you too, is disconnected and kept out until the ban ends or you lift it.")
    : _("Everybody at this address is disconnected and kept out until the ban ends or you lift it.");
  question.affirm = _("_Ban");
  question.destructive = TRUE;
  question.entry_label = _("Reason (optional)");
  question.choices = (const char *const *) lengths;
  soq_compat_ask (GTK_WIDGET (self), &question, ban_cb, self);
}

static void
ask_kick_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  SoqPeer         *peer = soq_peer_table_get_selected (self->table);

  if (peer != NULL)
    soq_server_window_ask_kick (self, peer);
}

static void
ask_ban_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  SoqPeer         *peer = soq_peer_table_get_selected (self->table);

  if (peer != NULL)
    soq_server_window_ask_ban (self, peer);
}

typedef struct
{
  const char                 *name;
  GtkWidgetActionActivateFunc run;
} Action;

static const Action actions[] = {
  { "win.start-stop", start_stop_cb },
  { "win.server-settings", settings_cb },
  { "win.copy-address", copy_address_cb },
  { "win.copy-ip", copy_ip_cb },
  { "win.private-message", private_message_cb },
  { "win.kick", ask_kick_cb },
  { "win.ban", ask_ban_cb },
  { "win.show-bans", show_bans_cb },
  { "win.show-messages", show_view_cb },
  { "win.show-wire", show_view_cb },
  { "win.show-log", show_view_cb },
  { "win.show-channels", show_view_cb },
  { "win.show-accounts", show_accounts_cb },
  { "win.focus-entry", focus_entry_cb },
  { "win.clear", clear_cb },
};

void
soq_server_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].run);
}

/**
 * soq_server_window_update_actions:
 * @self: a window
 *
 * Switches those commands off that have nothing to act on.
 */
void
soq_server_window_update_actions (SoqServerWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   selected = soq_peer_table_get_selected (self->table) != NULL;
  gboolean   running = soq_server_get_state (self->server) == SOQ_SERVER_STATE_RUNNING;

  soq_server_window_update_channel_actions (self);
  gtk_widget_action_set_enabled (widget, "win.private-message", selected && running);
  gtk_widget_action_set_enabled (widget, "win.copy-ip", selected);
  gtk_widget_action_set_enabled (widget, "win.kick", selected && running);
  gtk_widget_action_set_enabled (widget, "win.ban", selected && running);
  gtk_widget_action_set_enabled (widget, "win.copy-address", running);
  gtk_widget_action_set_enabled (widget, "win.start-stop",
                                 soq_server_get_state (self->server) != SOQ_SERVER_STATE_STOPPING);
}
