/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-window-size.h"

#include "soq-settings.h"

static void
save_cb (GtkWindow  *window,
         const char *name)
{
  SoqWindowSize size = { .maximized = gtk_window_is_maximized (window) };

  gtk_window_get_default_size (window, &size.width, &size.height);
  if (size.width > 0 && size.height > 0)
    soq_settings_set_window_size (soq_settings_get_default (), name, &size);
}

/**
 * soq_window_size_keep:
 * @window: a window that was not shown yet
 * @name: (not nullable): of its kind; a string that stays
 *
 * Opens @window as large as the last one of its kind was left, and remembers
 * how large this one is left.
 *
 * Returns: whether there was one
 */
gboolean
soq_window_size_keep (GtkWindow  *window,
                      const char *name)
{
  SoqWindowSize size;
  gboolean      kept = soq_settings_get_window_size (soq_settings_get_default (), name, &size);

  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);

  if (kept)
    {
      gtk_window_set_default_size (window, size.width, size.height);
      if (size.maximized)
        gtk_window_maximize (window);
    }

  /* While it is shown its default size follows the person. */
  g_signal_connect (window, "unrealize", G_CALLBACK (save_cb), (gpointer) (guintptr) name);

  return kept;
}
