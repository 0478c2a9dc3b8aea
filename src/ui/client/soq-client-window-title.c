/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-error-text.h"
#include "soq-platform.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/* What the window says of its connection: title, lock and banner. */

const SoqAddress *
soq_client_window_get_address (SoqClientWindow *self)
{
  return soq_place_get_address (soq_client_get_place (self->client));
}

char *
soq_client_window_describe_error (SoqClientWindow *self)
{
  const GError *error = soq_client_get_error (self->client);

  return error != NULL ? soq_error_text (error, soq_client_window_get_address (self)) : NULL;
}

gboolean
soq_client_window_is_connected (SoqClientWindow *self)
{
  SoqClientState state = soq_client_get_state (self->client);

  return state == SOQ_CLIENT_STATE_ONLINE || state == SOQ_CLIENT_STATE_REGISTERING;
}

/* Its name may have been made to act on the window. */
static char *
dup_title (SoqConversation *conversation)
{
  return soq_text_one_line (soq_conversation_get_title (conversation));
}

static char *
dup_subtitle (SoqClientWindow *self)
{
  SoqClientState   state = soq_client_get_state (self->client);
  g_autofree char *nick = soq_text_one_line (soq_client_get_nick (self->client));
  g_autofree char *spoken = NULL;

  if (state == SOQ_CLIENT_STATE_CONNECTING)
    return g_strdup (_("Connecting…"));
  if (state != SOQ_CLIENT_STATE_ONLINE && state != SOQ_CLIENT_STATE_REGISTERING)
    return g_strdup (_("Not connected"));

  if (soq_client_window_speaks_irc (self))
    spoken = dup_title (soq_client_get_conversation (self->client));
  else
    spoken = g_strdup (soq_client_window_get_address (self)->transport == SOQ_TRANSPORT_UDP
                         ? "UDP"
                         : "TCP");

  /* Translators: the first %s is TCP, UDP or a network, the second the person's name. */
  return g_strdup_printf (_("%s, as %s"), spoken, nick);
}

static void
show_secure (SoqClientWindow *self)
{
  gboolean    secure = soq_client_is_secure (self->client);
  const char *text = secure ? _("Encrypted with TLS")
                            : _("Not encrypted: others in the network can read it");

  gtk_widget_set_visible (GTK_WIDGET (self->secure),
                          soq_client_window_is_connected (self) &&
                            (secure || soq_client_window_speaks_irc (self)));
  gtk_image_set_from_icon_name (self->secure, secure ? "channel-secure-symbolic"
                                                     : "channel-insecure-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->secure), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->secure), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

void
soq_client_window_show_title (SoqClientWindow *self)
{
  g_autofree char *place = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *title = NULL;
  g_autofree char *side_title = NULL;
  g_autofree char *nick = NULL;

  if (soq_client_get_place (self->client) == NULL)
    return;

  place = soq_address_to_string (soq_client_window_get_address (self));
  title = soq_client_window_speaks_irc (self) ? dup_title (self->current) : g_strdup (place);
  side_title = dup_title (soq_client_get_conversation (self->client));
  nick = soq_text_one_line (soq_client_get_nick (self->client));
  subtitle = dup_subtitle (self);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  adw_window_title_set_title (self->side_title, side_title);
  adw_window_title_set_subtitle (self->side_title, nick);
  gtk_window_set_title (GTK_WINDOW (self), title);
  show_secure (self);
}

static void
show_countdown (SoqClientWindow *self)
{
  gint64           left = soq_client_get_retry_time (self->client) - soq_clock_now ();
  guint            seconds = (guint) MAX (1, (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *reason = soq_client_window_describe_error (self);
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

void
soq_client_window_show_banner (SoqClientWindow *self)
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
      reason = soq_client_window_describe_error (self);
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
