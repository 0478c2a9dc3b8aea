/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-composer.h"

typedef struct
{
  GtkWindow   *window;
  SoqComposer *composer;
  GString     *sent; /* each text in brackets */
  gboolean     accept;
} Fixture;

static gboolean
send_cb (SoqComposer *composer,
         const char  *text,
         Fixture     *self)
{
  g_string_append_printf (self->sent, "[%s]", text);

  return self->accept;
}

static int
setup (void **state)
{
  Fixture   *self = g_new0 (Fixture, 1);
  GtkWidget *box;

  self->window = GTK_WINDOW (gtk_window_new ());
  self->composer = SOQ_COMPOSER (soq_composer_new ());
  self->sent = g_string_new (NULL);
  self->accept = TRUE;
  gtk_window_set_default_size (self->window, 360, 200);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->composer));
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Something else to have the focus"));
  gtk_window_set_child (self->window, box);
  g_signal_connect (self->composer, "send", G_CALLBACK (send_cb), self);
  soq_ui_test_present (self->window);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  gtk_window_destroy (self->window);
  g_string_free (self->sent, TRUE);
  g_free (self);

  return 0;
}

static gboolean
has_text (Fixture    *self,
          const char *text)
{
  g_autofree char *written = soq_composer_dup_text (self->composer);

  return g_str_equal (written, text);
}

static void
test_nothing_is_not_sent (void **state)
{
  Fixture *self = *state;

  soq_ui_test_type ("   ");
  soq_test_wait_until (has_text (self, "   "));
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_ui_test_type ("x");
  soq_test_wait_until (has_text (self, "   x"));
  assert_string_equal (self->sent->str, "");
}

static void
test_refused_text_stays (void **state)
{
  Fixture *self = *state;

  self->accept = FALSE;
  soq_ui_test_type ("keep me");
  soq_test_wait_until (has_text (self, "keep me"));
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (self->sent->len > 0);
  assert_true (has_text (self, "keep me"));
}

static void
test_enter_sends_and_shift_enter_does_not (void **state)
{
  Fixture *self = *state;

  soq_ui_test_type ("one");
  soq_ui_test_key (GDK_KEY_Return, GDK_SHIFT_MASK);
  soq_ui_test_type ("two");
  soq_test_wait_until (has_text (self, "one\ntwo"));
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (has_text (self, ""));
  assert_string_equal (self->sent->str, "[one\ntwo]");
}

static void
test_button_sends (void **state)
{
  Fixture   *self = *state;
  GtkWidget *button = soq_ui_test_find_text (GTK_WIDGET (self->composer), GTK_TYPE_BUTTON, "Send");

  assert_false (gtk_widget_get_sensitive (button));
  soq_ui_test_type ("pressed");
  soq_test_wait_until (gtk_widget_get_sensitive (button) && has_text (self, "pressed"));
  soq_ui_test_click (button);
  soq_test_wait_until (has_text (self, ""));
  assert_string_equal (self->sent->str, "[pressed]");
}

static void
test_up_brings_back_and_keeps_the_draft (void **state)
{
  Fixture *self = *state;

  soq_ui_test_type ("first");
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_ui_test_type ("second");
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_ui_test_type ("draft");
  soq_test_wait_until (has_text (self, "draft"));

  soq_ui_test_key (GDK_KEY_Up, 0);
  soq_test_wait_until (has_text (self, "second"));
  soq_ui_test_key (GDK_KEY_Up, 0);
  soq_test_wait_until (has_text (self, "first"));
  soq_ui_test_key (GDK_KEY_Down, 0);
  soq_ui_test_key (GDK_KEY_Down, 0);
  soq_test_wait_until (has_text (self, "draft"));
}

static gboolean
contains (Fixture    *self,
          const char *part)
{
  g_autofree char *written = soq_composer_dup_text (self->composer);

  return strstr (written, part) != NULL;
}

static gboolean
has_suffix (Fixture    *self,
            const char *suffix)
{
  g_autofree char *written = soq_composer_dup_text (self->composer);

  return g_str_has_suffix (written, suffix);
}

