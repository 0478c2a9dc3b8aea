/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_join_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > JOIN",
              "ann < % 461 ann JOIN :Not enough parameters",
              "ann > JOIN :",
              "ann < % 403 ann * :No such channel",
              "ann > JOIN x",
              "ann < % 403 ann x :No such channel",
              "ann > JOIN &x",
              "ann < % 403 ann &x :No such channel",
              "ann > JOIN #",
              "ann < % 403 ann # :No such channel",
              "ann > JOIN #a:b",
              "ann < % 403 ann #a:b :No such channel",
              "ann > JOIN ,",
              "ann > PART",
              "ann < % 461 ann PART :Not enough parameters",
              "ann > PART #x",
              "ann < % 403 ann #x :No such channel",
              "ann > TOPIC",
              "ann < % 461 ann TOPIC :Not enough parameters",
              "ann > TOPIC #x",
              "ann < % 403 ann #x :No such channel",
              "ann > KICK #x",
              "ann < % 461 ann KICK :Not enough parameters",
              "ann > KICK #x bob",
              "ann < % 403 ann #x :No such channel",
              "ann > INVITE bob",
              "ann < % 461 ann INVITE :Not enough parameters",
              "ann > INVITE bob #x",
              "ann < % 401 ann bob :No such nick",
              "ann > NAMES #x",
              "ann < % 366 ann #x :End of /NAMES list",
              "ann > NAMES bad",
              "ann < % 366 ann bad :End of /NAMES list");
}

static void
test_join_makes_an_operator_of_the_first (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob + multi-prefix userhost-in-names extended-join",
              "ann > JOIN #X",
              "ann < :ann!~ann@127.0.0.1 JOIN :#X",
              "ann < % 353 ann = #X :@ann",
              "ann < % 366 ann #X :End of /NAMES list",
              "ann > MODE #x +v ann",
              "ann < :ann!~ann@127.0.0.1 MODE #X +v ann",
              "ann > TOPIC #x :about",
              "ann < :ann!~ann@127.0.0.1 TOPIC #X :about",
              "ann > JOIN #x",
              "bob > JOIN #x",
              "ann < :bob!~bob@127.0.0.1 JOIN :#X",
              "bob < :bob!~bob@127.0.0.1 JOIN #X ? :Real bob",
              "bob < % 332 bob #X :about",
              "bob < % 333 bob #X ann!~ann@127.0.0.1 *",
              "bob < % 353 bob = #X :*@+ann!~ann@127.0.0.1*",
              "bob < % 366 bob #X :End of /NAMES list",
              "bob > TOPIC #x",
              "bob < % 332 bob #X :about",
              "bob < % 333 bob #X ann!~ann@127.0.0.1 *",
              "bob > TOPIC #x :mine",
              "bob < % 482 bob #X :You're not channel operator",
              "ann > TOPIC #x :",
              "ann < :ann!~ann@127.0.0.1 TOPIC #X :",
              "bob < :ann!~ann@127.0.0.1 TOPIC #X :",
              "bob > TOPIC #x",
              "bob < % 331 bob #X :No topic is set");
}

static void
test_join_takes_lists_and_zero (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > JOIN #a,#b,#c k",
              "ann ~",
              "ann > JOIN 0",
              "ann < :ann!~ann@127.0.0.1 PART :#?",
              "ann < :ann!~ann@127.0.0.1 PART :#?",
              "ann < :ann!~ann@127.0.0.1 PART :#?",
              "ann > LIST",
              "ann < % 321 ann Channel :Users  Name",
              "ann < % 323 ann :End of /LIST");
}

static void
test_part_tells_why (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "bob > PART #x,#y :so long",
              "bob < :bob!~bob@127.0.0.1 PART #x :so long",
              "ann < :bob!~bob@127.0.0.1 PART #x :so long",
              "bob < % 403 bob #y :No such channel",
              "bob > PART #x",
              "bob < % 442 bob #x :You're not on that channel",
              "ann > PART #x",
              "ann < :ann!~ann@127.0.0.1 PART :#x");
}

