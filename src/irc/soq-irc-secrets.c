/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-secrets.h"

#include <string.h>

/* Enough to tell the commands and the services apart. */
#define WORD 15

#define DOT '.'

typedef enum
{
  AT_START,   /* of a line */
  IN_TAGS,    /* or in the source: until a space */
  IN_COMMAND, /* which is collected */
  IN_GAP,     /* before a parameter */
  IN_PARAM,   /* which is collected too */
  IN_SECRET,  /* until the line ends */
  IN_REST,    /* likewise: what nobody need hide */
} Phase;

/* Finds passwords in a stream of IRC, however it is cut. It holds no byte
 * back and looks at none twice.
 */
struct _SoqIrcSecrets
{
  Phase    phase;
  gboolean has_source;
  char     command[WORD + 1];
  char     param[WORD + 1]; /* the one it is in, or the last one */
  guint    length;          /* of what is collected */
  guint    n_params;
  gboolean about_services;
  gboolean about_key;
};

/* The first parameter of a command that nobody else shall read. */
static const struct
{
  const char *command;
  guint       first;
} secrets[] = {
  { "AUTHENTICATE", 1 },
  { "NICKSERV", 2 },
  { "NS", 2 },
  { "OPER", 2 },
  { "PASS", 1 },
  { "REGISTER", 3 },
  { "VERIFY", 2 },
};

SoqIrcSecrets *
soq_irc_secrets_new (void)
{
  return g_new0 (SoqIrcSecrets, 1);
}

void
soq_irc_secrets_free (SoqIrcSecrets *self)
{
  g_free (self);
}

static void
begin_word (SoqIrcSecrets *self,
            char          *word,
            Phase          phase)
{
  word[0] = '\0';
  self->length = 0;
  self->phase = phase;
}

static void
collect (SoqIrcSecrets *self,
         char          *word,
         guint8         byte)
{
  if (self->length >= WORD)
    return;

  word[self->length++] = g_ascii_toupper ((char) byte);
  word[self->length] = '\0';
}

static gboolean
talks (SoqIrcSecrets *self)
{
  return strcmp (self->command, "PRIVMSG") == 0 || strcmp (self->command, "SQUERY") == 0;
}

/* The first parameter of the command that is a secret, or 0 if none always is. */
static guint
find_first_secret (SoqIrcSecrets *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (strcmp (self->command, secrets[i].command) == 0)
      return secrets[i].first;

  return 0;
}

static gboolean
is_secret (SoqIrcSecrets *self,
           guint          param)
{
  guint first = find_first_secret (self);

  if (first > 0)
    return param >= first;

  /* Of a JOIN with a source the second one is an account (extended-join). */
  if (strcmp (self->command, "JOIN") == 0)
    return param >= 2 && !self->has_source;

  return (self->about_services && param >= 2) || (self->about_key && param >= 3);
}

/* Whether what follows in this line is no secret, whatever it is. */
static gboolean
is_harmless (SoqIrcSecrets *self)
{
  if (self->about_services || self->about_key || find_first_secret (self) > 0)
    return FALSE;

  if (strcmp (self->command, "JOIN") == 0)
    return self->has_source;
  if (strcmp (self->command, "MODE") == 0)
    return self->n_params >= 2;

  return !talks (self) || self->n_params >= 1;
}

static void
end_param (SoqIrcSecrets *self)
{
  if (self->n_params == 1 && talks (self) && strcmp (self->param, "NICKSERV") == 0)
    self->about_services = TRUE;
  if (self->n_params == 2 && strcmp (self->command, "MODE") == 0 &&
      strchr (self->param, 'K') != NULL)
    self->about_key = TRUE;

  self->phase = is_harmless (self) ? IN_REST : IN_GAP;
}

static void
begin_line (SoqIrcSecrets *self)
{
  *self = (SoqIrcSecrets){ .phase = AT_START };
}

static void
begin_anything (SoqIrcSecrets *self,
                guint8         byte)
{
  if (byte == '@' || byte == ':')
    {
      self->has_source |= byte == ':';
      self->phase = IN_TAGS;
      return;
    }

  begin_word (self, self->command, IN_COMMAND);
  collect (self, self->command, byte);
}

static void
begin_param (SoqIrcSecrets *self,
             guint8        *byte)
{
  self->n_params++;
  if (is_secret (self, self->n_params))
    {
      self->phase = IN_SECRET;
      *byte = *byte == ':' ? ':' : DOT;
      return;
    }

  begin_word (self, self->param, IN_PARAM);
  collect (self, self->param, *byte);
}

static void
step_space (SoqIrcSecrets *self)
{
  switch (self->phase)
    {
    case IN_TAGS:
      self->phase = AT_START;
      break;

    case IN_COMMAND:
      self->phase = is_harmless (self) ? IN_REST : IN_GAP;
      break;

    case IN_PARAM:
      end_param (self);
      break;

    case AT_START:
    case IN_GAP:
    case IN_SECRET:
    case IN_REST:
    default:
      break;
    }
}

static void
step_byte (SoqIrcSecrets *self,
           guint8        *byte)
{
  switch (self->phase)
    {
    case AT_START:
      begin_anything (self, *byte);
      break;

    case IN_COMMAND:
      collect (self, self->command, *byte);
      break;

    case IN_GAP:
      begin_param (self, byte);
      break;

    case IN_PARAM:
      collect (self, self->param, *byte);
      break;

    case IN_SECRET:
      *byte = DOT;
      break;

    case IN_TAGS:
    case IN_REST:
    default:
      break;
    }
}

/* Most bytes are of what somebody says, and are only looked at for its end. */
static gsize
skip_rest (const guint8 *bytes,
           gsize         i,
           gsize         length)
{
  while (i < length && bytes[i] != '\n' && bytes[i] != '\r')
    i++;

  return i;
}

/**
 * soq_irc_secrets_mask:
 * @self: what knows how the line began
 * @bytes: (array length=length) (inout): the next bytes of a stream
 * @length: how many
 *
 * Puts a dot in place of each byte of a password: of PASS, OPER, AUTHENTICATE,
 * REGISTER, VERIFY, of what is said to NickServ, and of the keys of channels
 * in JOIN and MODE. What stays has its place and its length.
 */
void
soq_irc_secrets_mask (SoqIrcSecrets *self,
                      guint8        *bytes,
                      gsize          length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL || length == 0);

  for (gsize i = 0; i < length; i++)
    {
      if (self->phase == IN_REST)
        i = skip_rest (bytes, i, length);
      if (i == length)
        return;

      if (bytes[i] == '\n' || bytes[i] == '\r')
        begin_line (self);
      else if (bytes[i] == ' ')
        step_space (self);
      else
        step_byte (self, &bytes[i]);
    }
}
