/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-connect-page.h"

#include "soq-error.h"
#include "soq-irc-names.h"
#include "soq-place-text.h"
#include "soq-secrets.h"
#include "soq-settings.h"

#include <glib/gi18n.h>

/**
 * SoqConnectPage:
 *
 * Where to connect to, over what, and under which name. What is wrong is said
 * at its field; nothing that was typed is lost.
 */
struct _SoqConnectPage
{
  AdwBin parent_instance;

  /* All (borrowed), of the template. */
  GtkWidget   *fields;
  AdwComboRow *transport;
  GtkWidget   *tls_row;
  GtkSwitch   *tls;
  GtkEditable *channels;
  GtkEditable *account;
  GtkEditable *password;
  GtkWidget   *remember_row;
  GtkSwitch   *remember;
  GtkWidget   *more;
  GtkEditable *host;
  GtkEditable *port;
  GtkEditable *name;
  AdwComboRow *line_ending;
  GtkWidget   *stays_row;
  GtkSwitch   *stays;
  GtkEditable *quit_word;
  GtkLabel    *trouble;
  GtkSpinner  *spinner;
  GtkWidget   *connect_button;
  GtkWidget   *cancel_button;
  GtkWidget   *recent_group;
  GtkListBox  *recent;
  SoqWireView *wire;

  guint16  usual_port; /* of what is chosen */
  gboolean recalled;   /* account and password are what the system kept */
};

/* In the order of the list. */
typedef enum
{
  KIND_AUTOMATIC,
  KIND_IRC,
  KIND_TCP,
  KIND_UDP,
} Kind;

G_DEFINE_FINAL_TYPE (SoqConnectPage, soq_connect_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_CONNECT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
fail_at (SoqConnectPage *self,
         GtkEditable    *field,
         const char     *text)
{
  gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  gtk_widget_grab_focus (GTK_WIDGET (field));
  soq_connect_page_set_trouble (self, text);

  return FALSE;
}

static Kind
get_kind (SoqConnectPage *self)
{
  return (Kind) adw_combo_row_get_selected (self->transport);
}

static guint16
find_usual_port (SoqConnectPage *self)
{
  if (get_kind (self) != KIND_IRC)
    return SOQ_DEFAULT_PORT;

  return gtk_switch_get_active (self->tls) ? SOQ_IRC_TLS_PORT : SOQ_IRC_PORT;
}

/* The port follows what is chosen, unless the person typed another one. */
static void
follow_port (SoqConnectPage *self)
{
  guint16          port = find_usual_port (self);
  g_autofree char *old = g_strdup_printf ("%u", self->usual_port);
  g_autofree char *new = g_strdup_printf ("%u", port);

  if (g_str_equal (gtk_editable_get_text (self->port), old))
    gtk_editable_set_text (self->port, new);
  self->usual_port = port;
}

static void
kind_cb (SoqConnectPage *self)
{
  Kind     kind = get_kind (self);
  gboolean may_be_irc = kind == KIND_AUTOMATIC || kind == KIND_IRC;

  /* While the template is made not all of it is there. */
  if (self->more == NULL)
    return;

  gtk_widget_set_visible (self->tls_row, kind != KIND_UDP);
  gtk_widget_set_visible (GTK_WIDGET (self->channels), may_be_irc);
  gtk_widget_set_visible (GTK_WIDGET (self->account), may_be_irc);
  gtk_widget_set_visible (GTK_WIDGET (self->password), may_be_irc);
  gtk_widget_set_visible (self->remember_row, may_be_irc && soq_secrets_are_kept ());
  gtk_widget_set_visible (GTK_WIDGET (self->line_ending), kind != KIND_IRC);
  gtk_widget_set_visible (self->stays_row, kind == KIND_TCP);
  gtk_widget_set_visible (GTK_WIDGET (self->quit_word), kind != KIND_IRC);
  follow_port (self);
}

/* An address with its scheme and port may be pasted into the host's field. */
static SoqPlace *
read_whole_address (SoqConnectPage *self,
                    const char     *text)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (SoqPlace) place = soq_place_from_string (text, &error);

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_PORT))
    fail_at (self, self->host, _("The port must be a number from 1 to 65535."));
  else if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_SCHEME))
    fail_at (self, self->host,
             _("An address begins with tcp://, udp://, irc:// or ircs://, or with the host."));
  else if (place == NULL)
    fail_at (self, self->host,
             _("That is not a host: it must be a name like example.org, or an address like 192.0.2.1."));

  return g_steal_pointer (&place);
}

