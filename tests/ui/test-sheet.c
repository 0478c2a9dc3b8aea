/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-sheet.h"

#include <glib/gstdio.h>

/* A figure with 100 rows of 30 pixels, and what was drawn of it. */
#define ROWS 100
#define ROW  30.0

typedef struct
{
  GArray *seen; /* of double: top, height, top, height… */
  guint   headers;
  guint   freed;
} Figure;

static void
draw_header (GtkSnapshot *snapshot,
             gpointer     data)
{
  ((Figure *) data)->headers++;
}

static void
draw (GtkSnapshot *snapshot,
      double       top,
      double       height,
      gpointer     data)
{
  Figure *self = data;

  g_array_append_val (self->seen, top);
  g_array_append_val (self->seen, height);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 0, 0, 1 },
                             &GRAPHENE_RECT_INIT (0, (float) top, 10, (float) height));
}

static void
free_figure (gpointer data)
{
  ((Figure *) data)->freed++;
}

static void
add_figure (SoqSheet *sheet,
            Figure   *self)
{
  SoqSheetFigure figure = { 600, 40, NULL, draw_header, draw, free_figure, self };

  self->seen = g_array_new (FALSE, FALSE, sizeof (double));
  figure.ends = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 1; i <= ROWS; i++)
    {
      double end = i * ROW;

      g_array_append_val (figure.ends, end);
    }
  soq_sheet_add_figure (sheet, &figure);
}

static void
export_sheet (SoqSheet *sheet)
{
  g_autofree char   *path = g_build_filename (g_get_tmp_dir (), "soquete-test-sheet.pdf", NULL);
  g_autofree char   *contents = NULL;
  g_autoptr (GError) error = NULL;

  assert_true (soq_sheet_export (sheet, path, &error));
  assert_true (g_file_get_contents (path, &contents, NULL, &error));
  assert_memory_equal (contents, "%PDF", 4);
  g_unlink (path);
}

/* Every row is on one page, whole, and each page has the header. */
static void
test_sheet_breaks_between_rows (void **state)
{
  SoqSheet *sheet = soq_sheet_new ();
  Figure    figure = { 0 };
  double    next = 0;

  soq_sheet_add_text (sheet, "<b>Rows</b>");
  add_figure (sheet, &figure);
  export_sheet (sheet);

  assert_true (soq_sheet_get_pages (sheet) > 2);
  assert_int_equal (figure.headers, soq_sheet_get_pages (sheet));
  assert_int_equal (figure.seen->len, 2 * soq_sheet_get_pages (sheet));
  for (guint i = 0; i < figure.seen->len; i += 2)
    {
      double top = g_array_index (figure.seen, double, i);
      double height = g_array_index (figure.seen, double, i + 1);

      assert_true (top == next);
      assert_true (height >= ROW && (int) height % (int) ROW == 0);
      next = top + height;
    }
  assert_true (next == ROWS * ROW);

  soq_sheet_free (sheet);
  assert_int_equal (figure.freed, 1);
  g_array_unref (figure.seen);
}

static void
test_sheet_breaks_between_texts (void **state)
{
  g_autoptr (SoqSheet) sheet = soq_sheet_new ();

  for (guint i = 0; i < 20; i++)
    soq_sheet_add_text (sheet, "one\ntwo\nthree");
  export_sheet (sheet);
  assert_int_equal (soq_sheet_get_pages (sheet), 2);
}

static void
test_sheet_says_when_it_cannot_be_written (void **state)
{
  g_autoptr (SoqSheet) sheet = soq_sheet_new ();
  g_autoptr (GError)   error = NULL;

  soq_sheet_add_text (sheet, "text");
  assert_false (soq_sheet_export (sheet, "/nowhere/at/all.pdf", &error));
  soq_test_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_sheet_breaks_between_rows),
    cmocka_unit_test (test_sheet_breaks_between_texts),
    cmocka_unit_test (test_sheet_says_when_it_cannot_be_written),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("sheet", tests, NULL, NULL);
}
