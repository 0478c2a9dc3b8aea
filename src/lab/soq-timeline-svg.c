/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-timeline.h"

#define WIDTH  800
#define LABELS 160
#define ROW    28
#define BAR    18
#define AXIS   30

static void
append_number (GString *svg,
               double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (svg, g_ascii_formatd (text, sizeof text, "%.2f", number));
}

static double
to_x (const SoqTimeline *timeline,
      gint64             time)
{
  double duration = (double) MAX (1, timeline->end - timeline->begin);

  return LABELS + (double) (time - timeline->begin) / duration * (WIDTH - LABELS - 10);
}

static void
append_span (GString           *svg,
             const SoqTimeline *timeline,
             const SoqSpan     *span,
             double             y)
{
  static const char *const colors[] = { "#e5820a", "#2f7fd6", "#8a8a8a", "#9141ac" };
  double                   height = span->state == SOQ_SPAN_IDLE ? BAR / 3.0 : BAR;
  double                   x = to_x (timeline, span->from);

  g_string_append (svg, "  <rect x=\"");
  append_number (svg, x);
  g_string_append (svg, "\" y=\"");
  append_number (svg, y - height / 2);
  g_string_append (svg, "\" width=\"");
  append_number (svg, MAX (1, to_x (timeline, span->to) - x));
  g_string_append (svg, "\" height=\"");
  append_number (svg, height);
  g_string_append_printf (svg, "\" fill=\"%s\"><title>%s ", colors[span->state],
                          soq_span_state_get_name (span->state));
  append_number (svg, (double) (span->to - span->from) / G_USEC_PER_SEC);
  g_string_append (svg, " s</title></rect>\n");
}

static void
append_client (GString                 *svg,
               const SoqTimeline       *timeline,
               const SoqTimelineClient *client,
               double                   y)
{
  g_autofree char *name = g_markup_escape_text (client->name != NULL ? client->name
                                                                     : client->address,
                                                -1);

  g_string_append (svg, "  <text x=\"6\" y=\"");
  append_number (svg, y + 4);
  g_string_append_printf (svg, "\">%s</text>\n", name);
  for (guint i = 0; i < client->spans->len; i++)
    append_span (svg, timeline, &g_array_index (client->spans, SoqSpan, i), y);
}

/**
 * soq_timeline_to_svg:
 * @self: a timeline
 *
 * Returns: (transfer full): a picture of it
 */
char *
soq_timeline_to_svg (SoqTimeline *self)
{
  GString *svg = g_string_new (NULL);
  guint    height;

  g_return_val_if_fail (self != NULL, NULL);

  height = self->clients->len * ROW + AXIS;
  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
                          "font-family=\"sans-serif\" font-size=\"12\">\n"
                          "  <rect width=\"%d\" height=\"%u\" fill=\"#ffffff\"/>\n",
                          WIDTH, height, WIDTH, height);
  for (guint i = 0; i < self->clients->len; i++)
    append_client (svg, self, soq_timeline_get (self, i), i * ROW + ROW / 2.0);

  g_string_append_printf (svg, "  <text x=\"%d\" y=\"%u\">0 s</text>\n", LABELS, height - 10);
  g_string_append_printf (svg, "  <text x=\"%d\" y=\"%u\" text-anchor=\"end\">", WIDTH - 10,
                          height - 10);
  append_number (svg, (double) (self->end - self->begin) / G_USEC_PER_SEC);
  g_string_append (svg, " s</text>\n</svg>\n");

  return g_string_free (svg, FALSE);
}
