/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-relay-page.h"

#include "soq-error-text.h"
#include "soq-error.h"
#include "soq-lab-rows.h"
#include "soq-wire-view.h"

#include <glib/gi18n.h>

#define LOOK 200 /* milliseconds */

/**
 * SoqRelayPage:
 *
 * Two programs of one's own, watched from between them.
 */
struct _SoqRelayPage
{
  AdwBin parent_instance;

  SoqRelay *relay; /* (owned) */
  guint     look_id;

  GtkWidget *server;    /* (borrowed): host and port */
  GtkWidget *transport; /* (borrowed) */
  GtkWidget *port;      /* (borrowed) */
  GtkWidget *button;    /* (borrowed) */
  GtkWidget *reset;     /* (borrowed) */
  GtkWidget *status;    /* (borrowed) */
  GtkWidget *wire;      /* (borrowed) */
  GtkWidget *counts;    /* (borrowed) */
  GtkWidget *piece;     /* (borrowed) and so are the other knobs */
  GtkWidget *join;
  GtkWidget *delay;
  GtkWidget *rate;
  GtkWidget *drop;
};

G_DEFINE_FINAL_TYPE (SoqRelayPage, soq_relay_page, ADW_TYPE_BIN)

static gboolean
look_cb (gpointer user_data)
{
  SoqRelayPage         *self = user_data;
  const SoqRelayCounts *counts = soq_relay_get_counts (self->relay);
  g_autofree char      *bytes = NULL;
  g_autofree char      *lost = NULL;
  g_autofree char      *text = NULL;

  bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, counts->forwarded);
  lost = g_strdup_printf ("%" G_GUINT64_FORMAT, counts->dropped);
  text = g_strdup_printf (
    _("Clients: %u, now: %u · bytes: %s · datagrams lost: %s · server not reached: %u"),
       counts->clients, counts->open, bytes, lost, counts->failed);
  gtk_label_set_text (GTK_LABEL (self->counts), text);

  return G_SOURCE_CONTINUE;
}

static void
knob_cb (SoqRelayPage *self)
{
  SoqRelayKnobs knobs;

  knobs.piece = (guint) soq_lab_get_value (self->piece);
  knobs.join = (guint) soq_lab_get_value (self->join);
  knobs.delay = (guint) soq_lab_get_value (self->delay);
  knobs.rate = (guint) soq_lab_get_value (self->rate);
  knobs.drop = (guint) soq_lab_get_value (self->drop);
  soq_relay_set_knobs (self->relay, &knobs);
}

static void
update (SoqRelayPage *self)
{
  gboolean         running = soq_relay_is_running (self->relay);
  g_autofree char *status = NULL;

  if (running)
    status = g_strdup_printf (_("Connect your client to 127.0.0.1 port %u"),
                                 soq_relay_get_port (self->relay));
  gtk_label_set_text (GTK_LABEL (self->status), running ? status : "");
  gtk_button_set_label (GTK_BUTTON (self->button), running ? _("_Stop") : _("_Start"));
  gtk_widget_set_sensitive (self->server, !running);
  gtk_widget_set_sensitive (self->transport, !running);
  gtk_widget_set_sensitive (self->port, !running);
  gtk_widget_set_sensitive (self->reset, running);
}

static SoqAddress *
read_server (SoqRelayPage *self,
             GError      **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->server));

  return soq_address_parse_authority (text,
                                      soq_lab_get_value (self->transport) == 0 ? SOQ_TRANSPORT_TCP
                                                                               : SOQ_TRANSPORT_UDP,
                                      SOQ_DEFAULT_PORT, error);
}

static void
show_error (SoqRelayPage     *self,
            const SoqAddress *server,
            const GError     *error)
{
  g_autofree char *text = NULL;

  if (server == NULL)
    {
      gtk_widget_add_css_class (self->server, "error");
      text = g_strdup (
        g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_PORT)
        ? _("The port must be a number from 1 to 65535.")
        : _("That is not a host: it must be a name like example.org, or an address like "
              "192.0.2.1."));
    }
  else
    text = soq_listen_error_text (error, (guint) soq_lab_get_value (self->port));
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
clicked_cb (SoqRelayPage *self)
{
  g_autoptr (SoqAddress) server = NULL;
  g_autoptr (GError)     error = NULL;

  gtk_widget_remove_css_class (self->server, "error");
  if (soq_relay_is_running (self->relay))
    {
      soq_relay_stop (self->relay);
      g_clear_handle_id (&self->look_id, g_source_remove);
      look_cb (self);
      update (self);
      return;
    }

  server = read_server (self, &error);
  if (server == NULL ||
      !soq_relay_start (self->relay, "127.0.0.1", (guint16) soq_lab_get_value (self->port), server,
                        &error))
    {
      show_error (self, server, error);
      return;
    }

  knob_cb (self);
  soq_wire_view_set_trace (SOQ_WIRE_VIEW (self->wire), soq_relay_get_trace (self->relay));
  self->look_id = g_timeout_add (LOOK, look_cb, self);
  update (self);
}

