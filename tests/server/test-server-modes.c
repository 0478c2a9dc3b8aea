/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-limits.h"

/* What peers get who are no chatters, and datagrams. */

static void
open_in_mode (Room       *room,
              const char *mode)
{
  room_set (room, "server", "mode", mode);
  room_open (room);
}

static void
test_modes_echo_gives_the_same_bytes_back (void **state)
{
  static const struct
  {
    const char *name;
    const char *data;
    gsize       length;
  } cases[] = {
    { "newline", "a\n", 2 },
    { "carriage return", "b\r\n", 3 },
    { "empty line", "\n", 1 },
    { "no text", "\xff\x00\xfe\n", 4 },
    { "several", "one\ntwo\r\n\nthree\n", 16 },
    { "command", "/quit\n", 6 },
  };
  Room  *room = *state;
  Guest *guest;

  open_in_mode (room, "echo");
  guest = room_connect (room);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guest_send_bytes (guest, cases[i].data, cases[i].length);
      guest_expect_bytes (guest, cases[i].data, cases[i].length);
    }

  guest_send (guest, "no newline");
  guest_expect_nothing (guest);
  room_advance (room, SOQ_TIME_IDLE_CHUNK);
  guest_expect_bytes (guest, "no newline", 10);

  guest_send (guest, "last");
  guest_end (guest);
  guest_expect_bytes (guest, "last", 4);
  guest_expect_end (guest);
}

static void
test_modes_echo_is_exact_over_the_limit (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "limits", "line", "16");
  open_in_mode (room, "echo");
  guest = room_connect (room);
  guest_send (guest, "12345678901234567890\r\n");
  guest_expect_bytes (guest, "12345678901234567890\r\n", 22);
}

static void
test_modes_uppercase_knows_letters (void **state)
{
  Room  *room = *state;
  Guest *guest;

  open_in_mode (room, "uppercase");
  guest = room_connect (room);
  guest_send (guest, "olá, ação!\r\nstraße\n");
  guest_expect_bytes (guest, "OLÁ, AÇÃO!\r\nSTRASSE\n", strlen ("OLÁ, AÇÃO!\r\nSTRASSE\n"));

  guest_send_bytes (guest, "caf\xe9 \0x\n", 8);
  guest_expect_bytes (guest, "CAF\xe9 \0X\n", 8);
}

static void
test_modes_silent_says_nothing (void **state)
{
  Room  *room = *state;
  Guest *guest;

  open_in_mode (room, "silent");
  guest = room_connect (room);
  room_advance (room, SOQ_TIME_SILENT);
  guest_send (guest, "hello\n");
  guest_expect_nothing (guest);
  assert_string_equal (room_get_text (room, SOQ_EVENT_MESSAGE), "hello");

  soq_server_stop (room->server, NULL);
  guest_expect_end (guest);
}

static void
test_modes_by_hand_answers_who_said_no_more (void **state)
{
  Room    *room = *state;
  Guest   *guest;
  SoqPeer *peer;

  room_open (room);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_BY_HAND);
  guest = room_connect (room);
  guest_send (guest, "2 + 2?");
  guest_end (guest);
  guest_expect_nothing (guest);
  assert_string_equal (room_get_text (room, SOQ_EVENT_MESSAGE), "2 + 2?");

  peer = room_find_peer (room, "guest-1");
  assert_int_equal (soq_server_say (room->server, peer, "4"), 1);
  guest_expect_bytes (guest, "4\n", 2);
  guest_expect_end (guest);
  assert_int_equal (room_count_peers (room), 0);
}

static void
test_modes_by_hand_owes_an_answer_to_each_question (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_open (room);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_BY_HAND);
  guest = room_connect (room);
  guest_send (guest, "first?\n");
  soq_server_say (room->server, room_find_peer (room, "guest-1"), "yes");
  guest_expect (guest, "yes");

  guest_send (guest, "second?\n");
  guest_end (guest);
  guest_expect_nothing (guest);
  soq_server_say (room->server, room_find_peer (room, "guest-1"), "no");
  guest_expect (guest, "no");
  guest_expect_end (guest);
}

static void
test_modes_by_hand_lets_go_who_asked_nothing (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_open (room);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_BY_HAND);
  guest = room_connect (room);
  guest_end (guest);
  guest_expect_end (guest);
}

