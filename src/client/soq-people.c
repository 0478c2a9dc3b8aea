/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-people.h"

/* How long changes wait for others: about one frame. */
#define FLUSH_MILLISECONDS 16

/**
 * SoqPeople:
 *
 * The people in one channel, in order: who has the higher mode first, and
 * then by name. Each step takes logarithmic time, so that a channel of
 * thousands does not slow down those who come and go.
 *
 * As a list model it changes once per frame: when a network splits, thousands
 * leave at once, and a list widget that is told of each takes seconds.
 */
struct _SoqPeople
{
  GObject parent_instance;

  GSequence    *order;   /* (owned) of (owned) SoqPerson */
  GHashTable   *by_key;  /* (owned): (borrowed) key to (borrowed) GSequenceIter */
  GPtrArray    *shown;   /* (owned) of (owned) SoqPerson: what the model has told */
  GMainContext *context; /* (owned): of the thread that made it */
  GSource      *flush;   /* (owned) (nullable) unless something has changed */
};

static GType
get_item_type (GListModel *model)
{
  return SOQ_TYPE_PERSON;
}

static guint
get_n_items (GListModel *model)
{
  return SOQ_PEOPLE (model)->shown->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SoqPeople *self = SOQ_PEOPLE (model);

  if (position >= get_n_items (model))
    return NULL;

  return g_object_ref (g_ptr_array_index (self->shown, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqPeople,
                               soq_people,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
flush_cb (gpointer user_data)
{
  soq_people_flush (SOQ_PEOPLE (user_data));

  return G_SOURCE_REMOVE;
}

static void
schedule_flush (SoqPeople *self)
{
  if (self->flush != NULL)
    return;

  self->flush = g_timeout_source_new (FLUSH_MILLISECONDS);
  g_source_set_static_name (self->flush, "[soquete] people");
  g_source_set_callback (self->flush, flush_cb, self, NULL);
  g_source_attach (self->flush, self->context);
}

static void
cancel_flush (SoqPeople *self)
{
  if (self->flush == NULL)
    return;

  g_source_destroy (self->flush);
  g_clear_pointer (&self->flush, g_source_unref);
}

static void
soq_people_dispose (GObject *object)
{
  cancel_flush (SOQ_PEOPLE (object));

  G_OBJECT_CLASS (soq_people_parent_class)->dispose (object);
}

static void
soq_people_finalize (GObject *object)
{
  SoqPeople *self = SOQ_PEOPLE (object);

  g_main_context_unref (self->context);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->by_key);
  g_sequence_free (self->order);

  G_OBJECT_CLASS (soq_people_parent_class)->finalize (object);
}

static void
soq_people_class_init (SoqPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soq_people_dispose;
  G_OBJECT_CLASS (klass)->finalize = soq_people_finalize;
}

static void
soq_people_init (SoqPeople *self)
{
  self->order = g_sequence_new (g_object_unref);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_ref_thread_default ();
}

SoqPeople *
soq_people_new (void)
{
  return g_object_new (SOQ_TYPE_PEOPLE, NULL);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  return soq_person_compare ((SoqPerson *) (guintptr) a, (SoqPerson *) (guintptr) b);
}

static void
insert (SoqPeople *self,
        SoqPerson *member)
{
  GSequenceIter *iter = g_sequence_insert_sorted (self->order, member, compare, NULL);

  g_hash_table_insert (self->by_key, (char *) (guintptr) soq_person_get_key (member), iter);
  schedule_flush (self);
}

static SoqPerson *
take (SoqPeople     *self,
      GSequenceIter *iter)
{
  SoqPerson *member = g_object_ref (g_sequence_get (iter));

  schedule_flush (self);

  g_hash_table_remove (self->by_key, soq_person_get_key (member));
  g_sequence_remove (iter);

  return member;
}

/**
 * soq_people_find:
 * @self: members
 * @key: a nick with its case folded
 *
 * Returns: (transfer none) (nullable): who has that nick
 */
SoqPerson *
soq_people_find (SoqPeople  *self,
                 const char *key)
{
  GSequenceIter *iter;

  g_return_val_if_fail (SOQ_IS_PEOPLE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  iter = g_hash_table_lookup (self->by_key, key);

  return iter != NULL ? g_sequence_get (iter) : NULL;
}

static gboolean
may_add (SoqPeople *self,
         SoqPerson *member)
{
  return soq_people_count (self) < SOQ_PEOPLE_MOST &&
         !g_hash_table_contains (self->by_key, soq_person_get_key (member));
}

/**
 * soq_people_add:
 * @self: members
 * @member: (transfer none): who came; not added if one with that key is there
 */
void
soq_people_add (SoqPeople *self,
                SoqPerson *member)
{
  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (SOQ_IS_PERSON (member));

  if (may_add (self, member))
    insert (self, g_object_ref (member));
}

/**
 * soq_people_add_all:
 * @self: members
 * @members: (element-type SoqPerson): who is there; who is known already gets
 *   the prefix that is said here
 */
void
soq_people_add_all (SoqPeople *self,
                    GPtrArray *members)
{
  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (members != NULL);

  schedule_flush (self);
  for (guint i = 0; i < members->len; i++)
    {
      SoqPerson     *member = g_ptr_array_index (members, i);
      GSequenceIter *iter = g_hash_table_lookup (self->by_key, soq_person_get_key (member));

      if (iter != NULL)
        {
          soq_person_set_prefix (g_sequence_get (iter), soq_person_get_prefix (member),
                                 soq_person_get_rank (member));
          g_sequence_sort_changed (iter, compare, NULL);
        }
      else if (may_add (self, member))
        insert (self, g_object_ref (member));
    }
}

/**
 * soq_people_remove:
 * @self: members
 * @key: who left
 *
 * Returns: whether that one was there
 */
gboolean
soq_people_remove (SoqPeople  *self,
                   const char *key)
{
  GSequenceIter        *iter;
  g_autoptr (SoqPerson) member = NULL;

  g_return_val_if_fail (SOQ_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  iter = g_hash_table_lookup (self->by_key, key);
  if (iter == NULL)
    return FALSE;

  member = take (self, iter);

  return TRUE;
}

/**
 * soq_people_rename:
 * @self: members
 * @key: whose nick changes
 * @new_key: the new nick with its case folded
 * @new_nick: the new nick
 *
 * Returns: whether that one was there
 */
gboolean
soq_people_rename (SoqPeople  *self,
                   const char *key,
                   const char *new_key,
                   const char *new_nick)
{
  GSequenceIter *iter;
  SoqPerson     *member;

  g_return_val_if_fail (SOQ_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (key != NULL && new_key != NULL && new_nick != NULL, FALSE);

  if (!g_hash_table_contains (self->by_key, key))
    return FALSE;

  /* Whoever has it, says a server that is wrong in one of both. */
  if (strcmp (key, new_key) != 0)
    soq_people_remove (self, new_key);

  iter = g_hash_table_lookup (self->by_key, key);
  member = take (self, iter);
  soq_person_set_nick (member, new_key, new_nick);
  insert (self, member);

  return TRUE;
}

/**
 * soq_people_set_prefix:
 * @self: members
 * @key: whose
 * @prefix: the signs of the modes, the highest first
 * @rank: of the first of them
 */
void
soq_people_set_prefix (SoqPeople  *self,
                       const char *key,
                       const char *prefix,
                       guint       rank)
{
  GSequenceIter *iter;
  SoqPerson     *member;

  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (key != NULL && prefix != NULL);

  iter = g_hash_table_lookup (self->by_key, key);
  if (iter == NULL)
    return;

  member = take (self, iter);
  soq_person_set_prefix (member, prefix, rank);
  insert (self, member);
}

/**
 * soq_people_count:
 * @self: members
 *
 * Returns: how many there are, whether the model has told of them or not
 */
guint
soq_people_count (SoqPeople *self)
{
  g_return_val_if_fail (SOQ_IS_PEOPLE (self), 0);

  return (guint) g_sequence_get_length (self->order);
}

/* What is the same at both ends of @before and @after is not told of. */
static void
tell_difference (SoqPeople *self,
                 GPtrArray *before,
                 GPtrArray *after)
{
  guint first = 0;
  guint last = 0;
  guint least = MIN (before->len, after->len);

  while (first < least && before->pdata[first] == after->pdata[first])
    first++;
  while (last < least - first &&
         before->pdata[before->len - last - 1] == after->pdata[after->len - last - 1])
    last++;

  if (before->len + after->len > 2 * (first + last))
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                after->len - first - last);
}

/**
 * soq_people_flush:
 * @self: members
 *
 * Lets the list model be what has changed. It happens by itself within 16 ms.
 */
void
soq_people_flush (SoqPeople *self)
{
  g_autoptr (GPtrArray) before = NULL;

  g_return_if_fail (SOQ_IS_PEOPLE (self));

  if (self->flush == NULL)
    return;

  cancel_flush (self);
  before = self->shown;
  self->shown = g_ptr_array_new_full (soq_people_count (self), g_object_unref);
  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->order);
       !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    g_ptr_array_add (self->shown, g_object_ref (g_sequence_get (iter)));

  tell_difference (self, before, self->shown);
}

void
soq_people_clear (SoqPeople *self)
{
  g_return_if_fail (SOQ_IS_PEOPLE (self));

  g_hash_table_remove_all (self->by_key);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->order),
                           g_sequence_get_end_iter (self->order));
  schedule_flush (self);
}
