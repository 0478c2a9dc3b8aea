/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-server-setup.h"

/* What is half typed, or wrong, is never in force. */

typedef struct
{
  SoqServer       *server; /* (owned) */
  SoqServerConfig *config; /* (owned) */
  GtkWindow       *window;
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->server = soq_server_new ();
  self->config = soq_server_config_new ();
  self->window = GTK_WINDOW (soq_server_setup_new (NULL, self->server, self->config));
  gtk_window_set_default_size (self->window, 480, 790);
  soq_ui_test_present (self->window);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  if (self->window != NULL)
    gtk_window_destroy (self->window);
  soq_server_config_free (self->config);
  g_object_unref (self->server);
  g_free (self);

  return 0;
}

static GtkWidget *
find_row (Fixture    *self,
          const char *title)
{
  GtkWidget *row = soq_ui_test_find_text (GTK_WIDGET (self->window), ADW_TYPE_PREFERENCES_ROW,
                                          title);

  assert_non_null (row);

  return row;
}

static gboolean
says (Fixture    *self,
      const char *text)
{
  return soq_ui_test_find_text (GTK_WIDGET (self->window), GTK_TYPE_LABEL, text) != NULL;
}

/* As a person does: all that stands there is selected and typed over. */
static void
type_over (Fixture    *self,
           const char *title,
           const char *text)
{
  GtkEditable *row = GTK_EDITABLE (find_row (self, title));

  gtk_widget_grab_focus (GTK_WIDGET (row));
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type (text);
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (row), text));
}

static void
test_half_a_name_is_not_in_force (void **state)
{
  Fixture *self = *state;

  type_over (self, "The server’s name in the chat", "my server");
  assert_string_equal (self->config->name, "server");
  soq_test_wait_until (says (self, "It must be a name such as “server” or a host name such as chat.example.org, without blanks."));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "server-settings-wrong");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  gtk_window_close (self->window);
  self->window = NULL;
  assert_string_equal (self->config->name, "server");
}

static void
test_a_name_is_in_force_once_it_is_typed (void **state)
{
  Fixture *self = *state;

  type_over (self, "The server’s name in the chat", "teacher");
  soq_ui_test_type ("\n");
  soq_test_wait_until (g_str_equal (self->config->name, "teacher"));
  type_over (self, "The server’s name in the chat", "school");
  gtk_window_close (self->window);
  self->window = NULL;
  assert_string_equal (self->config->name, "school");
}

static void
test_wrong_addresses_leave_the_right_ones (void **state)
{
  Fixture *self = *state;

  type_over (self, "Addresses that may say the stop word", "foo");
  soq_test_wait_until (says (self, "Type addresses or blocks such as 192.0.2.1 or 192.0.2.0/24, with commas between them."));
  assert_string_equal (self->config->stop_word_addresses[0], "127.0.0.0/8");
  gtk_window_close (self->window);
  self->window = NULL;
  assert_string_equal (self->config->stop_word_addresses[0], "127.0.0.0/8");
}

static void
test_wrong_port_is_told_and_not_in_force (void **state)
{
  Fixture   *self = *state;
  GtkWidget *spin = soq_ui_test_find_type (find_row (self, "Port"), GTK_TYPE_SPIN_BUTTON);

  gtk_widget_grab_focus (spin);
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type ("70000");
  soq_test_wait_until (says (self, "It must be a number from 0 to 65535."));
  assert_int_equal (self->config->port, 5000);
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type ("abc\n");
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type ("5001\n");
  soq_test_wait_until (self->config->port == 5001);
  assert_false (says (self, "It must be a number from 0 to 65535."));
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_half_a_name_is_not_in_force),
    window_test (test_a_name_is_in_force_once_it_is_typed),
    window_test (test_wrong_addresses_leave_the_right_ones),
    window_test (test_wrong_port_is_told_and_not_in_force),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("server-setup", tests, NULL, NULL);
}