static void
test_modes_can_change_while_people_are_there (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  open_in_mode (room, "echo");
  ann = room_connect (room);
  guest_send (ann, "hi\n");
  guest_expect (ann, "hi");

  soq_server_set_mode (room->server, SOQ_REPLY_MODE_CHAT);
  guest_expect (ann, "* You are guest-1 in #lobby, with 0 others. *");
  bob = room_join (room, "bob");
  guest_send (bob, "hi\n");
  guest_expect_said (ann, "<bob> hi");

  soq_server_set_mode (room->server, SOQ_REPLY_MODE_UPPERCASE);
  guest_send (bob, "hi\n");
  guest_expect (bob, "HI");
  guest_end (bob);
  guest_expect_nothing (ann);
}

static void
test_modes_change_ends_who_waited_for_an_answer (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_open (room);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_BY_HAND);
  guest = room_connect (room);
  guest_send (guest, "anybody?\n");
  guest_end (guest);
  assert_int_equal (room_count_peers (room), 1);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_SILENT);
  room_settle (room);
  assert_int_equal (room_count_peers (room), 0);
}

static void
test_modes_are_notified_once (void **state)
{
  Room *room = *state;
  guint n = 0;

  room_open (room);
  g_signal_connect_swapped (room->server, "notify::mode", G_CALLBACK (g_atomic_int_inc), &n);
  soq_server_set_mode (room->server, SOQ_REPLY_MODE_CHAT);
  assert_int_equal (n, 0);
  g_object_set (room->server, "mode", SOQ_REPLY_MODE_ECHO, NULL);
  assert_int_equal (n, 1);
  assert_int_equal (soq_server_get_mode (room->server), SOQ_REPLY_MODE_ECHO);
}

static void
test_modes_quit_word_ends_a_peer (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "server", "quit-word", "Bye");
  open_in_mode (room, "echo");
  guest = room_connect (room);
  guest_send (guest, "good bye\n bYE \nmore\n");
  guest_expect (guest, "good bye");
  guest_expect (guest, " bYE ");
  guest_expect_end (guest);
  guest_end (guest);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED), "said the quit word");
}

static void
test_modes_stop_word_stops_the_server (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "server", "stop-word", "finish");
  open_in_mode (room, "silent");
  guest = room_connect (room);
  guest_send (guest, "do not finish\n");
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_RUNNING);
  guest_send (guest, "FINISH\n");
  guest_expect_end (guest);
  guest_end (guest);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_STOPPED);
}

static void
test_modes_stop_word_is_for_some_only (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_set (room, "server", "stop-word", "finish");
  room_set (room, "server", "stop-word-addresses", "192.0.2.0/24, ::1");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "finish\n");
  guest_expect_said (ann, "<bob> finish");
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_RUNNING);
  assert_non_null (strstr (room_get_text (room, SOQ_EVENT_WARNING), "may not stop"));
}

static void
test_modes_server_stops_when_empty (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_set (room, "server", "stop-when-empty", "true");
  room_open (room);
  room_advance (room, G_USEC_PER_SEC);
  ann = room_connect (room);
  bob = room_connect (room);
  guest_end (ann);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_RUNNING);
  guest_reset (bob);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_STOPPED);
  assert_int_equal (room_count_events (room, SOQ_EVENT_STOPPED), 1);
}

static void
test_datagrams_get_an_echo (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "server", "udp", "true");
  open_in_mode (room, "echo");
  guest = room_open_datagram (room);
  guest_send (guest, "olá");
  guest_expect_bytes (guest, "olá", strlen ("olá"));
  guest_send_bytes (guest, "a\0\xff\r\n", 5);
  guest_expect_bytes (guest, "a\0\xff\r\n", 5);
  assert_int_equal (soq_peer_get_kind (room_find_peer (room, "guest-1")), SOQ_PEER_KIND_UDP);
  assert_int_equal (soq_peer_get_port (room_find_peer (room, "guest-1")), guest_get_port (guest));
}

/* Who puts another's address on one datagram cannot make us send much there. */
static void
test_datagrams_are_not_amplified (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *guest;

  room_set (room, "server", "udp", "true");
  room_open (room);
  ann = room_join (room, "ann");
  guest = room_open_datagram (room);
  guest_send (guest, "/help");
  guest_expect_nothing (guest);
  guest_send (ann, "longer than what it sent\nx\n");
  soq_server_say (room->server, NULL, "everybody hears this");
  guest_expect_nothing (guest);

  guest_send (guest, "hi");
  guest_expect (guest, "* You are guest-2 in #lobby, with 1 other. *");
  guest_expect_said (ann, "<server> everybody hears this");
  guest_expect_said (ann, "<guest-2> hi");
  guest_send (ann, "now it hears this\n");
  guest_expect (guest, "<ann> now it hears this");
}

