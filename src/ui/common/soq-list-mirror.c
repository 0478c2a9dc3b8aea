/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-list-mirror.h"

/* A list that follows another one a turn later: however much changed there, it
 * changes once. When a whole class leaves, views that sort and select would
 * otherwise do it all again for each one who leaves.
 */

typedef struct
{
  GListModel *source; /* (owned) */
  GListStore *mirror; /* (borrowed): owns this */
  guint       idle_id;
} Mirror;

static void
free_mirror (gpointer data)
{
  Mirror *self = data;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->source, self);
  g_object_unref (self->source);
  g_free (self);
}

static gboolean
is_same (Mirror *self,
         guint   mirrored,
         guint   original)
{
  g_autoptr (GObject) a = g_list_model_get_item (G_LIST_MODEL (self->mirror), mirrored);
  g_autoptr (GObject) b = g_list_model_get_item (self->source, original);

  return a == b;
}

/* One splice of what lies between the first and the last difference. */
static gboolean
catch_up_cb (gpointer user_data)
{
  Mirror               *self = user_data;
  guint                 n = g_list_model_get_n_items (self->source);
  guint                 old = g_list_model_get_n_items (G_LIST_MODEL (self->mirror));
  guint                 first = 0;
  guint                 last = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  self->idle_id = 0;
  while (first < MIN (n, old) && is_same (self, first, first))
    first++;
  while (last < MIN (n, old) - first && is_same (self, old - 1 - last, n - 1 - last))
    last++;

  for (guint i = first; i < n - last; i++)
    g_ptr_array_add (added, g_list_model_get_item (self->source, i));
  if (added->len > 0 || old > first + last)
    g_list_store_splice (self->mirror, first, old - first - last, added->pdata, added->len);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (Mirror *self)
{
  if (self->idle_id != 0)
    return;

  self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, catch_up_cb, self, NULL);
  g_source_set_name_by_id (self->idle_id, "[soquete] list");
}

/**
 * soq_list_mirror_new:
 * @source: a list
 *
 * Returns: (transfer full): a list with the same items, one turn later
 */
GListModel *
soq_list_mirror_new (GListModel *source)
{
  Mirror *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (source), NULL);

  self = g_new0 (Mirror, 1);
  self->source = g_object_ref (source);
  self->mirror = g_list_store_new (g_list_model_get_item_type (source));
  g_object_set_data_full (G_OBJECT (self->mirror), "mirror", self, free_mirror);
  g_signal_connect_swapped (source, "items-changed", G_CALLBACK (changed_cb), self);
  catch_up_cb (self);

  return G_LIST_MODEL (self->mirror);
}
