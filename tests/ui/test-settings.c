/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-settings.h"
#include "soq-shortcuts.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->folder = g_dir_make_tmp ("soquete-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "settings.ini", NULL);
  *state = self;

  return self->folder != NULL ? 0 : -1;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);

  return 0;
}

static void
test_broken_file_gives_defaults (void **state)
{
  static const char *const broken = "[preferences]\nname=1 2\nport=70000\ntimestamps=maybe\n"
                                    "[places]\nrecent=:::;no port:x;127.0.0.1:5001;\n";
  Fixture                 *self = *state;
  g_autoptr (SoqSettings)  settings = NULL;
  gboolean                 timestamps;

  assert_true (g_file_set_contents (self->path, broken, -1, NULL));
  settings = soq_settings_new (self->path);
  g_object_get (settings, "timestamps", &timestamps, NULL);
  assert_true (timestamps);
  assert_int_equal (soq_settings_get_port (settings), SOQ_DEFAULT_PORT);
  assert_string_not_equal (soq_settings_get_name (settings), "1 2");
  assert_int_equal (g_list_model_get_n_items (soq_settings_get_recent_places (settings)), 1);
}

static void
test_choices_are_kept (void **state)
{
  Fixture     *self = *state;
  SoqSettings *settings = soq_settings_new (self->path);
  gboolean     compact;

  g_object_set (settings, "name", "ana", "port", 6000, "compact", TRUE, "quit-word", "bye", NULL);
  soq_test_assert_finalized (&settings);

  settings = soq_settings_new (self->path);
  g_object_get (settings, "compact", &compact, NULL);
  assert_true (compact);
  assert_string_equal (soq_settings_get_name (settings), "ana");
  assert_string_equal (soq_settings_get_quit_word (settings), "bye");
  assert_int_equal (soq_settings_get_port (settings), 6000);
  soq_test_assert_finalized (&settings);
}

static void
test_places_are_in_order_without_doubles (void **state)
{
  Fixture                *self = *state;
  g_autoptr (SoqSettings) settings = soq_settings_new (self->path);
  GListModel             *places = soq_settings_get_recent_places (settings);
  g_autoptr (SoqPlace)    first = NULL;
  g_autofree char        *text = NULL;

  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char     *uri = g_strdup_printf ("udp://192.0.2.%u:5000 none", i);
      g_autoptr (SoqPlace) place = soq_place_from_string (uri, NULL);

      soq_settings_add_recent_place (settings, place);
      soq_settings_add_recent_place (settings, place);
    }

  assert_int_equal (g_list_model_get_n_items (places), 12);
  first = g_list_model_get_item (places, 0);
  text = soq_place_to_string (first);
  assert_string_equal (text, "udp://192.0.2.20:5000 none");
}

static void
test_shortcuts_are_unique_and_change (void **state)
{
  Fixture                *self = *state;
  g_autoptr (SoqSettings) settings = soq_settings_new (self->path);
  guint                   n;
  const SoqShortcut      *shortcuts = soq_shortcuts_get (&n);
  g_autofree char        *changed = NULL;
  g_autofree char        *repaired = NULL;

  for (guint i = 0; i < n; i++)
    assert_null (soq_shortcuts_find_conflict (&shortcuts[i], settings, shortcuts[i].accelerator));

  assert_ptr_equal (soq_shortcuts_find_conflict (&shortcuts[0], settings, shortcuts[1].accelerator),
                    &shortcuts[1]);
  soq_settings_set_shortcut (settings, shortcuts[0].action, "<Control>F5");
  changed = soq_shortcut_dup_accelerator (&shortcuts[0], settings);
  assert_string_equal (changed, "<Control>F5");
  soq_settings_set_shortcut (settings, shortcuts[0].action, "no keys");
  repaired = soq_shortcut_dup_accelerator (&shortcuts[0], settings);
  assert_string_equal (repaired, shortcuts[0].accelerator);
}

static void
test_trusted_certificates_are_remembered_by_place (void **state)
{
  Fixture                *self = *state;
  g_autoptr (SoqSettings) settings = soq_settings_new (self->path);
  g_autoptr (SoqSettings) again = NULL;
  g_autofree char        *first = NULL;
  g_autofree char        *second = NULL;
  g_autofree char        *third = NULL;

  soq_settings_set_trusted (settings, "irc.example.org:6697", "AA:BB");
  soq_settings_set_trusted (settings, "[::1]:6697", "CC:DD");
  assert_true (soq_settings_save (settings, NULL));

  again = soq_settings_new (self->path);
  first = soq_settings_dup_trusted (again, "irc.example.org:6697");
  second = soq_settings_dup_trusted (again, "[::1]:6697");
  third = soq_settings_dup_trusted (again, "irc.example.org:7000");
  assert_string_equal (first, "AA:BB");
  assert_string_equal (second, "CC:DD");
  assert_null (third);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_broken_file_gives_defaults, setup, teardown),
    cmocka_unit_test_setup_teardown (test_choices_are_kept, setup, teardown),
    cmocka_unit_test_setup_teardown (test_places_are_in_order_without_doubles, setup, teardown),
    cmocka_unit_test_setup_teardown (test_shortcuts_are_unique_and_change, setup, teardown),
    cmocka_unit_test_setup_teardown (test_trusted_certificates_are_remembered_by_place, setup,
                                     teardown),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("settings", tests, NULL, NULL);
}
