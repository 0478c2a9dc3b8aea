/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-error.h"
#include "soq-irc-names.h"
#include "soq-text.h"

/* From the first line to the end of the welcome: capabilities (IRCv3,
 * “Capability Negotiation”), login (SASL 3.1) and the name.
 */

#define REGISTRATION_TIME (30 * 1000 * 1000)
#define WELCOME_TIME      (3 * 1000 * 1000)

#define OFFERED      256 /* capabilities that we remember */
#define NICK_TRIES   5   /* names that we make up before we ask */
#define SASL_PIECE   400 /* of base64, by the specification */
#define SHORT_NICK   9   /* what every server takes */
#define REQUEST_MOST 400
#define REASON_MOST  300 /* bytes of what a server gives as the reason of an end */

static const char *const wanted_caps[] = {
  "account-notify",
  "account-tag",
  "away-notify",
  "batch",
  "cap-notify",
  "chghost",
  "draft/chathistory",
  "draft/event-playback",
  "echo-message",
  "extended-join",
  "invite-notify",
  "labeled-response",
  "message-tags",
  "multi-prefix",
  "server-time",
  "setname",
  "standard-replies",
  "userhost-in-names",
};

gboolean
soq_session_has_cap (SoqSession *self,
                     const char *cap)
{
  return g_hash_table_contains (self->caps, cap);
}

static gboolean
wants_account (SoqSession *self)
{
  return self->client->account != NULL && *self->client->account != '\0';
}

static void
set_patience (SoqSession *self,
              gint64      delay)
{
  soq_timers_set (soq_reactor_get_timers (self->client->reactor), &self->patience, delay);
}

/* What a server says why, as it can stand in a sentence for people. */
static char *
dup_reason (const char *reason)
{
  g_autofree char *line = soq_text_one_line (reason);

  return soq_text_cut (line, REASON_MOST);
}

/* Ends what has not even begun; the session is closed after this. */
void
soq_session_fail (SoqSession *self,
                  int         code,
                  const char *reason)
{
  g_autofree char   *cut = dup_reason (reason);
  g_autoptr (GError) error = g_error_new_literal (SOQ_ERROR, code, cut);

  soq_client_session_failed (self->client, error);
}

/* Sends the first lines. Whoever does not know CAP says so or nothing, and
 * goes on with the others.
 */
void
soq_session_register (SoqSession *self)
{
  const char      *password = self->client->password;
  g_autofree char *user = NULL;

  self->nick = g_strdup (self->client->nick != NULL ? self->client->nick : "guest");
  user = g_ascii_strdown (self->nick, SOQ_SESSION_USER);
  g_strcanon (user, "abcdefghijklmnopqrstuvwxyz0123456789", 'x');

  soq_session_send_now (self, "CAP", "LS", "302", NULL);
  if (password != NULL && *password != '\0' && !wants_account (self))
    soq_session_send_now (self, "PASS", password, NULL);
  self->nick_sent = TRUE;
  soq_session_send_now (self, "NICK", self->nick, NULL);
  soq_session_send_now (self, "USER", user, "0", "*", self->nick, NULL);
  set_patience (self, REGISTRATION_TIME);
}

static void
end_cap (SoqSession *self)
{
  if (self->cap_done)
    return;

  self->cap_done = TRUE;
  if (!self->registered)
    soq_session_send_now (self, "CAP", "END", NULL);
}

static void
refuse_accounts (SoqSession *self)
{
  soq_session_fail (self, SOQ_ERROR_NO_ACCOUNTS, "The server has no accounts (SASL PLAIN)");
}

/* All that was asked for is answered: log in, or go on. */
static void
finish_caps (SoqSession *self)
{
  if (g_hash_table_size (self->requested) > 0 || self->cap_done)
    return;

  if (!wants_account (self))
    end_cap (self);
  else if (!soq_session_has_cap (self, "sasl"))
    refuse_accounts (self);
  else if (self->login == SOQ_SESSION_LOGIN_NONE)
    {
      self->login = SOQ_SESSION_LOGIN_BEGUN;
      soq_session_send_now (self, "AUTHENTICATE", "PLAIN", NULL);
    }
}

