/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-message.h"

#include "soq-irc-error.h"
#include "soq-irc-names.h"

/* A message and the copy of the line that it points into: one allocation for
 * the text, one for each of the two arrays.
 */
typedef struct
{
  SoqIrcMessage message;
  char         *text;   /* (owned): the line, cut into its parts */
  const char  **params; /* (owned) */
  SoqIrcTag    *tags;   /* (owned) (nullable) */
} Parsed;

/* The last parameter of these is text that people wrote. It always goes out
 * behind a colon, even where the grammar needs none: the scripts that students
 * write look for it there.
 */
static const char *const text_commands[] = {
  "301",
  "311",
  "314",
  "319",
  "322",
  "332",
  "352",
  "353",
  "372",
  "ERROR",
  "KICK",
  "NOTICE",
  "PING",
  "PRIVMSG",
  "QUIT",
  "SETNAME",
  "TOPIC",
  "WALLOPS",
};

/* What all servers send with it, so that there are programs that rely on it:
 * ii sees no change of a nick without.
 */
static const char *const server_commands[] = {
  "AWAY",
  "CAP",
  "INVITE",
  "JOIN",
  "NICK",
  "PART",
  "PONG",
};

static char
unescape (char c)
{
  switch (c)
    {
    case ':':
      return ';';

    case 's':
      return ' ';

    case 'r':
      return '\r';

    case 'n':
      return '\n';

    default:
      return c;
    }
}

/* In place: the result is never longer. A backslash at the end is dropped. */
static void
unescape_value (char *value)
{
  char *out = value;

  for (const char *in = value; *in != '\0'; in++)
    {
      if (*in != '\\')
        *out++ = *in;
      else if (in[1] != '\0')
        *out++ = unescape (*++in);
    }

  *out = '\0';
}

/* Of two tags with one key the last one counts (message-tags, “Format”). */
static void
put_tag (Parsed *self,
         char   *key,
         char   *value)
{
  SoqIrcMessage *message = &self->message;
  guint          i = 0;

  while (i < message->n_tags && !g_str_equal (self->tags[i].key, key))
    i++;

  self->tags[i].key = key;
  self->tags[i].value = value;
  if (i == message->n_tags)
    message->n_tags++;
}

static guint
count_bytes (const char *text,
             char        c)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    if (*text == c)
      n++;

  return n;
}

/* More keys than this make the search above slow, and nobody has them. */
#define MAX_TAGS 256

static void
parse_tags (Parsed *self,
            char   *tags)
{
  self->tags = g_new (SoqIrcTag, MIN (count_bytes (tags, ';') + 1, MAX_TAGS));
  self->message.tags = self->tags;

  while (tags != NULL && self->message.n_tags < MAX_TAGS)
    {
      char *end = strchr (tags, ';');
      char *value;

      if (end != NULL)
        *end = '\0';

      value = strchr (tags, '=');
      if (value != NULL)
        {
          *value++ = '\0';
          unescape_value (value);
        }

      if (*tags != '\0')
        put_tag (self, tags, value != NULL ? value : tags + strlen (tags));

      tags = end != NULL ? end + 1 : NULL;
    }
}

static char *
skip_spaces (char *p)
{
  while (*p == ' ')
    p++;

  return p;
}

/* Ends the word at @p and returns what follows it. */
static char *
cut_word (char *p)
{
  char *end = strchr (p, ' ');

  if (end == NULL)
    return p + strlen (p);

  *end = '\0';

  return skip_spaces (end + 1);
}

static void
parse_params (Parsed *self,
              char   *p)
{
  guint n = 0;

  self->params = g_new (const char *, count_bytes (p, ' ') + 2);
  while (*p != '\0')
    {
      if (*p == ':')
        {
          self->params[n++] = p + 1;
          break;
        }

      self->params[n++] = p;
      p = cut_word (p);
    }

  self->params[n] = NULL;
  self->message.params = self->params;
  self->message.n_params = n;
}

static gboolean
check_bytes (const char *line,
             gsize       length,
             GError    **error)
{
  for (gsize i = 0; i < length; i++)
    if (line[i] == '\0' || line[i] == '\r' || line[i] == '\n')
      {
        g_set_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_BYTE,
                     "A line must not have %s inside",
                     line[i] == '\0' ? "a NUL" : "a line break");
        return FALSE;
      }

  return TRUE;
}

/**
 * soq_irc_line_fits:
 * @line: (array length=length): a line without its CR LF
 * @length: its length in bytes
 * @tag_limit: how many bytes its tags may have, with the “@” and the space
 * @error: return location for %SOQ_IRC_ERROR_TOO_LONG or
 *   %SOQ_IRC_ERROR_TAGS_TOO_LONG
 *
 * Tells whether tags and line are both within their limits; they count apart
 * (message-tags, “Size limit”).
 *
 * Returns: whether they are
 */
