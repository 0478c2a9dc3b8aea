/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-limits.h"

/* What nobody should send, and what the server does with it. */

#define REPLACEMENT "\xef\xbf\xbd"

static void
test_hostile_bytes_that_are_no_text_are_replaced (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send_bytes (bob, "a\0b\n\xff\xfe\n\xc3\n\xed\xa0\x80\nok\n", 17);
  guest_expect_said (ann, "<bob> a" REPLACEMENT "b");
  guest_expect (ann, "<bob> " REPLACEMENT REPLACEMENT);
  guest_expect (ann, "<bob> " REPLACEMENT);
  guest_expect (ann, "<bob> " REPLACEMENT REPLACEMENT REPLACEMENT);
  guest_expect (ann, "<bob> ok");
  assert_non_null (room_find_peer (room, "bob"));
}

static void
test_hostile_text_acts_on_nothing (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "<b>&amp;</b>\n\x1b[2J\x07\n\xe2\x80\xaetxt\n\xc2\x9b"
                   "31m\n* ann left.\n%s%n\n");
  guest_expect_said (ann, "<bob> <b>&amp;</b>");
  guest_expect (ann, "<bob> ␛[2J␇");
  guest_expect (ann, "<bob> " REPLACEMENT "txt");
  guest_expect (ann, "<bob> " REPLACEMENT "31m");
  guest_expect (ann, "<bob> * ann left.");
  guest_expect (ann, "<bob> %s%n");

  /* A carriage return could hide what stands before it, a line separator
   * could begin a line that looks like somebody else's.
   */
  guest_send (bob, "me\r<ann> me\n"
                   "x\xe2\x80\xa8<ann> y\n/me \x1b]0;t\n");
  guest_expect (ann, "<bob> me␍<ann> me");
  guest_expect (ann, "<bob> x" REPLACEMENT "<ann> y");
  guest_expect (ann, "* bob ␛]0;t");
}

static void
test_hostile_line_over_the_limit_is_sent_in_parts (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_set (room, "limits", "line", "16");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");

  guest_send (bob, "123456789012345\n1234567890123456\n");
  guest_expect_said (ann, "<bob> 123456789012345");
  guest_expect (ann, "<bob> 1234567890123456");
  guest_expect_nothing (ann);

  guest_send (bob, "1234567890123456"
                   "7\n");
  guest_expect (ann, "<bob> 1234567890123456");
  guest_expect (ann, "<bob> 7");
  guest_expect (bob, "* Your message is longer than 16 bytes; it is sent in parts.");
}

static void
test_hostile_cut_splits_no_character (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_set (room, "limits", "line", "16");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "123456789012345\xe2\x82\xac\n");
  guest_expect_said (ann, "<bob> 123456789012345");
  guest_expect (ann, "<bob> €");
}

/* Something of 10 MiB that no newline ends comes as lines of the limit; the
 * server holds no more than that of it.
 */
static void
test_hostile_endless_line_is_taken_in_parts (void **state)
{
  Room            *room = *state;
  g_autofree char *block = g_strnfill (65536, 'x');
  g_autofree char *part = g_strnfill (SOQ_LIMIT_LINE, 'x');
  g_autofree char *wanted = g_strconcat ("<bob> ", part, NULL);
  Guest           *ann;
  Guest           *bob;

  room_set (room, "limits", "throttle", "false");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");

  /* The last part of a block may yet be ended by a newline. */
  for (guint i = 0; i < 160; i++)
    {
      guest_send_bytes (bob, block, 65536);
      for (guint n = i == 0 ? 1 : 0; n < 65536 / SOQ_LIMIT_LINE; n++)
        guest_expect_said (ann, wanted);
    }

  guest_send (bob, "\nstill here\n");
  guest_expect_said (ann, wanted);
  guest_expect_said (ann, "<bob> still here");
}

