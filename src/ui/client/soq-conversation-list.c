/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation-list.h"

#include "soq-text.h"

#include <glib/gi18n.h>

/**
 * SoqConversationList:
 *
 * The conversations of one connection, each with how much in it is unread, and
 * a mark where something is for us.
 */
struct _SoqConversationList
{
  AdwBin parent_instance;

  GtkListBox *box;   /* (borrowed) */
  GListModel *model; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SoqConversationList, soq_conversation_list, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_icon (SoqConversation *conversation)
{
  switch (soq_conversation_get_kind (conversation))
    {
    case SOQ_CONVERSATION_SERVER:
      return "network-server-symbolic";

    case SOQ_CONVERSATION_PRIVATE:
      return "avatar-default-symbolic";

    case SOQ_CONVERSATION_CHANNEL:
    default:
      return "user-available-symbolic";
    }
}

static char *
describe (SoqConversation *conversation,
          const char      *title)
{
  guint            unread = soq_conversation_get_unread (conversation);
  guint            mentions = soq_conversation_get_mentions (conversation);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (unread == 0)
    return g_strdup (title);

  /* Translators: %s is a channel or a name, %u how many messages were not read. */
  first = g_strdup_printf (ngettext ("%s, %u unread", "%s, %u unread", unread), title, unread);
  if (mentions == 0)
    return g_steal_pointer (&first);

  /* Translators: %u is how many messages are for the person. */
  second = g_strdup_printf (ngettext ("%u for you", "%u for you", mentions), mentions);

  return g_strdup_printf ("%s, %s", first, second);
}

static void
show (SoqConversation *conversation,
      GParamSpec      *pspec,
      GtkWidget       *row)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *label = gtk_widget_get_next_sibling (gtk_widget_get_first_child (box));
  GtkWidget *badge = gtk_widget_get_next_sibling (label);
  guint      unread = soq_conversation_get_unread (conversation);
  gboolean   for_us = soq_conversation_get_mentions (conversation) > 0;
  gboolean   gone = soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_CHANNEL &&
                  !soq_conversation_get_joined (conversation);
  g_autofree char *title = soq_text_printable (soq_conversation_get_title (conversation));
  g_autofree char *count = unread < 1000 ? g_strdup_printf ("%u", unread) : g_strdup ("999+");
  g_autofree char *description = describe (conversation, title);

  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_label_set_text (GTK_LABEL (badge), count);
  gtk_widget_set_visible (badge, unread > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  -1);
  (for_us ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (badge, "for-us");
  (unread > 0 ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (label, "heading");
  (gone ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (box, "dim-label");
}

/* Made when it is asked for: to set one with each message asks the X server
 * where the pointer is.
 */
static gboolean
query_tooltip_cb (GtkWidget       *row,
                  int              x,
                  int              y,
                  gboolean         keyboard,
                  GtkTooltip      *tooltip,
                  SoqConversation *conversation)
{
  g_autofree char *title = soq_text_printable (soq_conversation_get_title (conversation));
  g_autofree char *description = describe (conversation, title);

  gtk_tooltip_set_text (tooltip, description);

  return TRUE;
}

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  SoqConversation *conversation = SOQ_CONVERSATION (item);
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget       *icon = gtk_image_new_from_icon_name (get_icon (conversation));
  GtkWidget       *label = gtk_label_new (NULL);
  GtkWidget       *badge = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "soq-badge");
  gtk_widget_add_css_class (badge, "numeric");
  if (soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_CHANNEL)
    gtk_widget_set_visible (icon, FALSE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  g_object_set_data (G_OBJECT (row), "conversation", conversation);
  g_signal_connect_object (conversation, "notify", G_CALLBACK (show), row, G_CONNECT_DEFAULT);
  gtk_widget_set_has_tooltip (row, TRUE);
  g_signal_connect_object (row, "query-tooltip", G_CALLBACK (query_tooltip_cb), conversation,
                           G_CONNECT_DEFAULT);
  show (conversation, NULL, row);

  return row;
}

static void
activated_cb (SoqConversationList *self,
              GtkListBoxRow       *row)
{
  g_autoptr (SoqConversation) conversation = NULL;

  conversation = g_list_model_get_item (self->model, (guint) gtk_list_box_row_get_index (row));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, conversation);
}

static void
soq_conversation_list_dispose (GObject *object)
{
  SoqConversationList *self = SOQ_CONVERSATION_LIST (object);

  if (self->model != NULL)
    gtk_list_box_bind_model (self->box, NULL, NULL, NULL, NULL);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (soq_conversation_list_parent_class)->dispose (object);
}

static void
soq_conversation_list_class_init (SoqConversationListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soq_conversation_list_dispose;

  /**
   * SoqConversationList::chosen:
   * @self: the list
   * @conversation: what the person wants to see
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SOQ_TYPE_CONVERSATION);
}

static void
soq_conversation_list_init (SoqConversationList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Conversations"), -1);
  g_signal_connect_object (self->box, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->box));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * soq_conversation_list_set_model:
 * @self: a list
 * @conversations: a list of SoqConversation
 */
void
soq_conversation_list_set_model (SoqConversationList *self,
                                 GListModel          *conversations)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_LIST (self));

  g_set_object (&self->model, conversations);
  gtk_list_box_bind_model (self->box, conversations, new_row, NULL, NULL);
}

/**
 * soq_conversation_list_select:
 * @self: a list
 * @conversation: which one is seen
 */
void
soq_conversation_list_select (SoqConversationList *self,
                              SoqConversation     *conversation)
{
  g_return_if_fail (SOQ_IS_CONVERSATION_LIST (self));

  for (int i = 0; gtk_list_box_get_row_at_index (self->box, i) != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->box, i);

      if (g_object_get_data (G_OBJECT (row), "conversation") == conversation)
        gtk_list_box_select_row (self->box, row);
    }
}
