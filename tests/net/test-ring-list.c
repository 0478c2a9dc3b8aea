/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ring-list.h"
#include "soq-test.h"

#define CAPACITY 20

typedef struct
{
  GArray *changes; /* (owned) of guint: position, removed, added of each */
  guint   length;  /* by what was told */
} Record;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  Record *record = user_data;

  g_array_append_val (record->changes, position);
  g_array_append_val (record->changes, removed);
  g_array_append_val (record->changes, added);
  record->length += added - removed;
}

static SoqRingList *
new_list (Record *record)
{
  SoqRingList *list = soq_ring_list_new (G_TYPE_OBJECT, CAPACITY);

  record->changes = g_array_new (FALSE, FALSE, sizeof (guint));
  record->length = 0;
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), record);

  return list;
}

static void
append (SoqRingList *list,
        guint        first,
        guint        n)
{
  for (guint i = first; i < first + n; i++)
    {
      GObject *item = g_object_new (G_TYPE_OBJECT, NULL);

      g_object_set_data (item, "number", GUINT_TO_POINTER (i));
      soq_ring_list_append (list, item);
    }
}

static guint
number_at (SoqRingList *list,
           guint        position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return GPOINTER_TO_UINT (g_object_get_data (item, "number"));
}

static void
assert_holds (SoqRingList *list,
              Record      *record,
              guint        first,
              guint        n)
{
  assert_int_equal (g_list_model_get_n_items (G_LIST_MODEL (list)), n);
  assert_int_equal (record->length, n);
  for (guint i = 0; i < n; i++)
    assert_int_equal (number_at (list, i), first + i);
  assert_null (g_list_model_get_item (G_LIST_MODEL (list), n));
}

static void
finish (SoqRingList *list,
        Record      *record)
{
  g_signal_handlers_disconnect_by_data (list, record);
  soq_test_assert_finalized (&list);
  g_array_unref (record->changes);
}

static void
test_ring_list_tells_of_several_at_once (void **state)
{
  Record       record;
  SoqRingList *list = new_list (&record);

  append (list, 1, 5);
  assert_holds (list, &record, 0, 0);
  soq_test_wait_until (record.length == 5);
  assert_int_equal (record.changes->len, 3);
  assert_holds (list, &record, 1, 5);
  finish (list, &record);
}

static void
test_ring_list_drops_the_oldest (void **state)
{
  Record       record;
  SoqRingList *list = new_list (&record);

  append (list, 1, CAPACITY);
  soq_ring_list_flush (list);
  assert_holds (list, &record, 1, CAPACITY);

  /* A tenth goes at once. */
  append (list, CAPACITY + 1, 1);
  soq_ring_list_flush (list);
  assert_holds (list, &record, 3, CAPACITY - 1);
  append (list, CAPACITY + 2, 1);
  soq_ring_list_flush (list);
  assert_holds (list, &record, 3, CAPACITY);
  finish (list, &record);
}

static void
test_ring_list_is_bounded_while_nobody_flushes (void **state)
{
  Record       record;
  SoqRingList *list = new_list (&record);

  append (list, 1, 3);
  soq_ring_list_flush (list);
  append (list, 4, 1000);
  soq_ring_list_flush (list);
  assert_holds (list, &record, 1004 - CAPACITY, CAPACITY);
  finish (list, &record);
}

static void
test_ring_list_can_be_cleared (void **state)
{
  Record       record;
  SoqRingList *list = new_list (&record);

  soq_ring_list_clear (list);
  soq_ring_list_flush (list);
  assert_int_equal (record.changes->len, 0);
  append (list, 1, 3);
  soq_ring_list_flush (list);
  append (list, 4, 3);
  soq_ring_list_clear (list);
  assert_holds (list, &record, 0, 0);
  append (list, 7, 1);
  soq_ring_list_flush (list);
  assert_holds (list, &record, 7, 1);
  append (list, 8, 1); /* pending when it goes */
  finish (list, &record);
}

/* As many bytes as its number says. */
static gsize
size_of (gpointer item)
{
  return GPOINTER_TO_UINT (g_object_get_data (item, "number"));
}

static void
test_ring_list_is_bounded_in_bytes (void **state)
{
  Record       record;
  SoqRingList *list = new_list (&record);

  soq_ring_list_set_limit (list, size_of, 100);
  append (list, 10, 5); /* 60 bytes */
  soq_ring_list_flush (list);
  assert_holds (list, &record, 10, 5);

  append (list, 15, 3); /* 48 more; at most 90 stay, so that it is done seldom */
  soq_ring_list_flush (list);
  assert_holds (list, &record, 12, 6);

  append (list, 97, 2); /* of 195 that come one fits, and nothing before it */
  soq_ring_list_flush (list);
  assert_holds (list, &record, 98, 1);

  append (list, 500, 1); /* the newest stays, whatever it has */
  soq_ring_list_flush (list);
  assert_holds (list, &record, 500, 1);
  finish (list, &record);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_ring_list_tells_of_several_at_once),
    cmocka_unit_test (test_ring_list_drops_the_oldest),
    cmocka_unit_test (test_ring_list_is_bounded_while_nobody_flushes),
    cmocka_unit_test (test_ring_list_can_be_cleared),
    cmocka_unit_test (test_ring_list_is_bounded_in_bytes),
  };

  return cmocka_run_group_tests_name ("ring-list", tests, NULL, NULL);
}