static void
test_datagrams_of_uppercase_grow_only_when_heard_twice (void **state)
{
  Room  *room = *state;
  Guest *guest;

  /* Two bytes in lower case, three in capitals. */
  room_set (room, "server", "udp", "true");
  open_in_mode (room, "uppercase");
  guest = room_open_datagram (room);
  guest_send (guest, "\xc9\x90");
  guest_expect_nothing (guest);
  guest_send (guest, "\xc9\x90");
  guest_expect_bytes (guest, "\xe2\xb1\xaf", 3);
}

static void
test_datagrams_of_several_lines_fake_nobody (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *guest;

  room_set (room, "server", "udp", "true");
  room_open (room);
  ann = room_join (room, "ann");
  guest = room_open_datagram (room);
  guest_send (guest, "one\n<bob> two\r\n\n* bob left.\n");
  guest_expect_said (ann, "<guest-2> one");
  guest_expect (ann, "<guest-2> <bob> two␍");
  guest_expect (ann, "<guest-2> * bob left.");
  guest_expect_nothing (ann);
}

static void
test_datagram_peers_come_and_go (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "server", "udp", "true");
  room_set (room, "server", "quit-word", "/quit");
  room_open (room);
  guest = room_open_datagram (room);
  guest_send (guest, "hi");
  room_settle (room);
  assert_int_equal (room_count_peers (room), 1);
  room_advance (room, SOQ_TIME_DATAGRAM_PEER - 1);
  assert_int_equal (room_count_peers (room), 1);
  room_advance (room, 1);
  assert_int_equal (room_count_peers (room), 0);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED), "silent for a minute");

  /* Two reasons to go are one. */
  guest_send (guest, "/quit");
  room_settle (room);
  assert_int_equal (room_count_peers (room), 0);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED), "quit");
  assert_int_equal (room_count_events (room, SOQ_EVENT_DISCONNECTED), 2);
}

static void
test_datagram_peers_follow_the_mode (void **state)
{
  Room  *room = *state;
  Guest *guest;
  Guest *ann;

  room_set (room, "server", "udp", "true");
  open_in_mode (room, "echo");
  guest = room_open_datagram (room);
  for (guint i = 0; i < 3; i++)
    {
      guest_send (guest, "x");
      guest_expect_bytes (guest, "x", 1);
    }

  soq_server_set_mode (room->server, SOQ_REPLY_MODE_CHAT);
  guest_send (guest, "x");
  guest_expect (guest, "* You are guest-1 in #lobby, with 0 others. *");

  soq_server_set_mode (room->server, SOQ_REPLY_MODE_SILENT);
  ann = room_connect (room);
  guest_send (ann, "hi\n");
  guest_end (ann);
  guest_expect_nothing (guest);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_modes_echo_gives_the_same_bytes_back),
    room_test_both (test_modes_echo_is_exact_over_the_limit),
    room_test_both (test_modes_uppercase_knows_letters),
    room_test_both (test_modes_silent_says_nothing),
    room_test_both (test_modes_by_hand_answers_who_said_no_more),
    room_test_both (test_modes_by_hand_owes_an_answer_to_each_question),
    room_test (test_modes_by_hand_lets_go_who_asked_nothing),
    room_test_both (test_modes_can_change_while_people_are_there),
    room_test (test_modes_change_ends_who_waited_for_an_answer),
    room_test (test_modes_are_notified_once),
    room_test_both (test_modes_quit_word_ends_a_peer),
    room_test_both (test_modes_stop_word_stops_the_server),
    room_test_both (test_modes_stop_word_is_for_some_only),
    room_test (test_modes_server_stops_when_empty),
    room_test (test_datagrams_get_an_echo),
    room_test (test_datagrams_are_not_amplified),
    room_test (test_datagrams_of_uppercase_grow_only_when_heard_twice),
    room_test (test_datagrams_of_several_lines_fake_nobody),
    room_test (test_datagram_peers_come_and_go),
    room_test (test_datagram_peers_follow_the_mode),
  };

  return cmocka_run_group_tests_name ("modes", tests, NULL, NULL);
}