gboolean
soq_irc_line_fits (const char *line,
                   gsize       length,
                   gsize       tag_limit,
                   GError    **error)
{
  const char *end;
  gsize       tags = 0;

  g_return_val_if_fail (line != NULL || length == 0, FALSE);

  if (length > 0 && line[0] == '@')
    {
      end = memchr (line, ' ', length);
      tags = end != NULL ? (gsize) (end - line) + 1 : length;
    }

  if (tags > tag_limit)
    {
      g_set_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_TAGS_TOO_LONG,
                   "The tags have %" G_GSIZE_FORMAT " bytes, of %" G_GSIZE_FORMAT " at most",
                   tags, tag_limit);
      return FALSE;
    }

  if (length - tags > SOQ_IRC_LINE - 2)
    {
      g_set_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_TOO_LONG,
                   "The line has %" G_GSIZE_FORMAT " bytes, of %d at most",
                   length - tags, SOQ_IRC_LINE - 2);
      return FALSE;
    }

  return TRUE;
}

/**
 * soq_irc_message_parse:
 * @line: (array length=length): a line without its CR LF
 * @length: its length in bytes
 * @error: return location for %SOQ_IRC_ERROR_EMPTY or %SOQ_IRC_ERROR_BAD_BYTE
 *
 * Takes a line apart (modern.ircdocs.horse, “Message format”; message-tags).
 * It takes any bytes; whether they are UTF-8 and how long they may be is for
 * the caller.
 *
 * Returns: (transfer full) (nullable): the message
 */
SoqIrcMessage *
soq_irc_message_parse (const char *line,
                       gsize       length,
                       GError    **error)
{
  Parsed *self;
  char   *p;
  char   *next;

  g_return_val_if_fail (line != NULL || length == 0, NULL);

  if (!check_bytes (line, length, error))
    return NULL;

  self = g_new0 (Parsed, 1);
  self->text = g_strndup (length > 0 ? line : "", length);

  p = self->text;
  if (*p == '@')
    {
      next = cut_word (p);
      parse_tags (self, p + 1);
      p = next;
    }

  p = skip_spaces (p);
  if (*p == ':')
    {
      next = cut_word (p);
      self->message.source = p + 1;
      p = next;
    }

  next = cut_word (p);
  self->message.command = p;
  parse_params (self, next);

  if (*p == '\0')
    {
      g_set_error_literal (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_EMPTY, "There is no command");
      soq_irc_message_free (&self->message);
      return NULL;
    }

  return &self->message;
}

void
soq_irc_message_free (SoqIrcMessage *message)
{
  Parsed *self = (Parsed *) message;

  g_return_if_fail (message != NULL);

  g_free (self->text);
  g_free (self->params);
  g_free (self->tags);
  g_free (self);
}

/**
 * soq_irc_message_get_tag:
 * @self: a message
 * @key: the key of a tag
 *
 * Returns: (transfer none) (nullable): its value, empty if it has none; %NULL
 *   if there is no such tag
 */
const char *
soq_irc_message_get_tag (const SoqIrcMessage *self,
                         const char          *key)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < self->n_tags; i++)
    if (g_str_equal (self->tags[i].key, key))
      return self->tags[i].value;

  return NULL;
}

/**
 * soq_irc_message_get_param:
 * @self: a message
 * @i: which parameter, from 0
 *
 * Returns: (transfer none) (nullable): the parameter, %NULL if there are fewer
 */
const char *
soq_irc_message_get_param (const SoqIrcMessage *self,
                           guint                i)
{
  g_return_val_if_fail (self != NULL, NULL);

  return i < self->n_params ? self->params[i] : NULL;
}

gboolean
soq_irc_message_is (const SoqIrcMessage *self,
                    const char          *command)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (command != NULL, FALSE);

  return g_ascii_strcasecmp (self->command, command) == 0;
}

static gboolean
tag_key_is_valid (const char *key)
{
  if (*key == '+')
    key++;

  if (*key == '\0')
    return FALSE;

  for (; *key != '\0'; key++)
    if (!g_ascii_isalnum (*key) && strchr ("-./", *key) == NULL)
      return FALSE;

  return TRUE;
}

static void
append_escaped (GString    *out,
                const char *value)
{
  for (; *value != '\0'; value++)
    switch (*value)
      {
      case ';':
        g_string_append (out, "\\:");
        break;

      case ' ':
        g_string_append (out, "\\s");
        break;

      case '\\':
        g_string_append (out, "\\\\");
        break;

      case '\r':
        g_string_append (out, "\\r");
        break;

      case '\n':
        g_string_append (out, "\\n");
        break;

      default:
        g_string_append_c (out, *value);
      }
}

/**
 * soq_irc_append_tag:
 * @tags: what was made of other tags so far; without “\@” and space
 * @key: the key
 * @value: (nullable): any text
 *
 * Returns: whether @key can be one; else nothing was appended
 */
