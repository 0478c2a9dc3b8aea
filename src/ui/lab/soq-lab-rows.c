/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-rows.h"

#include "soq-timeline-draw.h"
#include "soq-wire-view.h"

#include <glib/gi18n.h>

/**
 * soq_lab_new_page:
 * @title: what it is about
 * @text: why
 * @box: (out) (transfer none): where the rest goes
 *
 * Returns: (transfer full): a page that scrolls, and is no wider than is good
 *   for reading
 */
GtkWidget *
soq_lab_new_page (const char *title,
                  const char *text,
                  GtkWidget **box)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *why = gtk_label_new (text);

  *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (*box, 18);
  gtk_widget_set_margin_bottom (*box, 24);
  gtk_widget_set_margin_start (*box, 12);
  gtk_widget_set_margin_end (*box, 12);
  gtk_widget_add_css_class (heading, "title-2");
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (why), TRUE);
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_box_append (GTK_BOX (*box), heading);
  gtk_box_append (GTK_BOX (*box), why);

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 860);
  adw_clamp_set_child (ADW_CLAMP (clamp), *box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return scrolled;
}

GtkWidget *
soq_lab_new_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);

  return label;
}

/**
 * soq_lab_new_legend:
 *
 * Returns: (transfer full): what the bars of a timeline mean
 */
GtkWidget *
soq_lab_new_legend (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), soq_timeline_get_legend ());
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");

  return label;
}

/**
 * soq_lab_add_wire:
 * @box: where to
 * @hint: what to do that there is something to see
 *
 * Returns: (transfer none): the view of the calls; it scrolls by itself
 */
GtkWidget *
soq_lab_add_wire (GtkWidget  *box,
                  const char *hint)
{
  GtkWidget *wire = g_object_new (SOQ_TYPE_WIRE_VIEW, NULL);

  soq_wire_view_set_hint (SOQ_WIRE_VIEW (wire), hint);
  soq_wire_view_set_whole (SOQ_WIRE_VIEW (wire), TRUE);
  gtk_widget_set_size_request (wire, -1, 420);
  gtk_widget_add_css_class (wire, "card");
  gtk_widget_set_overflow (wire, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (box), soq_lab_new_heading (_("The Calls")));
  gtk_box_append (GTK_BOX (box), wire);

  return wire;
}

static GtkWidget *
add_row (AdwPreferencesGroup *group,
         const char          *title,
         GtkWidget           *widget)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_preferences_group_add (group, row);

  return row;
}

/**
 * soq_lab_add_number:
 * @group: where to
 * @title: what it is
 * @unit: (nullable): of what
 * @least: the smallest value
 * @most: the largest one
 * @value: the first one
 *
 * Returns: (transfer none): the spin button
 */
GtkWidget *
soq_lab_add_number (AdwPreferencesGroup *group,
                    const char          *title,
                    const char          *unit,
                    int                  least,
                    int                  most,
                    int                  value)
{
  int        step = most - least >= 500 ? 50 : most - least >= 100 ? 5
                                                                   : 1;
  GtkWidget *spin = gtk_spin_button_new_with_range (least, most, step);
  GtkWidget *row;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 6);
  row = add_row (group, title, spin);
  if (unit != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (unit));

  return spin;
}

GtkWidget *
soq_lab_add_choice (AdwPreferencesGroup *group,
                    const char          *title,
                    const char *const   *choices,
                    guint                value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           labels = NULL;
  GtkWidget               *choice;

  for (guint i = 0; choices[i] != NULL; i++)
    g_strv_builder_add (builder, _(choices[i]));
  labels = g_strv_builder_end (builder);
  choice = gtk_drop_down_new_from_strings ((const char *const *) labels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), value);
  add_row (group, title, choice);

  return choice;
}

static const char *const units[] = {
  [SOQ_KNOB_COUNT] = NULL,
  [SOQ_KNOB_MILLISECONDS] = "ms",
  [SOQ_KNOB_PERCENT] = "%",
  [SOQ_KNOB_BYTES] = "B",
  [SOQ_KNOB_CHOICE] = NULL,
};

/**
 * soq_lab_add_knob:
 * @group: where to
 * @knob: of an experiment
 *
 * Returns: (transfer none): the widget that has its value
 */
GtkWidget *
soq_lab_add_knob (AdwPreferencesGroup *group,
                  const SoqKnob       *knob)
{
  if (knob->kind == SOQ_KNOB_CHOICE)
    return soq_lab_add_choice (group, _(knob->title), knob->choices, (guint) knob->usual);

  return soq_lab_add_number (group, _(knob->title), units[knob->kind], knob->least, knob->most,
                                       knob->usual);
}

/**
 * soq_lab_get_value:
 * @widget: what one of the functions above has returned
 *
 * Returns: its value
 */
int
soq_lab_get_value (GtkWidget *widget)
{
  if (GTK_IS_DROP_DOWN (widget))
    return (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));

  return gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (widget));
}

/**
 * soq_lab_dup_value:
 * @knob: of an experiment
 * @value: what it is set to
 *
 * Returns: (transfer full): that in words, with its unit
 */
char *
soq_lab_dup_value (const SoqKnob *knob,
                   int            value)
{
  if (knob->kind == SOQ_KNOB_CHOICE)
    return g_strdup (_(knob->choices[value]));

  return units[knob->kind] != NULL ? g_strdup_printf ("%d %s", value, units[knob->kind])
                                   : g_strdup_printf ("%d", value);
}
