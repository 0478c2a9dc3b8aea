/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-fake-server.h"

#include "soq-platform.h"

#include <gio/gnetworking.h>

struct _SoqFakeServer
{
  GSocketService *service;  /* (owned) (nullable) once stopped */
  GSocket        *socket;   /* (owned) (nullable): of who connected last */
  GSource        *reading;  /* (owned) (nullable) */
  GSource        *writing;  /* (owned) (nullable): while the kernel is full */
  GString        *received; /* (owned) */
  GByteArray     *to_send;  /* (owned) */
  guint           n_accepted;
  guint16         port;
  gboolean        ended; /* the client sends no more */
};

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
drop_peer (SoqFakeServer *self)
{
  drop_source (&self->reading);
  drop_source (&self->writing);
  g_byte_array_set_size (self->to_send, 0);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

static gboolean
readable_cb (GSocket     *socket,
             GIOCondition condition,
             gpointer     user_data)
{
  SoqFakeServer *self = user_data;
  char           buffer[65536];
  gssize         n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);

  if (n > 0)
    {
      g_string_append_len (self->received, buffer, n);
      return G_SOURCE_CONTINUE;
    }

  self->ended = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
writable_cb (GSocket     *socket,
             GIOCondition condition,
             gpointer     user_data)
{
  SoqFakeServer     *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize             n;

  n = g_socket_send (socket, (const char *) self->to_send->data, self->to_send->len, NULL, &error);
  if (n > 0)
    g_byte_array_remove_range (self->to_send, 0, (guint) n);
  /* On Windows a socket can be said to take more, and then does not. */
  if (self->to_send->len > 0 &&
      (n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->writing, g_source_unref);

  return G_SOURCE_REMOVE;
}

static GSource *
watch (SoqFakeServer    *self,
       GIOCondition      condition,
       GSocketSourceFunc func)
{
  GSource *source = g_socket_create_source (self->socket, condition, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (func), self, NULL);
  g_source_attach (source, NULL);

  return source;
}

static gboolean
incoming_cb (SoqFakeServer     *self,
             GSocketConnection *connection)
{
  drop_peer (self);
  self->n_accepted++;
  self->ended = FALSE;
  g_string_truncate (self->received, 0);
  self->socket = g_object_ref (g_socket_connection_get_socket (connection));
  g_socket_set_blocking (self->socket, FALSE);

  /* What a test sends in two pieces shall arrive in two. */
  g_socket_set_option (self->socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  self->reading = watch (self, G_IO_IN | G_IO_HUP, readable_cb);

  return TRUE;
}

SoqFakeServer *
soq_fake_server_new (void)
{
  SoqFakeServer             *self = g_new0 (SoqFakeServer, 1);
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->received = g_string_new (NULL);
  self->to_send = g_byte_array_new ();
  self->service = g_socket_service_new ();
  g_signal_connect_swapped (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port,
                                              G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                              NULL, &bound, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return self;
}

void
soq_fake_server_free (SoqFakeServer *self)
{
  soq_fake_server_stop (self);
  drop_peer (self);
  g_string_free (self->received, TRUE);
  g_byte_array_unref (self->to_send);
  g_free (self);
}

guint16
soq_fake_server_get_port (SoqFakeServer *self)
{
  return self->port;
}

guint
soq_fake_server_get_n_accepted (SoqFakeServer *self)
{
  return self->n_accepted;
}

const char *
soq_fake_server_get_received (SoqFakeServer *self)
{
  return self->received->str;
}

gsize
soq_fake_server_get_n_received (SoqFakeServer *self)
{
  return self->received->len;
}

/* Whether the client said that it sends no more, or is gone. */
gboolean
soq_fake_server_has_ended (SoqFakeServer *self)
{
  return self->ended;
}

void
soq_fake_server_send (SoqFakeServer *self,
                      const char    *data,
                      gssize         length)
{
  gsize size = length < 0 ? strlen (data) : (gsize) length;

  assert_non_null (self->socket);

  g_byte_array_append (self->to_send, (const guint8 *) data, (guint) size);
  if (self->writing == NULL)
    self->writing = watch (self, G_IO_OUT, writable_cb);
  soq_test_wait_until (size > 65536 || self->to_send->len == 0);
}

/* Says that it sends no more, and still reads. */
void
soq_fake_server_end (SoqFakeServer *self)
{
  assert_true (g_socket_shutdown (self->socket, FALSE, TRUE, NULL));
}

void
soq_fake_server_close_peer (SoqFakeServer *self)
{
  drop_peer (self);
}

/* As a program that is killed, or a router that forgets. */
void
soq_fake_server_reset_peer (SoqFakeServer *self)
{
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  assert_int_equal (setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER,
                                (const char *) &at_once, sizeof at_once),
                    0);
  drop_peer (self);
}

/* From now on connections are refused. */
void
soq_fake_server_stop (SoqFakeServer *self)
{
  if (self->service == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
}

/* The fixture. Its clock is far ahead of the system's, so that no timer goes
 * off by itself.
 */

static gint64 now;

static gint64
tell_time (void)
{
  return now;
}

static void
state_cb (SoqClientFixture *self)
{
  static const char letters[] = "OCROW";

  g_string_append_c (self->states, letters[soq_client_get_state (self->client)]);
}

int
soq_client_fixture_setup (void **state)
{
  SoqClientFixture *self = g_new0 (SoqClientFixture, 1);

  now = g_get_monotonic_time () + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  soq_clock_set (tell_time);
  self->server = soq_fake_server_new ();
  self->states = g_string_new (NULL);
  self->client = soq_client_new ();
  soq_client_set_nick (self->client, "ana");
  g_signal_connect_swapped (self->client, "notify::state", G_CALLBACK (state_cb), self);
  *state = self;

  return 0;
}

/* Each test ends by this proof. */
int
soq_client_fixture_teardown (void **state)
{
  SoqClientFixture *self = *state;
  gpointer          client = self->client;

  g_signal_handlers_disconnect_by_data (self->client, self);
  soq_client_disconnect (self->client);
  soq_fake_server_free (self->server);

  /* A connect that was cancelled lets go of it in a later turn. */
  g_object_add_weak_pointer (client, &client);
  g_object_unref (self->client);
  for (guint i = 0; i < 100 && client != NULL; i++)
    soq_test_iterate ();

  soq_clock_set (NULL);
  g_string_free (self->states, TRUE);
  g_free (self);
  if (client != NULL)
    print_error ("# the client still has %u references\n", G_OBJECT (client)->ref_count);

  return client == NULL ? 0 : -1;
}

void
soq_client_fixture_connect (SoqClientFixture *self,
                            SoqLineEnding     line_ending)
{
  g_autoptr (SoqAddress) address = NULL;
  g_autoptr (SoqPlace)   place = NULL;
  guint                  before = soq_fake_server_get_n_accepted (self->server);

  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1",
                             soq_fake_server_get_port (self->server));
  place = soq_place_new (address, line_ending);
  soq_client_connect (self->client, place);
  soq_client_fixture_wait_for (self, SOQ_CLIENT_STATE_REGISTERING);
  soq_test_wait_until (soq_fake_server_get_n_accepted (self->server) > before);
}

/* As a server of ours does; ends when the client has answered. */
void
soq_client_fixture_greet (SoqClientFixture *self)
{
  soq_fake_server_send (self->server,
                        "* You are guest-3 in #lobby, with 1 other. /help lists the commands.\n",
                        -1);
  soq_client_fixture_wait_for (self, SOQ_CLIENT_STATE_ONLINE);
}

void
soq_client_fixture_say (SoqClientFixture *self,
                        const char       *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_client_send (self->client, text, &error));
  assert_null (error);
}

void
soq_client_fixture_pass_time (SoqClientFixture *self,
                              gint64            microseconds)
{
  now += microseconds;
  soq_timers_run (soq_reactor_get_timers (self->client->reactor));
}

void
soq_client_fixture_wait_for (SoqClientFixture *self,
                             SoqClientState    state)
{
  soq_test_wait_until (soq_client_get_state (self->client) == state);
}

static GListModel *
get_messages (SoqClientFixture *self)
{
  GListModel *messages;

  messages = soq_conversation_get_messages (soq_client_get_conversation (self->client));
  soq_ring_list_flush (SOQ_RING_LIST (messages));

  return messages;
}

guint
soq_client_fixture_get_n_messages (SoqClientFixture *self)
{
  return g_list_model_get_n_items (get_messages (self));
}

/* Borrowed from the conversation. */
SoqMessage *
soq_client_fixture_get_message (SoqClientFixture *self,
                                guint             position)
{
  g_autoptr (SoqMessage) message = g_list_model_get_item (get_messages (self), position);

  return message;
}

void
soq_client_fixture_expect_received_at (SoqClientFixture *self,
                                       const char       *text,
                                       const char       *file,
                                       int               line)
{
  gint64 deadline = soq_test_deadline ();

  while (!g_str_equal (soq_fake_server_get_received (self->server), text) &&
         g_get_monotonic_time () < deadline)
    soq_test_iterate ();

  if (g_str_equal (soq_fake_server_get_received (self->server), text))
    return;

  print_error ("# the server should have “%s”, it has “%s”\n", text,
               soq_fake_server_get_received (self->server));
  _fail (file, line);
}

void
soq_client_fixture_expect_message_at (SoqClientFixture *self,
                                      guint             position,
                                      SoqMessageKind    kind,
                                      const char       *nick,
                                      const char       *text,
                                      const char       *file,
                                      int               line)
{
  gint64      deadline = soq_test_deadline ();
  SoqMessage *message;

  while (soq_client_fixture_get_n_messages (self) <= position &&
         g_get_monotonic_time () < deadline)
    soq_test_iterate ();

  message = soq_client_fixture_get_message (self, position);
  if (message != NULL && soq_message_get_kind (message) == kind &&
      g_strcmp0 (soq_message_get_nick (message), nick) == 0 &&
      g_strcmp0 (soq_message_get_text (message), text) == 0)
    return;

  for (guint i = 0; i < soq_client_fixture_get_n_messages (self); i++)
    {
      message = soq_client_fixture_get_message (self, i);
      print_error ("# %u: kind %d, nick %s, text “%s”\n", i, (int) soq_message_get_kind (message),
                   soq_message_get_nick (message), soq_message_get_text (message));
    }
  _fail (file, line);
}

/* Over IRC. The server is the fake one: it says what the test says. */

void
soq_client_fixture_connect_irc (SoqClientFixture *self)
{
  g_autoptr (SoqAddress)   address = NULL;
  g_autoptr (SoqPlace)     place = NULL;
  static const char *const channels[] = { "#a", NULL };
  guint                    before = soq_fake_server_get_n_accepted (self->server);

  address = soq_address_new (SOQ_TRANSPORT_TCP, "127.0.0.1",
                             soq_fake_server_get_port (self->server));
  place = soq_place_new_full (&(SoqPlaceInfo){
    .address = address,
    .protocol = SOQ_PROTOCOL_IRC,
    .channels = channels,
  });
  soq_client_connect (self->client, place);
  soq_test_wait_until (soq_fake_server_get_n_accepted (self->server) > before);
  soq_test_wait_until (soq_client_fixture_has_sent (self, "USER "));
}

/* Whether the client has sent that since it connected. */
gboolean
soq_client_fixture_has_sent (SoqClientFixture *self,
                             const char       *text)
{
  return strstr (soq_fake_server_get_received (self->server), text) != NULL;
}

/* Says the lines and waits until the client has taken them in. */
void
soq_client_fixture_hear (SoqClientFixture *self,
                         const char       *lines)
{
  guint64 before = soq_link_get_bytes_in (self->client->link);
  guint64 after = before + strlen (lines);

  soq_fake_server_send (self->server, lines, -1);
  soq_test_wait_until (self->client->link == NULL ||
                       soq_link_get_bytes_in (self->client->link) >= after);
}

/* Gives the client the capabilities it asks for, and welcomes it as “ana”. */
void
soq_client_fixture_welcome (SoqClientFixture *self,
                            const char       *caps,
                            const char       *isupport)
{
  g_autofree char *offer = g_strdup_printf (":irc.test CAP * LS :%s\r\n", caps);
  g_autofree char *ack = g_strdup_printf (":irc.test CAP * ACK :%s\r\n", caps);
  g_autofree char *tokens = g_strdup_printf (":irc.test 005 ana %s :are supported\r\n", isupport);

  soq_client_fixture_hear (self, offer);
  if (*caps != '\0')
    {
      soq_test_wait_until (soq_client_fixture_has_sent (self, "CAP REQ "));
      soq_client_fixture_hear (self, ack);
    }
  soq_test_wait_until (soq_client_fixture_has_sent (self, "CAP END\r\n"));
  soq_client_fixture_hear (self, ":irc.test 001 ana :Welcome\r\n");
  soq_client_fixture_hear (self, tokens);
  soq_client_fixture_hear (self, ":irc.test 376 ana :End of MOTD\r\n");
  soq_client_fixture_wait_for (self, SOQ_CLIENT_STATE_ONLINE);
  soq_test_wait_until (soq_client_fixture_has_sent (self, "JOIN #a\r\n"));
}

SoqConversation *
soq_client_fixture_find (SoqClientFixture *self,
                         const char       *title)
{
  GListModel *conversations = soq_client_get_conversations (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (soq_conversation_get_title (conversation), title))
        return conversation; /* the client owns it */
    }

  return NULL;
}

/* Each message as “kind nick text (detail)\n”; “>” before ours, “!” before one
 * that calls us by name, “~” before one of the history.
 */
char *
soq_client_fixture_dup_lines (SoqConversation *conversation)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (SOQ_TYPE_MESSAGE_KIND);
  GListModel            *messages = soq_conversation_get_messages (conversation);
  GString               *lines = g_string_new (NULL);

  soq_ring_list_flush (SOQ_RING_LIST (messages));
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);
      int                    kind = (int) soq_message_get_kind (message);
      const char            *nick = soq_message_get_nick (message);
      const char            *text = soq_message_get_text (message);
      const char            *detail = soq_message_get_detail (message);

      g_string_append_printf (lines, "%s%s%s%s %s %s",
                              soq_message_get_outgoing (message) ? ">" : "",
                              soq_message_get_mention (message) ? "!" : "",
                              soq_message_get_old (message) ? "~" : "",
                              g_enum_get_value (kinds, kind)->value_nick,
                              nick != NULL ? nick : "-",
                              text != NULL ? text : "-");
      if (detail != NULL)
        g_string_append_printf (lines, " (%s)", detail);
      g_string_append_c (lines, '\n');
    }

  return g_string_free (lines, FALSE);
}

/* “@ana bob- ”: with the signs of their modes, and “-” after who is away. */
char *
soq_client_fixture_dup_members (SoqConversation *conversation)
{
  GListModel *members = G_LIST_MODEL (soq_conversation_get_members (conversation));
  GString    *names = g_string_new (NULL);

  soq_people_flush (SOQ_PEOPLE (members));
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SoqPerson) member = g_list_model_get_item (members, i);

      g_string_append_printf (names, "%s%s%s ", soq_person_get_prefix (member),
                              soq_person_get_nick (member),
                              soq_person_get_away (member) ? "-" : "");
    }

  return g_string_free (names, FALSE);
}