gboolean
soq_irc_append_tag (GString    *tags,
                    const char *key,
                    const char *value)
{
  g_return_val_if_fail (tags != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!tag_key_is_valid (key))
    return FALSE;

  if (tags->len > 0)
    g_string_append_c (tags, ';');
  g_string_append (tags, key);
  if (value != NULL && *value != '\0')
    {
      g_string_append_c (tags, '=');
      append_escaped (tags, value);
    }

  return TRUE;
}

static gboolean
check_word (const char *word,
            const char *what,
            GError    **error)
{
  if (*word != '\0' && *word != ':' && strpbrk (word, " \r\n") == NULL)
    return TRUE;

  g_set_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_PARAMETER,
               "%s must be one word that does not begin with a colon", what);

  return FALSE;
}

static gboolean
is_one_of (const char        *command,
           const char *const *commands,
           gsize              n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i], command))
      return TRUE;

  return FALSE;
}

static gboolean
wants_colon (const char *source,
             const char *command)
{
  return is_one_of (command, text_commands, G_N_ELEMENTS (text_commands)) ||
         (source != NULL && is_one_of (command, server_commands, G_N_ELEMENTS (server_commands)));
}

static gboolean
append_params (GString           *out,
               gboolean           colon,
               const char *const *params,
               GError           **error)
{
  for (; params[0] != NULL && params[1] != NULL; params++)
    {
      if (!check_word (params[0], "A parameter before the last", error))
        return FALSE;
      g_string_append_c (out, ' ');
      g_string_append (out, params[0]);
    }

  if (params[0] == NULL)
    return TRUE;

  if (strpbrk (params[0], "\r\n") != NULL)
    {
      g_set_error_literal (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_BYTE,
                           "A parameter must not have a line break inside");
      return FALSE;
    }

  g_string_append_c (out, ' ');
  if (*params[0] == '\0' || *params[0] == ':' || strchr (params[0], ' ') != NULL || colon)
    g_string_append_c (out, ':');
  g_string_append (out, params[0]);

  return TRUE;
}

static gboolean
append_unbounded (GString           *out,
                  const char        *source,
                  const char        *command,
                  const char *const *params,
                  GError           **error)
{
  if (!soq_irc_command_is_valid (command))
    {
      g_set_error_literal (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_BAD_PARAMETER,
                           "A command is made of letters, or of three digits");
      return FALSE;
    }

  if (source != NULL)
    {
      if (!check_word (source, "A source", error))
        return FALSE;
      g_string_append_c (out, ':');
      g_string_append (out, source);
      g_string_append_c (out, ' ');
    }

  g_string_append (out, command);

  return append_params (out, wants_colon (source, command), params, error);
}

/**
 * soq_irc_append_line:
 * @out: where to append the line with its CR LF
 * @source: (nullable): who says it
 * @command: letters, or three digits
 * @params: (array zero-terminated=1): its parameters
 * @error: return location for a #SoqIrcError
 *
 * This is the only way a line is made, so that no text of anybody can become a
 * second command.
 *
 * Returns: whether it could be made; else @out is as it was
 */
gboolean
soq_irc_append_line (GString           *out,
                     const char        *source,
                     const char        *command,
                     const char *const *params,
                     GError           **error)
{
  gsize start;

  g_return_val_if_fail (out != NULL, FALSE);
  g_return_val_if_fail (command != NULL, FALSE);
  g_return_val_if_fail (params != NULL, FALSE);

  start = out->len;
  if (!append_unbounded (out, source, command, params, error))
    {
      g_string_truncate (out, start);
      return FALSE;
    }

  if (out->len - start > SOQ_IRC_LINE - 2)
    {
      g_set_error (error, SOQ_IRC_ERROR, SOQ_IRC_ERROR_TOO_LONG,
                   "The line has %" G_GSIZE_FORMAT " bytes, of %d at most",
                   out->len - start, SOQ_IRC_LINE - 2);
      g_string_truncate (out, start);
      return FALSE;
    }

  g_string_append (out, "\r\n");

  return TRUE;
}

/**
 * soq_irc_format:
 * @error: return location for a #SoqIrcError
 * @source: (nullable): who says it
 * @command: letters, or three digits
 * @...: its parameters, ended by %NULL
 *
 * Returns: (transfer full) (nullable): the line with its CR LF
 */
char *
soq_irc_format (GError    **error,
                const char *source,
                const char *command,
                ...)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  GString              *out = g_string_new (NULL);
  va_list               args;

  va_start (args, command);
  do
    g_ptr_array_add (params, va_arg (args, char *));
  while (g_ptr_array_index (params, params->len - 1) != NULL);
  va_end (args);

  if (!soq_irc_append_line (out, source, command, (const char *const *) params->pdata, error))
    {
      g_string_free (out, TRUE);
      return NULL;
    }

  return g_string_free (out, FALSE);
}