static void
request (SoqSession *self,
         const char *caps)
{
  g_auto (GStrv) names = g_strsplit (caps, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_add (self->requested, g_strdup (names[i]));
  soq_session_send_now (self, "CAP", "REQ", caps, NULL);
}

static gboolean
is_wanted (SoqSession *self,
           const char *cap)
{
  if (g_str_equal (cap, "sasl"))
    return wants_account (self) && !self->registered;

  for (guint i = 0; i < G_N_ELEMENTS (wanted_caps); i++)
    if (g_str_equal (cap, wanted_caps[i]))
      return TRUE;

  return FALSE;
}

static void
request_wanted (SoqSession *self)
{
  g_autoptr (GString) caps = g_string_new (NULL);
  GHashTableIter      iter;
  gpointer            cap;

  g_hash_table_iter_init (&iter, self->offered);
  while (g_hash_table_iter_next (&iter, &cap, NULL))
    {
      if (!is_wanted (self, cap) || soq_session_has_cap (self, cap) ||
          g_hash_table_contains (self->requested, cap))
        continue;
      if (caps->len + strlen (cap) > REQUEST_MOST)
        {
          request (self, caps->str);
          g_string_truncate (caps, 0);
        }
      g_string_append_printf (caps, "%s%s", caps->len > 0 ? " " : "", (const char *) cap);
    }

  if (caps->len > 0)
    request (self, caps->str);
}

static gboolean
has_plain (const char *mechanisms)
{
  g_auto (GStrv) names = g_strsplit (mechanisms, ",", -1);

  return *mechanisms == '\0' || g_strv_contains ((const char *const *) names, "PLAIN");
}

static void
remember_offer (SoqSession *self,
                const char *list)
{
  g_auto (GStrv) caps = g_strsplit (list, " ", -1);

  for (guint i = 0; caps[i] != NULL; i++)
    {
      char *value = strchr (caps[i], '=');

      if (value != NULL)
        *value++ = '\0';
      if (*caps[i] == '\0' || g_hash_table_size (self->offered) >= OFFERED)
        continue;
      if (g_str_equal (caps[i], "sasl") && value != NULL && !has_plain (value))
        continue;
      g_hash_table_replace (self->offered, g_strdup (caps[i]),
                            g_strdup (value != NULL ? value : ""));
    }
}

static void
acknowledge (SoqSession *self,
             const char *list)
{
  g_auto (GStrv) caps = g_strsplit (list, " ", -1);

  for (guint i = 0; caps[i] != NULL; i++)
    {
      /* “~” and “=” were signs of the first version. */
      if (*caps[i] == '-')
        g_hash_table_remove (self->caps, caps[i] + 1);
      else if (g_hash_table_remove (self->requested, caps[i] + strspn (caps[i], "~=")))
        g_hash_table_add (self->caps, g_strdup (caps[i] + strspn (caps[i], "~=")));
    }
}

/* One that a server does not give takes all others of its request with it, so
 * each is asked for by itself.
 */
static void
request_again (SoqSession *self,
               const char *list)
{
  g_auto (GStrv) caps = g_strsplit (list, " ", -1);
  guint          n = g_strv_length (caps);

  for (guint i = 0; n > 1 && i < MIN (n, G_N_ELEMENTS (wanted_caps) + 1); i++)
    if (is_wanted (self, caps[i]) && !soq_session_has_cap (self, caps[i]) &&
        !g_hash_table_contains (self->requested, caps[i]))
      request (self, caps[i]);
}

/* Some cut the list of what they refuse, or leave it out. Returns whether it is
 * about something that we asked for.
 */
static gboolean
refuse_requested (SoqSession *self,
                  const char *list)
{
  g_auto (GStrv) caps = g_strsplit (list, " ", -1);
  gboolean       found = FALSE;

  for (guint i = 0; caps[i] != NULL; i++)
    found |= g_hash_table_remove (self->requested, caps[i]);
  if (!found)
    g_hash_table_remove_all (self->requested);

  return found;
}

static void
forget_offer (SoqSession *self,
              const char *list)
{
  g_auto (GStrv) caps = g_strsplit (list, " ", -1);

  for (guint i = 0; caps[i] != NULL; i++)
    {
      g_hash_table_remove (self->offered, caps[i]);
      g_hash_table_remove (self->requested, caps[i]);
      g_hash_table_remove (self->caps, caps[i]);
    }
}

static void
take_cap (SoqSession           *self,
          const SoqSessionLine *line)
{
  const char *sub = soq_session_param (line, 1);
  const char *list = soq_session_last_param (line);
  gboolean    more = line->message->n_params > 3 && g_str_equal (soq_session_param (line, 2), "*");

  if (g_ascii_strcasecmp (sub, "LS") == 0 || g_ascii_strcasecmp (sub, "NEW") == 0)
    {
      remember_offer (self, list);
      if (!more)
        request_wanted (self);
    }
  else if (g_ascii_strcasecmp (sub, "ACK") == 0)
    {
      acknowledge (self, list);
    }
  else if (g_ascii_strcasecmp (sub, "NAK") == 0)
    {
      if (refuse_requested (self, list))
        request_again (self, list);
    }
  else if (g_ascii_strcasecmp (sub, "DEL") == 0)
    {
      forget_offer (self, list);
      return;
    }

  if (!more)
    finish_caps (self);
}

/* SASL PLAIN (RFC 4616): nothing, NUL, the account, NUL, the password. */
static char *
encode_login (SoqSession *self)
{
  g_autoptr (GByteArray) login = g_byte_array_new ();
  const char            *account = self->client->account;
  const char            *password = self->client->password != NULL ? self->client->password : "";
  char                  *encoded;

  g_byte_array_append (login, (const guint8 *) "", 1);
  g_byte_array_append (login, (const guint8 *) account, (guint) strlen (account) + 1);
  g_byte_array_append (login, (const guint8 *) password, (guint) strlen (password));
  encoded = g_base64_encode (login->data, login->len);
  memset (login->data, 0, login->len);

  return encoded;
}

static void
take_authenticate (SoqSession           *self,
                   const SoqSessionLine *line)
{
  g_autofree char *encoded = NULL;
  gsize            length;
  gsize            start = 0;

  /* The password goes out once, when it is asked for. */
  if (self->login != SOQ_SESSION_LOGIN_BEGUN || self->registered || !wants_account (self) ||
      !g_str_equal (soq_session_param (line, 0), "+"))
    return;

  self->login = SOQ_SESSION_LOGIN_SENT;
  encoded = encode_login (self);
  length = strlen (encoded);
  while (start < length)
    {
      g_autofree char *piece = g_strndup (encoded + start, SASL_PIECE);

      soq_session_send_now (self, "AUTHENTICATE", piece, NULL);
      start += strlen (piece);
    }

  /* Only a shorter piece says that it is the last. */
  if (length % SASL_PIECE == 0)
    soq_session_send_now (self, "AUTHENTICATE", "+", NULL);
  memset (encoded, 0, length);
}

static void
take_logged_in (SoqSession           *self,
                const SoqSessionLine *line)
{
  if (self->login != SOQ_SESSION_LOGIN_SENT)
    return;

  self->login = SOQ_SESSION_LOGIN_DONE;
  end_cap (self);
}

static void
take_account (SoqSession           *self,
              const SoqSessionLine *line)
{
  soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_INFO, NULL,
                    soq_session_last_param (line), NULL);
}

