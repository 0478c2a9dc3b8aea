/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-channel-board.h"

/* A thousand joins a second are told of four times a second. */
#define FLUSH_INTERVAL (250 * 1000)

/**
 * SoqChannelBoard:
 *
 * The list of channels that the owner sees. There is none until somebody asks
 * for it; from then on a channel that changes is noted, and looked at later.
 */
struct _SoqChannelBoard
{
  SoqTimers  *timers; /* (borrowed) */
  SoqTimer    flush;
  GListStore *list;  /* (owned) of SoqChannelInfo */
  GHashTable *infos; /* (owned): SoqChannel → (borrowed) one of them, or NULL */
  GHashTable *noted; /* (owned): a set of SoqChannel that changed */
  GHashTable *gone;  /* (owned): a set of (owned) SoqChannelInfo to be taken out */
};

static void
flush_cb (gpointer user_data)
{
  soq_channel_board_flush (user_data);
}

SoqChannelBoard *
soq_channel_board_new (SoqTimers *timers)
{
  SoqChannelBoard *self = g_new0 (SoqChannelBoard, 1);

  self->timers = timers;
  self->flush.func = flush_cb;
  self->flush.user_data = self;
  self->list = g_list_store_new (SOQ_TYPE_CHANNEL_INFO);
  self->infos = g_hash_table_new (NULL, NULL);
  self->noted = g_hash_table_new (NULL, NULL);
  self->gone = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  return self;
}

void
soq_channel_board_free (SoqChannelBoard *self)
{
  g_return_if_fail (self != NULL);

  soq_timers_unset (self->timers, &self->flush);
  g_hash_table_unref (self->infos);
  g_hash_table_unref (self->noted);
  g_hash_table_unref (self->gone);
  g_object_unref (self->list);
  g_free (self);
}

static void
flush_soon (SoqChannelBoard *self)
{
  if (!soq_timer_is_set (&self->flush))
    soq_timers_set (self->timers, &self->flush, FLUSH_INTERVAL);
}

/**
 * soq_channel_board_note:
 * @self: the list
 * @channel: a channel that changed, or a new one
 */
void
soq_channel_board_note (SoqChannelBoard *self,
                        SoqChannel      *channel)
{
  g_return_if_fail (self != NULL);

  g_hash_table_add (self->noted, channel);
  flush_soon (self);
}

/**
 * soq_channel_board_forget:
 * @self: the list
 * @channel: a channel that goes now
 */
void
soq_channel_board_forget (SoqChannelBoard *self,
                          SoqChannel      *channel)
{
  SoqChannelInfo *info;

  g_return_if_fail (self != NULL);

  info = g_hash_table_lookup (self->infos, channel);
  g_hash_table_remove (self->noted, channel);
  g_hash_table_remove (self->infos, channel);
  if (info == NULL)
    return;

  soq_channel_info_end (info);
  g_hash_table_add (self->gone, g_object_ref (info));
  flush_soon (self);
}

static void
take_out (SoqChannelBoard *self)
{
  GListModel *list = G_LIST_MODEL (self->list);

  for (guint i = g_list_model_get_n_items (list); i > 0 && g_hash_table_size (self->gone) > 0; i--)
    {
      g_autoptr (SoqChannelInfo) info = g_list_model_get_item (list, i - 1);

      if (g_hash_table_remove (self->gone, info))
        g_list_store_remove (self->list, i - 1);
    }
}

static void
bring_in (SoqChannelBoard *self)
{
  g_autoptr (GPtrArray)  added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) noted = g_steal_pointer (&self->noted);
  GHashTableIter         iter;
  gpointer               channel;

  self->noted = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, noted);
  while (g_hash_table_iter_next (&iter, &channel, NULL))
    {
      SoqChannelInfo *info = g_hash_table_lookup (self->infos, channel);

      if (info != NULL)
        {
          soq_channel_info_update (info);
          continue;
        }

      info = soq_channel_info_new (channel);
      g_hash_table_insert (self->infos, channel, info);
      g_ptr_array_add (added, info);
    }

  g_list_store_splice (self->list, g_list_model_get_n_items (G_LIST_MODEL (self->list)), 0,
                       added->pdata, added->len);
}

/**
 * soq_channel_board_flush:
 * @self: the list
 *
 * Makes it show what is. Nobody who is told of it may close a channel at once.
 */
void
soq_channel_board_flush (SoqChannelBoard *self)
{
  g_return_if_fail (self != NULL);

  soq_timers_unset (self->timers, &self->flush);
  take_out (self);
  bring_in (self);
}

/**
 * soq_channel_board_get_list:
 * @self: the list
 *
 * Returns: (transfer none): the channels as a list of SoqChannelInfo
 */
GListModel *
soq_channel_board_get_list (SoqChannelBoard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return G_LIST_MODEL (self->list);
}
