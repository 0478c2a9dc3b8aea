/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-server-config.h"
#include "soq-test.h"

#include <glib/gstdio.h>

static void
assert_message (const GError *error,
                const char   *wanted)
{
  if (error != NULL && strstr (error->message, wanted) != NULL)
    return;

  print_error ("# wanted “%s” in “%s”\n", wanted, error != NULL ? error->message : "no error");
  fail ();
}

/* What is wrong stands in the third line, and the error says what is right. */
static void
test_config_names_the_line_and_the_remedy (void **state)
{
  static const struct
  {
    const char *group;
    const char *line;
    const char *remedy;
  } cases[] = {
    { "server", "address=localhost",
      "address: “localhost” cannot be used: it must be an IP address" },
    { "server", "address=0.0.0.0, x", "address: “x” cannot be used" },
    { "server", "port=70000", "port: “70000” cannot be used: it must be a number from 0 to 65535" },
    { "server", "port=", "a number from 0 to 65535" },
    { "server", "port=5000x", "a number from 0 to 65535" },
    { "server", "port=-1", "a number from 0 to 65535" },
    { "server", "udp=yes", "udp: “yes” cannot be used: it must be true or false" },
    { "server", "mode=shout", "chat, echo, uppercase or silent" },
    { "server", "mode=by-hand", "chat, echo, uppercase or silent" },
    { "server", "name=two words", "name: “two words” cannot be used" },
    { "server", "name=", "name: “” cannot be used: it must be a host name" },
    { "server", "description=two\\nlines", "one line of at most 200 bytes" },
    { "server", "motd=/nonexistent/motd", "/nonexistent/motd" },
    { "server", "backlog=0", "a number from 1 to 65535" },
    { "server", "receive-size=65537", "a number from 1 to 65536" },
    { "server", "stop-when-empty=1", "true or false" },
    { "server", "stop-word-addresses=192.0.2.1/24", "blocks like" },
    { "server", "log-json=TRUE", "true or false" },
    { "server", "potr=5000", "there is no key “potr” in [server]: it has address, port" },
    { "limits", "throttle=", "true or false" },
    { "limits", "max-clients=0", "a number from 1 to 1000000" },
    { "limits", "max-clients-per-address=many", "a number from 1 to 1000000" },
    { "limits", "line=15", "a number from 16 to 1048576" },
    { "limits", "send-queue=4095", "a number from 4096 to" },
    { "limits", "port=1", "there is no key “port” in [limits]: it has throttle" },
    { "severs", "port=1", "there is no group [severs]: the groups are [server], [limits]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqServerConfig) config = soq_server_config_new ();
      g_autoptr (GError)          error = NULL;
      g_autofree char            *data = g_strdup_printf ("# port = 1\n[%s]\n%s\n",
                                                          cases[i].group, cases[i].line);

      assert_false (soq_server_config_load_data (config, "my.conf", data, &error));
      assert_message (error, "my.conf, line 3: ");
      assert_message (error, cases[i].remedy);
    }
}

static void
test_config_names_the_line_of_an_empty_group (void **state)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();
  g_autoptr (GError)          error = NULL;

  assert_false (soq_server_config_load_data (config, "my.conf", "\n[sever]\n", &error));
  assert_message (error, "my.conf, line 2: there is no group [sever]");
}

static void
test_config_counts_the_last_of_two (void **state)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();
  g_autoptr (GError)          error = NULL;

  assert_false (soq_server_config_load_data (config, "my.conf",
                                             "[server]\nport=1\n[limits]\nline=100\n[server]\n port = x\n",
                                             &error));
  assert_message (error, "my.conf, line 6: port");
}

