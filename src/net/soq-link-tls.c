/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-link-private.h"

#include "soq-calls.h"
#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-limits.h"
#include "soq-platform.h"
#include "soq-tapped-stream.h"
#include "soq-tls-place.h"
#include "soq-tls.h"

#include <string.h>

/* A TLS record holds no more than this (RFC 8446, section 5.1). */
#define RECORD_SIZE 16384

typedef enum
{
  STATE_LOOKING, /* for a first byte, which tells whether it is TLS */
  STATE_WAITING, /* until the turn ends, and for a place */
  STATE_HANDSHAKING,
  STATE_SECURE,
} State;

/* The TLS of one link. GIO shakes hands in a thread, and has the socket for
 * itself as long; after that bytes are encrypted and decrypted where they are
 * sent and received, without blocking. A link that closes during the handshake
 * leaves this behind, and the socket is closed when the thread is out of it.
 */
struct _SoqLinkTls
{
  SoqLink    *link;    /* (borrowed) (nullable) once that is gone: the owner */
  SoqReactor *reactor; /* (owned) */
  GSocket    *socket;  /* (owned) */

  GSocketAddress  *remote;      /* (owned) (nullable) */
  GTlsCertificate *certificate; /* (owned) (nullable): ours */
  char            *identity;    /* (owned) (nullable) at the server: who the other end must be */
  char            *accepted;    /* (owned) (nullable): a fingerprint */
  gboolean         required;

  State           state;
  gboolean        stopped;     /* the link is closed */
  GTlsConnection *connection;  /* (owned) (nullable) before the handshake and once closed */
  GCancellable   *cancellable; /* (owned) */
  SoqTimer        deadline;
  gint64          begun;    /* when the deadline was set first */
  SoqTimer        greeting; /* what is sent to who said nothing waits for it */
  gint64          grace;    /* for so long, in µs */
  SoqDeferred     step;
  SoqTlsPlace     place; /* of a server's handshake */

  GTlsCertificate     *peer_certificate; /* (owned) (nullable) */
  GTlsCertificateFlags errors;
  const char          *version; /* (nullable) before the handshake is done */

  guint8 *chunk; /* (owned) (nullable): the same bytes must be tried again */
  gsize   chunk_length;
};

static gboolean
is_client (SoqLinkTls *self)
{
  return self->identity != NULL;
}

static gboolean
is_accepted (SoqLinkTls      *self,
             GTlsCertificate *certificate)
{
  g_autofree char *fingerprint = soq_certificate_dup_fingerprint (certificate);

  return self->accepted != NULL && g_ascii_strcasecmp (fingerprint, self->accepted) == 0;
}

static gboolean
accept_certificate_cb (GTlsConnection      *connection,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags errors,
                       gpointer             user_data)
{
  SoqLinkTls *self = user_data;

  g_set_object (&self->peer_certificate, certificate);
  self->errors = errors;

  /* What a client shows only tells clients from each other. */
  return !is_client (self) || is_accepted (self, certificate);
}

static void
set_certificate_error (SoqLinkTls *self,
                       GError    **error)
{
  g_autofree char *problems = soq_certificate_dup_problems (self->errors);

  g_set_error (error, SOQ_ERROR, SOQ_ERROR_CERTIFICATE,
               "The certificate of %s cannot be trusted: %s%s", self->identity,
               self->peer_certificate == NULL ? "it showed none" : problems,
               self->accepted != NULL ? ", and it is not the one that was accepted" : "");
}

/* The handshake may have been cut short by an earlier session, so that nobody
 * was asked about the certificate.
 */
static gboolean
check_peer (SoqLinkTls *self,
            GError    **error)
{
  GTlsCertificate    *certificate = g_tls_connection_get_peer_certificate (self->connection);
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (self->connection);

  if (soq_tls_version_to_string (version) == NULL)
    {
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_MISC,
                           "The other end speaks an old TLS only; it must be 1.2 or newer");
      return FALSE;
    }

  g_set_object (&self->peer_certificate, certificate);
  self->errors = g_tls_connection_get_peer_certificate_errors (self->connection);
  if (!is_client (self) ||
      (certificate != NULL && (self->errors == 0 || is_accepted (self, certificate))))
    return TRUE;

  set_certificate_error (self, error);

  return FALSE;
}

