/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-message-line.h"

#include "soq-text.h"

#include <glib/gi18n.h>

/* Bytes that are shown in one line without a space. */
#define WORD_MOST 500

typedef struct
{
  SoqLineKind kind;
  const char *with;    /* what it reads as; NULL for the text as it is */
  const char *without; /* the same when there is no text, or no detail for ERROR and INFO */
} Sentence;

/* How each SoqMessageKind reads. Translators: words in braces stay as they
 * are; {nick} is somebody’s name.
 */
/* clang-format off */
static const Sentence sentences[] = {
  [SOQ_MESSAGE_TEXT] = { SOQ_LINE_TEXT, NULL, NULL },
  [SOQ_MESSAGE_ACTION] = { SOQ_LINE_ACTION, NULL, NULL },
  /* Translators: {text} is what the server's owner said to us alone. */
  [SOQ_MESSAGE_PRIVATE] = { SOQ_LINE_TEXT, N_("(to you) {text}"), NULL },
  [SOQ_MESSAGE_NOTICE] = { SOQ_LINE_NOTICE, NULL, NULL },
  [SOQ_MESSAGE_COMMAND] = { SOQ_LINE_STATUS, NULL, NULL },
  [SOQ_MESSAGE_JOIN] = { SOQ_LINE_JOIN, NULL, NULL },
  [SOQ_MESSAGE_PART] = { SOQ_LINE_PART, NULL, NULL },
  /* Translators: {nick} is a name, {text} the name that one has now. */
  [SOQ_MESSAGE_RENAME] = { SOQ_LINE_STATUS, N_("{nick} is now known as {text}"), NULL },
  /* Translators: {text} is an address with its port. */
  [SOQ_MESSAGE_CONNECTED] = { SOQ_LINE_STATUS, N_("Connected to {text}"), NULL },
  /* Translators: {text} is what the system says. */
  [SOQ_MESSAGE_CLOSED] = { SOQ_LINE_STATUS, N_("The connection was lost: {text}"),
    N_("The connection was closed") },
  [SOQ_MESSAGE_ENDED] = { SOQ_LINE_STATUS, NULL,
    N_("You have ended your side: nothing more is sent, and answers are still shown") },
  [SOQ_MESSAGE_OTHER_ENDED] = { SOQ_LINE_STATUS, NULL,
    N_("The other end sends nothing more; you can still write to it, or disconnect") },
  [SOQ_MESSAGE_INFO] = { SOQ_LINE_STATUS, "{detail}: {text}", "{text}" },
  [SOQ_MESSAGE_ERROR] = { SOQ_LINE_ERROR, "{detail}: {text}", "{text}" },
  [SOQ_MESSAGE_QUIT] = { SOQ_LINE_PART, NULL, NULL },
  /* Translators: {detail} is who did it, {text} why. */
  [SOQ_MESSAGE_KICK] = { SOQ_LINE_STATUS, N_("{detail} put {nick} out: {text}"),
    N_("{detail} put {nick} out") },
  /* Translators: {text} are modes of IRC, such as “+o ana”. */
  [SOQ_MESSAGE_MODE] = { SOQ_LINE_STATUS, N_("{nick} set the modes {text}"), NULL },
  /* Translators: {detail} is a channel or a name, {text} are modes of IRC. */
  [SOQ_MESSAGE_MODES] = { SOQ_LINE_STATUS, N_("Modes of {detail}: {text}"), NULL },
  /* Translators: {text} is what a channel is about from now on. */
  [SOQ_MESSAGE_TOPIC] = { SOQ_LINE_STATUS, N_("{nick} set the topic: {text}"),
    N_("{nick} removed the topic") },
  /* Translators: {text} is what a channel is about. */
  [SOQ_MESSAGE_TOPIC_IS] = { SOQ_LINE_STATUS, N_("Topic: {text}"), NULL },
  /* Translators: {text} is a date and a time. */
  [SOQ_MESSAGE_TOPIC_BY] = { SOQ_LINE_STATUS, N_("{nick} set this topic on {text}"), NULL },
  /* Translators: {detail} is a channel, {text} a date and a time. */
  [SOQ_MESSAGE_CREATED] = { SOQ_LINE_STATUS, N_("{detail} was made on {text}"), NULL },
  /* Translators: {detail} is a channel, {text} are names. */
  [SOQ_MESSAGE_NAMES] = { SOQ_LINE_STATUS, N_("In {detail}: {text}"), N_("Nobody is in {detail}") },
  /* Translators: {text} is a channel. */
  [SOQ_MESSAGE_INVITE] = { SOQ_LINE_NOTICE, N_("{nick} invites you to {text}"), NULL },
  /* Translators: {text} is a channel. */
  [SOQ_MESSAGE_INVITING] = { SOQ_LINE_STATUS, N_("You invited {nick} to {text}"), NULL },
  /* Translators: {text} says why. */
  [SOQ_MESSAGE_AWAY] = { SOQ_LINE_STATUS, N_("{nick} is away: {text}"), N_("{nick} is away") },
  /* Translators: {detail} is a name, {text} says why, in the server's words. */
  [SOQ_MESSAGE_NICK_REFUSED] = { SOQ_LINE_ERROR, N_("You cannot be called {detail}: {text}"), NULL },
  /* Translators: {detail} is USER@HOST, {text} a full name. */
  [SOQ_MESSAGE_WHOIS_USER] = { SOQ_LINE_STATUS, N_("{nick} is {text} ({detail})"),
    N_("{nick} is {detail}") },
  /* Translators: {text} is a server, {detail} what it says of itself. */
  [SOQ_MESSAGE_WHOIS_SERVER] = { SOQ_LINE_STATUS, N_("{nick} is connected to {text} ({detail})"),
    NULL },
  /* Translators: {text} is a time span such as “5 min”. */
  [SOQ_MESSAGE_WHOIS_IDLE] = { SOQ_LINE_STATUS, N_("{nick} has been silent for {text}"), NULL },
  /* Translators: {text} are channels. */
  [SOQ_MESSAGE_WHOIS_CHANNELS] = { SOQ_LINE_STATUS, N_("{nick} is in {text}"), NULL },
  /* Translators: {text} is the name of an account. */
  [SOQ_MESSAGE_WHOIS_ACCOUNT] = { SOQ_LINE_STATUS, N_("{nick} is logged in as {text}"), NULL },
  [SOQ_MESSAGE_WHOIS_OTHER] = { SOQ_LINE_STATUS, "{nick}: {text}", NULL },
  /* Translators: {detail} is USER@HOST, {text} a full name. */
  [SOQ_MESSAGE_WHOWAS] = { SOQ_LINE_STATUS, N_("{nick} was {text} ({detail})"),
    N_("{nick} was {detail}") },
  [SOQ_MESSAGE_WHO] = { SOQ_LINE_STATUS, "{nick} ({detail}): {text}", "{nick} ({detail})" },
  /* Translators: {nick} is a channel, {detail} how many are there, {text} its topic. */
  [SOQ_MESSAGE_LISTED] = { SOQ_LINE_STATUS, N_("{nick} ({detail} there): {text}"),
    N_("{nick} ({detail} there)") },
  /* Translators: {text} is a word for programs, such as VERSION. */
  [SOQ_MESSAGE_CTCP] = { SOQ_LINE_STATUS, N_("{nick}’s program asks yours for {text}"), NULL },
  /* Translators: {detail} is a word for programs, such as VERSION, {text} the answer. */
  [SOQ_MESSAGE_CTCP_REPLY] = { SOQ_LINE_STATUS, N_("{nick}’s program answers {detail}: {text}"),
    N_("{nick}’s program answers {detail}") },
  [SOQ_MESSAGE_HELP] = { SOQ_LINE_STATUS, "{text}  {detail}", NULL },
  /* Translators: {text} is what the person said. */
  [SOQ_MESSAGE_UNCONFIRMED] = { SOQ_LINE_STATUS,
    N_("The server did not confirm this, so it may not have arrived: {text}"), NULL },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == SOQ_MESSAGE_UNCONFIRMED + 1);