static void
take_login_failure (SoqSession           *self,
                    const SoqSessionLine *line)
{
  if (!self->registered && (self->login == SOQ_SESSION_LOGIN_BEGUN ||
                            self->login == SOQ_SESSION_LOGIN_SENT))
    soq_session_fail (self, SOQ_ERROR_LOGIN, soq_session_last_param (line));
}

/* Another name like @nick: with an underscore, then with digits; and none that
 * is longer than the server takes.
 */
static char *
make_up_nick (const char *nick,
              gsize       most,
              guint       n)
{
  g_autofree char *end = n == 0 ? g_strdup ("_") : g_strdup_printf ("%u", n);
  g_autofree char *begin = soq_text_cut (nick, most - strlen (end));

  return g_strconcat (begin, end, NULL);
}

static void
tell_refused_nick (SoqSession           *self,
                   const SoqSessionLine *line,
                   const char           *nick)
{
  soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_NICK_REFUSED, NULL,
                    soq_session_last_param (line), nick);
}

static void
try_nick (SoqSession *self,
          const char *nick)
{
  char *copy = g_strdup (nick);

  g_free (self->nick);
  self->nick = copy;
  self->nick_sent = TRUE;
  soq_session_send_now (self, "NICK", copy, NULL);
}

/* 431 to 437: that name cannot be ours. Before we have one, others are tried
 * and then the person is asked.
 */
static void
take_nick_refused (SoqSession           *self,
                   const SoqSessionLine *line)
{
  const char      *refused = line->message->n_params > 2 ? soq_session_param (line, 1) : self->nick;
  const char      *base = self->client->nick != NULL ? self->client->nick : "guest";
  gboolean         malformed = soq_irc_message_is (line->message, "432");
  g_autofree char *next = NULL;

  /* 437 is about channels too. */
  if (soq_irc_isupport_is_channel (self->isupport, refused))
    {
      soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_ERROR, NULL,
                        soq_session_last_param (line), refused);
      return;
    }

  /* Each name that we gave is refused once; the rest is noise. */
  if (!self->registered && !self->nick_sent)
    return;

  tell_refused_nick (self, line, refused);
  g_clear_pointer (&self->nick_asked, g_free);
  if (self->registered)
    return;

  self->nick_sent = FALSE;
  if (malformed && strlen (self->nick) > SHORT_NICK)
    {
      self->nick_most = SHORT_NICK;
      next = soq_text_cut (base, SHORT_NICK);
    }
  else if (!malformed && self->nick_tries < NICK_TRIES)
    next = make_up_nick (base, self->nick_most, self->nick_tries++);

  if (next != NULL)
    try_nick (self, next);
  else
    {
      g_autofree char *reason = dup_reason (soq_session_last_param (line));

      soq_client_need_nick (self->client, refused, reason);
    }
}

