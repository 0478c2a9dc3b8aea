/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_queries_answer (void **state)
{
  Room *room = *state;

  room_set (room, "server", "network", "Class 7");
  room_open (room);
  irc_script (room,
              "ann +",
              "ann > MOTD",
              "ann < % 422 ann :MOTD File is missing",
              "ann > MOTD other.server",
              "ann < % 402 ann other.server :No such server",
              "ann > VERSION",
              "ann < % 351 ann soquete-* server.soquete :*",
              "ann < % 005 ann *",
              "ann < % 005 ann *NETWORK=Class*7*",
              "ann < % 005 ann *",
              "ann > TIME",
              "ann < % 391 ann server.soquete :20*",
              "ann > ADMIN",
              "ann < % 256 ann server.soquete :Administrative info about server.soquete",
              "ann < % 257 ann :Class 7",
              "ann < % 258 ann *",
              "ann < % 259 ann *",
              "ann > INFO",
              "ann < % 371 ann *",
              "ann < % 371 ann *",
              "ann < % 371 ann *",
              "ann < % 374 ann :End of /INFO list",
              "ann > LINKS",
              "ann < % 364 ann server.soquete server.soquete :0 Class 7",
              "ann < % 365 ann ? :End of /LINKS list",
              "ann > STATS u",
              "ann < % 242 ann :Server Up 0 days 00:00:*",
              "ann < % 219 ann u :End of /STATS report",
              "ann > STATS",
              "ann < % 219 ann ? :End of /STATS report",
              "ann > HELP NOSUCH",
              "ann < % 524 ann NOSUCH :No help available on this topic",
              "ann > HELP",
              "ann < % 704 ann ? *",
              "ann ~",
              "ann > HELPOP quit",
              "ann < % 704 ann quit :QUIT ?:REASON?",
              "ann < % 705 ann quit :Leaves the server.",
              "ann < % 706 ann quit :End of /HELP",
              "ann > LUSERS",
              "ann < % 251 ann :There are 1 users and 0 invisible on 1 servers",
              "ann < % 252 ann 0 *",
              "ann < % 254 ann 0 *",
              "ann < % 255 ann :I have 1 clients and 0 servers",
              "ann < % 265 ann 1 1 *",
              "ann < % 266 ann 1 1 *");
}

static void
test_description_stands_where_servers_are_told_of (void **state)
{
  Room *room = *state;

  room_set (room, "server", "network", "Class 7");
  room_set (room, "server", "description", "Room 12, second floor");
  room_open (room);
  irc_script (room,
              "ann +",
              "ann > VERSION",
              "ann < % 351 ann soquete-* server.soquete :Room 12, second floor",
              "ann < % 005 ann *",
              "ann < % 005 ann *NETWORK=Class*7*",
              "ann < % 005 ann *",
              "ann > LINKS",
              "ann < % 364 ann server.soquete server.soquete :0 Room 12, second floor",
              "ann < % 365 ann ? :End of /LINKS list",
              "ann > WHOIS ann",
              "ann < % 311 ann ann *",
              "ann < % 312 ann ann server.soquete :Room 12, second floor",
              "ann ~");
}

static void
test_lusers_counts_who_is_here (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "a !",
              "a > NICK a",
              "b !",
              "ann > LUSERS",
              "ann < % 251 ann :There are 1 users and 0 invisible on 1 servers",
              "ann < % 252 ann 0 *",
              "ann < % 253 ann 2 :unknown connection(s)",
              "ann ~",
              "a > QUIT",
              "a ~",
              "bob +",
              "bob > MODE bob +i",
              "bob ~",
              "ann > LUSERS",
              "ann < % 251 ann :There are 1 users and 1 invisible on 1 servers",
              "ann < % 252 ann 0 *",
              "ann < % 253 ann 1 :unknown connection(s)",
              "ann ~",
              "bob > QUIT",
              "bob ~",
              "ann > LUSERS",
              "ann < % 251 ann :There are 1 users and 0 invisible on 1 servers",
              "ann < % 252 ann 0 *",
              "ann < % 253 ann 1 :unknown connection(s)",
              "ann < % 254 *",
              "ann < % 255 *",
              "ann < % 265 ann 1 2 *",
              "ann < % 266 ann 1 2 *");
}

