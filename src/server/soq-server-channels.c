/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-server-private.h"

#include "soq-limits.h"
#include "soq-text.h"

/* What the owner sees of the channels and does in them. Members see the name
 * of the server as the one who did it.
 */

/**
 * soq_server_get_channels:
 * @self: a server
 *
 * Returns: (transfer none): the channels, as a list of SoqChannelInfo that
 *   changes at most four times a second
 */
GListModel *
soq_server_get_channels (SoqServer *self)
{
  GHashTableIter iter;
  gpointer       channel;

  g_return_val_if_fail (SOQ_IS_SERVER (self), NULL);

  if (self->board == NULL)
    {
      self->board = soq_channel_board_new (soq_server_get_timers (self));
      g_hash_table_iter_init (&iter, self->channels);
      while (g_hash_table_iter_next (&iter, NULL, &channel))
        {
          ((SoqChannel *) channel)->board = self->board;
          soq_channel_changed (channel);
        }
      soq_channel_board_flush (self->board);
    }

  return soq_channel_board_get_list (self->board);
}

/* Text of one line that ends within @limit bytes. */
static char *
make_line (const char *text,
           gsize       limit)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\r\n", ' ');

  return soq_text_cut (line, limit);
}

static SoqOutgoing *
new_message (SoqServer  *self,
             const char *command,
             const char *channel,
             const char *param,
             const char *text)
{
  g_autofree char *id = soq_server_dup_message_id (self);
  SoqOutgoing     *out = soq_outgoing_new (self->irc_name, command, channel, param, text, NULL);

  soq_outgoing_set_id (out, id);

  return out;
}

/**
 * soq_server_set_topic:
 * @self: a server
 * @channel: the name of a channel
 * @text: what it shall be about; empty for nothing
 *
 * Returns: whether there is such a channel
 */
gboolean
soq_server_set_topic (SoqServer  *self,
                      const char *channel,
                      const char *text)
{
  SoqChannel             *found;
  const char             *name;
  g_autofree char        *topic = NULL;
  g_autoptr (SoqOutgoing) out = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (channel != NULL && text != NULL, FALSE);

  found = soq_server_find_channel (self, channel);
  if (found == NULL)
    return FALSE;

  name = soq_channel_get_name (found);
  topic = make_line (text, SOQ_LIMIT_TOPIC_LENGTH);
  soq_channel_set_topic (found, topic, self->irc_name);
  out = new_message (self, "TOPIC", name, topic, NULL);
  soq_channel_send (found, out, NULL);
  soq_server_record (self, found, out, TRUE);
  soq_server_tell_in (self, SOQ_EVENT_TOPIC, NULL, name, topic);

  return TRUE;
}

/* Returns the channel if @peer is in it. */
static SoqChannel *
find_with_member (SoqServer  *self,
                  const char *channel,
                  SoqPeer    *peer)
{
  SoqChannel *found = soq_server_find_channel (self, channel);

  return found != NULL && soq_channel_contains (found, peer) ? found : NULL;
}

/**
 * soq_server_set_member_status:
 * @self: a server
 * @channel: the name of a channel
 * @peer: a member of it
 * @sign: '+' to give the status, '-' to take it
 * @letter: 'o' for an operator, 'v' for a voice
 *
 * Returns: whether that changed something
 */
gboolean
soq_server_set_member_status (SoqServer  *self,
                              const char *channel,
                              SoqPeer    *peer,
                              char        sign,
                              char        letter)
{
  SoqChannel             *found;
  const char             *name;
  const char             *nick;
  const char              mode[] = { sign, letter, '\0' };
  guint                   bit = letter == 'o' ? SOQ_MEMBER_OPERATOR : SOQ_MEMBER_VOICE;
  guint                   status;
  g_autofree char        *text = NULL;
  g_autoptr (SoqOutgoing) out = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (channel != NULL && SOQ_IS_PEER (peer), FALSE);
  g_return_val_if_fail (sign == '+' || sign == '-', FALSE);
  g_return_val_if_fail (letter == 'o' || letter == 'v', FALSE);

  found = find_with_member (self, channel, peer);
  status = found != NULL ? soq_channel_get_status (found, peer) : 0;
  if (found == NULL || (sign == '+') == ((status & bit) != 0))
    return FALSE;

  name = soq_channel_get_name (found);
  nick = soq_user_get_nick (soq_peer_get_user (peer));
  soq_channel_set_status (found, peer, status ^ bit);
  out = new_message (self, "MODE", name, mode, nick);
  soq_channel_send (found, out, NULL);
  soq_server_record (self, found, out, TRUE);
  text = g_strdup_printf ("%s %s", mode, nick);
  soq_server_tell_in (self, SOQ_EVENT_MODE, NULL, name, text);

  return TRUE;
}

/**
 * soq_server_kick_from_channel:
 * @self: a server
 * @channel: the name of a channel
 * @peer: who shall leave it
 * @reason: (nullable): why
 *
 * Returns: whether @peer was in it
 */
gboolean
soq_server_kick_from_channel (SoqServer  *self,
                              const char *channel,
                              SoqPeer    *peer,
                              const char *reason)
{
  SoqChannel             *found;
  SoqUser                *victim;
  g_autofree char        *text = NULL;
  g_autoptr (SoqOutgoing) out = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER (self), FALSE);
  g_return_val_if_fail (channel != NULL && SOQ_IS_PEER (peer), FALSE);

  found = find_with_member (self, channel, peer);
  if (found == NULL)
    return FALSE;

  victim = soq_peer_get_user (peer);
  text = make_line (reason != NULL && *reason != '\0' ? reason : self->config->name,
                    SOQ_LIMIT_KICK_LENGTH);
  out = new_message (self, "KICK", soq_channel_get_name (found), soq_user_get_nick (victim), text);
  soq_server_tell_kick (self, victim, found, self->config->name, text);
  soq_server_part (victim, found, out);

  return TRUE;
}

/**
 * soq_server_say_in:
 * @self: a running server
 * @channel: the name of a channel
 * @text: what the owner says; one line or several
 *
 * Returns: how many were sent it
 */
guint
soq_server_say_in (SoqServer  *self,
                   const char *channel,
                   const char *text)
{
  SoqChannel           *found;
  SoqEvent             *event;
  const char           *name;
  g_autofree char      *source = NULL;
  g_autoptr (GPtrArray) parts = NULL;

  g_return_val_if_fail (SOQ_IS_SERVER (self), 0);
  g_return_val_if_fail (channel != NULL && text != NULL, 0);

  found = soq_server_find_channel (self, channel);
  if (found == NULL)
    return 0;
  if (found == self->lobby)
    return soq_server_say (self, NULL, text);

  name = soq_channel_get_name (found);
  event = soq_event_new (SOQ_EVENT_SAID, NULL, text);
  soq_event_set_target (event, name);
  soq_server_emit (self, event);

  source = soq_server_dup_owner (self);
  parts = soq_server_split_message (self, source, name, text);
  for (guint i = 0; i < parts->len; i++)
    {
      soq_channel_send (found, g_ptr_array_index (parts, i), NULL);
      soq_server_record (self, found, g_ptr_array_index (parts, i), FALSE);
    }

  return parts->len > 0 ? soq_channel_count (found) : 0;
}
