/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-member-list.h"

#include "soq-nick-color.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/**
 * SoqMemberList:
 *
 * Who is in a channel. What is chosen in the menu of a member becomes a
 * command, as if it had been typed.
 */
struct _SoqMemberList
{
  AdwBin parent_instance;

  GtkLabel           *count;       /* (borrowed), of the template */
  GtkListView        *view;        /* (borrowed), of the template */
  GMenuModel         *member_menu; /* (borrowed), of the template */
  GtkSingleSelection *selection;   /* (owned) */
  GtkWidget          *menu;        /* (owned) (nullable) until it is needed */
  GListModel         *members;     /* (owned) (nullable) */
  guint               scroll_id;   /* to go back to the top */
  gboolean            is_operator;
};

G_DEFINE_FINAL_TYPE (SoqMemberList, soq_member_list, ADW_TYPE_BIN)

enum
{
  SIGNAL_COMMAND,
  SIGNAL_MENU_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
give_command (SoqMemberList *self,
              const char    *command)
{
  SoqPerson       *member = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *text = NULL;

  if (member == NULL)
    return;

  text = g_strdup_printf ("%s %s", command, soq_person_get_nick (member));
  g_signal_emit (self, signals[SIGNAL_COMMAND], 0, text);
}

static void
activate_cb (SoqMemberList *self,
             guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  give_command (self, "/query");
}

static void
message_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  give_command (SOQ_MEMBER_LIST (widget), "/query");
}

/* Each of these is the name of its command. */
static void
command_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autofree char *command = g_strconcat ("/", strchr (name, '.') + 1, NULL);

  give_command (SOQ_MEMBER_LIST (widget), command);
}

static void
ban_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  /* First the ban: who is put out could otherwise come back at once. */
  give_command (SOQ_MEMBER_LIST (widget), "/ban");
  give_command (SOQ_MEMBER_LIST (widget), "/kick");
}

static void
update_actions (SoqMemberList *self)
{
  SoqPerson *member = gtk_single_selection_get_selected_item (self->selection);
  gboolean   op = member != NULL && strpbrk (soq_person_get_prefix (member), "@&~!") != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "member.op", self->is_operator && !op);
  gtk_widget_action_set_enabled (widget, "member.deop", self->is_operator && op);
  gtk_widget_action_set_enabled (widget, "member.kick", self->is_operator);
  gtk_widget_action_set_enabled (widget, "member.ban", self->is_operator);
}

