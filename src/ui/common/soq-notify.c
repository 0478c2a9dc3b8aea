/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-notify.h"

#include "soq-notify-private.h"
#include "soq-settings.h"
#include "soq-text.h"

static gboolean
belongs_to (GtkWindow *window,
            GtkWindow *owner)
{
  while (window != NULL && window != owner)
    window = gtk_window_get_transient_for (window);

  return window != NULL;
}

/**
 * soq_notify_is_wanted:
 * @window: where a message is shown
 *
 * Returns: whether the person does not look at it: another window of ours may
 *   be in use, but none that belongs to it
 */
gboolean
soq_notify_is_wanted (GtkWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (other) && belongs_to (other, window))
        return FALSE;
    }

  return TRUE;
}

/**
 * soq_notify_dup_title:
 * @nick: (nullable): who says something
 * @channel: (nullable): where, if it is a channel
 * @network: (nullable): the network, or the place of the server
 *
 * Returns: (transfer full): the title that tells of it
 */
char *
soq_notify_dup_title (const char *nick,
                      const char *channel,
                      const char *network)
{
  const char *parts[4] = { NULL };
  guint       n = 0;

  if (nick != NULL)
    parts[n++] = nick;
  if (channel != NULL)
    parts[n++] = channel;
  if (network != NULL)
    parts[n++] = network;

  return g_strjoinv (" · ", (char **) (guintptr) parts);
}

/**
 * soq_notify_message:
 * @window: where the message is shown
 * @nick: (nullable): who says it
 * @channel: (nullable): where, if it is a channel
 * @network: (nullable): the network, or the place of the server
 * @text: (nullable): what
 *
 * Lets the desktop tell of a message, unless the person looks at @window or
 * does not want to be told. A newer message takes the place of an older one.
 */
void
soq_notify_message (GtkWindow  *window,
                    const char *nick,
                    const char *channel,
                    const char *network,
                    const char *text)
{
  g_autofree char *printable = NULL;
  g_autofree char *title = NULL;

  if (gtk_window_get_application (window) == NULL || text == NULL ||
      !soq_notify_is_wanted (window) || !soq_settings_get_notify (soq_settings_get_default ()))
    return;

  printable = soq_text_printable (text);
  title = soq_notify_dup_title (nick, channel, network);
  soq_notify_show (window, title, printable);
}
