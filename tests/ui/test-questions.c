/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-peer-table.h"
#include "soq-server-setup.h"
#include "soq-server-window.h"
#include "soq-settings.h"
#include "soq-shortcuts.h"

#include <glib/gstdio.h>

/* What must not happen by a slip of the hand is asked about; and keys mean what
 * they mean everywhere.
 */

typedef struct
{
  GtkWindow *server;
  GtkWindow *client;
  SoqClient *bob; /* (owned): with a client without a window */
} Fixture;

static GtkApplication *application; /* (owned): one for each process */

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->server = GTK_WINDOW (soq_server_window_new (application));
  soq_server_window_set_port (SOQ_SERVER_WINDOW (self->server), 0);
  self->client = GTK_WINDOW (soq_client_window_new (application));
  self->bob = soq_client_new ();
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_object_unref (self->bob);
  if (self->client != NULL)
    gtk_window_destroy (self->client);
  if (self->server != NULL)
    gtk_window_destroy (self->server);
  g_free (self);

  return 0;
}

static SoqServer *
get_server (Fixture *self)
{
  return soq_server_window_get_server (SOQ_SERVER_WINDOW (self->server));
}

static guint
count_peers (Fixture *self)
{
  return g_list_model_get_n_items (soq_server_get_peers (get_server (self)));
}

static void
connect_bob (Fixture *self)
{
  g_autofree char     *address = NULL;
  g_autoptr (SoqPlace) place = NULL;

  soq_ui_test_present (self->server);
  assert_true (soq_server_window_start (SOQ_SERVER_WINDOW (self->server)));
  address = g_strdup_printf ("irc://127.0.0.1:%u/#class", soq_server_get_port (get_server (self)));
  place = soq_place_from_string (address, NULL);
  soq_client_set_nick (self->bob, "bob");
  soq_client_connect (self->bob, place);
  soq_test_wait_until (soq_client_get_state (self->bob) == SOQ_CLIENT_STATE_ONLINE);
  soq_test_wait_until (count_peers (self) == 1);
}

static void
connect_window (Fixture *self)
{
  soq_client_window_connect_to (SOQ_CLIENT_WINDOW (self->client), soq_client_get_place (self->bob));
  soq_ui_test_present (self->client);
  soq_test_wait_until (g_strcmp0 (gtk_window_get_title (self->client), "#class") == 0);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window; /* GTK owns its windows */
    }

  return NULL;
}

static void
answer (const char *heading,
        const char *button)
{
  GtkWidget *widget;

  soq_test_wait_until (find_dialog () != NULL);
  assert_string_equal (gtk_window_get_title (find_dialog ()), heading);
  soq_ui_test_focus (find_dialog ());
  widget = soq_ui_test_find_text (GTK_WIDGET (find_dialog ()), GTK_TYPE_BUTTON, button);
  assert_non_null (widget);
  soq_ui_test_click (widget);
  soq_test_wait_until (find_dialog () == NULL);
}

static void
test_enter_behind_the_reason_kicks (void **state)
{
  Fixture            *self = *state;
  GtkWidget          *table;
  GtkSelectionModel  *selection;
  g_autoptr (GObject) item = NULL;

  connect_bob (self);
  table = soq_ui_test_find_type (GTK_WIDGET (self->server), GTK_TYPE_COLUMN_VIEW);
  selection = gtk_column_view_get_model (GTK_COLUMN_VIEW (table));
  soq_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 1);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.kick", NULL);
  soq_test_wait_until (find_dialog () != NULL);
  soq_ui_test_focus (find_dialog ());
  soq_ui_test_click (soq_ui_test_find_type (GTK_WIDGET (find_dialog ()), GTK_TYPE_ENTRY));
  soq_ui_test_type ("go home\n");
  soq_test_wait_until (find_dialog () == NULL);
  soq_test_wait_until (soq_client_get_state (self->bob) != SOQ_CLIENT_STATE_ONLINE);
}

static GtkWidget *
find_part (GtkWidget  *root,
           const char *part)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), part) != NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_part (child, part);

  return found;
}

static GtkWidget *
find_body (const char *part)
{
  return find_part (GTK_WIDGET (find_dialog ()), part);
}

/* Bob sits at the server's own computer, as whoever tries it out does. */
static void
test_ban_is_short_and_warns_of_ones_own_address (void **state)
{
  Fixture           *self = *state;
  GtkSelectionModel *selection;
  GtkWidget         *length;
  GtkStringObject   *chosen;

  connect_bob (self);
  selection = gtk_column_view_get_model (
    GTK_COLUMN_VIEW (soq_ui_test_find_type (GTK_WIDGET (self->server), GTK_TYPE_COLUMN_VIEW)));
  soq_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 1);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.ban", NULL);
  soq_test_wait_until (find_dialog () != NULL);
  length = soq_ui_test_find_type (GTK_WIDGET (find_dialog ()), GTK_TYPE_DROP_DOWN);
  chosen = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (length));
  assert_string_equal (gtk_string_object_get_string (chosen), "For an hour");
  assert_non_null (find_body ("This is the address of your own computer"));
  soq_ui_test_focus (find_dialog ());
  soq_ui_test_screenshot (GTK_WIDGET (find_dialog ()), "ban-own-address");
  answer ("Ban 127.0.0.1?", "Cancel");
}

