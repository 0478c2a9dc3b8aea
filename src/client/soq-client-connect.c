/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-private.h"

#include "soq-connect-tap.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-platform.h"

/* How a connection begins, how it ends, and when it is tried again. */

/* What a server may say in one frame; a frame. */
#define PACE_BYTES        (16 * 1024)
#define PACE_MILLISECONDS 16

/* A server of ours greets whoever is silent for a second. */
#define GREETING_WAIT (1300 * 1000)

#define RETRY_FIRST     (1000 * 1000)
#define RETRY_MOST      (60 * 1000 * 1000)
#define GOOD_CONNECTION (10 * 1000 * 1000)

static gboolean
pace_cb (gpointer user_data)
{
  SoqClient *self = SOQ_CLIENT (user_data);

  g_clear_pointer (&self->pace, g_source_unref);
  self->paced = 0;
  if (self->link != NULL)
    soq_link_resume (self->link);

  return G_SOURCE_REMOVE;
}

/* A server may send faster than anybody can draw. What it sends in one frame is
 * limited, and the rest waits in the socket, so that TCP slows it down. It is
 * no timer of the reactor: this has to come after drawing too.
 */
void
soq_client_pace (SoqClient *self,
                 gsize      length)
{
  self->paced += length;
  if (self->link == NULL || self->pace != NULL || self->paced < PACE_BYTES)
    return;

  soq_link_pause (self->link);
  self->pace = g_timeout_source_new (PACE_MILLISECONDS);
  g_source_set_static_name (self->pace, "[soquete] pace");
  g_source_set_priority (self->pace, self->priority);
  g_source_set_callback (self->pace, pace_cb, self, NULL);
  g_source_attach (self->pace, g_main_context_get_thread_default ());
}

static void
drop_pace (SoqClient *self)
{
  self->paced = 0;
  if (self->pace == NULL)
    return;

  g_source_destroy (self->pace);
  g_clear_pointer (&self->pace, g_source_unref);
  if (self->link != NULL)
    soq_link_resume (self->link);
}

static void
silent_received_cb (SoqLink      *link,
                    const guint8 *data,
                    gsize         length,
                    gpointer      user_data)
{
}

/* Of a link that nobody listens to any more. */
static const SoqLinkHandler silent_handler = { .received = silent_received_cb };

/* Lets go of a link that has not closed by itself. */
static void
close_link (SoqClient *self)
{
  if (self->link == NULL)
    return;

  soq_link_set_handler (self->link, &silent_handler, NULL);
  soq_link_close (self->link);
}

/* Over IRC: we are nowhere until we are there again. */
static void
leave_channels (SoqClient *self)
{
  GListModel *conversations = G_LIST_MODEL (self->conversations);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      soq_conversation_set_joined (conversation, FALSE);
    }
}

/* Lets go of the connection without a word to anybody. */
void
soq_client_drop_connection (SoqClient *self)
{
  SoqTimers *timers = soq_reactor_get_timers (self->reactor);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  soq_timers_unset (timers, &self->greeting);
  soq_timers_unset (timers, &self->idle);
  soq_timers_unset (timers, &self->retry);
  self->ours = FALSE;
  self->heard = FALSE;
  self->said = FALSE;
  g_clear_pointer (&self->framer, soq_framer_free);
  g_clear_pointer (&self->session, soq_session_close);
  g_clear_pointer (&self->guest, g_free);
  soq_client_set_refused (self, FALSE);
  soq_client_drop_waiting (self);

  if (self->datagram != NULL)
    soq_datagram_close (self->datagram);
  leave_channels (self);
  drop_pace (self);
  g_clear_object (&self->datagram);
  g_clear_object (&self->link);
}

void
soq_client_go_offline (SoqClient    *self,
                       const GError *error)
{
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;

  soq_client_drop_connection (self);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&copy);
  self->retries = 0;
  soq_client_set_state (self, SOQ_CLIENT_STATE_OFFLINE);
}

