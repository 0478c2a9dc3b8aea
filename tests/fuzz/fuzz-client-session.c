/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "fuzz.h"

#include "soq-client-private.h"
#include "soq-session-private.h"

#include <sys/socket.h>
#include <unistd.h>

/* A connection over IRC: what the server says, and what a person types. Each
 * line of the input is one step: “>” and what is typed, in the conversation
 * that the next character chooses; “!” lets the main loop turn; anything else is
 * a line of the server. An input that begins with “@” begins in a channel.
 */

static const char welcome[] =
  ":s CAP * LS :batch message-tags server-time away-notify echo-message\r\n"
  ":s CAP * ACK :batch message-tags server-time away-notify echo-message\r\n"
  ":s 001 ana :Welcome\r\n:s 005 ana PREFIX=(ov)@+ CHANTYPES=# NETWORK=N WHOX :are supported\r\n"
  ":s 376 ana :End\r\n:ana!u@h JOIN #a\r\n:s 353 ana = #a :@ana +bob carla\r\n:s 366 ana #a :End\r\n";

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_members (SoqConversation *conversation)
{
  SoqPeople            *people = soq_conversation_get_members (conversation);
  g_autoptr (SoqPerson) before = NULL;

  soq_people_flush (people);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (people)), ==,
                    soq_people_count (people));

  /* Nobody is in a channel that was left. */
  g_assert_true (soq_people_count (people) == 0 || soq_conversation_get_joined (conversation));
  for (guint i = 0; i < soq_people_count (people); i++)
    {
      SoqPerson *member = g_list_model_get_item (G_LIST_MODEL (people), i);

      check_text (soq_person_get_nick (member));
      check_text (soq_person_get_mask (member));
      check_text (soq_person_get_account (member));
      check_text (soq_person_get_prefix (member));
      g_assert_true (soq_people_find (people, soq_person_get_key (member)) == member);
      g_assert_true (before == NULL || soq_person_compare (before, member) < 0);
      g_set_object (&before, member);
      g_object_unref (member);
    }
}

static void
check_messages (SoqConversation *conversation)
{
  GListModel *messages = soq_conversation_get_messages (conversation);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (messages, i);

      check_text (soq_message_get_nick (message));
      check_text (soq_message_get_text (message));
      check_text (soq_message_get_detail (message));
    }
}

static void
check_bounds (SoqSession *session)
{
  GHashTableIter iter;
  gpointer       value;
  gsize          bytes = 0;

  g_hash_table_iter_init (&iter, session->names);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    bytes += ((GString *) value)->len;
  g_assert_cmpuint (bytes, ==, session->names_bytes);
  g_assert_cmpuint (bytes, <=, SOQ_SESSION_NAMES_BYTES);

  bytes = 0;
  g_hash_table_iter_init (&iter, session->batches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    bytes += ((SoqSessionBatch *) value)->bytes;
  g_assert_cmpuint (bytes, ==, session->batch_bytes);
  g_assert_cmpuint (bytes, <=, SOQ_SESSION_BATCH_BYTES);
}

static void
check (SoqClient *client)
{
  GListModel *conversations = soq_client_get_conversations (client);

  g_assert_cmpuint (g_list_model_get_n_items (conversations), <=, SOQ_SESSION_CONVERSATIONS);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      check_text (soq_conversation_get_title (conversation));
      check_text (soq_conversation_get_topic (conversation));
      check_members (conversation);
      check_messages (conversation);
    }

  check_text (soq_client_get_nick (client));
  if (soq_client_get_error (client) != NULL)
    check_text (soq_client_get_error (client)->message);
  if (client->session != NULL)
    check_bounds (client->session);
}

static void
turn (void)
{
  for (guint i = 0; i < 10 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
}

static void
type (SoqClient  *client,
      const char *line)
{
  GListModel                 *conversations = soq_client_get_conversations (client);
  guint                       n = g_list_model_get_n_items (conversations);
  g_autoptr (SoqConversation) conversation = NULL;

  if (*line == '\0' || !g_utf8_validate (line, -1, NULL))
    return;

  conversation = g_list_model_get_item (conversations, (guint8) *line % n);
  soq_client_say (client, conversation, g_utf8_next_char (line), NULL);
}

static void
hear (SoqClient  *client,
      const char *line,
      gsize       length)
{
  g_autoptr (GString) whole = g_string_new_len (line, (gssize) length);

  g_string_append (whole, "\r\n");
  if (client->session != NULL)
    soq_session_receive (client->session, (const guint8 *) whole->str, whole->len);
}

static void
step (SoqClient  *client,
      const char *line,
      gsize       length)
{
  g_autofree char *text = g_strndup (line, length);

  if (*text == '>')
    type (client, text + 1);
  else if (*text == '!')
    turn ();
  else
    hear (client, line, length);
}

static void
received_cb (SoqLink      *link,
             const guint8 *data,
             gsize         length,
             gpointer      user_data)
{
}

static const SoqLinkHandler handler = { .received = received_cb };

/* As after a connection was made; nobody reads the other end. */
static SoqClient *
new_client (int *other)
{
  SoqClient          *client = soq_client_new ();
  int                 ends[2];
  g_autoptr (GSocket) socket = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  *other = ends[1];
  socket = g_socket_new_from_fd (ends[0], NULL);
  soq_client_set_nick (client, "ana");
  soq_client_set_login (client, NULL, NULL);
  client->place = soq_place_from_string ("irc://127.0.0.1/#a", NULL);
  client->speaks_irc = TRUE;
  client->link = soq_link_new (client->reactor, socket);
  client->session = soq_session_new (client, client->link);
  soq_client_set_state (client, SOQ_CLIENT_STATE_REGISTERING);
  soq_link_start (client->link, &handler, client);
  soq_session_begin (client->session);

  return client;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *rest = (const char *) data;
  const char *end = rest + size;
  int         other;
  SoqClient  *client = new_client (&other);

  if (size > 0 && *rest == '@')
    soq_session_receive (client->session, (const guint8 *) welcome, strlen (welcome));

  while (rest < end)
    {
      const char *newline = memchr (rest, '\n', (gsize) (end - rest));
      const char *stop = newline != NULL ? newline : end;

      step (client, rest, (gsize) (stop - rest));
      check (client);
      rest = stop < end ? stop + 1 : end;
    }

  soq_client_disconnect (client);
  turn ();
  check (client);
  g_object_unref (client);
  close (other);
  turn ();

  return 0;
}