/* When something was, from seconds since 1970; as it came if it is no number. */
static char *
describe_time (const char *seconds)
{
  gint64                number = g_ascii_strtoll (seconds != NULL ? seconds : "", NULL, 10);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (number);

  if (number <= 0 || when == NULL)
    return g_strdup (seconds);

  /* Translators: a date and a time, as of g_date_time_format (). */
  return g_date_time_format (when, _("%e %B %Y, %H:%M"));
}

static char *
describe_span (const char *seconds)
{
  guint64 number = g_ascii_strtoull (seconds != NULL ? seconds : "", NULL, 10);
  guint   minutes = (guint) MIN (number / 60, G_MAXUINT);

  if (minutes == 0)
    /* Translators: a time span in seconds. */
    return g_strdup_printf (_("%u s"), (guint) number);
  if (minutes < 120)
    /* Translators: a time span in minutes. */
    return g_strdup_printf (_("%u min"), minutes);

  /* Translators: a time span in hours. */
  return g_strdup_printf (_("%u h"), minutes / 60);
}

/* The parts are data: what one of them says in braces is not looked at. */
static char *
fill (const char *format,
      const char *nick,
      const char *text,
      const char *detail)
{
  const struct
  {
    const char *name;
    const char *value;
  } parts[] = { { "{nick}", nick }, { "{text}", text }, { "{detail}", detail } };
  GString *filled = g_string_new (NULL);

  while (*format != '\0')
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (parts) && !g_str_has_prefix (format, parts[i].name))
        i++;
      if (i < G_N_ELEMENTS (parts))
        {
          g_string_append (filled, parts[i].value != NULL ? parts[i].value : "");
          format += strlen (parts[i].name);
        }
      else
        g_string_append_c (filled, *format++);
    }

  return g_string_free (filled, FALSE);
}

