/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_registration_needs_what_it_needs (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > NICK",
              "a < % 431 * :No nickname given",
              "a > NICK :",
              "a < % 431 * :No nickname given",
              "a > NICK 1bad",
              "a < % 432 * 1bad :Erroneous nickname",
              "a > NICK jo\xe3o",
              "a < % 432 * * :Erroneous nickname",
              "a > NICK *",
              "a < % 432 * * :Erroneous nickname",
              "a > USER a",
              "a < % 461 * USER :Not enough parameters",
              "a > USER a 0 * :",
              "a < % 461 * USER :Not enough parameters",
              "a > USER : 0 * :x",
              "a < % 461 * USER :Not enough parameters",
              "a > JOIN #x",
              "a < % 451 * :You have not registered",
              "a > FOO",
              "a < % 451 * :You have not registered",
              "a > PASS",
              "a < % 461 * PASS :Not enough parameters",
              "a > PASS :",
              "a < % 461 * PASS :Not enough parameters",
              "a > PING",
              "a < % 461 * PING :Not enough parameters",
              "a > PING :",
              "a < % 409 * :No origin specified",
              "a > PING x",
              "a < % PONG server.soquete :x");
}

static void
test_registration_is_answered_in_order (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > NICK ann",
              "a > USER ann 0 * :Ann A",
              "a < % 001 ann :Welcome to the Soquete Network, ann!~ann@127.0.0.1",
              "a < % 002 ann :Your host is server.soquete, running version soquete-*",
              "a < % 003 ann :This server was started *",
              "a < % 004 ann server.soquete soquete-* Biow beIiklmnostv beIklov",
              "a < % 005 ann *CASEMAPPING=ascii*CHANTYPES=#* :are supported by this server",
              "a < % 005 ann *PREFIX=(ov)@+*NETWORK=Soquete :are supported by this server",
              "a < % 005 ann *UTF8ONLY WHOX* :are supported by this server",
              "a < % 251 ann :There are 1 users and 0 invisible on 1 servers",
              "a < % 252 ann 0 :operator(s) online",
              "a < % 254 ann 0 :channels formed",
              "a < % 255 ann :I have 1 clients and 0 servers",
              "a < % 265 ann 1 1 :Current local users 1, max 1",
              "a < % 266 ann 1 1 :Current global users 1, max 1",
              "a < % 422 ann :MOTD File is missing",
              "a > USER ann 0 * :Ann A",
              "a < % 462 ann :You may not reregister",
              "a > PASS x",
              "a < % 462 ann :You may not reregister");
}

/* Names as old systems write them; nothing of them is a reason to stay out. */
static void
test_registration_takes_names_in_any_letters (void **state)
{
  static const struct
  {
    const char *line;
    const char *user;
    const char *real;
  } cases[] = {
    { "USER jo\u00e3o 0 * :Jo\u00e3o", "~joao", "Jo\u00e3o" },
    { "USER jo\xe3o 0 * :Jo\xe3o Concei\xe7\xe3o", "~joao", "Jo\u00e3o Concei\u00e7\u00e3o" },
    { "USER \u674e 0 * :\u674e", "~user", "\u674e" },
    { "USER \xc0\xee 0 * \xc0\xee", "~Ai", "\u00c0\u00ee" },
    { "USER @! 0 * :x", "~user", "x" },
  };
  Room *room = *state;

  room_open (room);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Guest           *guest = room_connect (room);
      g_autofree char *text = g_strconcat ("NICK ann\r\n", cases[i].line, "\r\nWHOIS ann\r\n", NULL);
      g_autofree char *wanted = g_strdup_printf (" 311 ann ann %s 127.0.0.1 * :%s\r\n",
                                                 cases[i].user, cases[i].real);
      g_autofree char *lines = NULL;

      guest_send (guest, text);
      lines = guest_read_lines (guest);
      if (strstr (lines, wanted) == NULL)
        print_error ("# %s: %s\n", cases[i].line, lines);
      assert_non_null (strstr (lines, wanted));
      guest_send (guest, "QUIT\r\n");
      guest_end (guest);
    }
}

static void
test_registration_takes_user_before_nick_and_commands_in_any_case (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > user ann 0 * :Ann A",
              "a > nick ann",
              "a < % 001 ann *",
              "a ~");
}

static void
test_registration_waits_for_cap_end (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP LS 302",
              "a < % CAP * LS *",
              "a > NICK ann",
              "a > USER ann 0 * :Ann",
              "a > CAP REQ :multi-prefix",
              "a < % CAP ann ACK :multi-prefix",
              "a > CAP END",
              "a < % 001 ann *",
              "a ~");
}