/* At a point of @row, or at its middle. */
static void
show_menu (SoqMemberList *self,
           GtkWidget     *row,
           double         x,
           double         y)
{
  graphene_point_t point;

  if (self->menu == NULL)
    {
      self->menu = g_object_ref_sink (gtk_popover_menu_new_from_model (self->member_menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }

  g_signal_emit (self, signals[SIGNAL_MENU_OPENED], 0);
  update_actions (self);
  if (!gtk_widget_compute_point (row, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GtkListItem     *item)
{
  GtkWidget     *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  SoqMemberList *self = SOQ_MEMBER_LIST (gtk_widget_get_ancestor (row, SOQ_TYPE_MEMBER_LIST));

  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (item));
  show_menu (self, row, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  SoqMemberList *self = SOQ_MEMBER_LIST (user_data);
  GtkWidget     *row = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (gtk_single_selection_get_selected_item (self->selection) == NULL || row == NULL)
    return FALSE;

  show_menu (self, row, gtk_widget_get_width (row) / 2.0, gtk_widget_get_height (row) / 2.0);

  return TRUE;
}

static void
show_member (SoqPerson  *member,
             GParamSpec *pspec,
             GtkWidget  *row)
{
  GtkWidget       *prefix = gtk_widget_get_first_child (row);
  GtkWidget       *nick = gtk_widget_get_next_sibling (prefix);
  g_autofree char *sign = g_strndup (soq_person_get_prefix (member), 1);
  g_autofree char *name = soq_text_printable (soq_person_get_nick (member));

  gtk_label_set_text (GTK_LABEL (prefix), sign);
  gtk_label_set_text (GTK_LABEL (nick), name);
  if (soq_person_get_away (member))
    gtk_widget_add_css_class (row, "dim-label");
  else
    gtk_widget_remove_css_class (row, "dim-label");
}

/* Made when it is asked for: to set one asks the X server where the pointer is,
 * which takes seconds when thousands leave.
 */
static gboolean
query_tooltip_cb (GtkListItem *item,
                  int          x,
                  int          y,
                  gboolean     keyboard,
                  GtkTooltip  *tooltip)
{
  SoqPerson       *member = gtk_list_item_get_item (item);
  const char      *account;
  const char      *mask;
  g_autofree char *tip = NULL;
  g_autofree char *printable = NULL;

  if (member == NULL)
    return FALSE;

  account = soq_person_get_account (member);
  mask = soq_person_get_mask (member);
  tip = g_strdup_printf ("%s%s%s%s%s%s%s", soq_person_get_nick (member),
                         mask != NULL ? "\n" : "", mask != NULL ? mask : "",
                         account != NULL ? "\n" : "", account != NULL ? account : "",
                         soq_person_get_away (member) ? "\n" : "",
                         /* Translators: said of somebody. */
                         soq_person_get_away (member) ? _("away") : "");
  printable = soq_text_printable (tip);
  gtk_tooltip_set_text (tooltip, printable);

  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  GtkWidget  *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget  *prefix = gtk_label_new (NULL);
  GtkWidget  *nick = gtk_label_new (NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_label_set_width_chars (GTK_LABEL (prefix), 1);
  gtk_widget_add_css_class (prefix, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (nick), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (nick), 0);
  gtk_widget_set_hexpand (nick, TRUE);
  gtk_box_append (GTK_BOX (row), prefix);
  gtk_box_append (GTK_BOX (row), nick);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), item);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (row, TRUE);
  g_signal_connect_object (row, "query-tooltip", G_CALLBACK (query_tooltip_cb), item,
                           G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  SoqPerson *member = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);

  g_signal_connect_object (member, "notify", G_CALLBACK (show_member), row, G_CONNECT_DEFAULT);
  show_member (member, NULL, row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           gpointer                  user_data)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item),
                                        gtk_list_item_get_child (item));
}

static void
show_count (SoqMemberList *self)
{
  guint            n = self->members != NULL ? g_list_model_get_n_items (self->members) : 0;
  g_autofree char *text = NULL;

  /* Translators: %u is how many people are in a channel. */
  text = g_strdup_printf (ngettext ("%u member", "%u members", n), n);
  gtk_label_set_text (self->count, text);
}

static gboolean
scroll_cb (gpointer user_data)
{
  SoqMemberList *self = SOQ_MEMBER_LIST (user_data);

  self->scroll_id = 0;
  if (self->members != NULL && g_list_model_get_n_items (self->members) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);

  return G_SOURCE_REMOVE;
}

/* GTK keeps the rows that were seen where they are; but who looks at the top
 * of the list wants to see who comes in above them.
 */
static void
members_changed_cb (SoqMemberList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  show_count (self);
  if (self->scroll_id == 0 && gtk_adjustment_get_value (adjustment) < 1)
    {
      self->scroll_id = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
      g_source_set_name_by_id (self->scroll_id, "[soquete] members");
    }
}

static void
soq_member_list_dispose (GObject *object)
{
  SoqMemberList *self = SOQ_MEMBER_LIST (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  if (self->menu != NULL)
    gtk_widget_unparent (self->menu);
  g_clear_object (&self->menu);
  gtk_widget_dispose_template (GTK_WIDGET (self), SOQ_TYPE_MEMBER_LIST);
  g_clear_object (&self->selection);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_clear_object (&self->members);

  G_OBJECT_CLASS (soq_member_list_parent_class)->dispose (object);
}

static void
soq_member_list_class_init (SoqMemberListClass *klass)
{
  static const char *const commands[] = { "whois", "op", "deop", "kick" };
  GtkWidgetClass          *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_member_list_dispose;

  /**
   * SoqMemberList::command:
   * @self: the list
   * @text: what to do, as it would be typed
   */
  signals[SIGNAL_COMMAND] =
    g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * SoqMemberList::menu-opened:
   * @self: the list
   *
   * The menu of a member opens; what we may do there is to be said now.
   */
  signals[SIGNAL_MENU_OPENED] =
    g_signal_new ("menu-opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-member-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqMemberList, count);
  gtk_widget_class_bind_template_child (widget_class, SoqMemberList, view);
  gtk_widget_class_bind_template_child (widget_class, SoqMemberList, member_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);

  gtk_widget_class_install_action (widget_class, "member.message", NULL, message_action);
  gtk_widget_class_install_action (widget_class, "member.ban", NULL, ban_action);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *action = g_strconcat ("member.", commands[i], NULL);

      gtk_widget_class_install_action (widget_class, action, NULL, command_action);
    }
}

static void
add_keys (SoqMemberList *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("<Shift>F10|Menu");
  GtkShortcutAction  *action = gtk_callback_action_new (menu_key_cb, self, NULL);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (trigger, action));
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
soq_member_list_init (SoqMemberList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
  add_keys (self);
  update_actions (self);
  show_count (self);
}

/**
 * soq_member_list_set_members:
 * @self: a list
 * @members: (nullable): who to show
 */
void
soq_member_list_set_members (SoqMemberList *self,
                             SoqPeople     *members)
{
  g_return_if_fail (SOQ_IS_MEMBER_LIST (self));

  if (self->members == G_LIST_MODEL (members))
    return;

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_set_object (&self->members, G_LIST_MODEL (members));
  if (members != NULL)
    g_signal_connect_object (members, "items-changed", G_CALLBACK (members_changed_cb), self,
                             G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, self->members);
  show_count (self);
}

/**
 * soq_member_list_set_operator:
 * @self: a list
 * @is_operator: whether we may put others out
 */
void
soq_member_list_set_operator (SoqMemberList *self,
                              gboolean       is_operator)
{
  g_return_if_fail (SOQ_IS_MEMBER_LIST (self));

  self->is_operator = is_operator;
}
