/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-isupport.h"
#include "soq-test.h"

static void
test_tokens_without_sense_are_not_taken (void **state)
{
  static const char *const tokens[] = {
    "",
    "=",
    "=value",
    "-",
    "--",
    "NA ME=1",
    "\x01=1",
    ":are supported by this server",
    "PREFIX=(ov)@",
    "PREFIX=ov)@+",
    "PREFIX=(ov@+",
    "CHANMODES=b",
    "CHANMODES=,,",
    "NICKLEN=many",
    "NICKLEN=-1",
    "NICKLEN=99999999999999999999",
  };
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    soq_irc_isupport_take (isupport, tokens[i]);

  assert_string_equal (soq_irc_isupport_get_mode_types (isupport)->prefixes, "ov");
  assert_string_equal (soq_irc_isupport_get_mode_types (isupport)->lists, "beI");
  assert_string_equal (soq_irc_isupport_get_prefixes (isupport), "@+");
  assert_int_equal (soq_irc_isupport_get_number (isupport, "NICKLEN", 9, 64), 9);
}

static void
test_number_of_tokens_is_bounded (void **state)
{
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();

  for (guint i = 0; i < 2 * SOQ_IRC_ISUPPORT_TOKENS; i++)
    {
      g_autofree char *token = g_strdup_printf ("T%u=x", i);

      soq_irc_isupport_take (isupport, token);
    }

  assert_non_null (soq_irc_isupport_get (isupport, "T0"));
  assert_null (soq_irc_isupport_get (isupport, "T256"));
  soq_irc_isupport_take (isupport, "T0=y");
  assert_string_equal (soq_irc_isupport_get (isupport, "T0"), "y");
}

static void
test_tokens_are_known_until_they_are_taken_back (void **state)
{
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();

  soq_irc_isupport_take (isupport, "NETWORK=Rede\\x20da\\x20Escola\\x");
  soq_irc_isupport_take (isupport, "WHOX");
  soq_irc_isupport_take (isupport, "NICKLEN=30");
  soq_irc_isupport_take (isupport, "BOT=\\x00\\x0aB");
  assert_string_equal (soq_irc_isupport_get (isupport, "NETWORK"), "Rede da Escola\\x");
  assert_string_equal (soq_irc_isupport_get (isupport, "WHOX"), "");
  assert_string_equal (soq_irc_isupport_get (isupport, "BOT"), "\\x00\\x0aB");
  assert_int_equal (soq_irc_isupport_get_number (isupport, "NICKLEN", 9, 64), 30);
  assert_int_equal (soq_irc_isupport_get_number (isupport, "NICKLEN", 9, 20), 20);

  soq_irc_isupport_take (isupport, "-WHOX");
  soq_irc_isupport_take (isupport, "-NICKLEN");
  assert_null (soq_irc_isupport_get (isupport, "WHOX"));
  assert_int_equal (soq_irc_isupport_get_number (isupport, "NICKLEN", 9, 64), 9);
}

static void
test_modes_and_prefixes_are_those_of_the_server (void **state)
{
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();
  const SoqIrcModeTypes     *types = soq_irc_isupport_get_mode_types (isupport);

  soq_irc_isupport_take (isupport, "PREFIX=(qaohv)~&@%+");
  soq_irc_isupport_take (isupport, "CHANMODES=bw,k,Hl,imn,extra");
  assert_string_equal (types->prefixes, "qaohv");
  assert_string_equal (soq_irc_isupport_get_prefixes (isupport), "~&@%+");
  assert_int_equal (soq_irc_mode_types_find (types, 'w'), SOQ_IRC_MODE_LIST);
  assert_int_equal (soq_irc_mode_types_find (types, 'H'), SOQ_IRC_MODE_SET);

  soq_irc_isupport_take (isupport, "PREFIX=");
  assert_string_equal (types->prefixes, "");
  soq_irc_isupport_take (isupport, "-PREFIX");
  soq_irc_isupport_take (isupport, "-CHANMODES");
  assert_string_equal (types->prefixes, "ov");
  assert_string_equal (types->lists, "beI");
}

static void
expect_fold (const char *mapping,
             const char *expected)
{
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();
  g_autofree char           *folded = NULL;

  if (mapping != NULL)
    soq_irc_isupport_take (isupport, mapping);
  folded = soq_irc_isupport_fold (isupport, "Ann[\\]^~");
  assert_string_equal (folded, expected);
}

static void
test_case_is_folded_as_the_server_does (void **state)
{
  expect_fold (NULL, "ann{|}^^");
  expect_fold ("CASEMAPPING=rfc1459", "ann{|}^^");
  expect_fold ("CASEMAPPING=rfc1459-strict", "ann{|}^~");
  expect_fold ("CASEMAPPING=ascii", "ann[\\]^~");
  expect_fold ("CASEMAPPING=rfc8265", "ann[\\]^~");
}

static void
test_channels_are_known_by_their_first_letter (void **state)
{
  g_autoptr (SoqIrcIsupport) isupport = soq_irc_isupport_new ();

  assert_false (soq_irc_isupport_is_channel (isupport, ""));
  assert_true (soq_irc_isupport_is_channel (isupport, "#"));
  assert_true (soq_irc_isupport_is_channel (isupport, "&local"));
  assert_false (soq_irc_isupport_is_channel (isupport, "ana"));
  assert_string_equal (soq_irc_isupport_skip_status (isupport, "@#a"), "@#a");

  soq_irc_isupport_take (isupport, "CHANTYPES=#");
  soq_irc_isupport_take (isupport, "STATUSMSG=@+");
  assert_false (soq_irc_isupport_is_channel (isupport, "&local"));
  assert_string_equal (soq_irc_isupport_skip_status (isupport, "@+#a"), "#a");
  assert_string_equal (soq_irc_isupport_skip_status (isupport, "@ana"), "@ana");
  assert_string_equal (soq_irc_isupport_skip_status (isupport, "@"), "@");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_tokens_without_sense_are_not_taken),
    cmocka_unit_test (test_number_of_tokens_is_bounded),
    cmocka_unit_test (test_tokens_are_known_until_they_are_taken_back),
    cmocka_unit_test (test_modes_and_prefixes_are_those_of_the_server),
    cmocka_unit_test (test_case_is_folded_as_the_server_does),
    cmocka_unit_test (test_channels_are_known_by_their_first_letter),
  };

  return cmocka_run_group_tests_name ("irc-isupport", tests, NULL, NULL);
}