static void
test_config_that_is_no_key_file (void **state)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();
  g_autoptr (GError)          error = NULL;

  assert_false (soq_server_config_load_data (config, "my.conf", "port=1\n", &error));
  assert_message (error, "my.conf: ");
  g_clear_error (&error);

  assert_false (soq_server_config_load (config, "/nonexistent/my.conf", &error));
  soq_test_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_config_value_that_cannot_be_used_changes_nothing (void **state)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();

  assert_false (soq_server_config_set (config, "server", "port", "x", NULL));
  assert_int_equal (config->port, 5000);
  assert_false (soq_server_config_set (config, "server", "name", "x y", NULL));
  assert_string_equal (config->name, "server");
  assert_false (soq_server_config_set (config, "server", "stop-word-addresses", "x", NULL));
  assert_string_equal (config->stop_word_addresses[0], "127.0.0.0/8");
}

/* Each key but the message of the day, which is the name of a file. */
static void
test_config_keeps_what_was_set (void **state)
{
  static const struct
  {
    const char *group;
    const char *key;
    const char *value;
  } cases[] = {
    { "server", "address", "0.0.0.0, ::1" },
    { "server", "port", "0" },
    { "server", "udp", "true" },
    { "server", "mode", "uppercase" },
    { "server", "name", "teacher" },
    { "server", "data-dir", "/tmp/a b" },
    { "server", "backlog", "5" },
    { "server", "receive-size", "1" },
    { "server", "stop-when-empty", "true" },
    { "server", "stop-word", "até logo" },
    { "server", "stop-word-addresses", "192.0.2.0/24" },
    { "server", "quit-word", "bye" },
    { "server", "log-json", "true" },
    { "limits", "throttle", "false" },
    { "limits", "max-clients", "1000000" },
    { "limits", "max-clients-per-address", "1" },
    { "limits", "line", "16" },
    { "limits", "send-queue", "4096" },
  };
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();
  g_autoptr (SoqServerConfig) copy = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_true (soq_server_config_set (config, cases[i].group, cases[i].key, cases[i].value,
                                        NULL));

  copy = soq_server_config_copy (config);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = soq_server_config_dup_value (copy, cases[i].group, cases[i].key);

      assert_string_equal (value, cases[i].value);
    }

  /* Nothing unsets a word. */
  assert_true (soq_server_config_set (config, "server", "stop-word", "", NULL));
  assert_null (config->stop_word);
  assert_true (soq_server_config_set (config, "server", "address", "", NULL));
}

static void
test_config_reads_a_file (void **state)
{
  g_autoptr (SoqServerConfig) config = soq_server_config_new ();
  g_autoptr (GError)          error = NULL;
  g_autofree char            *dir = g_dir_make_tmp ("soquete-config-XXXXXX", NULL);
  g_autofree char            *motd = g_build_filename (dir, "motd", NULL);
  g_autofree char            *path = g_build_filename (dir, "my.conf", NULL);
  g_autofree char            *data = g_strdup_printf ("[server]\nport = 1234 \nmotd = %s\n[limits]\n", motd);

  g_file_set_contents (motd, "Olá.\nTwo lines.\n\n", -1, NULL);
  g_file_set_contents (path, data, -1, NULL);
  assert_true (soq_server_config_load (config, path, &error));
  assert_int_equal (config->port, 1234);
  assert_string_equal (config->motd, "Olá.\nTwo lines.");

  g_file_set_contents (motd, "\xff", 1, NULL);
  assert_false (soq_server_config_load (config, path, &error));
  assert_message (error, "is not text in UTF-8");
  g_unlink (motd);
  g_unlink (path);
  g_rmdir (dir);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_config_names_the_line_and_the_remedy),
    cmocka_unit_test (test_config_names_the_line_of_an_empty_group),
    cmocka_unit_test (test_config_counts_the_last_of_two),
    cmocka_unit_test (test_config_that_is_no_key_file),
    cmocka_unit_test (test_config_value_that_cannot_be_used_changes_nothing),
    cmocka_unit_test (test_config_keeps_what_was_set),
    cmocka_unit_test (test_config_reads_a_file),
  };

  return cmocka_run_group_tests_name ("server-config", tests, NULL, NULL);
}
