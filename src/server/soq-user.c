/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-user.h"

/* A host that begins with a colon would be read as the last parameter. */
static char *
make_host (SoqPeer *peer)
{
  const char *address = soq_peer_get_address (peer);

  if (*address == '\0')
    return g_strdup ("unknown");
  if (*address == ':')
    return g_strconcat ("0", address, NULL);

  return g_strdup (address);
}

/**
 * soq_user_new:
 * @peer: who it is; its owner
 *
 * Returns: (transfer full): somebody of whom nothing is known
 */
SoqUser *
soq_user_new (SoqPeer *peer)
{
  SoqUser *self = g_new0 (SoqUser, 1);

  self->peer = peer;
  self->host = make_host (peer);
  self->username = g_strdup ("guest");

  return self;
}

void
soq_user_free (SoqUser *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->username);
  g_free (self->realname);
  g_free (self->host);
  g_free (self->source);
  g_free (self->account);
  g_free (self->away);
  g_clear_pointer (&self->channels, g_hash_table_unref);
  g_clear_pointer (&self->invitations, g_hash_table_unref);
  g_clear_pointer (&self->monitored, g_hash_table_unref);
  g_clear_pointer (&self->captured, g_ptr_array_unref);
  g_free (self->label);
  g_free (self->password);
  g_free (self->wanted);
  g_free (self->mechanism);
  if (self->sasl != NULL)
    g_string_free (self->sasl, TRUE);
  g_free (self);
}

/**
 * soq_user_get_nick:
 * @self: a user
 *
 * Returns: (transfer none): what it is called in replies; “*” before NICK
 */
const char *
soq_user_get_nick (SoqUser *self)
{
  const char *nick;

  g_return_val_if_fail (self != NULL, NULL);

  nick = soq_peer_get_nick (self->peer);

  return nick != NULL ? nick : "*";
}

const char *
soq_user_get_source (SoqUser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->source == NULL)
    self->source = g_strdup_printf ("%s!%s@%s", soq_user_get_nick (self), self->username,
                                    self->host);

  return self->source;
}

/**
 * soq_user_renamed:
 * @self: a user whose nick or user name has changed
 */
void
soq_user_renamed (SoqUser *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->source, g_free);
}

gboolean
soq_user_is_irc (SoqUser *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return soq_peer_get_kind (self->peer) == SOQ_PEER_KIND_IRC;
}

/**
 * soq_user_has:
 * @self: a user
 * @caps: a set of SoqIrcCaps
 *
 * Returns: whether it asked for all of them
 */
gboolean
soq_user_has (SoqUser *self,
              guint    caps)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->caps & caps) == caps;
}

gboolean
soq_user_is_operator (SoqUser *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->modes & SOQ_USER_MODE_OPERATOR) != 0;
}

/**
 * soq_user_dup_modes:
 * @self: a user
 *
 * Returns: (transfer full): its modes, as “+iw”
 */
char *
soq_user_dup_modes (SoqUser *self)
{
  GString *modes = g_string_new ("+");

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; SOQ_USER_MODE_LETTERS[i] != '\0'; i++)
    if ((self->modes & (1u << i)) != 0)
      g_string_append_c (modes, SOQ_USER_MODE_LETTERS[i]);

  return g_string_free (modes, FALSE);
}

/**
 * soq_user_send_apart:
 * @self: a user
 * @out: a message that answers nothing, even if @self sent it
 *
 * Sends @out in the language of its receiver.
 *
 * Returns: whether it is on its way
 */
gboolean
soq_user_send_apart (SoqUser     *self,
                     SoqOutgoing *out)
{
  GBytes *bytes;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  bytes = soq_user_is_irc (self)
            ? soq_outgoing_get_bytes (out, self->caps)
            : soq_outgoing_get_plain (out);

  return bytes != NULL && soq_peer_send (self->peer, bytes);
}

/**
 * soq_user_send:
 * @self: a user
 * @out: a message
 *
 * Sends @out, or keeps it as part of the answer to a command with a label.
 *
 * Returns: whether it is on its way
 */
gboolean
soq_user_send (SoqUser     *self,
               SoqOutgoing *out)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (self->captured == NULL)
    return soq_user_send_apart (self, out);

  g_ptr_array_add (self->captured, soq_outgoing_ref (out));

  return TRUE;
}

/**
 * soq_user_set_text:
 * @field: (inout): an owned text
 * @text: (nullable): another one, which may be part of the first
 */
void
soq_user_set_text (char      **field,
                   const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}
