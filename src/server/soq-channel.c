/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-channel.h"

#include "soq-irc-mask.h"
#include "soq-irc-names.h"

const SoqIrcModeTypes soq_channel_mode_types = {
  .lists = SOQ_CHANNEL_LIST_LETTERS,
  .always = "k",
  .set = "l",
  .flags = SOQ_CHANNEL_FLAG_LETTERS,
  .prefixes = "ov",
};

static gint64
now_in_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
mask_free (gpointer data)
{
  SoqChannelMask *self = data;

  g_free (self->mask);
  g_free (self->setter);
  g_free (self);
}

/**
 * soq_channel_new:
 * @name: a valid name
 *
 * Returns: (transfer full): a channel without members, with the modes “nt”
 */
SoqChannel *
soq_channel_new (const char *name)
{
  SoqChannel *self = g_new0 (SoqChannel, 1);

  self->name = g_strdup (name);
  self->folded = soq_irc_casefold (name);
  self->members = g_hash_table_new (NULL, NULL);
  self->created = now_in_seconds ();
  self->flags = SOQ_CHANNEL_NO_EXTERNAL | SOQ_CHANNEL_TOPIC_LOCK;

  return self;
}

static void
forget_member (SoqChannel *self,
               SoqPeer    *peer)
{
  SoqUser *user = soq_peer_get_user (peer);

  if (user->channels != NULL)
    g_hash_table_remove (user->channels, self);
}

void
soq_channel_free (SoqChannel *self)
{
  GHashTableIter iter;
  gpointer       peer;

  g_return_if_fail (self != NULL);

  if (self->board != NULL)
    soq_channel_board_forget (self->board, self);
  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &peer, NULL))
    forget_member (self, peer);

  for (guint i = 0; i < SOQ_CHANNEL_N_LISTS; i++)
    g_clear_pointer (&self->lists[i], g_ptr_array_unref);
  g_hash_table_unref (self->members);
  g_free (self->name);
  g_free (self->folded);
  g_free (self->topic);
  g_free (self->topic_setter);
  g_free (self->key);
  g_free (self);
}

const char *
soq_channel_get_name (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * soq_channel_changed:
 * @self: a channel whose members, modes or topic changed
 */
void
soq_channel_changed (SoqChannel *self)
{
  g_return_if_fail (self != NULL);

  if (self->board != NULL)
    soq_channel_board_note (self->board, self);
}

/**
 * soq_channel_add:
 * @self: a channel
 * @peer: a peer; whoever owns it removes it from here before it goes
 *
 * Returns: whether it was not a member before
 */
gboolean
soq_channel_add (SoqChannel *self,
                 SoqPeer    *peer)
{
  SoqUser *user;

  g_return_val_if_fail (self != NULL, FALSE);

  if (g_hash_table_contains (self->members, peer))
    return FALSE;

  user = soq_peer_get_user (peer);
  if (user->channels == NULL)
    user->channels = g_hash_table_new (NULL, NULL);
  g_hash_table_add (user->channels, self);
  g_hash_table_insert (self->members, peer, GUINT_TO_POINTER (0));
  soq_channel_changed (self);

  return TRUE;
}

gboolean
soq_channel_remove (SoqChannel *self,
                    SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_hash_table_remove (self->members, peer))
    return FALSE;

  forget_member (self, peer);
  soq_channel_changed (self);

  return TRUE;
}

gboolean
soq_channel_contains (SoqChannel *self,
                      SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->members, peer);
}

guint
soq_channel_count (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->members);
}

static int
compare_nicks (SoqPeer *a,
               SoqPeer *b)
{
  return g_ascii_strcasecmp (soq_peer_get_nick (a), soq_peer_get_nick (b));
}

/**
 * soq_channel_list_members:
 * @self: a channel
 *
 * Returns: (transfer container) (element-type SoqPeer): its members by name
 */
GList *
soq_channel_list_members (SoqChannel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_list_sort (g_hash_table_get_keys (self->members), (GCompareFunc) compare_nicks);
}

/**
 * soq_channel_get_status:
 * @self: a channel
 * @peer: a peer, member or not
 *
 * Returns: a set of #SoqMember
 */
