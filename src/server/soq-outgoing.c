/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-outgoing.h"

#include "soq-irc-caps.h"
#include "soq-irc-error.h"
#include "soq-irc-message.h"
#include "soq-irc-names.h"
#include "soq-irc-text.h"
#include "soq-plain-format.h"

/* The capabilities that change how one line looks. Each set of them is one
 * form; all the receivers who asked for the same share it.
 */
#define FORMS 8

static const guint form_caps[] = {
  SOQ_IRC_CAP_SERVER_TIME,
  SOQ_IRC_CAP_MESSAGE_TAGS,
  SOQ_IRC_CAP_ACCOUNT_TAG,
};

/**
 * SoqOutgoing:
 *
 * One message to one or many receivers, of whatever kind they are: it is
 * written once for all who asked for the same, as IRC with the tags that they
 * know, or as plain text. It lives in the server's thread.
 */
struct _SoqOutgoing
{
  guint refs;

  char  *source;  /* (owned): a user's nick!user@host, or the server */
  char  *command; /* (owned) */
  char **params;  /* (owned) */
  char  *line;    /* (owned): as it goes out, without tags */

  gint64 time;    /* µs since 1970, UTC; whole ms, as clients see it */
  char  *id;      /* (owned) (nullable): msgid */
  char  *account; /* (owned) (nullable): of who says it */
  char  *tags;    /* (owned) (nullable): client-only and other tags, escaped */
  char  *batch;   /* (owned) (nullable): that it is part of */

  GBytes  *forms[FORMS]; /* (owned) (nullable): made when first asked for */
  GBytes  *plain;        /* (owned) (nullable) */
  gboolean plain_made;
};

static gboolean
is_word (const char *text)
{
  return *text != '\0' && *text != ':' && strchr (text, ' ') == NULL;
}

/* What a peer sent comes back in many replies, where it must stay one word. */
static char **
dup_params (const char *const *params)
{
  g_autoptr (GStrvBuilder) copy = g_strv_builder_new ();

  for (; params[0] != NULL; params++)
    {
      gboolean         fits = params[1] == NULL || is_word (params[0]);
      g_autofree char *param = g_strdup (fits ? params[0] : "*");

      g_strv_builder_add (copy, g_strdelimit (param, "\r\n", ' '));
    }

  return g_strv_builder_end (copy);
}

static gsize
measure (const SoqOutgoing *self)
{
  gsize length = strlen (self->command) + 2;

  if (self->source != NULL)
    length += strlen (self->source) + 2;
  for (guint i = 0; self->params[i] != NULL; i++)
    length += strlen (self->params[i]) + 1;

  return length;
}

/* The source makes a line longer than the sender could know; what does not
 * fit is cut off between two characters.
 */
static void
cut_last_param (SoqOutgoing *self)
{
  guint n = g_strv_length (self->params);
  gsize length = measure (self);
  gsize excess;
  char *last;
  char *end;

  if (n == 0 || length <= SOQ_IRC_LINE - 2)
    return;

  last = self->params[n - 1];
  excess = MIN (length - (SOQ_IRC_LINE - 2), strlen (last));
  end = last + strlen (last) - excess;
  while (end > last && ((guint8) *end & 0xc0) == 0x80)
    end--;
  *end = '\0';
}

static char *
format_line (SoqOutgoing *self)
{
  GString           *line = g_string_sized_new (64);
  g_autoptr (GError) error = NULL;

  cut_last_param (self);
  if (!soq_irc_append_line (line, self->source, self->command,
                            (const char *const *) self->params, &error))
    g_critical ("Cannot send %s: %s", self->command, error->message);

  return g_string_free (line, FALSE);
}

/**
 * soq_outgoing_new_v:
 * @source: (nullable): who says it
 * @command: letters, or three digits
 * @params: (array zero-terminated=1): its parameters; where one that is not
 *   the last cannot stand there, “*” stands for it
 *
 * Returns: (transfer full): the message; its time is now
 */
SoqOutgoing *
soq_outgoing_new_v (const char        *source,
                    const char        *command,
                    const char *const *params)
{
  SoqOutgoing *self;

  g_return_val_if_fail (command != NULL, NULL);
  g_return_val_if_fail (params != NULL, NULL);

  self = g_new0 (SoqOutgoing, 1);
  self->refs = 1;
  self->source = g_strdup (source);
  self->command = g_strdup (command);
  self->params = dup_params (params);
  self->time = g_get_real_time () / 1000 * 1000;
  self->line = format_line (self);

  return self;
}

/**
 * soq_outgoing_new:
 * @source: (nullable): who says it
 * @command: letters, or three digits
 * @...: its parameters, ended by %NULL
 *
 * Returns: (transfer full): the message; its time is now
 */
