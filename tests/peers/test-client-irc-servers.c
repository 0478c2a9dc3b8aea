/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client.h"
#include "soq-ring-list.h"
#include "soq-test.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Our client with servers of IRC that others wrote. */

typedef struct
{
  const char *program;
  const char *arguments[6]; /* “@CONFIG@” stands for the path */
  const char *as_root;      /* (nullable): what the administrator must add */
  const char *config;       /* %u is the port, %s a folder of its own */
} Software;

static const Software ngircd = {
  .program = "ngircd",
  .arguments = { "-n", "-f", "@CONFIG@" },
  .config = "[Global]\nName = irc.test\nInfo = Test\nListen = 127.0.0.1\nPorts = %u\n"
            "MotdPhrase = Hello\n[Limits]\nMaxConnectionsIP = 0\n"
            "[Options]\nDNS = no\nIdent = no\nPAM = no\nSyslogFacility = local1\n# %s\n",
};

static const Software inspircd = {
  .program = "inspircd",
  .arguments = { "--nofork", "--nolog", "--config=@CONFIG@" },
  .as_root = "--runasroot",
  .config = "<server name=\"irc.test\" description=\"Test\" network=\"Test\" id=\"00A\">\n"
            "<admin name=\"t\" nick=\"t\" email=\"t@irc.test\">\n"
            "<bind address=\"127.0.0.1\" port=\"%u\" type=\"clients\">\n"
            "<connect allow=\"*\" timeout=\"60\" localmax=\"100\" globalmax=\"100\""
            " resolvehostnames=\"no\" useident=\"no\">\n"
            "<pid file=\"%s/pid\">\n"
            "<module name=\"cap\"><module name=\"ircv3\"><module name=\"ircv3_batch\">\n"
            "<module name=\"ircv3_capnotify\"><module name=\"ircv3_chghost\">\n"
            "<module name=\"ircv3_ctctags\"><module name=\"ircv3_echomessage\">\n"
            "<module name=\"ircv3_invitenotify\"><module name=\"ircv3_labeledresponse\">\n"
            "<module name=\"ircv3_msgid\"><module name=\"ircv3_servertime\">\n"
            "<module name=\"namesx\"><module name=\"uhnames\">\n",
};

typedef struct
{
  GSubprocess *server; /* (owned) */
  char        *folder; /* (owned) */
  SoqClient   *ana;    /* (owned) */
  SoqClient   *bob;    /* (owned) */
  guint16      port;
} Fixture;

static char *
find_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);
  g_autofree char *system = g_build_filename ("/usr/sbin", name, NULL);

  if (path != NULL)
    return g_steal_pointer (&path);

  return g_file_test (system, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&system) : NULL;
}

/* One that nobody uses at this moment. */
static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16                     port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

static char *
write_config (Fixture        *self,
              const Software *software)
{
  char               *path = g_build_filename (self->folder, "server.conf", NULL);
  g_autofree char    *port = g_strdup_printf ("%u", self->port);
  g_autoptr (GString) config = g_string_new (software->config);

  g_string_replace (config, "%u", port, 1);
  g_string_replace (config, "%s", self->folder, 1);
  assert_true (g_file_set_contents (path, config->str, -1, NULL));

  return path;
}

static gboolean
accepts (guint16 port)
{
  g_autoptr (GSocketClient)     client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

  return connection != NULL;
}

static void
start_server (Fixture        *self,
              const Software *software)
{
  g_autofree char      *program = find_program (software->program);
  g_autofree char      *config = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)    error = NULL;

  if (program == NULL)
    {
      print_message ("left out: %s is not installed\n", software->program);
      skip ();
    }

  self->port = find_port ();
  config = write_config (self, software);
  g_ptr_array_add (command, g_strdup (program));
  for (guint i = 0; software->arguments[i] != NULL; i++)
    {
      g_autoptr (GString) argument = g_string_new (software->arguments[i]);

      g_string_replace (argument, "@CONFIG@", config, 1);
      g_ptr_array_add (command, g_strdup (argument->str));
    }
  if (software->as_root != NULL && getuid () == 0)
    g_ptr_array_add (command, g_strdup (software->as_root));
  g_ptr_array_add (command, NULL);

  self->server = g_subprocess_newv ((const char *const *) command->pdata,
                                    G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error);
  assert_null (error);
  soq_test_wait_until (accepts (self->port));
}

