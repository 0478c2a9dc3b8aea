/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-peer-table.h"

#include "soq-hyphens.h"

#include <glib/gi18n.h>

/* Rows that jump more often cannot be read. */
#define SORT_MS 250

/**
 * SoqPeerTable:
 *
 * Who is connected: a row for each peer, sorted by any column. The peers tell
 * of their counters four times a second at most, so the table may follow each
 * change.
 */
struct _SoqPeerTable
{
  GtkWidget parent_instance;

  GtkWidget          *scroller;  /* (owned): the only child */
  GtkColumnView      *view;      /* (borrowed): inside */
  GtkSortListModel   *sorted;    /* (borrowed): of the selection */
  GtkSingleSelection *selection; /* (borrowed): of the view */
  GtkWidget          *menu;      /* (owned) (nullable): of the selected row */
  GListModel         *peers;     /* (owned) (nullable) of SoqPeer */
  guint               sort_id;   /* until rows move where they belong */
};

G_DEFINE_FINAL_TYPE (SoqPeerTable, soq_peer_table, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_SELECTED = 1,
} SoqPeerTableProperty;

static GParamSpec *properties[PROP_SELECTED + 1];

typedef struct
{
  const char *title;
  const char *property; /* of SoqPeer, also what is sorted by */
  gboolean    numeric;
  int         width; /* pixels, 0 for as wide as its text */
} Column;

/* clang-format off */
static const Column columns[] = {
  { N_("IP address"), "address", FALSE, 130 },
  { N_("Port"), "port", TRUE, 0 },
  { N_("Name"), "nick", FALSE, 120 },
  /* Translators: title of a column: how many messages came from somebody. */
  { N_("Received"), "messages-in", TRUE, 0 },
  /* Translators: title of a column: how many messages went to somebody. */
  { N_("Sent"), "messages-out", TRUE, 0 },
  { N_("Kind"), "kind", FALSE, 0 },
  { N_("TLS"), "secure", FALSE, 0 },
  { N_("Account"), "account", FALSE, 0 },
  { N_("Since"), NULL, TRUE, 0 },
  { N_("Bytes received"), "bytes-in", TRUE, 0 },
  { N_("Bytes sent"), "bytes-out", TRUE, 0 },
};
/* clang-format on */

/**
 * soq_peer_kind_get_label:
 * @kind: a kind
 *
 * Returns: (transfer none): its name in the person's language
 */
const char *
soq_peer_kind_get_label (SoqPeerKind kind)
{
  switch (kind)
    {
    case SOQ_PEER_KIND_SILENT:
      return C_("peer kind", "silent");

    case SOQ_PEER_KIND_PLAIN:
      return C_("peer kind", "plain");

    case SOQ_PEER_KIND_UDP:
      return C_("peer kind", "UDP");

    case SOQ_PEER_KIND_IRC:
      return C_("peer kind", "IRC");

    default:
      return "";
    }
}

static char *
format_since (SoqPeer *peer)
{
  gint64                seconds = soq_peer_get_since (peer) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_local (seconds);

  return g_date_time_format (since, "%H:%M:%S");
}

static gboolean
is_name (const Column *column)
{
  return column->property != NULL && g_str_equal (column->property, "nick");
}