void
soq_session_set_own_nick (SoqSession *self,
                          const char *nick)
{
  char *copy = g_strdup (nick);

  g_free (self->nick);
  self->nick = copy;
  soq_client_nick_changed (self->client);
}

/**
 * soq_session_set_nick:
 * @self: a session
 * @nick: what we want to be called
 * @error: return location for a [enum@SoqError]
 *
 * Asks for another name. While there is none yet, it is the next to try.
 *
 * Returns: whether it was asked for
 */
gboolean
soq_session_set_nick (SoqSession *self,
                      const char *nick,
                      GError    **error)
{
  if (self->registered)
    {
      if (!soq_session_send (self, error, "NICK", nick, NULL))
        return FALSE;

      g_free (self->nick_asked);
      self->nick_asked = g_strdup (nick);
      return TRUE;
    }

  try_nick (self, nick);
  set_patience (self, REGISTRATION_TIME);

  return TRUE;
}

/* 001 */
static void
take_welcome (SoqSession           *self,
              const SoqSessionLine *line)
{
  if (self->registered)
    return;

  if (*soq_session_param (line, 0) == '\0' || g_str_equal (soq_session_param (line, 0), "*"))
    return;

  if (wants_account (self) && self->login != SOQ_SESSION_LOGIN_DONE)
    {
      refuse_accounts (self);
      return;
    }

  self->registered = TRUE;
  soq_session_set_own_nick (self, soq_session_param (line, 0));
  soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_INFO, NULL,
                    soq_session_last_param (line), NULL);
  set_patience (self, WELCOME_TIME);
  soq_client_session_registered (self->client);
}

static void
join_again (SoqSession *self)
{
  GListModel *conversations = G_LIST_MODEL (self->client->conversations);

  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (soq_conversation_get_kind (conversation) == SOQ_CONVERSATION_CHANNEL &&
          soq_conversation_get_wanted (conversation))
        soq_session_join (self, soq_conversation_get_title (conversation),
                          soq_conversation_get_password (conversation), NULL);
    }
}

static void
join_first (SoqSession *self)
{
  const char *const *channels = soq_place_get_channels (self->client->place);

  for (guint i = 0; channels[i] != NULL; i++)
    {
      g_auto (GStrv)   words = g_strsplit (channels[i], " ", 2);
      SoqConversation *conversation = soq_session_find (self, words[0]);

      if (conversation == NULL && i == 0)
        soq_session_join_shown (self, words[0], words[1], NULL);
      else if (conversation == NULL)
        soq_session_join (self, words[0], words[1], NULL);
    }
}

/* After the message of the day, when all that the server supports is known. */
void
soq_session_welcome (SoqSession *self)
{
  const char *network = soq_irc_isupport_get (self->isupport, "NETWORK");

  if (self->welcomed || !self->registered)
    return;

  self->welcomed = TRUE;
  soq_timers_unset (soq_reactor_get_timers (self->client->reactor), &self->patience);
  if (network != NULL && *network != '\0')
    soq_conversation_set_title (soq_session_get_console (self), "", network);
  join_again (self);
  if (!self->client->answered)
    join_first (self);
  soq_client_session_welcomed (self->client);
}

static void
take_motd_end (SoqSession           *self,
               const SoqSessionLine *line)
{
  soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_INFO, NULL,
                    soq_session_last_param (line), NULL);
  soq_session_welcome (self);
}

static void
fold_members (SoqSession *self,
              SoqPeople  *members)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  soq_people_flush (members);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (members)); i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (members), i));
  for (guint i = 0; i < all->len; i++)
    {
      SoqPerson       *member = g_ptr_array_index (all, i);
      const char      *nick = soq_person_get_nick (member);
      g_autofree char *old_key = g_strdup (soq_person_get_key (member));
      g_autofree char *key = soq_irc_isupport_fold (self->isupport, nick);

      if (!g_str_equal (old_key, key))
        soq_people_rename (members, old_key, key, nick);
    }
}

