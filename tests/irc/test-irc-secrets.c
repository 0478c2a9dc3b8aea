/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-secrets.h"
#include "soq-test.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *given;
  const char *wanted;
} cases[] = {
  { "nothing", "", "" },
  { "only spaces and ends", "  \r\n \n", "  \r\n \n" },
  { "a command without parameters", "PASS\r\nPASS \r\nx\r\n", "PASS\r\nPASS \r\nx\r\n" },
  { "PASS", "PASS secret\r\nNICK ann\r\n", "PASS ......\r\nNICK ann\r\n" },
  { "no case", "pass se cret\n", "pass .. ....\n" },
  { "PASS with a colon", "PASS :se cret\r\n", "PASS :.. ....\r\n" },
  { "PASS with tags and a source", "@a=b :x PASS secret\r\n", "@a=b :x PASS ......\r\n" },
  { "OPER", "OPER root secret\r\n", "OPER root ......\r\n" },
  { "AUTHENTICATE", "AUTHENTICATE AGFubgBz\r\n", "AUTHENTICATE ........\r\n" },
  { "REGISTER", "REGISTER ann * :secret\r\n", "REGISTER ann * :......\r\n" },
  { "what is said to NickServ", "PRIVMSG nickserv :IDENTIFY ann secret\r\n",
    "PRIVMSG nickserv :........ ... ......\r\n" },
  { "NS", "NS IDENTIFY secret\r\n", "NS IDENTIFY ......\r\n" },
  { "what is said to others", "PRIVMSG #a :PASS secret\r\n", "PRIVMSG #a :PASS secret\r\n" },
  { "a key of a channel", "JOIN #a,#b key\r\n", "JOIN #a,#b ...\r\n" },
  { "an account in a JOIN", ":ann!a@b JOIN #a account :Ann\r\n",
    ":ann!a@b JOIN #a account :Ann\r\n" },
  { "MODE +k", "MODE #a +nk key\r\n", "MODE #a +nk ...\r\n" },
  { "MODE +o", "MODE #a +o ann\r\n", "MODE #a +o ann\r\n" },
  { "a word that begins like a command", "PASSWORD secret\r\n", "PASSWORD secret\r\n" },
  { "a long word", "PASSPASSPASSPASSPASSPASSPASS secret\r\n",
    "PASSPASSPASSPASSPASSPASSPASS secret\r\n" },
};

static void
check (const char *name,
       const char *given,
       const char *wanted,
       gsize       step)
{
  g_autoptr (SoqIrcSecrets) secrets = soq_irc_secrets_new ();
  g_autofree char          *bytes = g_strdup (given);
  gsize                     length = strlen (given);

  for (gsize i = 0; i < length; i += step)
    soq_irc_secrets_mask (secrets, (guint8 *) bytes + i, MIN (step, length - i));

  if (strcmp (bytes, wanted) != 0)
    fail_msg ("%s, %" G_GSIZE_FORMAT " at a time: “%s”, not “%s”", name, step, bytes, wanted);
}

static void
test_secrets_are_dots_however_they_come (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step < 12; step++)
      check (cases[i].name, cases[i].given, cases[i].wanted, step);
}

static void
test_secrets_mask_is_total (void **state)
{
  g_autoptr (SoqIrcSecrets) secrets = soq_irc_secrets_new ();
  guint8                    bytes[512];
  guint32                   seed = 1;

  for (guint round = 0; round < 2000; round++)
    {
      for (gsize i = 0; i < sizeof bytes; i++)
        {
          seed = seed * 1664525 + 1013904223;
          bytes[i] = (guint8) (seed >> 24);
        }
      soq_irc_secrets_mask (secrets, bytes, sizeof bytes);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_secrets_are_dots_however_they_come),
    cmocka_unit_test (test_secrets_mask_is_total),
  };

  return cmocka_run_group_tests_name ("irc-secrets", tests, NULL, NULL);
}
