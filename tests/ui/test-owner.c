/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-channel-page.h"
#include "soq-composer.h"
#include "soq-composer.h"
#include "soq-server-window.h"

#include <glib/gstdio.h>

/* What the owner of a server does with an IRC client in it, by mouse and
 * keyboard only.
 */

typedef struct
{
  GtkWindow *server;
  GSocket   *ann;   /* an IRC client in #x */
  GString   *heard; /* what it received */
} Fixture;

static SoqServer *
get_server (Fixture *self)
{
  return soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server));
}

/* What another run left there is not ours. */
static void
empty_folder (void)
{
  static const char *const names[] = { "server.conf", "motd.txt", "bans.ini", "accounts.ini",
                                       "certificate.pem", "key.pem" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), "soquete", "server",
                                                names[i], NULL);

      g_unlink (path);
    }
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  empty_folder ();
  self->server = GTK_WINDOW (soq_server_window_new (NULL));
  self->heard = g_string_new (NULL);
  soq_server_window_set_port (SOQ_SERVER_WINDOW (self->server), 0);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;
  GWeakRef server;
  gboolean gone;

  g_weak_ref_init (&server, self->server);
  gtk_window_destroy (self->server);
  gone = g_weak_ref_get (&server) == NULL;
  g_weak_ref_clear (&server);
  g_clear_object (&self->ann);
  g_string_free (self->heard, TRUE);
  g_free (self);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);

  return gone ? 0 : -1;
}

static gboolean
ann_heard (Fixture    *self,
           const char *text)
{
  char   buffer[4096];
  gssize n = g_socket_receive (self->ann, buffer, sizeof buffer, NULL, NULL);

  if (n > 0)
    g_string_append_len (self->heard, buffer, n);

  return strstr (self->heard->str, text) != NULL;
}

static void
connect_ann (Fixture *self)
{
  static const char          hello[] = "NICK ann\r\nUSER ann 0 * :Ann\r\nJOIN #x\r\n";
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError)         error = NULL;

  address = g_inet_socket_address_new_from_string ("127.0.0.1",
                                                   soq_server_get_port (get_server (self)));
  self->ann = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                            &error);
  assert_true (g_socket_connect (self->ann, address, NULL, &error));
  g_socket_set_blocking (self->ann, FALSE);
  g_socket_send (self->ann, hello, strlen (hello), NULL, NULL);
  soq_test_wait_until (ann_heard (self, " 366 ann #x "));
}

static void
click_text (GtkWindow  *window,
            const char *text)
{
  GtkWidget *button = soq_ui_test_find_text (GTK_WIDGET (window), GTK_TYPE_BUTTON, text);

  assert_non_null (button);
  soq_ui_test_click (button);
}

static GtkWidget *
find_label (Fixture    *self,
            const char *text)
{
  GtkWidget *page = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_CHANNEL_PAGE);

  return soq_ui_test_find_text (page, GTK_TYPE_LABEL, text);
}

/* The server runs, ann is in #x, and #x is selected. */
static void
show_channel (Fixture *self)
{
  GtkWidget *page;

  soq_ui_test_present (self->server);
  click_text (self->server, "Start");
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_RUNNING);
  connect_ann (self);
  page = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_CHANNEL_PAGE);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-channels", NULL);
  soq_test_wait_until (find_label (self, "#x") != NULL && gtk_widget_get_mapped (page));
  soq_test_wait_until (gtk_widget_get_width (find_label (self, "#x")) > 0);
  soq_ui_test_click (find_label (self, "#x"));
  soq_test_wait_until (soq_channel_page_get_channel (SOQ_CHANNEL_PAGE (page)) != NULL);
  soq_test_wait_until (find_label (self, "ann") != NULL);
}

static GtkDropDown *
find_target (Fixture *self)
{
  GtkWidget *composer = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_COMPOSER);
  GtkWidget *bar = gtk_widget_get_parent (composer);

  return GTK_DROP_DOWN (soq_ui_test_find_type (bar, GTK_TYPE_DROP_DOWN));
}

/* GTK would choose the next one in the list. */
static void
test_who_was_chosen_and_left_is_not_followed_by_another (void **state)
{
  Fixture                   *self = *state;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket)        bob = NULL;
  GListModel                *peers;

  show_channel (self);
  peers = soq_server_get_peers (get_server (self));
  address = g_inet_socket_address_new_from_string ("127.0.0.1",
                                                   soq_server_get_port (get_server (self)));
  bob = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  assert_true (g_socket_connect (bob, address, NULL, NULL));
  soq_test_wait_until (g_list_model_get_n_items (peers) == 2);

  soq_test_wait_until (
    g_list_model_get_n_items (gtk_drop_down_get_model (find_target (self))) > 3);
  gtk_drop_down_set_selected (find_target (self), 2);
  assert_true (SOQ_IS_PEER (gtk_drop_down_get_selected_item (find_target (self))));
  g_socket_close (self->ann, NULL);
  soq_test_wait_until (g_list_model_get_n_items (peers) == 1);
  soq_test_wait_until (!SOQ_IS_PEER (gtk_drop_down_get_selected_item (find_target (self))));
}

