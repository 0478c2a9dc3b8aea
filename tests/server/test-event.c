/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-event.h"
#include "soq-test.h"

static void
assert_has (const char *json,
            const char *wanted)
{
  if (strstr (json, wanted) != NULL)
    return;

  print_error ("# wanted “%s” in %s\n", wanted, json);
  fail ();
}

static void
test_event_escapes_what_acts_or_ends_a_text (void **state)
{
  static const struct
  {
    const char *text;
    const char *wanted;
  } cases[] = {
    { "quote \" and \\", "\"text\":\"quote \\\" and \\\\\"" },
    { "a\nb\tc\rd", "\"text\":\"a\\nb\\u0009c\\u000dd\"" },
    { "\x1b[31m\x01\x7f", "\"text\":\"\\u001b[31m\\u0001\\u007f\"" },
    { "\xc2\x85\xc2\x9b", "\"text\":\"\\u0085\\u009b\"" },
    { "\xe2\x80\xa8\xe2\x80\xa9", "\"text\":\"\\u2028\\u2029\"" },
    { "ação €👍", "\"text\":\"ação €👍\"" },
    { "", "\"text\":\"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoqEvent) event = soq_event_new (SOQ_EVENT_MESSAGE, NULL, cases[i].text);
      g_autofree char     *json = soq_event_to_json (event);

      assert_has (json, cases[i].wanted);
      assert_null (strpbrk (json, "\n\r\t"));
    }
}

static void
test_event_leaves_out_what_does_not_apply (void **state)
{
  g_autoptr (SoqEvent) event = soq_event_new (SOQ_EVENT_STOPPED, NULL, NULL);
  g_autofree char     *json = soq_event_to_json (event);
  g_autofree char     *end = g_strdup (strchr (json, ','));

  assert_true (g_regex_match_simple ("^\\{\"time\":\"[-0-9]{10}T[0-9:]{8}\\.[0-9]{6}Z\",",
                                     json, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));
  assert_string_equal (end, ",\"event\":\"stopped\"}");
}

static void
test_event_tells_of_an_address (void **state)
{
  g_autoptr (SoqEvent) event = soq_event_new_at (SOQ_EVENT_REFUSED, "192.0.2.1", 5000, "full");
  g_autofree char     *json = soq_event_to_json (event);

  assert_has (json, "\"event\":\"refused\",\"address\":\"192.0.2.1\",\"port\":5000,"
                    "\"text\":\"full\"}");
}

static void
test_event_keeps_what_its_peer_was (void **state)
{
  g_autoptr (SoqReactor)     reactor = soq_reactor_new (NULL);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string ("192.0.2.7", 4321);
  g_autoptr (SoqDatagram)    datagram = soq_datagram_new_bound (reactor, local, NULL, NULL);
  g_autofree char           *json = NULL;
  SoqPeer                   *peer = soq_peer_new_datagram (7, reactor, datagram, remote);
  SoqEvent                  *event;

  soq_peer_set_nick (peer, "ann");
  event = soq_event_new (SOQ_EVENT_MESSAGE, peer, "hi");
  soq_peer_set_nick (peer, "bob");
  soq_test_assert_finalized (&peer);

  assert_string_equal (soq_event_get_nick (event), "ann");
  json = soq_event_to_json (event);
  assert_has (json, "\"event\":\"message\",\"peer\":7,\"kind\":\"udp\",\"name\":\"ann\","
                    "\"address\":\"192.0.2.7\",\"port\":4321,\"text\":\"hi\"}");
  soq_test_assert_finalized (&event);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_event_escapes_what_acts_or_ends_a_text),
    cmocka_unit_test (test_event_leaves_out_what_does_not_apply),
    cmocka_unit_test (test_event_tells_of_an_address),
    cmocka_unit_test (test_event_keeps_what_its_peer_was),
  };

  return cmocka_run_group_tests_name ("event", tests, NULL, NULL);
}
