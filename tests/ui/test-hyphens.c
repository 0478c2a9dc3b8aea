/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-composer.h"
#include "soq-conversation-view.h"
#include "soq-server-setup.h"

/* No view that wraps text draws a hyphen that nobody sent. */

static gboolean
turns_off (GtkTextTag *tag)
{
  gboolean set;
  gboolean hyphens;

  g_object_get (tag, "insert-hyphens-set", &set, "insert-hyphens", &hyphens, NULL);

  return set && !hyphens;
}

static gboolean
is_without_hyphens (GtkTextIter *iter)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (iter);

  for (GSList *link = tags; link != NULL; link = link->next)
    if (turns_off (link->data))
      return TRUE;

  return FALSE;
}

static void
check_view (GtkWidget *root)
{
  GtkWidget     *view = soq_ui_test_find_type (root, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer;
  GtkTextIter    iter;
  guint          n = 0;

  assert_non_null (view);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  if (gtk_text_buffer_get_char_count (buffer) == 0)
    gtk_text_buffer_set_text (buffer, "averylongwordthatisbroken", -1);
  gtk_text_buffer_get_start_iter (buffer, &iter);
  for (; !gtk_text_iter_is_end (&iter); gtk_text_iter_forward_char (&iter))
    {
      assert_true (is_without_hyphens (&iter));
      n++;
    }
  assert_true (n > 0);
}

static void
test_conversation_has_no_hyphens (void **state)
{
  GtkWidget       *view = g_object_ref_sink (soq_conversation_view_new ());
  g_autofree char *shown = NULL;
  SoqLine          line = { .kind = SOQ_LINE_TEXT, .nick = "ana", .text = "averylongword" };

  soq_conversation_view_append (SOQ_CONVERSATION_VIEW (view), &line);
  shown = soq_conversation_view_dup_text (SOQ_CONVERSATION_VIEW (view));
  check_view (view);
  g_object_unref (view);
}

static void
test_entry_has_no_hyphens (void **state)
{
  GtkWidget *composer = g_object_ref_sink (soq_composer_new ());

  soq_composer_set_text (SOQ_COMPOSER (composer), "averylongword");
  check_view (composer);
  g_object_unref (composer);
}

static void
test_message_of_the_day_has_no_hyphens (void **state)
{
  SoqServer       *server = soq_server_new ();
  SoqServerConfig *config = soq_server_config_new ();
  GtkWindow       *window = GTK_WINDOW (soq_server_setup_new (NULL, server, config));

  check_view (GTK_WIDGET (window));
  gtk_window_destroy (window);
  soq_server_config_free (config);
  g_object_unref (server);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_conversation_has_no_hyphens),
    cmocka_unit_test (test_entry_has_no_hyphens),
    cmocka_unit_test (test_message_of_the_day_has_no_hyphens),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("hyphens", tests, NULL, NULL);
}