/* Wherever somebody could have been talking. */
static void
tell_closed (SoqClient  *self,
             const char *reason)
{
  GListModel *conversations = G_LIST_MODEL (self->conversations);

  if (self->session != NULL && soq_session_get_farewell (self->session) != NULL)
    reason = soq_session_get_farewell (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (conversation == self->conversation || soq_conversation_get_joined (conversation))
        soq_conversation_append (conversation,
                                 soq_message_new (SOQ_MESSAGE_CLOSED, NULL, reason, FALSE));
    }
}

static void
wait_to_retry (SoqClient    *self,
               const GError *error)
{
  gint64             delay;
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;

  /* Only a connection that lasted says that the server is well. */
  if (self->online_since != 0 && soq_clock_now () - self->online_since > GOOD_CONNECTION)
    self->retries = 0;
  self->online_since = 0;

  delay = MIN (RETRY_FIRST << MIN (self->retries, 6), RETRY_MOST);
  /* A room full of clients that lost one server must not come back at once. */
  delay += g_random_int_range (0, (int) (delay / 4));

  soq_client_drop_connection (self);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&copy);
  self->retries++;
  self->retry_time = soq_clock_now () + delay;
  soq_timers_set (soq_reactor_get_timers (self->reactor), &self->retry, delay);
  soq_client_set_state (self, SOQ_CLIENT_STATE_WAITING);
}

/* The connection is over, and we did not end it. */
void
soq_client_lose (SoqClient    *self,
                 const GError *error)
{
  close_link (self);
  tell_closed (self, error != NULL ? error->message : NULL);
  wait_to_retry (self, error);
}

static void
tell_connected (SoqClient      *self,
                GSocketAddress *remote)
{
  g_autofree char *host = soq_socket_address_dup_host (remote);
  g_autofree char *text = soq_host_and_port (host, soq_socket_address_get_port (remote));

  soq_client_append (self, SOQ_MESSAGE_CONNECTED, text);
}

static void
fail_to_connect (SoqClient    *self,
                 const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Who never was connected has likely mistyped; who was waits for the server
   * to come back.
   */
  if (self->retries > 0)
    wait_to_retry (self, error);
  else
    soq_client_go_offline (self, error);
}

static void
irc_received_cb (SoqLink      *link,
                 const guint8 *data,
                 gsize         length,
                 gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_client_pace (self, length);
  soq_session_receive (self->session, data, length);
}

static void
irc_ended_cb (SoqLink *link,
              gpointer user_data)
{
  soq_link_finish (link);
}

static void
irc_closed_cb (SoqLink      *link,
               const GError *error,
               gpointer      user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));
  g_autoptr (GError)    not_irc = NULL;

  if (soq_client_fail_to_secure (self, error))
    return;

  if (soq_session_is_registered (self->session))
    {
      soq_client_lose (self, error);
      return;
    }

  not_irc = g_error_new_literal (SOQ_ERROR, SOQ_ERROR_NOT_IRC,
                                 "The server closed the connection before it welcomed us");
  soq_client_session_failed (self, error != NULL ? error : not_irc);
}

static void
irc_secured_cb (SoqLink *link,
                gpointer user_data)
{
  soq_client_settle (SOQ_CLIENT (user_data));
}

static const SoqLinkHandler irc_handler = {
  .received = irc_received_cb,
  .ended = irc_ended_cb,
  .closed = irc_closed_cb,
  .secured = irc_secured_cb,
};

/* The connection is made, and encrypted if it should be. */
void
soq_client_settle (SoqClient *self)
{
  GSocketAddress *remote = soq_link_get_remote_address (self->link);

  /* Who found out by a greeting was told of the connection before. */
  if (remote != NULL && !self->found_out)
    tell_connected (self, remote);

  if (self->session != NULL)
    soq_session_begin (self->session);
  else
    soq_timers_set (soq_reactor_get_timers (self->reactor), &self->greeting, GREETING_WAIT);
}

/* Remembers what the server showed, for the person to look at. */
static void
keep_certificate (SoqClient *self)
{
  GTlsCertificate *certificate = soq_link_get_peer_certificate (self->link);

  g_set_object (&self->certificate, certificate);
  self->certificate_errors = soq_link_get_certificate_errors (self->link);
}