static SoqPlace *
read_fields (SoqConnectPage   *self,
             const SoqAddress *host)
{
  static const SoqProtocol protocols[] = {
    [KIND_AUTOMATIC] = SOQ_PROTOCOL_AUTOMATIC,
    [KIND_IRC] = SOQ_PROTOCOL_IRC,
    [KIND_TCP] = SOQ_PROTOCOL_PLAIN,
    [KIND_UDP] = SOQ_PROTOCOL_PLAIN,
  };
  g_autofree char       *port_text = g_strstrip (g_strdup (gtk_editable_get_text (self->port)));
  g_auto (GStrv)         channels = NULL;
  g_autoptr (SoqAddress) address = soq_address_copy (host);
  Kind                   kind = get_kind (self);

  if (!soq_port_parse (port_text, 1, &address->port, NULL))
    {
      fail_at (self, self->port, _("The port must be a number from 1 to 65535."));
      return NULL;
    }

  address->transport = kind == KIND_UDP ? SOQ_TRANSPORT_UDP : SOQ_TRANSPORT_TCP;
  channels = soq_place_parse_channels (gtk_editable_get_text (self->channels));

  return soq_place_new_full (&(SoqPlaceInfo){
    .address = address,
    .line_ending = (SoqLineEnding) adw_combo_row_get_selected (self->line_ending),
    .protocol = protocols[kind],
    .tls = gtk_switch_get_active (self->tls),
    .channels = (const char *const *) channels,
  });
}

static SoqPlace *
read_place (SoqConnectPage *self)
{
  g_autofree char       *text = g_strstrip (g_strdup (gtk_editable_get_text (self->host)));
  g_autoptr (SoqAddress) host = NULL;

  if (*text == '\0')
    {
      fail_at (self, self->host,
               _("Type the name or the IP address of the computer to connect to."));
      return NULL;
    }

  host = soq_address_parse (text, NULL);
  if (host == NULL || strcmp (text, host->host) != 0)
    return read_whole_address (self, text);

  return read_fields (self, host);
}

static gboolean
check_name (SoqConnectPage *self)
{
  if (soq_irc_nick_is_valid (gtk_editable_get_text (self->name)))
    return TRUE;

  return fail_at (self, self->name,
                  _("A name has 1 to 32 of the letters A to Z without accents, digits and -_[]{}\\|^`, and does not begin with a digit or -."));
}

static void
clear_marks (SoqConnectPage *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->host), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->port), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  soq_connect_page_set_trouble (self, NULL);
}

static void
changed_cb (SoqConnectPage *self)
{
  clear_marks (self);
}

/* What was kept for the last place is not for this one. */
static void
recall_password (SoqConnectPage *self,
                 SoqPlace       *place)
{
  g_autofree char *where = soq_address_to_string (soq_place_get_address (place));
  g_autofree char *account = NULL;
  g_autofree char *password = NULL;
  gboolean         kept = soq_secrets_find (where, &account, &password);

  if (!kept && !self->recalled)
    return;

  gtk_editable_set_text (self->account, kept ? account : "");
  gtk_editable_set_text (self->password, kept ? password : "");
  gtk_switch_set_active (self->remember, kept);
  self->recalled = kept;
}

static void
remember_password (SoqConnectPage *self,
                   SoqPlace       *place)
{
  g_autofree char *where = soq_address_to_string (soq_place_get_address (place));
  const char      *password = soq_connect_page_get_password (self);
  gboolean         done;

  if (!gtk_widget_get_visible (self->remember_row))
    return;

  if (password == NULL && soq_connect_page_get_account (self) == NULL && !self->recalled)
    {
      /* The host was typed, but its password may be known. */
      recall_password (self, place);
      return;
    }

  if (password != NULL && gtk_switch_get_active (self->remember))
    done = soq_secrets_set (where, soq_connect_page_get_account (self), password, NULL);
  else
    done = !self->recalled || soq_secrets_forget (where, NULL);
  if (!done)
    soq_connect_page_set_trouble (self, _("The password could not be remembered."));
}

