/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-channel-page.h"

#include <glib/gi18n.h>

/**
 * SoqChannelPage:
 *
 * The channels of a server, and who is in the selected one. What can be done
 * with them are actions of the window.
 */
struct _SoqChannelPage
{
  GtkBox parent_instance;

  GtkSortListModel   *sorted;         /* (borrowed): of the channels */
  GtkSingleSelection *channels;       /* (borrowed): of the upper list */
  GtkSortListModel   *sorted_members; /* (borrowed) */
  GtkSingleSelection *members;        /* (borrowed): of the lower list */
};

G_DEFINE_FINAL_TYPE (SoqChannelPage, soq_channel_page, GTK_TYPE_BOX)

enum
{
  SIGNAL_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
soq_channel_page_class_init (SoqChannelPageClass *klass)
{
  /**
   * SoqChannelPage::selected:
   * @self: the page
   *
   * Another channel or member is selected, or the member may do other things.
   */
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Also keeps it away from the handle between the panes. */
static void
pad (GtkWidget *row)
{
  gtk_widget_set_margin_start (row, 12);
  gtk_widget_set_margin_end (row, 12);
  gtk_widget_set_margin_top (row, 6);
  gtk_widget_set_margin_bottom (row, 6);
}

/* A row of two or three labels: of a channel its name, its modes, how many are
 * in it, and below its topic; of a member its status, name and address.
 */
static void
show_channel (SoqChannelInfo *info,
              GParamSpec     *pspec,
              GtkWidget      *row)
{
  GtkWidget       *top = gtk_widget_get_first_child (row);
  GtkWidget       *topic = gtk_widget_get_last_child (row);
  GtkWidget       *name = gtk_widget_get_first_child (top);
  GtkWidget       *modes = gtk_widget_get_next_sibling (name);
  GtkWidget       *count = gtk_widget_get_last_child (top);
  g_autofree char *text = g_strdup_printf ("%u", soq_channel_info_get_count (info));

  gtk_label_set_text (GTK_LABEL (name), soq_channel_info_get_name (info));
  gtk_label_set_text (GTK_LABEL (modes), soq_channel_info_get_modes (info));
  gtk_label_set_text (GTK_LABEL (count), text);
  gtk_label_set_text (GTK_LABEL (topic), soq_channel_info_get_topic (info));
  gtk_widget_set_visible (topic, *soq_channel_info_get_topic (info) != '\0');
}

static void
setup_channel_cb (GtkListItemFactory *factory,
                  GtkListItem        *item,
                  gpointer            user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *modes = new_label ("dim-label");

  pad (row);
  gtk_widget_set_hexpand (modes, TRUE);
  gtk_box_append (GTK_BOX (top), new_label ("heading"));
  gtk_box_append (GTK_BOX (top), modes);
  gtk_box_append (GTK_BOX (top), new_label ("numeric"));
  gtk_box_append (GTK_BOX (row), top);
  gtk_box_append (GTK_BOX (row), new_label ("dim-label"));
  gtk_list_item_set_child (item, row);
}

static void
bind_channel_cb (GtkListItemFactory *factory,
                 GtkListItem        *item,
                 gpointer            user_data)
{
  SoqChannelInfo *info = gtk_list_item_get_item (item);
  GtkWidget      *row = gtk_list_item_get_child (item);

  show_channel (info, NULL, row);
  g_signal_connect_object (info, "notify", G_CALLBACK (show_channel), row, G_CONNECT_DEFAULT);
}

static void
unbind_channel_cb (GtkListItemFactory *factory,
                   GtkListItem        *item,
                   gpointer            user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_channel,
                                        gtk_list_item_get_child (item));
}

static void
show_member (GtkWidget *row)
{
  GtkListItem      *item = g_object_get_data (G_OBJECT (row), "item");
  SoqChannelMember *member = gtk_list_item_get_item (item);
  SoqPeer          *peer = soq_channel_member_get_peer (member);
  GtkWidget        *status = gtk_widget_get_first_child (row);
  GtkWidget        *name = gtk_widget_get_next_sibling (status);
  GtkWidget        *address = gtk_widget_get_last_child (row);

  gtk_label_set_text (GTK_LABEL (status), soq_channel_member_get_status (member));
  gtk_label_set_text (GTK_LABEL (name), soq_peer_get_nick (peer));
  gtk_label_set_text (GTK_LABEL (address), soq_peer_get_address (peer));
}

static void
setup_member_cb (GtkListItemFactory *factory,
                 GtkListItem        *item,
                 gpointer            user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *status = new_label ("accent");
  GtkWidget *name = new_label (NULL);

  pad (row);
  gtk_label_set_width_chars (GTK_LABEL (status), 2);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (row), status);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), new_label ("dim-label"));
  g_object_set_data (G_OBJECT (row), "item", item);
  gtk_list_item_set_child (item, row);
}

