/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-close.h"

#include "soq-compat.h"

#include <glib/gi18n.h>

/* Windows that are in use are not closed by a slip of the hand. */

#define AGREED "soq-close-agreed"

/**
 * soq_close_agree:
 * @window: a window
 *
 * The person has agreed to lose what is going on in @window.
 */
void
soq_close_agree (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_object_set_data (G_OBJECT (window), AGREED, GINT_TO_POINTER (TRUE));
}

static gboolean
close_idle_cb (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/* Not at once: the dialog that was answered goes with the window, and is still
 * at work.
 */
static void
close_cb (const char *answer,
          guint       choice,
          gpointer    user_data)
{
  soq_close_agree (user_data);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_idle_cb, g_object_ref (user_data),
                   g_object_unref);
}

/**
 * soq_close_may:
 * @window: a window in use that shall be closed
 * @body: what is lost
 *
 * Asks the person, unless that one has agreed, and closes it on a yes.
 *
 * Returns: whether it may be closed now
 */
gboolean
soq_close_may (GtkWindow  *window,
               const char *body)
{
  SoqQuestion question = { 0 };

  g_return_val_if_fail (GTK_IS_WINDOW (window), TRUE);
  g_return_val_if_fail (body != NULL, TRUE);

  if (g_object_get_data (G_OBJECT (window), AGREED) != NULL)
    return TRUE;

  question.heading = _("Close This Window?");
  question.body = body;
  question.affirm = _("_Close");
  question.destructive = TRUE;
  soq_compat_ask (GTK_WIDGET (window), &question, close_cb, window);

  return FALSE;
}
