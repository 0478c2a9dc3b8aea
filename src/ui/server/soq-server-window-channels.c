/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-window-private.h"

#include "soq-compat.h"

#include <glib/gi18n.h>

/* The commands of the page of channels, and whom the entry writes to. */

static const char *
get_channel (SoqServerWindow *self)
{
  SoqChannelInfo *info = soq_channel_page_get_channel (self->channels);

  return info != NULL ? soq_channel_info_get_name (info) : NULL;
}

static SoqPeer *
get_peer (SoqServerWindow *self)
{
  SoqChannelMember *member = soq_channel_page_get_member (self->channels);

  return member != NULL ? soq_channel_member_get_peer (member) : NULL;
}

/* The channel that a question is about; another one may be selected before the
 * answer.
 */
static void
remember_channel (SoqServerWindow *self)
{
  g_object_set_data_full (G_OBJECT (self), "asked-about-channel", g_strdup (get_channel (self)),
                          g_free);
}

static void
topic_cb (const char *topic,
          guint       choice,
          gpointer    user_data)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (user_data);

  soq_server_set_topic (self->server, g_object_get_data (G_OBJECT (self), "asked-about-channel"),
                        topic);
}

static void
ask_topic_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  SoqChannelInfo  *info = soq_channel_page_get_channel (self->channels);
  SoqQuestion      question = { 0 };
  g_autofree char *heading = NULL;

  if (info == NULL)
    return;

  remember_channel (self);
  /* Translators: %s is a channel. */
  heading = g_strdup_printf (_("Topic of %s"), soq_channel_info_get_name (info));
  question.heading = heading;
  question.body = _("Everybody in the channel is told.");
  question.affirm = _("_Change");
  question.entry_label = _("What it is about");
  question.entry_text = soq_channel_info_get_topic (info);
  soq_compat_ask (widget, &question, topic_cb, self);
}

static void
speak_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);

  soq_server_window_write_to (self, soq_channel_page_get_channel (self->channels));
}

static void
change_status_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SoqServerWindow  *self = SOQ_SERVER_WINDOW (widget);
  SoqChannelMember *member = soq_channel_page_get_member (self->channels);
  const char       *channel = get_channel (self);
  gboolean          is_voice = g_str_equal (name, "win.member-voice");
  const char       *has;

  if (member == NULL || channel == NULL)
    return;

  has = strchr (soq_channel_member_get_status (member), is_voice ? '+' : '@');
  soq_server_set_member_status (self->server, channel, soq_channel_member_get_peer (member),
                                has != NULL ? '-' : '+', is_voice ? 'v' : 'o');
}

static void
send_out_cb (const char *reason,
             guint       choice,
             gpointer    user_data)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (user_data);

  soq_server_kick_from_channel (self->server,
                                g_object_get_data (G_OBJECT (self), "asked-about-channel"),
                                g_object_get_data (G_OBJECT (self), "asked-about"), reason);
}

static void
ask_send_out_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  SoqServerWindow *self = SOQ_SERVER_WINDOW (widget);
  SoqPeer         *peer = get_peer (self);
  SoqQuestion      question = { 0 };
  g_autofree char *heading = NULL;

  if (peer == NULL || get_channel (self) == NULL)
    return;

  remember_channel (self);
  g_object_set_data_full (G_OBJECT (self), "asked-about", g_object_ref (peer), g_object_unref);
  /* Translators: a client’s name and a channel. */
  heading = g_strdup_printf (_("Send %s out of %s?"), soq_peer_get_nick (peer), get_channel (self));
  question.heading = heading;
  question.body = _("The client stays connected. It can join again.");
  question.affirm = _("Remo_ve");
  question.destructive = TRUE;
  question.entry_label = _("Reason (optional)");
  soq_compat_ask (widget, &question, send_out_cb, self);
}

static void
kick_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SoqPeer *peer = get_peer (SOQ_SERVER_WINDOW (widget));

  if (peer == NULL)
    return;

  if (g_str_equal (name, "win.member-kick"))
    soq_server_window_ask_kick (SOQ_SERVER_WINDOW (widget), peer);
  else
    soq_server_window_ask_ban (SOQ_SERVER_WINDOW (widget), peer);
}

void
soq_server_window_install_channel_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                 *name;
    GtkWidgetActionActivateFunc run;
  } actions[] = {
    { "win.channel-topic", ask_topic_cb },
    { "win.channel-speak", speak_cb },
    { "win.member-operator", change_status_cb },
    { "win.member-voice", change_status_cb },
    { "win.member-send-out", ask_send_out_cb },
    { "win.member-kick", kick_cb },
    { "win.member-ban", kick_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].run);
}

void
soq_server_window_update_channel_actions (SoqServerWindow *self)
{
  static const char *const for_members[] = { "win.member-operator", "win.member-voice",
                                             "win.member-send-out", "win.member-kick",
                                             "win.member-ban" };
  GtkWidget               *widget = GTK_WIDGET (self);
  gboolean                 running = soq_server_get_state (self->server) ==
                     SOQ_SERVER_STATE_RUNNING;
  gboolean has_member = running && get_peer (self) != NULL;
  gboolean has_channel = running && get_channel (self) != NULL;

  gtk_widget_action_set_enabled (widget, "win.channel-topic", has_channel);
  gtk_widget_action_set_enabled (widget, "win.channel-speak", has_channel);
  for (guint i = 0; i < G_N_ELEMENTS (for_members); i++)
    gtk_widget_action_set_enabled (widget, for_members[i], has_member);
}

/* The choices of “To:”: everybody, then the channels but the lobby, where
 * everybody is, and then each client.
 */
