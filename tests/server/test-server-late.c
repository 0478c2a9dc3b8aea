/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

#include "soq-limits.h"

#include <string.h>

/* Programs that begin late, slowly or in an unusual order (issue 13), and what
 * they must never be heard to say: a password.
 */

#define SECRET "hunter2"

static void
expect_no_secret (Room *room)
{
  for (guint i = 0; i < room->events->len; i++)
    {
      const char *text = soq_event_get_text (g_ptr_array_index (room->events, i));

      if (text != NULL && strstr (text, SECRET) != NULL)
        print_error ("# shown: %s\n", text);
      assert_true (text == NULL || strstr (text, SECRET) == NULL);
    }
}

static void
send_slowly (Room       *room,
             Guest      *guest,
             const char *text,
             gint64      pause)
{
  for (; *text != '\0'; text++)
    {
      guest_send_bytes (guest, text, 1);
      room_settle (room);
      room_advance (room, pause);
    }
}

static void
expect_registered (Guest *guest)
{
  g_autofree char *lines = guest_read_lines (guest);

  if (strstr (lines, " 001 ann ") == NULL)
    print_error ("# got: %s\n", lines);
  assert_non_null (strstr (lines, " 001 ann "));
}

/* Like eggdrop, and like a person who looks at a certificate. */
static void
test_late_client_registers_after_it_heard_the_chat (void **state)
{
  Room  *room = *state;
  Guest *joe;
  Guest *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  room_advance (room, SOQ_TIME_SILENT);
  guest_expect (ann, "* You are guest-2 in #lobby*");
  guest_send (joe, "anybody here?\n");
  guest_expect (ann, "<joe> anybody here?");
  room_advance (room, 20 * G_USEC_PER_SEC);

  guest_send (ann, "PASS " SECRET "\r\nNICK ann\r\nUSER ann 0 * :Ann\r\n");
  expect_registered (ann);
  guest_expect (joe, "* guest-2 joined.");
  guest_expect (joe, "* guest-2 left*");
  guest_expect_nothing (joe);
  guest_send (joe, "not for ann\n");
  guest_expect_nothing (ann);
  expect_no_secret (room);
}

static void
test_late_text_is_still_text (void **state)
{
  Room  *room = *state;
  Guest *joe;
  Guest *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  room_advance (room, 5 * SOQ_TIME_SILENT);
  guest_send (ann, "hello\n");
  guest_expect_said (joe, "<guest-2> hello");
  guest_send (ann, "Nick is here, pass the salt\n");
  guest_expect_said (joe, "<guest-2> Nick is here, pass the salt");
  guest_send (ann, "pass the salt\n");
  guest_expect_said (joe, "<guest-2> pass the salt");
}

static void
test_late_client_may_send_byte_by_byte (void **state)
{
  static const gint64 pauses[] = { 10 * 1000, 150 * 1000, 990 * 1000 };
  Room               *room = *state;
  Guest              *joe;

  room_open (room);
  joe = room_join (room, "joe");
  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      Guest *ann = room_connect (room);

      send_slowly (room, ann, "PASS " SECRET "\r\nNICK ann\r\nUSER ann 0 * :A\r\n", pauses[i]);
      expect_registered (ann);
      guest_send (ann, "QUIT\r\n");
      guest_end (ann);
      guest_expect_nothing (joe);
    }
  expect_no_secret (room);
}

static void
test_late_end_of_the_first_line_is_waited_for (void **state)
{
  Room  *room = *state;
  Guest *joe;
  Guest *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  guest_send (ann, "PASS " SECRET);
  room_advance (room, 10 * SOQ_TIME_SILENT);
  guest_expect (ann, ":server.soquete NOTICE * :This line begins like one of IRC. *");
  guest_send (ann, "\nNICK ann\nUSER ann 0 * :A\n");
  expect_registered (ann);
  guest_expect_nothing (joe);
  expect_no_secret (room);
}

