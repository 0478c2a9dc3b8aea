/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-text-links.h"

#include "soq-compat.h"

#define TAG_KEY "soq-link-tag"

static gboolean
find_link_at (GtkTextView *view,
              double       x,
              double       y,
              GtkTextIter *start,
              GtkTextIter *end)
{
  GtkTextTag *tag = g_object_get_data (G_OBJECT (view), TAG_KEY);
  int         buffer_x;
  int         buffer_y;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x,
                                         &buffer_y);
  if (!gtk_text_view_get_iter_at_location (view, start, buffer_x, buffer_y) ||
      !gtk_text_iter_has_tag (start, tag))
    return FALSE;

  *end = *start;
  if (!gtk_text_iter_starts_tag (start, tag))
    gtk_text_iter_backward_to_tag_toggle (start, tag);
  gtk_text_iter_forward_to_tag_toggle (end, tag);

  return TRUE;
}

static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GtkTextView     *view)
{
  GtkTextIter      start;
  GtkTextIter      end;
  g_autofree char *uri = NULL;

  /* Selecting a link is not opening it. */
  if (n_press != 1 || gtk_text_buffer_get_has_selection (gtk_text_view_get_buffer (view)) ||
      !find_link_at (view, x, y, &start, &end))
    return;

  uri = gtk_text_iter_get_text (&start, &end);
  soq_compat_show_uri (GTK_WIDGET (view), uri);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           GtkTextView              *view)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (view),
                                   find_link_at (view, x, y, &start, &end) ? "pointer" : "text");
}

/**
 * soq_text_links_attach:
 * @view: a view that cannot be edited
 * @tag: (transfer none): what the links in it have
 *
 * Opens a link when it is clicked, and shows that it can be.
 */
void
soq_text_links_attach (GtkTextView *view,
                       GtkTextTag  *tag)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_object_set_data (G_OBJECT (view), TAG_KEY, tag);
  g_signal_connect (click, "released", G_CALLBACK (clicked_cb), view);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
}

/**
 * soq_text_links_dup_at:
 * @view: a view with links
 * @x: where, in its coordinates
 * @y: where
 *
 * Returns: (transfer full) (nullable): the link that is there
 */
char *
soq_text_links_dup_at (GtkTextView *view,
                       double       x,
                       double       y)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  return find_link_at (view, x, y, &start, &end) ? gtk_text_iter_get_text (&start, &end) : NULL;
}