guint
soq_channel_get_status (SoqChannel *self,
                        SoqPeer    *peer)
{
  g_return_val_if_fail (self != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->members, peer));
}

/**
 * soq_channel_set_status:
 * @self: a channel
 * @peer: a member
 * @status: a set of #SoqMember
 */
void
soq_channel_set_status (SoqChannel *self,
                        SoqPeer    *peer,
                        guint       status)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (g_hash_table_contains (self->members, peer));

  g_hash_table_insert (self->members, peer, GUINT_TO_POINTER (status));
  soq_channel_changed (self);
}

/**
 * soq_member_get_prefix:
 * @status: a set of #SoqMember
 * @all: whether to give all prefixes (multi-prefix), or only the highest
 *
 * Returns: (transfer none): what stands before a member's nick
 */
const char *
soq_member_get_prefix (guint    status,
                       gboolean all)
{
  if ((status & SOQ_MEMBER_OPERATOR) != 0)
    return all && (status & SOQ_MEMBER_VOICE) != 0 ? "@+" : "@";

  return (status & SOQ_MEMBER_VOICE) != 0 ? "+" : "";
}

/**
 * soq_channel_set_topic:
 * @self: a channel
 * @topic: what it is about; empty for nothing
 * @setter: who says so
 */
void
soq_channel_set_topic (SoqChannel *self,
                       const char *topic,
                       const char *setter)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (topic != NULL && setter != NULL);

  soq_user_set_text (&self->topic, *topic != '\0' ? topic : NULL);
  soq_user_set_text (&self->topic_setter, setter);
  self->topic_time = now_in_seconds ();
  soq_channel_changed (self);
}

/**
 * soq_channel_dup_modes:
 * @self: a channel
 * @with_key: whether the one who asks may see the key
 *
 * Returns: (transfer full): its modes with their parameters, as “+klnt key 5”
 */
char *
soq_channel_dup_modes (SoqChannel *self,
                       gboolean    with_key)
{
  GString *modes = g_string_new ("+");

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; SOQ_CHANNEL_FLAG_LETTERS[i] != '\0'; i++)
    if ((self->flags & (1u << i)) != 0)
      g_string_append_c (modes, SOQ_CHANNEL_FLAG_LETTERS[i]);
  if (self->key != NULL)
    g_string_append_c (modes, 'k');
  if (self->limit > 0)
    g_string_append_c (modes, 'l');
  if (self->key != NULL)
    g_string_append_printf (modes, " %s", with_key ? self->key : "*");
  if (self->limit > 0)
    g_string_append_printf (modes, " %u", self->limit);

  return g_string_free (modes, FALSE);
}

/**
 * soq_channel_is_listed:
 * @self: a channel
 * @list: which list of masks
 * @user: somebody
 *
 * Returns: whether a mask of @list matches @user
 */
gboolean
soq_channel_is_listed (SoqChannel    *self,
                       SoqChannelList list,
                       SoqUser       *user)
{
  GPtrArray *masks;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (list < SOQ_CHANNEL_N_LISTS, FALSE);

  masks = self->lists[list];
  for (guint i = 0; masks != NULL && i < masks->len; i++)
    {
      const SoqChannelMask *mask = g_ptr_array_index (masks, i);

      if (soq_irc_mask_match (mask->mask, soq_user_get_source (user)))
        return TRUE;
    }

  return FALSE;
}

gboolean
soq_channel_is_banned (SoqChannel *self,
                       SoqUser    *user)
{
  return soq_channel_is_listed (self, SOQ_CHANNEL_BANS, user) &&
         !soq_channel_is_listed (self, SOQ_CHANNEL_BAN_EXCEPTS, user);
}

/**
 * soq_channel_may_speak:
 * @self: a channel
 * @user: somebody
 *
 * Returns: whether what @user says is heard here, by the modes m, n and b
 */
gboolean
soq_channel_may_speak (SoqChannel *self,
                       SoqUser    *user)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (soq_channel_get_status (self, user->peer) != 0)
    return TRUE;

  /* What plain text says goes to the lobby, even from one who does not hear it
   * yet: a sender of datagrams.
   */
  if ((self->flags & SOQ_CHANNEL_NO_EXTERNAL) != 0 && soq_user_is_irc (user) &&
      !soq_channel_contains (self, user->peer))
    return FALSE;

  return (self->flags & SOQ_CHANNEL_MODERATED) == 0 && !soq_channel_is_banned (self, user);
}