static SoqTimers *
timers (SoqLinkTls *self)
{
  return soq_reactor_get_timers (self->reactor);
}

static void
become_secure (SoqLinkTls *self)
{
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (self->connection);
  SoqLink            *link = self->link;

  self->version = soq_tls_version_to_string (version);
  self->state = STATE_SECURE;
  soq_timers_unset (timers (self), &self->deadline);
  soq_link_update_watch (link);

  if (link->state == SOQ_LINK_STATE_OPEN && link->handler->secured != NULL)
    link->handler->secured (link, link->user_data);
  if (link->state == SOQ_LINK_STATE_CLOSED)
    return;

  /* Bytes may have come with the handshake already. */
  soq_reactor_defer (self->reactor, &link->flush);
  soq_link_tls_read_later (self);
}

static void
take_handshake_error (SoqLinkTls *self,
                      GError    **error)
{
  if (is_client (self) && g_error_matches (*error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    {
      g_clear_error (error);
      set_certificate_error (self, error);
    }
  else
    g_prefix_error (error, "TLS handshake: ");
}

static void
handshake_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  SoqLinkTls         *self = user_data;
  g_autoptr (GError)  error = NULL;
  g_autoptr (SoqLink) link = NULL;
  gboolean            done;

  done = g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error);
  self->state = STATE_SECURE;
  if (!is_client (self))
    soq_tls_place_give (&self->place);

  if (self->stopped)
    {
      soq_call_close (self->socket);
      g_clear_object (&self->connection);
      if (self->link == NULL)
        soq_link_tls_free (self);
      return;
    }

  link = g_object_ref (self->link);
  if (!done)
    take_handshake_error (self, &error);

  if (done && check_peer (self, &error))
    become_secure (self);
  else
    soq_link_close_with (link, error);
}

/* What TLS writes to and reads from. Not GIO's own: its OpenSSL says good-bye
 * after the socket was closed, and would wait for ever until it can be written.
 */
static GIOStream *
new_base (SoqLinkTls *self)
{
  SoqTap *tap = soq_tap_of (self->socket);

  if (tap != NULL)
    soq_tap_set_encrypted (tap);

  return soq_tapped_stream_new (self->socket);
}

static GTlsConnection *
new_connection (SoqLinkTls *self,
                GError    **error)
{
  g_autoptr (GIOStream)          base = new_base (self);
  g_autoptr (GSocketConnectable) identity = NULL;
  GIOStream                     *stream;

  if (is_client (self))
    {
      identity = g_network_address_new (self->identity, 0);
      stream = g_tls_client_connection_new (base, identity, error);
      if (stream != NULL && self->certificate != NULL)
        g_tls_connection_set_certificate (G_TLS_CONNECTION (stream), self->certificate);
    }
  else
    {
      /* Without a database: we trust no client's certificate more than
       * another, and GIO would load the whole of the system's for each
       * connection, which takes 4 MB and 25 ms.
       */
      stream = g_tls_server_connection_new (base, self->certificate, error);
      if (stream != NULL)
        g_object_set (stream, "authentication-mode", G_TLS_AUTHENTICATION_REQUESTED,
                      "database", NULL, NULL);
    }

  return stream != NULL ? G_TLS_CONNECTION (stream) : NULL;
}

