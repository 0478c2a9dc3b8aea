/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-channel-info.h"

#include "soq-channel.h"

/**
 * SoqChannelMember:
 *
 * Somebody in a channel, and what it may do there.
 */
struct _SoqChannelMember
{
  GObject parent_instance;

  SoqPeer *peer;   /* (owned) */
  guint    status; /* a set of SoqMember */
};

G_DEFINE_FINAL_TYPE (SoqChannelMember, soq_channel_member, G_TYPE_OBJECT)

/**
 * SoqChannelInfo:
 *
 * What the owner sees of a channel. Its members are only listed once somebody
 * asked for them.
 */
struct _SoqChannelInfo
{
  GObject parent_instance;

  SoqChannel *channel; /* (borrowed) (nullable): until it is gone */
  GListStore *members; /* (owned) (nullable) of SoqChannelMember */
  GHashTable *rows;    /* (owned) (nullable): SoqPeer → (borrowed) its member */

  char *name;  /* (owned) */
  char *topic; /* (owned): empty for none */
  char *modes; /* (owned): with the key */
  guint count;
};

G_DEFINE_FINAL_TYPE (SoqChannelInfo, soq_channel_info, G_TYPE_OBJECT)

typedef enum
{
  MEMBER_PROP_PEER = 1,
  MEMBER_PROP_STATUS,
} SoqChannelMemberProperty;

static GParamSpec *member_properties[MEMBER_PROP_STATUS + 1];

typedef enum
{
  PROP_NAME = 1,
  PROP_TOPIC,
  PROP_MODES,
  PROP_COUNT,
} SoqChannelInfoProperty;

static GParamSpec *properties[PROP_COUNT + 1];

#define PARAM_FLAGS (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
soq_channel_member_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SoqChannelMember *self = SOQ_CHANNEL_MEMBER (object);

  switch ((SoqChannelMemberProperty) prop_id)
    {
    case MEMBER_PROP_PEER:
      g_value_set_object (value, self->peer);
      break;

    case MEMBER_PROP_STATUS:
      g_value_set_string (value, soq_channel_member_get_status (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_channel_member_finalize (GObject *object)
{
  g_clear_object (&SOQ_CHANNEL_MEMBER (object)->peer);

  G_OBJECT_CLASS (soq_channel_member_parent_class)->finalize (object);
}

static void
soq_channel_member_class_init (SoqChannelMemberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = soq_channel_member_finalize;
  object_class->get_property = soq_channel_member_get_property;

  /**
   * SoqChannelMember:peer:
   *
   * Who it is.
   */
  member_properties[MEMBER_PROP_PEER] =
    g_param_spec_object ("peer", NULL, NULL, SOQ_TYPE_PEER, PARAM_FLAGS);

  /**
   * SoqChannelMember:status:
   *
   * “@” for an operator, “+” for one with a voice, both, or nothing.
   */
  member_properties[MEMBER_PROP_STATUS] =
    g_param_spec_string ("status", NULL, NULL, NULL, PARAM_FLAGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (member_properties),
                                     member_properties);
}

static void
soq_channel_member_init (SoqChannelMember *self)
{
}

SoqPeer *
soq_channel_member_get_peer (SoqChannelMember *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_MEMBER (self), NULL);

  return self->peer;
}

const char *
soq_channel_member_get_status (SoqChannelMember *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_MEMBER (self), NULL);

  return soq_member_get_prefix (self->status, TRUE);
}

static void
soq_channel_info_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SoqChannelInfo *self = SOQ_CHANNEL_INFO (object);

  switch ((SoqChannelInfoProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;

    case PROP_MODES:
      g_value_set_string (value, self->modes);
      break;

    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_channel_info_finalize (GObject *object)
{
  SoqChannelInfo *self = SOQ_CHANNEL_INFO (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->members);
  g_free (self->name);
  g_free (self->topic);
  g_free (self->modes);

  G_OBJECT_CLASS (soq_channel_info_parent_class)->finalize (object);
}

static void
soq_channel_info_class_init (SoqChannelInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = soq_channel_info_finalize;
  object_class->get_property = soq_channel_info_get_property;

  /**
   * SoqChannelInfo:name:
   *
   * As the first one who joined wrote it.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, PARAM_FLAGS);

  /**
   * SoqChannelInfo:topic:
   *
   * What it is about; empty for nothing.
   */
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, PARAM_FLAGS);

  /**
   * SoqChannelInfo:modes:
   *
   * Its modes with their parameters, as “+klnt key 5”.
   */
  properties[PROP_MODES] = g_param_spec_string ("modes", NULL, NULL, NULL, PARAM_FLAGS);

  /**
   * SoqChannelInfo:count:
   *
   * How many are in it.
   */
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, PARAM_FLAGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_channel_info_init (SoqChannelInfo *self)
{
}

/**
 * soq_channel_info_new:
 * @channel: a channel; soq_channel_info_end () is called before it goes
 *
 * Returns: (transfer full): what can be seen of @channel now
 */
SoqChannelInfo *
soq_channel_info_new (SoqChannel *channel)
{
  SoqChannelInfo *self = g_object_new (SOQ_TYPE_CHANNEL_INFO, NULL);

  self->channel = channel;
  self->name = g_strdup (soq_channel_get_name (channel));
  soq_channel_info_update (self);

  return self;
}

static void
set_text (SoqChannelInfo        *self,
          char                 **field,
          const char            *text,
          SoqChannelInfoProperty property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* From the end, so that places stay right. Those who stay get their status. */
static void
update_rows (SoqChannelInfo *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->members)); i > 0; i--)
    {
      g_autoptr (SoqChannelMember) row = NULL;
      gpointer                     status;

      row = g_list_model_get_item (G_LIST_MODEL (self->members), i - 1);
      if (self->channel == NULL ||
          !g_hash_table_lookup_extended (self->channel->members, row->peer, NULL, &status))
        {
          g_hash_table_remove (self->rows, row->peer);
          g_list_store_remove (self->members, i - 1);
        }
      else if (row->status != GPOINTER_TO_UINT (status))
        {
          row->status = GPOINTER_TO_UINT (status);
          g_object_notify_by_pspec (G_OBJECT (row), member_properties[MEMBER_PROP_STATUS]);
        }
    }
}

static void
add_rows (SoqChannelInfo *self)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter        iter;
  gpointer              peer;
  gpointer              status;

  g_hash_table_iter_init (&iter, self->channel->members);
  while (g_hash_table_iter_next (&iter, &peer, &status))
    {
      SoqChannelMember *row;

      if (g_hash_table_contains (self->rows, peer))
        continue;

      row = g_object_new (SOQ_TYPE_CHANNEL_MEMBER, NULL);
      row->peer = g_object_ref (peer);
      row->status = GPOINTER_TO_UINT (status);
      g_hash_table_insert (self->rows, peer, row);
      g_ptr_array_add (added, row);
    }

  g_list_store_splice (self->members, g_list_model_get_n_items (G_LIST_MODEL (self->members)), 0,
                       added->pdata, added->len);
}

