/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-command.h"

#include "soq-error.h"
#include "soq-irc-mask.h"
#include "soq-session-private.h"
#include "soq-session-say.h"

#include <glib/gi18n.h>

/* What can be typed over IRC. Names for people are not in the texts here but
 * in those of the window; only the table is translated there.
 */

GQuark
soq_command_error_quark (void)
{
  return g_quark_from_static_string ("soq-command-error-quark");
}

static gboolean
fail (GError        **error,
      SoqCommandError code)
{
  g_set_error_literal (error, SOQ_COMMAND_ERROR, (int) code, "The command cannot be done");

  return FALSE;
}

/* The text from word number @i on. */
static const char *
get_rest (const SoqCommandLine *line,
          guint                 i)
{
  const char *rest = line->text;

  for (guint n = 0; n < i; n++)
    {
      rest += strspn (rest, " ");
      rest += strcspn (rest, " ");
    }

  return rest + strspn (rest, " ");
}

static gboolean
is_channel (SoqSession *self,
            const char *word)
{
  return word != NULL && soq_irc_isupport_is_channel (self->isupport, word);
}

static gboolean
is_in_channel (const SoqCommandLine *line)
{
  return soq_conversation_get_kind (line->conversation) == SOQ_CONVERSATION_CHANNEL;
}

/* The channel that the first word names, or else the one where it was typed.
 * @n becomes how many words that took. NULL if there is none.
 */
static const char *
find_channel (SoqSession           *self,
              const SoqCommandLine *line,
              guint                *n,
              GError              **error)
{
  *n = is_channel (self, line->words[0]) ? 1 : 0;
  if (*n == 1)
    return line->words[0];

  if (is_in_channel (line))
    return soq_conversation_get_title (line->conversation);

  fail (error, SOQ_COMMAND_ERROR_NOT_HERE);

  return NULL;
}

static gboolean
run_join (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  return soq_session_join_shown (self, line->words[0], line->words[1], error);
}

static gboolean
run_part (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  SoqConversation *conversation = line->conversation;
  guint            n;
  const char      *channel;
  const char      *reason;

  if (line->n_words == 0 &&
      soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_PRIVATE)
    {
      soq_client_remove_conversation (self->client, conversation);
      return TRUE;
    }

  channel = find_channel (self, line, &n, error);
  if (channel == NULL)
    return FALSE;

  conversation = soq_session_find (self, channel);
  if (conversation == NULL)
    return fail (error, SOQ_COMMAND_ERROR_NOT_JOINED);

  reason = get_rest (line, n);

  return soq_session_send_part (self, conversation, *reason != '\0' ? reason : NULL, error);
}

static gboolean
run_msg (SoqSession           *self,
         const SoqCommandLine *line,
         GError              **error)
{
  return soq_session_say_to (self, line->words[0], SOQ_MESSAGE_TEXT, get_rest (line, 1), error);
}

static gboolean
run_query (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  const char *text = get_rest (line, 1);

  if (is_channel (self, line->words[0]))
    return fail (error, SOQ_COMMAND_ERROR_BAD_NICK);

  if (*text != '\0' &&
      !soq_session_say_to (self, line->words[0], SOQ_MESSAGE_TEXT, text, error))
    return FALSE;

  soq_client_show_conversation (self->client, soq_session_open_private (self, line->words[0]));

  return TRUE;
}

static gboolean
run_me (SoqSession           *self,
        const SoqCommandLine *line,
        GError              **error)
{
  return soq_session_say_in (self, line->conversation, SOQ_MESSAGE_ACTION, line->text, error);
}

static gboolean
run_notice (SoqSession           *self,
            const SoqCommandLine *line,
            GError              **error)
{
  return soq_session_say_to (self, line->words[0], SOQ_MESSAGE_NOTICE, get_rest (line, 1), error);
}

static gboolean
run_ctcp (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  g_autofree char *query = g_ascii_strup (line->words[1], -1);
  const char      *rest = get_rest (line, 2);
  g_autofree char *text = g_strconcat ("\001", query, *rest != '\0' ? " " : "", rest, "\001", NULL);

  return soq_session_send (self, error, "PRIVMSG", line->words[0], text, NULL);
}