static void
test_channel_and_its_members_are_seen (void **state)
{
  Fixture   *self = *state;
  GtkWidget *page;

  show_channel (self);
  page = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_CHANNEL_PAGE);
  assert_non_null (find_label (self, "+nt"));
  assert_non_null (find_label (self, "@"));

  soq_ui_test_click (find_label (self, "ann"));
  soq_test_wait_until (soq_channel_page_get_member (SOQ_CHANNEL_PAGE (page)) != NULL);
  click_text (self->server, "Operator");
  soq_test_wait_until (ann_heard (self, ":server.soquete MODE #x -o ann"));
  click_text (self->server, "Voice");
  soq_test_wait_until (ann_heard (self, ":server.soquete MODE #x +v ann"));
  soq_test_wait_until (find_label (self, "+") != NULL);
}

static void
test_topic_is_changed (void **state)
{
  Fixture   *self = *state;
  GtkWindow *dialog;
  GtkWidget *entry;

  show_channel (self);
  click_text (self->server, "Topic…");
  soq_test_wait_until (soq_ui_test_find_window ("Topic of #x") != NULL ||
                       soq_ui_test_find_window ("") != NULL);
  dialog = soq_ui_test_find_window ("Topic of #x");
  if (dialog == NULL)
    dialog = soq_ui_test_find_window ("");
  soq_ui_test_focus (dialog);
  entry = soq_ui_test_find_type (GTK_WIDGET (dialog), GTK_TYPE_ENTRY);
  soq_ui_test_click (entry);
  soq_ui_test_type ("lunch");
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), "lunch"));
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (ann_heard (self, ":server.soquete TOPIC #x lunch") ||
                       ann_heard (self, ":server.soquete TOPIC #x :lunch"));
  soq_test_wait_until (find_label (self, "lunch") != NULL);

  soq_ui_test_screenshot (GTK_WIDGET (self->server), "channels-light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  soq_ui_test_screenshot (GTK_WIDGET (self->server), "channels-dark");
}

static void
test_owner_speaks_in_a_channel (void **state)
{
  Fixture   *self = *state;
  GtkWidget *composer;
  GtkWidget *view;

  show_channel (self);
  click_text (self->server, "Speak Here");
  composer = soq_ui_test_find_type (GTK_WIDGET (self->server), SOQ_TYPE_COMPOSER);
  view = soq_ui_test_find_type (composer, GTK_TYPE_TEXT_VIEW);
  soq_test_wait_until (gtk_widget_has_focus (view));
  soq_ui_test_type ("hello");
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (ann_heard (self, ":server!owner@server.soquete PRIVMSG #x "));
}

static void
test_channels_fit_into_a_narrow_window (void **state)
{
  Fixture                   *self = *state;
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  GdkDisplay                *display = gdk_display_get_default ();

  gtk_css_provider_load_from_resource (style, RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_window_set_default_size (self->server, 360, 640);
  show_channel (self);
  assert_true (gtk_widget_get_width (GTK_WIDGET (self->server)) <= 360);
  soq_ui_test_screenshot (GTK_WIDGET (self->server), "channels-narrow");
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (style));
}

static void
test_certificate_is_made (void **state)
{
  Fixture    *self = *state;
  GtkWindow  *settings;
  GtkWidget  *button;
  GtkWidget  *label;
  const char *fingerprint;

  soq_ui_test_present (self->server);
  soq_ui_test_focus (self->server);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.server-settings", NULL);
  soq_test_wait_until (soq_ui_test_find_window ("Server Settings") != NULL);
  settings = soq_ui_test_find_window ("Server Settings");
  soq_ui_test_present (settings);
  button = soq_ui_test_find_text (GTK_WIDGET (settings), GTK_TYPE_BUTTON, "Make a Certificate");
  assert_non_null (button);
  gtk_widget_grab_focus (button);
  soq_ui_test_key (GDK_KEY_space, 0);
  label = soq_ui_test_find_named (GTK_WIDGET (settings), "fingerprint");
  assert_non_null (label);
  soq_test_wait_until (strlen (gtk_label_get_text (GTK_LABEL (label))) == 4 * 19 + 3);
  fingerprint = gtk_label_get_text (GTK_LABEL (label));
  assert_int_equal (strlen (fingerprint), 4 * 19 + 3);
  assert_int_equal (fingerprint[4], ' ');
  assert_int_equal (fingerprint[19], '\n');
  gtk_widget_grab_focus (label);
  soq_test_wait_until (gtk_widget_has_focus (label));
  soq_ui_test_screenshot (GTK_WIDGET (settings), "certificate");
  gtk_window_close (settings);
  soq_test_wait_until (soq_ui_test_find_window ("Server Settings") == NULL);

  soq_ui_test_focus (self->server);
  click_text (self->server, "Start");
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_RUNNING);
  assert_non_null (soq_server_get_certificate (get_server (self)));
}