/**
 * soq_channel_may_rule:
 * @self: a channel
 * @user: somebody
 *
 * Returns: whether @user may change modes and topic and send others out: an
 *   operator of the channel, or of the server, member or not
 */
gboolean
soq_channel_may_rule (SoqChannel *self,
                      SoqUser    *user)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return soq_user_is_operator (user) ||
         (soq_channel_get_status (self, user->peer) & SOQ_MEMBER_OPERATOR) != 0;
}

static gboolean
find_mask (GPtrArray  *masks,
           const char *mask,
           guint      *position)
{
  for (guint i = 0; masks != NULL && i < masks->len; i++)
    {
      const SoqChannelMask *other = g_ptr_array_index (masks, i);

      if (soq_irc_names_equal (other->mask, mask))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * soq_channel_add_mask:
 * @self: a channel
 * @list: which list
 * @mask: a whole mask
 * @setter: who adds it
 *
 * Returns: whether it was not in the list before
 */
gboolean
soq_channel_add_mask (SoqChannel    *self,
                      SoqChannelList list,
                      const char    *mask,
                      const char    *setter)
{
  SoqChannelMask *added;
  guint           position;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (list < SOQ_CHANNEL_N_LISTS, FALSE);

  if (find_mask (self->lists[list], mask, &position))
    return FALSE;

  if (self->lists[list] == NULL)
    self->lists[list] = g_ptr_array_new_with_free_func (mask_free);

  added = g_new0 (SoqChannelMask, 1);
  added->mask = g_strdup (mask);
  added->setter = g_strdup (setter);
  added->time = now_in_seconds ();
  g_ptr_array_add (self->lists[list], added);

  return TRUE;
}

gboolean
soq_channel_remove_mask (SoqChannel    *self,
                         SoqChannelList list,
                         const char    *mask)
{
  guint position;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (list < SOQ_CHANNEL_N_LISTS, FALSE);

  if (!find_mask (self->lists[list], mask, &position))
    return FALSE;

  g_ptr_array_remove_index (self->lists[list], position);

  return TRUE;
}

/**
 * soq_channel_send:
 * @self: a channel
 * @out: a message
 * @except: (nullable): a member who does not get it
 *
 * Sends @out to the members. Nobody leaves while this goes on: a link that
 * cannot take more says so at the end of the turn.
 */
void
soq_channel_send (SoqChannel  *self,
                  SoqOutgoing *out,
                  SoqPeer     *except)
{
  soq_channel_send_by_cap (self, 0, out, NULL, except);
}

/**
 * soq_channel_send_by_cap:
 * @self: a channel
 * @cap: a set of SoqIrcCaps
 * @with: for members who asked for all of @cap
 * @without: (nullable): for the others
 * @except: (nullable): a member who does not get it
 */
void
soq_channel_send_by_cap (SoqChannel  *self,
                         guint        cap,
                         SoqOutgoing *with,
                         SoqOutgoing *without,
                         SoqPeer     *except)
{
  GHashTableIter iter;
  gpointer       peer;

  g_return_if_fail (self != NULL);
  g_return_if_fail (with != NULL);

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &peer, NULL))
    {
      SoqUser     *user = soq_peer_get_user (peer);
      SoqOutgoing *out = soq_user_has (user, cap) ? with : without;

      if (peer != except && out != NULL)
        soq_user_send (user, out);
    }
}

/**
 * soq_channel_send_to_status:
 * @self: a channel
 * @least: a set of #SoqMember, of which a receiver must have one
 * @out: a message
 * @except: (nullable): a member who does not get it
 */
void
soq_channel_send_to_status (SoqChannel  *self,
                            guint        least,
                            SoqOutgoing *out,
                            SoqPeer     *except)
{
  GHashTableIter iter;
  gpointer       peer;
  gpointer       status;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &peer, &status))
    if (peer != except && (GPOINTER_TO_UINT (status) & least) != 0)
      soq_user_send (soq_peer_get_user (peer), out);
}
