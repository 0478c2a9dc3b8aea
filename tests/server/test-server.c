/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-limits.h"

/* The chat as it is meant. */

static void
test_server_greets_whoever_is_silent_for_a_second (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_open (room);
  guest = room_connect (room);
  guest_expect_nothing (guest);
  assert_int_equal (soq_peer_get_kind (room_find_peer (room, "guest-1")), SOQ_PEER_KIND_SILENT);

  room_advance (room, SOQ_TIME_SILENT);
  guest_expect (guest, "* You are guest-1 in #lobby, with 0 others. /help lists the commands.");
  assert_int_equal (soq_peer_get_kind (room_find_peer (room, "guest-1")), SOQ_PEER_KIND_PLAIN);
  assert_int_equal (room_count_events (room, SOQ_EVENT_JOINED), 1);
}

static void
test_server_shows_what_was_said_to_the_others (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");

  guest_send (bob, "olá\r\n");
  guest_send (ann, "hello\n\n  two  spaces  \n");
  guest_expect (ann, "<bob> olá");
  guest_expect (bob, "<ann> hello");
  guest_expect (bob, "<ann>   two  spaces  ");
  guest_expect_nothing (ann);
  assert_string_equal (room_get_text (room, SOQ_EVENT_MESSAGE), "  two  spaces  ");
  assert_int_equal (soq_server_get_message_count (room->server), 5);
}

static void
test_server_takes_a_chunk_without_newline_as_one_message (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *netcat;

  room_open (room);
  ann = room_join (room, "ann");
  netcat = room_connect (room);
  guest_send (netcat, "oi");
  guest_end (netcat);

  guest_expect_said (ann, "<guest-2> oi");
  guest_expect (ann, "* guest-2 left.");
  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE), 1);
}

static void
test_server_ends_a_chunk_when_nothing_follows (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "one");
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");
  room_advance (room, SOQ_TIME_IDLE_CHUNK - 1);
  guest_expect_nothing (ann);
  room_advance (room, 1);
  guest_expect (ann, "<bob> one");
}

static void
test_server_keeps_a_thousand_lines_of_one_write_in_order (void **state)
{
  Room               *room = *state;
  g_autoptr (GString) lines = g_string_new (NULL);
  Guest              *ann;
  Guest              *bob;
  Guest              *speaker;

  room_set (room, "limits", "throttle", "false");
  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  speaker = room_join (room, "speaker");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (lines, "line %u\n", i);
  assert_int_equal (guest_try_send (speaker, lines->str, lines->len), lines->len);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("<speaker> line %u", i);

      guest_expect_said (ann, wanted);
      guest_expect_said (bob, wanted);
    }

  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE), 1000);
}

static void
test_server_slows_down_who_says_too_much_and_loses_nothing (void **state)
{
  Room               *room = *state;
  g_autoptr (GString) lines = g_string_new (NULL);
  Guest              *ann;
  Guest              *speaker;

  room_open (room);
  ann = room_join (room, "ann");
  speaker = room_join (room, "speaker"); /* that was one line */
  for (guint i = 0; i < SOQ_LIMIT_BURST + 20; i++)
    g_string_append_printf (lines, "%u\n", i);
  guest_send (speaker, lines->str);
  guest_end (speaker);

  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE), SOQ_LIMIT_BURST - 1);
  room_advance (room, G_USEC_PER_SEC);
  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE),
                    SOQ_LIMIT_BURST - 1 + SOQ_LIMIT_LINES_PER_SECOND);

  for (guint i = 0; i < 20; i++)
    room_advance (room, G_USEC_PER_SEC / SOQ_LIMIT_LINES_PER_SECOND);
  for (guint i = 0; i < SOQ_LIMIT_BURST + 20; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("<speaker> %u", i);

      guest_expect_said (ann, wanted);
    }
  guest_expect (ann, "* speaker left.");
}

static void
test_server_names_change_for_all (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "/NICK Robert\n");
  guest_expect (bob, "* You are now known as Robert.");
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");
  guest_expect (ann, "* bob is now known as Robert.");
  assert_string_equal (room_get_text (room, SOQ_EVENT_RENAMED), "bob");

  /* A change of capitals is a change, and the same again is none. */
  guest_send (bob, "/nick ROBERT\n/nick ROBERT\nhi\n");
  guest_expect (ann, "* Robert is now known as ROBERT.");
  guest_expect (ann, "<ROBERT> hi");
}