/**
 * soq_client_fail_to_secure:
 * @self: a client whose link has closed
 * @error: (nullable): why
 *
 * Returns: whether that was before it was encrypted, as it should have been;
 *   then the client has let go of it
 */
gboolean
soq_client_fail_to_secure (SoqClient    *self,
                           const GError *error)
{
  g_autoptr (GError) closed = NULL;

  if (!soq_place_get_tls (self->place) || soq_link_is_secure (self->link))
    return FALSE;

  keep_certificate (self);
  closed = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_NOT_TLS,
                                "The server closed the connection instead of encrypting it");
  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE))
    soq_client_go_offline (self, error);
  else
    fail_to_connect (self, error != NULL ? error : closed);

  return TRUE;
}

/* What is said in a conversation is found in the calls of its connection. */
static void
tap_conversations (SoqClient *self)
{
  GListModel *conversations = G_LIST_MODEL (self->conversations);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      soq_conversation_set_tap (conversation, soq_link_get_tap (self->link));
    }
}

static void
start_link (SoqClient *self,
            GSocket   *socket)
{
  const char *host = soq_place_get_address (self->place)->host;
  gboolean    tls = soq_place_get_tls (self->place);

  self->link = soq_link_new (self->reactor, socket);
  tap_conversations (self);
  soq_link_set_receive_size (self->link, PACE_BYTES);
  if (tls)
    soq_link_start_tls (self->link, host, NULL, self->trusted);
  if (self->speaks_irc)
    self->session = soq_session_new (self, self->link);
  else
    self->framer = soq_framer_new (SOQ_LIMIT_LINE);

  soq_client_set_state (self, SOQ_CLIENT_STATE_REGISTERING);
  soq_link_start (self->link, self->speaks_irc ? &irc_handler : &soq_client_plain_handler, self);
  if (!tls && self->link != NULL)
    soq_client_settle (self);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SoqClient)         self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GSocket                      *socket;
  g_autoptr (GSocketAddress)    remote = NULL;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  soq_connect_tap_finish (G_SOCKET_CLIENT (object), connection, error);
  if (connection == NULL)
    {
      fail_to_connect (self, error);
      return;
    }

  /* It was cancelled after it had succeeded, or another try has begun. */
  if (self->state != SOQ_CLIENT_STATE_CONNECTING ||
      g_object_get_data (object, "cancellable") != self->cancellable)
    return;

  socket = g_socket_connection_get_socket (connection);
  if (soq_socket_is_own_peer (socket))
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
                                   "Nobody listens there: the socket met itself");
      fail_to_connect (self, error);
      return;
    }

  g_socket_set_timeout (socket, 0);
  start_link (self, socket);
}

static void
connect_stream (SoqClient *self)
{
  g_autoptr (GSocketClient)      client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  const SoqAddress              *place = soq_place_get_address (self->place);

  /* This is a tool to see sockets with: it goes where it was told to go, and
   * not through a proxy.
   */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  g_object_set_data_full (G_OBJECT (client), "cancellable",
                          g_object_ref (self->cancellable), g_object_unref);
  address = g_network_address_new (place->host, place->port);
  soq_connect_tap_attach (client, place->host, self->trace);
  g_socket_client_connect_async (client, address, self->cancellable,
                                 connected_cb, g_object_ref (self));
}

static void
resolved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SoqClient)      self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  remote = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (object),
                                                    result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->state != SOQ_CLIENT_STATE_CONNECTING)
    return;

  if (remote != NULL)
    self->datagram = soq_datagram_new_connected (self->reactor, remote, self->trace, &error);
  if (self->datagram == NULL)
    {
      soq_client_go_offline (self, error);
      return;
    }

  tell_connected (self, remote);
  soq_datagram_start (self->datagram, &soq_client_datagram_handler, self);
  soq_client_set_state (self, SOQ_CLIENT_STATE_ONLINE);
}

