/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_away_is_told_to_who_asked (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob + away-notify",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > AWAY :lunch",
              "ann < % 306 ann :You have been marked as being away",
              "bob < :ann!~ann@127.0.0.1 AWAY :lunch",
              "ann > AWAY",
              "ann < % 305 ann :You are no longer marked as being away",
              "bob < :ann!~ann@127.0.0.1 AWAY",
              "ann > AWAY :",
              "ann < % 305 ann :You are no longer marked as being away",
              "bob < :ann!~ann@127.0.0.1 AWAY",
              "ann > AWAY :x",
              "ann ~",
              "bob ~",
              "ann > PART #x",
              "ann ~",
              "bob ~",
              "ann > JOIN #x",
              "ann ~",
              "bob < :ann!~ann@127.0.0.1 JOIN :#x",
              "bob < :ann!~ann@127.0.0.1 AWAY :x");
}

static void
test_setname_is_told_to_who_asked (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + setname",
              "bob + setname",
              "cy +",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "cy > JOIN #x",
              "cy ~",
              "bob ~",
              "ann ~",
              "ann > SETNAME",
              "ann < % 461 ann SETNAME :Not enough parameters",
              "ann > SETNAME :",
              "ann < % FAIL SETNAME INVALID_REALNAME :*",
              "ann > SETNAME :Ann New",
              "ann < :ann!~ann@127.0.0.1 SETNAME :Ann New",
              "bob < :ann!~ann@127.0.0.1 SETNAME :Ann New",
              "cy > WHO ann",
              "cy < % 352 *:0 Ann New",
              "cy < % 315 *");
}

static void
test_monitor_tells_who_comes_and_goes (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > MONITOR",
              "ann < % 461 ann MONITOR :Not enough parameters",
              "ann > MONITOR +",
              "ann < % 461 ann MONITOR :Not enough parameters",
              "ann > MONITOR + *!*@*,1bad",
              "ann > MONITOR X y",
              "ann > MONITOR + bob,Cy",
              "ann < % 731 ann bob,Cy",
              "bob +",
              "ann < % 730 ann bob!~bob@127.0.0.1",
              "ann > MONITOR S",
              "ann < % 730 ann bob!~bob@127.0.0.1",
              "ann < % 731 ann Cy",
              "ann > MONITOR L",
              "ann < % 732 ann *",
              "ann < % 733 ann :End of MONITOR list",
              "bob > NICK cy",
              "bob < :bob!~bob@127.0.0.1 NICK :cy",
              "ann < % 731 ann bob",
              "ann < % 730 ann cy!~bob@127.0.0.1",
              "bob > NICK CY",
              "bob ~",
              "ann > MONITOR - cy",
              "bob > QUIT",
              "bob ~",
              "bob .",
              "ann > MONITOR C",
              "ann > MONITOR L",
              "ann < % 733 ann :End of MONITOR list");
}

static void
test_extended_monitor_tells_more (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + extended-monitor away-notify setname",
              "bob +",
              "ann > MONITOR + bob",
              "ann < % 730 ann bob!~bob@127.0.0.1",
              "bob > AWAY :x",
              "bob ~",
              "ann < :bob!~bob@127.0.0.1 AWAY :x",
              "bob > SETNAME :New",
              "ann < :bob!~bob@127.0.0.1 SETNAME :New");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_away_is_told_to_who_asked),
    room_test_both (test_setname_is_told_to_who_asked),
    room_test_both (test_monitor_tells_who_comes_and_goes),
    room_test_both (test_extended_monitor_tells_more),
  };

  return cmocka_run_group_tests_name ("irc-presence", tests, NULL, NULL);
}