static void
connect_clicked_cb (SoqConnectPage *self)
{
  g_autoptr (SoqPlace) place = NULL;

  clear_marks (self);
  place = read_place (self);
  if (place == NULL || !check_name (self))
    return;

  g_object_set (soq_settings_get_default (),
                "name", gtk_editable_get_text (self->name),
                "quit-word", gtk_editable_get_text (self->quit_word),
                NULL);
  remember_password (self, place);
  g_signal_emit (self, signals[SIGNAL_CONNECT], 0, place);
}

static void
forget_cb (GtkWidget *button,
           SoqPlace  *place)
{
  SoqSettings *settings = soq_settings_get_default ();
  GListModel  *places = soq_settings_get_recent_places (settings);

  for (guint i = 0; i < g_list_model_get_n_items (places); i++)
    {
      g_autoptr (SoqPlace) other = g_list_model_get_item (places, i);

      if (other == place)
        {
          soq_settings_remove_recent_place (settings, i);
          return;
        }
    }
}

static GtkWidget *
new_recent_row (gpointer item,
                gpointer user_data)
{
  SoqPlace         *place = SOQ_PLACE (item);
  const SoqAddress *address = soq_place_get_address (place);
  g_autofree char  *title = soq_address_to_string (address);
  GtkWidget        *row = adw_action_row_new ();
  GtkWidget        *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char  *subtitle = NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  subtitle = soq_place_describe (place);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Forget this place"));
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), place, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
recent_cb (SoqConnectPage *self,
           GtkListBoxRow  *row)
{
  GListModel          *places = soq_settings_get_recent_places (soq_settings_get_default ());
  g_autoptr (SoqPlace) place = g_list_model_get_item (places,
                                                      (guint) gtk_list_box_row_get_index (row));

  soq_connect_page_set_place (self, place);
  connect_clicked_cb (self);
}

static void
places_changed_cb (SoqConnectPage *self)
{
  GListModel *places = soq_settings_get_recent_places (soq_settings_get_default ());

  gtk_widget_set_visible (self->recent_group, g_list_model_get_n_items (places) > 0);
}

static gboolean
soq_connect_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SOQ_CONNECT_PAGE (widget)->host));
}

static void
soq_connect_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SOQ_TYPE_CONNECT_PAGE);

  G_OBJECT_CLASS (soq_connect_page_parent_class)->dispose (object);
}

static void
soq_connect_page_class_init (SoqConnectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_connect_page_dispose;
  widget_class->grab_focus = soq_connect_page_grab_focus;

  /**
   * SoqConnectPage::connect:
   * @self: the page
   * @place: where the person wants to connect to
   */
  signals[SIGNAL_CONNECT] =
    g_signal_new ("connect",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SOQ_TYPE_PLACE);

  g_type_ensure (SOQ_TYPE_WIRE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, transport);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, tls_row);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, tls);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, channels);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, account);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, password);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, remember);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, more);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, host);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, port);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, name);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, line_ending);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, stays_row);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, stays);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, quit_word);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, recent);
  gtk_widget_class_bind_template_child (widget_class, SoqConnectPage, wire);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_cb);
}

static void
soq_connect_page_init (SoqConnectPage *self)
{
  SoqSettings *settings = soq_settings_get_default ();
  GListModel  *places = soq_settings_get_recent_places (settings);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->usual_port = SOQ_DEFAULT_PORT;
  kind_cb (self);
  if (soq_secrets_are_kept ())
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), _("Password"));
  gtk_editable_set_text (self->name, soq_settings_get_name (settings));
  gtk_editable_set_text (self->quit_word, soq_settings_get_quit_word (settings));
  gtk_list_box_bind_model (self->recent, places, new_recent_row, NULL, NULL);
  g_signal_connect_object (places, "items-changed", G_CALLBACK (places_changed_cb), self,
                           G_CONNECT_SWAPPED);
  places_changed_cb (self);
}

/* As they are typed: a channel, and after a colon its key. */
static char *
join_channels (const char *const *channels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; channels[i] != NULL; i++)
    {
      g_autofree char *channel = g_strdup (channels[i]);

      g_strdelimit (channel, " ", ':');
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", channel);
    }

  return g_string_free (text, FALSE);
}

/**
 * soq_connect_page_set_place:
 * @self: a page
 * @place: what to fill the fields with
 */
