/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-mask.h"
#include "soq-irc-message.h"
#include "soq-irc-names.h"
#include "soq-test.h"

/* The public vectors of ircdocs/parser-tests: one on a line, fields split by
 * tabs, the first field says of which kind it is.
 */
typedef struct
{
  guint  line;
  char **fields; /* (borrowed) */
} Vector;

static char *
unescape_field (const char *field)
{
  GString *out = g_string_new (NULL);

  for (const char *p = field; *p != '\0'; p++)
    {
      if (*p != '\\')
        g_string_append_c (out, *p);
      else if (*++p == 'x')
        {
          g_string_append_c (out, (char) (g_ascii_xdigit_value (p[1]) * 16 +
                                          g_ascii_xdigit_value (p[2])));
          p += 2;
        }
      else
        g_string_append_c (out, *p == 't' ? '\t' : *p == 'n' ? '\n'
                                                 : *p == 'r' ? '\r'
                                                             : *p);
    }

  return g_string_free (out, FALSE);
}

static guint
for_each (const char *kind,
          void (*check) (const Vector *vector))
{
  g_autofree char *data = NULL;
  g_auto (GStrv)   lines = NULL;
  guint            n = 0;

  assert_true (g_file_get_contents (g_getenv ("SOQ_VECTORS"), &data, NULL, NULL));
  lines = g_strsplit (data, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      Vector         vector = { i + 1, fields };

      if (g_strcmp0 (fields[0], kind) != 0)
        continue;

      for (guint j = 0; fields[j] != NULL; j++)
        {
          char *plain = unescape_field (fields[j]);

          g_free (fields[j]);
          fields[j] = plain;
        }
      n++;
      check (&vector);
    }

  return n;
}

static void
expect_equal (const Vector *vector,
              const char   *got,
              const char   *wanted)
{
  if (g_strcmp0 (got, wanted) != 0)
    print_error ("# vectors.tsv:%u: got “%s” instead of “%s”\n", vector->line,
                 got != NULL ? got : "(nothing)", wanted != NULL ? wanted : "(nothing)");
  assert_true (g_strcmp0 (got, wanted) == 0);
}

static void
check_split (const Vector *vector)
{
  char                    **f = vector->fields;
  const char               *source = NULL;
  guint                     tags = 0;
  guint                     params = 0;
  g_autoptr (SoqIrcMessage) message = soq_irc_message_parse (f[1], strlen (f[1]), NULL);

  assert_non_null (message);
  for (f += 2; *f != NULL; f += 2)
    {
      if (g_str_equal (*f, "tag"))
        {
          expect_equal (vector, soq_irc_message_get_tag (message, f[1]), f[2]);
          tags++;
          f++;
        }
      else if (g_str_equal (*f, "source"))
        source = f[1];
      else if (g_str_equal (*f, "verb"))
        expect_equal (vector, message->command, f[1]);
      else
        expect_equal (vector, soq_irc_message_get_param (message, params++), f[1]);
    }

  expect_equal (vector, message->source, source);
  assert_int_equal (message->n_tags, tags);
  assert_int_equal (message->n_params, params);
}

static void
check_join (const Vector *vector)
{
  char                **f = vector->fields;
  guint                 n = (guint) g_ascii_strtoull (f[1], NULL, 10);
  const char *const    *accepted = (const char *const *) f + 2;
  const char           *source = NULL;
  const char           *command = NULL;
  GString              *tags = g_string_new (NULL);
  GString              *line = g_string_new (NULL);
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  gboolean              found = FALSE;

  for (f += 2 + n; *f != NULL; f += 2)
    {
      if (g_str_equal (*f, "tag"))
        {
          assert_true (soq_irc_append_tag (tags, f[1], f[2]));
          f++;
        }
      else if (g_str_equal (*f, "source"))
        source = f[1];
      else if (g_str_equal (*f, "verb"))
        command = f[1];
      else
        g_ptr_array_add (params, f[1]);
    }
  g_ptr_array_add (params, NULL);

  if (tags->len > 0)
    g_string_append_printf (line, "@%s ", tags->str);
  assert_true (soq_irc_append_line (line, source, command, (const char *const *) params->pdata,
                                    NULL));
  g_string_truncate (line, line->len - 2);
  for (guint i = 0; i < n; i++)
    found |= g_str_equal (line->str, accepted[i]);
  if (!found)
    expect_equal (vector, line->str, accepted[0]);

  g_string_free (tags, TRUE);
  g_string_free (line, TRUE);
}

static void
check_userhost (const Vector *vector)
{
  g_autofree char *nick = NULL;
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;

  soq_irc_source_split (vector->fields[1], &nick, &user, &host);
  expect_equal (vector, nick, vector->fields[2]);
  expect_equal (vector, user, vector->fields[3]);
  expect_equal (vector, host, vector->fields[4]);
}

static void
check_mask (const Vector *vector)
{
  gboolean matches = soq_irc_mask_match (vector->fields[1], vector->fields[2]);

  expect_equal (vector, matches ? "1" : "0", vector->fields[3]);
}

static void
check_hostname (const Vector *vector)
{
  gboolean valid = soq_irc_hostname_is_valid (vector->fields[1]);

  expect_equal (vector, valid ? "1" : "0", vector->fields[2]);
}

static void
test_lines_are_split (void **state)
{
  assert_int_equal (for_each ("split", check_split), 35);
}

static void
test_lines_are_joined (void **state)
{
  assert_int_equal (for_each ("join", check_join), 18);
}

static void
test_sources_are_split (void **state)
{
  assert_int_equal (for_each ("userhost", check_userhost), 7);
}

static void
test_masks_match (void **state)
{
  assert_int_equal (for_each ("mask", check_mask), 26);
}

static void
test_hostnames_are_told (void **state)
{
  assert_int_equal (for_each ("hostname", check_hostname), 19);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_lines_are_split),
    cmocka_unit_test (test_lines_are_joined),
    cmocka_unit_test (test_sources_are_split),
    cmocka_unit_test (test_masks_match),
    cmocka_unit_test (test_hostnames_are_told),
  };

  return cmocka_run_group_tests_name ("irc-vectors", tests, NULL, NULL);
}