static void
test_server_refuses_names_that_are_taken_or_wrong (void **state)
{
  static const char *const wrong[] = {
    "0x",
    "-dash",
    "two words",
    "ação",
    "<b>",
    "#lobby",
    "a12345678901234567890123456789012",
    "\x1b[31m",
  };
  Room  *room = *state;
  Guest *bob;

  room_open (room);
  room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "/nick ANN\n");
  guest_expect (bob, "* The name ANN is taken.");
  guest_send (bob, "/nick Server\n");
  guest_expect (bob, "* The name Server is taken.");
  guest_send (bob, "/nick   \n");
  guest_expect (bob, "* Something is missing. It is /nick NAME.");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *command = g_strdup_printf ("/nick %s\n", wrong[i]);

      guest_send (bob, command);
      guest_expect (bob, "* “*");
      assert_non_null (room_find_peer (room, "bob"));
    }
}

static void
test_server_gives_the_first_guest_a_name_that_is_free (void **state)
{
  Room *room = *state;

  room_set (room, "server", "name", "Guest-1");
  room_open (room);
  room_connect (room);
  assert_non_null (room_find_peer (room, "guest-2"));
}

static void
test_server_tells_what_somebody_does (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");

  guest_send (bob, "/me\n/Me  waves \n");
  guest_expect (bob, "* Something is missing. It is /me TEXT.");
  guest_expect (ann, "* bob waves");
  guest_expect_nothing (bob);
  assert_string_equal (room_get_text (room, SOQ_EVENT_ACTION), "waves");
}

static void
test_server_lists_who_is_there (void **state)
{
  Room  *room = *state;
  Guest *bob;

  room_open (room);
  bob = room_join (room, "bob");
  room_connect (room); /* silent yet, so not in the room */
  room_join (room, "Ann");
  guest_send (bob, "/who\n");
  guest_expect (bob, "* guest-3 joined.");
  guest_expect (bob, "* guest-3 is now known as Ann.");
  guest_expect (bob, "* In #lobby: Ann (127.0.0.1), bob (127.0.0.1)");
}

static void
test_server_helps (void **state)
{
  Room  *room = *state;
  Guest *bob;

  room_open (room);
  bob = room_join (room, "bob");
  guest_send (bob, "/help\n");
  guest_expect (bob, "* /help: *");
  guest_expect (bob, "* /me TEXT: *");
  guest_expect (bob, "* /nick NAME: *");
  guest_expect (bob, "* /quit [TEXT]: *");
  guest_expect (bob, "* /who: *");
  guest_expect (bob, "* Everything else is said to all.");

  guest_send (bob, "/dance\n/\n/ me x\n");
  guest_expect (bob, "* There is no command /dance. *");
  guest_expect (bob, "* There is no command /. *");
  guest_expect (bob, "* There is no command /. *");
}

static void
test_server_says_a_text_that_begins_with_a_slash (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "//etc/hosts\n");
  guest_expect_said (ann, "<bob> /etc/hosts");
}

static void
test_server_lets_people_go (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  guest_send (bob, "/quit see you\nnobody hears this\n");
  guest_expect (bob, "* Goodbye.");
  guest_expect_end (bob);
  guest_end (bob);
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");
  guest_expect (ann, "* bob left: see you");
  guest_expect_nothing (ann);
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED), "see you");
  assert_int_equal (room_count_peers (room), 1);

  /* The name is free again. */
  room_join (room, "bob");
}

static void
test_server_tells_the_motd (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room->config->motd = g_strdup ("Welcome.\nBe kind.");
  room_open (room);
  guest = room_connect (room);
  room_advance (room, SOQ_TIME_SILENT);
  guest_expect (guest, "* You are guest-1 in #lobby, with 0 others. /help lists the commands.");
  guest_expect (guest, "* Welcome.");
  guest_expect (guest, "* Be kind.");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_server_greets_whoever_is_silent_for_a_second),
    room_test_both (test_server_shows_what_was_said_to_the_others),
    room_test_both (test_server_takes_a_chunk_without_newline_as_one_message),
    room_test_both (test_server_ends_a_chunk_when_nothing_follows),
    room_test_both (test_server_keeps_a_thousand_lines_of_one_write_in_order),
    room_test_both (test_server_slows_down_who_says_too_much_and_loses_nothing),
    room_test_both (test_server_names_change_for_all),
    room_test_both (test_server_refuses_names_that_are_taken_or_wrong),
    room_test (test_server_gives_the_first_guest_a_name_that_is_free),
    room_test_both (test_server_tells_what_somebody_does),
    room_test_both (test_server_lists_who_is_there),
    room_test_both (test_server_helps),
    room_test_both (test_server_says_a_text_that_begins_with_a_slash),
    room_test_both (test_server_lets_people_go),
    room_test_both (test_server_tells_the_motd),
  };

  return cmocka_run_group_tests_name ("server", tests, NULL, NULL);
}