static void
connect_datagram (SoqClient *self)
{
  const SoqAddress                    *place = soq_place_get_address (self->place);
  g_autoptr (GSocketConnectable)       address = g_network_address_new (place->host, place->port);
  g_autoptr (GSocketAddressEnumerator) enumerator = g_socket_connectable_enumerate (address);

  g_socket_address_enumerator_next_async (enumerator, self->cancellable,
                                          resolved_cb, g_object_ref (self));
}

void
soq_client_begin (SoqClient *self)
{
  self->leave = FALSE;
  self->ended = FALSE;
  self->speaks_irc = soq_place_expects_irc (self->place) || self->found_out;
  self->cancellable = g_cancellable_new ();
  soq_client_set_state (self, SOQ_CLIENT_STATE_CONNECTING);

  if (soq_place_get_address (self->place)->transport == SOQ_TRANSPORT_UDP)
    connect_datagram (self);
  else
    connect_stream (self);
}

void
soq_client_retry_cb (gpointer user_data)
{
  g_autoptr (SoqClient) self = g_object_ref (SOQ_CLIENT (user_data));

  soq_client_begin (self);
}

/* What was said before we knew goes out where it should have gone. */
static void
begin_again (SoqClient *self)
{
  GQueue waiting = self->waiting;
  gsize  n_waiting = self->n_waiting;

  g_queue_init (&self->waiting);
  soq_link_close (self->link);
  soq_client_drop_connection (self);
  self->waiting = waiting;
  self->n_waiting = n_waiting;
  soq_client_begin (self);
}

/* A server of ours greeted: it speaks IRC to whoever begins with it, so we go
 * there once more.
 */
void
soq_client_speak_irc (SoqClient *self)
{
  soq_link_set_handler (self->link, &silent_handler, NULL);
  self->found_out = TRUE;
  begin_again (self);
}

/**
 * soq_client_session_failed:
 * @self: a client whose session could not begin
 * @error: why
 */
void
soq_client_session_failed (SoqClient    *self,
                           const GError *error)
{
  gboolean login = g_error_matches (error, SOQ_ERROR, SOQ_ERROR_LOGIN) ||
                   g_error_matches (error, SOQ_ERROR, SOQ_ERROR_NO_ACCOUNTS);

  close_link (self);
  if (self->found_out && !self->welcomed && g_error_matches (error, SOQ_ERROR, SOQ_ERROR_NOT_IRC))
    {
      self->found_out = FALSE;
      self->plain_only = TRUE;
      begin_again (self);
    }
  else if (login && self->logged_in)
    wait_to_retry (self, error);
  else if (login)
    soq_client_go_offline (self, error);
  else
    fail_to_connect (self, error);
}

void
soq_client_session_registered (SoqClient *self)
{
  self->online_since = soq_clock_now ();
  self->logged_in = self->account != NULL;
  soq_client_set_state (self, SOQ_CLIENT_STATE_ONLINE);
}

void
soq_client_session_welcomed (SoqClient *self)
{
  /* Who came by a greeting comes to where it greeted. */
  if (!self->answered && self->lobby != NULL && self->found_out && self->session != NULL &&
      *soq_place_get_channels (self->place) == NULL)
    soq_session_join_shown (self->session, self->lobby, NULL, NULL);

  self->welcomed = TRUE;
  soq_client_session_answered (self);
}

/* A connection may be lost before the server has let us into the channels that
 * come first: then the next one asks for them again.
 */
void
soq_client_session_answered (SoqClient *self)
{
  if (self->session != NULL && !soq_session_is_asking (self->session))
    self->answered = TRUE;
}

/* What was said before there was a channel is said in the first one. */
void
soq_client_session_entered (SoqClient       *self,
                            SoqConversation *conversation)
{
  while (self->waiting.length > 0 && self->session != NULL)
    {
      g_autofree char *text = g_strchomp (g_queue_pop_head (&self->waiting));

      soq_session_say (self->session, conversation, text, NULL);
    }

  self->n_waiting = 0;
  soq_client_tell_entered (self, conversation);
}
