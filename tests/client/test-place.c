/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-error.h"
#include "soq-place.h"
#include "soq-test.h"

static void
test_malformed_places_are_refused (void **state)
{
  static const struct
  {
    const char *text;
    SoqError    code;
  } cases[] = {
    { "", SOQ_ERROR_BAD_HOST },
    { " ", SOQ_ERROR_BAD_HOST },
    { " crlf", SOQ_ERROR_BAD_HOST },
    { "tcp://", SOQ_ERROR_BAD_HOST },
    { "tcp://example.org:0", SOQ_ERROR_BAD_PORT },
    { "tcp://example.org:65536", SOQ_ERROR_BAD_PORT },
    { "http://example.org", SOQ_ERROR_BAD_SCHEME },
    { "tcp://example.org:5000 ", SOQ_ERROR_BAD_CONFIG },
    { "tcp://example.org:5000 cr", SOQ_ERROR_BAD_CONFIG },
    { "tcp://example.org:5000 CRLF", SOQ_ERROR_BAD_CONFIG },
    { "tcp://example.org:5000 crlf lf", SOQ_ERROR_BAD_CONFIG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (SoqPlace) place = soq_place_from_string (cases[i].text, &error);

      if (place != NULL)
        print_error ("# “%s” was taken\n", cases[i].text);
      assert_null (place);
      soq_test_assert_error (error, SOQ_ERROR, (int) cases[i].code);
    }
}

static void
test_place_survives_being_written_and_read (void **state)
{
  static const char *const hosts[] = { "example.org", "192.0.2.1", "2001:db8::1" };

  for (guint host = 0; host < G_N_ELEMENTS (hosts); host++)
    for (int transport = SOQ_TRANSPORT_TCP; transport <= SOQ_TRANSPORT_UDP; transport++)
      for (int ending = SOQ_LINE_ENDING_LF; ending <= SOQ_LINE_ENDING_NONE; ending++)
        {
          g_autoptr (SoqAddress) address = NULL;
          g_autoptr (SoqPlace)   place = NULL;
          g_autoptr (SoqPlace)   read = NULL;
          g_autofree char       *text = NULL;

          address = soq_address_new ((SoqTransport) transport, hosts[host], 12000);
          place = soq_place_new (address, (SoqLineEnding) ending);
          text = soq_place_to_string (place);
          read = soq_place_from_string (text, NULL);
          assert_non_null (read);
          assert_true (soq_address_equal (soq_place_get_address (read), address));
          assert_int_equal (soq_place_get_line_ending (read), ending);
        }
}

static void
test_usual_line_ending_is_not_written (void **state)
{
  g_autoptr (SoqPlace) place = soq_place_from_string ("tcp://example.org:5000 lf", NULL);
  g_autofree char     *text = soq_place_to_string (place);

  assert_string_equal (text, "tcp://example.org:5000");
  soq_test_assert_finalized (&place);
}

static void
test_irc_addresses_are_understood (void **state)
{
  static const struct
  {
    const char *text;
    const char *written;
    guint16     port;
    gboolean    tls;
    const char *channel;
  } cases[] = {
    { "irc://irc.example.org", "irc://irc.example.org:6667", 6667, FALSE, NULL },
    { "IRC://irc.example.org/", "irc://irc.example.org:6667", 6667, FALSE, NULL },
    { "ircs://irc.example.org", "ircs://irc.example.org:6697", 6697, TRUE, NULL },
    { "ircs://h:7000/#a", "ircs://h:7000 #a", 7000, TRUE, "#a" },
    { "irc://h/a", "irc://h:6667 #a", 6667, FALSE, "#a" },
    { "irc://h/%23a", "irc://h:6667 #a", 6667, FALSE, "#a" },
    { "irc://h/#a,key", "irc://h:6667 #a", 6667, FALSE, "#a key" },
    { "irc://h/#a,needkey", "irc://h:6667 #a", 6667, FALSE, "#a" },
    { "irc://h/#a/", "irc://h:6667 #a", 6667, FALSE, "#a" },
    { "irc://h/#a?key=k%20k", "irc://h:6667 #a", 6667, FALSE, "#a" },
    { "irc://h/#a?key=secret", "irc://h:6667 #a", 6667, FALSE, "#a secret" },
    { "irc://h/?key=secret", "irc://h:6667", 6667, FALSE, NULL },
    { "irc://h/#a,#b", "irc://h:6667 #a #b", 6667, FALSE, "#a" },
    { "irc://h/a,key,#b", "irc://h:6667 #a #b", 6667, FALSE, "#a key" },
    { "irc://h/bob,isnick", "irc://h:6667", 6667, FALSE, NULL },
    { "irc://h:6000?x", "irc://h:6000", 6000, FALSE, NULL },
    { "irc://[::1]:6000/&b", "irc://[::1]:6000 &b", 6000, FALSE, "&b" },
    { "irc://ana@h/", "irc://h:6667", 6667, FALSE, NULL },
    { "irc://h/%00%ff", "irc://h:6667", 6667, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (SoqPlace) place = soq_place_from_string (cases[i].text, &error);
      g_autofree char     *written = NULL;

      assert_null (error);
      written = soq_place_to_string (place);
      assert_string_equal (written, cases[i].written);
      assert_int_equal (soq_place_get_address (place)->port, cases[i].port);
      assert_int_equal (soq_place_get_protocol (place), SOQ_PROTOCOL_IRC);
      assert_int_equal (soq_place_get_tls (place), cases[i].tls);
      if (cases[i].channel != NULL)
        assert_string_equal (soq_place_get_channels (place)[0], cases[i].channel);
      else
        assert_null (soq_place_get_channels (place)[0]);
    }
}

static void
test_bad_irc_addresses_are_refused (void **state)
{
  static const char *const cases[] = { "irc://", "ircs:///#a", "irc://h:0", "irc://h:x/",
                                       "irc:// h" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqPlace) place = soq_place_from_string (cases[i], NULL);

      assert_null (place);
    }
}

static void
test_what_is_spoken_without_a_word (void **state)
{
  static const struct
  {
    const char *text;
    gboolean    irc;
    gboolean    tls;
    const char *written;
  } cases[] = {
    { "h", FALSE, FALSE, "h:5000" },
    { "h:6667", TRUE, FALSE, "h:6667" },
    { "h:6697", TRUE, TRUE, "h:6697 tls" },
    { "h:12000 tls", FALSE, TRUE, "h:12000 tls" },
    { "tcp://h:6667", FALSE, FALSE, "tcp://h:6667" },
    { "udp://h:6667 tls", FALSE, FALSE, "udp://h:6667" },
    { "h #a #b crlf", FALSE, FALSE, "h:5000 #a #b crlf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqPlace) place = soq_place_from_string (cases[i].text, NULL);
      g_autoptr (SoqPlace) again = NULL;
      g_autofree char     *written = soq_place_to_string (place);

      assert_string_equal (written, cases[i].written);
      assert_int_equal (soq_place_expects_irc (place), cases[i].irc);
      assert_int_equal (soq_place_get_tls (place), cases[i].tls);
      again = soq_place_from_string (written, NULL);
      assert_non_null (again);
      assert_int_equal (soq_place_expects_irc (again), cases[i].irc);
    }
}

static void
test_channels_are_read_as_people_write_them (void **state)
{
  g_auto (GStrv)   channels = soq_place_parse_channels (" #a, b  &c:key,, # #d:k:e ");
  g_autofree char *joined = g_strjoinv ("|", channels);

  assert_string_equal (joined, "#a|#b|&c key|#d k:e");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_malformed_places_are_refused),
    cmocka_unit_test (test_place_survives_being_written_and_read),
    cmocka_unit_test (test_usual_line_ending_is_not_written),
    cmocka_unit_test (test_irc_addresses_are_understood),
    cmocka_unit_test (test_bad_irc_addresses_are_refused),
    cmocka_unit_test (test_what_is_spoken_without_a_word),
    cmocka_unit_test (test_channels_are_read_as_people_write_them),
  };

  return cmocka_run_group_tests_name ("place", tests, NULL, NULL);
}