static void
reset_cb (SoqRelayPage *self)
{
  soq_relay_reset_all (self->relay);
}

static void
soq_relay_page_dispose (GObject *object)
{
  SoqRelayPage *self = SOQ_RELAY_PAGE (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->relay != NULL)
    soq_relay_stop (self->relay);
  g_clear_object (&self->relay);

  G_OBJECT_CLASS (soq_relay_page_parent_class)->dispose (object);
}

static void
soq_relay_page_class_init (SoqRelayPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soq_relay_page_dispose;
}

static void
add_places (SoqRelayPage *self,
            GtkWidget    *box)
{
  static const char *const transports[] = { "TCP", "UDP", NULL };
  GtkWidget               *group = adw_preferences_group_new ();

  self->server = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->server), _("Your server: HOST:PORT"));
  gtk_editable_set_text (GTK_EDITABLE (self->server), "127.0.0.1:5000");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->server);
  self->transport = soq_lab_add_choice (ADW_PREFERENCES_GROUP (group), _("Transport"), transports,
                                                                          0);
  self->port = soq_lab_add_number (ADW_PREFERENCES_GROUP (group), _("Listen on port (0 is any)"),
                                                                     NULL, 0, 65535, 0);
  gtk_box_append (GTK_BOX (box), group);
}

static GtkWidget *
add_knob (SoqRelayPage *self,
          GtkWidget    *group,
          const char   *title,
          const char   *unit,
          int           most)
{
  GtkWidget *spin = soq_lab_add_number (ADW_PREFERENCES_GROUP (group), title, unit, 0, most, 0);

  g_signal_connect_object (spin, "value-changed", G_CALLBACK (knob_cb), self, G_CONNECT_SWAPPED);

  return spin;
}

static void
add_knobs (SoqRelayPage *self,
           GtkWidget    *box)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("A bad network"));
  self->piece = add_knob (self, group, _("TCP: pieces of at most (0 is any)"), "B", 4096);
  self->join = add_knob (self, group, _("TCP: collect for"), "ms", 10000);
  self->delay = add_knob (self, group, _("Delay"), "ms", 10000);
  self->rate = add_knob (self, group, _("TCP: rate (0 is any)"), "B/s", 1000000);
  self->drop = add_knob (self, group, _("UDP: lose"), "%", 100);
  gtk_box_append (GTK_BOX (box), group);
}

static GtkWidget *
new_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static void
soq_relay_page_init (SoqRelayPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box;

  self->relay = soq_relay_new ();
  adw_bin_set_child (
    ADW_BIN (self),
    soq_lab_new_page (_("Watch Two Programs"),
                         _("It stands between your client and your server and hands on what they say. "
                        "Start your server, press Start, and connect your client to the port "
                        "that is shown. Below, make the network worse, and see what your "
                        "programs do."),
                            &box));
  add_places (self, box);

  self->button = gtk_button_new_with_mnemonic (_("_Start"));
  self->reset = gtk_button_new_with_mnemonic (_("_Reset Connections"));
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->reset, _("Break every connection now, on both sides"));
  gtk_box_append (GTK_BOX (bar), self->button);
  gtk_box_append (GTK_BOX (bar), self->reset);
  gtk_box_append (GTK_BOX (box), bar);
  self->status = new_label ();
  gtk_widget_add_css_class (self->status, "heading");
  self->counts = new_label ();
  gtk_box_append (GTK_BOX (box), self->status);
  gtk_box_append (GTK_BOX (box), self->counts);
  add_knobs (self, box);
  self->wire = soq_lab_add_wire (box, _("Start the relay, and connect a client to it"));

  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reset, "clicked", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
soq_relay_page_new (void)
{
  return g_object_new (SOQ_TYPE_RELAY_PAGE, NULL);
}

SoqRelay *
soq_relay_page_get_relay (SoqRelayPage *self)
{
  g_return_val_if_fail (SOQ_IS_RELAY_PAGE (self), NULL);

  return self->relay;
}