static char *
format_cell (SoqPeer      *peer,
             const Column *column)
{
  guint64          number;
  g_autofree char *text = NULL;

  if (column->property == NULL)
    return format_since (peer);

  if (g_str_equal (column->property, "kind"))
    return g_strdup (soq_peer_kind_get_label (soq_peer_get_kind (peer)));

  /* Translators: shown for a connection that is encrypted. */
  if (g_str_equal (column->property, "secure"))
    return g_strdup (soq_peer_is_secure (peer) ? _("yes") : "");

  if (is_name (column) && soq_peer_waits (peer) && soq_peer_get_nick (peer) != NULL)
    /* Translators: %s is a client's name; it sends no more, and closes when it was answered. */
    return g_strdup_printf (_("%s: has ended, waits for your answer"), soq_peer_get_nick (peer));

  if (!column->numeric)
    {
      g_object_get (peer, column->property, &text, NULL);
      return text != NULL ? g_steal_pointer (&text) : g_strdup ("");
    }

  if (g_str_equal (column->property, "port"))
    return g_strdup_printf ("%u", soq_peer_get_port (peer));

  g_object_get (peer, column->property, &number, NULL);

  /* The apostrophe groups thousands as the locale does. */
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

static void
show_cell (SoqPeer    *peer,
           GParamSpec *pspec,
           GtkLabel   *label)
{
  const Column    *column = g_object_get_data (G_OBJECT (label), "column");
  g_autofree char *text = format_cell (peer, column);
  gboolean         long_text = is_name (column) && soq_peer_waits (peer);

  gtk_label_set_wrap (label, long_text);
  if (column->width > 0)
    gtk_label_set_ellipsize (label, long_text ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_text (label, text);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GtkListItem     *item)
{
  GtkWidget       *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget       *ancestor = gtk_widget_get_ancestor (cell, SOQ_TYPE_PEER_TABLE);
  SoqPeerTable    *self = SOQ_PEER_TABLE (ancestor);
  graphene_point_t point;

  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (item));
  if (self->menu == NULL)
    return;

  if (!gtk_widget_compute_point (cell, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          gpointer            user_data)
{
  const Column *column = user_data;
  GtkWidget    *label = gtk_label_new (NULL);
  GtkGesture   *gesture = gtk_gesture_click_new ();

  gtk_label_set_xalign (GTK_LABEL (label), column->numeric && column->property != NULL ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), column->width > 0 ? PANGO_ELLIPSIZE_END
                                                                : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  soq_hyphens_turn_off_label (GTK_LABEL (label));
  gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (label), "column", user_data);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), item);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (gesture));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         gpointer            user_data)
{
  const Column    *column = user_data;
  GtkWidget       *label = gtk_list_item_get_child (item);
  SoqPeer         *peer = gtk_list_item_get_item (item);
  g_autofree char *signal = NULL;

  show_cell (peer, NULL, GTK_LABEL (label));
  if (column->property == NULL)
    return;

  signal = g_strconcat ("notify::", column->property, NULL);
  g_signal_connect_object (peer, signal, G_CALLBACK (show_cell), label, G_CONNECT_DEFAULT);
  if (is_name (column))
    g_signal_connect_object (peer, "notify::waits", G_CALLBACK (show_cell), label,
                             G_CONNECT_DEFAULT);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item,
           gpointer            user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_cell,
                                        gtk_list_item_get_child (item));
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  GInetAddress *inet_a = soq_peer_get_inet_address (SOQ_PEER ((gpointer) (guintptr) a));
  GInetAddress *inet_b = soq_peer_get_inet_address (SOQ_PEER ((gpointer) (guintptr) b));
  gsize         size_a = inet_a != NULL ? g_inet_address_get_native_size (inet_a) : 0;
  gsize         size_b = inet_b != NULL ? g_inet_address_get_native_size (inet_b) : 0;

  if (size_a != size_b)
    return size_a < size_b ? GTK_ORDERING_SMALLER : GTK_ORDERING_LARGER;

  if (size_a == 0)
    return GTK_ORDERING_EQUAL;

  return gtk_ordering_from_cmpfunc (memcmp (g_inet_address_to_bytes (inet_a),
                                            g_inet_address_to_bytes (inet_b), size_a));
}

static int
compare_since (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  gint64 since_a = soq_peer_get_since (SOQ_PEER ((gpointer) (guintptr) a));
  gint64 since_b = soq_peer_get_since (SOQ_PEER ((gpointer) (guintptr) b));

  return gtk_ordering_from_cmpfunc ((since_a > since_b) - (since_a < since_b));
}

static int
compare_kinds (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  SoqPeerKind kind_a = soq_peer_get_kind (SOQ_PEER ((gpointer) (guintptr) a));
  SoqPeerKind kind_b = soq_peer_get_kind (SOQ_PEER ((gpointer) (guintptr) b));

  return gtk_ordering_from_cmpfunc ((kind_a > kind_b) - (kind_a < kind_b));
}

static int
compare_secure (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  gboolean secure_a = soq_peer_is_secure (SOQ_PEER ((gpointer) (guintptr) a));
  gboolean secure_b = soq_peer_is_secure (SOQ_PEER ((gpointer) (guintptr) b));

  return gtk_ordering_from_cmpfunc (secure_b - secure_a);
}

static GtkSorter *
new_sorter (const Column *column)
{
  GtkExpression *expression;

  if (column->property == NULL)
    return GTK_SORTER (gtk_custom_sorter_new (compare_since, NULL, NULL));

  if (g_str_equal (column->property, "address"))
    return GTK_SORTER (gtk_custom_sorter_new (compare_addresses, NULL, NULL));

  if (g_str_equal (column->property, "kind"))
    return GTK_SORTER (gtk_custom_sorter_new (compare_kinds, NULL, NULL));

  if (g_str_equal (column->property, "secure"))
    return GTK_SORTER (gtk_custom_sorter_new (compare_secure, NULL, NULL));

  expression = gtk_property_expression_new (SOQ_TYPE_PEER, NULL, column->property);

  return column->numeric
           ? GTK_SORTER (gtk_numeric_sorter_new (expression))
           : GTK_SORTER (gtk_string_sorter_new (expression));
}

