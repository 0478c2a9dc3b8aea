/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-checked-entry.h"

#include "soq-hyphens.h"

/* An entry of a setting. What is half typed may be right by chance, as “my” of
 * “my server” is, so that nothing is in force before the entry is left; what is
 * wrong is said below it while it is typed, and never in force.
 */

#define KEY "soq-checked-entry"

typedef struct
{
  GtkEditable  *entry;   /* (borrowed): owns this */
  GtkLabel     *problem; /* (weak) (nullable): below it */
  GtkWidget    *row;     /* (weak) (nullable): of the label */
  SoqCheckFunc  check;
  SoqCommitFunc commit;
  gpointer      user_data; /* (borrowed) */
  char         *kept;      /* (owned): what is in force */
} Checked;

static void
free_checked (gpointer data)
{
  Checked *self = data;

  g_clear_weak_pointer (&self->problem);
  g_clear_weak_pointer (&self->row);
  g_free (self->kept);
  g_free (self);
}

static gboolean
is_right (Checked *self)
{
  const char      *text = gtk_editable_get_text (self->entry);
  g_autofree char *problem = self->check (text, self->user_data);

  if (self->problem != NULL)
    {
      gtk_label_set_text (self->problem, problem != NULL ? problem : "");
      gtk_widget_set_visible (self->row, problem != NULL);
    }
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");

  return problem == NULL;
}

static void
changed_cb (Checked *self)
{
  is_right (self);
}

static void
commit (Checked *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (g_str_equal (text, self->kept) || !is_right (self))
    return;

  g_free (self->kept);
  self->kept = g_strdup (text);
  self->commit (self->kept, self->user_data);
}

/* Returns the row below the entry, which is seen while something is wrong. */
static GtkWidget *
new_problem_row (Checked *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  soq_hyphens_turn_off_label (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_add_css_class (label, "error");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_visible (row, FALSE);
  g_set_weak_pointer (&self->problem, GTK_LABEL (label));
  g_set_weak_pointer (&self->row, row);

  return row;
}

/**
 * soq_checked_entry_attach:
 * @entry: an entry that shows what is in force
 * @check: (scope forever): says what is wrong with a text
 * @commit: (scope forever): puts a text that is right in force
 * @user_data: data for both; must outlive @entry
 *
 * Returns: (transfer floating): a row that stands below @entry and says what is
 *   wrong with it
 */
GtkWidget *
soq_checked_entry_attach (GtkEditable  *entry,
                          SoqCheckFunc  check,
                          SoqCommitFunc commit_func,
                          gpointer      user_data)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  Checked            *self = g_new0 (Checked, 1);

  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);

  self->entry = entry;
  self->check = check;
  self->commit = commit_func;
  self->user_data = user_data;
  self->kept = g_strdup (gtk_editable_get_text (entry));
  g_object_set_data_full (G_OBJECT (entry), KEY, self, free_checked);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
  if (g_signal_lookup ("entry-activated", G_OBJECT_TYPE (entry)) != 0)
    g_signal_connect_swapped (entry, "entry-activated", G_CALLBACK (commit), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (commit), self);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);

  return new_problem_row (self);
}

/**
 * soq_checked_entry_commit_all:
 * @root: a widget that is about to go
 *
 * Puts what is right in the entries inside @root in force.
 */
void
soq_checked_entry_commit_all (GtkWidget *root)
{
  Checked *checked = g_object_get_data (G_OBJECT (root), KEY);

  if (checked != NULL)
    commit (checked);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    soq_checked_entry_commit_all (child);
}
