/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-conversation-view.h"
#include "soq-text-links.h"

typedef struct
{
  GtkWindow           *window;     /* (owned) */
  SoqConversationView *view;       /* (borrowed): of the window */
  GtkTextView         *text_view;  /* (borrowed) */
  GtkTextBuffer       *buffer;     /* (borrowed) */
  GtkAdjustment       *adjustment; /* (borrowed) */
  gint64               time;       /* of the next line: noon of some day */
} Fixture;

static int
setup (void **state)
{
  Fixture              *self = g_new0 (Fixture, 1);
  g_autoptr (GDateTime) noon = g_date_time_new_now_local ();

  self->window = GTK_WINDOW (g_object_ref_sink (adw_window_new ()));
  self->view = SOQ_CONVERSATION_VIEW (soq_conversation_view_new ());
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_set_default_size (self->window, 480, 320);
  soq_ui_test_present (self->window);

  self->text_view = GTK_TEXT_VIEW (soq_ui_test_find_named (GTK_WIDGET (self->view), "view"));
  self->buffer = gtk_text_view_get_buffer (self->text_view);
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->text_view));
  self->time = g_date_time_to_unix (noon) * G_USEC_PER_SEC;
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;
  gpointer view = self->view;

  g_object_add_weak_pointer (view, &view);
  gtk_window_destroy (self->window);
  g_clear_object (&self->window);
  for (guint i = 0; i < 20 && view != NULL; i++)
    soq_test_iterate ();
  g_free (self);

  return view == NULL ? 0 : -1;
}

static void
show (Fixture    *self,
      SoqLineKind kind,
      const char *nick,
      const char *text)
{
  SoqLine line = { .kind = kind, .time = self->time, .nick = nick, .text = text };

  soq_conversation_view_append (self->view, &line);
}

static void
expect_text (Fixture    *self,
             const char *expected)
{
  g_autofree char *text = soq_conversation_view_dup_text (self->view);

  assert_string_equal (text, expected);
}

static void
hide_times (Fixture *self)
{
  g_object_set (self->view, "show-timestamps", FALSE, NULL);
}

static void
test_text_is_data (void **state)
{
  Fixture *fixture = *state;

  hide_times (fixture);
  show (fixture, SOQ_LINE_TEXT, "ana", "<b>bold</b> &amp; \033[31mred\a");
  show (fixture, SOQ_LINE_TEXT, "bob", "a\342\200\256dlrow");
  show (fixture, SOQ_LINE_STATUS, NULL, "\342\201\246x\342\201\251");
  show (fixture, SOQ_LINE_TEXT, "\033x", "tab\there");

  expect_text (fixture, "<ana> <b>bold</b> &amp; ␛[31mred␇\n"
                        "<bob> a\357\277\275dlrow\n"
                        "\357\277\275x\357\277\275\n"
                        "<␛x> tab    here");
}

static void
test_every_kind_of_line_is_shown (void **state)
{
  Fixture *fixture = *state;
  SoqLine  own = { .kind = SOQ_LINE_TEXT, .time = fixture->time, .nick = "me", .text = "mine" };
  SoqLine  far = own;

  own.outgoing = TRUE;
  far.nick = "eva";
  far.address = "192.0.2.1";

  hide_times (fixture);
  show (fixture, SOQ_LINE_TEXT, NULL, "raw");
  soq_conversation_view_append (fixture->view, &own);
  soq_conversation_view_append (fixture->view, &far);
  show (fixture, SOQ_LINE_ACTION, "ana", "waves");
  show (fixture, SOQ_LINE_NOTICE, NULL, "a notice");
  show (fixture, SOQ_LINE_JOIN, "ana", NULL);
  show (fixture, SOQ_LINE_JOIN, "bob", NULL);
  show (fixture, SOQ_LINE_PART, "ana", "why");
  show (fixture, SOQ_LINE_STATUS, NULL, "a status");
  show (fixture, SOQ_LINE_ERROR, NULL, "an error");
  show (fixture, SOQ_LINE_TEXT, "ana", NULL);

  expect_text (fixture, "raw\n<me> mine\n<eva> 192.0.2.1  mine\n* ana waves\na notice\n"
                        "ana, bob joined\nana left\na status\nan error\n<ana> ");
}