/**
 * soq_channel_info_update:
 * @self: what can be seen of a channel
 *
 * Follows whatever changed in it.
 */
void
soq_channel_info_update (SoqChannelInfo *self)
{
  g_autofree char *modes = NULL;
  guint            count;

  g_return_if_fail (SOQ_IS_CHANNEL_INFO (self));

  if (self->channel == NULL)
    return;

  modes = soq_channel_dup_modes (self->channel, TRUE);
  count = soq_channel_count (self->channel);
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->topic, self->channel->topic != NULL ? self->channel->topic : "",
            PROP_TOPIC);
  set_text (self, &self->modes, modes, PROP_MODES);
  if (self->count != count)
    {
      self->count = count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
    }
  if (self->members != NULL)
    {
      update_rows (self);
      add_rows (self);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * soq_channel_info_end:
 * @self: what could be seen of a channel that goes now
 *
 * Whoever holds on to @self sees it as it was last, without members.
 */
void
soq_channel_info_end (SoqChannelInfo *self)
{
  g_return_if_fail (SOQ_IS_CHANNEL_INFO (self));

  self->channel = NULL;
  if (self->members != NULL)
    update_rows (self);
}

const char *
soq_channel_info_get_name (SoqChannelInfo *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_INFO (self), NULL);

  return self->name;
}

const char *
soq_channel_info_get_topic (SoqChannelInfo *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_INFO (self), NULL);

  return self->topic;
}

const char *
soq_channel_info_get_modes (SoqChannelInfo *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_INFO (self), NULL);

  return self->modes;
}

guint
soq_channel_info_get_count (SoqChannelInfo *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_INFO (self), 0);

  return self->count;
}

/**
 * soq_channel_info_get_members:
 * @self: what can be seen of a channel
 *
 * Returns: (transfer none): who is in it, as a list of SoqChannelMember in no
 *   order; it is kept up to date from the first time that it is asked for
 */
GListModel *
soq_channel_info_get_members (SoqChannelInfo *self)
{
  g_return_val_if_fail (SOQ_IS_CHANNEL_INFO (self), NULL);

  if (self->members == NULL)
    {
      self->members = g_list_store_new (SOQ_TYPE_CHANNEL_MEMBER);
      self->rows = g_hash_table_new (NULL, NULL);
      soq_channel_info_update (self);
    }

  return G_LIST_MODEL (self->members);
}