static void
setup_target_cb (GtkListItemFactory *factory,
                 GtkListItem        *item,
                 gpointer            user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_list_item_set_child (item, label);
}

static void
show_target (SoqPeer    *peer,
             GParamSpec *pspec,
             GtkLabel   *label)
{
  gtk_label_set_text (label, soq_peer_get_nick (peer));
}

static void
bind_target_cb (GtkListItemFactory *factory,
                GtkListItem        *item,
                gpointer            user_data)
{
  gpointer   object = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  if (SOQ_IS_CHANNEL_INFO (object))
    {
      gtk_label_set_text (GTK_LABEL (label), soq_channel_info_get_name (object));
      return;
    }
  if (!SOQ_IS_PEER (object))
    {
      gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (object));
      return;
    }

  show_target (object, NULL, GTK_LABEL (label));
  g_signal_connect_object (object, "notify::nick", G_CALLBACK (show_target), label,
                           G_CONNECT_DEFAULT);
}

static void
unbind_target_cb (GtkListItemFactory *factory,
                  GtkListItem        *item,
                  gpointer            user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_target,
                                        gtk_list_item_get_child (item));
}

static gboolean
is_no_lobby (gpointer item,
             gpointer user_data)
{
  return !g_str_equal (soq_channel_info_get_name (item), SOQ_LOBBY);
}

static gboolean
is_a_choice (SoqServerWindow *self,
             GObject         *object)
{
  GListModel *choices = gtk_drop_down_get_model (self->target);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (choices, i);

      if (item == object)
        return TRUE;
    }

  return FALSE;
}

/* When the chosen one leaves, GTK chooses the next one: what was meant for one
 * would go to another.
 */
/**
 * soq_server_window_update_composer:
 * @self: a window
 *
 * Who answers one program by hand answers as it stands: it may wait for an empty
 * line, or count the blanks.
 */
void
soq_server_window_update_composer (SoqServerWindow *self)
{
  gpointer target = gtk_drop_down_get_selected_item (self->target);

  soq_composer_set_verbatim (self->composer,
                             self->config->mode == SOQ_REPLY_MODE_BY_HAND &&
                               SOQ_IS_PEER (target) &&
                               soq_peer_get_kind (target) != SOQ_PEER_KIND_IRC);
}

static void
chosen_cb (SoqServerWindow *self)
{
  self->chosen_left = self->chosen != NULL && !is_a_choice (self, self->chosen);
  if (self->chosen_left)
    {
      g_clear_object (&self->chosen);
      g_signal_handlers_block_by_func (self->target, chosen_cb, self);
      gtk_drop_down_set_selected (self->target, 0);
      g_signal_handlers_unblock_by_func (self->target, chosen_cb, self);
    }
  else
    {
      g_set_object (&self->chosen, gtk_drop_down_get_selected_item (self->target));
    }

  soq_server_window_update_composer (self);
}

/**
 * soq_server_window_build_target:
 * @self: a window
 *
 * Fills the choices of who hears what is written.
 */
void
soq_server_window_build_target (SoqServerWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GListStore)         lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkStringList)      everyone = gtk_string_list_new (NULL);
  g_autoptr (GListModel)         channels = NULL;
  g_autoptr (GListModel)         flat = NULL;
  GtkFilter                     *filter;

  filter = GTK_FILTER (gtk_custom_filter_new (is_no_lobby, NULL, NULL));
  channels = g_object_ref (soq_server_get_channels (self->server));
  channels = G_LIST_MODEL (gtk_filter_list_model_new (channels, filter));
  gtk_string_list_append (everyone, _("Everyone"));
  g_list_store_append (lists, everyone);
  g_list_store_append (lists, channels);
  g_list_store_append (lists, self->peers);
  flat = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (lists))));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_target_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_target_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_target_cb), NULL);
  gtk_drop_down_set_factory (self->target, factory);
  gtk_drop_down_set_model (self->target, flat);
  g_signal_connect_object (self->target, "notify::selected-item",
                           G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

/**
 * soq_server_window_write_to:
 * @self: a window
 * @target: (type GObject) (nullable): the client or the channel that shall
 *   hear what is written next; %NULL for everybody
 */
void
soq_server_window_write_to (SoqServerWindow *self,
                            gpointer         target)
{
  GListModel *choices = gtk_drop_down_get_model (self->target);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (choices, i);

      if (i == 0 || item == target)
        gtk_drop_down_set_selected (self->target, i);
    }

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static gboolean
is_connected (SoqServerWindow *self,
              gconstpointer    peer)
{
  GListModel *peers = soq_server_get_peers (self->server);

  for (guint i = 0; i < g_list_model_get_n_items (peers); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (peers, i);

      if (item == peer)
        return TRUE;
    }

  return FALSE;
}

/**
 * soq_server_window_say:
 * @self: a window whose server runs
 * @text: what the owner wrote
 *
 * Says it to whom the owner chose.
 *
 * Returns: whether it was said; else the owner was told why not
 */
gboolean
soq_server_window_say (SoqServerWindow *self,
                       const char      *text)
{
  gpointer target = gtk_drop_down_get_selected_item (self->target);

  /* The list of choices follows a turn later. */
  if (SOQ_IS_PEER (target) && !is_connected (self, target))
    self->chosen_left = TRUE;

  if (self->chosen_left)
    {
      self->chosen_left = FALSE;
      soq_server_window_show_trouble (
        self, _("Choose who shall hear it: the one you wrote to has left"));
      return FALSE;
    }

  if (SOQ_IS_CHANNEL_INFO (target))
    soq_server_say_in (self->server, soq_channel_info_get_name (target), text);
  else
    soq_server_say (self->server, SOQ_IS_PEER (target) ? target : NULL, text);

  return TRUE;
}
