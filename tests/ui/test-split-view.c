/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-split-view.h"

typedef struct
{
  GtkWindow    *window;
  SoqSplitView *view;
  GtkWidget    *sidebar; /* a button, to have a focus */
  GtkWidget    *content; /* likewise */
} Fixture;

static GtkWidget *
new_pane (const char *label,
          int         width)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_size_request (button, width, 50);

  return button;
}

static Fixture *
new_fixture (gboolean    overlay,
             GtkPackType position)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->sidebar = new_pane ("Sidebar", 100);
  self->content = new_pane ("Content", 200);
  self->view = g_object_new (SOQ_TYPE_SPLIT_VIEW,
                             "sidebar", self->sidebar,
                             "content", self->content,
                             "overlay", overlay,
                             "sidebar-position", position,
                             NULL);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (self->window, GTK_WIDGET (self->view));
  gtk_window_set_default_size (self->window, 500, 200);
  soq_ui_test_present (self->window);

  return self;
}

static int
setup (void **state)
{
  *state = new_fixture (FALSE, GTK_PACK_START);

  return 0;
}

static int
setup_overlay (void **state)
{
  *state = new_fixture (TRUE, GTK_PACK_END);

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;
  GWeakRef view;
  gboolean gone;

  g_weak_ref_init (&view, self->view);
  gtk_window_destroy (self->window);
  gone = g_weak_ref_get (&view) == NULL;
  g_weak_ref_clear (&view);
  g_free (self);

  return gone ? 0 : -1;
}

/* The view is as wide as a window that has this width would make it. */
static void
resize (Fixture *self,
        int      width)
{
  gtk_window_set_default_size (self->window, width, 200);
  soq_test_wait_until (gtk_widget_get_width (GTK_WIDGET (self->view)) == width);
}

/* With the padding, which is not in a widget's width. */
static graphene_rect_t
bounds_of (Fixture   *self,
           GtkWidget *widget)
{
  graphene_rect_t bounds;

  assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (self->view), &bounds));

  return bounds;
}

static int
left_of (Fixture   *self,
         GtkWidget *widget)
{
  return (int) bounds_of (self, widget).origin.x;
}

static int
width_of (Fixture   *self,
          GtkWidget *widget)
{
  return (int) bounds_of (self, widget).size.width;
}

static void
test_wide_view_has_both_panes (void **state)
{
  Fixture *self = *state;

  assert_false (soq_split_view_get_collapsed (self->view));
  assert_true (gtk_widget_get_mapped (self->sidebar));
  assert_true (gtk_widget_get_mapped (self->content));
  assert_true (left_of (self, self->sidebar) < left_of (self, self->content));

  soq_split_view_set_show_sidebar (self->view, FALSE);
  assert_true (gtk_widget_get_mapped (self->sidebar));
}

static void
test_sidebar_stands_on_the_right_where_text_goes_to_the_left (void **state)
{
  Fixture *self = *state;

  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_RTL);
  soq_test_wait_until (left_of (self, self->sidebar) > left_of (self, self->content));
}

static void
test_narrow_view_has_one_pane_and_the_focus_is_in_it (void **state)
{
  Fixture *self = *state;

  gtk_widget_grab_focus (self->sidebar);
  resize (self, 250);
  soq_test_wait_until (soq_split_view_get_collapsed (self->view));
  assert_false (gtk_widget_get_mapped (self->sidebar));
  assert_true (gtk_widget_get_mapped (self->content));
  assert_int_equal (width_of (self, self->content), 250);
  assert_ptr_equal (gtk_window_get_focus (self->window), self->content);

  soq_split_view_set_show_sidebar (self->view, TRUE);
  assert_true (gtk_widget_get_mapped (self->sidebar));
  assert_false (gtk_widget_get_mapped (self->content));
  assert_ptr_equal (gtk_window_get_focus (self->window), self->sidebar);

  resize (self, 500);
  soq_test_wait_until (!soq_split_view_get_collapsed (self->view));
  assert_true (gtk_widget_get_mapped (self->content));
}

