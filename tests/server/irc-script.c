/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "irc-script.h"

static GHashTable *
guests_of (Room *room)
{
  GHashTable *guests = g_object_get_data (G_OBJECT (room->server), "irc-script-guests");

  if (guests == NULL)
    {
      guests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (room->server), "irc-script-guests", guests,
                              (GDestroyNotify) g_hash_table_unref);
    }

  return guests;
}

/* Returns: (transfer none): who is called @name in a script. */
Guest *
irc_guest (Room       *room,
           const char *name)
{
  return g_hash_table_lookup (guests_of (room), name);
}

/* Before the room is closed, and they with it. */
void
irc_forget_guests (Room *room)
{
  g_hash_table_remove_all (guests_of (room));
}

static void
add_guest (Room       *room,
           const char *name,
           Guest      *guest)
{
  g_hash_table_insert (guests_of (room), g_strdup (name), guest);
}

static void
register_guest (Room       *room,
                const char *name,
                const char *caps)
{
  Guest           *guest = room_connect (room);
  g_autofree char *lines = NULL;
  g_autofree char *text = NULL;

  if (*caps != '\0')
    text = g_strdup_printf ("CAP REQ :%s\r\nNICK %s\r\nUSER %s 0 * :Real %s\r\nCAP END\r\n",
                            caps, name, name, name);
  else
    text = g_strdup_printf ("NICK %s\r\nUSER %s 0 * :Real %s\r\n", name, name, name);
  guest_send (guest, text);
  lines = guest_read_lines (guest);
  if (strstr (lines, " 001 ") == NULL)
    print_error ("# %s was not let in: %s\n", name, lines);
  assert_non_null (strstr (lines, " 001 "));
  add_guest (room, name, guest);
}

/* As of a shell, and with case. */
static gboolean
matches (const char *mask,
         const char *text)
{
  g_autoptr (GPatternSpec) spec = g_pattern_spec_new (mask);

  return g_pattern_spec_match_string (spec, text);
}

static void
fail_step (const char *step,
           const char *seen,
           const char *file,
           int         line)
{
  print_error ("# “%s”: got “%s”\n", step, seen);
  _fail (file, line);
}

static void
expect_line (Guest      *guest,
             const char *step,
             const char *wanted,
             const char *file,
             int         line)
{
  g_autofree char *mask = NULL;
  g_autofree char *seen = guest_take_line (guest);

  if (seen == NULL)
    {
      fail_step (step, "(nothing)", file, line);
      return;
    }

  mask = *wanted == '%' ? g_strconcat (":server.soquete", wanted + 1, NULL) : g_strdup (wanted);
  if (!matches (mask, seen))
    fail_step (step, seen, file, line);
}

static void
expect_silence (Room       *room,
                const char *step,
                const char *file,
                int         line)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       guest;

  g_hash_table_iter_init (&iter, guests_of (room));
  while (g_hash_table_iter_next (&iter, &name, &guest))
    {
      g_autofree char *lines = guest_read_lines (guest);
      g_autofree char *got = NULL;

      if (*lines == '\0')
        continue;

      got = g_strdup_printf ("%s got: %s", (const char *) name, lines);
      fail_step (step, got, file, line);
    }
}

static void
run_step (Room       *room,
          const char *step,
          const char *file,
          int         line)
{
  g_auto (GStrv)   words = g_strsplit (step, " ", 3);
  const char      *text = words[1] != NULL && words[2] != NULL ? words[2] : "";
  Guest           *guest = irc_guest (room, words[0]);
  g_autofree char *sent = NULL;

  if (g_str_equal (words[0], "@"))
    {
      room_advance (room, g_ascii_strtoll (words[1], NULL, 10) * G_USEC_PER_SEC);
      return;
    }

  switch (*words[1])
    {
    case '+':
      expect_silence (room, step, file, line);
      register_guest (room, words[0], text);
      break;

    case '!':
      add_guest (room, words[0], room_connect (room));
      break;

    case '|':
      add_guest (room, words[0], room_join (room, words[0]));
      break;

    case '>':
      expect_silence (room, step, file, line);
      sent = g_strconcat (text, "\r\n", NULL);
      guest_send (guest, sent);
      break;

    case '<':
      expect_line (guest, step, text, file, line);
      break;

    case '~':
      sent = guest_read_lines (guest);
      break;

    case '.':
      guest_expect_end_at (guest, file, line);
      g_hash_table_remove (guests_of (room), words[0]);
      break;

    default:
      fail_step (step, "no such sign", file, line);
    }
}

void
irc_script_at (Room              *room,
               const char *const *steps,
               const char        *file,
               int                line)
{
  for (; *steps != NULL; steps++)
    run_step (room, *steps, file, line);
  expect_silence (room, "the end", file, line);
}