SoqOutgoing *
soq_outgoing_new (const char *source,
                  const char *command,
                  ...)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  va_list               args;

  va_start (args, command);
  do
    g_ptr_array_add (params, va_arg (args, char *));
  while (g_ptr_array_index (params, params->len - 1) != NULL);
  va_end (args);

  return soq_outgoing_new_v (source, command, (const char *const *) params->pdata);
}

SoqOutgoing *
soq_outgoing_ref (SoqOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  self->refs++;

  return self;
}

static void
drop_forms (SoqOutgoing *self)
{
  for (guint i = 0; i < FORMS; i++)
    g_clear_pointer (&self->forms[i], g_bytes_unref);
}

void
soq_outgoing_unref (SoqOutgoing *self)
{
  g_return_if_fail (self != NULL);

  if (--self->refs > 0)
    return;

  drop_forms (self);
  g_clear_pointer (&self->plain, g_bytes_unref);
  g_free (self->source);
  g_free (self->command);
  g_strfreev (self->params);
  g_free (self->line);
  g_free (self->id);
  g_free (self->account);
  g_free (self->tags);
  g_free (self->batch);
  g_free (self);
}

/**
 * soq_outgoing_set_time:
 * @self: a message
 * @time: when it was said, in µs since 1970, UTC
 */
void
soq_outgoing_set_time (SoqOutgoing *self,
                       gint64       time)
{
  g_return_if_fail (self != NULL);

  self->time = time;
  drop_forms (self);
}

static void
set_text (SoqOutgoing *self,
          char       **field,
          const char  *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
  drop_forms (self);
}

void
soq_outgoing_set_id (SoqOutgoing *self,
                     const char  *id)
{
  g_return_if_fail (self != NULL);

  set_text (self, &self->id, id);
}

void
soq_outgoing_set_account (SoqOutgoing *self,
                          const char  *account)
{
  g_return_if_fail (self != NULL);

  set_text (self, &self->account, account);
}

/**
 * soq_outgoing_set_tags:
 * @self: a message
 * @tags: (nullable): tags as they go out to those who asked for message-tags
 */
void
soq_outgoing_set_tags (SoqOutgoing *self,
                       const char  *tags)
{
  g_return_if_fail (self != NULL);

  set_text (self, &self->tags, tags != NULL && *tags != '\0' ? tags : NULL);
}

void
soq_outgoing_set_batch (SoqOutgoing *self,
                        const char  *batch)
{
  g_return_if_fail (self != NULL);

  set_text (self, &self->batch, batch);
}

/**
 * soq_outgoing_set_plain:
 * @self: a message
 * @plain: (nullable): what plain-text peers get for it
 */
void
soq_outgoing_set_plain (SoqOutgoing *self,
                        GBytes      *plain)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->plain, g_bytes_unref);
  self->plain = plain != NULL ? g_bytes_ref (plain) : NULL;
  self->plain_made = TRUE;
}

const char *
soq_outgoing_get_command (SoqOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->command;
}

gint64
soq_outgoing_get_time (SoqOutgoing *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->time;
}

const char *
soq_outgoing_get_id (SoqOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

static void
append_time (GString *tags,
             gint64   time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char      *text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S");
  int                   milliseconds = (int) (time % G_USEC_PER_SEC / 1000);

  if (tags->len > 0)
    g_string_append_c (tags, ';');
  g_string_append_printf (tags, "time=%s.%03dZ", text, milliseconds);
}

static void
append_raw_tags (GString    *tags,
                 const char *raw)
{
  if (raw == NULL)
    return;

  if (tags->len > 0)
    g_string_append_c (tags, ';');
  g_string_append (tags, raw);
}

static void
append_tags (SoqOutgoing *self,
             GString     *tags,
             guint        caps)
{
  if ((caps & SOQ_IRC_CAP_SERVER_TIME) != 0)
    append_time (tags, self->time);
  if ((caps & SOQ_IRC_CAP_ACCOUNT_TAG) != 0 && self->account != NULL)
    soq_irc_append_tag (tags, "account", self->account);
  if ((caps & SOQ_IRC_CAP_MESSAGE_TAGS) != 0)
    {
      if (self->id != NULL)
        soq_irc_append_tag (tags, "msgid", self->id);
      append_raw_tags (tags, self->tags);
    }
}

static GBytes *
make_form (SoqOutgoing *self,
           guint        caps,
           const char  *label,
           const char  *batch)
{
  GString *out = g_string_sized_new (strlen (self->line) + 96);
  GString *tags = g_string_new (NULL);

  if (label != NULL)
    soq_irc_append_tag (tags, "label", label);
  if (batch != NULL)
    soq_irc_append_tag (tags, "batch", batch);
  append_tags (self, tags, caps);

  if (tags->len > 0)
    g_string_append_printf (out, "@%s ", tags->str);
  g_string_append (out, self->line);
  g_string_free (tags, TRUE);

  return g_string_free_to_bytes (out);
}

/**
 * soq_outgoing_get_bytes:
 * @self: a message
 * @caps: what the receiver asked for
 *
 * Returns: (transfer none): the line with its tags and CR LF
 */
GBytes *
soq_outgoing_get_bytes (SoqOutgoing *self,
                        guint        caps)
{
  guint form = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (form_caps); i++)
    if ((caps & form_caps[i]) != 0)
      form |= 1u << i;

  if (self->forms[form] == NULL)
    self->forms[form] = make_form (self, caps, NULL,
                                   (caps & SOQ_IRC_CAP_BATCH) != 0 ? self->batch : NULL);

  return self->forms[form];
}