/* It looks like the first line of an IRC client, and goes on and on. */
static void
test_hostile_endless_first_line_is_bounded (void **state)
{
  Room            *room = *state;
  g_autofree char *block = g_strnfill (64 * 1024, 'x');
  Guest           *ann;
  Guest           *bob;

  room_set (room, "limits", "throttle", "false");
  room_set (room, "limits", "line", "1024");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_connect (room);
  guest_send (bob, "NICK ");
  for (guint i = 0; i < 16; i++)
    guest_send_bytes (bob, block, 64 * 1024);
  guest_expect (bob, ":server.soquete 417 * :Input line was too long*");
  guest_expect_nothing (bob);
  guest_expect_nothing (ann);

  guest_send (bob, "\nNICK bob\nUSER bob 0 * :Bob\n");
  guest_expect (bob, ":server.soquete 001 bob *");
}

static void
test_hostile_first_line_that_stays_open_is_cut_too (void **state)
{
  Room  *room = *state;
  Guest *bob;

  /* In the chat it is not said at all. */
  room_set (room, "limits", "line", "16");
  room_set (room, "server", "mode", "uppercase");
  room_open (room);
  bob = room_connect (room);
  guest_send (bob, "nick 78901234567890");
  guest_expect_nothing (bob);
  room_advance (room, SOQ_TIME_SILENT);
  guest_expect_bytes (bob, "NICK 78901234567890", 19);
  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE), 2);
}

static void
test_hostile_reset_in_the_middle_of_a_line (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  /* Wine shuts a socket down before it closes it, so there is no reset. */
  if (soq_test_is_wine ())
    return;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "whole\nhal");
  guest_reset (bob);
  guest_expect_said (ann, "<bob> whole");
  guest_expect (ann, "* bob left: connection reset by the client");
  guest_expect_nothing (ann);
  assert_int_equal (room_count_peers (room), 1);
}

/* Who never reads is closed for it; nobody else waits or misses anything. */
static void
test_hostile_member_who_never_reads_is_closed (void **state)
{
  Room            *room = *state;
  g_autofree char *text = g_strnfill (SOQ_LIMIT_LINE, 'y');
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autofree char *wanted = g_strconcat ("<bob> ", text, NULL);
  Guest           *ann;
  Guest           *bob;
  guint            sent = 0;

  room_set (room, "limits", "throttle", "false");
  room_open (room);
  room_join (room, "sleeper");
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");

  while (room_count_peers (room) == 3 && sent++ < 10000)
    {
      guest_send (bob, line);
      guest_expect_said (ann, wanted);
    }

  assert_int_equal (room_count_peers (room), 2);
  assert_null (room_find_peer (room, "sleeper"));
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED),
                       "SendQ exceeded: it did not read what it was sent");
  guest_expect (ann, "* sleeper left: SendQ exceeded: it did not read what it was sent");
  guest_send (bob, "and on\n");
  guest_expect (ann, "<bob> and on");
}

static void
test_hostile_echo_to_nobody_is_closed (void **state)
{
  Room            *room = *state;
  g_autofree char *block = g_strnfill (65536, 'z');
  Guest           *guest;

  room_set (room, "limits", "throttle", "false");
  room_set (room, "server", "mode", "echo");
  room_open (room);
  guest = room_connect (room);
  for (guint i = 0; i < 1000 && room_count_peers (room) == 1; i++)
    {
      guest_try_send (guest, block, 65536);
      room_settle (room);
    }

  assert_int_equal (room_count_peers (room), 0);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED),
                       "SendQ exceeded: it did not read what it was sent");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_hostile_bytes_that_are_no_text_are_replaced),
    room_test_both (test_hostile_text_acts_on_nothing),
    room_test_both (test_hostile_line_over_the_limit_is_sent_in_parts),
    room_test_both (test_hostile_cut_splits_no_character),
    room_test (test_hostile_endless_line_is_taken_in_parts),
    room_test (test_hostile_endless_first_line_is_bounded),
    room_test_both (test_hostile_first_line_that_stays_open_is_cut_too),
    room_test_both (test_hostile_reset_in_the_middle_of_a_line),
    room_test (test_hostile_member_who_never_reads_is_closed),
    room_test (test_hostile_echo_to_nobody_is_closed),
  };

  return cmocka_run_group_tests_name ("hostile", tests, NULL, NULL);
}
