/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_messages_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann > PRIVMSG",
              "ann < % 411 ann :No recipient given (PRIVMSG)",
              "ann > PRIVMSG :",
              "ann < % 411 ann :No recipient given (PRIVMSG)",
              "ann > PRIVMSG bob",
              "ann < % 412 ann :No text to send",
              "ann > PRIVMSG bob :",
              "ann < % 412 ann :No text to send",
              "ann > PRIVMSG bob :x",
              "ann < % 401 ann bob :No such nick",
              "ann > PRIVMSG #nowhere :x",
              "ann < % 403 ann #nowhere :No such channel",
              "ann > PRIVMSG @ :x",
              "ann < % 403 ann * :No such channel",
              "ann > PRIVMSG , :x",
              "ann > PRIVMSG a,b,c,d,e,f :x",
              "ann < % 401 ann a :No such nick",
              "ann < % 401 ann b :No such nick",
              "ann < % 401 ann c :No such nick",
              "ann < % 401 ann d :No such nick",
              "ann < % 407 ann e :Too many targets*",
              "ann > NOTICE",
              "ann > NOTICE bob",
              "ann > NOTICE bob :x",
              "ann > NOTICE #nowhere :x",
              "ann > TAGMSG bob",
              "ann < % 421 ann TAGMSG :Unknown command");
}

static void
test_messages_go_to_members_and_not_back (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "cy +",
              "joe |",
              "ann > JOIN #lobby",
              "ann ~",
              "joe ~",
              "bob > JOIN #lobby",
              "bob ~",
              "ann ~",
              "joe ~",
              "ann > PRIVMSG #LOBBY :hi all",
              "bob < :ann!~ann@127.0.0.1 PRIVMSG #lobby :hi all",
              "joe < <ann> hi all",
              "joe > good day",
              "ann < :joe!guest@127.0.0.1 PRIVMSG #lobby :good day",
              "bob < :joe!guest@127.0.0.1 PRIVMSG #lobby :good day",
              "bob > PRIVMSG #lobby :\001ACTION waves\001",
              "ann < :bob!~bob@127.0.0.1 PRIVMSG #lobby :*ACTION waves*",
              "joe < * bob waves",
              "joe > /me nods",
              "ann < :joe!guest@127.0.0.1 PRIVMSG #lobby :*ACTION nods*",
              "bob < :joe!guest@127.0.0.1 PRIVMSG #lobby :*ACTION nods*",
              "bob > NOTICE joe :psst",
              "joe < ?bob? psst",
              "cy > PRIVMSG #lobby :from outside",
              "cy < % 404 cy #lobby :Cannot send to channel",
              "joe > /nick moe",
              "ann < :joe!guest@127.0.0.1 NICK :moe",
              "bob < :joe!guest@127.0.0.1 NICK :moe",
              "joe < * You are now known as moe.",
              "ann > PRIVMSG moe :\002bold\002 \00304red",
              "joe < ?ann? bold red",
              "joe > /quit bye",
              "ann < :moe!guest@127.0.0.1 QUIT :bye",
              "bob < :moe!guest@127.0.0.1 QUIT :bye",
              "joe ~");
}

static void
test_messages_are_echoed_when_asked (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + echo-message",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > PRIVMSG #x :hi",
              "ann < :ann!~ann@127.0.0.1 PRIVMSG #x :hi",
              "bob < :ann!~ann@127.0.0.1 PRIVMSG #x :hi",
              "ann > NOTICE bob :hi",
              "ann < :ann!~ann@127.0.0.1 NOTICE bob :hi",
              "bob < :ann!~ann@127.0.0.1 NOTICE bob :hi");
}

static void
test_tagmsg_is_for_those_who_know_tags (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + message-tags echo-message",
              "bob + message-tags",
              "cy + server-time",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "cy > JOIN #x",
              "cy ~",
              "bob ~",
              "ann ~",
              "ann > @+typing=active TAGMSG #x",
              "ann < @msgid=*;+typing=active :ann!~ann@127.0.0.1 TAGMSG #x",
              "bob < @msgid=*;+typing=active :ann!~ann@127.0.0.1 TAGMSG #x",
              "ann > TAGMSG",
              "ann < % 461 ann TAGMSG :Not enough parameters",
              "ann > TAGMSG #x",
              "ann > @+a TAGMSG cy",
              "ann < @msgid=*;+a :ann!~ann@127.0.0.1 TAGMSG cy");
}

static void
test_status_messages_reach_operators (void **state)
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
              "cy > JOIN #x",
              "cy ~",
              "bob ~",
              "ann ~",
              "ann > MODE #x +v bob",
              "ann ~",
              "bob ~",
              "cy ~",
              "cy > PRIVMSG @#x :ops",
              "ann < :cy!~cy@127.0.0.1 PRIVMSG @#x :ops",
              "cy > PRIVMSG +#x :voices",
              "ann < :cy!~cy@127.0.0.1 PRIVMSG +#x :voices",
              "bob < :cy!~cy@127.0.0.1 PRIVMSG +#x :voices");
}

static void
test_away_users_answer (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "bob > AWAY :lunch",
              "bob < % 306 bob :You have been marked as being away",
              "ann > PRIVMSG bob :hi",
              "bob < :ann!~ann@127.0.0.1 PRIVMSG bob :hi",
              "ann < % 301 ann bob :lunch",
              "ann > NOTICE bob :hi",
              "bob < :ann!~ann@127.0.0.1 NOTICE bob :hi");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_messages_malformed),
    room_test_both (test_messages_go_to_members_and_not_back),
    room_test_both (test_messages_are_echoed_when_asked),
    room_test_both (test_tagmsg_is_for_those_who_know_tags),
    room_test_both (test_status_messages_reach_operators),
    room_test_both (test_away_users_answer),
  };

  return cmocka_run_group_tests_name ("irc-messages", tests, NULL, NULL);
}
