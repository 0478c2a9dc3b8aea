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

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_malformed_places_are_refused),
    cmocka_unit_test (test_place_survives_being_written_and_read),
    cmocka_unit_test (test_usual_line_ending_is_not_written),
  };

  return cmocka_run_group_tests_name ("place", tests, NULL, NULL);
}