static void
bind_member_cb (GtkListItemFactory *factory,
                GtkListItem        *item,
                gpointer            user_data)
{
  SoqChannelMember *member = gtk_list_item_get_item (item);
  GtkWidget        *row = gtk_list_item_get_child (item);

  show_member (row);
  g_signal_connect_object (member, "notify::status", G_CALLBACK (show_member), row,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (soq_channel_member_get_peer (member), "notify::nick",
                           G_CALLBACK (show_member), row, G_CONNECT_SWAPPED);
}

static void
unbind_member_cb (GtkListItemFactory *factory,
                  GtkListItem        *item,
                  gpointer            user_data)
{
  SoqChannelMember *member = gtk_list_item_get_item (item);
  GtkWidget        *row = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (member, show_member, row);
  g_signal_handlers_disconnect_by_func (soq_channel_member_get_peer (member), show_member, row);
}

static int
compare_channels (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  SoqChannelInfo *info_a = SOQ_CHANNEL_INFO ((gpointer) (guintptr) a);
  SoqChannelInfo *info_b = SOQ_CHANNEL_INFO ((gpointer) (guintptr) b);

  return gtk_ordering_from_cmpfunc (g_ascii_strcasecmp (soq_channel_info_get_name (info_a),
                                                        soq_channel_info_get_name (info_b)));
}

static int
rank (SoqChannelMember *member)
{
  const char *status = soq_channel_member_get_status (member);

  return *status == '@' ? 0 : *status == '+' ? 1
                                             : 2;
}

static int
compare_members (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  SoqChannelMember *member_a = SOQ_CHANNEL_MEMBER ((gpointer) (guintptr) a);
  SoqChannelMember *member_b = SOQ_CHANNEL_MEMBER ((gpointer) (guintptr) b);
  const char       *nick_a = soq_peer_get_nick (soq_channel_member_get_peer (member_a));
  const char       *nick_b = soq_peer_get_nick (soq_channel_member_get_peer (member_b));

  if (rank (member_a) != rank (member_b))
    return gtk_ordering_from_cmpfunc (rank (member_a) - rank (member_b));

  return gtk_ordering_from_cmpfunc (g_ascii_strcasecmp (nick_a != NULL ? nick_a : "",
                                                        nick_b != NULL ? nick_b : ""));
}

static GtkWidget *
new_list (GtkSingleSelection *selection,
          GtkListItemFactory *factory,
          const char         *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);

  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);

  return scroller;
}

typedef struct
{
  const char *label;
  const char *tooltip;
  const char *action;
} Button;

/* clang-format off */
static const Button channel_buttons[] = {
  { N_("_Topic…"), N_("Change what the selected channel is about"), "win.channel-topic" },
  { N_("_Speak Here"), N_("Write to the selected channel"), "win.channel-speak" },
};