/**
 * soq_outgoing_dup_labeled:
 * @self: a message
 * @caps: what its only receiver asked for
 * @label: (nullable): the label of the command that it answers
 * @batch: (nullable): the batch that it is part of, unless it has one
 *
 * Returns: (transfer full): the line with its tags and CR LF
 */
GBytes *
soq_outgoing_dup_labeled (SoqOutgoing *self,
                          guint        caps,
                          const char  *label,
                          const char  *batch)
{
  g_return_val_if_fail (self != NULL, NULL);

  return make_form (self, caps, label, self->batch != NULL ? self->batch : batch);
}

/**
 * soq_outgoing_dup_record:
 * @self: a message
 *
 * Returns: (transfer full): what is to be kept of it: the line without its
 *   CR LF, with the tags that somebody who reads it later should get
 */
char *
soq_outgoing_dup_record (SoqOutgoing *self)
{
  GString *record = g_string_new (NULL);
  GString *tags = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (self->account != NULL)
    soq_irc_append_tag (tags, "account", self->account);
  append_raw_tags (tags, self->tags);
  if (tags->len > 0)
    g_string_append_printf (record, "@%s ", tags->str);
  g_string_append (record, self->line);
  g_string_truncate (record, record->len - 2);
  g_string_free (tags, TRUE);

  return g_string_free (record, FALSE);
}

static char *
render_leaving (const char *nick,
                const char *reason)
{
  if (reason == NULL || *reason == '\0' || g_str_equal (reason, SOQ_OUTGOING_CLOSED))
    return g_strdup_printf ("%s left.", nick);

  return g_strdup_printf ("%s left: %s", nick, reason);
}

/* “\001ACTION text\001”, or NULL. */
static char *
find_action (const char *text)
{
  gsize length;

  if (!g_str_has_prefix (text, "\001ACTION "))
    return NULL;

  text += strlen ("\001ACTION ");
  length = strlen (text);
  if (length > 0 && text[length - 1] == '\001')
    length--;

  return g_strndup (text, length);
}

static GBytes *
render_message (SoqOutgoing *self,
                const char  *nick)
{
  gboolean         is_private = *self->params[0] != '#';
  gboolean         is_server = strchr (self->source, '!') == NULL;
  gboolean         is_notice = g_str_equal (self->command, "NOTICE");
  g_autofree char *action = find_action (self->params[1]);
  g_autofree char *text = soq_irc_text_strip (self->params[1]);

  if (action != NULL)
    return soq_plain_format_action (nick, action);

  /* Requests and answers between clients (CTCP) are not for people. */
  if (*text == '\001')
    return NULL;

  if (is_notice && is_server)
    return soq_plain_format_notice (text);

  return is_private ? soq_plain_format_private (nick, text) : soq_plain_format_message (nick, text);
}

static char *
render_event (SoqOutgoing *self,
              const char  *nick)
{
  const char *const *params = (const char *const *) self->params;

  if (g_str_equal (self->command, "JOIN"))
    return g_strdup_printf ("%s joined.", nick);
  if (g_str_equal (self->command, "PART"))
    return render_leaving (nick, params[1]);
  if (g_str_equal (self->command, "QUIT"))
    return render_leaving (nick, params[0]);
  if (g_str_equal (self->command, "NICK"))
    return g_strdup_printf ("%s is now known as %s.", nick, params[0]);
  if (g_str_equal (self->command, "KICK"))
    return g_strdup_printf ("%s was removed by %s: %s", params[1], nick, params[2]);
  if (g_str_equal (self->command, "TOPIC"))
    return g_strdup_printf ("%s changed the topic to: %s", nick, params[1]);
  if (g_str_equal (self->command, "ERROR"))
    return g_strdup (params[0]);

  return NULL;
}

static GBytes *
make_plain (SoqOutgoing *self)
{
  g_autofree char *nick = self->source != NULL ? soq_irc_source_dup_nick (self->source) : NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (self->command, "PRIVMSG") || g_str_equal (self->command, "NOTICE"))
    return render_message (self, nick);

  text = render_event (self, nick);

  return text != NULL ? soq_plain_format_notice (text) : NULL;
}

/**
 * soq_outgoing_get_plain:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the message for plain-text peers, %NULL
 *   if it means nothing to them
 */
GBytes *
soq_outgoing_get_plain (SoqOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->plain_made)
    {
      self->plain_made = TRUE;
      self->plain = make_plain (self);
    }

  return self->plain;
}