static void
test_time_is_shown_unless_it_is_hidden (void **state)
{
  Fixture              *fixture = *state;
  g_autoptr (GDateTime) when = NULL;
  g_autofree char      *expected = NULL;

  when = g_date_time_new_from_unix_local (fixture->time / G_USEC_PER_SEC);
  expected = g_date_time_format (when, "%H:%M <ana> one\ntwo");
  show (fixture, SOQ_LINE_TEXT, "ana", "one\ntwo");
  expect_text (fixture, expected);

  hide_times (fixture);
  expect_text (fixture, "<ana> one\ntwo");
}

static void
test_another_day_is_told (void **state)
{
  Fixture         *fixture = *state;
  g_autofree char *text = NULL;
  g_auto (GStrv)   lines = NULL;

  show (fixture, SOQ_LINE_JOIN, "ana", NULL);
  fixture->time += 24 * 3600 * (gint64) G_USEC_PER_SEC;
  show (fixture, SOQ_LINE_JOIN, "bob", NULL);
  show (fixture, SOQ_LINE_TEXT, "bob", "morning");

  text = soq_conversation_view_dup_text (fixture->view);
  lines = g_strsplit (text, "\n", -1);
  assert_int_equal (g_strv_length (lines), 4);
  assert_non_null (strstr (lines[1], " 20"));
  assert_non_null (strstr (lines[2], "bob joined"));
}

static void
find (Fixture     *self,
      const char  *text,
      GtkTextIter *found)
{
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  assert_true (gtk_text_iter_forward_search (&start, text, 0, found, NULL, NULL));
}

static int
get_x (Fixture    *self,
       const char *text)
{
  GtkTextIter  found;
  GdkRectangle place;

  find (self, text, &found);
  gtk_text_view_get_iter_location (self->text_view, &found, &place);

  return place.x;
}

/* Looks where a click would look: gtk_text_view_get_iter_location () of GTK 4.8
 * counts hidden text as if it were seen.
 */
static void
expect_at (Fixture    *self,
           const char *text,
           int         x)
{
  GtkTextIter found;
  GtkTextIter there;
  int         y;
  int         height;

  find (self, text, &found);
  gtk_text_view_get_line_yrange (self->text_view, &found, &y, &height);
  gtk_text_view_get_iter_at_location (self->text_view, &there, x + 2, y + 10);
  if (!gtk_text_iter_equal (&there, &found))
    print_error ("# “%s” is not at %d\n", text, x);
  assert_true (gtk_text_iter_equal (&there, &found));
}

static void
test_texts_stand_below_each_other (void **state)
{
  static const char *const texts[] = { "north", "south", "west", "a waves", "east" };
  Fixture                 *fixture = *state;
  int                      column;
  int                      time_width;

  show (fixture, SOQ_LINE_TEXT, "ana", "north\nsouth");
  show (fixture, SOQ_LINE_STATUS, NULL, "west");
  show (fixture, SOQ_LINE_ACTION, "a", "waves");
  show (fixture, SOQ_LINE_TEXT, "a", "east and then so many words that they need another line");
  soq_ui_test_screenshot (GTK_WIDGET (fixture->window), "view-times");
  column = get_x (fixture, "north");
  assert_true (column > get_x (fixture, "ana") + 60);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    expect_at (fixture, texts[i], column);

  time_width = get_x (fixture, "ana") - gtk_text_view_get_left_margin (fixture->text_view);
  hide_times (fixture);
  soq_ui_test_screenshot (GTK_WIDGET (fixture->window), "view-no-times");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    expect_at (fixture, texts[i], column - time_width);
}

static void
flood (Fixture *self,
       guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      show (self, SOQ_LINE_TEXT, "ana", text);
    }
}

