/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-isupport.h"

/* What is true of a server that does not say (modern.ircdocs.horse,
 * “RPL_ISUPPORT Parameters”; RFC 1459).
 */
#define DEFAULT_MODES    "beI,k,l,imnst"
#define DEFAULT_LETTERS  "ov"
#define DEFAULT_PREFIXES "@+"
#define DEFAULT_TYPES    "#&"

/**
 * SoqIrcIsupport:
 *
 * What a server says it supports, by the tokens of its numeric 005. A token
 * that makes no sense is taken for one that was not sent.
 */
struct _SoqIrcIsupport
{
  GHashTable *tokens; /* (owned): (owned) char * to (owned) char * */

  char **modes;    /* (owned): the four types of CHANMODES */
  char  *letters;  /* (owned): modes of members, the highest first */
  char  *prefixes; /* (owned): their signs, in the same order */

  SoqIrcModeTypes types; /* (borrowed): of the above */
};

static void
set_types (SoqIrcIsupport *self)
{
  self->types = (SoqIrcModeTypes){
    .lists = self->modes[0],
    .always = self->modes[1],
    .set = self->modes[2],
    .flags = self->modes[3],
    .prefixes = self->letters,
  };
}

static void
read_modes (SoqIrcIsupport *self)
{
  const char *value = soq_irc_isupport_get (self, "CHANMODES");
  char      **modes = g_strsplit (value != NULL ? value : DEFAULT_MODES, ",", 5);

  if (g_strv_length (modes) < 4)
    {
      g_strfreev (modes);
      modes = g_strsplit (DEFAULT_MODES, ",", 4);
    }

  g_strfreev (self->modes);
  self->modes = modes;
}

/* “(ov)@+”: as many letters as signs; nothing at all if it is empty. */
static void
read_prefixes (SoqIrcIsupport *self)
{
  const char *value = soq_irc_isupport_get (self, "PREFIX");
  const char *end = value != NULL && *value == '(' ? strchr (value, ')') : NULL;

  g_free (self->letters);
  g_free (self->prefixes);
  if (value != NULL && *value == '\0')
    {
      self->letters = g_strdup ("");
      self->prefixes = g_strdup ("");
    }
  else if (end != NULL && (gsize) (end - value - 1) == strlen (end + 1))
    {
      self->letters = g_strndup (value + 1, (gsize) (end - value - 1));
      self->prefixes = g_strdup (end + 1);
    }
  else
    {
      self->letters = g_strdup (DEFAULT_LETTERS);
      self->prefixes = g_strdup (DEFAULT_PREFIXES);
    }
}

static void
read_all (SoqIrcIsupport *self)
{
  read_modes (self);
  read_prefixes (self);
  set_types (self);
}

SoqIrcIsupport *
soq_irc_isupport_new (void)
{
  SoqIrcIsupport *self = g_new0 (SoqIrcIsupport, 1);

  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_all (self);

  return self;
}

void
soq_irc_isupport_free (SoqIrcIsupport *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->tokens);
  g_strfreev (self->modes);
  g_free (self->letters);
  g_free (self->prefixes);
  g_free (self);
}

/* Undoes \x20 and the like. NUL, CR and LF stay as they are written, and what
 * is no UTF-8 after it is shown as such.
 */
static char *
unescape (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++)
    {
      int high = *p == '\\' && p[1] == 'x' ? g_ascii_xdigit_value (p[2]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (p[3]) : -1;
      int byte = high * 16 + low;

      if (low < 0 || byte == '\0' || byte == '\r' || byte == '\n')
        {
          g_string_append_c (text, *p);
          continue;
        }

      g_string_append_c (text, (char) byte);
      p += strlen ("x20");
    }

  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/* Of these each byte means something by itself. */
static gboolean
is_of_signs (const char *name)
{
  return g_str_equal (name, "CHANMODES") || g_str_equal (name, "CHANTYPES") ||
         g_str_equal (name, "PREFIX") || g_str_equal (name, "STATUSMSG");
}

static gboolean
has_signs_only (const char *value)
{
  while (g_ascii_isgraph (*value))
    value++;

  return *value == '\0';
}

static gboolean
is_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '/' && *p != '-' && *p != '.' && *p != '_')
      return FALSE;

  return *name != '\0';
}

/**
 * soq_irc_isupport_take:
 * @self: what is known so far
 * @token: a parameter of 005: “NAME”, “NAME=value”, or “-NAME”, which takes
 *   it back
 */