static gboolean
run_nick (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  if (strpbrk (line->words[0], "!@#:,") != NULL)
    return fail (error, SOQ_COMMAND_ERROR_BAD_NICK);

  return soq_client_change_nick (self->client, line->words[0], error);
}

static gboolean
run_topic (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  guint       n;
  const char *channel = find_channel (self, line, &n, error);
  const char *topic = get_rest (line, n);

  if (channel == NULL)
    return FALSE;

  if (*topic == '\0')
    return soq_session_send (self, error, "TOPIC", channel, NULL);

  return soq_session_send (self, error, "TOPIC", channel, topic, NULL);
}

static gboolean
run_whois (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  const char *nick = line->words[0];

  if (nick == NULL && soq_conversation_get_kind (line->conversation) == SOQ_CONVERSATION_PRIVATE)
    nick = soq_conversation_get_title (line->conversation);
  if (nick == NULL)
    nick = self->nick;

  /* Asked twice like this, the server of that one tells how long it is idle. */
  return soq_session_send (self, error, "WHOIS", nick, line->words[0] != NULL ? nick : NULL, NULL);
}

static gboolean
run_who (SoqSession           *self,
         const SoqCommandLine *line,
         GError              **error)
{
  guint       n;
  const char *mask = line->words[0];

  if (mask == NULL)
    mask = find_channel (self, line, &n, error);

  return mask != NULL && soq_session_send (self, error, "WHO", mask, NULL);
}

static gboolean
run_away (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  return soq_session_send (self, error, "AWAY", *line->text != '\0' ? line->text : NULL, NULL);
}

static gboolean
run_invite (SoqSession           *self,
            const SoqCommandLine *line,
            GError              **error)
{
  const char *channel = line->words[1];

  if (channel == NULL && is_in_channel (line))
    channel = soq_conversation_get_title (line->conversation);
  if (channel == NULL)
    return fail (error, SOQ_COMMAND_ERROR_NOT_HERE);

  return soq_session_send (self, error, "INVITE", line->words[0], channel, NULL);
}

static gboolean
run_kick (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  guint       n;
  const char *channel = find_channel (self, line, &n, error);
  const char *reason = get_rest (line, n + 1);

  if (channel == NULL)
    return FALSE;

  if (line->n_words <= n)
    return fail (error, SOQ_COMMAND_ERROR_TOO_FEW);

  return soq_session_send (self, error, "KICK", channel, line->words[n],
                           *reason != '\0' ? reason : NULL, NULL);
}

static gboolean
run_mode (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  const char      *word = line->words[0];
  gboolean         here = word == NULL || *word == '+' || *word == '-';
  g_autofree char *words = g_strjoinv (" ", (char **) (guintptr) line->words);
  g_autofree char *text = NULL;

  if (here && !is_in_channel (line))
    return fail (error, SOQ_COMMAND_ERROR_NOT_HERE);

  text = here ? g_strdup_printf ("MODE %s %s\r\n",
                                 soq_conversation_get_title (line->conversation), words)
              : g_strdup_printf ("MODE %s\r\n", words);

  return soq_session_send_raw (self, text, error);
}

