/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

/* What a server answers: to WHOIS and the like, and when it refuses. Shown
 * where it was asked, or in the conversation that it is about.
 */

static void
answer (SoqSession           *self,
        const SoqSessionLine *line,
        SoqMessageKind        kind,
        const char           *nick,
        const char           *text,
        const char           *detail)
{
  soq_session_show (self, line, soq_session_get_context (self), kind, nick, text, detail);
}

/* 311 and 314: me, nick, user, host, *, full name. */
static void
take_user (SoqSession           *self,
           const SoqSessionLine *line)
{
  gboolean         gone = soq_irc_message_is (line->message, "314");
  g_autofree char *mask = g_strdup_printf ("%s@%s", soq_session_param (line, 2),
                                           soq_session_param (line, 3));

  answer (self, line, gone ? SOQ_MESSAGE_WHOWAS : SOQ_MESSAGE_WHOIS_USER,
          soq_session_param (line, 1), soq_session_param (line, 5), mask);
}

static void
take_server (SoqSession           *self,
             const SoqSessionLine *line)
{
  answer (self, line, SOQ_MESSAGE_WHOIS_SERVER, soq_session_param (line, 1),
          soq_session_param (line, 2), soq_session_param (line, 3));
}

/* 317: me, nick, seconds, since when, what these are. */
static void
take_idle (SoqSession           *self,
           const SoqSessionLine *line)
{
  answer (self, line, SOQ_MESSAGE_WHOIS_IDLE, soq_session_param (line, 1),
          soq_session_param (line, 2),
          line->message->n_params > 4 ? soq_session_param (line, 3) : NULL);
}

static void
take_channels (SoqSession           *self,
               const SoqSessionLine *line)
{
  answer (self, line, SOQ_MESSAGE_WHOIS_CHANNELS, soq_session_param (line, 1),
          soq_session_param (line, 2), NULL);
}

static void
take_account (SoqSession           *self,
              const SoqSessionLine *line)
{
  answer (self, line, SOQ_MESSAGE_WHOIS_ACCOUNT, soq_session_param (line, 1),
          soq_session_param (line, 2), NULL);
}

/* 313, 320, 335, 338, 378, 379, 671: a name and a sentence. */
static void
take_other (SoqSession           *self,
            const SoqSessionLine *line)
{
  g_autofree char *text = soq_session_join_params (line, 2);

  answer (self, line, SOQ_MESSAGE_WHOIS_OTHER, soq_session_param (line, 1), text, NULL);
}

/* 301: of somebody to whom we wrote, or of whom we asked. */
static void
take_away (SoqSession           *self,
           const SoqSessionLine *line)
{
  const char *nick = soq_session_param (line, 1);
  SoqConversation *private = soq_session_find (self, nick);

  soq_session_show (self, line, private != NULL ? private : soq_session_get_context (self),
                    SOQ_MESSAGE_AWAY, nick, soq_session_last_param (line), NULL);
}

static void
take_sentence (SoqSession           *self,
               const SoqSessionLine *line)
{
  answer (self, line, SOQ_MESSAGE_INFO, NULL, soq_session_last_param (line), NULL);
}

/* 318 and 369 end an answer; 366 and others do so by themselves. */
static void
take_nothing (SoqSession           *self,
              const SoqSessionLine *line)
{
}

/* 352: me, channel, user, host, server, nick, flags, hops and full name. */
static void
take_who (SoqSession           *self,
          const SoqSessionLine *line)
{
  g_autofree char *mask = NULL;
  const char      *name = strchr (soq_session_param (line, 7), ' ');

  mask = g_strdup_printf ("%s@%s", soq_session_param (line, 2), soq_session_param (line, 3));
  answer (self, line, SOQ_MESSAGE_WHO, soq_session_param (line, 5),
          name != NULL ? name + 1 : soq_session_param (line, 7), mask);
}

/* 322: me, channel, how many, topic. */
static void
take_listed (SoqSession           *self,
             const SoqSessionLine *line)
{
  const char *topic = soq_session_param (line, 3);

  answer (self, line, SOQ_MESSAGE_LISTED, soq_session_param (line, 1), topic != NULL ? topic : "",
          soq_session_param (line, 2));
}

/* 367, 346 and 348: an entry of a list of masks. */
static void
take_mask (SoqSession           *self,
           const SoqSessionLine *line)
{
  SoqConversation *channel = soq_session_find (self, soq_session_param (line, 1));
  g_autofree char *text = soq_session_join_params (line, 2);

  soq_session_show (self, line, channel != NULL ? channel : soq_session_get_context (self),
                    SOQ_MESSAGE_INFO, NULL, text, NULL);
}

