/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

#include <glib/gstdio.h>

static void
test_history_malformed (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "old +",
              "old > CHATHISTORY LATEST #x * 5",
              "old < % 421 old CHATHISTORY :Unknown command",
              "ann + draft/chathistory batch",
              "ann > CHATHISTORY",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS ? :Unknown subcommand",
              "ann > CHATHISTORY FOO #x * 5",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS FOO :Unknown subcommand",
              "ann > CHATHISTORY LATEST #x *",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS LATEST :Not enough parameters",
              "ann > CHATHISTORY LATEST #x * many",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS LATEST many :The limit must be a number",
              "ann > CHATHISTORY BEFORE #x * 5",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS BEFORE ? :A reference is *",
              "ann > CHATHISTORY BEFORE #x timestamp=yesterday 5",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS BEFORE timestamp=yesterday :A reference is *",
              "ann > CHATHISTORY BEFORE #x msgid= 5",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS BEFORE msgid= :A reference is *",
              "ann > CHATHISTORY LATEST #nowhere * 5",
              "ann < % FAIL CHATHISTORY INVALID_TARGET LATEST #nowhere :Messages could not be retrieved",
              "old > JOIN #x",
              "old ~",
              "ann > CHATHISTORY LATEST #x * 5",
              "ann < % FAIL CHATHISTORY INVALID_TARGET LATEST #x :Messages could not be retrieved",
              "ann > CHATHISTORY LATEST old * 5",
              "ann < % FAIL CHATHISTORY INVALID_TARGET LATEST old :Messages could not be retrieved",
              "ann > JOIN #y",
              "ann ~",
              "ann > CHATHISTORY AROUND #y msgid=nothing 5",
              "ann < % FAIL CHATHISTORY MESSAGE_ERROR AROUND #y :*nothing*",
              "ann > CHATHISTORY TARGETS msgid=x timestamp=2020-01-01T00:00:00.000Z 5",
              "ann < % FAIL CHATHISTORY INVALID_PARAMS TARGETS msgid=x :A reference is *");
}

static void
test_history_tells_who_comes_later_what_was_said (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "joe |",
              "ann > JOIN #lobby",
              "ann ~",
              "joe ~",
              "ann > PRIVMSG #lobby :one",
              "joe < <ann> one",
              "joe > two",
              "ann < :joe!guest@127.0.0.1 PRIVMSG #lobby :two",
              "ann > NOTICE #lobby :three",
              "joe < *three",
              "bob + draft/chathistory batch server-time message-tags",
              "bob > JOIN #lobby",
              "bob ~",
              "ann ~",
              "joe ~",
              "bob > CHATHISTORY LATEST #lobby * 10",
              "bob < @time=* :server.soquete BATCH +? chathistory #lobby",
              "bob < @batch=?;time=*;msgid=* :ann!~ann@127.0.0.1 PRIVMSG #lobby :one",
              "bob < @batch=?;time=*;msgid=* :joe!guest@127.0.0.1 PRIVMSG #lobby :two",
              "bob < @batch=?;time=*;msgid=* :ann!~ann@127.0.0.1 NOTICE #lobby :three",
              "bob < @time=* :server.soquete BATCH -?",
              "bob > CHATHISTORY LATEST #lobby * 1",
              "bob < @time=* :server.soquete BATCH +? chathistory #lobby",
              "bob < @batch=?;time=*;msgid=* :ann!~ann@127.0.0.1 NOTICE #lobby :three",
              "bob < @time=* :server.soquete BATCH -?",
              "bob > CHATHISTORY BEFORE #lobby timestamp=2000-01-01T00:00:00.000Z 5",
              "bob < @time=* :server.soquete BATCH +? chathistory #lobby",
              "bob < @time=* :server.soquete BATCH -?",
              "bob > CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 5",
              "bob < @time=* :server.soquete BATCH +? draft/chathistory-targets",
              "bob < @batch=?;time=* :server.soquete CHATHISTORY TARGETS #lobby 20*-*Z",
              "bob < @time=* :server.soquete BATCH -?");
}

static void
test_history_of_events_is_for_those_who_ask (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + draft/chathistory batch draft/event-playback message-tags",
              "ann > JOIN #x",
              "ann ~",
              "ann > TOPIC #x :about",
              "ann ~",
              "ann > @+a=b TAGMSG #x",
              "ann > @+typing=active TAGMSG #x",
              "bob +",
              "bob > JOIN #x",
              "bob ~",
              "ann ~",
              "bob > PART #x :bye",
              "bob ~",
              "ann ~",
              "ann > CHATHISTORY LATEST #x * 10",
              "ann < :server.soquete BATCH +? chathistory #x",
              "ann < @batch=?;msgid=* :ann!~ann@127.0.0.1 JOIN :#x",
              "ann < @batch=?;msgid=* :ann!~ann@127.0.0.1 TOPIC #x :about",
              "ann < @batch=?;msgid=*;+a=b :ann!~ann@127.0.0.1 TAGMSG #x",
              "ann < @batch=?;msgid=* :bob!~bob@127.0.0.1 JOIN :#x",
              "ann < @batch=?;msgid=* :bob!~bob@127.0.0.1 PART #x :bye",
              "ann < :server.soquete BATCH -?");
}

static void
test_history_answers_in_turn_and_with_its_label (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann + draft/chathistory batch labeled-response",
              "ann > JOIN #x",
              "ann ~",
              "ann > PRIVMSG #x :one",
              "ann > @label=L CHATHISTORY LATEST #x * 5\r\nPING after",
              "ann < @label=L :server.soquete BATCH +? labeled-response",
              "ann < @batch=? :server.soquete BATCH +? chathistory #x",
              "ann < @batch=? :ann!~ann@127.0.0.1 PRIVMSG #x :one",
              "ann < @batch=? :server.soquete BATCH -?",
              "ann < :server.soquete BATCH -?",
              "ann < % PONG server.soquete :after");
}

static void
test_history_survives_a_restart (void **state)
{
  Room            *room = *state;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *folder = g_dir_make_tmp ("soquete-history-XXXXXX", NULL);

  room_set (room, "server", "data-dir", folder);
  room_open (room);
  irc_script (room,
              "ann +",
              "ann > JOIN #x",
              "ann ~",
              "ann > PRIVMSG #x :before");
  irc_forget_guests (room);
  room_close (room);

  room_open (room);
  irc_script (room,
              "bob + draft/chathistory batch",
              "bob > JOIN #x",
              "bob ~",
              "bob > CHATHISTORY LATEST #x * 5",
              "bob < :server.soquete BATCH +? chathistory #x",
              "bob < @batch=? :ann!~ann@127.0.0.1 PRIVMSG #x :before",
              "bob < :server.soquete BATCH -?");
  irc_forget_guests (room);
  room_close (room);

  dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  assert_int_equal (g_rmdir (folder), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_history_malformed),
    room_test (test_history_tells_who_comes_later_what_was_said),
    room_test (test_history_of_events_is_for_those_who_ask),
    room_test (test_history_answers_in_turn_and_with_its_label),
    room_test (test_history_survives_a_restart),
  };

  return cmocka_run_group_tests_name ("irc-history", tests, NULL, NULL);
}
