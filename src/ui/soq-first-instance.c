/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-first-instance.h"

/* GDBus answers a ping in a thread of its own, also while the windows of that
 * process are busy.
 */
#define PATIENCE 3000 /* in milliseconds */

static gboolean
is_stuck (const char *name)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant)        reply = NULL;
  g_autoptr (GError)          error = NULL;

  if (bus == NULL)
    return FALSE;

  reply = g_dbus_connection_call_sync (bus, name, "/", "org.freedesktop.DBus.Peer", "Ping",
                                       NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, PATIENCE,
                                       NULL, &error);

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/**
 * soq_first_instance_pass_by_if_stuck:
 * @application: an application that is not registered yet
 *
 * Lets @application start beside the instance that has its name on the session
 * bus, if that one hangs, or has gone and the bus did not notice. It would
 * otherwise be asked for a window, and a person would wait for nothing: after 25
 * seconds #GApplication gives up. It blocks as long as the ping takes, at most
 * three seconds.
 */
void
soq_first_instance_pass_by_if_stuck (GApplication *application)
{
  const char *name = g_application_get_application_id (application);

  g_return_if_fail (!g_application_get_is_registered (application));

  if (!is_stuck (name))
    return;

  g_message ("Another Soquete is running and does not answer; this one starts beside it");
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
}
