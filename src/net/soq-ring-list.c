/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ring-list.h"

/* How long appended items wait for others: about one frame. */
#define FLUSH_MILLISECONDS 16

/**
 * SoqRingList:
 *
 * A list model that keeps the newest items only, and tells of new ones once
 * per frame: a list widget of GTK 4 that is told of each item by itself takes
 * quadratic time.
 *
 * Between the append and the flush an item is not in the list. When the list
 * is full the oldest tenth leaves at once, rather than one row with each new.
 * Of items whose size others choose, their bytes have a limit too.
 */
struct _SoqRingList
{
  GObject parent_instance;

  GMainContext *context; /* (owned): of the thread that made the list */
  GSource      *flush;   /* (owned) (nullable) unless something is pending */
  GType         item_type;
  GPtrArray    *items;   /* (owned): the oldest first */
  GPtrArray    *pending; /* (owned): appended, not yet told of */
  guint         capacity;

  SoqRingListSizeFunc size_of; /* (nullable) */
  gsize               limit;   /* bytes that all items have together */
  gsize               bytes;   /* that they have */
};

static GType
get_item_type (GListModel *model)
{
  return SOQ_RING_LIST (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  SoqRingList *self = SOQ_RING_LIST (model);

  return self->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SoqRingList *self = SOQ_RING_LIST (model);

  if (position >= get_n_items (model))
    return NULL;

  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqRingList,
                               soq_ring_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gsize
measure (SoqRingList *self,
         GPtrArray   *items,
         guint        n)
{
  gsize bytes = 0;

  for (guint i = 0; self->size_of != NULL && i < n; i++)
    bytes += self->size_of (g_ptr_array_index (items, i));

  return bytes;
}

/* Returns how many of @items, which have @bytes, must leave so that at most
 * @limit bytes stay.
 */
static guint
count_surplus (SoqRingList *self,
               GPtrArray   *items,
               gsize        bytes,
               gsize        limit)
{
  guint n = 0;

  while (bytes > limit && n < items->len)
    bytes -= self->size_of (g_ptr_array_index (items, n++));

  return n;
}

static void
drop_oldest (SoqRingList *self,
             guint        n)
{
  if (n == 0)
    return;

  self->bytes -= measure (self, self->items, n);
  g_ptr_array_remove_range (self->items, 0, n);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* The newest stays, however long it is. */
static void
make_room_in_bytes (SoqRingList *self)
{
  gsize coming = measure (self, self->pending, self->pending->len);
  guint n;
  gsize kept;

  if (self->size_of == NULL || self->bytes + coming <= self->limit)
    return;

  n = MIN (count_surplus (self, self->pending, coming, self->limit), self->pending->len - 1);
  coming -= measure (self, self->pending, n);
  if (n > 0)
    g_ptr_array_remove_range (self->pending, 0, n);

  kept = self->limit / 10 * 9;
  kept -= MIN (kept, coming);
  drop_oldest (self, count_surplus (self, self->items, self->bytes, kept));
}

/* After this, what is pending fits. */
static void
make_room (SoqRingList *self)
{
  guint surplus;
  guint total;

  make_room_in_bytes (self);

  if (self->pending->len > self->capacity)
    g_ptr_array_remove_range (self->pending, 0, self->pending->len - self->capacity);

  total = self->items->len + self->pending->len;
  if (total <= self->capacity)
    return;

  surplus = total - self->capacity;
  drop_oldest (self, MIN (self->items->len, MAX (surplus, self->capacity / 10)));
}

static gboolean
flush_cb (gpointer user_data)
{
  soq_ring_list_flush (user_data);

  return G_SOURCE_REMOVE;
}

static void
schedule_flush (SoqRingList *self)
{
  if (self->flush != NULL)
    return;

  self->flush = g_timeout_source_new (FLUSH_MILLISECONDS);
  g_source_set_static_name (self->flush, "[soquete] ring list");
  g_source_set_callback (self->flush, flush_cb, self, NULL);
  g_source_attach (self->flush, self->context);
}

static void
cancel_flush (SoqRingList *self)
{
  if (self->flush == NULL)
    return;

  g_source_destroy (self->flush);
  g_clear_pointer (&self->flush, g_source_unref);
}

static void
soq_ring_list_dispose (GObject *object)
{
  cancel_flush (SOQ_RING_LIST (object));

  G_OBJECT_CLASS (soq_ring_list_parent_class)->dispose (object);
}

static void
soq_ring_list_finalize (GObject *object)
{
  SoqRingList *self = SOQ_RING_LIST (object);

  g_main_context_unref (self->context);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->pending);

  G_OBJECT_CLASS (soq_ring_list_parent_class)->finalize (object);
}

static void
soq_ring_list_class_init (SoqRingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_ring_list_dispose;
  object_class->finalize = soq_ring_list_finalize;
}

static void
soq_ring_list_init (SoqRingList *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * soq_ring_list_new:
 * @item_type: the type of the items, a #GObject
 * @capacity: how many items it keeps, at least 10
 *
 * Returns: (transfer full): an empty list
 */
SoqRingList *
soq_ring_list_new (GType item_type,
                   guint capacity)
{
  SoqRingList *self;

  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);
  g_return_val_if_fail (capacity >= 10, NULL);

  self = g_object_new (SOQ_TYPE_RING_LIST, NULL);
  self->item_type = item_type;
  self->capacity = capacity;

  return self;
}

/**
 * soq_ring_list_set_limit:
 * @self: an empty list
 * @size_of: tells how many bytes an item has; always the same
 * @limit: how many all of them may have; the oldest leave
 */
void
soq_ring_list_set_limit (SoqRingList        *self,
                         SoqRingListSizeFunc size_of,
                         gsize               limit)
{
  g_return_if_fail (SOQ_IS_RING_LIST (self));
  g_return_if_fail (size_of != NULL);

  self->size_of = size_of;
  self->limit = limit;
}

/**
 * soq_ring_list_append:
 * @self: a list
 * @item: (transfer full): the newest item
 */
void
soq_ring_list_append (SoqRingList *self,
                      gpointer     item)
{
  g_return_if_fail (SOQ_IS_RING_LIST (self));
  g_return_if_fail (G_IS_OBJECT (item));

  g_ptr_array_add (self->pending, item);
  schedule_flush (self);

  /* Nobody flushes while the main loop is busy, so the bound holds here. */
  if (self->pending->len >= 2 * self->capacity)
    g_ptr_array_remove_range (self->pending, 0, self->capacity);
}

/**
 * soq_ring_list_flush:
 * @self: a list
 *
 * Puts what was appended into the list now. It happens by itself within 16 ms.
 */
void
soq_ring_list_flush (SoqRingList *self)
{
  guint old_length;
  guint n;

  g_return_if_fail (SOQ_IS_RING_LIST (self));

  cancel_flush (self);
  if (self->pending->len == 0)
    return;

  make_room (self);

  old_length = self->items->len;
  n = self->pending->len;
  self->bytes += measure (self, self->pending, n);
  g_ptr_array_extend_and_steal (self->items, g_steal_pointer (&self->pending));
  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
  g_list_model_items_changed (G_LIST_MODEL (self), old_length, 0, n);
}

void
soq_ring_list_clear (SoqRingList *self)
{
  g_return_if_fail (SOQ_IS_RING_LIST (self));

  cancel_flush (self);
  g_ptr_array_set_size (self->pending, 0);
  drop_oldest (self, self->items->len);
}
