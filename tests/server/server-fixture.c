/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-limits.h"
#include "soq-platform.h"

#include <gio/gnetworking.h>

struct _Guest
{
  Room    *room;   /* (borrowed) */
  GSocket *socket; /* (owned) */
  GString *seen;   /* (owned): what came */
  gsize    start;  /* of what was not expected yet */
  gboolean ended;  /* the server closed the connection */
  gboolean datagrams;
};

static gint64 now;

static gint64
stopped_clock (void)
{
  return now;
}

static void
guest_free (gpointer data)
{
  Guest *guest = data;

  g_object_unref (guest->socket);
  g_string_free (guest->seen, TRUE);
  g_free (guest);
}

static void
event_cb (Room     *room,
          SoqEvent *event)
{
  g_ptr_array_add (room->events, g_object_ref (event));
}

int
room_setup (void **state)
{
  Room *room = g_new0 (Room, 1);

  /* An hour ahead, so that no timer is due by the main loop's own clock. */
  now = g_get_monotonic_time () + G_TIME_SPAN_HOUR;
  soq_clock_set (stopped_clock);

  room->server = soq_server_new ();
  room->config = soq_server_config_new ();
  room->guests = g_ptr_array_new_with_free_func (guest_free);
  room->events = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (room->server, "event", G_CALLBACK (event_cb), room);
  room_set (room, "server", "address", "127.0.0.1");
  room_set (room, "server", "port", "0");
  *state = room;

  return 0;
}

int
room_setup_byte_by_byte (void **state)
{
  room_setup (state);
  room_set (*state, "server", "receive-size", "1");

  return 0;
}

/* Every test ends with everybody gone, the server stopped, and no reference
 * to it left.
 */
int
room_teardown (void **state)
{
  Room *room = *state;

  room_close (room);
  g_ptr_array_unref (room->events);
  soq_test_assert_finalized (&room->server);
  soq_server_config_free (room->config);
  g_ptr_array_unref (room->guests);
  g_free (room);
  soq_clock_set (NULL);

  return 0;
}

void
room_close (Room *room)
{
  soq_server_stop (room->server, NULL);
  g_ptr_array_set_size (room->guests, 0);
  room_settle (room);
  room_advance (room, SOQ_TIME_FINISH);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_STOPPED);
  assert_int_equal (room_count_peers (room), 0);
}

void
room_set (Room       *room,
          const char *group,
          const char *key,
          const char *value)
{
  g_autoptr (GError) error = NULL;

  if (soq_server_config_set (room->config, group, key, value, &error))
    return;

  print_error ("# %s\n", error->message);
  fail ();
}

void
room_open (Room *room)
{
  g_autoptr (GError) error = NULL;

  if (soq_server_start (room->server, room->config, &error))
    return;

  print_error ("# %s\n", error->message);
  fail ();
}

/* Lets the server do all it has to do now. */
void
room_settle (Room *room)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
room_advance (Room  *room,
              gint64 microseconds)
{
  room_settle (room);
  now += microseconds;
  soq_timers_run (soq_server_get_timers (room->server));
  room_settle (room);
}

static Guest *
connect_guest (Room       *room,
               guint16     port,
               GSocketType type)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError)         error = NULL;
  Guest                     *guest = g_new0 (Guest, 1);

  address = g_inet_socket_address_new (loopback, port);
  guest->room = room;
  guest->seen = g_string_new (NULL);
  guest->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, &error);
  assert_non_null (guest->socket);
  g_ptr_array_add (room->guests, guest);
  if (!g_socket_connect (guest->socket, address, NULL, &error))
    print_error ("# %s\n", error->message);
  assert_null (error);
  g_socket_set_blocking (guest->socket, FALSE);

  return guest;
}

