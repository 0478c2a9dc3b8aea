/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lesson-page.h"

#include "soq-client-window.h"
#include "soq-code-view.h"
#include "soq-lab-rows.h"
#include "soq-server-window.h"

#include <glib/gi18n.h>

/* Two programs to read and to take along, and either side played by a window
 * of ours, so that a student needs to write only one of them.
 */

static GtkApplication *
get_application (GtkWidget *widget)
{
  return gtk_window_get_application (GTK_WINDOW (gtk_widget_get_root (widget)));
}

static void
serve_cb (GtkWidget       *button,
          const SoqLesson *lesson)
{
  SoqServerWindow *window = soq_server_window_new (get_application (button));
  GtkWidget       *page = gtk_widget_get_ancestor (button, GTK_TYPE_SCROLLED_WINDOW);

  soq_server_window_set_port (window,
                              GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (page), "port")));
  soq_server_window_set_reply (window, lesson->mode, lesson->transport == SOQ_TRANSPORT_UDP);
  gtk_window_present (GTK_WINDOW (window));
  soq_server_window_start (window);
}

static void
connect_cb (GtkWidget       *button,
            const SoqLesson *lesson)
{
  SoqClientWindow     *window = soq_client_window_new (get_application (button));
  g_autofree char     *text = g_strdup_printf ("%s://127.0.0.1:%u",
                                           lesson->transport == SOQ_TRANSPORT_UDP ? "udp"
                                                                                      : "tcp",
                                               lesson->port);
  g_autoptr (SoqPlace) place = soq_place_from_string (text, NULL);

  soq_client_window_connect_to (window, place);
  gtk_window_present (GTK_WINDOW (window));
}

static GtkWidget *
new_button (const char      *label,
            const char      *tooltip,
            GCallback        clicked,
            const SoqLesson *lesson)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", clicked, GSIZE_TO_POINTER ((gsize) lesson));

  return button;
}

/**
 * soq_lesson_page_new:
 * @lesson: a lesson
 *
 * Returns: (transfer full): its page
 */
GtkWidget *
soq_lesson_page_new (const SoqLesson *lesson)
{
  GtkWidget       *box;
  GtkWidget       *page = soq_lab_new_page (_(lesson->title), _(lesson->what), &box);
  GtkWidget       *buttons = gtk_flow_box_new ();
  g_autofree char *where = g_strdup_printf (_("%s port %u"),
                                               lesson->transport == SOQ_TRANSPORT_UDP ? "UDP" : "TCP",
                                               lesson->port);
  GtkWidget       *label = gtk_label_new (where);

  soq_lesson_page_set_server_port (page, lesson->port);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (buttons), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_append (GTK_FLOW_BOX (buttons),
                       new_button (_("Start This _Server"),
                                      _("Open a server window that answers as the program does"),
                                         G_CALLBACK (serve_cb), lesson));
  gtk_flow_box_append (GTK_FLOW_BOX (buttons),
                       new_button (_("Open a _Client"),
                                      _("Open a client window that connects to this port"),
                                         G_CALLBACK (connect_cb), lesson));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_box_append (GTK_BOX (box), soq_code_view_new (lesson->id));

  return page;
}

/**
 * soq_lesson_page_set_server_port:
 * @page: the page of a lesson
 * @port: where the server window listens instead; 0 for any
 *
 * For tests: the port of a class may be taken where they run.
 */
void
soq_lesson_page_set_server_port (GtkWidget *page,
                                 guint      port)
{
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (page));

  g_object_set_data (G_OBJECT (page), "port", GUINT_TO_POINTER (port));
}