static void
begin_handshake (SoqLinkTls *self)
{
  g_autoptr (GError) error = NULL;

  self->connection = new_connection (self, &error);
  if (self->connection == NULL)
    {
      if (!is_client (self))
        soq_tls_place_give (&self->place);
      soq_link_close_with (self->link, error);
      return;
    }

  self->state = STATE_HANDSHAKING;
  soq_link_update_watch (self->link);
  g_signal_connect (self->connection, "accept-certificate",
                    G_CALLBACK (accept_certificate_cb), self);
  g_tls_connection_handshake_async (self->connection, G_PRIORITY_LOW, self->cancellable,
                                    handshake_cb, self);
}

static void
close_crowded (SoqLinkTls *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY,
                                                  "Too many wait for their TLS handshakes");

  soq_link_close_with (self->link, error);
}

static void
step_cb (gpointer user_data)
{
  SoqLinkTls         *self = user_data;
  g_autoptr (SoqLink) link = g_object_ref (self->link);

  if (self->state == STATE_WAITING && !is_client (self) && soq_tls_place_is_crowded (&self->place))
    close_crowded (self);
  else if (self->state == STATE_WAITING &&
           (is_client (self) || soq_tls_place_take (&self->place)))
    begin_handshake (self);
  else if (self->state == STATE_SECURE && !link->paused && !link->ended)
    soq_link_receive (link);
}

/* A client waits for a program, a server perhaps for a person. */
static gint64
get_patience (SoqLinkTls *self)
{
  return is_client (self) ? SOQ_TIME_TLS_HANDSHAKE_SHORT : SOQ_TIME_TLS_HANDSHAKE;
}

static void
close_in_time (SoqLinkTls *self,
               gint64      waited,
               const char *why)
{
  g_autoptr (SoqLink) link = g_object_ref (self->link);
  g_autoptr (GError)  error = NULL;

  error = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                       "The TLS handshake was not done in %d seconds%s",
                       (int) (waited / G_USEC_PER_SEC), why);
  soq_link_close_with (link, error);
}

static void
deadline_cb (gpointer user_data)
{
  SoqLinkTls *self = user_data;
  gint64      waited = soq_clock_now () - self->begun;
  gint64      left = get_patience (self) - waited;

  if (left <= 0 || soq_tls_place_give_way (&self->place))
    close_in_time (self, waited, left > 0 ? ", and others wait for theirs" : "");
  else
    soq_timers_set (timers (self), &self->deadline, MIN (left, G_USEC_PER_SEC));
}

static void
begin_deadline (SoqLinkTls *self)
{
  if (soq_timer_is_set (&self->deadline))
    return;

  self->begun = soq_clock_now ();
  soq_timers_set (timers (self), &self->deadline, SOQ_TIME_TLS_HANDSHAKE_SHORT);
}

static void
greeting_cb (gpointer user_data)
{
  SoqLinkTls *self = user_data;

  soq_reactor_defer (self->reactor, &self->link->flush);
}

static void
prepare_handshake (SoqLinkTls *self)
{
  self->state = STATE_WAITING;
  soq_link_update_watch (self->link);
  begin_deadline (self);
  soq_reactor_defer (self->reactor, &self->step);
}

static SoqLinkTls *
new_tls (SoqLink         *link,
         GTlsCertificate *certificate)
{
  SoqLinkTls *self = g_new0 (SoqLinkTls, 1);

  self->link = link;
  self->reactor = soq_reactor_ref (link->reactor);
  self->socket = g_object_ref (link->socket);
  self->remote = link->remote != NULL ? g_object_ref (link->remote) : NULL;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->cancellable = g_cancellable_new ();
  self->deadline.func = deadline_cb;
  self->deadline.user_data = self;
  self->greeting.func = greeting_cb;
  self->greeting.user_data = self;
  self->step.func = step_cb;
  self->step.user_data = self;
  self->place.remote = self->remote;
  self->place.reactor = self->reactor;
  self->place.step = &self->step;

  return self;
}