static void
test_stop_asks_while_somebody_is_connected (void **state)
{
  Fixture *self = *state;

  connect_bob (self);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.start-stop", NULL);
  answer ("Stop the Server?", "Cancel");
  assert_int_equal (count_peers (self), 1);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.start-stop", NULL);
  answer ("Stop the Server?", "Stop");
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_STOPPED);

  assert_true (soq_server_window_start (SOQ_SERVER_WINDOW (self->server)));
  soq_client_disconnect (self->bob);
  soq_test_wait_until (count_peers (self) == 0);
  gtk_widget_activate_action (GTK_WIDGET (self->server), "win.start-stop", NULL);
  soq_test_wait_until (soq_server_get_state (get_server (self)) == SOQ_SERVER_STATE_STOPPED);
}

static void
test_closing_a_server_in_use_asks (void **state)
{
  Fixture *self = *state;

  connect_bob (self);
  soq_ui_test_key (GDK_KEY_w, GDK_CONTROL_MASK);
  answer ("Close This Window?", "Cancel");
  assert_int_equal (count_peers (self), 1);
  g_object_add_weak_pointer (G_OBJECT (self->server), (gpointer *) &self->server);
  soq_ui_test_focus (self->server);
  soq_ui_test_key (GDK_KEY_w, GDK_CONTROL_MASK);
  answer ("Close This Window?", "Close");
  soq_test_wait_until (self->server == NULL);
}

static void
test_close_key_closes_the_conversation_first (void **state)
{
  Fixture *self = *state;

  connect_bob (self);
  connect_window (self);
  soq_ui_test_key (GDK_KEY_w, GDK_CONTROL_MASK);
  soq_test_wait_until (g_strcmp0 (gtk_window_get_title (self->client), "#class") != 0);
  assert_null (find_dialog ());
  soq_ui_test_key (GDK_KEY_w, GDK_CONTROL_MASK);
  g_object_add_weak_pointer (G_OBJECT (self->client), (gpointer *) &self->client);
  answer ("Close This Window?", "Close");
  soq_test_wait_until (self->client == NULL);
}

/* What keys do in a text, and keys that some keyboards do not have. */
static void
test_keys_of_text_stay_with_the_text (void **state)
{
  static const char *const taken[] = {
    "<Control>Home",
    "<Control>End",
    "<Control>Left",
    "<Control>Right",
    "<Control>a",
    "<Control>c",
    "<Control>v",
    "<Control>x",
    "<Control>z",
    "<Control>BackSpace",
  };
  guint              n;
  const SoqShortcut *shortcuts = soq_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    {
      guint           key = 0;
      GdkModifierType modifiers = 0;

      for (guint j = 0; j < G_N_ELEMENTS (taken); j++)
        assert_string_not_equal (shortcuts[i].accelerator, taken[j]);

      gtk_accelerator_parse (shortcuts[i].accelerator, &key, &modifiers);
      if ((modifiers & GDK_SHIFT_MASK) != 0 && gdk_keyval_to_unicode (key) != 0 &&
          !g_unichar_isalpha (gdk_keyval_to_unicode (key)))
        fail_msg ("%s is another key with Shift", shortcuts[i].accelerator);
    }
}

static void
test_a_certificate_is_not_replaced_unasked (void **state)
{
  SoqServer       *server = soq_server_new ();
  SoqServerConfig *config = soq_server_config_new ();
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWindow       *window;
  GtkWidget       *button;

  config->data_dir = g_dir_make_tmp ("soquete-XXXXXX", NULL);
  path = g_build_filename (config->data_dir, "certificate.pem", NULL);
  key = g_build_filename (config->data_dir, "key.pem", NULL);
  window = GTK_WINDOW (soq_server_setup_new (NULL, server, config));
  soq_ui_test_present (window);
  button = soq_ui_test_find_text (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Make a Certificate");
  gtk_widget_activate (button);
  soq_test_wait_until (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_true (g_file_get_contents (path, &before, NULL, NULL));
  gtk_widget_activate (button);
  answer ("Replace the Certificate?", "Cancel");
  assert_true (g_file_get_contents (path, &after, NULL, NULL));
  assert_string_equal (before, after);

  gtk_window_destroy (window);
  g_remove (path);
  g_remove (key);
  g_rmdir (config->data_dir);
  soq_server_config_free (config);
  g_object_unref (server);
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_enter_behind_the_reason_kicks),
    window_test (test_ban_is_short_and_warns_of_ones_own_address),
    window_test (test_stop_asks_while_somebody_is_connected),
    window_test (test_closing_a_server_in_use_asks),
    window_test (test_close_key_closes_the_conversation_first),
    cmocka_unit_test (test_keys_of_text_stay_with_the_text),
    cmocka_unit_test (test_a_certificate_is_not_replaced_unasked),
  };

  soq_ui_test_init ();
  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  soq_shortcuts_apply (application, soq_settings_get_default ());

  return cmocka_run_group_tests_name ("questions", tests, NULL, NULL);
}