static GtkColumnViewColumn *
new_column (const Column *column)
{
  GtkListItemFactory   *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = new_sorter (column);
  GtkColumnViewColumn  *view_column;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) (guintptr) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) (guintptr) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);

  view_column = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  if (column->width > 0)
    gtk_column_view_column_set_fixed_width (view_column, column->width);

  return view_column;
}

static void
selected_cb (SoqPeerTable *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
build_view (SoqPeerTable *self)
{
  GtkWidget *view;

  self->sorted = gtk_sort_list_model_new (NULL, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);

  view = gtk_column_view_new (GTK_SELECTION_MODEL (self->selection));
  self->view = GTK_COLUMN_VIEW (view);
  gtk_widget_add_css_class (view, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Clients"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = new_column (&columns[i]);

      gtk_column_view_append_column (self->view, column);
    }

  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->view));
}

static void
soq_peer_table_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  SoqPeerTable *self = SOQ_PEER_TABLE (widget);

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
soq_peer_table_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  gtk_widget_measure (SOQ_PEER_TABLE (widget)->scroller, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
soq_peer_table_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SoqPeerTable *self = SOQ_PEER_TABLE (object);

  switch ((SoqPeerTableProperty) prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, soq_peer_table_get_selected (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_peer_table_dispose (GObject *object)
{
  SoqPeerTable *self = SOQ_PEER_TABLE (object);

  g_clear_handle_id (&self->sort_id, g_source_remove);
  g_clear_object (&self->peers);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (soq_peer_table_parent_class)->dispose (object);
}

static void
soq_peer_table_class_init (SoqPeerTableClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soq_peer_table_dispose;
  object_class->get_property = soq_peer_table_get_property;
  widget_class->measure = soq_peer_table_measure;
  widget_class->size_allocate = soq_peer_table_size_allocate;

  /**
   * SoqPeerTable:selected:
   *
   * The selected peer, or %NULL.
   */
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL,
                         SOQ_TYPE_PEER,
                         (G_PARAM_READABLE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_peer_table_init (SoqPeerTable *self)
{
  build_view (self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

static gboolean
sort_cb (gpointer user_data)
{
  SoqPeerTable *self = SOQ_PEER_TABLE (user_data);

  self->sort_id = 0;
  gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);

  return G_SOURCE_REMOVE;
}

static void
value_changed_cb (SoqPeerTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  if (self->sort_id != 0 || gtk_sorter_get_order (sorter) == GTK_SORTER_ORDER_NONE)
    return;

  self->sort_id = g_timeout_add (SORT_MS, sort_cb, self);
  g_source_set_name_by_id (self->sort_id, "[soquete] sort clients");
}

/* A list sorts what comes, but does not look whether it changes. */
static void
peers_changed_cb (SoqPeerTable *self,
                  guint         position,
                  guint         removed,
                  guint         added,
                  GListModel   *peers)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) peer = g_list_model_get_item (peers, i);

      g_signal_handlers_disconnect_by_func (peer, value_changed_cb, self);
      g_signal_connect_object (peer, "notify", G_CALLBACK (value_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

/**
 * soq_peer_table_set_model:
 * @self: a table
 * @peers: (nullable): a list of SoqPeer
 */
void
soq_peer_table_set_model (SoqPeerTable *self,
                          GListModel   *peers)
{
  g_return_if_fail (SOQ_IS_PEER_TABLE (self));

  if (self->peers != NULL)
    g_signal_handlers_disconnect_by_func (self->peers, peers_changed_cb, self);
  g_set_object (&self->peers, peers);
  if (peers != NULL)
    {
      g_signal_connect_object (peers, "items-changed", G_CALLBACK (peers_changed_cb), self,
                               G_CONNECT_SWAPPED);
      peers_changed_cb (self, 0, 0, g_list_model_get_n_items (peers), peers);
    }
  gtk_sort_list_model_set_model (self->sorted, peers);
}

/**
 * soq_peer_table_set_menu:
 * @self: a table
 * @menu: what the secondary button opens on a row
 */
void
soq_peer_table_set_menu (SoqPeerTable *self,
                         GMenuModel   *menu)
{
  g_return_if_fail (SOQ_IS_PEER_TABLE (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

/**
 * soq_peer_table_get_selected:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): the selected peer
 */
SoqPeer *
soq_peer_table_get_selected (SoqPeerTable *self)
{
  g_return_val_if_fail (SOQ_IS_PEER_TABLE (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}