/* The conversation that one of the parameters names, or where it was asked. */
static SoqConversation *
find_subject (SoqSession           *self,
              const SoqSessionLine *line,
              const char          **subject)
{
  *subject = NULL;
  for (guint i = 1; i + 1 < line->message->n_params; i++)
    {
      const char      *param = soq_session_param (line, i);
      SoqConversation *conversation = *param != '\0' ? soq_session_find (self, param) : NULL;

      if (conversation != NULL)
        return conversation;
    }

  if (line->message->n_params > 2)
    *subject = soq_session_param (line, line->message->n_params - 2);

  return soq_session_get_context (self);
}

/* 4xx and 5xx: what was refused, and why. */
static void
take_error (SoqSession           *self,
            const SoqSessionLine *line)
{
  const char      *subject;
  SoqConversation *conversation = find_subject (self, line, &subject);

  if (line->message->n_params > 2)
    soq_session_end_joining (self, soq_session_param (line, 1));
  soq_session_show (self, line, conversation, SOQ_MESSAGE_ERROR, NULL,
                    soq_session_last_param (line), subject);
}

/* 470: me, the channel that we asked for, the one that we get. */
static void
take_forward (SoqSession           *self,
              const SoqSessionLine *line)
{
  g_autofree char *asked = soq_irc_isupport_fold (self->isupport, soq_session_param (line, 1));
  char            *got = soq_irc_isupport_fold (self->isupport, soq_session_param (line, 2));

  if (g_hash_table_remove (self->shown, asked))
    g_hash_table_add (self->shown, got);
  else
    g_free (got);
  take_error (self, line);
}

/* FAIL, WARN and NOTE: command, code, what it is about, sentence. */
static void
take_standard_reply (SoqSession           *self,
                     const SoqSessionLine *line)
{
  gboolean         note = soq_irc_message_is (line->message, "NOTE");
  const char      *subject;
  SoqConversation *conversation = find_subject (self, line, &subject);

  /* Where there is no history that can be told, what waits for it goes on. */
  if (g_ascii_strcasecmp (soq_session_param (line, 0), "CHATHISTORY") == 0)
    {
      soq_conversation_release (conversation);
      return;
    }

  soq_session_show (self, line, conversation, note ? SOQ_MESSAGE_INFO : SOQ_MESSAGE_ERROR, NULL,
                    soq_session_last_param (line),
                    line->message->n_params > 3 ? subject : NULL);
}

#define ERROR(numeric)     \
  {                        \
    numeric, 2, take_error \
  }

/* clang-format off */
const SoqSessionEntry soq_session_answers[] = {
  { "301", 3, take_away },
  { "305", 1, take_sentence },
  { "306", 1, take_sentence },
  { "311", 6, take_user },
  { "312", 4, take_server },
  { "313", 3, take_other },
  { "314", 6, take_user },
  { "317", 4, take_idle },
  { "318", 0, take_nothing },
  { "319", 3, take_channels },
  { "320", 3, take_other },
  { "321", 0, take_nothing },
  { "322", 3, take_listed },
  { "323", 0, take_nothing },
  { "330", 3, take_account },
  { "335", 3, take_other },
  { "338", 3, take_other },
  { "346", 3, take_mask },
  { "347", 0, take_nothing },
  { "348", 3, take_mask },
  { "349", 0, take_nothing },
  { "352", 8, take_who },
  { "367", 3, take_mask },
  { "368", 0, take_nothing },
  { "369", 0, take_nothing },
  { "372", 2, take_sentence },
  { "375", 2, take_sentence },
  { "378", 3, take_other },
  { "379", 3, take_other },
  { "671", 3, take_other },
  { "FAIL", 3, take_standard_reply },
  { "NOTE", 3, take_standard_reply },
  { "WARN", 3, take_standard_reply },
  ERROR ("400"), ERROR ("401"), ERROR ("402"), ERROR ("403"), ERROR ("404"), ERROR ("405"),
  ERROR ("406"), ERROR ("407"), ERROR ("408"), ERROR ("409"), ERROR ("410"), ERROR ("411"),
  ERROR ("412"), ERROR ("413"), ERROR ("414"), ERROR ("415"), ERROR ("416"), ERROR ("417"),
  ERROR ("423"), ERROR ("435"), ERROR ("438"), ERROR ("441"), ERROR ("442"), ERROR ("443"),
  ERROR ("447"), ERROR ("448"), ERROR ("451"), ERROR ("461"), ERROR ("462"), ERROR ("467"),
  { "470", 4, take_forward }, ERROR ("471"), ERROR ("472"), ERROR ("473"), ERROR ("474"), ERROR ("475"),
  ERROR ("476"), ERROR ("477"), ERROR ("478"), ERROR ("479"), ERROR ("480"), ERROR ("481"),
  ERROR ("482"), ERROR ("483"), ERROR ("484"), ERROR ("485"), ERROR ("489"), ERROR ("491"),
  ERROR ("501"), ERROR ("502"), ERROR ("520"), ERROR ("524"), ERROR ("525"), ERROR ("531"),
  ERROR ("691"), ERROR ("696"), ERROR ("723"), ERROR ("742"), ERROR ("972"), ERROR ("974"),
  { NULL },
};
/* clang-format on */