static void
test_registration_refuses_taken_nicks (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "b !",
              "b > NICK ANN",
              "b < % 433 * ANN :Nickname is already in use",
              "b > USER b 0 * :B",
              "b > NICK server",
              "b < % 433 * server :Nickname is already in use",
              "b > NICK bob",
              "b < % 001 bob *",
              "b ~",
              "b > NICK ann",
              "b < % 433 bob ann :Nickname is already in use",
              "b > NICK bob",
              "b > NICK Bob",
              "b < :bob!~b@127.0.0.1 NICK :Bob");
}

static void
test_registration_frees_the_nick_of_who_left_before_its_end (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > NICK ann",
              "a > QUIT",
              "a < ERROR :Closing link: Quit",
              "a .",
              "b !",
              "b > NICK ann",
              "b > USER b 0 * :B",
              "b < % 001 ann *",
              "b ~");
}

static void
test_registration_asks_for_the_password (void **state)
{
  Room *room = *state;

  room_set (room, "server", "password", "sesame");
  room_open (room);
  irc_script (room,
              "a !",
              "a > PASS sesam",
              "a > NICK ann",
              "a > USER a 0 * :A",
              "a < % 464 ann :Password incorrect",
              "a < ERROR :Closing link: Bad password",
              "a .",
              "b !",
              "b > NICK bob",
              "b > USER b 0 * :B",
              "b < % 464 bob :Password incorrect",
              "b < ERROR :Closing link: Bad password",
              "b .",
              "c !",
              "c > PASS wrong",
              "c > PASS sesame",
              "c > NICK cy",
              "c > USER c 0 * :C",
              "c < % 001 cy *",
              "c ~");
}

static void
test_registration_has_an_end (void **state)
{
  Room *room = *state;

  room_set (room, "limits", "registration-seconds", "5");
  room_open (room);
  irc_script (room,
              "a !",
              "a > NICK ann",
              "@ 4",
              "@ 2",
              "a < ERROR :Closing link: Registration timed out",
              "a .");
}

static void
test_silence_is_answered_by_ping (void **state)
{
  Room *room = *state;

  room_set (room, "limits", "ping-seconds", "90");
  room_open (room);
  irc_script (room,
              "ann +",
              "@ 89",
              "ann > PING x",
              "ann < % PONG server.soquete :x",
              "@ 60",
              "@ 31",
              "ann < PING :server.soquete",
              "ann > PONG server.soquete",
              "@ 80",
              "@ 11",
              "ann < PING :server.soquete",
              "ann > PONG",
              "@ 80",
              "@ 11",
              "ann < PING :server.soquete",
              "@ 61",
              "ann < ERROR :Closing link: Ping timeout: 152 seconds",
              "ann .");
}

/* A program of twenty lines looks at how the line begins. */
static void
test_ping_begins_the_line_whatever_was_asked_for (void **state)
{
  Room *room = *state;

  room_set (room, "limits", "ping-seconds", "90");
  room_open (room);
  irc_script (room,
              "ann + server-time message-tags account-tag",
              "@ 91",
              "ann < PING :server.soquete",
              "ann > PONG :whatever it answers",
              "@ 61",
              "ann > PING x",
              "ann < @time=* :server.soquete PONG server.soquete :x");
}

static void
test_lines_that_are_no_lines_are_told (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "ann >",
              "ann >",
              "ann > :x",
              "ann > @a=b",
              "ann > FOO bar",
              "ann < % 421 ann FOO :Unknown command",
              "ann > F00",
              "ann < % 421 ann F00 :Unknown command");
}

static void
test_quit_is_told_to_who_shares_a_channel (void **state)
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
              "ann > QUIT :so long",
              "ann < ERROR :Closing link: Quit: so long",
              "ann .",
              "bob < :ann!~ann@127.0.0.1 QUIT :Quit: so long",
              "bob > QUIT",
              "bob < ERROR :Closing link: Quit",
              "bob .");
}

static void
test_webirc_is_refused (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > WEBIRC pw gw host 192.0.2.1",
              "a < ERROR :Closing link: This server takes no WEBIRC gateways",
              "a .");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test_both (test_registration_needs_what_it_needs),
    room_test_both (test_registration_is_answered_in_order),
    room_test_both (test_registration_takes_names_in_any_letters),
    room_test_both (test_registration_takes_user_before_nick_and_commands_in_any_case),
    room_test_both (test_registration_waits_for_cap_end),
    room_test_both (test_registration_refuses_taken_nicks),
    room_test_both (test_registration_frees_the_nick_of_who_left_before_its_end),
    room_test_both (test_registration_asks_for_the_password),
    room_test_both (test_registration_has_an_end),
    room_test_both (test_silence_is_answered_by_ping),
    room_test_both (test_ping_begins_the_line_whatever_was_asked_for),
    room_test_both (test_lines_that_are_no_lines_are_told),
    room_test_both (test_quit_is_told_to_who_shares_a_channel),
    room_test_both (test_webirc_is_refused),
  };

  return cmocka_run_group_tests_name ("irc-registration", tests, NULL, NULL);
}
