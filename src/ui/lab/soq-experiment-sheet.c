/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiment-sheet.h"

#include "soq-lab-rows.h"
#include "soq-picture.h"
#include "soq-timeline-draw.h"

#include <glib/gi18n.h>

/* A run on paper: what was asked, what came of it, and the first calls. */

#define MOST_CALLS 200u

/* In pixels. */
#define TIMELINE_WIDTH 720.0

static void
add_heading (SoqSheet   *sheet,
             const char *size,
             const char *text)
{
  g_autofree char *markup = g_markup_printf_escaped ("<span size='%s' weight='bold'>%s</span>",
                                                     size, text);

  soq_sheet_add_text (sheet, markup);
}

static void
add_knobs (SoqSheet  *sheet,
           SoqLabRun *run)
{
  const SoqExperiment *experiment = soq_lab_run_get_experiment (run);
  g_autoptr (GString)  markup = g_string_new (NULL);

  for (guint i = 0; i < experiment->n_knobs; i++)
    {
      const SoqKnob   *knob = &experiment->knobs[i];
      g_autofree char *value = soq_lab_dup_value (knob, soq_lab_run_get_knob (run, knob->id));
      g_autofree char *line = g_markup_printf_escaped ("%s%s: <b>%s</b>", i > 0 ? "\n" : "",
                                                       _(knob->title), value);

      g_string_append (markup, line);
    }
  if (markup->len > 0)
    soq_sheet_add_text (sheet, markup->str);
}

static void
add_claims (SoqSheet  *sheet,
            SoqLabRun *run)
{
  g_autoptr (GPtrArray) claims = soq_lab_run_dup_claims (run);
  g_autoptr (GString)   markup = g_string_new (NULL);

  for (guint i = 0; i < claims->len; i++)
    {
      const SoqClaim  *claim = g_ptr_array_index (claims, i);
      g_autofree char *measured = soq_claim_dup_measured (claim);
      g_autofree char *line = NULL;

      line = g_markup_printf_escaped ("%s%s  %s  <b>%s</b>", i > 0 ? "\n" : "",
                                      claim->holds ? "✓" : "✗", _(claim->text), measured);
      g_string_append (markup, line);
    }
  if (markup->len > 0)
    soq_sheet_add_text (sheet, markup->str);
}

static void
draw_timeline (GtkSnapshot *snapshot,
               double       top,
               double       height,
               gpointer     data)
{
  soq_timeline_draw (data, snapshot);
}

static void
free_drawing (gpointer data)
{
  SoqTimelineDrawing *drawing = data;

  soq_timeline_free (drawing->timeline);
  g_object_unref (drawing->context);
  g_free (drawing);
}

static void
add_timeline (SoqSheet  *sheet,
              SoqLabRun *run,
              GtkWidget *widget)
{
  SoqTimelineDrawing *drawing = g_new0 (SoqTimelineDrawing, 1);
  SoqSheetFigure      figure = { .draw = draw_timeline, .free = free_drawing, .data = drawing };
  double              height;

  drawing->timeline = soq_lab_run_dup_timeline (run);
  drawing->context = g_object_ref (gtk_widget_get_pango_context (widget));
  drawing->color = SOQ_PICTURE_COLOR;
  drawing->width = figure.width = TIMELINE_WIDTH;
  height = soq_timeline_get_height (drawing->timeline);
  figure.ends = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (figure.ends, height);

  add_heading (sheet, "large", _("Who Waited"));
  soq_sheet_add_figure (sheet, &figure);
  soq_sheet_add_text (sheet, soq_timeline_get_legend ());
}

static void
add_calls (SoqSheet    *sheet,
           SoqWireView *wire)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (soq_wire_view_get_model (wire)));

  if (n == 0)
    return;

  add_heading (sheet, "large", _("The Calls"));
  soq_ladder_add_to_sheet (soq_wire_view_get_ladder (wire), sheet, 0, MOST_CALLS);
  if (n > MOST_CALLS)
    {
      /* Translators: numbers of calls; the first is at least 2. */
      g_autofree char *text = g_strdup_printf (_("These are the first %u of %u calls."), MOST_CALLS,
                                                  n);

      soq_sheet_add_text (sheet, text);
    }
}

/**
 * soq_experiment_sheet_new:
 * @run: one that is over
 * @wire: the view of its calls
 *
 * Returns: (transfer full): what to print
 */
SoqSheet *
soq_experiment_sheet_new (SoqLabRun   *run,
                          SoqWireView *wire)
{
  const SoqExperiment *experiment = soq_lab_run_get_experiment (run);
  SoqSheet            *sheet = soq_sheet_new ();
  g_autofree char     *why = g_markup_escape_text (_(experiment->why), -1);

  add_heading (sheet, "xx-large", _(experiment->title));
  soq_sheet_add_text (sheet, why);
  add_knobs (sheet, run);
  add_claims (sheet, run);
  if (experiment->has_timeline)
    add_timeline (sheet, run, GTK_WIDGET (wire));
  add_calls (sheet, wire);

  return sheet;
}
