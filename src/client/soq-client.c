/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-private.h"

#include "soq-error.h"

G_DEFINE_ENUM_TYPE (SoqClientState,
                    soq_client_state,
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_REGISTERING, "registering"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (SOQ_CLIENT_STATE_WAITING, "waiting"))

/**
 * SoqClient:
 *
 * One person's connection to one place, over TCP or UDP, and what is said
 * there. It can be connected again after it ended, and does so by itself when
 * a connection is lost that had been made.
 *
 * It lives in the main context that is the thread default when it is made.
 */
G_DEFINE_FINAL_TYPE (SoqClient, soq_client, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_NICK,
} SoqClientProperty;

static GParamSpec *properties[PROP_NICK + 1];

enum
{
  SIGNAL_NICK_NEEDED,
  SIGNAL_SHOW_CONVERSATION,
  SIGNAL_ENTERED,
  SIGNAL_WAITING_CHANGED,
  SIGNAL_UNSENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
soq_client_set_state (SoqClient     *self,
                      SoqClientState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
soq_client_append (SoqClient     *self,
                   SoqMessageKind kind,
                   const char    *text)
{
  soq_conversation_append (self->conversation, soq_message_new (kind, NULL, text, FALSE));
}

void
soq_client_set_refused (SoqClient *self,
                        gboolean   refused)
{
  if (self->refused == refused)
    return;

  self->refused = refused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

void
soq_client_nick_changed (SoqClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

void
soq_client_need_nick (SoqClient  *self,
                      const char *refused,
                      const char *reason)
{
  g_signal_emit (self, signals[SIGNAL_NICK_NEEDED], 0, refused, reason);
}

void
soq_client_show_conversation (SoqClient       *self,
                              SoqConversation *conversation)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_CONVERSATION], 0, conversation);
}

void
soq_client_tell_entered (SoqClient       *self,
                         SoqConversation *conversation)
{
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0, conversation);
}

void
soq_client_tell_waiting (SoqClient *self)
{
  g_signal_emit (self, signals[SIGNAL_WAITING_CHANGED], 0);
}

void
soq_client_tell_unsent (SoqClient       *self,
                        SoqConversation *conversation,
                        const char      *text,
                        guint            lines)
{
  g_signal_emit (self, signals[SIGNAL_UNSENT], 0, conversation, text, lines);
}

void
soq_client_remove_conversation (SoqClient       *self,
                                SoqConversation *conversation)
{
  guint position;

  if (conversation != self->conversation &&
      g_list_store_find (self->conversations, conversation, &position))
    g_list_store_remove (self->conversations, position);
}

/* Another place, other conversations. */
static void
reset_conversations (SoqClient *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));

  g_list_store_splice (self->conversations, 1, n - 1, NULL, 0);
  soq_conversation_set_title (self->conversation, "",
                              soq_place_expects_irc (self->place)
                                ? soq_place_get_address (self->place)->host
                                : "#lobby");
}