static void
test_operators_are_named_by_the_owner (void **state)
{
  Room *room = *state;

  room_set (room, "operators", "root", "secret");
  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > OPER root",
              "ann < % 461 ann OPER :Not enough parameters",
              "ann > KILL bob :x",
              "ann < % 481 ann :Permission Denied*",
              "ann > WALLOPS :x",
              "ann < % 481 ann :Permission Denied*",
              "ann > REHASH",
              "ann < % 481 ann :Permission Denied*",
              "ann > OPER root wrong",
              "ann < % 464 ann :Password incorrect",
              "ann > OPER nobody secret",
              "ann < % 464 ann :Password incorrect",
              "ann > OPER root secret",
              "ann < % 381 ann :You are now an IRC operator",
              "ann < :ann!~ann@127.0.0.1 MODE ann +o",
              "bob > WHOIS ann",
              "bob < % 311 *",
              "bob < % 312 *",
              "bob < % 313 bob ann :is an IRC operator",
              "bob < % 317 *",
              "bob < % 318 *",
              "bob > MODE bob +w",
              "bob ~",
              "ann > WALLOPS :attention",
              "ann < :ann!~ann@127.0.0.1 WALLOPS :attention",
              "bob < :ann!~ann@127.0.0.1 WALLOPS :attention",
              "ann > REHASH",
              "ann < % 382 ann - Rehashing",
              "ann < % NOTICE ann :This server was started without a configuration file",
              "ann > KILL bob",
              "ann < % 461 ann KILL :Not enough parameters",
              "ann > KILL nobody :x",
              "ann < % 401 ann nobody :No such nick",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "ann > KILL bob :flood",
              "bob < :ann!~ann@127.0.0.1 KILL bob flood",
              "bob < ERROR :Closing link: Killed (ann (flood))",
              "bob .",
              "ann < :bob!~bob@127.0.0.1 QUIT :Killed (ann (flood))",
              "ann > MODE ann -o",
              "ann < :ann!~ann@127.0.0.1 MODE ann -o",
              "ann > KILL ann :x",
              "ann < % 481 ann :Permission Denied*");
}

static void
test_operators_rule_every_channel_and_keep_out (void **state)
{
  Room *room = *state;

  room_set (room, "operators", "root", "secret");
  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "bob > JOIN #x",
              "bob ~",
              "ann > OPER root secret",
              "ann < % 381 *",
              "ann < :ann!* MODE ann +o",
              "ann > TOPIC #x :rules",
              "bob < :ann!~ann@127.0.0.1 TOPIC #x :rules",
              "ann > MODE #x +m-o bob",
              "bob < :ann!~ann@127.0.0.1 MODE #x +m-o bob",
              "ann > KICK #x bob :out",
              "bob < :ann!~ann@127.0.0.1 KICK #x bob :out",
              "bob > KLINE 192.0.2.1",
              "bob < % 481 *",
              "ann > KLINE",
              "ann < % 461 ann KLINE *",
              "ann > KLINE 5",
              "ann < % 461 ann KLINE *",
              "ann > KLINE nonsense :x",
              "ann < % NOTICE ann :Nothing was banned: *",
              "ann > KLINE 5 192.0.2.0/24 :flood",
              "ann < % NOTICE ann :Banned: 192.0.2.0/24",
              "ann > UNKLINE 192.0.2.9",
              "ann < % NOTICE ann :Nothing was changed: *",
              "ann > UNKLINE 192.0.2.0/24",
              "ann < % NOTICE ann :No longer banned: 192.0.2.0/24");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_queries_answer),
    room_test_both (test_description_stands_where_servers_are_told_of),
    room_test_both (test_lusers_counts_who_is_here),
    room_test_both (test_operators_rule_every_channel_and_keep_out),
    room_test_both (test_operators_are_named_by_the_owner),
  };

  return cmocka_run_group_tests_name ("irc-queries", tests, NULL, NULL);
}
