/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-address.h"
#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-tls.h"

/* How long a client that saw STS is to use TLS only, in seconds. */
#define STS_DURATION "2592000"

/**
 * soq_server_load_certificate:
 * @self: a server
 * @config: which names a certificate, or does not
 * @certificate: (out) (transfer full) (nullable): the certificate
 * @error: return location for an error, as of soq_certificate_load ()
 *
 * Returns: whether TLS can be had, if it is wanted
 */
gboolean
soq_server_load_certificate (SoqServer             *self,
                             const SoqServerConfig *config,
                             GTlsCertificate      **certificate,
                             GError               **error)
{
  *certificate = NULL;
  if (config->tls_certificate == NULL)
    {
      if (config->tls_port == 0)
        return TRUE;

      g_set_error_literal (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                           "[tls] port needs [tls] certificate");
      return FALSE;
    }

  if (!soq_tls_is_supported ())
    {
      g_set_error_literal (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                           "TLS needs glib-networking, which is not installed");
      return FALSE;
    }

  *certificate = soq_certificate_load (config->tls_certificate, config->tls_key, error);

  return *certificate != NULL;
}

/**
 * soq_server_listen_secure:
 * @self: a server that is being started
 * @error: return location for an error of listening
 *
 * Listens on the port of TLS alone, if there is one.
 *
 * Returns: whether all that was wanted is open
 */
gboolean
soq_server_listen_secure (SoqServer *self,
                          GError   **error)
{
  const SoqServerConfig *config = self->config;

  if (config->tls_port == 0)
    return TRUE;

  return soq_listener_listen (self->secure, (const char *const *) config->addresses,
                              (guint16) config->tls_port, (int) config->backlog, error);
}

/**
 * soq_server_secured:
 * @self: a server
 * @peer: a peer whose handshake is done
 */
void
soq_server_secured (SoqServer *self,
                    SoqPeer   *peer)
{
  g_autofree char *text = g_strdup_printf ("Speaks %s",
                                           soq_link_get_tls_version (soq_peer_get_link (peer)));

  soq_peer_secured (peer);
  soq_server_tell (self, SOQ_EVENT_SECURED, peer, text);
}

/**
 * soq_server_may_offer_sts:
 * @self: a server
 *
 * Tells whether clients shall be asked to use TLS only
 * (ircv3.net/specs/extensions/sts). One that cannot check our certificate
 * would lock itself out, so a self-signed one is not for that.
 *
 * Returns: whether they shall
 */
gboolean
soq_server_may_offer_sts (SoqServer *self)
{
  g_autofree char *subject = NULL;
  g_autofree char *issuer = NULL;

  if (self->certificate == NULL)
    return FALSE;

  subject = g_tls_certificate_get_subject_name (self->certificate);
  issuer = g_tls_certificate_get_issuer_name (self->certificate);

  return g_strcmp0 (subject, issuer) != 0;
}

/**
 * soq_server_dup_sts:
 * @user: an IRC user
 *
 * Returns: (transfer full): the value of the capability “sts”: how long, to
 *   who speaks TLS; where, to the others
 */
char *
soq_server_dup_sts (SoqUser *user)
{
  SoqServer *server = user->server;
  guint      port = soq_listener_get_port (server->secure);

  if (soq_peer_is_secure (user->peer))
    return g_strdup ("duration=" STS_DURATION);

  return g_strdup_printf ("port=%u", port != 0 ? port : (guint) soq_server_get_port (server));
}

/**
 * soq_server_get_certificate:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what it shows to who speaks TLS; %NULL
 *   if it does not
 */
GTlsCertificate *
soq_server_get_certificate (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  return self->certificate;
}

/**
 * soq_server_get_tls_port:
 * @self: a server
 *
 * Returns: the port where everybody must speak TLS, 0 if there is none
 */
guint16
soq_server_get_tls_port (SoqServer *self)
{
  g_return_val_if_fail (SOQ_IS_SERVER (self), 0);

  return soq_listener_get_port (self->secure);
}
