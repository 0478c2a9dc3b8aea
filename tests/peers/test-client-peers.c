/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client.h"
#include "soq-ring-list.h"
#include "soq-test.h"

/* Our client as the client of the classroom servers of this folder. What a
 * server prints tells what it saw.
 */
typedef struct
{
  SoqClient        *client;  /* (owned) */
  GSubprocess      *server;  /* (owned) */
  GDataInputStream *printed; /* (owned) */
  guint16           port;
} Fixture;

static char *
read_line (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  char                    *line;

  g_data_input_stream_read_line_async (self->printed, G_PRIORITY_DEFAULT, NULL,
                                       soq_test_result_cb, &result);
  soq_test_wait_until (result != NULL);
  line = g_data_input_stream_read_line_finish_utf8 (self->printed, result, NULL, &error);
  assert_null (error);

  return line;
}

static void
expect_printed_at (Fixture    *self,
                   const char *wanted,
                   int         number)
{
  g_autofree char *line = read_line (self);

  if (g_strcmp0 (line, wanted) == 0)
    return;

  print_error ("# wanted “%s”, the server printed “%s”\n", wanted, line);
  _fail (__FILE__, number);
}

#define expect_printed(self, wanted) expect_printed_at ((self), (wanted), __LINE__)

static void
start (Fixture      *self,
       const char   *program,
       SoqLineEnding ending)
{
  g_autofree char       *path = g_build_filename (PEERS_DIR, program, NULL);
  g_autofree char       *line = NULL;
  g_autoptr (GError)     error = NULL;
  g_autoptr (SoqAddress) address = NULL;
  g_autoptr (SoqPlace)   place = NULL;
  GInputStream          *output;

  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                   &error, PYTHON, path, "127.0.0.1", "0", NULL);
  assert_null (error);
  output = g_subprocess_get_stdout_pipe (self->server);
  self->printed = g_data_input_stream_new (output);
  line = read_line (self);
  assert_true (line != NULL && g_str_has_prefix (line, "waiting on port "));
  assert_true (soq_port_parse (line + strlen ("waiting on port "), 1, &self->port, &error));

  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1", self->port);
  place = soq_place_new (address, ending);
  soq_client_connect (self->client, place);
  soq_test_wait_until (soq_client_get_state (self->client) == SOQ_CLIENT_STATE_ONLINE);
}

static void
say (Fixture    *self,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_client_send (self->client, text, &error));
}

/* What a person types at the server. */
static void
type (Fixture    *self,
      const char *text)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->server);

  assert_true (g_output_stream_write_all (input, text, strlen (text), NULL, NULL, NULL));
  assert_true (g_output_stream_flush (input, NULL, NULL));
}

static char *
dup_last_heard (Fixture *self)
{
  SoqConversation *conversation = soq_client_get_conversation (self->client);
  GListModel      *messages = soq_conversation_get_messages (conversation);

  soq_ring_list_flush (SOQ_RING_LIST (messages));
  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i - 1);

      if (soq_message_get_kind (message) == SOQ_MESSAGE_TEXT && !soq_message_get_outgoing (message))
        return g_strdup (soq_message_get_text (message));
    }

  return g_strdup ("");
}

static gboolean
heard_last (Fixture    *self,
            const char *wanted)
{
  g_autofree char *text = dup_last_heard (self);

  return g_str_equal (text, wanted);
}

#define expect_heard(self, wanted) soq_test_wait_until (heard_last ((self), (wanted)))

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->client = soq_client_new ();
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  soq_client_disconnect (self->client);
  soq_test_assert_finalized (&self->client);
  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_object_unref (self->printed);
  g_object_unref (self->server);
  g_free (self);

  return 0;
}

static void
test_client_asks_and_a_person_answers (void **state) /* S1 */
{
  Fixture *self = *state;

  soq_client_set_quit_word (self->client, "bye");
  start (self, "answer_by_hand_server.py", SOQ_LINE_ENDING_LF);
  expect_printed (self, "connected: 127.0.0.1");
  say (self, "2 + 2?");
  expect_printed (self, "request: 2 + 2?");
  type (self, "é 4\n");
  expect_heard (self, "é 4");
  say (self, "bye");
  expect_printed (self, "request: bye");
  expect_printed (self, "ended");
  assert_int_equal (soq_client_get_state (self->client), SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_client_is_left_when_the_server_says_bye (void **state) /* S1 */
{
  Fixture *self = *state;

  start (self, "answer_by_hand_server.py", SOQ_LINE_ENDING_LF);
  say (self, "hello?");
  expect_printed (self, "connected: 127.0.0.1");
  expect_printed (self, "request: hello?");
  type (self, "bye\n");
  expect_heard (self, "bye");
  soq_test_wait_until (soq_client_get_state (self->client) == SOQ_CLIENT_STATE_WAITING);
  soq_client_disconnect (self->client);
}

static void
test_client_sends_bare_text (void **state) /* S3 */
{
  Fixture *self = *state;

  start (self, "ip_and_message_server.py", SOQ_LINE_ENDING_NONE);
  say (self, "bom dia");
  expect_printed (self, "127.0.0.1 bom dia");
  say (self, "ação €");
  expect_printed (self, "127.0.0.1 ação €");
  soq_client_disconnect (self->client);
  expect_printed (self, "127.0.0.1 left");
}

static void
test_client_hears_its_echo (void **state) /* S4 */
{
  Fixture *self = *state;

  start (self, "echo_server.py", SOQ_LINE_ENDING_NONE);
  expect_printed (self, "connected: 127.0.0.1");
  say (self, "Hello, world");
  expect_printed (self, "received: b'Hello, world'");
  expect_heard (self, "Hello, world");
}

static void
test_client_hears_capitals (void **state) /* S5 */
{
  Fixture *self = *state;

  start (self, "uppercase_server.py", SOQ_LINE_ENDING_LF);
  say (self, "hello");
  expect_printed (self, "127.0.0.1 hello");
  expect_heard (self, "HELLO");
  say (self, "ação");
  expect_printed (self, "127.0.0.1 ação");
  expect_heard (self, "AÇÃO");
  soq_client_disconnect (self->client);
  expect_printed (self, "127.0.0.1 left");
}

static void
test_client_asks_several_times (void **state) /* S8 */
{
  Fixture *self = *state;

  start (self, "numbered_requests_server.py", SOQ_LINE_ENDING_CRLF);
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *request = g_strdup_printf ("request %u", i);
      g_autofree char *printed = g_strdup_printf ("127.0.0.1 %u request %u", i, i);

      say (self, request);
      expect_printed (self, printed);
    }
  expect_heard (self, "20: request 20");
}

#define peer_test(function) cmocka_unit_test_setup_teardown (function, setup, teardown)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    peer_test (test_client_asks_and_a_person_answers),
    peer_test (test_client_is_left_when_the_server_says_bye),
    peer_test (test_client_sends_bare_text),
    peer_test (test_client_hears_its_echo),
    peer_test (test_client_hears_capitals),
    peer_test (test_client_asks_several_times),
  };

  return cmocka_run_group_tests_name ("client-peers", tests, NULL, NULL);
}
