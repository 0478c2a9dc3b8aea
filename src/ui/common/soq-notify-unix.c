/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-notify-private.h"

void
soq_notify_show (GtkWindow  *window,
                 const char *title,
                 const char *body)
{
  GApplication             *application = G_APPLICATION (gtk_window_get_application (window));
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_application_send_notification (application, "message", notification);
}