static void
start_client (Fixture    *self,
              SoqClient  *client,
              const char *nick)
{
  static const char *const channels[] = { "#test", NULL };
  g_autoptr (SoqAddress)   address = NULL;
  g_autoptr (SoqPlace)     place = NULL;

  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1", self->port);
  place = soq_place_new_full (&(SoqPlaceInfo){
    .address = address,
    .protocol = SOQ_PROTOCOL_IRC,
    .channels = channels,
  });
  soq_client_set_nick (client, nick);
  soq_client_connect (client, place);
  soq_test_wait_until (soq_client_get_state (client) == SOQ_CLIENT_STATE_ONLINE);
  assert_string_equal (soq_client_get_nick (client), nick);
}

static SoqConversation *
find (SoqClient  *client,
      const char *title)
{
  GListModel *conversations = soq_client_get_conversations (client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (soq_conversation_get_title (conversation), title))
        return conversation; /* the client owns it */
    }

  return NULL;
}

/* How often that stands in a conversation. */
static guint
count (SoqClient     *client,
       const char    *title,
       SoqMessageKind kind,
       const char    *nick,
       const char    *text)
{
  SoqConversation *conversation = find (client, title);
  GListModel      *messages;
  guint            n = 0;

  if (conversation == NULL)
    return 0;

  messages = soq_conversation_get_messages (conversation);
  soq_ring_list_flush (SOQ_RING_LIST (messages));
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);

      if (soq_message_get_kind (message) == kind &&
          g_strcmp0 (soq_message_get_nick (message), nick) == 0 &&
          (text == NULL || g_strcmp0 (soq_message_get_text (message), text) == 0))
        n++;
    }

  return n;
}

static gboolean
has_members (SoqClient  *client,
             const char *wanted)
{
  SoqConversation    *conversation = find (client, "#test");
  GListModel         *members;
  g_autoptr (GString) names = g_string_new (NULL);

  if (conversation == NULL)
    return FALSE;

  members = G_LIST_MODEL (soq_conversation_get_members (conversation));
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SoqPerson) member = g_list_model_get_item (members, i);

      g_string_append_printf (names, "%s%s ", soq_person_get_prefix (member),
                              soq_person_get_nick (member));
    }

  return g_str_equal (names->str, wanted);
}

static void
say (SoqClient  *client,
     const char *title,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  if (!soq_client_say (client, find (client, title), text, &error))
    fail_msg ("%s: %s", text, error->message);
}