static const Button member_buttons[] = {
  { N_("_Operator"), N_("Make the selected member an operator of the channel, or no more"),
    "win.member-operator" },
  { N_("_Voice"), N_("Give the selected member a voice, or take it"), "win.member-voice" },
  { N_("Remo_ve…"), N_("Send the selected member out of this channel"),
    "win.member-send-out" },
  { N_("_Kick…"), N_("Disconnect the selected member"), "win.member-kick" },
  { N_("_Ban…"), N_("Keep the selected member’s address out"), "win.member-ban" },
};
/* clang-format on */

static GtkWidget *
new_bar (const Button *buttons,
         guint         n)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (bar, "toolbar");
  gtk_widget_add_css_class (bar, "soq-peer-bar");
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_(buttons[i].label));

      gtk_widget_set_tooltip_text (button, _(buttons[i].tooltip));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[i].action);
      gtk_box_append (GTK_BOX (bar), button);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), bar);

  return scroller;
}

static void
selected_cb (SoqChannelPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
channel_selected_cb (SoqChannelPage *self)
{
  SoqChannelInfo *info = soq_channel_page_get_channel (self);

  gtk_sort_list_model_set_model (self->sorted_members,
                                 info != NULL ? soq_channel_info_get_members (info) : NULL);
  selected_cb (self);
}

static GtkSingleSelection *
new_selection (GtkSortListModel **sorted,
               GCompareDataFunc   compare)
{
  GtkSorter          *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  GtkSingleSelection *selection;

  *sorted = gtk_sort_list_model_new (NULL, sorter);
  selection = gtk_single_selection_new (G_LIST_MODEL (*sorted));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);

  return selection;
}

static GtkListItemFactory *
new_factory (GCallback setup,
             GCallback bind,
             GCallback unbind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  g_signal_connect (factory, "unbind", unbind, NULL);

  return factory;
}

static void
append_part (GtkWidget *box,
             GtkWidget *part)
{
  if (gtk_widget_get_first_child (box) != NULL)
    gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), part);
}

/* In a low window all of it can be scrolled to. */
static GtkWidget *
add_box (SoqChannelPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);

  return box;
}

static void
soq_channel_page_init (SoqChannelPage *self)
{
  GtkWidget          *box = add_box (self);
  GtkListItemFactory *factory;

  self->channels = new_selection (&self->sorted, compare_channels);
  factory = new_factory (G_CALLBACK (setup_channel_cb), G_CALLBACK (bind_channel_cb),
                         G_CALLBACK (unbind_channel_cb));
  append_part (box, new_list (self->channels, factory, _("Channels")));
  append_part (box, new_bar (channel_buttons, G_N_ELEMENTS (channel_buttons)));

  self->members = new_selection (&self->sorted_members, compare_members);
  factory = new_factory (G_CALLBACK (setup_member_cb), G_CALLBACK (bind_member_cb),
                         G_CALLBACK (unbind_member_cb));
  append_part (box, new_list (self->members, factory, _("Members")));
  append_part (box, new_bar (member_buttons, G_N_ELEMENTS (member_buttons)));

  g_signal_connect_object (self->channels, "notify::selected-item",
                           G_CALLBACK (channel_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * soq_channel_page_set_model:
 * @self: a page
 * @channels: (nullable): a list of SoqChannelInfo
 */
void
soq_channel_page_set_model (SoqChannelPage *self,
                            GListModel     *channels)
{
  g_return_if_fail (SOQ_IS_CHANNEL_PAGE (self));

  gtk_sort_list_model_set_model (self->sorted, channels);
}

/**
 * soq_channel_page_get_channel:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the selected channel
 */
SoqChannelInfo *
soq_channel_page_get_channel (SoqChannelPage *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_PAGE (self), NULL);

  return gtk_single_selection_get_selected_item (self->channels);
}

/**
 * soq_channel_page_get_member:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the selected member of that channel
 */
SoqChannelMember *
soq_channel_page_get_member (SoqChannelPage *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_PAGE (self), NULL);

  return gtk_single_selection_get_selected_item (self->members);
}
