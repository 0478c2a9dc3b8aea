/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-notify.h"

#include "soq-notify-private.h"
#include "soq-settings.h"
#include "soq-text.h"

static gboolean
is_used (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

/**
 * soq_notify_message:
 * @window: where the message is shown
 * @nick: (nullable): who says it
 * @text: (nullable): what
 *
 * Lets the desktop tell of a message, unless the person uses one of our
 * windows or does not want to be told. A newer message takes the place of an
 * older one.
 */
void
soq_notify_message (GtkWindow  *window,
                    const char *nick,
                    const char *text)
{
  GtkApplication  *application = gtk_window_get_application (window);
  g_autofree char *printable = NULL;

  if (application == NULL || text == NULL || is_used (application) ||
      !soq_settings_get_notify (soq_settings_get_default ()))
    return;

  printable = soq_text_printable (text);
  soq_notify_show (window, nick != NULL ? nick : gtk_window_get_title (window), printable);
}
