/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-framer.h"
#include "soq-test.h"

#define LIMIT 16

/* Hostile ones first. */
static const struct
{
  const char *name;
  const char *data;
  gsize       length;
  const char *frames; /* each with how it ended: | newline, ! limit, . flush */
} cases[] = {
  { "nothing", "", 0, "" },
  { "newline", "\n", 1, "|" },
  { "carriage return", "\r", 1, "." },
  { "CR CR LF", "a\r\r\n", 4, "a\r|" },
  { "NUL", "a\0b\nc", 5, "a0b|c." },
  { "CR within", "a\rb\n", 4, "a\rb|" },
  { "limit - 1", "123456789012345\n", 16, "123456789012345|" },
  { "limit", "1234567890123456\n", 17, "1234567890123456|" },
  { "limit + 1", "12345678901234567\n", 18, "1234567890123456!7|" },
  { "limit without newline", "1234567890123456", 16, "1234567890123456." },
  { "limit + 1 without newline", "12345678901234567", 17, "1234567890123456!7." },
  { "twice the limit", "12345678901234561234567890123456\n", 33,
    "1234567890123456!1234567890123456|" },
  { "CR at the limit", "123456789012345\r\n", 17, "123456789012345|" },
  { "CR beyond the limit", "1234567890123456\r\n", 18, "1234567890123456!|" },
  { "2 bytes over the cut", "123456789012345\xc3\xa7\n", 18, "123456789012345!\xc3\xa7|" },
  { "3 bytes over the cut", "12345678901234\xe2\x82\xac\n", 18, "12345678901234!\xe2\x82\xac|" },
  { "4 bytes over the cut", "1234567890123\xf0\x9f\x91\x8d\n", 18,
    "1234567890123!\xf0\x9f\x91\x8d|" },
  { "whole before the cut", "1234567890123\xe2\x82\xac"
                            "x\n",
    18, "1234567890123\xe2\x82\xac!x|" },
  { "only continuations",
    "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\n", 18,
    "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80!\x80|" },
  { "lines", "one\ntwo\r\n\nthree", 15, "one|two||three." },
};

static void
append_frame (GString        *seen,
              const SoqFrame *frame)
{
  static const char marks[] = {
    [SOQ_FRAME_END_NEWLINE] = '|',
    [SOQ_FRAME_END_LIMIT] = '!',
    [SOQ_FRAME_END_FLUSH] = '.',
  };

  for (gsize i = 0; i < frame->length; i++)
    g_string_append_c (seen, frame->data[i] != 0 ? (char) frame->data[i] : '0');
  g_string_append_c (seen, marks[frame->end]);
}

/* Feeds @data in pieces of @least to @most bytes, from a buffer that is used
 * again for each. Returns what comes out, and counts the raw bytes of it.
 */
static char *
frame_in_pieces (const char *data,
                 gsize       length,
                 int         least,
                 int         most,
                 gsize      *raw_length)
{
  g_autoptr (SoqFramer) framer = soq_framer_new (LIMIT);
  GString              *seen = g_string_new (NULL);
  SoqFrame              frame;
  guint8                buffer[64];
  gsize                 at = 0;

  *raw_length = 0;
  while (at < length)
    {
      gsize n = (gsize) g_random_int_range (least, most + 1);

      n = MIN (n, length - at);
      memcpy (buffer, data + at, n);
      at += n;
      soq_framer_push (framer, buffer, n);
      while (soq_framer_next (framer, &frame))
        {
          append_frame (seen, &frame);
          *raw_length += frame.raw_length;
        }
      soq_framer_settle (framer);
      memset (buffer, 0xee, sizeof buffer);
      assert_true (soq_framer_get_pending (framer) <= LIMIT);
    }

  if (soq_framer_flush (framer, &frame))
    {
      append_frame (seen, &frame);
      *raw_length += frame.raw_length;
    }

  assert_int_equal (soq_framer_get_pending (framer), 0);

  return g_string_free (seen, FALSE);
}

static void
assert_framed (int least,
               int most)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize            raw;
      g_autofree char *seen = frame_in_pieces (cases[i].data, cases[i].length, least, most, &raw);

      if (!g_str_equal (seen, cases[i].frames) || raw != cases[i].length)
        {
          print_error ("# %s: wanted “%s”, saw “%s”\n", cases[i].name, cases[i].frames, seen);
          fail ();
        }
    }
}

static void
test_framer_cuts_a_whole (void **state)
{
  assert_framed (64, 64);
}

static void
test_framer_cuts_byte_by_byte (void **state)
{
  assert_framed (1, 1);
}

static void
test_framer_cuts_random_pieces (void **state)
{
  for (guint i = 0; i < 200; i++)
    assert_framed (1, 8);
}

/* Random bytes of a small alphabet, so that all boundaries meet. */
static void
test_framer_does_not_care_about_the_pieces (void **state)
{
  static const char alphabet[] = "ab\n\r\xc3\xa7\xe2\x82\xac";

  for (guint round = 0; round < 500; round++)
    {
      char             data[200];
      gsize            raw;
      g_autofree char *bytewise = NULL;
      g_autofree char *random = NULL;

      for (guint i = 0; i < sizeof data; i++)
        data[i] = alphabet[g_random_int_range (0, sizeof alphabet - 1)];

      bytewise = frame_in_pieces (data, sizeof data, 1, 1, &raw);
      random = frame_in_pieces (data, sizeof data, 1, 64, &raw);
      assert_string_equal (bytewise, random);
      assert_int_equal (raw, sizeof data);
    }
}

static void
test_framer_shows_what_is_pending (void **state)
{
  g_autoptr (SoqFramer) framer = soq_framer_new (LIMIT);
  SoqFrame              frame;
  gsize                 length;

  soq_framer_push (framer, (const guint8 *) "one\ntw", 6);
  assert_memory_equal (soq_framer_peek (framer, &length), "one\ntw", 6);
  assert_int_equal (length, 6);
  assert_true (soq_framer_next (framer, &frame));
  assert_int_equal (soq_framer_get_pending (framer), 2);

  /* Whoever stops in between gets the rest later. */
  soq_framer_settle (framer);
  soq_framer_push (framer, (const guint8 *) "o\n", 2);
  assert_true (soq_framer_next (framer, &frame));
  assert_memory_equal (frame.data, "two", 3);
  assert_false (soq_framer_next (framer, &frame));
  assert_false (soq_framer_flush (framer, &frame));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_framer_cuts_a_whole),
    cmocka_unit_test (test_framer_cuts_byte_by_byte),
    cmocka_unit_test (test_framer_cuts_random_pieces),
    cmocka_unit_test (test_framer_does_not_care_about_the_pieces),
    cmocka_unit_test (test_framer_shows_what_is_pending),
  };

  return cmocka_run_group_tests_name ("framer", tests, NULL, NULL);
}
