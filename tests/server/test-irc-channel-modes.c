/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_mode_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > MODE",
              "ann < % 461 ann MODE :Not enough parameters",
              "ann > MODE #x",
              "ann < % 403 ann #x :No such channel",
              "ann > MODE nobody",
              "ann < % 401 ann nobody :No such nick",
              "ann > MODE bob +i",
              "ann < % 502 ann :Can't change mode for other users",
              "ann > JOIN #x",
              "ann ~",
              "ann > MODE #x +z",
              "ann < % 472 ann z :is unknown mode char to me",
              "ann > MODE #x +k",
              "ann < % 696 ann #x k ? :You must specify a parameter*",
              "ann > MODE #x +k :a b",
              "ann < % 696 ann #x k ? :A key is one word*",
              "ann > MODE #x +k :",
              "ann < % 696 ann #x k ? :A key is one word*",
              "ann > MODE #x +l x",
              "ann < % 696 ann #x l x :A limit is a number*",
              "ann > MODE #x +l 0",
              "ann < % 696 ann #x l 0 :A limit is a number*",
              "ann > MODE #x +l",
              "ann < % 696 ann #x l ? :A limit is a number*",
              "ann > MODE #x +o",
              "ann > MODE #x +o nobody",
              "ann < % 401 ann nobody :No such nick",
              "ann > MODE #x +v bob",
              "ann < % 441 ann bob #x :They aren't on that channel",
              "ann > MODE #x +-+",
              "ann > MODE #x :",
              "bob > MODE #x +t",
              "bob < % 442 bob #x :You're not on that channel");
}

static void
test_mode_shows_what_is_set (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "ann > MODE #x",
              "ann < % 324 ann #x +nt",
              "ann < % 329 ann #x *",
              "ann > MODE #x +klis-t key 5",
              "ann < :ann!~ann@127.0.0.1 MODE #x +klis-t key 5",
              "ann > MODE #x",
              "ann < % 324 ann #x +inskl key 5",
              "ann < % 329 ann #x *",
              "bob > MODE #x",
              "bob < % 324 bob #x +inskl ? 5",
              "bob < % 329 bob #x *",
              "ann > MODE #x -k+nl key 5",
              "ann < :ann!~ann@127.0.0.1 MODE #x -k key",
              "ann > MODE #x -ins",
              "ann < :ann!~ann@127.0.0.1 MODE #x -ins",
              "ann > MODE #x -l",
              "ann < :ann!~ann@127.0.0.1 MODE #x -l",
              "ann > MODE #x",
              "ann < % 324 ann #x +",
              "ann < % 329 ann #x *");
}

static void
test_mode_needs_an_operator_and_says_so_once (void **state)
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
              "bob > MODE #x +mit",
              "bob < % 482 bob #x :You're not channel operator",
              "ann > MODE #x +o bob",
              "ann < :ann!~ann@127.0.0.1 MODE #x +o bob",
              "bob < :ann!~ann@127.0.0.1 MODE #x +o bob",
              "bob > MODE #x -o ann",
              "bob < :bob!~bob@127.0.0.1 MODE #x -o ann",
              "ann < :bob!~bob@127.0.0.1 MODE #x -o ann",
              "ann > MODE #x +o ann",
              "ann < % 482 ann #x :You're not channel operator");
}

static void
test_mode_moderated_lets_voices_speak (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "joe |",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > MODE #x +m",
              "ann ~",
              "bob ~",
              "bob > PRIVMSG #x :hi",
              "bob < % 404 bob #x :Cannot send to channel",
              "ann > MODE #x +v bob",
              "ann ~",
              "bob ~",
              "bob > PRIVMSG #x :hi",
              "ann < :bob!~bob@127.0.0.1 PRIVMSG #x :hi");
}

static void
test_mode_bans_keep_out_and_silence (void **state)
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
              "ann > MODE #x +b bob",
              "ann < :ann!~ann@127.0.0.1 MODE #x +b bob!*@*",
              "bob ~",
              "bob > PRIVMSG #x :hi",
              "bob < % 404 bob #x :Cannot send to channel",
              "bob > MODE #x b",
              "bob < % 367 bob #x bob!*@* ann!~ann@127.0.0.1 *",
              "bob < % 368 bob #x :End of channel ban list",
              "bob > MODE #x +e",
              "bob < % 482 bob #x :You're not channel operator",
              "bob < % 349 bob #x :End of channel exception list",
              "bob > MODE #x I",
              "bob < % 482 bob #x :You're not channel operator",
              "bob < % 347 bob #x :End of channel invite list",
              "bob > PART #x",
              "bob ~",
              "ann ~",
              "bob > JOIN #x",
              "bob < % 474 bob #x :Cannot join channel (+b)",
              "ann > MODE #x +e *!~bob@*",
              "ann < :ann!~ann@127.0.0.1 MODE #x +e *!~bob@*",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > MODE #x -b+I BOB!*@* x",
              "ann < :ann!~ann@127.0.0.1 MODE #x -b+I BOB!*@* x!*@*",
              "bob ~",
              "ann > MODE #x e",
              "ann < % 348 ann #x *!~bob@* ann!~ann@127.0.0.1 *",
              "ann < % 349 ann #x :End of channel exception list",
              "ann > MODE #x I",
              "ann < % 346 ann #x x!*@* ann!~ann@127.0.0.1 *",
              "ann < % 347 ann #x :End of channel invite list");
}

static void
test_mode_key_and_limit_close_the_door (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "ann > MODE #x +k sesame",
              "ann ~",
              "bob > JOIN #x",
              "bob < % 475 bob #x :Cannot join channel (+k)",
              "bob > JOIN #x sesam",
              "bob < % 475 bob #x :Cannot join channel (+k)",
              "ann > MODE #x +l 1",
              "ann ~",
              "bob > JOIN #x sesame",
              "bob < % 471 bob #x :Cannot join channel (+l)",
              "ann > MODE #x -l",
              "ann ~",
              "bob > JOIN #x sesame",
              "bob ~",
              "ann ~");
}

static void
test_mode_takes_four_parameters (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > JOIN #x",
              "ann ~",
              "ann > MODE #x +bbbbb a b c d e",
              "ann < :ann!~ann@127.0.0.1 MODE #x +bbbb a!*@* b!*@* c!*@* d!*@*");
}

static void
test_modes_of_users (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > MODE ann",
              "ann < % 221 ann +",
              "ann > MODE ann +iwBz",
              "ann < % 501 ann :Unknown MODE flag",
              "ann < :ann!~ann@127.0.0.1 MODE ann +iwB",
              "ann > MODE ann +o-w",
              "ann < :ann!~ann@127.0.0.1 MODE ann -w",
              "ann > MODE ann",
              "ann < % 221 ann +Bi");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_mode_malformed),
    room_test_both (test_mode_shows_what_is_set),
    room_test_both (test_mode_needs_an_operator_and_says_so_once),
    room_test_both (test_mode_moderated_lets_voices_speak),
    room_test_both (test_mode_bans_keep_out_and_silence),
    room_test_both (test_mode_key_and_limit_close_the_door),
    room_test_both (test_mode_takes_four_parameters),
    room_test_both (test_modes_of_users),
  };

  return cmocka_run_group_tests_name ("irc-channel-modes", tests, NULL, NULL);
}
