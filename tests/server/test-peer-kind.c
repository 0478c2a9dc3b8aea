/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-peer-kind.h"
#include "soq-test.h"

static const struct
{
  const char *name;
  const char *data;
  gsize       length;
  SoqPeerKind kind;
} cases[] = {
  { "nothing", "", 0, SOQ_PEER_KIND_SILENT },
  { "NUL", "\0NICK a\n", 8, SOQ_PEER_KIND_PLAIN },
  { "no text", "\xff\xfe", 2, SOQ_PEER_KIND_PLAIN },
  { "newline", "\n", 1, SOQ_PEER_KIND_PLAIN },
  { "space before a command", " NICK a\n", 8, SOQ_PEER_KIND_PLAIN },
  { "part of a command", "NI", 2, SOQ_PEER_KIND_SILENT },
  { "command that goes on", "NICKNAMES\n", 10, SOQ_PEER_KIND_PLAIN },
  { "tab after a command", "NICK\ta\n", 7, SOQ_PEER_KIND_PLAIN },
  { "part of a line", "NICK ann", 8, SOQ_PEER_KIND_SILENT },
  { "text", "hello", 5, SOQ_PEER_KIND_PLAIN },
  { "text that begins alike", "Passengers\n", 11, SOQ_PEER_KIND_PLAIN },
  { "second line", "hi\nNICK a\n", 10, SOQ_PEER_KIND_PLAIN },
  { "part of a byte order mark", "\xef\xbb", 2, SOQ_PEER_KIND_SILENT },
  { "byte order mark alone", "\xef\xbb\xbf", 3, SOQ_PEER_KIND_SILENT },
  { "byte order mark and text", "\xef\xbb\xbfhi", 5, SOQ_PEER_KIND_PLAIN },
  { "byte order mark and a command", "\xef\xbb\xbfNICK a\n", 10, SOQ_PEER_KIND_IRC },
  { "AUTHENTICATE", "AUTHENTICATE PLAIN\n", 19, SOQ_PEER_KIND_IRC },
  { "CAP", "CAP LS 302\r\n", 12, SOQ_PEER_KIND_IRC },
  { "NICK", "NICK ann\r\nUSER", 14, SOQ_PEER_KIND_IRC },
  { "PASS", "PASS x\n", 7, SOQ_PEER_KIND_IRC },
  { "PING", "PING\n", 5, SOQ_PEER_KIND_IRC },
  { "QUIT", "QUIT\r\n", 6, SOQ_PEER_KIND_IRC },
  { "USER", "user a 0 * :a\n", 14, SOQ_PEER_KIND_IRC },
  { "WEBIRC", "WebIRC a b c d\n", 15, SOQ_PEER_KIND_IRC },
};

static void
assert_kind (const char *name,
             SoqPeerKind seen,
             SoqPeerKind wanted,
             gsize       length)
{
  if (seen == wanted)
    return;

  print_error ("# %s, %" G_GSIZE_FORMAT " bytes: %s, not %s\n", name, length,
               soq_peer_kind_to_string (seen), soq_peer_kind_to_string (wanted));
  fail ();
}

static void
test_peer_kind_is_told_by_the_first_line (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_kind (cases[i].name,
                 soq_peer_kind_detect ((const guint8 *) cases[i].data, cases[i].length),
                 cases[i].kind, cases[i].length);
}

/* As the bytes come one by one it is unknown first, and then the same to the
 * end.
 */
static void
test_peer_kind_never_changes_its_mind (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SoqPeerKind known = SOQ_PEER_KIND_SILENT;

      for (gsize n = 0; n <= cases[i].length; n++)
        {
          SoqPeerKind kind = soq_peer_kind_detect ((const guint8 *) cases[i].data, n);

          if (known != SOQ_PEER_KIND_SILENT)
            assert_kind (cases[i].name, kind, known, n);
          known = kind;
        }
      assert_kind (cases[i].name, known, cases[i].kind, cases[i].length);
    }
}

static void
test_peer_kind_does_not_wait_for_the_end_of_a_long_line (void **state)
{
  g_autofree char *line = g_strnfill (600, 'x');
  const guint8    *data = (const guint8 *) line;

  memcpy (line, "NICK ", 5);
  assert_kind ("511 bytes", soq_peer_kind_detect (data, 511), SOQ_PEER_KIND_SILENT, 511);
  assert_kind ("512 bytes", soq_peer_kind_detect (data, 512), SOQ_PEER_KIND_IRC, 512);

  line[512] = '\n';
  assert_kind ("513 with newline", soq_peer_kind_detect (data, 600), SOQ_PEER_KIND_IRC, 600);
  line[511] = '\n';
  assert_kind ("512 with newline", soq_peer_kind_detect (data, 600), SOQ_PEER_KIND_IRC, 600);
}

static void
test_peer_kind_knows_what_only_irc_clients_send (void **state)
{
  static const char *const registration[] = {
    "PASS x", "PASS two words", "pass x", "NICK ann", "nick ann", "USER a", "user a 0 * :A A",
    "CAP END", "AUTHENTICATE x", "OPER a b", "WEBIRC a b c d", "PRIVMSG NickServ :IDENTIFY x",
    "hello\nPASS x"
  };
  static const char *const text[] = {
    "", "PASS", "PASS ", "passengers go", "Nick was here", "pass the salt", "user error",
    "cap on", "privmsg is a command", "I said PASS x", "oper house", "Password: x"
  };

  for (guint i = 0; i < G_N_ELEMENTS (registration); i++)
    if (!soq_peer_kind_is_registration (registration[i]))
      fail_msg ("“%s” is registration", registration[i]);
  for (guint i = 0; i < G_N_ELEMENTS (text); i++)
    if (soq_peer_kind_is_registration (text[i]))
      fail_msg ("“%s” is text", text[i]);
}

static void
test_peer_kind_has_a_name (void **state)
{
  assert_string_equal (soq_peer_kind_to_string (SOQ_PEER_KIND_PLAIN), "plain");
  assert_string_equal (soq_peer_kind_to_string (SOQ_PEER_KIND_UDP), "udp");
  assert_string_equal (soq_peer_kind_to_string ((SoqPeerKind) 99), "unknown");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_peer_kind_is_told_by_the_first_line),
    cmocka_unit_test (test_peer_kind_never_changes_its_mind),
    cmocka_unit_test (test_peer_kind_does_not_wait_for_the_end_of_a_long_line),
    cmocka_unit_test (test_peer_kind_knows_what_only_irc_clients_send),
    cmocka_unit_test (test_peer_kind_has_a_name),
  };

  return cmocka_run_group_tests_name ("peer-kind", tests, NULL, NULL);
}