static void
test_only_the_newest_lines_are_kept (void **state)
{
  Fixture         *fixture = *state;
  g_autofree char *text = NULL;

  hide_times (fixture);
  flood (fixture, 3000);
  soq_test_wait_until (gtk_text_buffer_get_line_count (fixture->buffer) == 3000);
  flood (fixture, 30000);
  soq_test_wait_until (gtk_text_buffer_get_line_count (fixture->buffer) == 5000);

  text = soq_conversation_view_dup_text (fixture->view);
  assert_true (g_str_has_prefix (text, "<ana> message 25000\n"));
  assert_true (g_str_has_suffix (text, "\n<ana> message 29999"));
}

static gboolean
is_at_end (Fixture *self)
{
  return gtk_adjustment_get_value (self->adjustment) +
           gtk_adjustment_get_page_size (self->adjustment) >=
         gtk_adjustment_get_upper (self->adjustment) - 1;
}

/* The view measures its lines in idle time; until then they have no height. */
static void
wait_until_seen (Fixture    *self,
                 const char *text)
{
  GdkRectangle visible = { 0 };
  GdkRectangle place = { 0 };
  GtkTextIter  start;
  GtkTextIter  found;
  gint64       deadline = soq_test_deadline ();
  gboolean     seen = FALSE;

  while (!seen && g_get_monotonic_time () < deadline)
    {
      soq_test_iterate ();
      gtk_text_buffer_get_end_iter (self->buffer, &start);
      if (!gtk_text_iter_backward_search (&start, text, 0, &found, NULL, NULL))
        continue;
      gtk_text_view_get_visible_rect (self->text_view, &visible);
      gtk_text_view_get_iter_location (self->text_view, &found, &place);
      seen = place.y >= 10 * gtk_text_iter_get_line (&found) && place.y >= visible.y &&
             place.y + place.height <= visible.y + visible.height;
    }
  if (!seen)
    print_error ("# seen are %d to %d, “%s” is at %d; scrolled to %g of %g, a page is %g\n", visible.y,
                 visible.y + visible.height, text, place.y,
                 gtk_adjustment_get_value (self->adjustment),
                 gtk_adjustment_get_upper (self->adjustment),
                 gtk_adjustment_get_page_size (self->adjustment));
  assert_true (seen);
}

/* As a person does: with a key, while the view has the focus. */
static void
scroll_back (Fixture *self)
{
  double before = gtk_adjustment_get_value (self->adjustment);

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_test_wait_until (gtk_adjustment_get_value (self->adjustment) < before &&
                       !is_at_end (self));
}

static void
test_view_stays_at_the_end (void **state)
{
  Fixture *fixture = *state;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *last = g_strdup_printf ("last of %u", i);

      flood (fixture, 200);
      show (fixture, SOQ_LINE_TEXT, "ana", last);
      wait_until_seen (fixture, last);
      assert_true (is_at_end (fixture));
    }
}

/* In a burst the view has not measured the last lines when the next ones
 * come; GTK then moves it by itself.
 */
static void
test_view_stays_at_the_end_in_a_burst (void **state)
{
  Fixture *fixture = *state;

  for (guint i = 0; i < 20; i++)
    {
      flood (fixture, 150);
      soq_test_iterate ();
    }
  show (fixture, SOQ_LINE_TEXT, "ana", "the last one");
  wait_until_seen (fixture, "the last one");
}

static void
test_view_that_is_back_at_the_end_stays_there (void **state)
{
  Fixture *fixture = *state;

  flood (fixture, 400);
  wait_until_seen (fixture, "message 399");
  scroll_back (fixture);
  soq_ui_test_key (GDK_KEY_Page_Down, 0);
  soq_ui_test_key (GDK_KEY_Page_Down, 0);
  soq_test_wait_until (is_at_end (fixture));

  flood (fixture, 400);
  show (fixture, SOQ_LINE_TEXT, "ana", "the last one");
  wait_until_seen (fixture, "the last one");
}

