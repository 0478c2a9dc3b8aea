/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static void
test_sasl_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP LIST",
              "a < % CAP * LIST :",
              "a > AUTHENTICATE",
              "a < % 461 * AUTHENTICATE :Not enough parameters",
              "a > AUTHENTICATE PLAIN",
              "a < % 904 * :SASL authentication failed",
              "a > CAP REQ :sasl",
              "a < % CAP * ACK :sasl",
              "a > AUTHENTICATE FOO",
              "a < % 908 * EXTERNAL,PLAIN :are available SASL mechanisms",
              "a < % 904 * :SASL authentication failed",
              "a > AUTHENTICATE EXTERNAL",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE +",
              "a < % 904 * :SASL authentication failed",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE *",
              "a < % 906 * :SASL authentication aborted",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE +",
              "a < % 904 * :SASL authentication failed",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE !!!!",
              "a < % 904 * :SASL authentication failed",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE b3RoZXIAamlsbGVzAHg=",
              "a < % 904 * :SASL authentication failed",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
              "a < % 905 * :SASL message too long");
}

static void
test_register_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP LIST",
              "a < % CAP * LIST :",
              "a > REGISTER * *",
              "a < % 461 * REGISTER :Not enough parameters",
              "a > REGISTER * * secret",
              "a < % FAIL REGISTER NEED_NICK ? :Choose a nick first",
              "a > REGISTER 1bad * secret",
              "a < % FAIL REGISTER BAD_ACCOUNT_NAME 1bad *",
              "a > NICK ann",
              "a > REGISTER * * :",
              "a < % FAIL REGISTER UNACCEPTABLE_PASSWORD ann *",
              "bob +",
              "a > REGISTER bob * secret",
              "a < % FAIL REGISTER ACCOUNT_EXISTS bob :That name is taken",
              "a > NICK bob",
              "a < % 433 ann bob *");
}

static void
test_register_makes_an_account_that_opens (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "jilles + account-notify",
              "watcher + account-notify extended-join account-tag",
              "jilles > JOIN #x",
              "jilles ~",
              "watcher > JOIN #x",
              "watcher ~",
              "jilles ~",
              "jilles > REGISTER * * sesame",
              "jilles < % REGISTER SUCCESS jilles :Account successfully registered",
              "jilles < % 900 jilles jilles!~jilles@127.0.0.1 jilles :You are now log"
              "ged in as jilles",
              "jilles < :jilles!~jilles@127.0.0.1 ACCOUNT jilles",
              "watcher < @account=jilles :jilles!~jilles@127.0.0.1 ACCOUNT jilles",
              "jilles > PRIVMSG #x :hi",
              "watcher < @account=jilles :jilles!~jilles@127.0.0.1 PRIVMSG #x :hi",
              "jilles > REGISTER other * sesame",
              "jilles < % FAIL REGISTER ALREADY_AUTHENTICATED jilles *",
              "watcher > WHOIS jilles",
              "watcher < % 311 *",
              "watcher < % 319 *",
              "watcher < % 312 *",
              "watcher < % 330 watcher jilles jilles :is logged in as",
              "watcher < % 317 *",
              "watcher < % 318 *",
              "b !",
              "b > CAP LS 302",
              "b < % CAP ? LS :*sasl=PLAIN*",
              "b > CAP REQ :sasl",
              "b < % CAP ? ACK :sasl",
              "b > NICK bob",
              "b > USER b 0 * :B",
              "b > AUTHENTICATE PLAIN",
              "b < % AUTHENTICATE +",
              "b > AUTHENTICATE amlsbGVzAGppbGxlcwBtaWxsZXQ=",
              "b < % 904 bob :SASL authentication failed",
              "b > AUTHENTICATE PLAIN",
              "b < % AUTHENTICATE +",
              "b > AUTHENTICATE AGppbGxlcwBzZXNhbWU=\r\nCAP END",
              "b < % 900 bob bob!~b@127.0.0.1 jilles :You are now logged in as jilles",
              "b < % 903 bob :SASL authentication successful",
              "b < % 001 bob *",
              "b ~",
              "b > JOIN #x",
              "b < :bob!~b@127.0.0.1 JOIN :#x",
              "b ~",
              "watcher < @account=jilles :bob!~b@127.0.0.1 JOIN #x jilles :B",
              "jilles ~",
              "watcher > REGISTER JILLES * x",
              "watcher < % FAIL REGISTER ACCOUNT_EXISTS JILLES :That name is taken");
}

static void
test_sasl_takes_pieces (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "foo +",
              "foo > REGISTER * * barbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbar"
              "barbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarb"
              "arbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarba"
              "rbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbarbar"
              "barbarbarbarbarbarbarbarbarbar",
              "foo < % REGISTER SUCCESS *",
              "foo < % 900 *",
              "a !",
              "a > CAP REQ :sasl",
              "a < % CAP * ACK :sasl",
              "a > AUTHENTICATE PLAIN",
              "a < % AUTHENTICATE +",
              "a > AUTHENTICATE Zm9vAGZvbwBiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiY"
              "XJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJ"
              "iYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiY"
              "XJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJ"
              "iYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiY"
              "XJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXJiYXI=",
              "a > AUTHENTICATE +",
              "a < % 900 * *!guest@127.0.0.1 foo :You are now logged in as foo",
              "a < % 903 * :SASL authentication successful",
              "a > AUTHENTICATE PLAIN",
              "a < % 907 * :You have already authenticated using SASL");
}

static void
test_private_messages_are_kept_for_accounts (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + draft/chathistory batch",
              "bob +",
              "ann > REGISTER * * secret",
              "ann < % REGISTER SUCCESS *",
              "ann < % 900 *",
              "bob > PRIVMSG ann :one",
              "ann < :bob!~bob@127.0.0.1 PRIVMSG ann :one",
              "ann > PRIVMSG bob :two",
              "bob < :ann!~ann@127.0.0.1 PRIVMSG bob :two",
              "ann > CHATHISTORY LATEST BOB * 5",
              "ann < % BATCH +? chathistory BOB",
              "ann < @batch=? :bob!~bob@127.0.0.1 PRIVMSG ann :one",
              "ann < @batch=? :ann!~ann@127.0.0.1 PRIVMSG bob :two",
              "ann < % BATCH -?");
}

static void
test_sasl_lets_nobody_guess_for_ever (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_open (room);
  irc_script (room,
              "a !",
              "a > CAP REQ :sasl",
              "a < % CAP * ACK :sasl");
  guest = irc_guest (room, "a");
  for (guint i = 0; i < 10; i++)
    {
      guest_send (guest, "AUTHENTICATE FOO\r\n");
      guest_expect (guest, ":server.soquete 908 *");
      guest_expect (guest, ":server.soquete 904 *");
    }
  irc_script (room,
              "a < ERROR :Closing link: Too many failed logins",
              "a .");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_sasl_malformed),
    room_test (test_register_malformed),
    room_test (test_register_makes_an_account_that_opens),
    room_test (test_sasl_takes_pieces),
    room_test (test_private_messages_are_kept_for_accounts),
    room_test (test_sasl_lets_nobody_guess_for_ever),
  };

  return cmocka_run_group_tests_name ("irc-accounts", tests, NULL, NULL);
}