/* If the thread of the handshake still has it, its end frees it. */
void
soq_link_tls_free (SoqLinkTls *self)
{
  soq_link_tls_stop (self);
  self->link = NULL;
  if (self->state == STATE_HANDSHAKING)
    return;

  g_clear_object (&self->connection);
  g_clear_object (&self->peer_certificate);
  g_clear_object (&self->certificate);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->remote);
  g_clear_object (&self->socket);
  soq_reactor_unref (self->reactor);
  g_free (self->identity);
  g_free (self->accepted);
  g_free (self->chunk);
  g_free (self);
}

/* The link was started. */
void
soq_link_tls_start (SoqLinkTls *self)
{
  if (is_client (self))
    prepare_handshake (self);
  else if (self->required)
    begin_deadline (self);
  else if (self->grace > 0)
    soq_timers_set (timers (self), &self->greeting, self->grace);
}

/* The link closes, and keeps only what is known of the other end. Returns
 * whether the socket may be closed: never below a thread that uses it.
 */
gboolean
soq_link_tls_stop (SoqLinkTls *self)
{
  if (self->stopped)
    return self->state != STATE_HANDSHAKING;

  self->stopped = TRUE;
  soq_timers_unset (timers (self), &self->deadline);
  soq_timers_unset (timers (self), &self->greeting);
  soq_reactor_undefer (self->reactor, &self->step);
  if (self->state == STATE_HANDSHAKING)
    {
      g_cancellable_cancel (self->cancellable);
      return FALSE;
    }

  soq_tls_place_give (&self->place);

  return TRUE;
}

/* TLS may hold bytes that the socket does not tell of. */
void
soq_link_tls_read_later (SoqLinkTls *self)
{
  if (self->state == STATE_SECURE && !self->stopped)
    soq_reactor_defer (self->reactor, &self->step);
}

/* Whether the socket is nobody else's to read or write. */
gboolean
soq_link_tls_is_handshaking (SoqLinkTls *self)
{
  return self->state == STATE_WAITING || self->state == STATE_HANDSHAKING;
}

/* Looks at the first bytes and leaves them where they are. Returns whether
 * there is something to receive.
 */
gboolean
soq_link_tls_look (SoqLink *link)
{
  SoqLinkTls        *self = link->tls;
  guint8             first[2];
  g_autoptr (GError) error = NULL;
  gssize             n;

  if (self->state != STATE_LOOKING)
    return self->state == STATE_SECURE;

  n = soq_call_peek (self->socket, link->tap, first, sizeof first, &error);
  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;

  if (n > 0 && soq_tls_is_hello (first, (gsize) n))
    {
      prepare_handshake (self);
      return FALSE;
    }

  if (!self->required)
    {
      g_clear_pointer (&link->tls, soq_link_tls_free);
      soq_reactor_defer (link->reactor, &link->flush);
      return TRUE;
    }

  if (n > 0)
    g_set_error_literal (&error, SOQ_ERROR, SOQ_ERROR_TLS_REQUIRED,
                         "It must use TLS here, and spoke without");
  soq_link_close_with (link, error);

  return FALSE;
}

/* Whether what is queued has to wait for the handshake. Who is told something
 * before it said anything gets it as it is, but not at once if it was given
 * time.
 */
gboolean
soq_link_tls_must_wait (SoqLink *link)
{
  SoqLinkTls *self = link->tls;

  if (self == NULL || self->state == STATE_SECURE)
    return FALSE;

  if (self->state != STATE_LOOKING || self->required)
    return TRUE;

  if (link->state == SOQ_LINK_STATE_OPEN &&
      (link->queued == 0 || soq_timer_is_set (&self->greeting)))
    return TRUE;

  g_clear_pointer (&link->tls, soq_link_tls_free);

  return FALSE;
}

/* The bytes as they are outside of TLS. */
static void
tell_meaning (SoqLinkTls   *self,
              SoqCall       call,
              const guint8 *data,
              gsize         size,
              gssize        n)
{
  SoqTap       *tap = soq_tap_of (self->socket);
  GOutputVector vector = { data, (gsize) n };

  soq_tap_bytes (tap, call, SOQ_CALL_NO_FLAGS, soq_tap_begin (tap), NULL, &vector, 1,
                 (gint64) size, n, NULL);
}