static char *
describe_text (SoqMessage *message)
{
  const char *text = soq_message_get_text (message);

  switch ((int) soq_message_get_kind (message))
    {
    case SOQ_MESSAGE_TOPIC_BY:
    case SOQ_MESSAGE_CREATED:
      return describe_time (text);

    case SOQ_MESSAGE_WHOIS_IDLE:
      return describe_span (text);

    case SOQ_MESSAGE_HELP:
      return g_strdup (_(text));

    default:
      return g_strdup (text);
    }
}

static char *
describe (SoqMessage *message)
{
  SoqMessageKind   kind = soq_message_get_kind (message);
  const Sentence  *sentence = &sentences[kind];
  const char      *detail = soq_message_get_detail (message);
  g_autofree char *text = describe_text (message);
  gboolean         by_detail = kind == SOQ_MESSAGE_INFO || kind == SOQ_MESSAGE_ERROR;
  const char      *decisive = by_detail ? detail : text;
  const char      *format = sentence->with;

  if (format == NULL && detail != NULL && soq_message_is_said (message))
    /* Translators: {detail} is “@#channel”, which means its operators. */
    format = N_("(only to {detail}) {text}");
  if (sentence->without != NULL && (decisive == NULL || *decisive == '\0'))
    format = sentence->without;
  if (format == NULL)
    return g_steal_pointer (&text);

  if (kind == SOQ_MESSAGE_INVITE && detail != NULL)
    /* Translators: {text} is a name, {detail} a channel. */
    format = N_("{nick} invites {text} to {detail}");
  if (kind == SOQ_MESSAGE_HELP)
    detail = _(detail);

  return fill (_(format), soq_message_get_nick (message), text, detail);
}

/**
 * soq_message_fill_line:
 * @message: a message; must outlive @line
 * @line: (out caller-allocates): how it reads
 * @text: (out) (transfer full) (nullable): what the line's text borrows from
 */
void
soq_message_fill_line (SoqMessage *message,
                       SoqLine    *line,
                       char      **text)
{
  const char *whole;
  char       *broken;

  *text = describe (message);
  whole = *text;
  broken = whole != NULL ? soq_text_break_words (whole, WORD_MOST) : NULL;
  if (broken != NULL)
    {
      g_free (*text);
      *text = broken;
    }
  *line = (SoqLine){
    .kind = sentences[soq_message_get_kind (message)].kind,
    .time = soq_message_get_time (message),
    .nick = soq_message_get_nick (message),
    .text = *text,
    .outgoing = soq_message_get_outgoing (message),
    .mention = soq_message_get_mention (message),
    .mark = soq_message_get_mark (message),
  };
}
