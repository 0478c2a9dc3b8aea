/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-conversation.h"
#include "soq-limits.h"
#include "soq-ring-list.h"
#include "soq-test.h"

static void
hear (SoqConversation *conversation,
      SoqMessageKind   kind,
      const char      *nick,
      const char      *text)
{
  soq_conversation_append (conversation, soq_message_new (kind, nick, text, FALSE));
}

static char *
dup_names (SoqConversation *conversation)
{
  GListModel *names = soq_conversation_get_names (conversation);
  GString    *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SoqMessage) message = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s ", soq_message_get_nick (message));
    }

  return g_string_free (text, FALSE);
}

#define expect_names(conversation, expected)                   \
  do                                                           \
    {                                                          \
      g_autofree char *names_now = dup_names ((conversation)); \
      assert_string_equal (names_now, (expected));             \
    }                                                          \
  while (0)

static void
test_last_speaker_is_first (void **state)
{
  SoqConversation *conversation = soq_conversation_new ("#lobby");

  hear (conversation, SOQ_MESSAGE_JOIN, "ana", NULL);
  hear (conversation, SOQ_MESSAGE_TEXT, "bob", "hi");
  expect_names (conversation, "bob ana ");

  hear (conversation, SOQ_MESSAGE_TEXT, "ana", "hello");
  expect_names (conversation, "ana bob ");

  hear (conversation, SOQ_MESSAGE_TEXT, "BOB", "louder");
  expect_names (conversation, "BOB ana ");

  soq_test_assert_finalized (&conversation);
}

static void
test_names_follow_renames_and_leave_with_people (void **state)
{
  SoqConversation *conversation = soq_conversation_new ("#lobby");

  hear (conversation, SOQ_MESSAGE_PART, "nobody", NULL);
  expect_names (conversation, "");

  hear (conversation, SOQ_MESSAGE_JOIN, "ana", NULL);
  hear (conversation, SOQ_MESSAGE_JOIN, "bob", NULL);
  hear (conversation, SOQ_MESSAGE_RENAME, "ana", "ines");
  expect_names (conversation, "ines bob ");

  hear (conversation, SOQ_MESSAGE_PART, "ines", "bye");
  expect_names (conversation, "bob ");

  soq_test_assert_finalized (&conversation);
}

static void
test_what_we_say_is_no_name_to_complete (void **state)
{
  SoqConversation *conversation = soq_conversation_new ("#lobby");

  soq_conversation_append (conversation,
                           soq_message_new (SOQ_MESSAGE_TEXT, "ana", "hi", TRUE));
  hear (conversation, SOQ_MESSAGE_NOTICE, NULL, "no name");
  expect_names (conversation, "");

  soq_test_assert_finalized (&conversation);
}

static void
test_names_and_messages_are_bounded (void **state)
{
  SoqConversation *conversation = soq_conversation_new ("#lobby");
  GListModel      *messages = soq_conversation_get_messages (conversation);

  for (guint i = 0; i < 3 * SOQ_LIMIT_EVENTS; i++)
    {
      g_autofree char *nick = g_strdup_printf ("n%u", i % 1000);

      hear (conversation, SOQ_MESSAGE_TEXT, nick, "flood");
    }

  soq_ring_list_flush (SOQ_RING_LIST (messages));
  assert_int_equal (g_list_model_get_n_items (messages), SOQ_LIMIT_EVENTS);
  assert_int_equal (g_list_model_get_n_items (soq_conversation_get_names (conversation)), 200);

  soq_test_assert_finalized (&conversation);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_last_speaker_is_first),
    cmocka_unit_test (test_names_follow_renames_and_leave_with_people),
    cmocka_unit_test (test_what_we_say_is_no_name_to_complete),
    cmocka_unit_test (test_names_and_messages_are_bounded),
  };

  return cmocka_run_group_tests_name ("conversation", tests, NULL, NULL);
}
