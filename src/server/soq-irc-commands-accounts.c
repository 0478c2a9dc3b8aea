/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-irc-commands.h"

#include "soq-irc-caps.h"
#include "soq-irc-session.h"
#include "soq-limits.h"
#include "soq-password.h"

/* AUTHENTICATE (ircv3.net/specs/extensions/sasl-3.1) and REGISTER
 * (ircv3.net/specs/extensions/account-registration).
 */

/* A piece of an answer; a shorter one, or “+”, is the last. */
#define SASL_PIECE 400

/* Whoever guesses so often has no business here. */
#define FAILED_LOGINS 10

/* What an unknown account is compared with, so that finding out whether there
 * is such an account takes as long as finding out its password.
 */
#define NOBODY                                     \
  "$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==" \
  "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

/* Checks that wait for a thread. */

typedef struct
{
  SoqPeer          *peer; /* (owned) */
  SoqIrcCheckedFunc func;
  char             *data; /* (owned) (nullable) */
} Check;

static void
check_free (Check *self)
{
  g_object_unref (self->peer);
  soq_password_free (self->data);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

static Check *
check_new (SoqUser          *user,
           SoqIrcCheckedFunc func,
           const char       *data)
{
  Check *self = g_new0 (Check, 1);

  self->peer = g_object_ref (user->peer);
  self->func = func;
  self->data = g_strdup (data);
  soq_irc_session_hold (user);

  return self;
}

/* Returns the user, unless it left meanwhile; then its answer has begun. */
static SoqUser *
check_resume (Check *self)
{
  SoqUser *user = soq_peer_get_user (self->peer);

  if (!user->held || soq_peer_get_session (self->peer) == NULL)
    return NULL;

  soq_irc_session_resume (user);

  return user;
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Check) check = user_data;
  gboolean          ok = soq_password_check_finish (result, NULL);
  SoqUser          *user = check_resume (check);

  if (user == NULL)
    return;

  check->func (user, ok, check->data);
  soq_irc_session_done (user);
}

/**
 * soq_irc_check_password:
 * @user: who must wait for it
 * @given: what it says
 * @stored: (nullable): the password or its hash; with %NULL it is wrong, and
 *   takes as long
 * @func: what to do then
 * @data: (nullable): text for @func
 *
 * Compares a password in a thread; @user's next command waits.
 */
void
soq_irc_check_password (SoqUser          *user,
                        const char       *given,
                        const char       *stored,
                        SoqIrcCheckedFunc func,
                        const char       *data)
{
  soq_password_check_async (given, stored != NULL ? stored : NOBODY, NULL, checked_cb,
                            check_new (user, func, data));
}

/* Logging in. */

/**
 * soq_irc_log_in:
 * @user: a user
 * @account: its account from now on
 *
 * Tells @user, and those who asked for account-notify.
 */
void
soq_irc_log_in (SoqUser    *user,
                const char *account)
{
  g_autofree char        *text = g_strdup_printf ("You are now logged in as %s", account);
  g_autoptr (SoqOutgoing) out = NULL;

  soq_peer_set_account (user->peer, account);
  soq_irc_reply (user, SOQ_IRC_RPL_LOGGEDIN, soq_user_get_source (user), account, text, NULL);
  if (!user->registered)
    return;

  out = soq_server_new_message (user, "ACCOUNT", account, NULL);
  if (soq_user_has (user, SOQ_IRC_CAP_ACCOUNT_NOTIFY))
    soq_user_send (user, out);
  soq_server_send_to_friends (user, SOQ_IRC_CAP_ACCOUNT_NOTIFY, out, NULL);
}

static void
end_sasl (SoqUser *user)
{
  g_clear_pointer (&user->mechanism, g_free);
  if (user->sasl != NULL)
    {
      memset (user->sasl->str, 0, user->sasl->len);
      g_string_free (user->sasl, TRUE);
      user->sasl = NULL;
    }
}