/* The server has said which names are the same. */
static void
fold_again (SoqSession *self)
{
  GListModel *conversations = G_LIST_MODEL (self->client->conversations);

  for (guint i = 1; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);
      const char                 *title = soq_conversation_get_title (conversation);
      g_autofree char            *key = soq_irc_isupport_fold (self->isupport, title);

      soq_conversation_set_title (conversation, key, title);
      fold_members (self, soq_conversation_get_members (conversation));
    }
  g_hash_table_remove_all (self->names);
  self->names_bytes = 0;
}

/* 005: the first parameter is our name, the last one a sentence. */
static void
take_isupport (SoqSession           *self,
               const SoqSessionLine *line)
{
  g_autofree char *mapping = g_strdup (soq_irc_isupport_get (self->isupport, "CASEMAPPING"));

  for (guint i = 1; i + 1 < line->message->n_params; i++)
    soq_irc_isupport_take (self->isupport, soq_session_param (line, i));

  self->nick_most = soq_irc_isupport_get_number (self->isupport, "NICKLEN",
                                                 (guint) self->nick_most, SOQ_IRC_NICK_LENGTH);
  self->nick_most = MAX (self->nick_most, 4);
  if (g_strcmp0 (mapping, soq_irc_isupport_get (self->isupport, "CASEMAPPING")) != 0)
    fold_again (self);
}

/* What a server says as it closes the connection. */
static void
take_error (SoqSession           *self,
            const SoqSessionLine *line)
{
  const char *reason = soq_session_param (line, 0);

  g_free (self->farewell);
  self->farewell = dup_reason (reason);
  if (!self->registered)
    soq_session_fail (self, SOQ_ERROR_REFUSED, reason);
  else
    soq_session_show (self, line, soq_session_get_console (self), SOQ_MESSAGE_ERROR, NULL,
                      self->farewell, NULL);
}

/* 464 and 465: the password is wrong, or we are banned. */
static void
take_refusal (SoqSession           *self,
              const SoqSessionLine *line)
{
  gboolean    password = soq_irc_message_is (line->message, "464");
  const char *reason = soq_session_last_param (line);

  soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_ERROR, NULL, reason,
                    NULL);
  if (!self->registered)
    soq_session_fail (self, password ? SOQ_ERROR_LOGIN : SOQ_ERROR_REFUSED, reason);
}

/* 421: what we sent is no command there. */
static void
take_unknown_command (SoqSession           *self,
                      const SoqSessionLine *line)
{
  const char *command = soq_session_param (line, 1);

  if (!self->registered && g_ascii_strcasecmp (command, "CAP") == 0)
    {
      if (wants_account (self))
        refuse_accounts (self);
      return;
    }

  soq_session_show (self, line, soq_session_get_context (self), SOQ_MESSAGE_ERROR, NULL,
                    soq_session_last_param (line), command);
}

static void
take_ping (SoqSession           *self,
           const SoqSessionLine *line)
{
  soq_session_send_now (self, "PONG", soq_session_last_param (line), NULL);
}

/* Somebody answers by hand, who needs more time than a program. */
void
soq_session_answered (SoqSession *self)
{
  if (!self->registered)
    set_patience (self, REGISTRATION_TIME);
}

static void
take_pong (SoqSession           *self,
           const SoqSessionLine *line)
{
  soq_session_take_pong (self, soq_session_last_param (line));
}

static void
take_nothing (SoqSession           *self,
              const SoqSessionLine *line)
{
}

const SoqSessionEntry soq_session_registration[] = {
  { "001", 1, take_welcome },
  { "005", 2, take_isupport },
  { "376", 1, take_motd_end },
  { "422", 1, take_motd_end },
  { "421", 2, take_unknown_command },
  { "431", 1, take_nick_refused },
  { "432", 1, take_nick_refused },
  { "433", 1, take_nick_refused },
  { "436", 1, take_nick_refused },
  { "437", 1, take_nick_refused },
  { "464", 1, take_refusal },
  { "465", 1, take_refusal },
  { "900", 1, take_account },
  { "901", 1, take_account },
  { "902", 1, take_login_failure },
  { "903", 1, take_logged_in },
  { "904", 1, take_login_failure },
  { "905", 1, take_login_failure },
  { "906", 1, take_login_failure },
  { "907", 1, take_logged_in },
  { "908", 1, take_nothing },
  { "AUTHENTICATE", 1, take_authenticate },
  { "CAP", 3, take_cap },
  { "ERROR", 1, take_error },
  { "PING", 1, take_ping },
  { "PONG", 1, take_pong },
  { NULL },
};