gssize
soq_link_tls_receive (SoqLinkTls *self,
                      guint8     *buffer,
                      gsize       size,
                      GError    **error)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));
  gssize        n;

  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer, size,
                                                NULL, error);
  if (n > 0)
    {
      tell_meaning (self, SOQ_CALL_DECRYPT, buffer, size, n);
      soq_link_tls_read_later (self);
    }

  return n;
}

static void
fill_chunk (SoqLinkTls          *self,
            const GOutputVector *vectors,
            guint                n_vectors)
{
  gsize length = 0;

  for (guint i = 0; i < n_vectors; i++)
    length += vectors[i].size;

  self->chunk_length = MIN (length, RECORD_SIZE);
  self->chunk = g_malloc (self->chunk_length);
  length = 0;
  for (guint i = 0; i < n_vectors && length < self->chunk_length; i++)
    {
      gsize n = MIN (vectors[i].size, self->chunk_length - length);

      memcpy (self->chunk + length, vectors[i].buffer, n);
      length += n;
    }
}

/* Many small messages become one record. What the kernel did not take has to
 * be offered again at the same place and with the same length; the queue, whose
 * beginning it is, may have grown meanwhile.
 */
gssize
soq_link_tls_send (SoqLinkTls          *self,
                   const GOutputVector *vectors,
                   guint                n_vectors,
                   GError             **error)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  gssize         n;

  if (self->chunk == NULL)
    fill_chunk (self, vectors, n_vectors);

  n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), self->chunk,
                                                  self->chunk_length, NULL, error);
  if (n >= 0)
    {
      tell_meaning (self, SOQ_CALL_ENCRYPT, self->chunk, self->chunk_length, n);
      g_clear_pointer (&self->chunk, g_free);
    }

  return n;
}

/* Says that nothing more comes (close_notify). It is a blocking call, so it is
 * made only while the kernel has room for the few bytes. Returns whether it
 * was said, or cannot be.
 */
gboolean
soq_link_tls_shut (SoqLinkTls *self)
{
  GOutputStream *output;

  if (self->connection == NULL || self->stopped)
    return TRUE;

  if (g_socket_condition_check (self->socket, G_IO_OUT | G_IO_HUP | G_IO_ERR) == 0)
    return FALSE;

  output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_output_stream_close (output, NULL, NULL);

  return TRUE;
}

/**
 * soq_link_accept_tls:
 * @self: a link that was accepted and is not started
 * @certificate: ours, with its key
 * @required: whether whoever speaks without TLS is not let in
 *
 * Lets the other end begin with TLS: its first bytes tell. If it does not, the
 * link is an ordinary one; with @required it closes with
 * %SOQ_ERROR_TLS_REQUIRED. Anything sent before the other end has said a word
 * makes the link an ordinary one too, but waits with @required.
 *
 * The handshake has a minute (%SOQ_TIME_TLS_HANDSHAKE), as somebody may have to
 * look at our certificate, and ten seconds (%SOQ_TIME_TLS_HANDSHAKE_SHORT) if
 * others wait for a place; with @required both from the start of the link.
 * Then it closes with %G_IO_ERROR_TIMED_OUT. A
 * certificate of the client is asked for, and taken as it is, for
 * [method@SoqLink.dup_peer_fingerprint].
 */
void
soq_link_accept_tls (SoqLink         *self,
                     GTlsCertificate *certificate,
                     gboolean         required)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (G_IS_TLS_CERTIFICATE (certificate));
  g_return_if_fail (self->watch == NULL && self->tls == NULL);

  self->tls = new_tls (self, certificate);
  self->tls->required = required;
}

/**
 * soq_link_await_tls:
 * @self: a link that soq_link_accept_tls () was called for, and is not started
 * @microseconds: how long
 *
 * Lets what is sent wait for so long until the other end has shown by its
 * first byte whether it speaks TLS: it could not begin after it was sent text.
 */
