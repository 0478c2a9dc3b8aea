/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

#include "soq-accounts.h"
#include "soq-password.h"

#include <glib/gstdio.h>

/* What the owner sees of the channels, and does in them. */

#define INTERVAL (250 * 1000)

static SoqChannelInfo *
get_info (Room       *room,
          const char *name)
{
  GListModel *list = soq_server_get_channels (room->server);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SoqChannelInfo) info = g_list_model_get_item (list, i);

      if (g_str_equal (soq_channel_info_get_name (info), name))
        return info;
    }

  return NULL;
}

static const char *
get_status (SoqChannelInfo *info,
            const char     *nick)
{
  GListModel *members = soq_channel_info_get_members (info);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SoqChannelMember) member = g_list_model_get_item (members, i);

      if (g_str_equal (soq_peer_get_nick (soq_channel_member_get_peer (member)), nick))
        return soq_channel_member_get_status (member);
    }

  return NULL;
}

/* Ann, an operator, and bob are in #x. */
static void
meet (Room *room)
{
  room_open (room);
  irc_script (room,
              "ann +",
              "bob +",
              "ann > JOIN #x",
              "ann ~",
              "bob > JOIN #x",
              "ann ~",
              "bob ~");
}

static void
test_channels_are_listed (void **state)
{
  Room           *room = *state;
  SoqChannelInfo *info;

  room_open (room);
  assert_int_equal (g_list_model_get_n_items (soq_server_get_channels (room->server)), 1);
  assert_non_null (get_info (room, SOQ_LOBBY));
  irc_script (room, "ann +", "ann > JOIN #x", "ann ~");
  assert_null (get_info (room, "#x"));
  room_advance (room, INTERVAL);
  info = get_info (room, "#x");
  assert_non_null (info);
  assert_int_equal (soq_channel_info_get_count (info), 1);
  assert_string_equal (soq_channel_info_get_modes (info), "+nt");
  assert_string_equal (soq_channel_info_get_topic (info), "");

  irc_script (room, "ann > MODE #x +ik sesame", "ann ~", "ann > TOPIC #x :about", "ann ~");
  room_advance (room, INTERVAL);
  assert_string_equal (soq_channel_info_get_modes (info), "+intk sesame");
  assert_string_equal (soq_channel_info_get_topic (info), "about");

  irc_script (room, "ann > PART #x", "ann ~");
  room_advance (room, INTERVAL);
  assert_null (get_info (room, "#x"));
  assert_non_null (get_info (room, SOQ_LOBBY));
}