/* The text at the top of what is seen. */
static char *
dup_first_visible (Fixture *self)
{
  GdkRectangle visible;
  GtkTextIter  start;
  GtkTextIter  end;

  gtk_text_view_get_visible_rect (self->text_view, &visible);
  gtk_text_view_get_line_at_y (self->text_view, &start, visible.y, NULL);
  end = start;
  gtk_text_iter_forward_to_line_end (&end);

  return gtk_text_iter_get_text (&start, &end);
}

static void
test_view_stays_with_who_reads_back (void **state)
{
  Fixture         *fixture = *state;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  flood (fixture, 5400);
  wait_until_seen (fixture, "message 5399");
  scroll_back (fixture);
  before = dup_first_visible (fixture);

  /* So many that older ones leave meanwhile. */
  for (guint i = 0; i < 10; i++)
    {
      flood (fixture, 20);
      for (guint j = 0; j < 3; j++)
        soq_test_iterate ();
    }
  after = dup_first_visible (fixture);
  assert_string_equal (after, before);
  assert_false (is_at_end (fixture));
}

static void
test_button_tells_of_news_and_goes_to_the_end (void **state)
{
  Fixture   *fixture = *state;
  SoqLine    own = { .kind = SOQ_LINE_TEXT, .time = fixture->time, .nick = "me", .text = "mine" };
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *button;

  own.outgoing = TRUE;
  flood (fixture, 400);
  wait_until_seen (fixture, "message 399");
  scroll_back (fixture);
  show (fixture, SOQ_LINE_JOIN, "bob", NULL);
  soq_conversation_view_append (fixture->view, &own);
  show (fixture, SOQ_LINE_TEXT, "bob", "hello");
  soq_test_wait_until (soq_ui_test_find_text (root, GTK_TYPE_BUTTON, "1 new message") != NULL);
  flood (fixture, 2);
  soq_test_wait_until (soq_ui_test_find_text (root, GTK_TYPE_BUTTON, "3 new messages") != NULL);

  button = soq_ui_test_find_text (root, GTK_TYPE_BUTTON, "3 new messages");
  soq_ui_test_screenshot (root, "view-news");
  soq_ui_test_click (button);
  soq_test_wait_until (is_at_end (fixture));
  wait_until_seen (fixture, "message 1");
  soq_test_wait_until (!gtk_revealer_get_reveal_child (
    GTK_REVEALER (soq_ui_test_find_named (root, "news"))));
}

static void
clipboard_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static void
test_copied_messages_are_tidy (void **state)
{
  Fixture         *fixture = *state;
  GdkClipboard    *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_autofree char *text = NULL;

  hide_times (fixture);
  show (fixture, SOQ_LINE_TEXT, "ana", "one\ntwo");
  show (fixture, SOQ_LINE_TEXT, "bob", "three");
  soq_test_wait_until (gtk_text_buffer_get_line_count (fixture->buffer) == 3);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->text_view));
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_test_wait_until (gtk_text_buffer_get_has_selection (fixture->buffer));
  soq_ui_test_key (GDK_KEY_c, GDK_CONTROL_MASK);
  soq_test_wait_until (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                                          G_TYPE_STRING));

  gdk_clipboard_read_text_async (clipboard, NULL, clipboard_cb, &text);
  soq_test_wait_until (text != NULL);
  assert_string_equal (text, "<ana> one\ntwo\n<bob> three");
}

static void
test_every_link_of_a_line_is_marked (void **state)
{
  Fixture    *fixture = *state;
  const char *links[] = { "https://one.example", "http://two.example" };

  show (fixture, SOQ_LINE_TEXT, "ana", "see http:// https://one.example and http://two.example.");
  soq_test_wait_until (gtk_text_buffer_get_char_count (fixture->buffer) > 0);

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      GtkTextIter start;
      GtkTextIter end;
      int         underlined = 0;
      GSList     *tags;

      gtk_text_buffer_get_start_iter (fixture->buffer, &start);
      assert_true (gtk_text_iter_forward_search (&start, links[i], 0, &start, &end, NULL));
      tags = gtk_text_iter_get_tags (&start);
      for (GSList *l = tags; l != NULL; l = l->next)
        {
          gboolean set;

          g_object_get (l->data, "underline-set", &set, NULL);
          underlined += set && gtk_text_iter_starts_tag (&start, l->data) &&
                        gtk_text_iter_ends_tag (&end, l->data);
        }
      g_slist_free (tags);
      assert_int_equal (underlined, 1);
    }
}