static void
fail_sasl (SoqUser *user)
{
  end_sasl (user);
  soq_irc_reply (user, SOQ_IRC_ERR_SASLFAIL, "SASL authentication failed", NULL);
  if (++user->failed_logins >= FAILED_LOGINS)
    soq_irc_session_refuse (user, "Too many failed logins");
}

static void
finish_login (SoqUser    *user,
              gboolean    ok,
              const char *name)
{
  SoqAccount *account = soq_accounts_find (user->server->accounts, name);

  if (!ok || account == NULL)
    {
      fail_sasl (user);
      return;
    }

  end_sasl (user);
  soq_irc_log_in (user, soq_account_get_name (account));
  soq_irc_reply (user, SOQ_IRC_RPL_SASLSUCCESS, "SASL authentication successful", NULL);
}

/* RFC 4616: who to be, NUL, who one is, NUL, the password. */
static void
log_in_plain (SoqUser      *user,
              const guint8 *data,
              gsize         length)
{
  g_auto (GStrv)   parts = g_new0 (char *, 4);
  g_autofree char *text = g_malloc0 (length + 1);
  const char      *rest = text;
  SoqAccount      *account;

  memcpy (text, data, length);
  for (guint i = 0; i < 3; i++)
    {
      if (rest > text + length)
        {
          fail_sasl (user);
          return;
        }
      parts[i] = g_strdup (rest);
      rest += strlen (rest) + 1;
    }

  if (rest != text + length + 1 || !g_utf8_validate (parts[1], -1, NULL) ||
      (*parts[0] != '\0' && !soq_irc_names_equal (parts[0], parts[1])))
    {
      fail_sasl (user);
      return;
    }

  account = soq_accounts_find (user->server->accounts, parts[1]);
  soq_irc_check_password (user, parts[2], account != NULL ? soq_account_get_hash (account) : NULL,
                          finish_login, parts[1]);
}

/* RFC 4422, appendix A: who to be, or nothing; the certificate says who one is. */
static void
log_in_external (SoqUser      *user,
                 const guint8 *data,
                 gsize         length)
{
  g_autofree char *wanted = g_strndup ((const char *) data, length);
  g_autofree char *fingerprint = soq_link_dup_peer_fingerprint (soq_peer_get_link (user->peer));
  SoqAccount      *account = NULL;

  if (fingerprint != NULL)
    account = soq_accounts_find_by_fingerprint (user->server->accounts, fingerprint);

  if (account == NULL ||
      (*wanted != '\0' && !soq_irc_names_equal (wanted, soq_account_get_name (account))))
    fail_sasl (user);
  else
    finish_login (user, TRUE, soq_account_get_name (account));
}

static const struct
{
  const char *name;
  void (*run) (SoqUser      *user,
               const guint8 *data,
               gsize         length);
} mechanisms[] = {
  { "EXTERNAL", log_in_external },
  { "PLAIN", log_in_plain },
};

static void
choose_mechanism (SoqUser    *user,
                  const char *name)
{
  if (!user->registered && user->account != NULL)
    {
      soq_irc_reply (user, SOQ_IRC_ERR_SASLALREADY, "You have already authenticated using SASL",
                     NULL);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanisms[i].name, name) == 0)
      {
        soq_user_set_text (&user->mechanism, mechanisms[i].name);
        user->sasl = g_string_new (NULL);
        soq_irc_send (user, "AUTHENTICATE", "+", NULL);
        return;
      }

  soq_irc_reply (user, SOQ_IRC_RPL_SASLMECHS, "EXTERNAL,PLAIN", "are available SASL mechanisms",
                 NULL);
  fail_sasl (user);
}

static void
run_mechanism (SoqUser *user)
{
  g_autofree guint8 *data = NULL;
  gsize              length = 0;

  /* Base64 of nothing is nothing, which the decoder does not take. */
  if (user->sasl->len > 0)
    data = g_base64_decode (user->sasl->str, &length);

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_strcmp0 (mechanisms[i].name, user->mechanism) == 0)
      {
        mechanisms[i].run (user, data != NULL ? data : (const guint8 *) "", length);
        break;
      }

  if (data != NULL)
    memset (data, 0, length);
}

