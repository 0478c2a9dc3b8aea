/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-error.h"
#include "soq-limits.h"

/* What the owner of a server does, and whom it lets in. */

static void
test_owner_speaks_to_all_and_to_one (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  assert_int_equal (soq_server_say (room->server, NULL, "hello\n<ann> fake"), 2);
  assert_int_equal (soq_server_say (room->server, room_find_peer (room, "bob"), "psst"), 1);

  guest_expect_said (ann, "<server> hello");
  guest_expect (ann, "<server> <ann> fake");
  guest_expect_nothing (ann);
  guest_expect (bob, "<server> hello");
  guest_expect (bob, "<server> <ann> fake");
  guest_expect (bob, "*server* psst");
  assert_string_equal (room_get_text (room, SOQ_EVENT_SAID), "psst");
}

static void
test_owner_kicks (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *bob;

  room_open (room);
  ann = room_join (room, "ann");
  bob = room_join (room, "bob");
  soq_server_kick (room->server, room_find_peer (room, "bob"), "too loud");
  guest_expect (bob, "* kicked: too loud");
  guest_expect_end (bob);
  guest_send (bob, "still here?\n");
  guest_end (bob);
  guest_expect (ann, "* guest-2 joined.");
  guest_expect (ann, "* guest-2 is now known as bob.");
  guest_expect (ann, "* bob left: kicked: too loud");
  guest_expect_nothing (ann);

  soq_server_kick (room->server, room_find_peer (room, "ann"), "");
  guest_expect (ann, "* You were kicked.");
  guest_expect_end (ann);
}

/* One who does not go by himself is gone after two seconds. */
static void
test_owner_waits_for_nobody_who_was_kicked (void **state)
{
  Room *room = *state;

  room_open (room);
  room_join (room, "bob");
  soq_server_kick (room->server, room_find_peer (room, "bob"), NULL);
  room_advance (room, SOQ_TIME_FINISH - 1);
  assert_int_equal (room_count_peers (room), 1);
  room_advance (room, 1);
  assert_int_equal (room_count_peers (room), 0);
}

static void
test_owner_bans_and_unbans (void **state)
{
  Room              *room = *state;
  g_autoptr (GError) error = NULL;
  Guest             *guest;

  room_open (room);
  guest = room_join (room, "bob");
  assert_true (soq_server_ban (room->server, "127.0.0.0/8", "rest", NULL, &error));
  guest_expect (guest, "* You were banned from this server.");
  guest_expect_end (guest);
  guest_end (guest);

  guest = room_connect (room);
  guest_expect (guest, "ERROR :You are banned from this server: rest*");
  guest_expect_end (guest);
  assert_int_equal (room_count_events (room, SOQ_EVENT_REFUSED), 1);

  assert_true (soq_server_unban (room->server, "127.0.0.0/8", &error));
  room_join (room, "bob");
  assert_int_equal (g_list_model_get_n_items (soq_server_get_bans (room->server)), 0);
}

static void
test_owner_cannot_ban_nonsense (void **state)
{
  Room              *room = *state;
  g_autoptr (GError) error = NULL;

  room_open (room);
  room_join (room, "bob");
  assert_false (soq_server_ban (room->server, "everybody", NULL, NULL, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST);
  assert_int_equal (room_count_peers (room), 1);
}

static void
test_owner_fills_the_server (void **state)
{
  Room  *room = *state;
  Guest *ann;
  Guest *late;

  room_set (room, "limits", "max-clients", "2");
  room_open (room);
  ann = room_join (room, "ann");
  room_join (room, "bob");
  late = room_connect (room);
  guest_expect (late, "ERROR :The server is full: it takes 2 clients. Try again later.*");
  guest_expect_end (late);

  guest_end (ann);
  room_join (room, "carl");
}

static char *
refuse (Room       *room,
        const char *host)
{
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (host, 1234);

  return soq_server_refuse (room->server, remote);
}

/* As if somebody had connected from there. */
static SoqPeer *
add_from (Room       *room,
          guint       id,
          const char *host)
{
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (host, (guint) id);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (SoqDatagram)    datagram = NULL;
  g_autoptr (SoqPeer)        peer = NULL;

  datagram = soq_datagram_new_bound (room->server->reactor, local, NULL, NULL);
  peer = soq_peer_new_datagram (id, room->server->reactor, datagram, remote);
  soq_server_add_peer (room->server, peer);

  return g_steal_pointer (&peer);
}

static void
test_owner_takes_64_from_one_address (void **state)
{
  Room               *room = *state;
  g_autoptr (SoqPeer) last = NULL;
  g_autofree char    *text = NULL;

  room_open (room);
  for (guint i = 1; i <= SOQ_LIMIT_CLIENTS_PER_ADDRESS; i++)
    {
      g_autofree char *refusal = refuse (room, "192.0.2.1");

      assert_null (refusal);
      g_clear_object (&last);
      last = add_from (room, i, "192.0.2.1");
    }

  text = refuse (room, "192.0.2.1");
  assert_string_equal (text,
                       "There are 64 connections from your address; that is all the server takes.");
  assert_null (refuse (room, "192.0.2.2"));
  assert_int_equal (room_count_events (room, SOQ_EVENT_REFUSED), 1);
  assert_string_equal (room_get_text (room, SOQ_EVENT_REFUSED), text);

  /* The same address in the clothes of IPv6. */
  g_clear_pointer (&text, g_free);
  text = refuse (room, "::ffff:192.0.2.1");
  assert_non_null (text);

  soq_server_remove_peer (room->server, last, "gone");
  assert_null (refuse (room, "192.0.2.1"));
}

static void
test_owner_takes_any_number_from_this_computer (void **state)
{
  Room *room = *state;

  room_open (room);
  for (guint i = 0; i < SOQ_LIMIT_CLIENTS_PER_ADDRESS + 10; i++)
    room_connect (room);
  assert_int_equal (room_count_peers (room), SOQ_LIMIT_CLIENTS_PER_ADDRESS + 10);
}

static void
test_owner_stops_and_tells_everybody (void **state)
{
  Room  *room = *state;
  Guest *guests[5];

  room_set (room, "server", "udp", "true");
  room_open (room);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *nick = g_strdup_printf ("m%u", i);

      guests[i] = room_join (room, nick);
    }

  guests[4] = room_open_datagram (room);
  guest_send (guests[4], "one");
  guest_send (guests[4], "two");
  guest_expect (guests[4], "* You are guest-5*");

  soq_server_stop (room->server, "lunch");
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_STOPPING);
  assert_int_equal (soq_server_get_port (room->server), 0);
  for (guint i = 0; i < 4; i++)
    guest_end (guests[i]);
  guest_expect (guests[4], "* The server is stopping: lunch");
  guest_expect_said (guests[3], "<guest-5> one");
  guest_expect_said (guests[3], "<guest-5> two");
  guest_expect (guests[3], "* The server is stopping: lunch");
  guest_expect_end (guests[3]);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_STOPPED);
  assert_int_equal (room_count_events (room, SOQ_EVENT_STOPPED), 1);
}

