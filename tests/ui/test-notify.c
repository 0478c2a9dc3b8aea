/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-notify.h"

/* When the desktop is told of a message, and what. */

static void
test_another_window_in_use_does_not_silence (void **state)
{
  GtkWindow *chat = GTK_WINDOW (gtk_window_new ());
  GtkWindow *other = GTK_WINDOW (gtk_window_new ());
  GtkWindow *dialog = GTK_WINDOW (gtk_window_new ());

  soq_ui_test_present (chat);
  soq_ui_test_focus (chat);
  soq_test_wait_until (gtk_window_is_active (chat));
  assert_false (soq_notify_is_wanted (chat));
  soq_ui_test_present (other);
  soq_ui_test_focus (other);
  soq_test_wait_until (gtk_window_is_active (other) && !gtk_window_is_active (chat));
  assert_true (soq_notify_is_wanted (chat));
  assert_false (soq_notify_is_wanted (other));

  /* Who answers its question sees the window. */
  gtk_window_set_transient_for (dialog, chat);
  soq_ui_test_present (dialog);
  soq_ui_test_focus (dialog);
  soq_test_wait_until (gtk_window_is_active (dialog) && !gtk_window_is_active (other));
  assert_false (soq_notify_is_wanted (chat));
  assert_true (soq_notify_is_wanted (other));
  gtk_window_destroy (dialog);
  gtk_window_destroy (other);
  gtk_window_destroy (chat);
}

static void
test_title_says_who_and_where (void **state)
{
  g_autofree char *channel = soq_notify_dup_title ("bob", "#class", "School");
  g_autofree char *private = soq_notify_dup_title ("bob", NULL, "School");
  g_autofree char *alone = soq_notify_dup_title ("bob", NULL, NULL);
  g_autofree char *nobody = soq_notify_dup_title (NULL, NULL, "School");

  assert_string_equal (channel, "bob · #class · School");
  assert_string_equal (private, "bob · School");
  assert_string_equal (alone, "bob");
  assert_string_equal (nobody, "School");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_another_window_in_use_does_not_silence),
    cmocka_unit_test (test_title_says_who_and_where),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("notify", tests, NULL, NULL);
}