void
soq_irc_isupport_take (SoqIrcIsupport *self,
                       const char     *token)
{
  gboolean         negated;
  const char      *value;
  g_autofree char *name = NULL;
  g_autofree char *meaning = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (token != NULL);

  negated = *token == '-';
  token += negated ? 1 : 0;
  value = strchr (token, '=');
  name = value != NULL ? g_strndup (token, (gsize) (value - token)) : g_strdup (token);
  meaning = unescape (value != NULL ? value + 1 : "");
  if (!is_name (name) || (is_of_signs (name) && !has_signs_only (meaning)))
    return;

  if (negated)
    g_hash_table_remove (self->tokens, name);
  else if (g_hash_table_size (self->tokens) < SOQ_IRC_ISUPPORT_TOKENS ||
           g_hash_table_contains (self->tokens, name))
    g_hash_table_replace (self->tokens, g_strdup (name), g_steal_pointer (&meaning));

  if (g_str_equal (name, "PREFIX") || g_str_equal (name, "CHANMODES"))
    read_all (self);
}

/**
 * soq_irc_isupport_get:
 * @self: what a server supports
 * @name: the name of a token
 *
 * Returns: (nullable): its value, empty if it has none; %NULL if the server
 *   does not say it
 */
const char *
soq_irc_isupport_get (const SoqIrcIsupport *self,
                      const char           *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->tokens, name);
}

/**
 * soq_irc_isupport_get_number:
 * @self: what a server supports
 * @name: the name of a token
 * @fallback: what it is if the server does not say, or says no number
 * @most: never return more
 */
guint
soq_irc_isupport_get_number (const SoqIrcIsupport *self,
                             const char           *name,
                             guint                 fallback,
                             guint                 most)
{
  const char *value = soq_irc_isupport_get (self, name);
  guint64     number = fallback;

  if (value != NULL)
    g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT, &number, NULL);

  return (guint) MIN (number, most);
}

/**
 * soq_irc_isupport_get_mode_types:
 * @self: what a server supports
 *
 * Returns: (transfer none): the modes of channels; good until the next token
 */
const SoqIrcModeTypes *
soq_irc_isupport_get_mode_types (const SoqIrcIsupport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->types;
}

/**
 * soq_irc_isupport_get_prefixes:
 * @self: what a server supports
 *
 * Returns: (transfer none): the signs before the names of members, in the
 *   order of the modes of members
 */
const char *
soq_irc_isupport_get_prefixes (const SoqIrcIsupport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->prefixes;
}

/**
 * soq_irc_isupport_fold:
 * @self: what a server supports
 * @name: a nick or a channel
 *
 * Folds case by the CASEMAPPING of the server; by “rfc1459” if it does not
 * say, and by “ascii” if it says one that we do not know.
 *
 * Returns: (transfer full): the same for all spellings of one name
 */
char *
soq_irc_isupport_fold (const SoqIrcIsupport *self,
                       const char           *name)
{
  const char *mapping = soq_irc_isupport_get (self, "CASEMAPPING");
  gboolean    strict = g_strcmp0 (mapping, "rfc1459-strict") == 0 ||
                    g_strcmp0 (mapping, "strict-rfc1459") == 0;
  char *folded = g_ascii_strdown (name, -1);

  if (mapping != NULL && !strict && !g_str_equal (mapping, "rfc1459"))
    return folded;

  for (char *p = folded; *p != '\0'; p++)
    {
      if (*p >= '[' && *p <= ']')
        *p = (char) (*p + ('{' - '['));
      else if (*p == '~' && !strict)
        *p = '^';
    }

  return folded;
}

/**
 * soq_irc_isupport_is_channel:
 * @self: what a server supports
 * @target: where a message goes
 *
 * Returns: whether it is a channel rather than a person
 */
gboolean
soq_irc_isupport_is_channel (const SoqIrcIsupport *self,
                             const char           *target)
{
  const char *types = soq_irc_isupport_get (self, "CHANTYPES");

  g_return_val_if_fail (target != NULL, FALSE);

  if (types == NULL)
    types = DEFAULT_TYPES;

  return *target != '\0' && strchr (types, *target) != NULL;
}

/**
 * soq_irc_isupport_skip_status:
 * @self: what a server supports
 * @target: where a message goes
 *
 * Returns: (transfer none): the channel in “@#channel”, which is for its
 *   operators only; else @target itself
 */
const char *
soq_irc_isupport_skip_status (const SoqIrcIsupport *self,
                              const char           *target)
{
  const char *status = soq_irc_isupport_get (self, "STATUSMSG");
  const char *rest = target;

  g_return_val_if_fail (target != NULL, NULL);

  while (status != NULL && *rest != '\0' && strchr (status, *rest) != NULL)
    rest++;

  return rest > target && soq_irc_isupport_is_channel (self, rest) ? rest : target;
}