static void
test_alt_left_goes_back_to_the_sidebar (void **state)
{
  Fixture *self = *state;

  resize (self, 250);
  soq_test_wait_until (soq_split_view_get_collapsed (self->view));
  soq_ui_test_key (GDK_KEY_Left, GDK_ALT_MASK);
  soq_test_wait_until (soq_split_view_get_show_sidebar (self->view));
}

static void
test_invisible_sidebar_takes_no_part (void **state)
{
  Fixture *self = *state;

  gtk_widget_set_visible (self->sidebar, FALSE);
  soq_split_view_set_show_sidebar (self->view, TRUE);
  resize (self, 250);
  assert_false (soq_split_view_get_collapsed (self->view));
  assert_true (gtk_widget_get_mapped (self->content));
  assert_int_equal (width_of (self, self->content), 250);
}

/* A content that needs less while it is alone does not bring the sidebar back:
 * it would be alone again at once, and so on.
 */
static void
test_view_does_not_flicker_between_wide_and_narrow (void **state)
{
  Fixture *self = *state;

  resize (self, 290);
  soq_test_wait_until (soq_split_view_get_collapsed (self->view));
  gtk_widget_set_size_request (self->content, 150, 50);
  resize (self, 295);
  assert_true (soq_split_view_get_collapsed (self->view));
  resize (self, 310);
  soq_test_wait_until (!soq_split_view_get_collapsed (self->view));
}

static void
test_overlay_is_beside_a_wide_content (void **state)
{
  Fixture *self = *state;

  assert_false (gtk_widget_get_mapped (self->sidebar));
  assert_int_equal (width_of (self, self->content), 500);

  soq_split_view_set_show_sidebar (self->view, TRUE);
  soq_test_wait_until (width_of (self, self->content) < 500);
  assert_true (gtk_widget_get_mapped (self->sidebar));
  assert_true (left_of (self, self->sidebar) > left_of (self, self->content));
}

static void
test_overlay_is_above_a_narrow_content (void **state)
{
  Fixture *self = *state;

  resize (self, 250);
  soq_test_wait_until (soq_split_view_get_collapsed (self->view));
  soq_split_view_set_show_sidebar (self->view, TRUE);
  soq_test_wait_until (width_of (self, self->sidebar) > 0);
  assert_true (gtk_widget_get_mapped (self->sidebar));
  assert_true (gtk_widget_get_mapped (self->content));
  assert_int_equal (width_of (self, self->content), 250);

  /* In the middle of the content, but not below the sidebar. */
  soq_ui_test_click (self->content);
  soq_test_wait_until (!soq_split_view_get_show_sidebar (self->view));
  assert_false (gtk_widget_get_mapped (self->sidebar));
}

static void
test_escape_puts_an_overlay_away (void **state)
{
  Fixture *self = *state;

  resize (self, 250);
  soq_test_wait_until (soq_split_view_get_collapsed (self->view));
  soq_split_view_set_show_sidebar (self->view, TRUE);
  gtk_widget_grab_focus (self->sidebar);
  soq_ui_test_key (GDK_KEY_Escape, 0);
  soq_test_wait_until (!soq_split_view_get_show_sidebar (self->view));
  assert_ptr_equal (gtk_window_get_focus (self->window), self->content);
}

#define split_test(test)         cmocka_unit_test_setup_teardown (test, setup, teardown)
#define split_test_overlay(test) cmocka_unit_test_setup_teardown (test, setup_overlay, teardown)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    split_test (test_wide_view_has_both_panes),
    split_test (test_sidebar_stands_on_the_right_where_text_goes_to_the_left),
    split_test (test_narrow_view_has_one_pane_and_the_focus_is_in_it),
    split_test (test_alt_left_goes_back_to_the_sidebar),
    split_test (test_invisible_sidebar_takes_no_part),
    split_test (test_view_does_not_flicker_between_wide_and_narrow),
    split_test_overlay (test_overlay_is_beside_a_wide_content),
    split_test_overlay (test_overlay_is_above_a_narrow_content),
    split_test_overlay (test_escape_puts_an_overlay_away),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("split-view", tests, NULL, NULL);
}
