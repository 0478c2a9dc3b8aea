/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-people.h"

/**
 * SoqPeople:
 *
 * The people in one channel, in order: who has the higher mode first, and
 * then by name. Each step takes logarithmic time, so that a channel of
 * thousands does not slow down those who come and go.
 */
struct _SoqPeople
{
  GObject parent_instance;

  GSequence  *order;  /* (owned) of (owned) SoqPerson */
  GHashTable *by_key; /* (owned): (borrowed) key to (borrowed) GSequenceIter */
};

static GType
get_item_type (GListModel *model)
{
  return SOQ_TYPE_PERSON;
}

static guint
get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (SOQ_PEOPLE (model)->order);
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SoqPeople *self = SOQ_PEOPLE (model);

  if (position >= get_n_items (model))
    return NULL;

  return g_object_ref (g_sequence_get (g_sequence_get_iter_at_pos (self->order, (int) position)));
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

static void
soq_people_finalize (GObject *object)
{
  SoqPeople *self = SOQ_PEOPLE (object);

  g_hash_table_unref (self->by_key);
  g_sequence_free (self->order);

  G_OBJECT_CLASS (soq_people_parent_class)->finalize (object);
}

static void
soq_people_class_init (SoqPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_people_finalize;
}

static void
soq_people_init (SoqPeople *self)
{
  self->order = g_sequence_new (g_object_unref);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
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

static GSequenceIter *
insert (SoqPeople *self,
        SoqPerson *member)
{
  GSequenceIter *iter = g_sequence_insert_sorted (self->order, member, compare, NULL);

  g_hash_table_insert (self->by_key, (char *) (guintptr) soq_person_get_key (member), iter);

  return iter;
}

/* Takes @iter out without telling. */
static SoqPerson *
take (SoqPeople     *self,
      GSequenceIter *iter)
{
  SoqPerson *member = g_object_ref (g_sequence_get (iter));

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
  return get_n_items (G_LIST_MODEL (self)) < SOQ_PEOPLE_MOST &&
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
  GSequenceIter *iter;

  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (SOQ_IS_PERSON (member));

  if (!may_add (self, member))
    return;

  iter = insert (self, g_object_ref (member));
  g_list_model_items_changed (G_LIST_MODEL (self), (guint) g_sequence_iter_get_position (iter),
                              0, 1);
}

/**
 * soq_people_add_all:
 * @self: members
 * @members: (element-type SoqPerson): who is there; who is known already gets
 *   the prefix that is said here
 *
 * Tells of all of them at once.
 */
void
soq_people_add_all (SoqPeople *self,
                    GPtrArray *members)
{
  guint before;

  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (members != NULL);

  before = get_n_items (G_LIST_MODEL (self));
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

  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n_items (G_LIST_MODEL (self)));
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
  guint                 position;

  g_return_val_if_fail (SOQ_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  iter = g_hash_table_lookup (self->by_key, key);
  if (iter == NULL)
    return FALSE;

  position = (guint) g_sequence_iter_get_position (iter);
  member = take (self, iter);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}

static void
move (SoqPeople *self,
      guint      old_position,
      SoqPerson *member)
{
  GSequenceIter *iter = insert (self, member);
  guint          position = (guint) g_sequence_iter_get_position (iter);
  guint          first = MIN (position, old_position);
  guint          n = MAX (position, old_position) - first + 1;

  /* Once, for all that lies between: between two changes the list would be
   * other than it says.
   */
  g_list_model_items_changed (G_LIST_MODEL (self), first, n, n);
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
  guint          position;

  g_return_val_if_fail (SOQ_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (key != NULL && new_key != NULL && new_nick != NULL, FALSE);

  if (!g_hash_table_contains (self->by_key, key))
    return FALSE;

  /* Whoever has it, says a server that is wrong in one of both. */
  if (strcmp (key, new_key) != 0)
    soq_people_remove (self, new_key);

  iter = g_hash_table_lookup (self->by_key, key);
  position = (guint) g_sequence_iter_get_position (iter);
  member = take (self, iter);
  soq_person_set_nick (member, new_key, new_nick);
  move (self, position, member);

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
  guint          position;

  g_return_if_fail (SOQ_IS_PEOPLE (self));
  g_return_if_fail (key != NULL && prefix != NULL);

  iter = g_hash_table_lookup (self->by_key, key);
  if (iter == NULL)
    return;

  position = (guint) g_sequence_iter_get_position (iter);
  member = take (self, iter);
  soq_person_set_prefix (member, prefix, rank);
  move (self, position, member);
}

void
soq_people_clear (SoqPeople *self)
{
  guint n;

  g_return_if_fail (SOQ_IS_PEOPLE (self));

  n = get_n_items (G_LIST_MODEL (self));
  g_hash_table_remove_all (self->by_key);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->order),
                           g_sequence_get_end_iter (self->order));
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}