static void
soq_client_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SoqClient *self = SOQ_CLIENT (object);

  switch ((SoqClientProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_NICK:
      g_value_set_string (value, soq_client_get_nick (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_client_dispose (GObject *object)
{
  SoqClient *self = SOQ_CLIENT (object);

  soq_client_disconnect (self);

  G_OBJECT_CLASS (soq_client_parent_class)->dispose (object);
}

/* A password does not stay in memory that others get. */
static void
forget (char **secret)
{
  if (*secret != NULL)
    memset (*secret, 0, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
soq_client_finalize (GObject *object)
{
  SoqClient *self = SOQ_CLIENT (object);

  g_clear_error (&self->error);
  g_clear_object (&self->place);
  g_clear_object (&self->conversation);
  g_clear_object (&self->conversations);
  g_clear_pointer (&self->reactor, soq_reactor_unref);
  g_clear_pointer (&self->trace, soq_trace_unref);
  g_clear_object (&self->certificate);
  forget (&self->account);
  forget (&self->password);
  g_free (self->trusted);
  g_free (self->nick);
  g_free (self->guest);
  g_free (self->lobby);
  g_free (self->quit_word);

  G_OBJECT_CLASS (soq_client_parent_class)->finalize (object);
}

static void
soq_client_class_init (SoqClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_client_dispose;
  object_class->finalize = soq_client_finalize;
  object_class->get_property = soq_client_get_property;

  /**
   * SoqClient:state:
   *
   * Where the connection is. The error and the time of the next try are set
   * before it is notified.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       SOQ_TYPE_CLIENT_STATE, SOQ_CLIENT_STATE_OFFLINE,
                       (G_PARAM_READABLE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  /**
   * SoqClient:nick:
   *
   * What we are called, or want to be called.
   */
  properties[PROP_NICK] =
    g_param_spec_string ("nick", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * SoqClient::nick-needed:
   * @self: the client
   * @refused: the name that the server did not take last
   * @reason: why, in its words
   *
   * It takes none that we made up either; soq_client_change_nick () goes on.
   */
  signals[SIGNAL_NICK_NEEDED] =
    g_signal_new ("nick-needed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * SoqClient::show-conversation:
   * @self: the client
   * @conversation: what the person asked for
   */
  signals[SIGNAL_SHOW_CONVERSATION] =
    g_signal_new ("show-conversation", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SOQ_TYPE_CONVERSATION);

  /**
   * SoqClient::entered:
   * @self: the client
   * @conversation: a channel that we are in from now on, or again
   */
  signals[SIGNAL_ENTERED] =
    g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SOQ_TYPE_CONVERSATION);

  /**
   * SoqClient::waiting-changed:
   * @self: the client
   *
   * soq_client_count_waiting () gives another answer.
   */
  signals[SIGNAL_WAITING_CHANGED] =
    g_signal_new ("waiting-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * SoqClient::unsent:
   * @self: the client
   * @conversation: where it was to be said
   * @text: what was never sent, line by line
   * @lines: how many they are
   */
  signals[SIGNAL_UNSENT] =
    g_signal_new ("unsent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 3, SOQ_TYPE_CONVERSATION, G_TYPE_STRING, G_TYPE_UINT);
}

static void
soq_client_init (SoqClient *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->reactor = soq_reactor_new (context);
  self->conversation = soq_conversation_new ("#lobby");
  self->conversations = g_list_store_new (SOQ_TYPE_CONVERSATION);
  g_list_store_append (self->conversations, self->conversation);
  g_queue_init (&self->waiting);
  self->greeting = (SoqTimer){ .func = soq_client_greeting_cb, .user_data = self };
  self->idle = (SoqTimer){ .func = soq_client_idle_cb, .user_data = self };
  self->retry = (SoqTimer){ .func = soq_client_retry_cb, .user_data = self };
}

SoqClient *
soq_client_new (void)
{
  return g_object_new (SOQ_TYPE_CLIENT, NULL);
}

/**
 * soq_client_get_nick:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the nick that was set, or what the
 *   server calls us when it did not give us that one
 */
const char *
soq_client_get_nick (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  if (self->session != NULL && soq_session_is_registered (self->session))
    return soq_session_get_nick (self->session);

  return self->refused ? self->guest : self->nick;
}

/**
 * soq_client_set_nick:
 * @self: a client
 * @nick: (nullable): a valid nick to ask for when it connects, or %NULL
 */
void
soq_client_set_nick (SoqClient  *self,
                     const char *nick)
{
  char *copy;

  g_return_if_fail (SOQ_IS_CLIENT (self));

  if (g_strcmp0 (self->nick, nick) == 0)
    return;

  copy = g_strdup (nick);
  g_free (self->nick);
  self->nick = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

/**
 * soq_client_set_quit_word:
 * @self: a client
 * @quit_word: (nullable): a text after which the connection is closed; %NULL
 *   or empty for none
 */
void
soq_client_set_quit_word (SoqClient  *self,
                          const char *quit_word)
{
  char *copy;

  g_return_if_fail (SOQ_IS_CLIENT (self));

  copy = quit_word != NULL && *quit_word != '\0' ? g_strdup (quit_word) : NULL;
  g_free (self->quit_word);
  self->quit_word = copy;
}

/**
 * soq_client_set_priority:
 * @self: a client that was not connected yet
 * @priority: as of a #GSource: of its sockets in the main loop
 *
 * Who has a window to draw wants it to come first: what the server sends then
 * waits in its socket, and TCP slows the server down.
 */
void
soq_client_set_priority (SoqClient *self,
                         int        priority)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  self->priority = priority;
  soq_reactor_set_priority (self->reactor, priority);
}

/**
 * soq_client_set_trace:
 * @self: a client
 * @trace: (nullable): where the calls of its sockets are written from its next
 *   connection on
 */
void
soq_client_set_trace (SoqClient *self,
                      SoqTrace  *trace)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  g_clear_pointer (&self->trace, soq_trace_unref);
  self->trace = trace != NULL ? soq_trace_ref (trace) : NULL;
}

/**
 * soq_client_connect:
 * @self: a client
 * @place: where to
 *
 * Connects. What comes of it, [property@SoqClient:state] tells.
 */
void
soq_client_connect (SoqClient *self,
                    SoqPlace  *place)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));
  g_return_if_fail (SOQ_IS_PLACE (place));

  soq_client_disconnect (self);
  g_set_object (&self->place, place);
  self->found_out = FALSE;
  self->plain_only = FALSE;
  self->welcomed = FALSE;
  self->answered = FALSE;
  self->logged_in = FALSE;
  reset_conversations (self);
  soq_client_begin (self);
}

/**
 * soq_client_disconnect:
 * @self: a client
 *
 * Ends the connection once what was sent is on its way; or stops connecting,
 * or trying again.
 */
void
soq_client_disconnect (SoqClient *self)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  /* What was said before we knew the server shall not be lost. */
  if (self->state == SOQ_CLIENT_STATE_REGISTERING && self->waiting.length > 0 &&
      self->session == NULL)
    soq_client_go_online (self);

  if (self->state == SOQ_CLIENT_STATE_OFFLINE)
    return;

  if (self->session != NULL)
    soq_session_quit (self->session, NULL);
  if (self->link != NULL)
    soq_client_part (self->link);

  if (self->link != NULL || self->datagram != NULL)
    soq_client_append (self, SOQ_MESSAGE_CLOSED, NULL);
  soq_client_go_offline (self, NULL);
}

/**
 * soq_client_retry_now:
 * @self: a client
 *
 * Connects again without waiting: one that waits to, or one that is offline
 * and was connected before.
 */
void
soq_client_retry_now (SoqClient *self)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  if (self->place == NULL)
    return;

  if (self->state == SOQ_CLIENT_STATE_WAITING)
    soq_timers_unset (soq_reactor_get_timers (self->reactor), &self->retry);
  else if (self->state != SOQ_CLIENT_STATE_OFFLINE)
    return;

  soq_client_begin (self);
}

/**
 * soq_client_may_end:
 * @self: a client
 *
 * Returns: whether soq_client_end () would do anything
 */
gboolean
soq_client_may_end (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);

  return self->link != NULL && self->session == NULL && !self->ended &&
         !soq_place_get_tls (self->place) &&
         (self->state == SOQ_CLIENT_STATE_ONLINE || self->state == SOQ_CLIENT_STATE_REGISTERING);
}

/**
 * soq_client_end:
 * @self: a client that speaks plain text over TCP
 *
 * Says that nothing more comes, and goes on listening, as shutdown () does. It
 * is offline once the other end has ended too.
 */
void
soq_client_end (SoqClient *self)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  if (!soq_client_may_end (self))
    return;

  soq_client_go_online (self);
  self->ended = TRUE;
  soq_link_end (self->link);
  soq_client_append (self, SOQ_MESSAGE_ENDED, NULL);
}

/**
 * soq_client_set_stays:
 * @self: a client
 * @stays: whether a plain connection is kept, and can be written to, when the
 *   other end has said that it sends nothing more
 */
void
soq_client_set_stays (SoqClient *self,
                      gboolean   stays)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  self->stays = stays;
}

