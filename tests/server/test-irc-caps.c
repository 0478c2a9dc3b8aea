/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_cap_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP",
              "a < % 461 * CAP :Not enough parameters",
              "a > CAP FOO",
              "a < % 410 * FOO :Invalid CAP command",
              "a > CAP REQ",
              "a < % CAP * ACK :",
              "a > CAP LIST",
              "a < % CAP * LIST :",
              "a > CAP REQ :foo",
              "a < % CAP * NAK :foo",
              "a > CAP REQ :multi-prefix foo",
              "a < % CAP * NAK :multi-prefix foo",
              "a > CAP LIST",
              "a < % CAP * LIST :",
              "a > CAP REQ :-multi-prefix",
              "a < % CAP * ACK :-multi-prefix");
}

static void
test_cap_list_of_version_301_has_no_values (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP LS",
              "a < % CAP * LS :account-notify account-tag away-notify batch *",
              "a > CAP REQ :batch server-time",
              "a < % CAP * ACK :batch server-time",
              "a > CAP LIST",
              "a < @time=* :server.soquete CAP * LIST :batch server-time");
}

static void
test_cap_notify_comes_with_302_and_stays (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP LS 302",
              "a < % CAP * LS *",
              "a > CAP LIST",
              "a < % CAP * LIST :cap-notify",
              "a > CAP REQ :-cap-notify",
              "a < % CAP * NAK :-cap-notify");
}

static void
test_cap_can_be_changed_later (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + server-time",
              "ann > CAP REQ :-server-time",
              "ann < @time=* :server.soquete CAP ann ACK :-server-time",
              "ann > PING x",
              "ann < % PONG server.soquete :x");
}

static void
test_label_marks_one_answer (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + labeled-response batch",
              "ann > @label=a PING x",
              "ann < @label=a :server.soquete PONG server.soquete :x",
              "ann > @label=b;+c=d FOO",
              "ann < @label=b :server.soquete 421 ann FOO :Unknown command",
              "ann > @label=c PONG x",
              "ann < @label=c :server.soquete ACK",
              "ann > @label=d NOTICE nobody :x",
              "ann < @label=d :server.soquete ACK");
}

static void
test_label_marks_several_answers_as_a_batch (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + labeled-response batch",
              "ann > @label=a JOIN #x",
              "ann < @label=a :server.soquete BATCH +? labeled-response",
              "ann < @batch=? :ann!~ann@127.0.0.1 JOIN :#x",
              "ann < @batch=? :server.soquete 353 ann = #x :@ann",
              "ann < @batch=? :server.soquete 366 ann #x :End of /NAMES list",
              "ann < :server.soquete BATCH -?");
}

static void
test_label_is_for_its_sender_only (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + labeled-response batch echo-message",
              "bob + labeled-response batch",
              "ann > @label=a PRIVMSG bob :hi",
              "ann < @label=a :ann!~ann@127.0.0.1 PRIVMSG bob :hi",
              "bob < :ann!~ann@127.0.0.1 PRIVMSG bob :hi",
              "ann > @label=b PRIVMSG ann :me",
              "ann < :ann!~ann@127.0.0.1 PRIVMSG ann :me",
              "ann < @label=b :ann!~ann@127.0.0.1 PRIVMSG ann :me");
}

static void
test_label_without_capability_means_nothing (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > @label=a PING x",
              "ann < % PONG server.soquete :x");
}

static void
test_server_time_and_message_tags (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + message-tags",
              "bob + server-time",
              "cy +",
              "dan + message-tags server-time echo-message",
              "ann > @+a=b;c=d;+e;time=2000-01-01T00:00:00.000Z PRIVMSG bob,cy,dan :x",
              "bob < @time=20*-*-*T*:*:*.*Z :ann!~ann@127.0.0.1 PRIVMSG bob :x",
              "cy < :ann!~ann@127.0.0.1 PRIVMSG cy :x",
              "dan < @time=20*-*-*T*:*:*.*Z;msgid=*;+a=b;+e :ann!~ann@127.0.0.1 PRIVMSG dan :x",
              "cy > @+a=b PRIVMSG ann :no tags without asking",
              "ann < @msgid=* :cy!~cy@127.0.0.1 PRIVMSG ann :no tags without asking",
              "dan > @+a=b\\s\\: PRIVMSG ann :x",
              "dan < @time=*;msgid=*;+a=b\\s\\: :dan!~dan@127.0.0.1 PRIVMSG ann :x",
              "ann < @msgid=*;+a=b\\s\\: :dan!~dan@127.0.0.1 PRIVMSG ann :x");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_cap_malformed),
    room_test_both (test_cap_list_of_version_301_has_no_values),
    room_test_both (test_cap_notify_comes_with_302_and_stays),
    room_test_both (test_cap_can_be_changed_later),
    room_test_both (test_label_marks_one_answer),
    room_test_both (test_label_marks_several_answers_as_a_batch),
    room_test_both (test_label_is_for_its_sender_only),
    room_test_both (test_label_without_capability_means_nothing),
    room_test_both (test_server_time_and_message_tags),
  };

  return cmocka_run_group_tests_name ("irc-caps", tests, NULL, NULL);
}