void
soq_connect_page_set_place (SoqConnectPage *self,
                            SoqPlace       *place)
{
  static const Kind kinds[] = {
    [SOQ_PROTOCOL_AUTOMATIC] = KIND_AUTOMATIC,
    [SOQ_PROTOCOL_IRC] = KIND_IRC,
    [SOQ_PROTOCOL_PLAIN] = KIND_TCP,
  };
  const SoqAddress *address = soq_place_get_address (place);
  g_autofree char  *port = g_strdup_printf ("%u", address->port);
  g_autofree char  *channels = join_channels (soq_place_get_channels (place));

  g_return_if_fail (SOQ_IS_CONNECT_PAGE (self));

  adw_combo_row_set_selected (self->transport, address->transport == SOQ_TRANSPORT_UDP
                                                 ? KIND_UDP
                                                 : kinds[soq_place_get_protocol (place)]);
  adw_combo_row_set_selected (self->line_ending, soq_place_get_line_ending (place));
  gtk_switch_set_active (self->tls, soq_place_get_tls (place));
  gtk_editable_set_text (self->channels, channels);
  gtk_editable_set_text (self->host, address->host);
  gtk_editable_set_text (self->port, port);
  recall_password (self, place);
}

const char *
soq_connect_page_get_name (SoqConnectPage *self)
{
  g_return_val_if_fail (SOQ_IS_CONNECT_PAGE (self), NULL);

  return gtk_editable_get_text (self->name);
}

/**
 * soq_connect_page_get_account:
 * @self: a page
 *
 * Returns: (nullable): the account to log in with, or %NULL for none
 */
const char *
soq_connect_page_get_account (SoqConnectPage *self)
{
  const char *account;

  g_return_val_if_fail (SOQ_IS_CONNECT_PAGE (self), NULL);

  account = gtk_editable_get_text (self->account);

  return *account != '\0' ? account : NULL;
}

/**
 * soq_connect_page_get_password:
 * @self: a page
 *
 * Returns: (nullable): its password, or that of the server; %NULL for none
 */
const char *
soq_connect_page_get_password (SoqConnectPage *self)
{
  const char *password;

  g_return_val_if_fail (SOQ_IS_CONNECT_PAGE (self), NULL);

  password = gtk_editable_get_text (self->password);

  return *password != '\0' ? password : NULL;
}

/**
 * soq_connect_page_get_stays:
 * @self: a page
 *
 * Returns: whether a connection is kept when the other end has ended its input
 */
gboolean
soq_connect_page_get_stays (SoqConnectPage *self)
{
  g_return_val_if_fail (SOQ_IS_CONNECT_PAGE (self), FALSE);

  return gtk_switch_get_active (self->stays) && get_kind (self) == KIND_TCP;
}

static void
move_focus (SoqConnectPage *self,
            GtkWidget      *to)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (to);
}

/**
 * soq_connect_page_set_busy:
 * @self: a page
 * @busy: whether a connection is being made, which can be cancelled
 */
void
soq_connect_page_set_busy (SoqConnectPage *self,
                           gboolean        busy)
{
  g_return_if_fail (SOQ_IS_CONNECT_PAGE (self));

  if (busy == gtk_widget_get_visible (self->cancel_button))
    return;

  /* GTK 4.8 complains if what has the focus is turned off under it. Of a page
   * that is not shown nothing has it, and nothing may take it.
   */
  if (busy)
    {
      gtk_widget_set_visible (self->cancel_button, TRUE);
      move_focus (self, self->cancel_button);
    }
  gtk_widget_set_sensitive (self->fields, !busy);
  gtk_widget_set_sensitive (self->recent_group, !busy);
  gtk_widget_set_visible (self->connect_button, !busy);
  if (!busy)
    move_focus (self, GTK_WIDGET (self->host));
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/**
 * soq_connect_page_set_trouble:
 * @self: a page
 * @text: (nullable): what went wrong, or %NULL for nothing
 */
void
soq_connect_page_set_trouble (SoqConnectPage *self,
                              const char     *text)
{
  g_return_if_fail (SOQ_IS_CONNECT_PAGE (self));

  gtk_label_set_text (self->trouble, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), text != NULL);
}

/**
 * soq_connect_page_get_wire:
 * @self: a page
 *
 * Returns: (transfer none): its wire view, hidden until somebody shows it: an
 *   attempt that fails is seen as well
 */
SoqWireView *
soq_connect_page_get_wire (SoqConnectPage *self)
{
  g_return_val_if_fail (SOQ_IS_CONNECT_PAGE (self), NULL);

  return self->wire;
}