/* Connects somebody whom the server has not seen yet. */
Guest *
room_knock (Room *room)
{
  Guest *guest = connect_guest (room, soq_server_get_port (room->server), G_SOCKET_TYPE_STREAM);

  /* Or the kernel would hold a second line back until the first is known to
   * have arrived.
   */
  g_socket_set_option (guest->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  return guest;
}

Guest *
room_connect (Room *room)
{
  Guest *guest = room_knock (room);

  room_settle (room);

  return guest;
}

/* As room_connect (), to another port of the server. */
Guest *
room_connect_to (Room   *room,
                 guint16 port)
{
  Guest *guest = connect_guest (room, port, G_SOCKET_TYPE_STREAM);

  room_settle (room);

  return guest;
}

/* Each guest_send () of this one is a datagram. */
Guest *
room_open_datagram (Room *room)
{
  Guest *guest = connect_guest (room, soq_server_get_port (room->server), G_SOCKET_TYPE_DATAGRAM);

  guest->datagrams = TRUE;

  return guest;
}

/* Connects somebody who takes part under @nick and has read the greeting. */
Guest *
room_join (Room       *room,
           const char *nick)
{
  Guest           *guest = room_connect (room);
  g_autofree char *command = g_strdup_printf ("/nick %s\n", nick);
  g_autofree char *answer = g_strdup_printf ("* You are now known as %s.", nick);

  guest_send (guest, command);
  guest_expect (guest, "* You are guest-*");
  guest_expect (guest, answer);

  return guest;
}

guint
room_count_peers (Room *room)
{
  return g_list_model_get_n_items (soq_server_get_peers (room->server));
}

/* Returns: (transfer none) (nullable) */
SoqPeer *
room_find_peer (Room       *room,
                const char *nick)
{
  GListModel *peers = soq_server_get_peers (room->server);

  for (guint i = 0; i < g_list_model_get_n_items (peers); i++)
    {
      g_autoptr (SoqPeer) peer = g_list_model_get_item (peers, i);

      if (g_strcmp0 (soq_peer_get_nick (peer), nick) == 0)
        return peer;
    }

  return NULL;
}

guint
room_count_events (Room        *room,
                   SoqEventType type)
{
  guint n = 0;

  for (guint i = 0; i < room->events->len; i++)
    if (soq_event_get_event_type (g_ptr_array_index (room->events, i)) == type)
      n++;

  return n;
}

const char *
room_get_text_at (Room        *room,
                  SoqEventType type,
                  const char  *file,
                  int          line)
{
  for (guint i = room->events->len; i > 0; i--)
    {
      SoqEvent *event = g_ptr_array_index (room->events, i - 1);

      if (soq_event_get_event_type (event) == type)
        return soq_event_get_text (event);
    }

  print_error ("# there was no such event\n");
  _fail (file, line);

  return NULL;
}

gssize
guest_try_send (Guest      *guest,
                const char *data,
                gsize       length)
{
  return g_socket_send (guest->socket, data, length, NULL, NULL);
}

void
guest_send_bytes (Guest      *guest,
                  const char *data,
                  gsize       length)
{
  while (length > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize             n = g_socket_send (guest->socket, data, length, NULL, &error);

      if (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          print_error ("# cannot send: %s\n", error->message);
          fail ();
        }

      if (n > 0)
        {
          data += n;
          length -= (gsize) n;
        }

      room_settle (guest->room);
    }
}

void
guest_send (Guest      *guest,
            const char *text)
{
  guest_send_bytes (guest, text, strlen (text));
}

/* Returns whether anything came. */
static gboolean
pull_once (Guest *guest)
{
  g_autoptr (GError) error = NULL;
  char               buffer[65536];
  gssize             n;

  n = g_socket_receive (guest->socket, buffer, sizeof buffer, NULL, &error);
  if (n > 0)
    g_string_append_len (guest->seen, buffer, n);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    guest->ended = !guest->datagrams;

  return n > 0;
}

static void
pull (Guest *guest)
{
  do
    room_settle (guest->room);
  while (pull_once (guest));
}

static const char *
unread (Guest *guest)
{
  return guest->seen->str + guest->start;
}

static gsize
unread_length (Guest *guest)
{
  return guest->seen->len - guest->start;
}

static void
drop (Guest *guest,
      gsize  length)
{
  guest->start += length;
  if (guest->start < guest->seen->len)
    return;

  g_string_truncate (guest->seen, 0);
  guest->start = 0;
}

/* Returns: (transfer full): the complete lines that came and were not expected
 *   yet, newlines and all
 */
char *
guest_read_lines (Guest *guest)
{
  const char *last;
  char       *lines;

  pull (guest);
  last = g_strrstr_len (unread (guest), (gssize) unread_length (guest), "\n");
  if (last == NULL)
    return g_strdup ("");

  lines = g_strndup (unread (guest), (gsize) (last + 1 - unread (guest)));
  drop (guest, strlen (lines));

  return lines;
}

/* Says that nothing more will be sent. */
void
guest_end (Guest *guest)
{
  assert_true (g_socket_shutdown (guest->socket, FALSE, TRUE, NULL));
  room_settle (guest->room);
}

/* Breaks the connection as a program does that crashed. */
void
guest_reset (Guest *guest)
{
  struct linger at_once = { 1, 0 };

  setsockopt (g_socket_get_fd (guest->socket), SOL_SOCKET, SO_LINGER,
              (const void *) &at_once, sizeof at_once);
  g_socket_close (guest->socket, NULL);
  room_settle (guest->room);
}

guint16
guest_get_port (Guest *guest)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (guest->socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static void
say_what_was_seen (Guest      *guest,
                   const char *wanted,
                   const char *file,
                   int         line)
{
  g_autofree char *escaped = g_strescape (unread (guest), NULL);

  print_error ("# wanted “%s”, saw “%s”%s\n", wanted, escaped,
               guest->ended ? " and the end" : "");
  _fail (file, line);
}

static gboolean
has_line (Guest *guest)
{
  gint64 deadline = soq_test_deadline ();

  while (memchr (unread (guest), '\n', unread_length (guest)) == NULL)
    {
      if (guest->ended || g_get_monotonic_time () > deadline)
        return FALSE;

      if (!pull_once (guest))
        room_settle (guest->room);
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): the next line, without what ends it. It
 * may take a while: the history answers from a thread.
 */
char *
guest_take_line (Guest *guest)
{
  gsize length;
  char *line;

  if (!has_line (guest))
    return NULL;

  length = strcspn (unread (guest), "\n");
  line = g_strndup (unread (guest), length);
  drop (guest, length + 1);

  return g_strchomp (line);
}

static gboolean
starts_with_wanted (const char *seen,
                    const char *wanted,
                    gsize       length)
{
  gsize n = strlen (wanted);

  if (n > 0 && wanted[n - 1] == '*')
    return length >= n - 1 && strncmp (seen, wanted, n - 1) == 0;

  return length == n && memcmp (seen, wanted, n) == 0;
}

void
guest_expect_at (Guest      *guest,
                 const char *wanted,
                 const char *file,
                 int         line)
{
  gsize length;

  if (!has_line (guest))
    say_what_was_seen (guest, wanted, file, line);

  length = strcspn (unread (guest), "\n");
  if (!starts_with_wanted (unread (guest), wanted, length))
    say_what_was_seen (guest, wanted, file, line);

  drop (guest, length + 1);
}

void
guest_expect_said_at (Guest      *guest,
                      const char *wanted,
                      const char *file,
                      int         line)
{
  while (has_line (guest) && g_str_has_prefix (unread (guest), "* "))
    drop (guest, strcspn (unread (guest), "\n") + 1);

  guest_expect_at (guest, wanted, file, line);
}

void
guest_expect_bytes_at (Guest      *guest,
                       const char *wanted,
                       gsize       length,
                       const char *file,
                       int         line)
{
  pull (guest);
  if (unread_length (guest) != length || memcmp (unread (guest), wanted, length) != 0)
    say_what_was_seen (guest, wanted, file, line);

  drop (guest, length);
}

void
guest_expect_nothing_at (Guest      *guest,
                         const char *file,
                         int         line)
{
  pull (guest);
  if (unread_length (guest) > 0 || guest->ended)
    say_what_was_seen (guest, "nothing", file, line);
}

/* It may take a while: Windows tells of an end later, and a TLS handshake has
 * a thread.
 */
void
guest_expect_end_at (Guest      *guest,
                     const char *file,
                     int         line)
{
  gint64 deadline = soq_test_deadline ();

  do
    pull (guest);
  while (!guest->ended && unread_length (guest) == 0 && g_get_monotonic_time () < deadline);
  if (unread_length (guest) > 0 || !guest->ended)
    say_what_was_seen (guest, "the end", file, line);
}