static void
test_account_is_made (void **state)
{
  Fixture   *self = *state;
  GtkWindow *window;
  GtkWidget *name;
  GtkWidget *password;

  soq_ui_test_present (self->server);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-accounts", NULL);
  soq_test_wait_until (soq_ui_test_find_window ("Accounts") != NULL);
  window = soq_ui_test_find_window ("Accounts");
  soq_ui_test_present (window);
  name = soq_ui_test_find_text (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Name");
  password = soq_ui_test_find_text (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Password");
  soq_ui_test_click (name);
  soq_ui_test_type ("ann");
  soq_ui_test_click (password);
  soq_ui_test_type ("sesame");
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (password)), "sesame"));
  click_text (window, "Add");
  soq_test_wait_until (g_list_model_get_n_items (soq_server_get_accounts (get_server (self))) == 1);
  soq_ui_test_screenshot (GTK_WIDGET (window), "accounts");
  click_text (window, "Remove");
  soq_test_wait_until (g_list_model_get_n_items (soq_server_get_accounts (get_server (self))) == 0);
  gtk_window_destroy (window);
}

static gboolean
says (GtkWindow  *window,
      const char *text)
{
  GtkWidget *label = soq_ui_test_find_text (GTK_WIDGET (window), GTK_TYPE_LABEL, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
test_bad_account_name_is_said (void **state)
{
  Fixture   *self = *state;
  GtkWindow *window;

  soq_ui_test_present (self->server);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-accounts", NULL);
  soq_test_wait_until (soq_ui_test_find_window ("Accounts") != NULL);
  window = soq_ui_test_find_window ("Accounts");
  soq_ui_test_present (window);
  soq_ui_test_click (soq_ui_test_find_text (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Name"));
  soq_ui_test_type ("1x");
  soq_ui_test_click (soq_ui_test_find_text (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Password"));
  soq_ui_test_type ("sesame");
  click_text (window, "Add");
  soq_test_wait_until (says (window, "No account can be called “1x”: a name has 1 to 32 letters, "
                                     "digits or -_[]{}\\|^`, and no accents, and begins with no digit"));
  gtk_window_destroy (window);
}

static void
test_bad_ban_is_said_where_it_is_typed (void **state)
{
  static const char wrong[] = "“192.0.2” is no address that can be banned: "
                              "it must be like 192.0.2.1 or 192.0.2.0/24";
  Fixture          *self = *state;
  GListModel       *bans;
  GtkWindow        *window;
  GtkWidget        *entry;

  soq_ui_test_present (self->server);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.show-bans", NULL);
  soq_test_wait_until (soq_ui_test_find_window ("Banned Addresses") != NULL);
  window = soq_ui_test_find_window ("Banned Addresses");
  soq_ui_test_present (window);
  bans = soq_server_get_bans (get_server (self));
  entry = soq_ui_test_find_type (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW);
  soq_ui_test_click (entry);
  soq_ui_test_type ("192.0.2");
  soq_test_wait_until (says (window, wrong));
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_ui_test_screenshot (GTK_WIDGET (window), "bans-wrong");
  assert_true (says (window, wrong));
  assert_null (gtk_widget_get_tooltip_text (entry));
  assert_int_equal (g_list_model_get_n_items (bans), 0);

  soq_ui_test_type (".7");
  soq_test_wait_until (!says (window, wrong));
  assert_int_equal (g_list_model_get_n_items (bans), 0);
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (g_list_model_get_n_items (bans) == 1);
  assert_string_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), "");
  assert_false (gtk_widget_has_css_class (entry, "error"));
  gtk_window_destroy (window);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_who_was_chosen_and_left_is_not_followed_by_another,
                                     setup, teardown),
    cmocka_unit_test_setup_teardown (test_channel_and_its_members_are_seen, setup, teardown),
    cmocka_unit_test_setup_teardown (test_topic_is_changed, setup, teardown),
    cmocka_unit_test_setup_teardown (test_owner_speaks_in_a_channel, setup, teardown),
    cmocka_unit_test_setup_teardown (test_channels_fit_into_a_narrow_window, setup, teardown),
    cmocka_unit_test_setup_teardown (test_certificate_is_made, setup, teardown),
    cmocka_unit_test_setup_teardown (test_account_is_made, setup, teardown),
    cmocka_unit_test_setup_teardown (test_bad_account_name_is_said, setup, teardown),
    cmocka_unit_test_setup_teardown (test_bad_ban_is_said_where_it_is_typed, setup, teardown),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("owner", tests, NULL, NULL);
}