static void
test_late_first_line_without_end_is_never_said (void **state)
{
  Room            *room = *state;
  g_autofree char *filling = g_strnfill (600, 'x');
  Guest           *joe;
  Guest           *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  guest_send (ann, "PASS " SECRET);
  guest_end (ann);
  ann = room_connect (room);
  guest_send (ann, "PASS " SECRET);
  guest_send (ann, filling);
  room_advance (room, 2 * SOQ_TIME_SILENT);
  ann = room_connect (room);
  guest_send (ann, "user " SECRET);
  room_advance (room, 40 * SOQ_TIME_SILENT);
  guest_expect_nothing (joe);
  expect_no_secret (room);
}

/* It began with something else, or was heard in pieces. */
static void
test_late_password_of_a_plain_text_peer_is_held_back (void **state)
{
  static const char *const lines[] = {
    "PASS " SECRET "\r\n",
    "pass " SECRET "\n",
    "PASS :correct horse " SECRET "\r\n",
    "\xff\xfb\x1fPASS " SECRET "\r\n",
    "  PASS " SECRET "\r\n",
    "AUTHENTICATE " SECRET "\r\n",
    "OPER root " SECRET "\r\n",
    "webirc " SECRET " gateway host 127.0.0.1\r\n",
    "NICK " SECRET "\r\n",
    "USER " SECRET " 0 * :Ann\r\n",
    "user " SECRET " 0 * :Ann\r\n",
    "PRIVMSG NickServ :IDENTIFY " SECRET "\r\n",
    "\xef\xbb\xbfPASS " SECRET "\r\n",
  };
  Room  *room = *state;
  Guest *joe;
  Guest *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_join (room, "ann");
  guest_expect (joe, "* guest-2 joined.");
  guest_expect (joe, "* guest-2 is now known as ann.");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      guest_send (ann, lines[i]);
      guest_expect (ann, "* That looks like a line of IRC, which may hold a password*");
      guest_expect (ann, "* An IRC client must begin with such a line*");
    }

  send_slowly (room, ann, "PASS " SECRET, 2 * SOQ_TIME_SILENT);
  guest_send (ann, "\n");
  expect_no_secret (room);
  guest_send (ann, "the end\n");
  guest_expect_said (joe, "<ann> P");
  guest_expect_said (joe, "<ann> A");
  guest_expect_said (joe, "<ann> S");
  guest_expect_said (joe, "<ann> S");
  guest_expect_said (joe, "<ann>  ");
  guest_expect_said (joe, "<ann> the end");
}

static void
test_late_byte_order_mark_is_no_text (void **state)
{
  Room  *room = *state;
  Guest *ann;

  room_open (room);
  ann = room_connect (room);
  guest_send (ann, "\xef\xbb\xbfNICK ann\r\nUSER ann 0 * :A\r\n");
  expect_registered (ann);
}

static void
test_late_tls_without_a_certificate_is_not_shown (void **state)
{
  static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03garbage";
  Room             *room = *state;
  Guest            *joe;
  Guest            *ann;

  room_open (room);
  joe = room_join (room, "joe");
  ann = room_connect (room);
  guest_send_bytes (ann, hello, sizeof hello);
  guest_expect_end (ann);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED),
                       "it speaks TLS, which this server does not");
  guest_expect_nothing (joe);
}

static void
test_late_datagram_with_a_password_is_held_back (void **state)
{
  Room  *room = *state;
  Guest *joe;
  Guest *ann;

  room_set (room, "server", "udp", "true");
  room_open (room);
  joe = room_join (room, "joe");
  ann = room_open_datagram (room);
  guest_send (ann, "NICK ann\nPASS " SECRET "\n");
  guest_send (ann, "hello");
  guest_expect_said (joe, "<guest-2> hello");
  expect_no_secret (room);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_late_client_registers_after_it_heard_the_chat),
    room_test_both (test_late_text_is_still_text),
    room_test (test_late_client_may_send_byte_by_byte),
    room_test_both (test_late_end_of_the_first_line_is_waited_for),
    room_test_both (test_late_first_line_without_end_is_never_said),
    room_test_both (test_late_password_of_a_plain_text_peer_is_held_back),
    room_test_both (test_late_byte_order_mark_is_no_text),
    room_test_both (test_late_tls_without_a_certificate_is_not_shown),
    room_test (test_late_datagram_with_a_password_is_held_back),
  };

  return cmocka_run_group_tests_name ("server-late", tests, NULL, NULL);
}