void
soq_link_await_tls (SoqLink *self,
                    gint64   microseconds)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (self->watch == NULL && self->tls != NULL);

  self->tls->grace = microseconds;
}

/**
 * soq_link_start_tls:
 * @self: a link that has neither sent nor received anything
 * @server_identity: the host name or IP address that the certificate of the
 *   other end must be for
 * @client_certificate: (nullable): what we show if we are asked
 * @accepted_fingerprint: (nullable): a certificate that is good whatever is
 *   wrong with it, as soq_certificate_dup_fingerprint () writes it
 *
 * Makes the link a client's with TLS, before or after it is started. What is
 * sent waits for the handshake, which has ten seconds. If the certificate does
 * not check out, the link closes with %SOQ_ERROR_CERTIFICATE, and
 * [method@SoqLink.get_certificate_errors] and
 * [method@SoqLink.dup_peer_fingerprint] still tell about it.
 */
void
soq_link_start_tls (SoqLink         *self,
                    const char      *server_identity,
                    GTlsCertificate *client_certificate,
                    const char      *accepted_fingerprint)
{
  g_return_if_fail (SOQ_IS_LINK (self));
  g_return_if_fail (server_identity != NULL);
  g_return_if_fail (self->tls == NULL && self->bytes_in == 0 && self->bytes_out == 0);

  if (self->state == SOQ_LINK_STATE_CLOSED)
    return;

  self->tls = new_tls (self, client_certificate);
  self->tls->identity = g_strdup (server_identity);
  self->tls->accepted = g_strdup (accepted_fingerprint);
  self->tls->state = STATE_WAITING;
  if (self->watch != NULL)
    soq_link_tls_start (self->tls);
}

/**
 * soq_link_is_secure:
 * @self: a link
 *
 * Returns: whether its TLS handshake was done, also once it is closed
 */
gboolean
soq_link_is_secure (SoqLink *self)
{
  return soq_link_get_tls_version (self) != NULL;
}

/**
 * soq_link_is_securing:
 * @self: a link
 *
 * Returns: whether a TLS handshake is under way, or must come first
 */
gboolean
soq_link_is_securing (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), FALSE);

  return self->tls != NULL && self->tls->state != STATE_SECURE &&
         (self->tls->state != STATE_LOOKING || self->tls->required);
}

/**
 * soq_link_get_tls_version:
 * @self: a link
 *
 * Returns: (nullable): “TLS 1.2” or “TLS 1.3”; %NULL if it has no TLS, or not
 *   yet
 */
const char *
soq_link_get_tls_version (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), NULL);

  return self->tls != NULL ? self->tls->version : NULL;
}

/**
 * soq_link_get_peer_certificate:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): what the other end showed, whether it
 *   was trusted or not
 */
GTlsCertificate *
soq_link_get_peer_certificate (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), NULL);

  return self->tls != NULL ? self->tls->peer_certificate : NULL;
}

/**
 * soq_link_get_certificate_errors:
 * @self: a link
 *
 * Returns: what is wrong with the certificate of the other end, also if it was
 *   accepted by its fingerprint; soq_certificate_dup_problems () has words
 *   for it. At a server it means nothing: any certificate is taken
 */
GTlsCertificateFlags
soq_link_get_certificate_errors (SoqLink *self)
{
  g_return_val_if_fail (SOQ_IS_LINK (self), 0);

  return self->tls != NULL ? self->tls->errors : 0;
}

/**
 * soq_link_dup_peer_fingerprint:
 * @self: a link
 *
 * Returns: (transfer full) (nullable): the fingerprint of the certificate of
 *   the other end, as soq_certificate_dup_fingerprint () writes it
 */
char *
soq_link_dup_peer_fingerprint (SoqLink *self)
{
  GTlsCertificate *certificate = soq_link_get_peer_certificate (self);

  return certificate != NULL ? soq_certificate_dup_fingerprint (certificate) : NULL;
}