static void
restart_cb (Room *room)
{
  if (soq_server_get_state (room->server) == SOQ_SERVER_STATE_STOPPED)
    soq_server_start (room->server, room->config, NULL);
}

/* Also at once, from whoever is told that it has stopped. */
static void
test_owner_starts_again (void **state)
{
  Room  *room = *state;
  Guest *guest;

  room_set (room, "server", "udp", "true");
  room_open (room);
  room_join (room, "ann");
  room_close (room);
  room_open (room);
  room_join (room, "ann");
  guest = room_open_datagram (room);
  guest_send (guest, "hi");
  room_close (room);
  room_open (room);

  guest = room_open_datagram (room);
  guest_send (guest, "hi");
  room_settle (room);
  g_signal_connect_swapped (room->server, "notify::state", G_CALLBACK (restart_cb), room);
  soq_server_stop (room->server, NULL);
  assert_int_equal (soq_server_get_state (room->server), SOQ_SERVER_STATE_RUNNING);
  g_signal_handlers_disconnect_by_func (room->server, restart_cb, room);
  room_join (room, "ann");
}

static void
test_owner_learns_why_it_cannot_start (void **state)
{
  Room                 *room = *state;
  g_autoptr (SoqServer) other = soq_server_new ();
  g_autoptr (GError)    error = NULL;

  room_open (room);
  room->config->port = soq_server_get_port (room->server);
  assert_false (soq_server_start (other, room->config, &error));
  soq_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  assert_int_equal (soq_server_get_state (other), SOQ_SERVER_STATE_STOPPED);
  g_clear_error (&error);

  room_set (room, "server", "address", "192.0.2.1");
  assert_false (soq_server_start (other, room->config, &error));
  soq_test_assert_error (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS);
}

/* A window may hold a peer, or a whole list of them, longer than the server. */
static void
test_owner_can_keep_a_peer_longer_than_the_server (void **state)
{
  Room               *room = *state;
  g_autoptr (SoqPeer) stream = NULL;
  g_autoptr (SoqPeer) datagram = NULL;
  Guest              *guest;

  room_set (room, "server", "udp", "true");
  room_open (room);
  guest = room_join (room, "ann");
  guest_send (room_open_datagram (room), "hi");
  room_settle (room);
  stream = g_object_ref (room_find_peer (room, "ann"));
  datagram = g_object_ref (room_find_peer (room, "guest-2"));

  soq_test_assert_finalized (&room->server);
  guest_send (guest, "anybody?\n");
  guest_expect_said (guest, "<guest-2> hi");
  guest_expect_end (guest);
  assert_string_equal (soq_peer_get_nick (stream), "ann");
  assert_string_equal (soq_peer_get_nick (datagram), "guest-2");

  room->server = soq_server_new ();
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_owner_speaks_to_all_and_to_one),
    room_test (test_owner_kicks),
    room_test (test_owner_waits_for_nobody_who_was_kicked),
    room_test (test_owner_bans_and_unbans),
    room_test (test_owner_cannot_ban_nonsense),
    room_test (test_owner_fills_the_server),
    room_test (test_owner_takes_64_from_one_address),
    room_test (test_owner_takes_any_number_from_this_computer),
    room_test (test_owner_stops_and_tells_everybody),
    room_test (test_owner_starts_again),
    room_test (test_owner_learns_why_it_cannot_start),
    room_test (test_owner_can_keep_a_peer_longer_than_the_server),
  };

  return cmocka_run_group_tests_name ("owner", tests, NULL, NULL);
}
