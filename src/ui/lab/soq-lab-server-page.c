/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-server-page.h"

#include "soq-error-text.h"
#include "soq-lab-rows.h"
#include "soq-timeline-view.h"
#include "soq-wire-view.h"

#include <glib/gi18n.h>

#define LOOK 200 /* milliseconds */

/**
 * SoqLabServerPage:
 *
 * A server for programs of one's own, which can be told to serve in another
 * way while they are connected.
 */
struct _SoqLabServerPage
{
  AdwBin parent_instance;

  SoqLabServer *server; /* (owned) */
  guint         look_id;

  GtkWidget *mode;     /* (borrowed) */
  GtkWidget *reply;    /* (borrowed) */
  GtkWidget *port;     /* (borrowed) */
  GtkWidget *button;   /* (borrowed) */
  GtkWidget *status;   /* (borrowed) */
  GtkWidget *wire;     /* (borrowed) */
  GtkWidget *timeline; /* (borrowed) */
};

G_DEFINE_FINAL_TYPE (SoqLabServerPage, soq_lab_server_page, ADW_TYPE_BIN)

static gboolean
look_cb (gpointer user_data)
{
  SoqLabServerPage *self = user_data;

  soq_timeline_view_take_timeline (SOQ_TIMELINE_VIEW (self->timeline),
                                   soq_lab_server_dup_timeline (self->server));

  return G_SOURCE_CONTINUE;
}

static void
update (SoqLabServerPage *self)
{
  gboolean         running = soq_lab_server_is_running (self->server);
  g_autofree char *status = NULL;

  if (running)
    status = g_strdup_printf (_("Listening on 127.0.0.1 port %u"),
                                 soq_lab_server_get_port (self->server));
  gtk_label_set_text (GTK_LABEL (self->status), running ? status : "");
  gtk_button_set_label (GTK_BUTTON (self->button), running ? _("_Stop") : _("_Start"));
  gtk_widget_set_sensitive (self->port, !running);
}

static void
clicked_cb (SoqLabServerPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  guint16            port = (guint16) soq_lab_get_value (self->port);

  if (soq_lab_server_is_running (self->server))
    {
      soq_lab_server_stop (self->server);
      g_clear_handle_id (&self->look_id, g_source_remove);
      look_cb (self);
      update (self);
      return;
    }

  if (!soq_lab_server_start (self->server, "127.0.0.1", port, &error))
    {
      text = soq_listen_error_text (error, port);
      gtk_label_set_text (GTK_LABEL (self->status), text);
      return;
    }

  soq_wire_view_set_trace (SOQ_WIRE_VIEW (self->wire), soq_lab_server_get_trace (self->server));
  self->look_id = g_timeout_add (LOOK, look_cb, self);
  update (self);
}

static void
mode_cb (SoqLabServerPage *self)
{
  soq_lab_server_set_mode (self->server, (SoqServingMode) soq_lab_get_value (self->mode));
}

static void
reply_cb (SoqLabServerPage *self)
{
  soq_lab_server_set_reply (self->server, (SoqServingReply) soq_lab_get_value (self->reply));
}

static void
soq_lab_server_page_dispose (GObject *object)
{
  SoqLabServerPage *self = SOQ_LAB_SERVER_PAGE (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (soq_lab_server_page_parent_class)->dispose (object);
}

static void
soq_lab_server_page_class_init (SoqLabServerPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soq_lab_server_page_dispose;
}

static void
add_knobs (SoqLabServerPage *self,
           GtkWidget        *box)
{
  static const char *const modes[] = { N_("One after another"), N_("A thread for each"),
                                                                     N_("Event loop"), NULL };
  static const char *const replies[] = { N_("Echo"), N_("UPPERCASE"), N_("Numbered lines"), NULL };
  GtkWidget               *group = adw_preferences_group_new ();

  self->mode = soq_lab_add_choice (ADW_PREFERENCES_GROUP (group), _("The server serves"), modes, 0);
  self->reply = soq_lab_add_choice (ADW_PREFERENCES_GROUP (group), _("It answers with"), replies,
                                                                      0);
  self->port = soq_lab_add_number (ADW_PREFERENCES_GROUP (group), _("Port (0 is any)"), NULL, 0,
                                                                     65535, 8800);
  gtk_box_append (GTK_BOX (box), group);
  g_signal_connect_object (self->mode, "notify::selected", G_CALLBACK (mode_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reply, "notify::selected", G_CALLBACK (reply_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
soq_lab_server_page_init (SoqLabServerPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box;

  self->server = soq_lab_server_new ();
  adw_bin_set_child (
    ADW_BIN (self),
    soq_lab_new_page (_("A Server for Your Programs"),
                         _("Start it, and connect with programs of your own or with netcat, several "
                        "at a time. Change how it serves while they are connected: that counts "
                        "for whoever is accepted next. When your program connected is known only "
                        "to your program, so its bar begins when it is accepted."),
                            &box));
  add_knobs (self, box);

  self->button = gtk_button_new_with_mnemonic (_("_Start"));
  self->status = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_box_append (GTK_BOX (bar), self->button);
  gtk_box_append (GTK_BOX (bar), self->status);
  gtk_box_append (GTK_BOX (box), bar);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);

  self->timeline = soq_timeline_view_new ();
  gtk_box_append (GTK_BOX (box), soq_lab_new_heading (_("Who Waited")));
  gtk_box_append (GTK_BOX (box), self->timeline);
  gtk_box_append (GTK_BOX (box), soq_lab_new_legend ());
  self->wire = soq_lab_add_wire (box, _("Start the server, and connect a client to it"));
  update (self);
}

GtkWidget *
soq_lab_server_page_new (void)
{
  return g_object_new (SOQ_TYPE_LAB_SERVER_PAGE, NULL);
}

SoqLabServer *
soq_lab_server_page_get_server (SoqLabServerPage *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_SERVER_PAGE (self), NULL);

  return self->server;
}