static void
test_members_are_listed (void **state)
{
  Room                      *room = *state;
  g_autoptr (SoqChannelInfo) info = NULL;

  meet (room);
  info = g_object_ref (get_info (room, "#x"));
  assert_int_equal (g_list_model_get_n_items (soq_channel_info_get_members (info)), 2);
  assert_string_equal (get_status (info, "ann"), "@");
  assert_string_equal (get_status (info, "bob"), "");

  irc_script (room, "ann > MODE #x +vv-o bob ann ann", "ann ~", "bob ~");
  room_advance (room, INTERVAL);
  assert_string_equal (get_status (info, "ann"), "+");
  assert_string_equal (get_status (info, "bob"), "+");

  irc_script (room, "bob > QUIT", "bob ~", "ann ~");
  room_advance (room, INTERVAL);
  assert_null (get_status (info, "bob"));
  assert_int_equal (soq_channel_info_get_count (info), 1);

  irc_script (room, "ann > PART #x", "ann ~");
  assert_int_equal (g_list_model_get_n_items (soq_channel_info_get_members (info)), 0);
  room_advance (room, INTERVAL);
  assert_string_equal (soq_channel_info_get_name (info), "#x");
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* However many come at once, the list tells of it once. */
static void
test_lists_are_told_of_rarely (void **state)
{
  Room           *room = *state;
  SoqChannelInfo *info;
  guint           n = 0;

  room_open (room);
  info = get_info (room, SOQ_LOBBY);
  g_signal_connect_swapped (info, "notify::count", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (soq_channel_info_get_members (info), "items-changed",
                            G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *nick = g_strdup_printf ("joe%u", i);

      room_join (room, nick);
    }
  assert_int_equal (n, 0);
  room_advance (room, INTERVAL);
  assert_int_equal (n, 2);
  assert_int_equal (soq_channel_info_get_count (info), 20);
  room_advance (room, 4 * INTERVAL);
  assert_int_equal (n, 2);

  /* The end of the room is told of too, when our counter is no more. */
  g_signal_handlers_disconnect_by_data (info, &n);
  g_signal_handlers_disconnect_by_data (soq_channel_info_get_members (info), &n);
}

static void
test_owner_sets_a_topic (void **state)
{
  Room *room = *state;

  meet (room);
  assert_true (soq_server_set_topic (room->server, "#X", "two\nlines"));
  irc_script (room,
              "ann < % TOPIC #x :two lines",
              "bob < % TOPIC #x :two lines",
              "bob > TOPIC #x",
              "bob < % 332 bob #x :two lines",
              "bob < % 333 bob #x server.soquete *");
  assert_false (soq_server_set_topic (room->server, "#nowhere", "x"));
  assert_string_equal (room_get_text (room, SOQ_EVENT_TOPIC), "two lines");
}

static void
test_owner_makes_operators (void **state)
{
  Room    *room = *state;
  SoqPeer *bob;

  meet (room);
  bob = room_find_peer (room, "bob");
  assert_true (soq_server_set_member_status (room->server, "#x", bob, '+', 'o'));
  assert_false (soq_server_set_member_status (room->server, "#x", bob, '+', 'o'));
  assert_true (soq_server_set_member_status (room->server, "#x", bob, '+', 'v'));
  irc_script (room,
              "ann < % MODE #x +o bob",
              "ann < % MODE #x +v bob",
              "bob < % MODE #x +o bob",
              "bob < % MODE #x +v bob",
              "bob > MODE #x -o ann",
              "bob < :bob!* MODE #x -o ann",
              "ann < :bob!* MODE #x -o ann");
  assert_true (soq_server_set_member_status (room->server, "#x", bob, '-', 'o'));
  assert_false (soq_server_set_member_status (room->server, SOQ_LOBBY, bob, '+', 'o'));
  assert_false (soq_server_set_member_status (room->server, "#nowhere", bob, '+', 'o'));
  irc_script (room,
              "ann < % MODE #x -o bob",
              "bob < % MODE #x -o bob");
  assert_string_equal (room_get_text (room, SOQ_EVENT_MODE), "-o bob");
}

static void
test_owner_kicks_from_a_channel (void **state)
{
  Room    *room = *state;
  SoqPeer *bob;

  meet (room);
  bob = room_find_peer (room, "bob");
  assert_true (soq_server_kick_from_channel (room->server, "#x", bob, "too loud"));
  assert_false (soq_server_kick_from_channel (room->server, "#x", bob, "too loud"));
  irc_script (room,
              "ann < % KICK #x bob :too loud",
              "bob < % KICK #x bob :too loud",
              "bob > PRIVMSG #x :hey",
              "bob < % 404 bob #x *",
              "bob > JOIN #x",
              "bob ~",
              "ann < :bob!* JOIN :#x");
  assert_string_equal (room_get_text (room, SOQ_EVENT_KICKED), "by server: too loud");

  assert_true (soq_server_kick_from_channel (room->server, "#x", bob, NULL));
  irc_script (room, "ann < % KICK #x bob ?server", "bob < % KICK #x bob ?server");
}

static void
test_owner_speaks_in_a_channel (void **state)
{
  Room            *room = *state;
  g_autofree char *words = g_strnfill (600, 'a');

  meet (room);
  irc_script (room, "joe | joe", "joe ~", "carl +");
  assert_int_equal (soq_server_say_in (room->server, "#x", "one\ntwo"), 2);
  assert_int_equal (soq_server_say_in (room->server, "#nowhere", "one"), 0);
  irc_script (room,
              "ann < :server!owner@server.soquete PRIVMSG #x :?ne",
              "ann < :server!owner@server.soquete PRIVMSG #x :?wo",
              "bob < :server!owner@server.soquete PRIVMSG #x :?ne",
              "bob < :server!owner@server.soquete PRIVMSG #x :?wo");

  soq_server_say_in (room->server, "#x", words);
  irc_script (room,
              "ann < :server!owner@server.soquete PRIVMSG #x *aaa",
              "ann < :server!owner@server.soquete PRIVMSG #x *aaa",
              "bob ~");
  assert_int_equal (soq_server_say_in (room->server, SOQ_LOBBY, "hello"), 1);
  irc_script (room, "joe < <server> hello");
}

/* What the owner says to a channel is for those who come later, too: once. */
static void
test_owner_is_in_the_history (void **state)
{
  Room *room = *state;

  meet (room);
  irc_script (room,
              "dan + draft/chathistory",
              "eve + draft/chathistory",
              "dan > JOIN #lobby", "dan ~",
              "eve > JOIN #lobby", "eve ~", "dan ~");
  soq_server_say (room->server, NULL, "good morning");
  soq_server_say_in (room->server, "#x", "in the channel");
  irc_script (room,
              "dan < :server!owner@server.soquete PRIVMSG #lobby :good morning",
              "eve < :server!owner@server.soquete PRIVMSG #lobby :good morning",
              "ann ~", "bob ~",
              "dan > CHATHISTORY LATEST #lobby * 10",
              "dan < :server!owner@server.soquete PRIVMSG #lobby :good morning",
              "dan > JOIN #x", "dan ~", "ann ~", "bob ~",
              "dan > CHATHISTORY LATEST #x * 10",
              "dan < :server!owner@server.soquete PRIVMSG #x :in the channel");
}

static char *
new_folder (Room *room)
{
  char *folder = g_dir_make_tmp ("soquete-data-XXXXXX", NULL);

  assert_non_null (folder);
  room_set (room, "server", "data-dir", folder);

  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_owner_writes_the_message_of_the_day (void **state)
{
  Room              *room = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char   *folder = new_folder (room);
  SoqServer         *server = soq_server_new ();

  room_open (room);
  assert_true (soq_server_set_motd (room->server, "welcome\nall", &error));
  irc_script (room,
              "ann +",
              "ann > MOTD",
              "ann < % 375 *",
              "ann < % 372 ann *welcome",
              "ann < % 372 ann *all",
              "ann < % 376 *");

  assert_true (soq_server_open_data (server, room->config, &error));
  assert_string_equal (soq_server_get_motd (server), "welcome\nall");
  assert_true (soq_server_set_motd (room->server, "", &error));
  assert_true (soq_server_open_data (server, room->config, &error));
  assert_null (soq_server_get_motd (server));
  soq_test_assert_finalized (&server);
  irc_script (room, "ann > MOTD", "ann < % 422 *");
  remove_folder (folder);
}

typedef struct
{
  gboolean done;
  gboolean ok;
  GError  *error;
} Answer;

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Answer *answer = user_data;

  answer->ok = soq_server_set_account_finish (SOQ_SERVER (source), result, &answer->error);
  answer->done = TRUE;
}

static Answer
set_account (Room       *room,
             const char *name,
             const char *password,
             gboolean    is_new)
{
  Answer answer = { 0 };

  soq_server_set_account_async (room->server, name, password, is_new, answered_cb, &answer);
  soq_test_wait_until (answer.done);

  return answer;
}

static void
test_owner_manages_accounts (void **state)
{
  Room              *room = *state;
  g_autoptr (GError) error = NULL;
  GListModel        *list;
  Answer             answer;

  room_open (room);
  list = soq_server_get_accounts (room->server);
  assert_true (set_account (room, "ann", "sesame", TRUE).ok);
  assert_int_equal (g_list_model_get_n_items (list), 1);

  answer = set_account (room, "Ann", "other", TRUE);
  assert_false (answer.ok);
  soq_test_assert_error (answer.error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_EXISTS);
  g_clear_error (&answer.error);

  assert_true (set_account (room, "ann", "changed", FALSE).ok);
  assert_true (soq_password_check ("changed",
                                   soq_account_get_hash (soq_accounts_find (room->server->accounts,
                                                                            "ann"))));
  answer = set_account (room, "bob", "x", FALSE);
  soq_test_assert_error (answer.error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_UNKNOWN);
  g_clear_error (&answer.error);

  assert_true (soq_server_remove_account (room->server, "ANN", &error));
  assert_false (soq_server_remove_account (room->server, "ann", &error));
  assert_int_equal (g_list_model_get_n_items (list), 0);
}

/* What nobody heard was not said. */
static void
test_who_may_not_speak_in_plain_text_is_told (void **state)
{
  Room *room = *state;

  room_open (room);
  irc_script (room,
              "ann +",
              "joe |",
              "ann > JOIN #lobby",
              "ann ~",
              "joe ~");
  soq_server_set_member_status (room->server, SOQ_LOBBY, room_find_peer (room, "ann"), '+', 'o');
  irc_script (room,
              "ann ~",
              "joe ~",
              "ann > MODE #lobby +m",
              "ann ~",
              "joe ~",
              "joe > /me nods",
              "joe < * You may not speak in #lobby now.",
              "joe > hello",
              "joe < * You may not speak in #lobby now.");
  assert_int_equal (room_count_events (room, SOQ_EVENT_ACTION), 0);
  assert_int_equal (room_count_events (room, SOQ_EVENT_MESSAGE), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_channels_are_listed),
    room_test (test_members_are_listed),
    room_test (test_lists_are_told_of_rarely),
    room_test (test_owner_sets_a_topic),
    room_test (test_owner_makes_operators),
    room_test (test_owner_kicks_from_a_channel),
    room_test (test_owner_speaks_in_a_channel),
    room_test (test_owner_is_in_the_history),
    room_test (test_owner_writes_the_message_of_the_day),
    room_test (test_owner_manages_accounts),
    room_test (test_who_may_not_speak_in_plain_text_is_told),
  };

  return cmocka_run_group_tests_name ("server-channels", tests, NULL, NULL);
}