#define expect(client, title, kind, nick, text) \
  soq_test_wait_until (count ((client), (title), SOQ_MESSAGE_##kind, (nick), (text)) == 1)

static void
talk (Fixture *self)
{
  say (self->ana, "#test", "olá, bob");
  expect (self->bob, "#test", TEXT, "ana", "olá, bob");
  expect (self->ana, "#test", TEXT, "ana", "olá, bob");
  say (self->bob, "#test", "/me waves");
  expect (self->ana, "#test", ACTION, "bob", "waves");
  expect (self->bob, "#test", ACTION, "bob", "waves");
  say (self->ana, "#test", "/msg bob psst");
  expect (self->bob, "ana", TEXT, "ana", "psst");
  expect (self->ana, "bob", TEXT, "ana", "psst");
  assert_int_equal (soq_conversation_get_mentions (find (self->bob, "#test")), 1);
}

static void
change (Fixture *self)
{
  say (self->bob, "#test", "/nick robert");
  soq_test_wait_until (g_str_equal (soq_client_get_nick (self->bob), "robert"));
  soq_test_wait_until (has_members (self->ana, "@ana robert "));
  expect (self->ana, "#test", RENAME, "bob", "robert");
  soq_test_wait_until (find (self->ana, "robert") != NULL);

  say (self->ana, "#test", "/topic Only a test");
  expect (self->bob, "#test", TOPIC, "ana", "Only a test");
  assert_string_equal (soq_conversation_get_topic (find (self->bob, "#test")), "Only a test");
  say (self->ana, "#test", "/voice robert");
  soq_test_wait_until (has_members (self->bob, "@ana +robert "));
}

static void
ask (Fixture *self)
{
  say (self->ana, "#test", "/whois robert");
  soq_test_wait_until (count (self->ana, "#test", SOQ_MESSAGE_WHOIS_USER, "robert", NULL) == 1);
  say (self->bob, "#test", "/topic not allowed to everybody, or is it?");
  say (self->bob, "#test", "/kick ana");
  soq_test_wait_until (count (self->bob, "#test", SOQ_MESSAGE_ERROR, NULL, NULL) >= 1);
}

static void
leave (Fixture *self)
{
  say (self->ana, "#test", "/kick robert bye for now");
  expect (self->bob, "#test", KICK, "robert", "bye for now");
  assert_false (soq_conversation_get_joined (find (self->bob, "#test")));
  say (self->bob, "#test", "/join #test");
  soq_test_wait_until (has_members (self->ana, "@ana robert "));
  soq_test_wait_until (has_members (self->bob, "@ana robert "));
  say (self->bob, "#test", "/part see you");
  soq_test_wait_until (has_members (self->ana, "@ana "));
  soq_test_wait_until (find (self->bob, "#test") == NULL);
  say (self->bob, "ana", "/join test");
  soq_test_wait_until (has_members (self->ana, "@ana robert "));
  soq_test_wait_until (has_members (self->bob, "@ana robert "));
  say (self->bob, "#test", "/quit done");
  soq_test_wait_until (has_members (self->ana, "@ana "));
  assert_int_equal (soq_client_get_state (self->bob), SOQ_CLIENT_STATE_OFFLINE);
}

static void
run (Fixture        *self,
     const Software *software)
{
  start_server (self, software);
  start_client (self, self->ana, "ana");
  soq_test_wait_until (has_members (self->ana, "@ana "));
  start_client (self, self->bob, "bob");
  soq_test_wait_until (has_members (self->ana, "@ana bob "));
  soq_test_wait_until (has_members (self->bob, "@ana bob "));
  talk (self);
  change (self);
  ask (self);
  leave (self);
}

static void
test_ngircd (void **state)
{
  run (*state, &ngircd);
}

static void
test_inspircd (void **state)
{
  run (*state, &inspircd);
}

/* ngIRCd takes names of nine letters, and says so only after the fact. */
static void
test_ngircd_and_a_long_name (void **state)
{
  Fixture               *self = *state;
  g_autoptr (SoqAddress) address = NULL;
  g_autoptr (SoqPlace)   place = NULL;

  start_server (self, &ngircd);
  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1", self->port);
  place = soq_place_new_full (&(SoqPlaceInfo){ .address = address, .protocol = SOQ_PROTOCOL_IRC });
  soq_client_set_nick (self->ana, "anaclaudia_maria");
  soq_client_connect (self->ana, place);
  soq_test_wait_until (soq_client_get_state (self->ana) == SOQ_CLIENT_STATE_ONLINE);
  assert_string_equal (soq_client_get_nick (self->ana), "anaclaudi");
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->folder = g_dir_make_tmp ("soquete-XXXXXX", NULL);
  self->ana = soq_client_new ();
  self->bob = soq_client_new ();
  *state = self;

  return self->folder != NULL ? 0 : -1;
}

static int
teardown (void **state)
{
  Fixture         *self = *state;
  g_autofree char *config = g_build_filename (self->folder, "server.conf", NULL);
  g_autofree char *pid = g_build_filename (self->folder, "pid", NULL);

  g_object_unref (self->ana);
  g_object_unref (self->bob);
  if (self->server != NULL)
    {
      g_subprocess_force_exit (self->server);
      g_subprocess_wait (self->server, NULL, NULL);
    }
  g_clear_object (&self->server);
  g_unlink (config);
  g_unlink (pid);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);

  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_ngircd, setup, teardown),
    cmocka_unit_test_setup_teardown (test_inspircd, setup, teardown),
    cmocka_unit_test_setup_teardown (test_ngircd_and_a_long_name, setup, teardown),
  };
  g_autofree char *first = find_program (ngircd.program);
  g_autofree char *second = find_program (inspircd.program);

  if (first == NULL && second == NULL)
    {
      g_print ("Neither ngircd nor inspircd is installed\n");
      return 77;
    }

  return cmocka_run_group_tests_name ("client-irc-servers", tests, NULL, NULL);
}
