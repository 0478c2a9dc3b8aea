/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-compat.h"
#include "soq-composer.h"
#include "soq-conversation-view.h"
#include "soq-server-setup.h"
#include "soq-server-window.h"
#include "soq-toast.h"

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

static gboolean
breaks_without_hyphens (GtkLabel *label)
{
  PangoAttrList     *attributes = gtk_label_get_attributes (label);
  PangoAttrIterator *iter;
  PangoAttribute    *attribute;
  gboolean           off;

  if (attributes == NULL)
    return FALSE;

  iter = pango_attr_list_get_iterator (attributes);
  attribute = pango_attr_iterator_get (iter, PANGO_ATTR_INSERT_HYPHENS);
  off = attribute != NULL && ((PangoAttrInt *) attribute)->value == 0;
  pango_attr_iterator_destroy (iter);

  return off;
}

/* Returns how many labels from @root on break words. */
static guint
check_labels (GtkWidget *root)
{
  guint n = 0;

  if (GTK_IS_LABEL (root) && gtk_label_get_wrap (GTK_LABEL (root)) &&
      gtk_label_get_wrap_mode (GTK_LABEL (root)) != PANGO_WRAP_WORD)
    {
      if (!breaks_without_hyphens (GTK_LABEL (root)))
        print_message ("# “%s” in a %s of a %s\n", gtk_label_get_text (GTK_LABEL (root)),
                       G_OBJECT_TYPE_NAME (gtk_widget_get_parent (root)),
                       G_OBJECT_TYPE_NAME (gtk_widget_get_parent (gtk_widget_get_parent (root))));
      assert_true (breaks_without_hyphens (GTK_LABEL (root)));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += check_labels (child);

  return n;
}

static void
check_named (GtkWindow  *window,
             const char *name)
{
  assert_int_equal (check_labels (soq_ui_test_find_named (GTK_WIDGET (window), name)), 1);
}

static void
test_client_window_has_no_hyphens (void **state)
{
  GtkWindow *window = GTK_WINDOW (soq_client_window_new (NULL));

  check_named (window, "banner_label");
  check_named (window, "trouble");
  gtk_window_destroy (window);
}

static void
test_server_window_has_no_hyphens (void **state)
{
  GtkWindow *window = GTK_WINDOW (soq_server_window_new (NULL));

  check_named (window, "trouble_label");
  gtk_window_destroy (window);
}

static void
test_fingerprint_has_no_hyphens (void **state)
{
  SoqServer       *server = soq_server_new ();
  SoqServerConfig *config = soq_server_config_new ();
  GtkWindow       *window = GTK_WINDOW (soq_server_setup_new (NULL, server, config));

  check_named (window, "fingerprint");
  gtk_window_destroy (window);
  soq_server_config_free (config);
  g_object_unref (server);
}

static void
test_toast_has_no_hyphens (void **state)
{
  g_autoptr (AdwToast) toast = soq_toast_new ("averylongword");

  assert_int_equal (check_labels (adw_toast_get_custom_title (toast)), 1);
}

static void
ignore_cb (const char *answer,
           guint       choice,
           gpointer    user_data)
{
}

static void
test_question_has_no_hyphens (void **state)
{
  GtkWindow  *window = GTK_WINDOW (gtk_window_new ());
  GtkWindow  *dialog;
  GtkWidget  *heading;
  SoqQuestion question = { .heading = "Averylongname?", .body = "averylongreason", .affirm = "_Do" };

  soq_ui_test_present (window);
  soq_compat_ask (GTK_WIDGET (window), &question, ignore_cb, window);
  soq_test_wait_until (soq_ui_test_find_window ("Averylongname?") != NULL);
  dialog = soq_ui_test_find_window ("Averylongname?");
  heading = soq_ui_test_find_text (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Averylongname?");
  assert_int_equal (check_labels (gtk_widget_get_parent (heading)), 2);
  gtk_window_destroy (dialog);
  gtk_window_destroy (window);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_conversation_has_no_hyphens),
    cmocka_unit_test (test_entry_has_no_hyphens),
    cmocka_unit_test (test_message_of_the_day_has_no_hyphens),
    cmocka_unit_test (test_client_window_has_no_hyphens),
    cmocka_unit_test (test_server_window_has_no_hyphens),
    cmocka_unit_test (test_fingerprint_has_no_hyphens),
    cmocka_unit_test (test_toast_has_no_hyphens),
    cmocka_unit_test (test_question_has_no_hyphens),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("hyphens", tests, NULL, NULL);
}