static void
test_kick_needs_an_operator (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "cy +",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "cy > KICK #x bob",
              "cy < % 442 cy #x :You're not on that channel",
              "bob > KICK #x ann",
              "bob < % 482 bob #x :You're not channel operator",
              "ann > KICK #x nobody",
              "ann < % 401 ann nobody :No such nick",
              "ann > KICK #x cy",
              "ann < % 441 ann cy #x :They aren't on that channel",
              "ann > KICK #x bob",
              "ann < :ann!~ann@127.0.0.1 KICK #x bob :ann",
              "bob < :ann!~ann@127.0.0.1 KICK #x bob :ann",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "cy > JOIN #x",
              "cy ~",
              "ann ~",
              "bob ~",
              "ann > KICK #x bob,cy :out",
              "ann < :ann!~ann@127.0.0.1 KICK #x bob :out",
              "bob < :ann!~ann@127.0.0.1 KICK #x bob :out",
              "ann < :ann!~ann@127.0.0.1 KICK #x cy :out",
              "cy < :ann!~ann@127.0.0.1 KICK #x bob :out",
              "cy < :ann!~ann@127.0.0.1 KICK #x cy :out");
}

static void
test_invite_opens_the_door_once (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "cy + invite-notify",
              "ann > JOIN #x",
              "ann ~",
              "cy > JOIN #x",
              "cy ~",
              "ann ~",
              "ann > MODE #x +io cy",
              "ann ~",
              "cy ~",
              "bob > JOIN #x",
              "bob < % 473 bob #x :Cannot join channel (+i)",
              "bob > INVITE ann #x",
              "bob < % 442 bob #x :You're not on that channel",
              "ann > INVITE cy #x",
              "ann < % 443 ann cy #x :is already on channel",
              "ann > INVITE bob #x",
              "ann < % 341 ann bob #x",
              "bob < :ann!~ann@127.0.0.1 INVITE bob :#x",
              "cy < :ann!~ann@127.0.0.1 INVITE bob :#x",
              "bob > INVITE",
              "bob < % 336 bob #x",
              "bob < % 337 bob :End of /INVITE list",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "cy ~",
              "bob > INVITE cy #x",
              "bob < % 482 bob #x :You're not channel operator",
              "bob > PART #x",
              "bob ~",
              "ann ~",
              "cy ~",
              "bob > JOIN #x",
              "bob < % 473 bob #x :Cannot join channel (+i)");
}

static void
test_list_filters (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #one,#two",
              "ann ~",
              "bob > JOIN #one",
              "bob ~",
              "ann ~",
              "ann > TOPIC #two :second",
              "ann ~",
              "bob > LIST *o*,>1",
              "bob < % 321 *",
              "bob < % 322 bob #one 2 :",
              "bob < % 323 *",
              "bob > LIST !#one",
              "bob < % 321 *",
              "bob < % 322 bob #two 1 :second",
              "bob < % 323 *",
              "bob > LIST C<1,T<1",
              "bob < % 321 *",
              "bob < % 322 bob #two 1 :second",
              "bob < % 323 *",
              "bob > LIST C>5",
              "bob < % 321 *",
              "bob < % 323 *",
              "ann > MODE #two +s",
              "ann ~",
              "bob > LIST",
              "bob < % 321 *",
              "bob < % 322 bob #one 2 :",
              "bob < % 323 *",
              "bob > NAMES #two",
              "bob < % 366 bob #two :End of /NAMES list",
              "ann > LIST <2",
              "ann < % 321 *",
              "ann < % 322 ann #two 1 :second",
              "ann < % 323 *");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_join_malformed),
    room_test_both (test_join_makes_an_operator_of_the_first),
    room_test_both (test_join_takes_lists_and_zero),
    room_test_both (test_part_tells_why),
    room_test_both (test_kick_needs_an_operator),
    room_test_both (test_invite_opens_the_door_once),
    room_test_both (test_list_filters),
  };

  return cmocka_run_group_tests_name ("irc-channels", tests, NULL, NULL);
}
