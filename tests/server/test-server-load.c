/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-fixture.h"

#include "soq-limits.h"
#include "soq-platform.h"

#include <stdio.h>

/* Many at once. Nothing here is about time: nobody may miss anything. */

#define SPEAKERS    200
#define ROUNDS      8
#define TEXT_LENGTH 1000
#ifdef G_OS_WIN32
/* Both ends of each are ours, and Wine asks its server for every one. */
#define CONNECTIONS 500
#else
#define CONNECTIONS 2000
#endif

typedef struct
{
  Guest *guests[SPEAKERS];
  guint  next[SPEAKERS][SPEAKERS]; /* by receiver and speaker: what comes next */
  guint  deliveries;
} Load;

static void
check_line (Load       *load,
            guint       receiver,
            const char *line)
{
  guint speaker;
  guint number;
  int   filler = 0;

  if (g_str_has_prefix (line, "* ") || *line == '\0')
    return;

  if (sscanf (line, "<s%u> %u %n", &speaker, &number, &filler) == 2 &&
      speaker < SPEAKERS && speaker != receiver &&
      number == load->next[receiver][speaker] && strlen (line + filler) == TEXT_LENGTH)
    {
      load->next[receiver][speaker]++;
      load->deliveries++;
      return;
    }

  print_error ("# s%u saw “%.60s”\n", receiver, line);
  fail ();
}

static void
check_receivers (Load *load)
{
  for (guint i = 0; i < SPEAKERS; i++)
    {
      g_autofree char *text = guest_read_lines (load->guests[i]);
      char            *line = text;

      while (line != NULL)
        {
          char *end = strchr (line, '\n');

          if (end != NULL)
            *end++ = '\0';
          check_line (load, i, line);
          line = end;
        }
    }
}

static void
speak (Load *load,
       guint round)
{
  g_autofree char *filler = g_strnfill (TEXT_LENGTH, 'x');

  for (guint i = 0; i < SPEAKERS; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u %s\n", round, filler);

      guest_send (load->guests[i], line);
    }
}

/* The kernel holds some megabytes for one who does not read. */
static void
flood_sleeper (Room *room)
{
  SoqPeer         *sleeper = room_find_peer (room, "sleeper");
  g_autofree char *text = g_strnfill (200000, 'z');

  for (guint i = 0; i < 3 && sleeper != NULL; i++)
    soq_server_say (room->server, sleeper, text);
}

static void
test_load_of_many_deliveries_loses_none (void **state)
{
  Room            *room = *state;
  g_autofree Load *load = g_new0 (Load, 1);
  const guint      wanted = SPEAKERS * (SPEAKERS - 1) * ROUNDS;

  room_set (room, "limits", "throttle", "false");
  room_open (room);
  room_join (room, "sleeper");
  for (guint i = 0; i < SPEAKERS; i++)
    {
      g_autofree char *nick = g_strdup_printf ("s%u", i);

      load->guests[i] = room_join (room, nick);
    }

  for (guint round = 0; round < ROUNDS; round++)
    {
      flood_sleeper (room);
      speak (load, round);
      check_receivers (load);
    }

  soq_test_wait_until ((check_receivers (load), load->deliveries == wanted));
  assert_true (wanted >= 200000);
  assert_int_equal (room_count_peers (room), SPEAKERS);
  assert_null (room_find_peer (room, "sleeper"));
  assert_string_equal (room_get_text (room, SOQ_EVENT_DISCONNECTED),
                       "SendQ exceeded: it did not read what it was sent");
}

static void
test_load_of_many_connections_is_served (void **state)
{
  Room  *room = *state;
  Guest *guests[CONNECTIONS];

  soq_platform_raise_descriptor_limit ();
  if (soq_platform_count_free_descriptors () < 2 * CONNECTIONS + 2 * SOQ_LIMIT_DESCRIPTOR_RESERVE)
    {
      print_message ("# left out: too few file descriptors may be open here\n");
      skip ();
    }

  room_open (room);
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      guests[i] = room_knock (room);

      /* The kernel holds so many until they are accepted. */
      if (i % (SOQ_LIMIT_BACKLOG / 8) == 0)
        room_settle (room);
    }

  room_settle (room);
  assert_int_equal (room_count_peers (room), CONNECTIONS);

  /* All of them enter the room in one turn, and are told of all the others. */
  room_advance (room, SOQ_TIME_SILENT);
  for (guint i = 0; i < CONNECTIONS; i++)
    guest_expect (guests[i], "* You are guest-*");

  guest_send (guests[0], "hello, everybody\n");
  for (guint i = 1; i < CONNECTIONS; i++)
    guest_expect_said (guests[i], "<guest-1> hello, everybody");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    room_test (test_load_of_many_deliveries_loses_none),
    room_test (test_load_of_many_connections_is_served),
  };

  return cmocka_run_group_tests_name ("server-load", tests, NULL, NULL);
}