static void
take_piece (SoqUser    *user,
            const char *piece)
{
  gsize length = strlen (piece);

  if (length > SASL_PIECE || user->sasl->len + length > SOQ_LIMIT_SASL)
    {
      end_sasl (user);
      soq_irc_reply (user, SOQ_IRC_ERR_SASLTOOLONG, "SASL message too long", NULL);
      return;
    }

  if (!g_str_equal (piece, "+"))
    g_string_append (user->sasl, piece);
  if (length < SASL_PIECE)
    run_mechanism (user);
}

void
soq_irc_run_authenticate (SoqUser             *user,
                          const SoqIrcMessage *message)
{
  const char *param = message->params[0];

  if (!soq_user_has (user, SOQ_IRC_CAP_SASL))
    {
      fail_sasl (user);
    }
  else if (g_str_equal (param, "*"))
    {
      end_sasl (user);
      soq_irc_reply (user, SOQ_IRC_ERR_SASLABORTED, "SASL authentication aborted", NULL);
    }
  else if (user->mechanism == NULL)
    {
      choose_mechanism (user, param);
    }
  else
    {
      take_piece (user, param);
    }
}

/* REGISTER */

static void
refuse (SoqUser    *user,
        const char *code,
        const char *account,
        const char *text)
{
  soq_irc_send (user, "FAIL", "REGISTER", code, account, text, NULL);
}

static void
hashed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Check)  check = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *hash = soq_password_hash_finish (result, &error);
  SoqUser           *user = check_resume (check);
  const char        *name = check->data;

  if (user == NULL)
    return;

  if (hash == NULL)
    {
      refuse (user, "TEMPORARILY_UNAVAILABLE", name, "The account could not be made");
    }
  else if (soq_accounts_add (user->server->accounts, name, hash, &error))
    {
      soq_irc_send (user, "REGISTER", "SUCCESS", name, "Account successfully registered", NULL);
      soq_irc_log_in (user, name);
      soq_server_tell (user->server, SOQ_EVENT_NOTICE, user->peer, "made an account");
    }
  else
    {
      refuse (user,
              g_error_matches (error, SOQ_ACCOUNTS_ERROR, SOQ_ACCOUNTS_ERROR_EXISTS)
                ? "ACCOUNT_EXISTS"
                : "TEMPORARILY_UNAVAILABLE",
              name, error->message);
    }

  soq_irc_session_done (user);
}

/* Nobody takes the name of somebody who is here. */
static gboolean
is_taken (SoqUser    *user,
          const char *name)
{
  return soq_accounts_find (user->server->accounts, name) != NULL ||
         !soq_server_is_nick_free (user->server, name, user->peer);
}

/* Returns the name of the account to make, or NULL when it was refused. */
static const char *
choose_account (SoqUser    *user,
                const char *given)
{
  const char *nick = soq_peer_get_nick (user->peer);
  const char *name = given;

  if (g_str_equal (given, "*"))
    name = nick != NULL ? nick : user->wanted;

  if (user->account != NULL)
    refuse (user, "ALREADY_AUTHENTICATED", user->account, "You are already logged in");
  else if (name == NULL)
    refuse (user, "NEED_NICK", "*", "Choose a nick first");
  else if (!soq_irc_nick_is_valid (name))
    refuse (user, "BAD_ACCOUNT_NAME", name, "An account is called as a nick could be");
  else if (is_taken (user, name))
    refuse (user, "ACCOUNT_EXISTS", name, "That name is taken");
  else
    return name;

  return NULL;
}

void
soq_irc_run_register (SoqUser             *user,
                      const SoqIrcMessage *message)
{
  const char *name = choose_account (user, message->params[0]);
  const char *password = message->params[2];

  if (name == NULL)
    return;

  if (*password == '\0' || strlen (password) > SOQ_LIMIT_PASSWORD)
    {
      refuse (user, "UNACCEPTABLE_PASSWORD", name, "A password has 1 to 1024 bytes");
      return;
    }

  soq_password_hash_async (password, NULL, hashed_cb, check_new (user, NULL, name));
}