/* The menu of a link copies it; it is opened where it leads to. */
static void
test_link_is_found_where_it_is_pointed_at (void **state)
{
  Fixture         *fixture = *state;
  GtkTextView     *view;
  GtkTextIter      start;
  GtkTextIter      end;
  GdkRectangle     place;
  g_autofree char *link = NULL;
  int              x;
  int              y;

  view = GTK_TEXT_VIEW (soq_ui_test_find_type (GTK_WIDGET (fixture->view), GTK_TYPE_TEXT_VIEW));
  show (fixture, SOQ_LINE_TEXT, "ana", "see www.example.org/a, please");
  soq_test_wait_until (gtk_text_buffer_get_char_count (fixture->buffer) > 0);
  gtk_text_buffer_get_start_iter (fixture->buffer, &start);
  assert_true (gtk_text_iter_forward_search (&start, "example", 0, &start, &end, NULL));
  gtk_text_view_get_iter_location (view, &start, &place);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, place.x + 1, place.y + 1,
                                         &x, &y);
  link = soq_text_links_dup_at (view, x, y);
  assert_string_equal (link, "www.example.org/a");
  assert_null (soq_text_links_dup_at (view, 1, 1));
}

static void
test_empty_view_says_so (void **state)
{
  Fixture   *fixture = *state;
  GtkWidget *empty = soq_ui_test_find_named (GTK_WIDGET (fixture->view), "empty");

  assert_true (gtk_widget_get_visible (empty));
  show (fixture, SOQ_LINE_TEXT, "ana", "hi");
  soq_test_wait_until (!gtk_widget_get_visible (empty));

  show (fixture, SOQ_LINE_JOIN, "bob", NULL);
  soq_conversation_view_clear (fixture->view);
  assert_true (gtk_widget_get_visible (empty));
  expect_text (fixture, "");

  /* What was cleared is not to come back by way of a fold. */
  hide_times (fixture);
  show (fixture, SOQ_LINE_JOIN, "eva", NULL);
  expect_text (fixture, "eva joined");
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_properties_tell_of_changes_once (void **state)
{
  Fixture    *fixture = *state;
  const char *names[] = { "show-timestamps", "compact" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *signal = g_strdup_printf ("notify::%s", names[i]);
      gboolean         value;
      gboolean         changed;
      guint            n = 0;

      g_object_get (fixture->view, names[i], &value, NULL);
      g_signal_connect_swapped (fixture->view, signal, G_CALLBACK (count_cb), &n);
      g_object_set (fixture->view, names[i], value, NULL);
      assert_int_equal (n, 0);
      g_object_set (fixture->view, names[i], !value, NULL);
      assert_int_equal (n, 1);
      g_object_get (fixture->view, names[i], &changed, NULL);
      assert_int_equal (changed, !value);
      g_signal_handlers_disconnect_by_data (fixture->view, &n);
    }
}

int
main (void)
{
#define view_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    view_test (test_text_is_data),
    view_test (test_every_kind_of_line_is_shown),
    view_test (test_time_is_shown_unless_it_is_hidden),
    view_test (test_another_day_is_told),
    view_test (test_texts_stand_below_each_other),
    view_test (test_only_the_newest_lines_are_kept),
    view_test (test_view_stays_at_the_end),
    view_test (test_view_stays_at_the_end_in_a_burst),
    view_test (test_view_that_is_back_at_the_end_stays_there),
    view_test (test_view_stays_with_who_reads_back),
    view_test (test_button_tells_of_news_and_goes_to_the_end),
    view_test (test_copied_messages_are_tidy),
    view_test (test_every_link_of_a_line_is_marked),
    view_test (test_link_is_found_where_it_is_pointed_at),
    view_test (test_empty_view_says_so),
    view_test (test_properties_tell_of_changes_once),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("conversation-view", tests, NULL, NULL);
}
