/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"
#include "soq-reach.h"

#define MINUTE (60 * G_USEC_PER_SEC)

/* When the owner is told that nobody from another computer came. */

static void
told_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Whether this computer can be reached by others at all. */
static gboolean
listens_for_others (Room *room)
{
  g_autoptr (GPtrArray) addresses = soq_server_dup_reachable_addresses (room->server);

  for (guint i = 0; i < addresses->len; i++)
    {
      const char *address = g_ptr_array_index (addresses, i);

      if (!g_str_has_prefix (address, "127.") && !g_str_equal (address, "::1"))
        return TRUE;
    }

  return FALSE;
}

static void
test_reach_is_told_after_a_minute (void **state)
{
  Room     *room = *state;
  guint     told = 0;
  SoqReach *reach = soq_reach_new (room->server, told_cb, &told);

  room_set (room, "server", "address", "");
  room_open (room);
  room_join (room, "ann"); /* from this computer, which says nothing */
  room_advance (room, MINUTE - 1);
  assert_int_equal (told, 0);
  room_advance (room, 1);
  assert_int_equal (told, listens_for_others (room) ? 1 : 0);
  room_advance (room, 10 * MINUTE);
  assert_true (told <= 1);
  soq_reach_free (reach);
}

static void
test_reach_is_not_for_who_listens_alone (void **state)
{
  Room     *room = *state;
  guint     told = 0;
  SoqReach *reach = soq_reach_new (room->server, told_cb, &told);

  room_open (room); /* on loopback */
  room_advance (room, 2 * MINUTE);
  assert_int_equal (told, 0);
  soq_reach_free (reach);
}

static void
test_reach_forgets_a_server_that_stopped (void **state)
{
  Room     *room = *state;
  guint     told = 0;
  SoqReach *reach = soq_reach_new (room->server, told_cb, &told);

  room_set (room, "server", "address", "");
  room_open (room);
  room_advance (room, MINUTE / 2);
  room_close (room);
  room_advance (room, 2 * MINUTE);
  assert_int_equal (told, 0);
  soq_reach_free (reach);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_reach_is_told_after_a_minute),
    room_test (test_reach_is_not_for_who_listens_alone),
    room_test (test_reach_forgets_a_server_that_stopped),
  };

  return cmocka_run_group_tests_name ("reach", tests, NULL, NULL);
}