SoqClientState
soq_client_get_state (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), SOQ_CLIENT_STATE_OFFLINE);

  return self->state;
}

/**
 * soq_client_get_place:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): where it connected to last
 */
SoqPlace *
soq_client_get_place (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->place;
}

/**
 * soq_client_get_error:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): why it is offline, or waits; %NULL if
 *   the connection ended as it should
 */
const GError *
soq_client_get_error (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->error;
}

/**
 * soq_client_get_retry_time:
 * @self: a client that waits
 *
 * Returns: when it tries again, by soq_clock_now ()
 */
gint64
soq_client_get_retry_time (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), 0);

  return self->retry_time;
}

/**
 * soq_client_get_conversations:
 * @self: a client
 *
 * Returns: (transfer none): its conversations, as a list of SoqConversation
 */
GListModel *
soq_client_get_conversations (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->conversations);
}

/**
 * soq_client_get_conversation:
 * @self: a client
 *
 * Returns: (transfer none): the conversation with the server itself, which is
 *   the only one of a plain connection
 */
SoqConversation *
soq_client_get_conversation (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);

  return self->conversation;
}

/**
 * soq_client_get_protocol:
 * @self: a client
 *
 * Returns: what is spoken on this connection, or will be on the next one
 */
SoqProtocol
soq_client_get_protocol (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), SOQ_PROTOCOL_PLAIN);

  return self->speaks_irc ? SOQ_PROTOCOL_IRC : SOQ_PROTOCOL_PLAIN;
}

gboolean
soq_client_is_secure (SoqClient *self)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), FALSE);

  return self->link != NULL && soq_link_is_secure (self->link);
}

/**
 * soq_client_set_login:
 * @self: a client
 * @account: (nullable): the account to log in with, or %NULL
 * @password: (nullable): its password, or without an account that of the
 *   server, or %NULL
 *
 * Sets what the next connection over IRC logs in with.
 */
void
soq_client_set_login (SoqClient  *self,
                      const char *account,
                      const char *password)
{
  g_return_if_fail (SOQ_IS_CLIENT (self));

  forget (&self->account);
  forget (&self->password);
  self->account = g_strdup (account);
  self->password = g_strdup (password);
}

/**
 * soq_client_set_trusted:
 * @self: a client
 * @fingerprint: (nullable): of a certificate that is good for the next
 *   connection whatever is wrong with it
 */
void
soq_client_set_trusted (SoqClient  *self,
                        const char *fingerprint)
{
  char *copy;

  g_return_if_fail (SOQ_IS_CLIENT (self));

  copy = g_strdup (fingerprint);
  g_free (self->trusted);
  self->trusted = copy;
}

/**
 * soq_client_get_certificate:
 * @self: a client that is offline because of %SOQ_ERROR_CERTIFICATE
 * @errors: (out): what is wrong with it
 *
 * Returns: (transfer none) (nullable): what the server showed
 */
GTlsCertificate *
soq_client_get_certificate (SoqClient            *self,
                            GTlsCertificateFlags *errors)
{
  g_return_val_if_fail (SOQ_IS_CLIENT (self), NULL);
  g_return_val_if_fail (errors != NULL, NULL);

  *errors = self->certificate_errors;

  return self->certificate;
}
