/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-people.h"
#include "soq-test.h"

/* A copy that is kept only by what items-changed tells. */
typedef struct
{
  SoqPeople *members;
  GPtrArray *copy; /* of SoqPerson */
} Fixture;

static void
changed_cb (Fixture    *self,
            guint       position,
            guint       removed,
            guint       added,
            GListModel *model)
{
  if (removed > 0)
    g_ptr_array_remove_range (self->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->copy, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->members = soq_people_new ();
  self->copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (self->members, "items-changed", G_CALLBACK (changed_cb), self);
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_ptr_array_unref (self->copy);
  g_object_unref (self->members);
  g_free (self);

  return 0;
}

static void
check (Fixture *self)
{
  guint n;

  soq_people_flush (self->members);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->members));
  assert_int_equal (n, soq_people_count (self->members));
  assert_int_equal (self->copy->len, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoqPerson) member = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      assert_ptr_equal (member, g_ptr_array_index (self->copy, i));
      if (i > 0)
        assert_true (soq_person_compare (g_ptr_array_index (self->copy, i - 1), member) < 0);
    }
}

static SoqPerson *
new_member (const char *nick,
            const char *prefix,
            guint       rank)
{
  SoqPerson *member = soq_person_new (nick, nick);

  soq_person_set_prefix (member, prefix, rank);

  return member;
}

static void
test_unknown_members_change_nothing (void **state)
{
  Fixture *self = *state;

  assert_false (soq_people_remove (self->members, "x"));
  assert_false (soq_people_rename (self->members, "x", "y", "y"));
  soq_people_set_prefix (self->members, "x", "@", 0);
  assert_null (soq_people_find (self->members, "x"));
  soq_people_clear (self->members);
  check (self);
}

static void
test_name_that_is_taken_stays_one (void **state)
{
  Fixture              *self = *state;
  g_autoptr (SoqPerson) ana = new_member ("ana", "", SOQ_PERSON_NO_RANK);
  g_autoptr (SoqPerson) bob = new_member ("bob", "", SOQ_PERSON_NO_RANK);
  g_autoptr (SoqPerson) other = new_member ("ana", "@", 0);

  soq_people_add (self->members, ana);
  soq_people_add (self->members, bob);
  soq_people_add (self->members, other);
  soq_people_flush (self->members);
  assert_int_equal (self->copy->len, 2);
  assert_true (soq_people_rename (self->members, "bob", "ana", "Ana"));
  soq_people_flush (self->members);
  assert_int_equal (self->copy->len, 1);
  assert_string_equal (soq_person_get_nick (soq_people_find (self->members, "ana")), "Ana");
  check (self);
}

static void
change (Fixture *self,
        GRand   *rand)
{
  static const char *const prefixes[] = { "@", "+", "" };
  static const guint       ranks[] = { 0, 1, SOQ_PERSON_NO_RANK };
  g_autofree char         *nick = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 40));
  g_autofree char         *other = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 40));
  int                      p = g_rand_int_range (rand, 0, 3);
  g_autoptr (SoqPerson)    member = new_member (nick, prefixes[p], ranks[p]);
  g_autoptr (GPtrArray)    several = g_ptr_array_new ();

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
    case 1:
      soq_people_add (self->members, member);
      break;

    case 2:
      soq_people_remove (self->members, nick);
      break;

    case 3:
      soq_people_rename (self->members, nick, other, other);
      break;

    case 4:
      soq_people_set_prefix (self->members, nick, prefixes[p], ranks[p]);
      break;

    default:
      g_ptr_array_add (several, member);
      soq_people_add_all (self->members, several);
    }
}

static void
test_changes_are_told_as_they_are (void **state)
{
  Fixture          *self = *state;
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);

  for (guint i = 0; i < 20000; i++)
    {
      change (self, rand);
      check (self);
    }
  soq_people_clear (self->members);
  check (self);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* A network splits: thousands leave at once, and the list is told once. */
static void
test_changes_are_told_of_together (void **state)
{
  Fixture              *self = *state;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint                 n = 0;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *nick = g_strdup_printf ("n%05u", i);

      g_ptr_array_add (all, new_member (nick, "", SOQ_PERSON_NO_RANK));
    }
  soq_people_add_all (self->members, all);
  check (self);

  g_signal_connect_swapped (self->members, "items-changed", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 4000; i++)
    soq_people_remove (self->members,
                       soq_person_get_key (g_ptr_array_index (all, 2 * i)));
  soq_people_set_prefix (self->members, "n09999", "@", 0);
  assert_int_equal (n, 0);
  assert_int_equal (soq_people_count (self->members), 6000);
  soq_test_wait_until (n > 0);
  assert_int_equal (n, 1);
  check (self);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_unknown_members_change_nothing, setup, teardown),
    cmocka_unit_test_setup_teardown (test_name_that_is_taken_stays_one, setup, teardown),
    cmocka_unit_test_setup_teardown (test_changes_are_told_as_they_are, setup, teardown),
    cmocka_unit_test_setup_teardown (test_changes_are_told_of_together, setup, teardown),
  };

  return cmocka_run_group_tests_name ("people", tests, NULL, NULL);
}