/* As many of them in one line as the server takes. */
static gboolean
change_members (SoqSession           *self,
                const SoqCommandLine *line,
                const char           *mode,
                GError              **error)
{
  guint       first;
  const char *channel = find_channel (self, line, &first, error);
  guint       most = soq_irc_isupport_get_number (self->isupport, "MODES", 3, 12);

  if (channel == NULL)
    return FALSE;

  if (line->n_words <= first)
    return fail (error, SOQ_COMMAND_ERROR_TOO_FEW);

  for (guint i = first; i < line->n_words; i += MAX (most, 1))
    {
      guint               n = MIN (MAX (most, 1), line->n_words - i);
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_append_printf (text, "MODE %s %c", channel, mode[0]);
      for (guint k = 0; k < n; k++)
        g_string_append_c (text, mode[1]);
      for (guint k = 0; k < n; k++)
        g_string_append_printf (text, " %s", line->words[i + k]);
      g_string_append (text, "\r\n");
      if (!soq_session_send_raw (self, text->str, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_op (SoqSession           *self,
        const SoqCommandLine *line,
        GError              **error)
{
  return change_members (self, line, "+o", error);
}

static gboolean
run_deop (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  return change_members (self, line, "-o", error);
}

static gboolean
run_voice (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  return change_members (self, line, "+v", error);
}

static gboolean
run_devoice (SoqSession           *self,
             const SoqCommandLine *line,
             GError              **error)
{
  return change_members (self, line, "-v", error);
}

/* The address of who is there, or what was typed as a mask. */
static char *
find_mask (SoqSession *self,
           const char *channel,
           const char *who)
{
  SoqConversation *conversation = soq_session_find (self, channel);
  g_autofree char *key = soq_irc_isupport_fold (self->isupport, who);
  SoqPerson       *member = NULL;
  const char      *mask = NULL;

  if (conversation != NULL)
    member = soq_people_find (soq_conversation_get_members (conversation), key);
  if (member != NULL)
    mask = soq_person_get_mask (member);
  if (mask != NULL && strchr (mask, '@') != NULL)
    return g_strconcat ("*!*", strchr (mask, '@'), NULL);

  return soq_irc_mask_complete (who);
}

static gboolean
run_ban (SoqSession           *self,
         const SoqCommandLine *line,
         GError              **error)
{
  guint            n;
  const char      *channel = find_channel (self, line, &n, error);
  g_autofree char *mask = NULL;

  if (channel == NULL)
    return FALSE;

  if (line->n_words <= n)
    return soq_session_send (self, error, "MODE", channel, "+b", NULL);

  mask = find_mask (self, channel, line->words[n]);

  return soq_session_send (self, error, "MODE", channel, "+b", mask, NULL);
}

static gboolean
run_names (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  guint       n;
  const char *channel = find_channel (self, line, &n, error);

  if (channel == NULL)
    return FALSE;

  if (soq_session_tell_names (self, line->conversation, channel))
    return TRUE;

  return soq_session_send (self, error, "NAMES", channel, NULL);
}

static gboolean
run_list (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  return soq_session_send (self, error, "LIST", line->words[0], NULL);
}

static gboolean
run_quit (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  soq_session_quit (self, *line->text != '\0' ? line->text : NULL);
  soq_client_disconnect (self->client);

  return TRUE;
}

static gboolean
run_raw (SoqSession           *self,
         const SoqCommandLine *line,
         GError              **error)
{
  g_autofree char *text = g_strconcat (line->text, "\r\n", NULL);

  return soq_session_send_raw (self, text, error);
}

static gboolean
run_clear (SoqSession           *self,
           const SoqCommandLine *line,
           GError              **error)
{
  soq_conversation_clear (line->conversation);

  return TRUE;
}

static gboolean
run_help (SoqSession           *self,
          const SoqCommandLine *line,
          GError              **error)
{
  guint             n;
  const SoqCommand *commands = soq_commands_get (&n);

  for (guint i = 0; i < n; i++)
    soq_conversation_append (line->conversation, soq_message_new_full (&(SoqMessageInfo){
                                                   .kind = SOQ_MESSAGE_HELP,
                                                   .text = commands[i].usage,
                                                   .detail = commands[i].summary,
                                                 }));

  return TRUE;
}

/* clang-format off */
static const SoqCommand commands[] = {
  { "away", N_("/away [REASON]"), N_("Say that you are away, or that you are back"), 0, run_away },
  { "ban", N_("/ban [NICK|MASK]"), N_("Keep somebody out, or list who is kept out"), 0, run_ban },
  { "clear", N_("/clear"), N_("Clear what is shown"), 0, run_clear },
  { "ctcp", N_("/ctcp NICK QUERY"), N_("Ask somebody’s program, such as for VERSION"), 2, run_ctcp },
  { "deop", N_("/deop NICK…"), N_("Take operator status away"), 1, run_deop },
  { "devoice", N_("/devoice NICK…"), N_("Take the right to speak away"), 1, run_devoice },
  { "help", N_("/help"), N_("List the commands"), 0, run_help },
  { "invite", N_("/invite NICK [CHANNEL]"), N_("Invite somebody to a channel"), 1, run_invite },
  { "join", N_("/join CHANNEL [KEY]"), N_("Enter a channel"), 1, run_join },
  { "kick", N_("/kick NICK [REASON]"), N_("Put somebody out of the channel"), 1, run_kick },
  { "list", N_("/list [MASK]"), N_("List the channels of the network"), 0, run_list },
  { "me", N_("/me TEXT"), N_("Say what you do"), 1, run_me },
  { "mode", N_("/mode [CHANNEL|NICK] [MODES]"), N_("Show or change modes"), 0, run_mode },
  { "msg", N_("/msg NICK TEXT"), N_("Say something to one person"), 2, run_msg },
  { "names", N_("/names [CHANNEL]"), N_("List who is in a channel"), 0, run_names },
  { "nick", N_("/nick NAME"), N_("Change your name"), 1, run_nick },
  { "notice", N_("/notice NICK|CHANNEL TEXT"), N_("Send a notice, which no program answers"), 2, run_notice },
  { "op", N_("/op NICK…"), N_("Make somebody an operator of the channel"), 1, run_op },
  { "part", N_("/part [CHANNEL] [REASON]"), N_("Leave the channel, or close the conversation"), 0, run_part },
  { "query", N_("/query NICK [TEXT]"), N_("Open a private conversation"), 1, run_query },
  { "quit", N_("/quit [REASON]"), N_("Disconnect"), 0, run_quit },
  { "quote", N_("/quote LINE"), N_("Send a line to the server as it is"), 1, run_raw },
  { "raw", N_("/raw LINE"), N_("Send a line to the server as it is"), 1, run_raw },
  { "topic", N_("/topic [TEXT]"), N_("Show or change what the channel is about"), 0, run_topic },
  { "voice", N_("/voice NICK…"), N_("Let somebody speak in a moderated channel"), 1, run_voice },
  { "who", N_("/who [CHANNEL|MASK]"), N_("List people, with their addresses"), 0, run_who },
  { "whois", N_("/whois [NICK]"), N_("Show what the server knows of somebody"), 0, run_whois },
};
/* clang-format on */

/**
 * soq_commands_get:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): all commands, in order of names
 */
const SoqCommand *
soq_commands_get (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (commands);

  return commands;
}

/**
 * soq_commands_find:
 * @text: what was typed, with its slash
 *
 * Returns: (nullable): the command that it begins with
 */
const SoqCommand *
soq_commands_find (const char *text)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (*text != '/')
    return NULL;

  name = g_ascii_strdown (text + 1, (gssize) strcspn (text + 1, " \n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static gboolean
run_command (SoqSession      *self,
             SoqConversation *conversation,
             const char      *text,
             GError         **error)
{
  const SoqCommand        *command = soq_commands_find (text);
  const char              *rest = text + strcspn (text, " \n");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           pieces = NULL;
  g_auto (GStrv)           words = NULL;
  SoqCommandLine           line = { .conversation = conversation };

  if (command == NULL)
    return fail (error, SOQ_COMMAND_ERROR_UNKNOWN);

  line.text = rest + strspn (rest, " \n");
  pieces = g_strsplit_set (line.text, " ", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (builder, pieces[i]);

  words = g_strv_builder_end (builder);
  line.words = (const char *const *) words;
  line.n_words = g_strv_length (words);
  if (line.n_words < command->least_words)
    return fail (error, SOQ_COMMAND_ERROR_TOO_FEW);

  soq_session_set_context (self, conversation);

  return command->run (self, &line, error);
}

/**
 * soq_session_say:
 * @self: a session that is registered
 * @conversation: where
 * @text: what to say, or a command
 * @error: return location for a [enum@SoqCommandError] or a [enum@SoqError]
 *
 * Returns: whether it was taken; else nothing was sent
 */
gboolean
soq_session_say (SoqSession      *self,
                 SoqConversation *conversation,
                 const char      *text,
                 GError         **error)
{
  gboolean taken;

  if (g_str_has_prefix (text, "//"))
    return soq_session_say_in (self, conversation, SOQ_MESSAGE_TEXT, text + 1, error);

  if (*text != '/')
    return soq_session_say_in (self, conversation, SOQ_MESSAGE_TEXT, text, error);

  soq_session_ref (self);
  taken = run_command (self, conversation, text, error);
  soq_session_unref (self);

  return taken;
}