static void
test_up_goes_through_a_wrapped_message_first (void **state)
{
  Fixture *self = *state;

  soq_ui_test_type ("old\n");
  soq_test_wait_until (self->sent->len > 0);
  for (guint i = 0; i < 20; i++)
    soq_ui_test_type ("abcd ");
  soq_ui_test_type ("end");
  soq_test_wait_until (has_suffix (self, "end"));

  soq_ui_test_key (GDK_KEY_Up, 0);
  soq_ui_test_type ("!");
  soq_test_wait_until (contains (self, "!"));
  assert_true (has_suffix (self, "end"));
  soq_ui_test_key (GDK_KEY_Down, 0);
  soq_ui_test_key (GDK_KEY_End, GDK_CONTROL_MASK);
  soq_ui_test_type ("?");
  soq_test_wait_until (has_suffix (self, "end?"));
  for (guint i = 0; i < 10; i++)
    soq_ui_test_key (GDK_KEY_Up, 0);
  soq_test_wait_until (has_text (self, "old"));
  soq_ui_test_key (GDK_KEY_Down, 0);
  soq_test_wait_until (has_suffix (self, "end?"));
}

static void
scroll_cb (SoqComposer *composer,
           int          pages,
           Fixture     *self)
{
  g_string_append_printf (self->sent, "(%d)", pages);
}

static void
test_page_keys_scroll_what_was_said (void **state)
{
  Fixture *self = *state;

  g_signal_connect (self->composer, "scroll", G_CALLBACK (scroll_cb), self);
  soq_ui_test_type ("text");
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_ui_test_key (GDK_KEY_Page_Down, 0);
  soq_ui_test_type ("!");
  soq_test_wait_until (has_text (self, "text!"));
  assert_string_equal (self->sent->str, "(-1)(1)");
}

static void
test_typed_code_point_is_kept (void **state)
{
  Fixture *self = *state;

  soq_ui_test_key (GDK_KEY_U, GDK_CONTROL_MASK);
  soq_ui_test_type ("e9\n");
  soq_test_wait_until (has_text (self, "é"));
  assert_string_equal (self->sent->str, "");
}

static void
test_tab_does_not_leave_a_text (void **state)
{
  Fixture   *self = *state;
  GtkWidget *view = soq_ui_test_find_type (GTK_WIDGET (self->window), GTK_TYPE_TEXT_VIEW);

  soq_ui_test_type ("nobody");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_ui_test_type (" here");
  soq_test_wait_until (has_text (self, "nobody here"));
  soq_composer_set_text (self->composer, "");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (gtk_window_get_focus (self->window) != view);
}

static void
test_tab_completes (void **state)
{
  static const char *const names[] = { "ana", "andre", "bruno", NULL };
  Fixture                 *self = *state;

  soq_composer_set_names (self->composer, names);
  soq_ui_test_type ("AN");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (has_text (self, "ana: "));
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (has_text (self, "andre: "));
  soq_ui_test_key (GDK_KEY_Tab, GDK_SHIFT_MASK);
  soq_test_wait_until (has_text (self, "ana: "));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_nothing_is_not_sent, setup, teardown),
    cmocka_unit_test_setup_teardown (test_refused_text_stays, setup, teardown),
    cmocka_unit_test_setup_teardown (test_enter_sends_and_shift_enter_does_not, setup, teardown),
    cmocka_unit_test_setup_teardown (test_button_sends, setup, teardown),
    cmocka_unit_test_setup_teardown (test_up_brings_back_and_keeps_the_draft, setup, teardown),
    cmocka_unit_test_setup_teardown (test_up_goes_through_a_wrapped_message_first, setup, teardown),
    cmocka_unit_test_setup_teardown (test_page_keys_scroll_what_was_said, setup, teardown),
    cmocka_unit_test_setup_teardown (test_typed_code_point_is_kept, setup, teardown),
    cmocka_unit_test_setup_teardown (test_tab_does_not_leave_a_text, setup, teardown),
    cmocka_unit_test_setup_teardown (test_tab_completes, setup, teardown),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("composer", tests, NULL, NULL);
}
