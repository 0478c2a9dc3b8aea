/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_who_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > WHO",
              "ann < % 461 ann WHO :Not enough parameters",
              "ann > WHO nobody",
              "ann < % 315 ann nobody :End of WHO list",
              "ann > WHO #nowhere",
              "ann < % 315 ann #nowhere :End of WHO list",
              "ann > WHO :",
              "ann < % 315 ann ? :End of WHO list",
              "ann > WHO ann %",
              "ann < % 354 ann",
              "ann < % 315 ann ann :End of WHO list",
              "ann > WHOIS",
              "ann < % 431 ann :No nickname given",
              "ann > WHOIS nobody",
              "ann < % 401 ann nobody :No such nick",
              "ann < % 318 ann nobody :End of /WHOIS list",
              "ann > WHOWAS",
              "ann < % 431 ann :No nickname given",
              "ann > WHOWAS nobody",
              "ann < % 406 ann nobody :There was no such nickname",
              "ann < % 369 ann nobody :End of WHOWAS",
              "ann > ISON",
              "ann < % 461 ann ISON :Not enough parameters",
              "ann > USERHOST",
              "ann < % 461 ann USERHOST :Not enough parameters");
}

static void
test_who_lists (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob + multi-prefix",
              "joe |",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > AWAY :x",
              "ann ~",
              "bob > WHO #X",
              "bob < % 352 bob #x ~* 127.0.0.1 server.soquete * :0 Real *",
              "bob < % 352 bob #x ~* 127.0.0.1 server.soquete * :0 Real *",
              "bob < % 315 bob #X :End of WHO list",
              "bob > WHO ann",
              "bob < % 352 bob #x ~ann 127.0.0.1 server.soquete ann G@ :0 Real ann",
              "bob < % 315 bob ann :End of WHO list",
              "bob > WHO jo?",
              "bob < % 352 bob ? guest 127.0.0.1 server.soquete joe H :0 joe",
              "bob < % 315 bob jo? :End of WHO list",
              "bob > WHO ann %tcuihsnfdlaor,42",
              "bob < % 354 bob 42 #x ~ann 127.0.0.1 127.0.0.1 server.soquete ann G@ 0 0 0 n/a :Real ann",
              "bob < % 315 bob ann :End of WHO list",
              "bob > WHO ann %na",
              "bob < % 354 bob ann 0",
              "bob < % 315 bob ann :End of WHO list");
}

static void
test_invisible_users_are_seen_by_friends_only (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > MODE ann +i",
              "ann ~",
              "ann > JOIN #x",
              "ann ~",
              "bob > WHO *",
              "bob < % 352 bob ? ~bob *",
              "bob < % 315 bob ? :End of WHO list",
              "bob > NAMES #x",
              "bob < % 366 bob #x :End of /NAMES list",
              "bob > WHOIS ann",
              "bob < % 311 bob ann ~ann 127.0.0.1 ? :Real ann",
              "bob < % 312 bob ann server.soquete Soquete",
              "bob < % 317 bob ann 0 * :seconds idle, signon time",
              "bob < % 318 bob ann :End of /WHOIS list");
}

static void
test_whois_tells_what_there_is (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "ann > AWAY :lunch",
              "ann ~",
              "ann > MODE ann +B",
              "ann ~",
              "bob > WHOIS server.soquete ANN",
              "bob < % 311 bob ann ~ann 127.0.0.1 ? :Real ann",
              "bob < % 319 bob ann :@#x",
              "bob < % 312 bob ann server.soquete Soquete",
              "bob < % 301 bob ann :lunch",
              "bob < % 335 bob ann :is a bot",
              "bob < % 317 bob ann 0 * :seconds idle, signon time",
              "bob < % 318 bob ann :End of /WHOIS list",
              "bob > WHOIS bob",
              "bob < % 311 *",
              "bob < % 312 *",
              "bob < % 378 bob bob :is connecting from ~bob@127.0.0.1 127.0.0.1",
              "bob < % 379 bob bob :is using modes +",
              "bob < % 317 *",
              "bob < % 318 *",
              "bob > USERHOST ann bob nobody",
              "bob < % 302 bob :ann=-~ann@127.0.0.1 bob=+~bob@127.0.0.1",
              "bob > ISON nobody ANN :bob zed",
              "bob < % 303 bob :ann bob");
}

static void
test_whowas_remembers (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "bob > NICK rob",
              "bob < :bob!~bob@127.0.0.1 NICK :rob",
              "bob > NICK bob",
              "bob ~",
              "bob > QUIT",
              "bob ~",
              "bob .",
              "ann > WHOWAS BOB",
              "ann < % 314 ann bob ~bob 127.0.0.1 ? :Real bob",
              "ann < % 312 ann bob server.soquete *",
              "ann < % 314 ann bob ~bob 127.0.0.1 ? :Real bob",
              "ann < % 312 ann bob server.soquete *",
              "ann < % 369 ann BOB :End of WHOWAS",
              "ann > WHOWAS bob 1",
              "ann < % 314 ann bob ~bob 127.0.0.1 ? :Real bob",
              "ann < % 312 ann bob server.soquete *",
              "ann < % 369 ann bob :End of WHOWAS");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_who_malformed),
    room_test_both (test_who_lists),
    room_test_both (test_invisible_users_are_seen_by_friends_only),
    room_test_both (test_whois_tells_what_there_is),
    room_test_both (test_whowas_remembers),
  };

  return cmocka_run_group_tests_name ("irc-who", tests, NULL, NULL);
}
